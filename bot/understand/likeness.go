package understand

import (
	"slices"
	"strings"
)

// Bag is a text as it is compared with others: its words in normal form, in order, each once.
func Bag(s string) []string {
	words := Tokens(s)
	slices.Sort(words)
	return slices.Compact(words)
}

// Likeness is how alike two bags are, from 0 to 1: of the words that either has, the share that both have.
func Likeness(a, b []string) float64 {
	both, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			both, i, j = both+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	if all := len(a) + len(b) - both; all > 0 {
		return float64(both) / float64(all)
	}
	return 0
}

// Tokens are the words of a text in normal form; each character of a script without spaces is one.
func Tokens(s string) []string { return fields(normal(s)) }

// Holds reports whether a text holds a phrase, as whole words in normal form.
func Holds(text, phrase string) bool {
	return strings.Contains(" "+normal(text)+" ", " "+normal(phrase)+" ")
}
