package lint

import (
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Agreed is a legal term in a text, and what it is called in a language.
type Agreed struct {
	ID, Definition string
	Say, Avoid     []string // wordings of the language; none where nobody has agreed on any
	Unsure         bool     // a legal reviewer has to confirm the wordings
}

// Agreed returns the terms that an English text holds, with their wordings in a language.
func (r *Rules) Agreed(english string, lang bot.Language) []Agreed {
	if r == nil {
		return nil
	}
	var all []Agreed
	sentences := r.style.split(prose(english))
	for _, id := range r.glossary.ids {
		t := r.glossary.Terms[id]
		if !t.meant(sentences) {
			continue
		}
		a := Agreed{ID: id, Definition: t.Definition}
		if w := t.In[string(lang)]; w != nil {
			a.Say, a.Avoid, a.Unsure = slices.Clone(w.Say), slices.Clone(w.Avoid), w.Mark == "C"
		}
		all = append(all, a)
	}
	return all
}

// String is a term as a translator reads it.
func (a Agreed) String() string {
	if len(a.Say) == 0 {
		return a.ID + ": " + a.Definition
	}
	s := a.ID + ": say " + strings.Join(a.Say, " or ")
	if len(a.Avoid) > 0 {
		s += "; never " + strings.Join(a.Avoid, " or ")
	}
	if a.Unsure {
		s += " (nobody is sure of this wording: ask a lawyer whose language it is)"
	}
	return s
}
