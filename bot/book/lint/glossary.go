package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
)

// glossary is the agreed words: what a legal term is in each language.
type glossary struct {
	Terms map[string]*term `yaml:"terms"`

	file *strict.File
	ids  []string
}

type term struct {
	Definition string             `yaml:"definition"` // in English, for translators
	English    []string           `yaml:"en"`         // the wordings by which an English text holds the term
	Except     []string           `yaml:"except"`     // English wordings that look like it
	In         map[string]*wanted `yaml:"in"`         // by language

	english, except patterns
}

// wanted is a term in one language.
type wanted struct {
	Say    []string `yaml:"say"`    // what it is called, with its inflections
	Avoid  []string `yaml:"avoid"`  // what it must never be called
	Beside []string `yaml:"beside"` // what it may be called beside a wording of say, never alone
	Mark   string   `yaml:"mark"`   // A: seen in a source; B: from memory; C: unsure
	Note   string   `yaml:"note"`

	say, avoid, beside patterns
}

// compile makes ready to look and holds that every term is whole.
func (g *glossary) compile() bot.Problems {
	g.ids = slices.Sorted(maps.Keys(g.Terms))
	c := &compiler{file: g.file}
	for _, id := range g.ids {
		t := g.Terms[id]
		if t == nil || t.Definition == "" || len(t.English) == 0 {
			c.bad = append(c.bad, g.file.Problem("term "+id+" has no definition or no English wording", "write definition and en", "terms", id))
			g.ids = slices.DeleteFunc(g.ids, func(other string) bool { return other == id })
			continue
		}
		t.english, t.except = c.list(t.English, "terms", id, "en"), c.list(t.Except, "terms", id, "except")
		for _, lang := range slices.Sorted(maps.Keys(t.In)) {
			t.In[lang] = c.wanted(t.In[lang], "terms", id, "in", lang)
		}
	}
	return c.bad
}

func (c *compiler) wanted(w *wanted, path ...any) *wanted {
	if w == nil || len(w.Say) == 0 || !slices.Contains([]string{"A", "B", "C"}, w.Mark) {
		c.bad = append(c.bad, c.file.Problem("this wording has no say, or no mark A, B or C", "write both", path...))
		return &wanted{}
	}
	w.say = c.list(w.Say, append(path, "say")...)
	w.avoid = c.list(w.Avoid, append(path, "avoid")...)
	w.beside = c.list(w.Beside, append(path, "beside")...)
	return w
}

// terms finds translations that do not use the agreed words. The English text tells which terms are meant. A label of twenty letters may
// leave a term out.
func terms(r *Rules, _ *Book, t *Text) bot.Problems {
	if strings.HasPrefix(t.ID, sayPrefix) {
		return nil // an English sentence in every language
	}
	var ps bot.Problems
	english := r.style.split(prose(t.English))
	for _, id := range r.glossary.ids {
		term := r.glossary.Terms[id]
		w := term.In[string(t.Lang)]
		if w == nil {
			continue
		}
		if t.Lang != "en" && !t.Label && term.meant(english) {
			ps = append(ps, w.missing(t, id)...)
		}
		ps = append(ps, w.avoided(t, id)...)
	}
	return ps
}

// meant reports whether a sentence holds the term, leaving out what only looks like it.
func (t *term) meant(all []sentence) bool {
	return slices.ContainsFunc(all, func(s sentence) bool { return t.english.found(s) && !t.except.found(s) })
}

// missing finds a text without the agreed word. That is an error where a source has shown the word, else a warning.
func (w *wanted) missing(t *Text, id string) bot.Problems {
	if len(w.say) == 0 || w.say.foundIn(t.sentences) {
		return nil
	}
	p := t.problem(fmt.Sprintf("has no word for %q", id), "say "+w.say.String()+"; an inflection that is missing there belongs into "+Dir+GlossaryFile)
	p.Warning = w.Mark != "A"
	return bot.Problems{p}
}

// avoided finds words that mislead.
func (w *wanted) avoided(t *Text, id string) bot.Problems {
	var ps bot.Problems
	bad := slices.Concat(w.avoid, w.besides(t))
	for _, s := range t.sentences {
		for _, p := range bad {
			if p.found(s) {
				ps = append(ps, t.problem(fmt.Sprintf("says %q for %q", strings.Trim(p.source, "*"), id), "say "+w.say.String()))
			}
		}
	}
	return ps
}

// besides is what must not stand alone, when it does.
func (w *wanted) besides(t *Text) patterns {
	if len(w.beside) == 0 || w.say.foundIn(t.sentences) {
		return nil
	}
	return w.beside
}

// uncertain reminds of words that nobody is sure of, once a language.
func uncertain(r *Rules, b *Book) bot.Problems {
	var ps bot.Problems
	for _, id := range r.glossary.ids {
		for _, lang := range b.Languages {
			if w := r.glossary.Terms[id].In[string(lang)]; w != nil && w.Mark == "C" {
				p := r.glossary.file.Problem(fmt.Sprintf("nobody is sure that %q is %s in %s (mark C)", id, w.say, lang),
					"have a legal reviewer whose language it is confirm it, then change the mark", "terms", id, "in", string(lang))
				p.Warning = true
				ps = append(ps, p)
			}
		}
	}
	return ps
}
