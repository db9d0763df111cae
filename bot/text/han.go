package text

import (
	"strings"
	"unicode/utf8"
)

// hanSize is the length in bytes of each character of the tables.
const hanSize = 3

// Simplify replaces Traditional Chinese characters by Simplified ones, one by one, and leaves everything else as it is: 移民局 and 移民局, 敲門 and
// 敲门 read the same. A text without such characters is returned as it is.
func Simplify(s string) string {
	for i, r := range s {
		if simple := simplify(r); simple != r {
			return s[:i] + strings.Map(simplify, s[i:])
		}
	}
	return s
}

// Traditional reports whether a text has more characters that only Traditional Chinese writes than one in twenty.
func Traditional(s string) bool {
	only, han := 0, 0
	for _, r := range s {
		if r < firstHan || r > lastHan {
			continue
		}
		han++
		if simplify(r) != r {
			only++
		}
	}
	return only*20 > han
}

// The range of the characters in the tables.
const (
	firstHan = '\u3400'
	lastHan  = '\u9fff'
)

// simplify looks a character up by halving.
func simplify(r rune) rune {
	if r < firstHan || r > lastHan {
		return r
	}
	low, high := 0, len(traditional)/hanSize
	for low < high {
		middle := (low + high) / 2
		switch c, _ := utf8.DecodeRuneInString(traditional[middle*hanSize:]); {
		case c == r:
			c, _ = utf8.DecodeRuneInString(simplified[middle*hanSize:])
			return c
		case c < r:
			low = middle + 1
		default:
			high = middle
		}
	}
	return r
}
