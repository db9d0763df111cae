package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limit is how long one part may be. Make one with [SMSLimit] or [CharacterLimit].
type Limit struct {
	segments, runes int // 0: no limit of that kind
}

// SMSLimit allows n segments, counted in the encoding that the part itself needs; n is at least 1.
func SMSLimit(n int) Limit { return Limit{segments: max(n, 1)} }

// CharacterLimit allows n characters (runes); n is at least 1.
func CharacterLimit(n int) Limit { return Limit{runes: max(n, 1)} }

func (l Limit) allows(t *tally) bool {
	return (l.runes == 0 || t.runes <= l.runes) && (l.segments == 0 || t.count().Segments <= l.segments)
}

// surely reports whether any text of n bytes fits, without looking at it. A byte is at most one character and one
// UTF-16 unit, or two septets; a segment holds at least 66 units or 152 septets, whatever must not straddle.
func (l Limit) surely(n int) bool {
	return (l.runes == 0 || n <= l.runes) && (l.segments == 0 || n <= 66*l.segments)
}

// Split cuts a text into parts that the limit allows: at the end of a paragraph, else of a sentence or line,
// else at a space, else between two characters. A better place is taken over a later one while the part is at
// least half full. A base and its marks, a joined emoji, a surrogate or escape pair stay whole; only a
// heap of marks that is longer than a part is cut.
//
// Put together, the parts are the text without the white space at the cuts; no part is empty. A text that fits is
// returned as it is, the empty text as no part. Invalid bytes become U+FFFD.
func Split(s string, limit Limit) []string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if s == "" {
		return nil
	}
	if limit.surely(len(s)) {
		return []string{s}
	}
	var parts []string
	for s != "" {
		n := limit.head(s)
		if n == len(s) {
			return append(parts, s)
		}
		if part := trimRight(s[:n]); part != "" {
			parts = append(parts, part)
		}
		s = trimLeft(s[n:])
	}
	return parts
}

// head returns how many bytes of s go into the next part.
func (l Limit) head(s string) int {
	var t tally
	var last [bestPlace + 1]int // the last place of each kind
	for n := 0; n < len(s); {
		if n > 0 {
			last[placeAt(s, n)] = n
		}
		size := cluster(s[n:])
		for _, r := range s[n : n+size] {
			t.add(r)
		}
		if !l.allows(&t) {
			return max(choose(last, n), l.least(s, n))
		}
		n += size
	}
	return len(s)
}

// least returns n or, when not even one cluster fits, the part of a cluster that does.
func (l Limit) least(s string, n int) int {
	if n > 0 {
		return 0
	}
	var t tally
	for i, r := range s {
		if t.add(r); !l.allows(&t) && i > 0 {
			return i
		}
	}
	return len(s)
}

// choose picks the best place in the second half of the part, else the best anywhere.
func choose(last [bestPlace + 1]int, end int) int {
	for p := bestPlace; p > anyPlace; p-- {
		if last[p] > 0 && last[p] >= end/2 {
			return last[p]
		}
	}
	for p := bestPlace; p > anyPlace; p-- {
		if last[p] > 0 {
			return last[p]
		}
	}
	return end
}

// place is how good it is to end a part between two clusters.
type place int

const (
	anyPlace place = iota
	wordPlace
	sentencePlace // or line
	paragraphPlace
	bestPlace = paragraphPlace
)

// placeAt judges the place at byte n, which is between two clusters.
func placeAt(s string, n int) place {
	before, _ := utf8.DecodeLastRuneInString(s[:n])
	after, _ := utf8.DecodeRuneInString(s[n:])
	switch {
	case !breaks(after):
		switch {
		case closes(after) || ends(after) || pauses(after):
			return anyPlace
		case endsCJK(before):
			return sentencePlace
		case pauses(before):
			return wordPlace
		}
		return anyPlace
	case breaks(before):
		return anyPlace // within a run of space: its beginning has been judged
	}
	switch newlines(s[n:]) {
	case 0:
		if endsSentence(s[:n]) {
			return sentencePlace
		}
		return wordPlace
	case 1:
		return sentencePlace
	}
	return paragraphPlace
}

// breaks reports whether r is white space at which a line may end.
func breaks(r rune) bool {
	return unicode.IsSpace(r) && r != 0xA0 && r != 0x2007 && r != 0x202F
}

// newlines counts the line ends in the white space that s begins with, up to two.
func newlines(s string) int {
	n := 0
	for _, r := range s {
		if r == '\n' {
			n++
		}
		if n == 2 || !breaks(r) {
			break
		}
	}
	return n
}

// trimLeft removes white space that is not the base of a mark.
func trimLeft(s string) string {
	for s != "" {
		n := cluster(s)
		if strings.TrimSpace(s[:n]) != "" {
			break
		}
		s = s[n:]
	}
	return s
}

func trimRight(s string) string { return strings.TrimRightFunc(s, unicode.IsSpace) }
