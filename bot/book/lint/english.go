package lint

import "strings"

// grade is the Flesch-Kincaid grade level: the years of school that an American reader needs (Kincaid and others, 1975).
func grade(c counts) float64 {
	return 0.39*float64(c.words)/float64(c.sentences) + 11.8*float64(c.syllables)/float64(c.words) - 15.59
}

// englishSyllables counts the syllables of a word in small letters by its spelling: groups of vowels, without the silent e, with the
// vowels that are said apart. What it gets wrong stands in style.yaml.
func englishSyllables(w string) int {
	n := vowelGroups(w)
	for _, apart := range []string{"ia", "eo", "ua", "iou", "eing", "oing", "uing", "ien", "iet"} {
		n += strings.Count(w, apart)
	}
	for _, together := range []string{"tia", "cia", "gua", "qua", "cious", "tious", "gious", "tien", "cien", "people", "geo", "friend"} {
		n -= strings.Count(w, together)
	}
	if at := strings.LastIndex(w, "ying"); at > 0 && !vowel(w[at-1]) {
		n++ // try-ing
	}
	return max(1, n-silent(w))
}

// silent is how many endings are written with an e that nobody says.
func silent(w string) int {
	stem := func(ending string) string { s, _ := strings.CutSuffix(w, ending); return s }
	switch {
	case len(w) < 3:
		return 0
	case strings.HasSuffix(w, "e") && !strings.HasSuffix(w, "ee"):
		if consonantL(w[:len(w)-1]) || vowel(w[len(w)-2]) {
			return 0
		}
		return 1
	case strings.HasSuffix(w, "es") && !endsIn(stem("es"), "s", "x", "z", "c", "g", "ch", "sh", "i", "e", "o") && !consonantL(stem("es")):
		return 1
	case strings.HasSuffix(w, "ed") && !endsIn(stem("ed"), "t", "d", "i", "e"):
		return 1
	case strings.HasSuffix(w, "ely") || strings.HasSuffix(w, "ement") || strings.HasSuffix(w, "eless"):
		return 1
	}
	return 0
}

// consonantL reports whether a stem ends in an l that makes a syllable of its own: tab-l.
func consonantL(stem string) bool {
	return len(stem) > 1 && stem[len(stem)-1] == 'l' && !vowel(stem[len(stem)-2])
}

func vowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }

func endsIn(s string, endings ...string) bool {
	for _, e := range endings {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

// vowelGroups counts the rows of vowels. A y in front of a vowel is none at the beginning of a word or behind another vowel: year, employer.
func vowelGroups(w string) int {
	n, in := 0, false
	for i := range len(w) {
		now := vowel(w[i])
		if w[i] == 'y' && (i == 0 || vowel(w[i-1])) && i+1 < len(w) && vowel(w[i+1]) {
			now = false
		}
		if now && !in {
			n++
		}
		in = now
	}
	return n
}
