package place

import "strings"

// crossing takes the first two streets with a word between them that joins streets.
func (r *reader) crossing(sure []street) bool {
	for j := 1; j < len(r.all)-1; j++ {
		t := r.all[j]
		if !t.has(joins | leans) {
			continue
		}
		right := r.skip(j + 1)
		two, ok := r.from(right, sure)
		if !ok {
			continue
		}
		one, ok := r.upTo(r.unskip(j), sure)
		if ok && one.name != two.name && r.crosses(one, two, j) {
			r.take(one, two)
			if third, ok := r.from(r.skip(two.to+1), sure); ok && t.has(leans) && r.at(two.to).has(joins) { // Main between 4th and 5th
				r.cover(third.from, third.to)
			}
			return true
		}
	}
	return false
}

// skip passes what may stand between a joining word and its street: "esquina con la", "near the".
func (r *reader) skip(i int) int {
	for n := 0; n < 4 && i < len(r.all)-1; n++ {
		t := r.all[i]
		if !t.has(leans) && t.raw != "de" && t.raw != "of" && t.raw != "on" && t.raw != "en" && t.raw != "the" && t.raw != "corner" || t.has(joins) && t.raw != "con" {
			break
		}
		i++
	}
	return i
}

// unskip is the end of the street before a joining word: "calle 12, esquina con".
func (r *reader) unskip(j int) int {
	for j > 0 && (r.at(j-1).has(leans) && !r.at(j-1).has(known) || r.at(j-1).raw == "," && r.all[j].has(leans)) {
		j--
	}
	return j
}

// from reads the street that begins at i: a sure one, a number, or a name of one or two words.
func (r *reader) from(i int, sure []street) (street, bool) {
	for _, s := range sure {
		if s.from == i {
			return s, true
		}
	}
	if r.at(i).raw == "la" {
		i++
	}
	t := r.at(i)
	if s, ok := r.bareNumber(i); ok {
		return s, true
	}
	if !r.bareName(t) {
		return street{}, false
	}
	to := i + 1
	switch n := r.atlas.beginsName(r.all, i); {
	case n > 0:
		to = i + n
	case t.has(known):
	case r.bareName(r.at(to)) && r.atlas.beginsName(r.all, to) == 0 && (!r.mixed || r.at(to).capital == t.capital) && !r.at(to).has(state):
		to++
	}
	return r.bare(i, to), true
}

// upTo reads the street that ends before j.
func (r *reader) upTo(j int, sure []street) (street, bool) {
	for _, s := range sure {
		if s.to == j || s.to == j-1 && r.at(j-1).raw == "," {
			return s, true
		}
	}
	if s, ok := r.bareNumber(j - 1); ok {
		return s, true
	}
	if !r.bareName(r.at(j - 1)) {
		return street{}, false
	}
	from := j - 1
	if b := r.at(from - 1); !r.at(from).has(known) && r.bareName(b) && !b.has(alert) && !verbal(b) && b.capital == r.at(from).capital && (r.asked || r.mixed && b.capital) {
		from--
	}
	one := r.bare(from, j)
	switch b := r.at(from - 1); {
	case b.raw == "la":
		one.from--
	case r.mixed && b.capital && b.plain() && !b.has(alert|leads): // Luis Main
		one.weight = 0
	}
	return one, true
}

// bareName reports whether a word may be a name without any sign.
func (r *reader) bareName(t token) bool {
	return t.plain() && len(t.raw) > 1 && !t.has(joins|kind|prefix|unit|alert|owner|date|shop|counted|leads|cardinal) && !verbal(t)
}

// bareNumber reads a number alone. Between two streets it is one; elsewhere numbers count things.
func (r *reader) bareNumber(i int) (street, bool) {
	t := r.at(i)
	if !t.has(number) && !(r.asked && t.has(cardinal)) || len(t.word) > 3 || r.at(i+1).has(counted) && !r.at(i+1).has(within) {
		return street{}, false
	}
	before := r.at(i - 1)
	if before.has(heading) && before.raw != "e" {
		return street{name: before.word + " " + t.word, from: i - 1, to: i + 1, weight: 2}, true
	}
	if before.has(mark|leads|alert|joins|leans) || before.raw == "la" {
		return street{name: t.word, from: i, to: i + 1, weight: 1}, true
	}
	return street{}, false
}

