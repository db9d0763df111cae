package understand

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

const (
	maxHead  = 16  // spans of a text that are looked at
	maxText  = 300 // characters of what a volunteer tells
	maxBare  = 64  // bytes of a text that is only a verb, or that confirms OFF
	maxLoose = 3   // words after an id without a verb
	maxAhead = 2   // unknown words before such an id
)

// head is the beginning of a text.
type head struct {
	s      string
	spans  []text.Span
	orders map[string]bot.Verb
}

// Order reads a volunteer's order: a verb with a full id, in either order, in any case, in English or the words of any language of
// the reader, with or without spaces. OFF takes the three letters of its confirmation instead.
//
// An id whose verb is missing or not understood gives a Verb of "" with the Code. A texter's licence plate can look like one: take it
// for an order only when the sender is a responder.
//
// Letters apart from their number ("417 KDX") count only after a verb and only when they are drawn from [bot.Letters]; what people write
// after numbers ("200 ICE", "15min") never does. What SALUTE and ASK tell keeps its words and is defanged, see [text.Defang].
func (r *Reader) Order(s string) (bot.Order, bool) {
	digits := hasDigit(s)
	if !digits && len(s) > maxBare {
		return bot.Order{}, false
	}
	var room [maxHead]text.Span
	h := head{s, text.Spans(s, room[:0], maxHead), r.orders}
	if digits {
		if o, ok := h.order(); ok || len(s) > maxBare {
			return o, ok
		}
	}
	return h.confirmation()
}

// Bare reads a whole text that is a verb without a full id: "go", "NO!", "take 417", "GO 8 min". Who sent it decides whether it is meant
// so: a texter's MORE and NO look the same.
func (r *Reader) Bare(s string) (bot.Verb, bool) {
	if len(s) > maxBare {
		return "", false
	}
	var room [maxHead]text.Span
	h := head{s, text.Spans(s, room[:0], maxHead), r.orders}
	v, next := h.bare()
	if v == "" || next < len(h.spans) {
		return "", false
	}
	return v, true
}

// bare reads a verb with at most a number, and returns the span after them.
func (h *head) bare() (bot.Verb, int) {
	if len(h.spans) > 1 && h.spans[0].Digits {
		return h.verb(1)
	}
	v, next := h.verb(0)
	if next < len(h.spans) && h.spans[next].Digits {
		next++
		if next < len(h.spans) && strings.HasPrefix(h.word(next), "min") {
			next++
		}
	}
	return v, next
}

// hasDigit reports whether a text may hold a digit of any script.
func hasDigit(s string) bool {
	for _, r := range s {
		if '0' <= r && r <= '9' || r >= utf8.RuneSelf && (unicode.IsNumber(r) || unicode.IsSymbol(r)) {
			return true
		}
	}
	return false
}

// word is one span as [text.Latin] has it. It is a copy, so that no head escapes to the heap.
func (h *head) word(at int) string {
	var room [16]byte
	return string(appendLatin(room[:0], h.s[h.spans[at].From:h.spans[at].To]))
}

func (h *head) glued(at int) bool { return at > 0 && h.spans[at-1].To == h.spans[at].From }

func (h *head) order() (bot.Order, bool) {
	verb, at := h.verb(0)
	if verb != "" {
		if code, next, ok := h.code(at, true); ok {
			return h.fill(verb, code, next), true
		}
	}
	for i := 0; i <= maxAhead; i++ {
		code, next, ok := h.code(i, false)
		if !ok {
			continue
		}
		if verb, after := h.verb(next); i == 0 && verb != "" {
			return h.fill(verb, code, after), true
		}
		plain := i == 0 || strings.Trim(code.Letters, bot.Letters) == ""
		if !plain || len(h.spans)-next > maxLoose {
			break
		}
		return bot.Order{Code: code}, true
	}
	return bot.Order{}, false
}

