package lint

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// same is texts that may hold what other languages say: a name, a word that two languages share, a text in several languages.
type same struct {
	IDs []string `yaml:"ids"` // beginnings of their ids
	In  []string `yaml:"in"`  // the languages; none: every one
	Why string   `yaml:"why"`
}

func (s style) checkSame(file *strict.File) bot.Problems {
	var ps bot.Problems
	for i, one := range s.Same {
		if len(one.IDs) == 0 || slices.Contains(one.IDs, "") || one.Why == "" {
			ps = append(ps, file.Problem("this entry has no ids, or no why", "name the texts, and say why they may read as in another language", "same", i))
		}
	}
	return ps
}

// shared reports whether a text may hold what other languages say.
func (s style) shared(t *Text) bool {
	return slices.ContainsFunc(s.Same, func(one same) bool {
		return (len(one.In) == 0 || slices.Contains(one.In, string(t.Lang))) &&
			slices.ContainsFunc(one.IDs, func(prefix string) bool { return strings.HasPrefix(t.ID, prefix) })
	})
}

// untranslated finds texts that were left in English, whole or in part.
func untranslated(r *Rules, _ *Book, t *Text) bot.Problems {
	if r.style.Same == nil || t.Lang == english || t.English == "" || r.style.shared(t) || !strings.ContainsFunc(prose(t.English), unicode.IsLetter) {
		return nil
	}
	const remedy = "translate it; what the two languages share is listed under same in " + Dir + StyleFile
	original := text.Fold(prose(t.English))
	if text.Fold(prose(t.Written)) == original {
		return bot.Problems{t.problem("reads as in English", remedy)}
	}
	var ps bot.Problems
	for _, s := range t.sentences {
		if s.tells() && strings.Contains(" "+original+" ", " "+s.folded+" ") && !strings.HasPrefix(t.Message, sayPrefix) {
			ps = append(ps, t.problem(fmt.Sprintf("has a sentence that is left in English: %q", s.raw), remedy))
		}
	}
	return ps
}

// tells reports whether a sentence has three words or more of letters, and is no name: "New York City".
func (s sentence) tells() bool {
	words, small := 0, 0
	for _, w := range strings.Fields(s.raw) {
		w = strings.TrimFunc(w, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
		if w == "" || strings.ContainsFunc(w, unicode.IsDigit) {
			continue
		}
		words++
		if strings.ToLower(w) == w {
			small++
		}
	}
	return words >= 3 && small > 0
}
