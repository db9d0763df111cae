package place

// numberAndStreet reads the number of the first street that has one, before it ("400 Main St", "400 block of Main") or behind it
// ("calle Maple #400").
func (r *reader) numberAndStreet(sure []street) bool {
	for _, s := range sure {
		if r.numberOf(s) {
			r.take(s)
			return true
		}
	}
	for i, t := range r.all {
		if !t.has(number) || len(t.word) > zipDigits || !r.counts(i) {
			continue
		}
		from := r.unblock(i + 1)
		if s, ok := r.from(from, nil); ok && s.from == from && r.named(s, i, from) {
			r.found.number = t.word
			r.cover(i, i+1)
			r.take(s)
			return true
		}
	}
	return false
}

// named reports whether a name without any sign is a street's because of the number before it.
func (r *reader) named(s street, i, from int) bool {
	if digitsOnly(s.name) {
		return false
	}
	if r.asked || from > i+1 && s.weight > 0 {
		return true
	}
	if r.atlas.beginsName(r.all, from) > 0 || s.weight == 0 || r.at(s.to).has(counted) {
		return false
	}
	city := r.atlas.beginsName(r.all, r.skipIn(s.to)) > 0
	if next := r.at(s.to + 1); r.at(s.to).raw == "," && r.mixed && next.capital && next.plain() && len(r.at(i).word) > 2 {
		city = true
	}
	return city || s.weight == 2 && r.at(i-1).has(leads|mark|alert)
}

// unblock passes "block of" behind a number.
func (r *reader) unblock(i int) int {
	if !r.at(i).has(hundred) {
		return i
	}
	for i++; r.at(i).raw == "of" || r.at(i).raw == "de" || r.at(i).raw == "on" || r.at(i).raw == "la"; i++ {
	}
	return i
}

// counts reports whether the number at i can be a house's: not a flat's, and no part of a phone number.
func (r *reader) counts(i int) bool {
	b := r.at(i - 1)
	if b.has(unit) && r.at(i-2).has(owner) { // at my apartment 2101 Seminary
		return len(r.at(i).word) > 2
	}
	return !b.has(unit|number|kind) && b.raw != "#" || b.has(number) && len(b.word) == zipDigits
}

// numberOf reads the number of a street.
func (r *reader) numberOf(s street) bool {
	i := s.from - 1
	for i > 0 && (r.at(i).has(hundred) || r.at(i).raw == "of" || r.at(i).raw == "de" || r.at(i).raw == "la") {
		i--
	}
	gap := i < s.from-1
	if t := r.at(i); t.has(number) && len(t.word) <= zipDigits && r.counts(i) && (!gap || r.at(i+1).has(hundred)) && (s.weight > 1 || r.asked || len(t.word) > 1) {
		r.found.number = t.word
		r.cover(i, i+1)
		return true
	}
	if i > 0 && r.at(i).has(number) && r.at(i-1).has(hundred) && !gap { // cuadra 400 Main
		r.found.number = r.at(i).word
		r.cover(i, i+1)
		return true
	}
	return r.numberBehind(s)
}

// numberBehind reads the number behind "calle Maple".
func (r *reader) numberBehind(s street) bool {
	if !r.at(s.from).has(prefix) {
		return false
	}
	i := s.to
	if r.at(i).raw == "," {
		i++
	}
	signed := r.at(i).has(sign)
	for r.at(i).has(sign) {
		i++
	}
	t, next := r.at(i), r.at(i+1)
	if !t.has(number) || len(t.word) > zipDigits || next.has(counted|number|kind) || !signed && (len(t.word) < 2 || len(t.word) == zipDigits && !next.has(unit) || next.plain() && r.atlas.beginsName(r.all, i+1) == 0) {
		return false
	}
	r.found.number = t.word
	r.cover(i, i+1)
	return true
}
