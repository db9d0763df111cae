package text

import (
	"strings"
	"unicode/utf8"
)

// Fold returns the form in which texts are compared: "¿Dónde está mi DAD'S carro?" becomes
// "donde esta mi dads carro".
//
//   - Compatibility forms are resolved (NFKC): "ＩＣＥ" is "ice", "②" is "2", "ﬁ" is "fi".
//   - Letters are lower case; ß ø ł đ ı æ and their like become ss o l d i ae.
//   - Accents go from Latin, Greek and Cyrillic letters, harakat and tatweel from Arabic, points from Hebrew.
//     Marks that carry meaning stay: Indic and Thai vowels, Japanese voicing, Arabic ؤ and ئ.
//   - Letters that keyboards use for one another become one: أ إ آ ٱ are ا, ی and ى are ي, ک is ك.
//   - Digits of any script are ASCII digits; a keycap emoji is its digit.
//   - Apostrophes and their look-alikes vanish (don't is dont), so do invisible characters and invalid bytes.
//   - All other punctuation, symbols, emoji and controls are space; runs of space are one, none at the ends.
//
// The result is valid UTF-8 in NFC and folds to itself. A text that is folded already is returned as it is.
func Fold(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || asciiFold(c) != c || c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return foldFrom(s, i)
		}
	}
	return s
}

// foldFrom folds s, whose first n bytes are folded ASCII. It handles the characters of western European
// texts and emoji in one pass and leaves a text with any other character to foldAny.
func foldFrom(s string, n int) string {
	var out strings.Builder
	out.Grow(len(s))
	out.WriteString(s[:n])
	gap := n > 0 && s[n-1] == ' ' // out ends in a space that s[:n] brought along
	space := false
	for i := n; i < len(s); {
		fold, size := asciiFold(s[i]), 1
		if s[i] >= utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			var simple bool
			if fold, simple = simpleFold(r, size); !simple {
				return foldAny(s)
			}
		}
		switch {
		case fold == ' ':
			space = true
		case fold != dropped:
			if space && out.Len() > 0 && !gap {
				out.WriteByte(' ')
			}
			space, gap = false, false
			if fold == several {
				r, _ := utf8.DecodeRuneInString(s[i:])
				out.WriteString(ligature(r))
			} else {
				out.WriteByte(fold)
			}
		}
		i += size
	}
	return strings.TrimSuffix(out.String(), " ")
}

// What a byte of a fold table can mean beside the character itself.
const (
	dropped byte = 0   // nothing is left of it
	several byte = '*' // it becomes several letters, see ligature
)

// asciiFold returns what an ASCII character becomes.
func asciiFold(c byte) byte {
	switch {
	case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		return c
	case 'A' <= c && c <= 'Z':
		return c | 0x20
	case c == '\'', c == '`':
		return dropped
	}
	return ' '
}

// latin holds the base letters of U+00C0 to U+017F in order.
const latin = "aaaaaa*ceeeeiiiidnooooo ouuuuy**" +
	"aaaaaa*ceeeeiiiidnooooo ouuuuy*y" +
	"aaaaaaccccccccddddeeeeeeeeeegggg" +
	"gggghhhhiiiiiiiiii**jjkkkllllll*" +
	"*llnnnnnnnnnoooooo**rrrrrrssssss" +
	"ssttttttuuuuuuuuuuuuwwyyyzzzzzzs"

// simpleFold returns what a character outside ASCII becomes when that does not depend on its neighbours and
// is known without Unicode's tables; else false. Size is the length of its encoding.
func simpleFold(r rune, size int) (byte, bool) {
	switch {
	case r == utf8.RuneError:
		return dropped, size == 1 // an invalid byte; U+FFFD itself goes the long way
	case 0xC0 <= r && r <= 0x17F:
		return latin[r-0xC0], latin[r-0xC0] != several || ligature(r) != ""
	case r == '¿', r == '¡', r == '«', r == '»', r == 0xA0:
		return ' ', true
	case r == 'º':
		return 'o', true
	case r == 'ª':
		return 'a', true
	case r == 0x2018, r == 0x2019, r == 0x200D, r == 0xFE0F, r == 0x20E3:
		return dropped, true // ‘ ’, zero-width joiner, emoji presentation, keycap
	case 0x2013 <= r && r <= 0x2014, 0x201C <= r && r <= 0x201E, r == '…', r == '•':
		return ' ', true
	case 0x1F300 <= r && r <= 0x1F64F, 0x1F680 <= r && r <= 0x1F6FF, 0x1F900 <= r && r <= 0x1F9FF:
		return ' ', r != keycapTen
	}
	return 0, false
}

const keycapTen = '🔟'

// ligature returns the letters that a single letter stands for, or "".
func ligature(r rune) string {
	switch r {
	case 'ß', 'ẞ':
		return "ss"
	case 'æ', 'Æ':
		return "ae"
	case 'œ', 'Œ':
		return "oe"
	case 'þ', 'Þ':
		return "th"
	case 'ĳ', 'Ĳ':
		return "ij"
	case keycapTen:
		return "10"
	}
	return ""
}
