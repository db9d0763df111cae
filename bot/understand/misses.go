package understand

import (
	"strings"
	"unicode"
)

// Key is the form in which two texts that say the same in the same words are equal, however they are spelled: words apart by single spaces. It is
// empty for what has neither letters nor digits.
func (r *Reader) Key(s string) string { return normal(s) }

// Asks reports whether a text that nothing matched may be a question: it has letters, and is no greeting, number, command or volunteers' order.
func (r *Reader) Asks(s string) bool {
	whole := normal(s)
	if r.says(s, whole) || r.command[whole] != "" || strings.IndexFunc(whole, unicode.IsLetter) < 0 {
		return false
	}
	_, ordered := r.Order(s)
	_, bare := r.Bare(s)
	return !ordered && !bare
}
