package lint

import (
	"strings"
	"unicode"

	"github.com/aldaba-hotline/aldaba/bot"
)

// counts is what the formulas of readability need.
type counts struct{ sentences, words, syllables int }

func (c counts) plus(d counts) counts {
	return counts{c.sentences + d.sentences, c.words + d.words, c.syllables + d.syllables}
}

// measurable reports whether a text is long enough for a formula to mean something. They were made for samples of a hundred words.
func (c counts) measurable() bool { return c.words >= minWords && c.sentences > 0 }

const minWords = 20

// counts counts a text in a language that has a formula.
func (s style) counts(t *Text) counts {
	var c counts
	for _, one := range t.sentences {
		if one.introduces() {
			continue
		}
		words, syllables := 0, 0
		for _, w := range strings.FieldsFunc(one.body(), between) {
			if n := s.syllables(t.Lang, w); n > 0 {
				words, syllables = words+1, syllables+n
			}
		}
		if words > 0 {
			c = c.plus(counts{1, words, syllables})
		}
	}
	return c
}

// syllables counts a word as written, 0 if it is none. Letters that are spelt out (DHS, U.S.) and digits count one each.
func (s style) syllables(lang bot.Language, written string) int {
	n := 0
	for _, part := range strings.FieldsFunc(written, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' }) {
		part = strings.Trim(part, "'’")
		small := strings.ToLower(part)
		if known, ok := s.Syllables[string(lang)][small]; ok {
			n += known
		} else if part != "" {
			n += spellOut(lang, part, small)
		}
	}
	return n
}

var apostrophes = strings.NewReplacer("'", "", "’", "")

func spellOut(lang bot.Language, part, small string) int {
	digits := strings.IndexFunc(part, unicode.IsDigit) >= 0
	if digits || part != small && strings.ToUpper(part) == part && !strings.ContainsAny(small, "aeiouyáéíóú") {
		return len([]rune(part))
	}
	if lang == "es" {
		return spanishSyllables(small)
	}
	return englishSyllables(apostrophes.Replace(small))
}
