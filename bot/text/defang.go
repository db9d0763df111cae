package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Defang makes a stranger's words safe to show to a volunteer, in at most limit characters (runes).
//
//   - Invisible characters, direction marks, controls and invalid bytes vanish, a letter keeps at most four marks, and runs of white
//     space are one space.
//   - Links and domains come apart, so that no phone makes them tappable: "http://x.io" is "http: / /x . io".
//   - What looks like an id of ours is broken: "TAKE 417KDX" is "take 417/kdx", "RR417" is "rr 417". Words that a provider takes for
//     orders (STOP, HELP, START …) lose their capitals, and so do our verbs before a number. Phone numbers stay.
//
// It is cut between two characters as readers see them. What is safe already stays as it is.
func Defang(s string, limit int) string {
	if limit <= 0 {
		return ""
	}
	s = visible(s)
	for { // a cut may make an id of a longer word; each round then ends earlier
		s = breakIDs(breakLinks(s))
		short := strings.TrimRight(cut(s, limit), " ")
		if short == s {
			return s
		}
		s = short
	}
}

// maxStack is how many marks a letter keeps. Real scripts stack up to four.
const maxStack = 4

// visible removes what has no width, and folds white space.
func visible(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	space, marks := false, 0
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			continue
		case unicode.IsSpace(r), r == '\u2800', r == '\u3164', r == '\uFFA0', r == '\uFFFC':
			space, marks = true, 0
			continue
		case control(r), filler(r), invisible(r), unicode.Is(unicode.Co, r):
			continue
		case !unicode.Is(unicode.M, r):
			marks = 0
		default:
			if marks++; marks > maxStack || out.Len() == 0 || space {
				continue // a mark without a letter would sit on our own words
			}
		}
		if space && out.Len() > 0 {
			out.WriteByte(' ')
		}
		space = false
		out.WriteRune(r)
	}
	return out.String()
}

// breakLinks takes schemes, hosts and addresses apart.
func breakLinks(s string) string {
	if !strings.ContainsAny(s, "./:@．。｡․：／＠") {
		return s
	}
	var out strings.Builder
	before := ' '
	for i, r := range s {
		rest := s[i+utf8.RuneLen(r):]
		switch {
		case dot(r) && before != ' ' && label(rest, r):
			out.WriteString(" . ")
			before = ' '
			continue
		case (r == ':' || r == '：') && unicode.IsLetter(before) && starts(rest, unicode.IsDigit, unicode.IsLetter, slash),
			slash(r) && starts(rest, slash), (r == '@' || r == '＠') && before != ' ' && starts(rest, unicode.IsLetter, unicode.IsDigit):
			out.WriteRune(r)
			out.WriteByte(' ')
			before = ' '
			continue
		}
		out.WriteRune(r)
		before = r
	}
	return out.String()
}

func slash(r rune) bool { return r == '/' || r == '／' }

// dot reports whether a browser takes a character for the dot of a host name.
func dot(r rune) bool { return r == '.' || r == '．' || r == '。' || r == '｡' || r == '․' }

// label reports whether a text begins with what can be the last part of a host name after a dot. A full stop between Chinese
// sentences is none.
func label(s string, stop rune) bool {
	n := 0
	for _, r := range s {
		if !unicode.IsLetter(r) && !(n > 0 && unicode.Is(unicode.M, r)) || caseless(r) && stop != '.' {
			break
		}
		if n++; n == 2 {
			return true
		}
	}
	return false
}

func starts(s string, with ...func(rune) bool) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && slices.ContainsFunc(with, func(is func(rune) bool) bool { return is(r) })
}

// breakIDs breaks what looks like an id or a command of ours.
func breakIDs(s string) string {
	spans := Spans(s, nil, len(s))
	var out strings.Builder
	done := 0
	put := func(upTo, from int, instead string) {
		out.WriteString(s[done:upTo])
		out.WriteString(instead)
		done = from
	}
	for i, sp := range spans {
		word := s[sp.From:sp.To]
		switch {
		case sp.Digits:
		case i > 0 && idAt(s, spans[i-1], sp):
			put(spans[i-1].To, sp.To, "/"+strings.ToLower(word))
		case i+1 < len(spans) && spans[i+1].Digits && Latin(word) == "rr":
			gap := ""
			if spans[i+1].From == sp.To {
				gap = " "
			}
			put(sp.From, sp.To, strings.ToLower(word)+gap)
		case shouted(word) && (providerWord(word) || i+1 < len(spans) && spans[i+1].Digits && verbWord(word)):
			put(sp.From, sp.To, strings.ToLower(word))
		}
	}
	if done == 0 {
		return s
	}
	out.WriteString(s[done:])
	return out.String()
}

// providerWord reports whether phone companies take a word for an order about consent.
func providerWord(word string) bool {
	switch word {
	case "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "START", "UNSTOP", "YES", "HELP", "INFO":
		return true
	}
	return false
}

// verbWord reports whether our volunteers are told to text a word.
func verbWord(word string) bool {
	switch word {
	case "GO", "NO", "HERE", "SALUTE", "CONF", "NOTICE", "UNSURE", "CLEAR", "SOS", "MORE", "OFF", "ON",
		"TAKE", "SEND", "ASK", "SAME", "SPLIT", "HOAX", "CLOSE", "REPLY":
		return true
	}
	return false
}

// unit reports whether three letters are what people write after numbers. No id has them, see bot.IsLetters.
func unit(word string) bool {
	switch word {
	case "min", "mns", "hrs", "mph", "lbs", "ppl", "pls", "blk", "mlk", "hwy", "fwy", "men", "suv", "van", "car", "kid", "ice":
		return true
	}
	return false
}

// shouted reports whether a word is in ASCII capitals.
func shouted(word string) bool {
	return strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// idAt reports whether a number and letters can be read as an id: glued, or apart and without a vowel.
func idAt(s string, number, letters Span) bool {
	digits := Fold(s[number.From:number.To])
	if !number.Digits || len(digits) < 2 || len(digits) > 6 {
		return false
	}
	word := Latin(s[letters.From:letters.To])
	if len(word) != 3 || unit(word) || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
		return false
	}
	if number.To == letters.From {
		return true
	}
	gap := strings.TrimSpace(s[number.To:letters.From])
	return (gap == "" || gap == "-" || gap == ".") && !strings.ContainsAny(word, "aeiouy")
}
