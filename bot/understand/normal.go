package understand

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot/text"
)

// normal is the form in which texts and word lists meet: folded, Traditional Chinese simplified, letters that look like those of another script
// turned into those of the word around them, letters that are repeated said once ("heeeelp" and "help" are both "help"), and every
// character of a script that is written without spaces, or glues endings to words, a word of its own: "ICE가 왔어" is "ice 가 왔 어".
func normal(s string) string {
	folded := text.Simplify(text.Fold(s))
	if plain(folded) {
		return folded
	}
	latin := isLatin(folded)
	var b strings.Builder
	b.Grow(len(folded) + len(folded)/2)
	for len(folded) > 0 {
		word, rest, _ := strings.Cut(folded, " ")
		folded = rest
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		writeWord(&b, oneScript(word, latin))
	}
	return b.String()
}

// plain reports whether a folded text is in its normal form already: ASCII without repeated letters.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || i > 0 && s[i] == s[i-1] && 'a' <= s[i] && s[i] <= 'z' {
			return false
		}
	}
	return true
}

func writeWord(b *strings.Builder, word string) {
	before := rune(0)
	for _, c := range word {
		if before != 0 && (eastAsian(c) || eastAsian(before)) {
			b.WriteByte(' ')
		} else if c == before && unicode.IsLetter(c) {
			continue
		}
		b.WriteRune(c)
		before = c
	}
}

func eastAsian(c rune) bool {
	return c >= 0x1100 && unicode.In(c, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// Letters of Cyrillic, folded, and the Latin letters that look like them.
const (
	cyrillicTwins = "авсеһіјкмнорԛѕтухԝү"
	latinTwins    = "abcehijkmhopqstyxwy"
)

// oneScript turns a word of Latin and Cyrillic letters into one of the script that most of its letters can only be ("rаid" with a Cyrillic а), and in a
// text of Latin letters also a word of nothing but Cyrillic twins.
func oneScript(word string, latinText bool) string {
	latin, cyrillic := scripts(word)
	switch {
	case cyrillic == 0, latin == 0 && !latinText:
		return word
	case latin >= cyrillic, latin == 0:
		return swap(word, cyrillicTwins, latinTwins)
	}
	return swap(word, latinTwins, cyrillicTwins)
}

func isLatin(s string) bool {
	latin, cyrillic := scripts(s)
	return latin > cyrillic
}

func scripts(s string) (latin, cyrillic int) {
	for _, c := range s {
		switch {
		case 'a' <= c && c <= 'z':
			latin++
		case 0x400 <= c && c <= 0x52F:
			cyrillic++
		}
	}
	return latin, cyrillic
}

// swap replaces the letters of one list by those at the same places of the other.
func swap(word, from, to string) string {
	twins := []rune(to)
	return strings.Map(func(c rune) rune {
		n := 0
		for _, f := range from {
			if f == c {
				return twins[n]
			}
			n++
		}
		return c
	}, word)
}
