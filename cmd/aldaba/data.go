package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/book/lint"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/local"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/understand"
	"github.com/aldaba-hotline/aldaba/flows"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// dataFlags say where the words and settings come from.
type dataFlags struct {
	Data   string `env:"ALDABA_DATA" placeholder:"DIR" help:"Folder with flows/ and i18n/ to use instead of the built-in ones."`
	Config string `env:"ALDABA_CONFIG" placeholder:"FILE" help:"The hotline's settings, hotline.yaml."`
}

// folders returns where flows and texts lie.
func (f dataFlags) folders() (flowsFS, textsFS fs.FS) {
	if f.Data == "" {
		return flows.FS, i18n.FS
	}
	return os.DirFS(filepath.Join(f.Data, flow.Dir)), os.DirFS(filepath.Join(f.Data, understand.Dir))
}

// set reads everything, without the rules between the parts. The set is usable when the problems hold no error.
func (f dataFlags) set() (book.Set, bot.Problems) {
	if info, err := os.Stat(f.Data); f.Data != "" && (err != nil || !info.IsDir()) {
		return book.Set{}, bot.Problems{{File: f.Data, What: "there is no such folder", Remedy: "name one that holds flows/ and i18n/ with --data or ALDABA_DATA; aldaba init --data DIR makes one"}}
	}
	h, ps := f.hotline()
	flowsFS, textsFS := f.folders()
	s := book.Set{Hotline: h}
	var more [6]bot.Problems
	sideBySide(
		func() { s.Library, more[0] = flow.Load(flowsFS) },
		func() { s.Texts, more[1] = say.Load(textsFS) },
		func() { s.Words, more[2] = loadWords(textsFS) },
		func() { s.Local, more[3] = local.Load(flowsFS) },
		func() { s.Ledger, more[4] = review.Load(textsFS) },
		func() { s.Lint, more[5] = lint.Load(textsFS) },
	)
	ps = slices.Concat(ps, slices.Concat(more[:]...))
	ps.Sort()
	if f.Config == "" || len(h.Languages) == 0 {
		s.Hotline.Languages = menuOrder(s.Texts.Languages(), h.DefaultLanguage)
	}
	return s, ps
}

// sideBySide does several things at once.
func sideBySide(all ...func()) {
	var wg sync.WaitGroup
	for _, do := range all {
		wg.Go(do)
	}
	wg.Wait()
}

// loadWords is [understand.LoadWords], the files side by side: they are long.
func loadWords(textsFS fs.FS) ([]understand.Words, bot.Problems) {
	names, ps := understand.WordFiles(textsFS)
	words, bad := make([]understand.Words, len(names)), make([]bot.Problems, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() { words[i], bad[i] = understand.LoadFile(textsFS, name) })
	}
	wg.Wait()
	return words, append(ps, slices.Concat(bad...)...)
}

// checked reads everything and holds all rules, transcripts excepted.
func (f dataFlags) checked() (book.Set, bot.Problems) {
	s, ps := f.set()
	if ps.Err() == nil {
		ps = append(ps, book.Check(s, today())...)
	}
	ps.Sort()
	return s, ps
}

// brain reads, checks and puts together what a running hotline decides with.
func (f dataFlags) brain() (*desk.Brain, bot.Problems) {
	s, ps := f.serving()
	if ps.Err() != nil {
		return nil, ps
	}
	return brainOf(s), ps
}

// serving is checked, as a running hotline sees it: see [book.Serve].
func (f dataFlags) serving() (book.Set, bot.Problems) {
	s, ps := f.set()
	if ps.Err() == nil {
		s.Reader = ahead(func() *understand.Reader { return desk.Study(s.Library, s.Texts, s.Words) }) // takes as long as the rules
	}
	return book.Serve(s, ps, today())
}

// ahead does something beside what follows, and returns how to wait for its result.
func ahead[T any](do func() T) func() T {
	done := make(chan T, 1)
	go func() { done <- do() }()
	return sync.OnceValue(func() T { return <-done })
}

// beside is for verbs that work beside a server: a language with a mistake keeps nobody from their work, and the server checks the rest.
func (f dataFlags) beside() (book.Set, bot.Problems) {
	s, ps := f.set()
	return book.Spare(s, ps)
}

// tried is the set of whoever tries the hotline out, who is told which languages it goes on without.
func (f dataFlags) tried(s streams) (book.Set, error) {
	set, ps := f.serving()
	if err := refuse(ps); err != nil {
		return set, err
	}
	offered := set.Reviewed().Languages()
	off := slices.DeleteFunc(slices.Clone(set.Hotline.Languages), func(l bot.Language) bool { return slices.Contains(offered, l) })
	if len(off) > 0 {
		fmt.Fprintf(s.Err, "languages that are not offered: %v; aldaba check tells why, with file and line\n", off)
	}
	return set, nil
}

// brainOf puts together what a hotline decides with: the languages that are published, and no text that is withheld. All languages are
// understood: what may go out changes nothing about what people mean.
func brainOf(s book.Set) *desk.Brain {
	r := s.Reviewed()
	return wholeBrain(r.Published()).Heeding(r.Lasting())
}

// wholeBrain has every text and every language of the settings, whatever the ledger says: transcripts are about what is written.
func wholeBrain(s book.Set) *desk.Brain {
	return desk.NewBrain(s.Hotline, s.Library, s.Texts, s.Words, readerOf(s), s.Local)
}

func readerOf(s book.Set) *understand.Reader {
	if s.Reader != nil {
		return s.Reader()
	}
	return desk.Study(s.Library, s.Texts, s.Words)
}

// scripts reads the transcripts.
func (f dataFlags) scripts() ([]sim.Script, bot.Problems) {
	flowsFS, _ := f.folders()
	return sim.ReadScripts(flowsFS, flow.Dir)
}

func (f dataFlags) hotline() (bot.Hotline, bot.Problems) {
	if f.Config == "" {
		return settings.Default(), nil
	}
	data, err := os.ReadFile(f.Config)
	if err != nil {
		return bot.Hotline{}, bot.Problems{{File: f.Config, What: "cannot be read: " + err.Error(), Remedy: "name a hotline.yaml; aldaba init writes one"}}
	}
	return settings.Read(f.Config, data)
}

// menuOrder puts the default language first.
func menuOrder(all []bot.Language, first bot.Language) []bot.Language {
	rest := slices.DeleteFunc(slices.Clone(all), func(l bot.Language) bool { return l == first })
	if len(rest) == len(all) {
		return all
	}
	return append([]bot.Language{first}, rest...)
}

// refuse turns problems into the error of a verb that cannot go on with them.
func refuse(ps bot.Problems) error {
	if ps.Err() == nil {
		return nil
	}
	return fmt.Errorf("cannot use these files:\n%w", ps)
}
