package understand

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// Dir is the folder of word lists as problems name it.
const Dir = "i18n"

// Words is how one language is understood: the content of words.<lang>.yaml. flows/README.md explains the keys.
type Words struct {
	Language bot.Language             `yaml:"-"`
	Name     string                   `yaml:"name"`
	Tells    Tells                    `yaml:"language"`
	Numbers  []string                 `yaml:"numbers"`
	Commands map[bot.Command][]string `yaml:"commands"`
	Urgent   UrgentWords              `yaml:"urgent"`
	Synonyms map[string][]string      `yaml:"synonyms"` // by message id of an option's label
	Stops    StopWords                `yaml:"stops"`
	Topics   map[string][]string      `yaml:"topics"`   // keywords, by topic id
	Asks     map[string][]string      `yaml:"asks"`     // whole messages that ask for a topic, by its id
	Asides   Asides                   `yaml:"asides"`   // whole messages that no topic answers
	Meanings map[string][]string      `yaml:"meanings"` // by an id that all languages share; a star at the end stands for any ending
	Crisis   map[string][]string      `yaml:"crisis"`   // by topic id too: these win over open questions
	States   map[string][]string      `yaml:"states"`   // what states are called, by their codes
	Spoken   []string                 `yaml:"spoken"`   // languages that people speak and seldom read
	Speaks   []string                 `yaml:"speaks"`   // words before the name of a language
	Within   []string                 `yaml:"within"`   // words before a state in which somebody is
	Orders   map[bot.Verb][]string    `yaml:"orders"`   // what volunteers text
	Personal PersonalWords            `yaml:"personal"` // what is not kept

	MustSay map[string][][]string `yaml:"must_say"` // by message id: each list is one thing, in any of its wordings
	file    *strict.File
}

// Tells are the words that show that a text is in this language.
type Tells struct {
	Whole []string `yaml:"whole"`
	Words []string `yaml:"words"`
}

// UrgentWords decide whether agents are here now.
type UrgentWords struct {
	Who    []string            `yaml:"who"`
	Here   []string            `yaml:"here"`
	Always []string            `yaml:"always"`
	Now    []string            `yaml:"now"` // beyond doubt now, even from somebody who tells of what is over
	Not    []string            `yaml:"not"`
	Unless []string            `yaml:"unless"`
	Doing  map[string][]string `yaml:"doing"` // what agents do, by the ids of bot.Doings; "none": what they do not

	Examples Examples `yaml:"examples"`
}

// Examples are whole messages as people write them: agents are there now, perhaps, or it only looks like it.
type Examples struct {
	Now []string `yaml:"now"`
	Ask []string `yaml:"ask"`
	Not []string `yaml:"not"`
}

// StopWords are whole messages that ask for no more texts, in free words, and such that only look like it.
type StopWords struct {
	Yes []string `yaml:"yes"`
	Not []string `yaml:"not"`
}

// Asides are whole messages about something else.
type Asides struct {
	None []string `yaml:"none"`
}

// LoadWords reads every words.<lang>.yaml in a folder. A word that folds to nothing, or stands for two commands, is a
// problem.
func LoadWords(fsys fs.FS) ([]Words, bot.Problems) {
	names, ps := WordFiles(fsys)
	var all []Words
	for _, name := range names {
		w, bad := LoadFile(fsys, name)
		all, ps = append(all, w), append(ps, bad...)
	}
	return all, ps
}

// WordFiles names the words.<lang>.yaml of a folder, in order. That there is none is a problem.
func WordFiles(fsys fs.FS) ([]string, bot.Problems) {
	names, err := fs.Glob(fsys, "words.*.yaml")
	if err != nil || len(names) == 0 {
		return nil, bot.Problems{{File: Dir, What: "holds no words.<lang>.yaml", Remedy: "write one for each language"}}
	}
	return names, nil
}

// LoadFile reads one of [WordFiles]. Several may be read side by side.
func LoadFile(fsys fs.FS, name string) (Words, bot.Problems) {
	shown := path.Join(Dir, name)
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return Words{}, bot.Problems{{File: shown, What: err.Error(), Remedy: "make it readable", Language: wordsOf(name)}}
	}
	return ReadWords(shown, data)
}

// ReadWords reads one file of words. Its name ends in words.<lang>.yaml, and is what problems call it.
func ReadWords(file string, data []byte) (Words, bot.Problems) {
	w := Words{Language: wordsOf(file)}
	var ps bot.Problems
	if w.file, ps = strict.Read(file, data, &w); ps == nil {
		ps = w.check()
	}
	for i := range ps {
		ps[i].Language = w.Language
	}
	return w, ps
}

// wordsOf is the language whose words a file holds.
func wordsOf(file string) bot.Language {
	return bot.Language(strings.TrimSuffix(strings.TrimPrefix(path.Base(file), "words."), ".yaml"))
}

// FileOf is the name of the file that holds the words of a language, as problems call it. Both ways to write Chinese share one.
func FileOf(lang bot.Language) string { return path.Join(Dir, "words."+string(lang.Spoken())+".yaml") }

