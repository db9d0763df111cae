package text

import (
	"strings"
	"unicode/utf8"
)

// Clean makes a text of any bytes: valid UTF-8 of at most limit characters (runes) without control characters
// other than \n. CR LF and CR become \n, a tab becomes a space, other C0 and C1 controls vanish, and each
// run of invalid bytes becomes one U+FFFD. A text that is too long is cut between what readers take for
// characters where one of them ends near the limit, and never leaves a zero-width joiner dangling.
// A text that is clean already is returned as it is.
func Clean(s string, limit int) string {
	if limit <= 0 {
		return ""
	}
	n, runes := 0, 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if control(r) && r != '\n' || r == utf8.RuneError && size == 1 {
			return cut(scrub(s, n, limit), limit)
		}
		if runes++; runes > limit {
			return cut(s, limit)
		}
		n += size
	}
	return s
}

// scrub replaces what does not belong into a text, beginning at byte n, and stops soon after limit characters.
func scrub(s string, n, limit int) string {
	var out strings.Builder
	out.Grow(min(len(s), 4*limit+4) + 2)
	out.WriteString(s[:n])
	runes := utf8.RuneCountInString(s[:n])
	invalid := false
	for n < len(s) && runes <= limit {
		r, size := utf8.DecodeRuneInString(s[n:])
		switch {
		case r == utf8.RuneError && size == 1 && invalid:
			n++
			continue
		case r == '\r' && strings.HasPrefix(s[n:], "\r\n"):
			r, size = '\n', 2
		case r == '\r':
			r = '\n'
		case r == '\t':
			r = ' '
		}
		invalid = r == utf8.RuneError && size == 1
		n += size
		if !control(r) || r == '\n' {
			out.WriteRune(r)
			runes++
		}
	}
	return out.String()
}

// control reports whether r is a C0 or C1 control or DEL.
func control(r rune) bool { return r < 0x20 || 0x7F <= r && r <= 0x9F }

// maxBack is how many characters cut gives up to end between two clusters.
const maxBack = 16

// cut returns the first limit characters of s or a few less.
func cut(s string, limit int) string {
	hard, runes := 0, 0
	for hard < len(s) && runes < limit {
		_, size := utf8.DecodeRuneInString(s[hard:])
		hard += size
		runes++
	}
	if hard == len(s) {
		return s
	}
	whole := 0
	for next := cluster(s); next <= hard; next = whole + cluster(s[whole:]) {
		whole = next
	}
	if whole > 0 && utf8.RuneCountInString(s[whole:hard]) <= maxBack {
		return s[:whole]
	}
	return strings.TrimRight(s[:hard], "\u200d")
}
