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

// spelling is how a language's words are brought together that people write in several scripts or ways.
type spelling int

const (
	asWritten  spelling = iota
	inCyrillic          // words in Latin letters are read as Cyrillic ones
	inBones             // every word is read a second time by its consonants
)

func spellingOf(name string) spelling {
	for _, c := range name {
		switch {
		case 0x400 <= c && c <= 0x52F:
			return inCyrillic
		case 0x600 <= c && c <= 0x6FF:
			return inBones
		}
	}
	return asWritten
}

// spelled are the words of a text as a lexicon has them.
func (x *Lexicon) spelled(tokens []string) []string {
	switch x.spelling {
	case inCyrillic:
		return x.cyrillicised(tokens)
	case inBones:
		for _, t := range tokens[:len(tokens):len(tokens)] {
			tokens = append(tokens, bones(t))
		}
	}
	return tokens
}

// cyrillicised writes the words of Latin letters in Cyrillic ones, except those that a lexicon has in Latin: "ICE".
func (x *Lexicon) cyrillicised(tokens []string) []string {
	var all []string
	for _, t := range tokens {
		if _, known := x.index.whole[nextWord(begin(phraseKind), t)]; !known && isASCII(rune(t[0])) {
			t = cyrillicOf().Replace(t)
		}
		all = append(all, t)
	}
	return all
}

// boneMark begins the consonants of a word, so that they are no other word.
const boneMark = '~'

// bones are the consonants of an Arabic word without article and short words glued to it, in one Latin letter each, whether it is written in Arabic
// letters or, with digits, in Latin ones: الباب, بالباب, elbab and lbab are all "~bb".
func bones(word string) string {
	var b strings.Builder
	b.WriteByte(boneMark)
	last := byte(0)
	for _, c := range twoLetters().Replace(stem(word)) {
		k := bone(c)
		if k != 0 && k != last {
			b.WriteByte(k)
		}
		last = k
	}
	return b.String()
}

// stem takes off what Arabic glues to the beginning of a word.
func stem(word string) string {
	for _, glued := range []string{"وال", "بال", "فال", "عال", "كال", "لل", "ال", "wel", "wal", "bel", "bil", "lel", "lil", "el", "al", "il"} {
		if rest, ok := strings.CutPrefix(word, glued); ok && len(rest) >= 3 {
			return rest
		}
	}
	return word
}

// twoLetters are consonants that take two letters.
func twoLetters() *strings.Replacer {
	return strings.NewReplacer("sh", "$", "ch", "$", "kh", "x", "gh", "G", "th", "s", "dh", "d", "ou", "", "3'", "G", "7'", "x")
}

// bone is the letter that stands for a consonant, 0 for vowels and for what is often not written: ع and ق as in "2alb".
func bone(c rune) byte {
	const from, to = "بتثجحخدذرزسشصضطظغفكلمنه" + "bpcdfgGhjklmnqrstvxz$5679", "btsjhxdzrzs$sdtzGfklmnh" + "bbkdfjGhjklmnkrstfxz$xths"
	n := 0
	for _, f := range from {
		if f == c {
			return to[n]
		}
		n++
	}
	return 0
}
