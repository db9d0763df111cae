package text

import "strings"

// GSM returns a text in characters that GSM-7 holds: letters lose accents that it lacks, and what it has nothing for is left out.
func GSM(s string) string {
	var b strings.Builder
	for _, r := range s {
		if septets(r) > 0 {
			b.WriteRune(r)
			continue
		}
		plain := Fold(string(r))
		if strings.ToLower(string(r)) != string(r) {
			plain = strings.ToUpper(plain)
		}
		for _, p := range plain {
			if septets(p) > 0 {
				b.WriteRune(p)
			}
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