// code reads an id that begins at a span and returns the span after it.
func (h *head) code(at int, apart bool) (bot.Code, int, bool) {
	if at+1 >= len(h.spans) || !h.spans[at].Digits || h.spans[at+1].Digits {
		return bot.Code{}, at, false
	}
	n, ok := h.number(at)
	if !ok || !h.glued(at+1) && !(apart && h.near(at+1)) {
		return bot.Code{}, at, false
	}
	letters := strings.ToUpper(h.word(at + 1))
	if !bot.IsLetters(letters) || !h.glued(at+1) && strings.Trim(letters, bot.Letters) != "" {
		return bot.Code{}, at, false
	}
	return bot.Code{Number: n, Letters: letters}, at + 2, true
}

// number reads the number of an id: two to six digits, the first of them not 0.
func (h *head) number(at int) (int, bool) {
	digits := h.word(at)
	if len(digits) < 2 || len(digits) > 6 || digits[0] == '0' {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

// near reports whether only spaces, a dash or a full stop are between a span and the one before it.
func (h *head) near(at int) bool {
	gap := strings.TrimSpace(h.s[h.spans[at-1].To:h.spans[at].From])
	return gap == "" || gap == "-" || gap == "."
}

func (h *head) fill(v bot.Verb, c bot.Code, next int) bot.Order {
	o := bot.Order{Verb: v, Code: c}
	switch v {
	case bot.VerbGo:
		o.Count = h.minutes(next)
	case bot.VerbSend:
		o.Count, _ = h.count(next)
	case bot.VerbSame:
		o.Other = h.other(next)
	case bot.VerbSalute, bot.VerbAsk:
		rest := strings.TrimLeftFunc(strings.Clone(h.s[h.spans[next-1].To:]), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(":,;.-–—", r) })
		o.Text = bot.Private(text.Defang(rest, maxText))
	}
	return o
}

// count reads the first number after the id and returns the span after it; 0 when there is none, or when it is part of a range,
// fraction or time of day.
func (h *head) count(at int) (int, int) {
	for ; at < len(h.spans); at++ {
		if !h.spans[at].Digits {
			continue
		}
		n, err := strconv.Atoi(h.word(at))
		if err != nil || n > 999 || at+1 < len(h.spans) && h.spans[at+1].Digits {
			return 0, at
		}
		return n, at + 1
	}
	return 0, at
}

// minutes reads how soon somebody comes, in minutes or hours.
func (h *head) minutes(at int) int {
	n, next := h.count(at)
	if n > 0 && next < len(h.spans) {
		switch h.word(next) {
		case "h", "hr", "hrs", "hs", "hour", "hours", "hora", "horas", "heure", "heures":
			n *= 60
		}
	}
	return n
}

// other reads the second id of SAME, with up to two words before it.
func (h *head) other(at int) bot.Code {
	for i := at; i <= at+maxAhead; i++ {
		if code, _, ok := h.code(i, true); ok {
			return code
		}
	}
	return bot.Code{}
}

// confirmation reads OFF with the three letters that confirm it, and nothing else.
func (h *head) confirmation() (bot.Order, bool) {
	n := len(h.spans)
	if n == 0 || n > maxVerb+1 {
		return bot.Order{}, false
	}
	if v, next := h.verb(0); v == bot.VerbOff && next == n-1 {
		letters := strings.ToUpper(h.word(n - 1))
		if !bot.IsLetters(letters) {
			return bot.Order{}, false
		}
		return bot.Order{Verb: v, Letters: letters}, true
	}
	return h.gluedConfirmation()
}

// gluedConfirmation reads "offkdx".
func (h *head) gluedConfirmation() (bot.Order, bool) {
	var room [64]byte
	joined := appendWords(room[:0], h.s, h.spans)
	cut := len(joined) - 3
	if cut <= 0 || h.orders[string(joined[:cut])] != bot.VerbOff {
		return bot.Order{}, false
	}
	letters := strings.ToUpper(string(joined[cut:]))
	if strings.Trim(letters, bot.Letters) != "" || !bot.IsLetters(letters) {
		return bot.Order{}, false
	}
	return bot.Order{Verb: bot.VerbOff, Letters: letters}, true
}
