package lint

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// commands finds words in capitals that people will send back and that the hotline does not know in their language.
func commands(r *Rules, b *Book, t *Text) bot.Problems {
	if r.style.capitals == nil || r.style.fragment(t) {
		return nil
	}
	var ps bot.Problems
	for _, run := range capitals(r.style.joined(prose(t.Written))) {
		for _, w := range r.unknown(b, t.Lang, run) {
			ps = append(ps, t.problem("says "+w+", which no command is in "+string(t.Lang),
				"name a word of commands in words."+string(t.Lang)+".yaml; if it is no command, list it under capitals in "+Dir+StyleFile))
		}
	}
	return ps
}

// unknown returns the words of a row in capitals that are no command, alone or together with their neighbours.
func (r *Rules) unknown(b *Book, lang bot.Language, run []string) []string {
	var bad []string
	for i := 0; i < len(run); {
		n := r.known(b, lang, run[i:])
		if n == 0 {
			bad = append(bad, run[i])
		}
		i += max(n, 1)
	}
	return bad
}

// known returns how many words at the beginning of a row are one command or one allowed word.
func (r *Rules) known(b *Book, lang bot.Language, run []string) int {
	for n := len(run); n > 0; n-- {
		all := strings.Join(run[:n], " ")
		if r.style.capitals[lang][all] || r.style.capitals["all"][all] || b.Commands[lang][text.Fold(all)] {
			return n
		}
	}
	return 0
}

// capitals returns the rows of words in capitals of a text: "Text SE FUERON" has one of two words.
func capitals(prose string) [][]string {
	var rows [][]string
	open := false
	for _, w := range strings.Fields(prose) {
		bare := strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if !inCapitals(bare) {
			open = false
			continue
		}
		if !open {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], bare)
		open = strings.HasSuffix(w, bare) // a comma ends a row
	}
	return rows
}

// inCapitals reports whether a word is two or more capital letters and nothing else.
func inCapitals(w string) bool {
	return utf8.RuneCountInString(w) > 1 && strings.IndexFunc(w, func(r rune) bool { return !unicode.IsUpper(r) }) < 0
}
