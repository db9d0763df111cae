package lint

import (
	"fmt"
	"maps"
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
)

// forbidden is what no text may say.
type forbidden struct {
	Forms     []string              `yaml:"forms"` // ICE's own papers, which no judge signs
	Languages map[string]*unwelcome `yaml:"languages"`

	file  *strict.File
	forms patterns
}

// unwelcome is what no text of one language may say. A pattern's list says in which words around it, in the same sentence, it is fine.
type unwelcome struct {
	Promises  map[string][]string `yaml:"promises"`  // what nobody can promise
	Dangerous map[string][]string `yaml:"dangerous"` // what must never be advised, in these words
	Advice    map[string][]string `yaml:"advice"`    // what must not be advised; fine where it is negated, or called a crime
	Negations []string            `yaml:"negations"` // stand in front of what they negate
	Joins     []string            `yaml:"joins"`     // carry a negation over commas: or, nor
	Breaks    []string            `yaml:"breaks"`    // end a negation: but
	Crimes    []string            `yaml:"crimes"`    // a sentence with one of these warns
	Judicial  []string            `yaml:"judicial"`  // what only a judge's paper may be called
	Quiet     map[string][]string `yaml:"quiet"`     // what no notice may say of a place

	promises, dangerous, advice, quiet      []excusable
	negations, joins, breaks, crimes, court patterns
}

// excusable is a forbidden wording and what makes it harmless.
type excusable struct {
	pattern
	unless patterns
}

func (f *forbidden) compile() bot.Problems {
	c := &compiler{file: f.file}
	f.forms = c.list(f.Forms, "forms")
	for _, lang := range slices.Sorted(maps.Keys(f.Languages)) {
		if u := f.Languages[lang]; u != nil {
			u.compile(c, "languages", lang)
		}
	}
	return c.bad
}

func (u *unwelcome) compile(c *compiler, path ...any) {
	at := func(key string) []any { return append(slices.Clone(path), key) }
	u.promises = c.excusables(u.Promises, at("promises")...)
	u.dangerous = c.excusables(u.Dangerous, at("dangerous")...)
	u.advice = c.excusables(u.Advice, at("advice")...)
	u.negations, u.joins = c.list(u.Negations, at("negations")...), c.list(u.Joins, at("joins")...)
	u.breaks, u.crimes = c.list(u.Breaks, at("breaks")...), c.list(u.Crimes, at("crimes")...)
	u.quiet = c.excusables(u.Quiet, at("quiet")...)
	u.court = c.list(u.Judicial, at("judicial")...)
}

func (c *compiler) excusables(sources map[string][]string, path ...any) []excusable {
	var all []excusable
	for _, source := range slices.Sorted(maps.Keys(sources)) {
		here := append(slices.Clone(path), source)
		all = append(all, excusable{c.one(source, here...), c.list(sources[source], here...)})
	}
	return all
}

// promises finds what nobody can promise and what nobody may advise. What people choose, they say themselves: a label advises nothing.
func promises(r *Rules, _ *Book, t *Text) bot.Problems {
	u := r.forbidden.Languages[string(t.Lang)]
	if u == nil {
		return nil
	}
	var ps bot.Problems
	for _, s := range t.sentences {
		if w := first(u.promises, s); w != "" {
			ps = append(ps, t.problem(fmt.Sprintf("promises what nobody can promise: %q", s.raw), "say what people can do, and what may happen anyway"+because(w)))
		}
		if w := first(u.dangerous, s); w != "" {
			ps = append(ps, t.problem(fmt.Sprintf("gives advice that can harm: %q", s.raw), "say the opposite, or nothing"+because(w)))
		}
		if w := u.advised(s); w != "" && !t.Label {
			ps = append(ps, t.problem(fmt.Sprintf("seems to advise what nobody may advise: %q", s.raw), "say what people can do instead"+because(w)))
		}
	}
	return ps
}

func because(found string) string {
	return fmt.Sprintf(" (it says %q, see %s%s)", found, Dir, ForbiddenFile)
}

// first returns the first wording that a sentence holds without excuse, or "".
func first(list []excusable, s sentence) string {
	for _, e := range list {
		if e.found(s) && !e.unless.found(s) {
			return e.source
		}
	}
	return ""
}

// advised returns the first advice of a sentence that is neither negated nor called a crime, or "".
func (u *unwelcome) advised(s sentence) string {
	if u.crimes.found(s) {
		return ""
	}
	for _, e := range u.advice {
		affirmed := func(at span) bool { return !u.negated(s, at.start) }
		if slices.ContainsFunc(e.all(s), affirmed) && !e.unless.found(s) {
			return e.source
		}
	}
	return ""
}

// negated reports whether what stands at a position is negated: a negation stands in front, no "but" between, and no comma either unless
// an "or" joins what the commas part.
func (u *unwelcome) negated(s sentence, at int) bool {
	for _, n := range u.negations {
		if slices.ContainsFunc(n.all(s), func(not span) bool { return not.end <= at && u.reaches(s, not.end, at) }) {
			return true
		}
	}
	return false
}

func (u *unwelcome) reaches(s sentence, from, to int) bool {
	if s.unspaced {
		return true // there are no words to count
	}
	between := sentence{words: s.words[from:to]}
	if u.breaks.found(between) {
		return false
	}
	return s.clause[from-1] == s.clause[to] || u.joins.found(sentence{words: s.words[from:]})
}
