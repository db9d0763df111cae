package lint

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
)

// Dir is the folder of the word lists as problems name it.
const Dir = "i18n/"

// The word lists.
const (
	StyleFile     = "style.yaml"
	GlossaryFile  = "glossary.yaml"
	ForbiddenFile = "forbidden.yaml"
)

// Rules are the word lists, ready to look with.
type Rules struct {
	style     style
	glossary  glossary
	forbidden forbidden
}

// Load reads the word lists in a folder. A list that is not there is a warning: then nobody looks for what it names.
func Load(fsys fs.FS) (*Rules, bot.Problems) {
	r := &Rules{}
	var all bot.Problems
	file, ps := read(fsys, StyleFile, &r.style)
	all = append(append(all, ps...), r.style.check(file)...)
	r.glossary.file, ps = read(fsys, GlossaryFile, &r.glossary)
	all = append(append(all, ps...), r.glossary.compile()...)
	r.forbidden.file, ps = read(fsys, ForbiddenFile, &r.forbidden)
	return r, append(append(all, ps...), r.forbidden.compile()...)
}

// read decodes one list; the file is nil when there is none to check.
func read(fsys fs.FS, name string, into any) (*strict.File, bot.Problems) {
	data, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, bot.Problems{{File: Dir + name, What: "is missing: nobody looks for what it lists", Remedy: "take over the one that Aldaba ships with", Warning: true}}
	}
	if err != nil {
		return nil, bot.Problems{{File: Dir + name, What: err.Error(), Remedy: "make it readable"}}
	}
	file, ps := strict.Read(Dir+name, data, into)
	if ps != nil {
		return nil, ps
	}
	return file, nil
}

// compiler reads patterns and collects those that cannot be read.
type compiler struct {
	file *strict.File
	bad  bot.Problems
}

func (c *compiler) list(sources []string, path ...any) patterns {
	var all patterns
	for i, s := range sources {
		all = append(all, c.one(s, append(slices.Clone(path), i)...))
	}
	return all
}

func (c *compiler) one(source string, path ...any) pattern {
	p, err := compile(source)
	if err != nil {
		c.bad = append(c.bad, c.file.Problem(err.Error(), "write words; * stands for letters at a word's end or beginning, … for up to three words between", path...))
	}
	return p
}

// style is how texts are read: which are no sentences, which capitals are no commands.
type style struct {
	Fragments     []string                  `yaml:"fragments"`     // beginnings of the ids of texts that are no sentences
	Abbreviations []string                  `yaml:"abbreviations"` // of several parts with spaces between
	Numbers       []string                  `yaml:"numbers"`       // that may be written out
	Capitals      map[string][]string       `yaml:"capitals"`      // words in capitals that are no commands, by language; "all": in every language
	Syllables     map[string]map[string]int `yaml:"syllables"`     // of words that the counter of a language gets wrong
	Segments      map[string]Budget         `yaml:"segments"`      // by language; "all": in every other

	Same    []same              `yaml:"same"`    // texts that may hold what other languages say
	Letters map[string][]string `yaml:"letters"` // of a language beside a to z: rows of letters, scripts
	Plain   []string            `yaml:"plain"`   // languages that are written in the cheap letters of SMS

	Instead map[string]map[string]string `yaml:"instead"` // what a language does not write, by language, and what it writes

	capitals  map[bot.Language]map[string]bool
	alphabets map[bot.Language]*alphabet
}

func (s *style) check(file *strict.File) bot.Problems {
	s.capitals = map[bot.Language]map[string]bool{}
	for lang, words := range s.Capitals {
		s.capitals[bot.Language(lang)] = map[string]bool{}
		for _, w := range words {
			s.capitals[bot.Language(lang)][w] = true
		}
	}
	ps := append(s.checkSame(file), s.compileLetters(file)...)
	for lang, words := range s.Syllables {
		for _, w := range slices.Sorted(maps.Keys(words)) {
			if words[w] < 1 || w != strings.ToLower(w) {
				ps = append(ps, file.Problem(w+" is no word in small letters with at least one syllable", "correct it", "syllables", lang, w))
			}
		}
	}
	return ps
}

// fragment reports whether a text is words, not sentences.
func (s style) fragment(t *Text) bool {
	return t.Label || slices.ContainsFunc(s.Fragments, func(prefix string) bool { return strings.HasPrefix(t.ID, prefix) })
}
