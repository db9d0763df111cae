package understand

import (
	"strings"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// maxVerb is how many words the words for one verb have at most.
const maxVerb = 5

// newOrders collects the words for all verbs. The verbs' own names always work; of two languages, the one listed first wins.
func newOrders(words []Words) map[string]bot.Verb {
	orders := map[string]bot.Verb{}
	for _, v := range bot.Verbs() {
		orders[string(v)] = v
	}
	for _, w := range words {
		for _, v := range bot.Verbs() {
			for _, phrase := range w.Orders[v] {
				if key := verbKey(phrase); orders[key] == "" {
					orders[key] = v
				}
			}
		}
	}
	return orders
}

func verbKey(phrase string) string {
	key := appendWords(nil, phrase, text.Spans(phrase, nil, maxVerb+1))
	return string(key)
}

// appendWords appends the words of spans with a space between, as [text.Latin] has them.
func appendWords(to []byte, s string, spans []text.Span) []byte {
	for i, sp := range spans {
		if i > 0 {
			to = append(to, ' ')
		}
		to = appendLatin(to, s[sp.From:sp.To])
	}
	return to
}

// appendLatin appends text.Latin of one word, without a detour for ASCII.
func appendLatin(to []byte, word string) []byte {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return append(to, text.Latin(strings.Clone(word))...) // a clone, so that no caller escapes
		}
	}
	for i := range len(word) {
		if c := word[i]; c != '\'' && c != '`' {
			to = append(to, c|0x20) // a digit has that bit already
		}
	}
	return to
}

// verb finds the verb that begins at a span, the longest first, and the span after it.
func (h *head) verb(at int) (bot.Verb, int) {
	var room [64]byte
	for n := min(maxVerb, len(h.spans)-at); n > 0; n-- {
		if spans := h.spans[at : at+n]; !spans[n-1].Digits {
			if v := h.orders[string(appendWords(room[:0], h.s, spans))]; v != "" {
				return v, at + n
			}
		}
	}
	return "", at
}

// checkOrders finds verbs that do not exist, words for two verbs, and words that the phone company takes.
func (w Words) checkOrders() bot.Problems {
	var ps bot.Problems
	known := map[bot.Verb]bool{}
	owner := map[string]string{}
	for _, c := range []bot.Command{bot.CmdStop, bot.CmdStart, bot.CmdHelp} {
		for _, phrase := range w.Commands[c] {
			owner[verbKey(phrase)] = string(c)
		}
	}
	for _, v := range bot.Verbs() {
		known[v] = true
		owner[string(v)] = string(v)
	}
	for v := range w.Orders {
		if !known[v] {
			ps = append(ps, w.file.Problem("verb "+string(v)+" is unknown", "remove it", "orders", string(v)))
		}
	}
	for _, v := range bot.Verbs() {
		ps = append(ps, w.checkVerb(v, owner)...)
	}
	return ps
}

func (w Words) checkVerb(v bot.Verb, owner map[string]string) bot.Problems {
	var ps bot.Problems
	for i, phrase := range w.Orders[v] {
		key := verbKey(phrase)
		if other := owner[key]; other != "" && other != string(v) {
			ps = append(ps, w.file.Problem("\""+phrase+"\" stands for "+other+" and "+string(v), "keep one", "orders", string(v), i))
		}
		if strings.Count(key, " ") >= maxVerb || strings.ContainsAny(key, "0123456789") {
			ps = append(ps, w.file.Problem("\""+phrase+"\" is too long or has digits", "write up to five words", "orders", string(v), i))
		}
		owner[key] = string(v)
	}
	return ps
}
