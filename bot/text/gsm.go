package text

import "slices"

// septets returns how many septets a character takes in the GSM 7-bit default alphabet (3GPP TS 23.038,
// section 6.2.1): 1, 2 when it is in the extension table, 0 when it is in neither. The escape character
// itself is not text.
func septets(r rune) int {
	if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
		return 1
	}
	switch r {
	case ' ', '\n', '\r', '!', '"', '#', '%', '&', '\'', '(', ')', '*', '+', ',', '-', '.', '/',
		':', ';', '<', '=', '>', '?', '@', '$', '_',
		'£', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', 'Ø', 'ø', 'Å', 'å', 'Æ', 'æ', 'ß', 'É', '¤', '¡', '¿', '§',
		'Ä', 'Ö', 'Ñ', 'Ü', 'ä', 'ö', 'ñ', 'ü', 'à',
		'Δ', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ':
		return 1
	case '^', '{', '}', '[', ']', '~', '\\', '|', '€', '\f':
		return 2
	}
	return 0
}

// NotGSM returns the characters that force a text into UCS-2, each once, in the order in which they appear.
// An invalid byte counts as U+FFFD.
func NotGSM(s string) []rune {
	var found []rune
	for _, r := range s {
		if septets(r) == 0 && !slices.Contains(found, r) {
			found = append(found, r)
		}
	}
	return found
}
