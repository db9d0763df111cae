package place

import "strings"

// nameFits is how many words the name of a street has at most.
const nameFits = 4

// street is the name of one, read from a text.
type street struct {
	name     string // "e 14 st", "main"
	from, to int    // its words
	// weight is how surely it is one: 3 with its kind, 2 a number as people write only those of streets, or a name that nearly
	// every city has, 1 another number or name with a capital, 0 any other word.
	weight int
}

// reader holds the words of a place while they are read.
type reader struct {
	all   []token
	atlas *Atlas
	asked bool // the words answer the question where it is
	mixed bool // capitals mean something: there are some, and small letters too
	found reading
}

// at returns a token; what stands before and behind the text is a mark.
func (r *reader) at(i int) token {
	if i < 0 || i >= len(r.all) {
		return token{is: mark}
	}
	return r.all[i]
}

// streets finds the streets that have a sign of one, in the order of the text.
func (r *reader) streets() []street {
	var found []street
	low := 0
	for i := 0; i < len(r.all); i++ {
		s, ok := r.sure(i, low)
		if !ok {
			continue
		}
		for len(found) > 0 && found[len(found)-1].to > s.from {
			found = found[:len(found)-1] // "5th" of "5th Ave"
		}
		found = append(found, s)
		low, i = s.to, s.to-1
	}
	return found
}

// sure reads the street whose sign stands at i and that begins no earlier than low.
func (r *reader) sure(i, low int) (street, bool) {
	t := r.all[i]
	if t.has(kind) {
		if s, ok := r.ending(i, low); ok {
			return s, true
		}
	}
	switch {
	case t.has(prefix):
		return r.beginning(i)
	case t.has(nth):
		return r.ordinal(i)
	case t.raw == "la":
		return r.feminine(i)
	}
	return street{}, false
}

// ending reads a street whose kind stands behind its name: "E 14th St", "Martin Luther King Jr Way".
func (r *reader) ending(k, low int) (s street, ok bool) {
	from := k
	if k > low && r.numbers(k) {
		from--
	}
	for from == k || from < k && !r.all[k-1].short() {
		if from == low || k-from == nameFits || !r.nameBefore(from-1, k) {
			break
		}
		from--
	}
	if from == k {
		return s, false
	}
	s = street{from: from, to: k + 1, weight: 3}
	if r.all[k].has(vague) && !(r.mixed && r.all[k].capital && r.all[from].capital) {
		s.weight = 1
	}
	if r.at(from-1).raw == "dr" && from > low { // Dr. Martin Luther King
		s.from--
	}
	name := r.name(from, k)
	way := r.all[k].word
	if dir, at := r.headed(&s, low); at {
		name = dir + " " + name
	}
	s.name = name + " " + way
	return s, true
}

// numbers reports whether the kind at k has a number for a name: "5th Ave", "12 st", but neither "417 avenida 98" nor "417 Dr. King".
func (r *reader) numbers(k int) bool {
	t, next := r.all[k-1], r.at(k+1)
	if !t.short() || t.has(nth) {
		return t.short()
	}
	return t.raw == t.word && !next.has(number|nth) && (!next.plain() || next.has(joins|heading|unit) || r.atlas.beginsName(r.all, k+1) > 0 || r.mixed && !next.capital && !next.has(known))
}

// nameBefore reports whether the word at i can belong to the name whose kind stands at k.
func (r *reader) nameBefore(i, k int) bool {
	t, next := r.all[i], r.all[i+1]
	switch {
	case len(t.raw) == 1 && i == k-1: // B St, but not "a street"
		return t.raw != "a" && t.raw != "y" || t.capital && r.mixed && i > 0
	case !t.plain() || t.has(joins|kind|prefix|unit|alert) || t.has(heading) && i < k-1:
		return false
	case i == k-1:
		return true
	case r.mixed && next.capital && !t.capital, verbal(t):
		return false
	}
	return !r.atlas.endsName(r.all, i+1)
}

// headed takes the direction before or behind a street into it.
func (r *reader) headed(s *street, low int) (string, bool) {
	if b := r.at(s.from - 1); s.from > low && b.has(heading) && !(b.raw == "e" && r.soundsLikeI(s.from) && r.at(s.from-2).has(nth|kind|known)) {
		s.from--
		return b.word, true
	}
	if a := r.at(s.to); a.has(heading) && !r.at(s.to+1).short() && (a.raw != "e" || r.at(s.to+1).has(mark)) {
		s.to++
		return a.word, true
	}
	return "", false
}

