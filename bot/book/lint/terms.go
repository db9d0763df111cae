package lint

import (
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Term is an agreed word of the glossary in one language.
type Term struct {
	ID         string
	Definition string   // in English
	Say        []string // empty where the glossary has nothing for the language
	Avoid      []string // never
	Beside     []string // never alone
	Mark       string   // A: seen in a source; B: from memory; C: unsure
	Note       string
}

// Meant returns the terms that an English text holds, with their words in a language, for whoever shows them to a translator.
func (r *Rules) Meant(english string, lang bot.Language) []Term {
	var all []Term
	sentences := r.style.split(prose(english))
	for _, id := range r.glossary.ids {
		if t := r.glossary.Terms[id]; t.meant(sentences) {
			all = append(all, t.wording(id, lang))
		}
	}
	return all
}

func (t *term) wording(id string, lang bot.Language) Term {
	out := Term{ID: id, Definition: t.Definition}
	if w := t.In[string(lang)]; w != nil {
		out.Say, out.Avoid, out.Beside, out.Mark, out.Note = slices.Clone(w.Say), slices.Clone(w.Avoid), slices.Clone(w.Beside), w.Mark, w.Note
	}
	return out
}