// bare weighs a name without any sign. An ordinary word is none before another ordinary one: "main door".
func (r *reader) bare(from, to int) street {
	s := street{name: r.name(from, to), from: from, to: to}
	t, next := r.all[from], r.at(to)
	switch {
	case r.atlas.beginsName(r.all, from) == to-from, t.has(known):
		s.weight = 2
		if t.has(usual) && next.plain() && !next.has(mark|joins|leads|state) && !next.capital && r.atlas.beginsName(r.all, to) == 0 {
			s.weight = 0
		}
	case r.mixed && t.capital:
		s.weight = 1
	}
	return s
}

// enough is how much must speak for a crossing that nobody asked for.
const enough = 3

// crosses reports whether two streets cross at j. Words such as "near" stand before anything, so that they join only what surely
// is a street.
func (r *reader) crosses(one, two street, j int) bool {
	t, sum := r.all[j], one.weight+two.weight
	switch {
	case !t.has(joins) && (min(one.weight, two.weight) < 2 || sum < 4):
		return r.asked && t.raw == "at" && sum >= enough
	case t.raw == "e" && !r.soundsLikeI(j+1):
		return false
	}
	return r.asked || r.speaks(one, two, t.raw == "&" || t.raw == "x")
}

// speaks weighs what speaks for a crossing that nobody asked for: the streets, a word such as "at" before them, a city behind
// them, a sign such as "&" between them, and that there is nothing else.
func (r *reader) speaks(one, two street, signed bool) bool {
	sum, most := one.weight+two.weight, max(one.weight, two.weight)
	place := r.at(one.from - 1).has(leads)
	city := r.isRegion(r.skipIn(two.to))
	switch {
	case most < 3 && r.isRegion(one.from) && r.isRegion(two.from): // Oakland and Fremont
		return false
	case most < 2, digitsOnly(one.name) && digitsOnly(two.name): // 5 and 12
		return sum >= enough && place && (city || r.at(two.to).has(mark))
	case most < 3 && !numeric(one.name+two.name) && !place && !city && !signed: // Lincoln and Jackson
		return false
	}
	for _, more := range [...]bool{place, city, signed, len(r.all) <= 4} {
		if more {
			sum++
		}
	}
	return sum >= enough && (two.weight > 0 || one.weight == 3 || place)
}

// isRegion reports whether the name of a region begins at a word.
func (r *reader) isRegion(i int) bool { return r.atlas.beginsName(r.all, i) > 0 }

// skipIn passes ", in" before a city.
func (r *reader) skipIn(i int) int {
	for n := 0; n < 2 && (r.at(i).raw == "," || r.at(i).raw == "in" || r.at(i).raw == "en" || r.at(i).raw == "de"); n++ {
		i++
	}
	return i
}

// soundsLikeI reports whether Spanish "y" is "e" before a word.
func (r *reader) soundsLikeI(i int) bool {
	t := r.at(i)
	return len(t.raw) > 1 && (t.raw[0] == 'i' || t.raw[:2] == "hi")
}

func numeric(s string) bool { return strings.ContainsAny(s, "0123456789") }

func digitsOnly(s string) bool {
	for i := range len(s) {
		if !digit(s[i]) {
			return false
		}
	}
	return true
}

// take keeps one or two streets as those of the place.
func (r *reader) take(streets ...street) {
	for _, s := range streets {
		r.found.streets = append(r.found.streets, s.name)
		r.found.weight = max(r.found.weight, s.weight)
		r.cover(s.from, s.to)
	}
}

// cover keeps which words the place has.
func (r *reader) cover(from, to int) {
	if r.found.to == 0 {
		r.found.from, r.found.to = from, to
	}
	r.found.from, r.found.to = min(r.found.from, from), max(r.found.to, to)
}
