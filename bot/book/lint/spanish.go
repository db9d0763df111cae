package lint

import "strings"

// perspicuity is the Szigriszt-Pazos formula (1993); the INFLESZ scale (Barrio-Cantalejo and others, 2008) reads it: above 80 very easy, 65
// to 80 fairly easy, 55 to 65 normal, below that hard.
func perspicuity(c counts) float64 {
	return 206.835 - 62.3*float64(c.syllables)/float64(c.words) - float64(c.words)/float64(c.sentences)
}

// spanishSyllables counts the syllables of a word in small letters by the rules of the Academy's orthography: a strong vowel (a, e, o) and
// a stressed weak one beside it are syllables of their own; weak vowels join their neighbours. An h between vowels changes nothing.
func spanishSyllables(w string) int {
	n := 0
	group := []rune{}
	flush := func() {
		if len(group) > 0 {
			n += nuclei(group)
		}
		group = group[:0]
	}
	runes := []rune(strings.ReplaceAll(silentU(w), "h", ""))
	for i, r := range runes {
		switch {
		case strings.ContainsRune("aeiouáéíóúü", r):
			group = append(group, r)
		case r == 'y' && i == len(runes)-1:
			group = append(group, 'i') // ley, muy, y
		default:
			flush()
		}
	}
	flush()
	return max(n, 1)
}

// silentU takes out the u that is only written: que, guerra.
func silentU(w string) string {
	return silentUs.Replace(w)
}

var silentUs = strings.NewReplacer("que", "qe", "qui", "qi", "qué", "qé", "quí", "qí", "gue", "ge", "gui", "gi", "gué", "gé", "guí", "gí")

// nuclei is how many syllables a row of vowels makes.
func nuclei(group []rune) int {
	n := 0
	for i, r := range group {
		switch {
		case strings.ContainsRune("aeoáéó", r):
			n++
		case strings.ContainsRune("íú", r) && (i > 0 && strong(group[i-1]) || i+1 < len(group) && strong(group[i+1])):
			n++
		}
	}
	return max(n, 1)
}

func strong(r rune) bool { return strings.ContainsRune("aeoáéó", r) }
