package book

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// Serve is the set as a running hotline goes on with it, and what there is to know of it; found are the problems of reading the files. A mistake
// in one language costs the others nothing: a text with a mistake counts as missing, so that a language whose core has one is not published, nor
// is one whose files cannot be used. Words that could be read are understood all the same. The default language and English, which stands in
// for what others lack, have to be whole, and so has everything that is no language's alone: else the problems have an Err, and nobody may serve.
func Serve(s Set, found bot.Problems, today time.Time) (Set, bot.Problems) {
	s.serving = true
	ps := s.spare(found)
	if ps.Err() != nil {
		return s, ps
	}
	s.Words = slices.DeleteFunc(slices.Clone(s.Words), func(w understand.Words) bool { return s.broken.files[understand.FileOf(w.Language)] })
	ps = append(ps, s.spare(Check(s, today))...)
	r := s.Reviewed()
	for _, lang := range s.Hotline.Languages {
		ps = append(ps, s.checkPublished(r, lang)...)
		ps = append(ps, s.leftOut(r, lang)...)
	}
	ps.Sort()
	return s, ps
}

// mistakes are what a running hotline does without.
type mistakes struct {
	files map[string]bool                  // that no language can be published with
	texts map[bot.Language]map[string]bool // that count as missing, by their ids without a channel
}

// Broken is why a text or file with a mistake stands in the way of publishing a language: a running hotline does without it.
const Broken review.State = "broken"

// spare makes warnings of the problems that a running hotline can live with, and remembers what it does without for it.
func (s *Set) spare(ps bot.Problems) bot.Problems {
	all := slices.Clone(ps)
	s.broken = mistakes{maps.Clone(s.broken.files), maps.Clone(s.broken.texts)}
	for i, p := range all {
		if p.Warning || p.Language == "" || s.leansOn(p) {
			continue
		}
		all[i].Warning = true
		s.broken.add(s.Texts.Spelling(p.Language), p)
	}
	return all
}

// leansOn reports whether a problem is one of a language that a hotline cannot do without.
func (s *Set) leansOn(p bot.Problem) bool {
	for _, lang := range []bot.Language{s.Hotline.DefaultLanguage, say.English} {
		if s.Texts.Spelling(p.Language) == s.Texts.Spelling(lang) || p.File == understand.FileOf(lang) {
			return true
		}
	}
	return false
}

func (m *mistakes) add(lang bot.Language, p bot.Problem) {
	if p.Message == "" {
		if m.files == nil {
			m.files = map[string]bool{}
		}
		m.files[p.File] = true
		return
	}
	if m.texts == nil {
		m.texts = map[bot.Language]map[string]bool{}
	}
	if m.texts[lang] == nil {
		m.texts[lang] = map[string]bool{}
	}
	m.texts[lang][plainID(p.Message)] = true
}

// leftOut tells of the texts with mistakes of a language that is published without them.
func (s Set) leftOut(r *Reviewed, lang bot.Language) bot.Problems {
	broken := s.broken.texts[s.Texts.Spelling(lang)]
	if len(broken) == 0 || len(r.Blocks(lang)) > 0 {
		return nil
	}
	var all []Block
	for _, id := range slices.Sorted(maps.Keys(broken)) {
		all = append(all, Block{id, Broken})
	}
	return bot.Problems{{File: s.textsFile(lang), What: fmt.Sprintf("%d texts in %s have mistakes and count as missing: %s", len(all), lang, named(all)),
		Remedy: brokenRemedy, Warning: true, Language: lang}}
}

const brokenRemedy = "aldaba check tells the places; correct them, and send the server a SIGHUP"

// textsFile is the name of the file that holds the texts of a language, or should.
func (s Set) textsFile(lang bot.Language) string {
	if file := s.Texts.File(lang); file != "" {
		return file
	}
	return say.FileOf(lang)
}
