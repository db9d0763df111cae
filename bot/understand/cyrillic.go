package understand

import "strings"

// latinOf is how people write each Cyrillic letter from а to я on phones that have no others.
func latinOf() []string {
	return []string{"a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h", "c", "ch", "sh", "sch", "", "y", "", "e", "yu", "ya"}
}

// romanised writes a text of Cyrillic letters in Latin ones; "" when it has none.
func romanised(s string) string {
	latin := latinOf()
	var b strings.Builder
	any := false
	for _, c := range strings.ToLower(s) {
		if n := int(c - 'а'); n >= 0 && n < len(latin) {
			b.WriteString(latin[n])
			any = true
			continue
		}
		b.WriteRune(c)
	}
	if !any {
		return ""
	}
	return b.String()
}

// cyrillicOf are the letters that Latin ones stand for, the longest first. They are folded: й is и, ё is е.
func cyrillicOf() *strings.Replacer {
	return strings.NewReplacer("shch", "щ", "sch", "щ", "zh", "ж", "kh", "х", "ts", "ц", "ch", "ч", "sh", "ш", "yu", "ю", "ju", "ю", "iu", "ю", "ya", "я", "ja", "я", "ia", "я",
		"yo", "е", "jo", "е", "ye", "е", "a", "а", "b", "б", "v", "в", "w", "в", "g", "г", "d", "д", "e", "е", "z", "з", "i", "и", "y", "ы", "j", "и", "k", "к", "q", "к", "l", "л",
		"m", "м", "n", "н", "o", "о", "p", "п", "r", "р", "s", "с", "t", "т", "u", "у", "f", "ф", "h", "х", "c", "ц", "x", "х")
}

// cyrillicised writes the words of a text of Latin letters in Cyrillic ones, except those that a lexicon has in Latin: "ICE".
func (x *Lexicon) cyrillicised(tokens []string) []string {
	var all []string
	for _, t := range tokens {
		if _, known := x.index.whole[nextWord(begin(phraseKind), t)]; !known {
			t = cyrillicOf().Replace(t)
		}
		all = append(all, t)
	}
	return all
}
