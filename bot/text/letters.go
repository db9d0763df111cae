package text

import "unicode"

// base returns the letter that a lower-case letter is compared as: letters with a stroke, hook or other part
// that Unicode does not decompose, and Arabic letters that keyboards use for one another.
func base(r rune) rune {
	switch r {
	case 'ø', 'ǿ':
		return 'o'
	case 'ł', 'ƚ', 'ɫ':
		return 'l'
	case 'đ', 'ð', 'ɖ', 'ɗ':
		return 'd'
	case 'ı', 'ɨ':
		return 'i'
	case 'ħ':
		return 'h'
	case 'ŧ':
		return 't'
	case 'ŋ':
		return 'n'
	case 'ĸ', 'ƙ':
		return 'k'
	case 'ƀ', 'ɓ':
		return 'b'
	case 'ʉ':
		return 'u'
	case 'ɇ':
		return 'e'
	case 'ƴ':
		return 'y'
	case 'ς':
		return 'σ'
	case 'ٱ':
		return 'ا'
	case 'ى', 'ی':
		return 'ي'
	case 'ک':
		return 'ك'
	}
	return r
}

// apostrophe reports whether a character outside ASCII is written within a word and skipped when comparing: an
// apostrophe, its look-alikes, or a tatweel.
func apostrophe(r rune) bool {
	switch r {
	case '‘', '’', '‛', '′', '‵', 0x0640, // the last one is tatweel
		0x055A, 0x05F3, 0x07F4, 0x07F5, // Armenian, Hebrew and N'Ko
		0xA78B, 0xA78C, 0x02EE: // saltillo, as in Mayan and Mexican languages
		return true
	}
	return 0x02B9 <= r && r <= 0x02BF || 0x02C8 <= r && r <= 0x02CB
}

// invisible reports whether a character that is no letter has no width of its own.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) ||
		unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

// filler reports whether a letter is one of Hangul's two invisible ones.
func filler(r rune) bool { return r == 0x115F || r == 0x1160 }

// caseless reports whether a letter certainly belongs to a script without upper and lower case.
func caseless(r rune) bool {
	return 0x0590 <= r && r < 0x10A0 || 0x1100 <= r && r < 0x13A0 || 0x3000 <= r && r < 0xA640 || 0xAC00 <= r && r < 0xFB00
}

// accent reports whether a combining mark only decorates its letter.
func accent(r rune) bool {
	switch {
	case r < 0x0590:
		return true // Latin, Greek and Cyrillic
	case r < 0x0600:
		return true // Hebrew points
	case r < 0x0700: // Arabic: harakat and Koranic marks, but not madda and hamza
		return r < 0x0653 || r > 0x0655
	case 0x0898 <= r && r <= 0x08FF: // Arabic, extended
		return true
	case 0x1AB0 <= r && r <= 0x1AFF, 0x1DC0 <= r && r <= 0x1DFF, 0x20D0 <= r && r <= 0x20FF:
		return true // diacritics of no script, and keycaps
	case 0x2DE0 <= r && r <= 0x2DFF, 0xA66F <= r && r <= 0xA69F, 0xFE20 <= r && r <= 0xFE2F:
		return true // Old Cyrillic, half marks
	}
	return false
}
