package place

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot/text"
)

const (
	most     = 160 // how many words and marks of a text are looked at
	wordFits = 40  // how many bytes a word has at most that is part of a name
)

type token struct {
	raw      string // folded, as written
	word     string // folded, what it means: "5" for 5th, "st" for Street
	is       trait
	from, to int  // its bytes in the text
	capital  bool // it begins with one
}

// has reports whether a token is any of some traits.
func (t token) has(any trait) bool { return t.is&any != 0 }

// plain reports whether a token can be part of a street's name.
func (t token) plain() bool { return !t.has(mark | stop | number | nth | sign) }

// short reports whether a number can be that of a street.
func (t token) short() bool { return t.has(number|nth) && len(t.word) <= 3 }

// tokens splits a text into folded words and marks.
func tokens(s string) []token {
	all := make([]token, 0, min(most, len(s)/4+2))
	for i := 0; i < len(s) && len(all) < most; {
		if end := wordEnd(s, i); end > i {
			all = appendWord(all, s, i, end)
			i = end
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if t := signed(s, i, r, all); t.is != 0 {
			t.from, t.to = i, i+size
			all = append(all, t)
		}
		i += size
	}
	return all
}

// wordEnd is where the word ends that begins at i; i itself where none begins. The letter of "123-A" belongs to its number.
func wordEnd(s string, i int) int {
	start := i
	for i < len(s) {
		if c := s[i]; c < utf8.RuneSelf {
			if !alnum(c) && !(c == '\'' && i > start) {
				break
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Cf) && r != '’' {
			break
		}
		i += size
	}
	if i > start && i+1 < len(s) && s[i] == '-' && digit(s[start]) && digit(s[i-1]) && letter(s[i+1]) && (i+2 == len(s) || s[i+2] == ' ') {
		return i + 2
	}
	return i
}

func digit(c byte) bool  { return '0' <= c && c <= '9' }
func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func alnum(c byte) bool  { return digit(c) || letter(c) }

func appendWord(all []token, s string, from, to int) []token {
	raw := text.Fold(s[from:to])
	if raw == "" {
		return all
	}
	first, _ := utf8.DecodeRuneInString(s[from:])
	t := sorted(raw)
	t.from, t.to, t.capital = from, to, unicode.IsUpper(first)
	if strings.HasSuffix(s[:from], "$") {
		t.is = stop
	}
	if n := len(all); n > 0 {
		before := &all[n-1]
		switch {
		case before.has(tens) && t.has(nth|cardinal) && len(t.word) == 1 && before.word[1:] == "0": // twenty third
			t.word, t.from, t.is = before.word[:1]+t.word, before.from, t.is&^stop
			return append(all[:n-1], t)
		case n > 1 && before.raw == "y" && all[n-2].has(tens) && t.has(cardinal) && len(t.word) == 1: // treinta y cinco
			t.word, t.from, t.is = all[n-2].word[:1]+t.word, all[n-2].from, t.is&^stop
			return append(all[:n-2], t)
		case before.has(number) && (raw == "th" || raw == "nd"): // 5 th
			before.is, before.to = nth, to
			return all
		}
	}
	return append(all, t)
}

// sorted says what a folded word may be.
func sorted(w string) token {
	t := token{raw: w, word: w}
	if len(w) > wordFits {
		t.is = stop
		return t
	}
	if digit(w[0]) {
		return numbered(t)
	}
	if e, ok := words[w]; ok {
		t.is = e.is
		if e.as != "" {
			t.word = e.as
		}
	}
	return t
}

// numbered sorts a word that begins with a digit: "400", "400b", "123 a", "5th". Others, such as plates and pm, are no names.
func numbered(t token) token {
	i := 0
	for i < len(t.raw) && digit(t.raw[i]) {
		i++
	}
	rest := strings.TrimPrefix(t.raw[i:], " ")
	switch {
	case i > 6:
		t.is = stop
	case rest == "":
		t.is = number
	case i <= 3 && endings(rest) && t.raw[i] != ' ' && t.raw[0] != '0':
		t.word, t.is = t.raw[:i], nth
	case len(rest) == 1 && letter(rest[0]):
		t.word, t.is = t.raw[:i], number
	default:
		t.is = stop
	}
	return t
}

// signed is what a character between words means.
func signed(s string, i int, r rune, all []token) token {
	between := i > 0 && i+1 < len(s) && digit(s[i-1]) && digit(s[i+1]) // 12/5, 24/7, 5:30
	switch r {
	case '&', '/', '@', '+', '×':
		if between {
			return token{raw: ",", is: mark}
		}
		return token{raw: "&", word: "&", is: joins}
	case ',', ';', '\n', '?', '!', '(', ')', ':', '，', '。', '、', '؟', '،', '|':
		return token{raw: ",", is: mark}
	case '#':
		return token{raw: "#", is: sign | stop}
	case '.':
		if i+1 < len(s) && s[i+1] != ' ' || len(all) > 0 && shortened(all[len(all)-1]) {
			break
		}
		return token{raw: ".", is: mark}
	}
	return token{}
}

// shortened reports whether a full stop behind a word may be that of an abbreviation.
func shortened(t token) bool {
	return t.has(kind|prefix|heading|unit|sign) || len(t.raw) == 1 || t.raw == "jr" || t.raw == "dr" || t.raw == "esq"
}
