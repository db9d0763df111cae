package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxMarks is how many combining marks in a row are kept. No script needs as many; a heap of them is an
// attack on whoever shows or compares the text.
const maxMarks = 16

// foldAny folds any text: decompose, keep what counts, compose.
func foldAny(s string) string {
	s = strings.ToValidUTF8(s, "")      // norm leaves what follows an invalid byte as it is
	s = strings.ReplaceAll(s, "´", "'") // decomposes into a space and a mark, but is typed as an apostrophe
	plain := norm.NFKD.AppendString(make([]byte, 0, 2*len(s)), s)
	f := folder{out: make([]byte, 0, len(plain))}
	for len(plain) > 0 {
		r, size := utf8.DecodeRune(plain)
		f.add(r)
		plain = plain[size:]
	}
	return string(norm.NFC.Bytes(f.out))
}

// folder collects folded characters.
type folder struct {
	out   []byte
	space bool // a space is due before the next character
	marks int  // combining marks at the end of out
	last  rune // last character of out that is not a mark
}

// add takes one character of a decomposed text. The commonest kinds come first.
func (f *folder) add(r rune) {
	switch {
	case r < utf8.RuneSelf:
		f.addASCII(asciiFold(byte(r)))
	case apostrophe(r):
	case unicode.IsLetter(r):
		f.addLetter(r)
	case unicode.Is(unicode.M, r):
		f.addMark(r)
	case unicode.Is(unicode.Nd, r):
		f.addASCII(digit(r))
	case r == keycapTen, unicode.Is(unicode.N, r):
		f.addNumber(r)
	case !invisible(r):
		f.space = true
	}
}

func (f *folder) addASCII(c byte) {
	if c == ' ' {
		f.space = true
	} else if c != dropped {
		f.put(rune(c))
	}
}

func (f *folder) addMark(r rune) {
	hamza := 0x0653 <= r && r <= 0x0655
	if accent(r) || hamza && f.last == 'ا' && !f.space || f.marks == maxMarks || invisible(r) {
		return
	}
	marks, last := f.marks+1, f.last
	if f.space {
		marks, last = 1, 0
	}
	f.put(r)
	f.marks, f.last = marks, last
}

func (f *folder) addLetter(r rune) {
	if caseless(r) {
		if !filler(r) {
			f.put(base(r))
		}
		return
	}
	r = unicode.ToLower(r)
	if several := ligature(r); several != "" {
		f.putAll(several)
		return
	}
	f.put(base(r))
}

// addNumber takes a number that is not a decimal digit, such as a circled one.
func (f *folder) addNumber(r rune) {
	switch n := dingbat(r); {
	case r == keycapTen || n == 10:
		f.putAll("10")
	case n > 0:
		f.put('0' + n)
	default:
		f.put(unicode.ToLower(r))
	}
}

func (f *folder) putAll(s string) {
	for _, r := range s {
		f.put(r)
	}
}

func (f *folder) put(r rune) {
	if f.space && len(f.out) > 0 {
		f.out = append(f.out, ' ')
	}
	f.out = utf8.AppendRune(f.out, r)
	f.space, f.marks, f.last = false, 0, r
}

// digit returns the ASCII digit of a decimal digit of any script. Every script's ten digits are in order and
// begin a range of the table, or follow ten others.
func digit(r rune) byte {
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return '0' + byte((r-rune(t.Lo))%10)
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return '0' + byte((r-rune(t.Lo))%10)
		}
	}
	return ' '
}

// dingbat returns the number of a circled digit that Unicode does not take for a form of that digit, or 0.
func dingbat(r rune) rune {
	switch {
	case '❶' <= r && r <= '➓':
		return (r-'❶')%10 + 1
	case '⓵' <= r && r <= '⓾':
		return r - '⓵' + 1
	}
	return 0
}
