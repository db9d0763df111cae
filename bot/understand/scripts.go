package understand

import (
	"strings"
	"unicode/utf8"
)

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

// newCyrillic makes what turns Latin letters into the Cyrillic ones that they stand for, the longest first. These are folded: й is и, ё is е.
func newCyrillic() *strings.Replacer {
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
			t = x.cyrillic.Replace(t)
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
	rest := stem(word)
	out := make([]byte, 1, len(rest)+1)
	out[0] = boneMark
	for len(rest) > 0 {
		k, size := twoLetters(rest)
		if size == 0 {
			var c rune
			c, size = utf8.DecodeRuneInString(rest)
			k = bone(c)
		}
		if k != 0 && k != out[len(out)-1] {
			out = append(out, k)
		}
		rest = rest[size:]
	}
	return string(out)
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

// twoLetters is the letter that stands for a consonant which takes two Latin ones.
func twoLetters(s string) (bone byte, size int) {
	if len(s) < 2 || s[0] >= utf8.RuneSelf {
		return 0, 0
	}
	switch s[:2] {
	case "sh", "ch":
		return '$', 2
	case "kh":
		return 'x', 2
	case "gh":
		return 'G', 2
	case "th":
		return 's', 2
	case "dh":
		return 'd', 2
	}
	return 0, 0
}

// bone is the letter that stands for a consonant, 0 for vowels and for what is often not written: ع, and ق as in "2alb".
func bone(c rune) byte {
	if c < utf8.RuneSelf {
		const ascii = "\x00bkd\x00fjh\x00jklmn\x00bkrst\x00f\x00x\x00z" // of a to z
		switch {
		case isASCII(c):
			return ascii[c-'a']
		case c == '5':
			return 'x'
		case c == '6':
			return 't'
		case c == '7':
			return 'h'
		case c == '9':
			return 's'
		}
		return 0
	}
	const from, to = "بتثجحخدذرزسشصضطظغفكلمنه", "btsjhxdzrzs$sdtzGfklmnh"
	n := strings.IndexRune(from, c)
	if n < 0 {
		return 0
	}
	return to[n/2]
}
