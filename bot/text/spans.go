package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a run of letters or of digits in a text: s[From:To]. Marks, apostrophes and invisible characters belong to the run
// before them. Two spans are glued when one ends where the other begins.
type Span struct {
	From, To int
	Digits   bool
}

// Spans appends the spans of a text to into, at most limit of them: "go417kdx, 8" has "go", "417", "kdx" and "8".
func Spans(s string, into []Span, limit int) []Span {
	open := false
	for i := 0; i < len(s); {
		kind, size := kindAt(s[i:])
		switch {
		case kind == between:
			open = false
		case kind == within:
			if open {
				into[len(into)-1].To = i + size
			}
		case open && into[len(into)-1].Digits == (kind == aDigit):
			into[len(into)-1].To = i + size
		case len(into) >= limit:
			return into
		default:
			into = append(into, Span{i, i + size, kind == aDigit})
			open = true
		}
		i += size
	}
	return into
}

type kind int

const (
	between kind = iota
	within
	aLetter
	aDigit
)

// kindAt tells what the first character of s is, and how many bytes it has.
func kindAt(s string) (kind, int) {
	c := s[0]
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		return aLetter, 1
	case '0' <= c && c <= '9':
		return aDigit, 1
	case c == '\'', c == '`':
		return within, 1
	case c < utf8.RuneSelf:
		return between, 1
	}
	r, size := utf8.DecodeRuneInString(s)
	return kindOf(r, size), size
}

func kindOf(r rune, size int) kind {
	switch {
	case r == utf8.RuneError && size == 1, r == '´', apostrophe(r), filler(r), invisible(r), unicode.Is(unicode.M, r):
		return within
	case unicode.IsLetter(r):
		return aLetter
	case r != keycapTen && !unicode.IsNumber(r) && !unicode.IsSymbol(r):
		return between
	}
	folded := Fold(string(r))
	switch {
	case folded == "" || strings.ContainsRune(folded, ' '):
		return between
	case strings.Trim(folded, "0123456789") == "":
		return aDigit
	}
	return aLetter
}

// Latin returns the folded text with the Cyrillic and Greek letters that look like Latin ones replaced by those: "КDХ", typed with
// two Russian letters, is "kdx". It is for codes; words in those scripts become unreadable.
func Latin(s string) string {
	folded := Fold(s)
	for i := range len(folded) {
		if folded[i] >= utf8.RuneSelf {
			return strings.Map(latinLook, folded)
		}
	}
	return folded
}

const (
	lookalikes = "авсенікморѕтухјԛԝ" + "αβεζηικμνορτυχ"
	lookLike   = "abcehikmopstyxjqw" + "abezhikmnoptyx"
)

func latinLook(r rune) rune {
	if r < 0x370 || r > 0x52F {
		return r
	}
	n := 0
	for _, l := range lookalikes {
		if l == r {
			return rune(lookLike[n])
		}
		n++
	}
	return r
}
