package lint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

var (
	address = regexp.MustCompile(`(?i)\bhttps?://\S+|\bwww\.\S+|\b[a-z0-9-]{2,}(?:\.[a-z0-9-]{2,})*\.[a-z]{2,}(?:/\S*)?|\b\S+@\S+`)
	phone   = regexp.MustCompile(`(?:\+?\d{1,2}[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}|\b\d{3}-\d{4}\b|\+\d[\d -]{6,}\d|\b\d{7,}\b|\b\d{5,6}\b|\b(?:[2-8]11|988)\b`)
	day     = regexp.MustCompile(`\b\d{4}-\d\d-\d\d\b`)
)

// addresses finds addresses and phone numbers that are written out instead of named as {{link.…}}, so that nobody would notice when they
// change.
func addresses(r *Rules, b *Book, t *Text) bot.Problems {
	var ps bot.Problems
	for _, s := range t.sentences {
		if looksLikeAddress(s.raw) {
			for _, found := range address.FindAllString(s.raw, -1) {
				ps = append(ps, b.written(t, "the address", strings.TrimRight(found, ".,;:!?)'\""))...)
			}
		}
		if strings.ContainsAny(s.folded, "0123456789") {
			ps = append(ps, r.numbers(b, t, s)...)
		}
	}
	return ps
}

// looksLikeAddress spares most sentences the costly look.
func looksLikeAddress(s string) bool {
	for i := 1; i+1 < len(s); i++ {
		if s[i] == '@' || s[i] == '.' && s[i-1] > ' ' && s[i+1] > ' ' || s[i] == '/' && s[i+1] == '/' {
			return true
		}
	}
	return false
}

// numbers finds phone numbers of a sentence. Five digits beside the word ZIP are a place.
func (r *Rules) numbers(b *Book, t *Text, s sentence) bot.Problems {
	var ps bot.Problems
	for _, found := range phone.FindAllString(day.ReplaceAllString(westernDigits(s.raw), ""), -1) {
		if slices.Contains(r.style.Numbers, found) || len(found) == 5 && slices.Contains(s.words, "zip") {
			continue
		}
		ps = append(ps, b.written(t, "the number", found)...)
	}
	return ps
}

func (b *Book) written(t *Text, kind, value string) bot.Problems {
	if id, listed := b.Links[value]; listed {
		return bot.Problems{t.problem("writes out "+kind+" "+value, "write {{link."+id+"}}")}
	}
	return bot.Problems{t.problem("has "+kind+" "+value+", which is not on the list", "add it to "+Dir+"links.yaml with its source, and write {{link.…}}")}
}

// westernDigits writes the digits of other scripts as 0 to 9.
func westernDigits(s string) string {
	return strings.Map(func(r rune) rune {
		for _, zero := range []rune{'٠', '۰', '०', '০', '０'} {
			if r >= zero && r <= zero+9 {
				return '0' + r - zero
			}
		}
		return r
	}, s)
}