// beginning reads a street whose kind stands before its name: "calle 12", "avenida César Chávez", "hwy 880".
func (r *reader) beginning(i int) (s street, ok bool) {
	t := r.all[i]
	from := i + 1
	if r.at(from).has(heading) && from+1 < len(r.all) {
		from++
	}
	to := from
	if b := r.at(i - 1); b.has(owner) {
		return s, false
	}
	if next := r.at(from); next.short() || next.has(cardinal) {
		to++
		if r.at(from).has(counted) || r.at(to).has(counted) && !r.at(to).has(within) {
			return s, false
		}
	} else if !t.has(kind|vague) || strings.HasSuffix(t.raw, "da") || next.capital && r.mixed || next.has(known) || r.atlas.beginsName(r.all, from) > 0 {
		to = r.nameEnd(from)
	}
	if to == from {
		return s, false
	}
	s = street{from: i, to: to, weight: 3}
	s.name = r.name(from, to) + " " + t.word
	if from == i+2 {
		s.name = r.all[i+1].word + " " + s.name
	} else if a := r.at(to); a.has(heading) && a.raw != "e" {
		s.name, s.to = a.word+" "+s.name, to+1
	}
	return s, true
}

// nameEnd is where the name ends that begins at i: before what is no name, a city, or a small letter behind a capital.
func (r *reader) nameEnd(i int) int {
	if n := r.atlas.beginsName(r.all, i); n > 0 && !r.at(i+n).plain() {
		return i + n
	}
	from := i
	for i < len(r.all) && i-from < nameFits {
		t := r.all[i]
		inner := i > from && t.has(within) && r.at(i+1).plain() && !r.at(i+1).has(within) && (!r.mixed || r.at(i+1).capital)
		if !inner && (!t.plain() || t.has(joins|kind|prefix|unit|shop|leans|sign)) || i > from && verbal(t) {
			break
		}
		if i > from && !inner && (r.mixed && r.all[from].capital && !t.capital || r.all[from].has(known) || r.atlas.beginsName(r.all, i) > 0) {
			break
		}
		i++
	}
	return i
}

// ordinal reads "5th" or "quinta" alone. The 5th may be a day, and the second a thing.
func (r *reader) ordinal(i int) (s street, ok bool) {
	t, before := r.all[i], r.at(i-1)
	if r.at(i+1).has(counted) || before.has(date|owner|unit) || r.at(i-2).has(date) || r.at(i+1).has(kind) {
		return s, false
	}
	s = street{name: t.word, from: i, to: i + 1, weight: 2}
	if t.has(spelled) {
		s.weight = 1
	}
	switch {
	case before.raw == "the" || before.raw == "el" || before.raw == "un" || before.raw == "una":
		if s.weight = 1; !r.asked {
			return s, false
		}
	case before.raw == "la":
		s.from--
	case before.has(heading) && (before.raw != "e" || !r.at(i-2).has(nth|number|kind|known) || r.at(i-2).has(number) && len(r.at(i-2).word) > 2):
		s.name, s.from = before.word+" "+s.name, i-1
	}
	return s, true
}

// feminine reads "la 12": so Spanish says streets, and hours only behind "a".
func (r *reader) feminine(i int) (s street, ok bool) {
	t := r.at(i + 1)
	if t.has(heading) && r.at(i+2).short() { // la E 12
		return street{name: t.word + " " + r.at(i+2).word, from: i, to: i + 3, weight: 2}, true
	}
	if !t.has(number|cardinal) || len(t.word) > 3 || r.at(i-1).raw == "a" || r.at(i+2).has(kind) {
		return s, false
	}
	next := r.at(i + 2)
	if next.has(counted) && !next.has(within) || next.raw == "de" && r.at(i+3).raw == "la" || r.at(i+3).has(counted) && next.raw == "y" && !r.at(i+3).has(within) {
		return s, false
	}
	return street{name: t.word, from: i, to: i + 2, weight: 2}, true
}

// name joins words as they are written, and numbers as they are meant.
func (r *reader) name(from, to int) string {
	if to-from == 1 {
		return meant(r.all[from])
	}
	all := make([]string, 0, nameFits)
	for _, t := range r.all[from:to] {
		all = append(all, meant(t))
	}
	name := strings.Join(all, " ")
	if rest, king := strings.CutPrefix(name, "martin luther king"); king && (rest == "" || rest == " jr") {
		return "mlk"
	}
	return name
}

func meant(t token) string {
	if t.has(nth | cardinal | known) {
		return t.word
	}
	return t.raw
}

// verbal reports whether a word with small letters has the ending of a verb.
func verbal(t token) bool {
	if t.capital || t.has(known) || len(t.raw) < 6 {
		return false
	}
	for _, end := range [...]string{"ando", "iendo", "aron", "ieron", "amos", "emos", "imos", "ing"} {
		if strings.HasSuffix(t.raw, end) {
			return true
		}
	}
	return false
}
