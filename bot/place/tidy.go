package place

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot/text"
)

// wordsFit is how many characters of a place's words are kept.
const wordsFit = 160

// words are those of a place: all of an answer, of another text what it says about the place. What is too long begins with the
// streets.
func (r *reader) words(s string) string {
	f := r.found
	if f.to > 0 && f.from < len(r.all) {
		from, to := r.all[f.from].from, r.all[min(f.to, len(r.all))-1].to
		switch {
		case !r.asked:
			return tidy(s[from:to])
		case utf8.RuneCountInString(s[:to]) > wordsFit:
			return tidy(s[from:])
		}
	}
	clean := tidy(s)
	if nowhere(text.Fold(clean)) {
		return ""
	}
	return clean
}

// nowhere reports whether an answer tells no place.
func nowhere(folded string) bool {
	switch folded {
	case "idk", "i dont know", "dont know", "not sure", "i am not sure", "im not sure", "here", "right here", "at home", "home", "my house",
		"at my house", "in my house", "my apartment", "my door", "at my door", "no", "skip", "no se", "nose", "no lo se", "no estoy segura",
		"no estoy seguro", "aqui", "aqui en mi casa", "aki", "mi casa", "en mi casa", "en casa", "mi puerta", "en mi puerta", "omitir":
		return true
	}
	return false
}

// tidy is a place's words without pictures and whatever could mislead a reader; "" where neither a letter nor a digit is left.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf && unicode.In(r, unicode.So, unicode.Sk, unicode.Co, unicode.Variation_Selector) || r == 0x20E3 {
			return ' '
		}
		return r
	}, s)
	s = text.Defang(s, wordsFit)
	if strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0 {
		return ""
	}
	return s
}
