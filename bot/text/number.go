package text

import "unicode/utf8"

// maxNumber is the longest text, in bytes, that Number looks at.
const maxNumber = 64

// Number reads a text that is nothing but one number from 0 to 99, in the decimal digits of any script, with
// any punctuation, symbols and space around it: "1.", "(1)", "#1", "1️⃣", " ١ ", "１", "②", "1 -".
// It refuses letters and second numbers: "12 people", "1st", "1 2", "10:30", "½".
func Number(s string) (int, bool) {
	if len(s) == 0 || len(s) > maxNumber {
		return 0, false
	}
	for i := 0; i < len(s) && s[i] < utf8.RuneSelf; i++ {
		if c := s[i] | 0x20; 'a' <= c && c <= 'z' {
			return 0, false // most texts end here
		}
	}
	n := 0
	folded := Fold(s)
	for i := 0; i < len(folded); i++ {
		c := folded[i]
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, 1 <= len(folded) && len(folded) <= 2
}