// check holds the rules about one word list.
func (w Words) check() bot.Problems {
	var ps bot.Problems
	bad := func(what, remedy string, path ...any) { ps = append(ps, w.file.Problem(what, remedy, path...)) }
	if w.Name == "" {
		bad("name is missing", "write the language's own name", "name")
	}
	if len(w.Numbers) != 9 {
		bad("numbers must be nine words", "write one to nine", "numbers")
	}
	for c := range w.Commands {
		if !slices.Contains(bot.Commands(), c) {
			bad("command "+string(c)+" is unknown", "remove it", "commands", string(c))
		}
	}
	for id := range w.Urgent.Doing {
		if id != denied && !slices.Contains(bot.Doings(), id) {
			bad("nobody is said to do \""+id+"\"", "use one of: "+strings.Join(bot.Doings(), ", "), "urgent", "doing", id)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(w.States)) {
		if !bot.IsState(code) {
			bad(code+" is no state", "use its two capitals, such as CA", "states", code)
		}
	}
	owner := map[string]bot.Command{}
	for _, c := range bot.Commands() {
		for i, phrase := range w.Commands[c] {
			key := text.Fold(phrase)
			if other, taken := owner[key]; taken && other != c {
				bad("\""+phrase+"\" stands for "+string(other)+" and "+string(c), "keep one", "commands", string(c), i)
			}
			owner[key] = c
		}
	}
	ps = append(ps, w.checkOrders()...)
	for _, l := range w.lists() {
		for i, phrase := range l.phrases {
			if !strings.ContainsFunc(phrase, stays) && text.Fold(phrase) == "" {
				bad("\""+phrase+"\" folds to nothing", "write letters or digits", append(l.path, i)...)
			}
		}
	}
	return ps
}

// stays reports whether a character certainly is left of a phrase when it is folded. It saves folding all of them: a quarter of the time that a hotline
// takes to read its languages.
func stays(c rune) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || 'А' <= c && c <= 'я' || unicode.Is(unicode.Han, c) || 'ا' <= c && c <= 'غ' || '가' <= c && c <= '힣'
}

// Messages is every whole message that the word list teaches.
func (w Words) Messages() []string {
	all := slices.Concat(w.Urgent.Examples.Now, w.Urgent.Examples.Ask, w.Urgent.Examples.Not, w.Stops.Yes, w.Stops.Not, w.Asides.None)
	for _, list := range sorted(w.Asks) {
		all = append(all, list...)
	}
	return all
}

type list struct {
	path    []any
	phrases []string
}

// lists is every list of phrases with its place in the file.
func (w Words) lists() []list {
	all := []list{
		{[]any{"language", "whole"}, w.Tells.Whole}, {[]any{"language", "words"}, w.Tells.Words}, {[]any{"numbers"}, w.Numbers},
		{[]any{"urgent", "who"}, w.Urgent.Who}, {[]any{"urgent", "here"}, w.Urgent.Here}, {[]any{"urgent", "always"}, w.Urgent.Always},
		{[]any{"urgent", "now"}, w.Urgent.Now},
		{[]any{"urgent", "not"}, w.Urgent.Not}, {[]any{"urgent", "unless"}, w.Urgent.Unless},
	}
	all = append(all,
		list{[]any{"urgent", "examples", "now"}, w.Urgent.Examples.Now}, list{[]any{"urgent", "examples", "ask"}, w.Urgent.Examples.Ask},
		list{[]any{"urgent", "examples", "not"}, w.Urgent.Examples.Not}, list{[]any{"stops", "yes"}, w.Stops.Yes}, list{[]any{"stops", "not"}, w.Stops.Not},
		list{[]any{"asides", "none"}, w.Asides.None})
	for id, p := range w.Asks {
		all = append(all, list{[]any{"asks", id}, p})
	}
	for id, p := range w.Meanings {
		all = append(all, list{[]any{"meanings", id}, p})
	}
	for c, p := range w.Commands {
		all = append(all, list{[]any{"commands", string(c)}, p})
	}
	for id, p := range w.Urgent.Doing {
		all = append(all, list{[]any{"urgent", "doing", id}, p})
	}
	for id, things := range w.MustSay {
		for i, p := range things {
			all = append(all, list{[]any{"must_say", id, i}, p})
		}
	}
	for id, p := range w.Synonyms {
		all = append(all, list{[]any{"synonyms", id}, p})
	}
	for id, p := range w.Topics {
		all = append(all, list{[]any{"topics", id}, p})
	}
	for id, p := range w.Crisis {
		all = append(all, list{[]any{"crisis", id}, p})
	}
	all = append(all, list{[]any{"within"}, w.Within}, list{[]any{"spoken"}, w.Spoken}, list{[]any{"speaks"}, w.Speaks})
	for code, p := range w.States {
		all = append(all, list{[]any{"states", code}, p})
	}
	for v, p := range w.Orders {
		all = append(all, list{[]any{"orders", string(v)}, p})
	}
	return append(all, w.Personal.lists()...)
}

// Problem describes a mistake in the word list for checks that live elsewhere.
func (w Words) Problem(what, remedy string, path ...any) bot.Problem {
	p := w.file.Problem(what, remedy, path...)
	p.Language = w.Language
	return p
}
