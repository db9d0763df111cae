package understand

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cutMark stands where something was cut out.
const cutMark = "…"

const (
	maxNames = 3 // words of a name that begins with a capital
	lowNames = 2 // of one that does not
	lookBack = 3 // words before "se llama" among which a place may be
)

// Redact cuts out what is never kept: a name that somebody gives ("my name is Ana Ruiz"), immigration status ("no tengo papeles"),
// A-numbers, Social Security numbers and dates of birth. "…" stands where it was. Everything else stays, above all the place. Personal
// tells whether anything was cut.
//
// It knows the words of the languages that the text may be in, and those that people mix into all: a name that nothing announces stays.
func (r *Reader) Redact(s string) (clean string, personal bool) {
	lexicons := r.mayBe(s)
	for {
		next := s
		for _, x := range lexicons {
			next = x.private.redact(next)
		}
		if next == s {
			return s, personal
		}
		s, personal = next, true
	}
}

// mayBe are the lexicons of the languages that a text may be in, the likeliest first, then those that are mixed into all.
func (r *Reader) mayBe(s string) []*Lexicon {
	p := parsed{whole: normal(s)}
	p.tokens = fields(p.whole)
	p.features = wordFeatures(p.tokens, nil)
	t := r.language(Input{Text: s}, &p)
	var first, rest []*Lexicon
	for l, x := range r.lexicons {
		switch {
		case r.languages[l] == t.language:
			first = slices.Insert(first, 0, x)
		case t.may&(1<<l) == 0:
		case slices.Contains(mixed(), r.languages[l]):
			first = append(first, x)
		default:
			rest = append(rest, x)
		}
	}
	return append(first, rest...)
}

func (p private) redact(s string) string {
	l := newLine(s)
	var out strings.Builder
	done := 0
	for i := 0; i < len(l.words); {
		end, cut := p.cut(&l, i)
		if cut {
			before := s[done:l.spans[i].From]
			if out.Len() == 0 || strings.TrimSpace(before) != "" {
				out.WriteString(before + cutMark)
			}
			done = l.spans[end-1].To
		}
		i = max(end, i+1)
	}
	if done == 0 {
		return s
	}
	return out.String() + s[done:]
}

// cut tells whether something private begins at word i, and where it ends. What only looks private is passed over.
func (p private) cut(l *line, i int) (int, bool) {
	if end := l.personNumber(i); end > i {
		return end, true
	}
	ph, ok := p.match(l, i, func(k privateKind) bool { return k != tailWords })
	if !ok {
		return i, false
	}
	end := i + len(ph.words)
	switch ph.kind {
	case keptWords:
		return end, false
	case statusWords:
		return end, true
	case nameWords:
		return p.name(l, end)
	case introWords:
		if !l.capital(end) || end+1 >= len(l.words) || !l.capital(end+1) || !p.named(l, end+1) || !l.close(end+1) {
			return i, false
		}
		return p.called(l, i, end)
	case calledWords:
		return p.called(l, i, end)
	case numberWords:
		return l.number(end)
	}
	return p.date(l, end)
}

// name finds where the name ends that begins at word i.
func (p private) name(l *line, i int) (int, bool) {
	end, most := i, lowNames
	capital := l.capital(i)
	if capital {
		most = maxNames
	}
	for n := 0; n < most && end < len(l.words) && p.named(l, end) && (end == i && l.together(end-1, end+1) || end > i && l.close(end)); n++ {
		if capital && !l.capital(end) {
			break
		}
		end++
	}
	if end == i {
		return i, false
	}
	return p.tail(l, end), true
}

// tail adds the rest of a surname such as "de la Cruz".
func (p private) tail(l *line, end int) int {
	if end < len(l.words) && l.close(end) {
		if ph, ok := p.match(l, end, func(k privateKind) bool { return k == tailWords }); ok {
			return end + len(ph.words)
		}
	}
	return end
}

// named reports whether a word can belong to a name. One before "street" belongs to a street.
func (p private) named(l *line, i int) bool {
	w := l.words[i]
	street := i+1 < len(l.words) && p.places[l.words[i+1]] && l.close(i+1)
	return !l.spans[i].Digits && !p.stop[w] && !p.places[w] && !street
}

// called is name for words that are said of places and agents too: "la tienda se llama …", "the officer's name is …".
func (p private) called(l *line, from, i int) (int, bool) {
	for j := from - 1; j >= max(0, from-lookBack) && !strings.ContainsAny(l.gap(j+1), ",.;!?\n"+cutMark); j-- {
		if p.places[l.words[j]] || j == from-1 && p.agents[l.words[j]] {
			return i, false
		}
	}
	for j := i; j < min(len(l.words), i+maxNames+1) && (j == i || l.close(j)); j++ {
		if p.places[l.words[j]] {
			return i, false
		}
	}
	return p.name(l, i)
}

// date finds where a date of birth ends: it has a year of four digits, a month, or several numbers.
func (p private) date(l *line, i int) (int, bool) {
	end, numbers, sure := i, 0, false
	for j := i; j < len(l.words) && numbers < 3 && l.together(j-1, j+1); j++ {
		w := l.words[j]
		switch {
		case l.spans[j].Digits && len(w) <= 4:
			numbers++
			sure = sure || numbers > 1 || len(w) == 4 && (w[:2] == "19" || w[:2] == "20")
			end = j + 1
			if len(w) == 4 {
				numbers = 3
			}
		case p.months[w]:
			sure = sure || len(w) > 2 // a month; else "de", "th"
		default:
			numbers = 3
		}
	}
	if !sure || end == i {
		return i, false
	}
	return end, true
}

// together reports whether words [from, to) stand in one sentence, with nothing cut out between them.
func (l *line) together(from, to int) bool {
	for i := max(from, 0) + 1; i < to; i++ {
		if gap := l.gap(i); strings.ContainsAny(gap, "!?\n"+cutMark) || strings.Contains(gap, ". ") {
			return false
		}
	}
	return true
}

// close reports whether word i follows the one before it as names do: "Ana-Luz", "J. Perez".
func (l *line) close(i int) bool {
	gap := l.gap(i)
	rest := strings.TrimSpace(gap)
	return !strings.Contains(gap, "\n") && (rest == "" || rest == "-" || rest == "." && len(l.words[i-1]) == 1)
}

// capital reports whether a word begins with a capital, in a text that is not all capitals.
func (l *line) capital(i int) bool {
	if i >= len(l.spans) || strings.IndexFunc(l.s, unicode.IsLower) < 0 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(l.s[l.spans[i].From:])
	return unicode.IsUpper(r)
}
