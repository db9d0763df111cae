package text

import (
	"unicode"
	"unicode/utf8"
)

// cluster returns the length in bytes of what a reader takes for the first character of s: a base with its
// combining marks, variation selectors and emoji modifiers, emoji joined by zero-width joiners, a flag, a
// Hangul syllable in parts, a CR LF. It follows the extended grapheme clusters of UAX #29 where that needs
// no table of its own; an Indic conjunct may count as two. It is 0 for the empty text only.
func cluster(s string) int {
	first, n := utf8.DecodeRuneInString(s)
	flag, prev := regional(first), first
	for n < len(s) {
		if prev < 0x80 && s[n] < 0x80 && prev != '\r' {
			return n // the usual case
		}
		next, size := utf8.DecodeRuneInString(s[n:])
		switch {
		case prev == '\n' || prev == '\r':
			if prev != '\r' || next != '\n' {
				return n
			}
		case extends(next):
		case prev == zwj && unicode.IsOneOf([]*unicode.RangeTable{unicode.So, unicode.Sk}, next):
		case flag && regional(next):
			flag = false
		default:
			return n
		}
		n, prev = n+size, next
	}
	return n
}

const zwj = 0x200D

// extends reports whether a character belongs to the one before it.
func extends(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r == zwj, r == 0x200C: // joiner and non-joiner
		return true
	case 0x1160 <= r && r <= 0x11FF: // Hangul vowels and finals
		return true
	case r == 0x0E33, r == 0x0EB3: // Thai and Lao am
		return true
	case 0x1F3FB <= r && r <= 0x1F3FF, 0xE0020 <= r && r <= 0xE007F: // skin tones, flag tags
		return true
	}
	return unicode.Is(unicode.M, r)
}

// regional reports whether a character is half a flag.
func regional(r rune) bool { return 0x1F1E6 <= r && r <= 0x1F1FF }
