package place

import "strings"

// closely is how many words may stand between a street and its city.
const closely = 6

// town finds the region's name, or another city that is clearly one. The first name behind the streets counts, else the last one
// in the text; where the text names two regions and no street, nobody can tell.
func (r *reader) town() {
	var best name
	at, several := -1, false
	for i := 0; i < len(r.all); i++ {
		n, ok := r.atlas.at(r.all, i)
		if !ok || r.streetNamed(i, len(n.words)) {
			continue
		}
		several = several || at >= 0 && n.region != best.region
		behind := at >= r.found.to && r.found.to > 0
		if !behind || n.region == best.region && i == at+len(best.words) || i <= at+len(best.words)+1 && n.region == best.region {
			best, at = n, i
		}
		i += len(n.words) - 1
	}
	switch {
	case at < 0:
		r.otherTown()
	case several && r.found.to == 0:
	default:
		r.found.city, r.found.region = strings.Join(best.words, " "), best.region
		r.coverNear(at, at+len(best.words))
	}
}

// streetNamed reports whether the name of a region is that of a street here: "Fruitvale Ave", "la 12 y Fruitvale".
func (r *reader) streetNamed(i, n int) bool {
	if r.found.to > 0 && i >= r.found.from && i+n <= r.found.to {
		return true
	}
	return r.at(i+n).has(kind) && !r.at(i+n).has(vague) || r.at(i-1).has(prefix) && !r.at(i-1).has(kind)
}

// otherTown takes the words behind a comma or "in" after the streets: where nobody asked, only with a capital.
func (r *reader) otherTown() {
	if r.found.to == 0 || len(r.found.streets) == 0 {
		r.gluedTown()
		return
	}
	i := r.skipIn(r.found.to)
	if i == r.found.to {
		return
	}
	from := i
	for i-from < 3 && r.townWord(r.at(i), i == from) {
		i++
	}
	if end := r.at(i); i > from && (end.has(mark|state|number) || !r.asked && end.has(stop)) {
		r.found.city = r.name(from, i)
		r.cover(from, i)
	}
}

func (r *reader) townWord(t token, first bool) bool {
	return (t.plain() || !first && t.has(within)) && len(t.raw) > 2 && !t.has(state|kind|prefix|unit|joins) && (r.asked || r.mixed && t.capital)
}

// gluedTown finds a region's name inside a text without spaces.
func (r *reader) gluedTown() {
	for _, n := range r.atlas.glued {
		for i, t := range r.all {
			if strings.Contains(t.raw, n.folded) {
				r.found.city, r.found.region = n.folded, n.region
				r.coverNear(i, i+1)
				return
			}
		}
	}
}

// coverNear takes words into the place that stand near its streets.
func (r *reader) coverNear(from, to int) {
	if r.found.to > 0 && from <= r.found.to+closely && to >= r.found.from-closely {
		r.cover(from, to)
	}
}

// findZip takes five digits that are no house number. Digits that no region has are a ZIP code only where they stand like one:
// a texter may never be sent away because of a badge.
func (r *reader) findZip() {
	for i, t := range r.all {
		if !t.has(number) || len(t.word) != zipDigits || len(t.raw) != zipDigits || t.word == r.found.number {
			continue
		}
		b := r.at(i - 1)
		ours := r.atlas.byZip(t.word) != ""
		like := b.has(state) || b.raw == "zip" || b.raw == "postal" || b.raw == "code" || i >= r.found.to && i <= r.found.to+closely && r.found.to > 0 ||
			r.asked && (len(r.all) == 1 || r.at(i+1).has(mark))
		if labelled(b) || labelled(r.at(i-2)) || !ours && !like || r.at(i+1).has(unit|sign) || r.at(i+1).has(number) && len(r.at(i+1).raw) != 4 || b.has(number) && len(b.raw) == 3 {
			continue
		}
		r.found.zip = t.word
		r.coverNear(i, i+1)
		return
	}
}

// labelled reports whether a word says that the number behind it is no ZIP code.
func labelled(t token) bool {
	switch t.raw {
	case "badge", "placa", "placas", "plate", "case", "caso", "form", "number", "numero", "id", "call", "text", "llame", "telefono", "phone", "unit":
		return true
	}
	return false
}

// findLandmark takes a shop that everybody knows, or a house with a name: "Walmart", "Lincoln Elementary", "parque San Antonio".
func (r *reader) findLandmark() {
	for i, t := range r.all {
		from, to := i, i+1
		switch {
		case t.has(shop):
			for from > 0 && i-from < 3 && (r.at(from-1).raw == "home" || r.mixed && r.at(from-1).capital && !r.at(from-1).has(stop|mark|alert|number)) {
				from--
			}
		case t.has(house) && r.proper(i-1):
			for from > 0 && i-from < 3 && r.proper(from-1) {
				from--
			}
		case t.has(house) && r.proper(i+1) && !r.at(i+1).has(house):
			for to < len(r.all) && to-i < 4 && r.proper(to) {
				to++
			}
		default:
			continue
		}
		for r.at(to).has(house) {
			to++
		}
		r.found.landmark = true
		if r.found.to > 0 {
			r.coverNear(from, to)
			return
		}
		r.cover(from, to)
		r.coverTown()
		return
	}
}

// proper reports whether a word may be part of a proper name here, and is no city.
func (r *reader) proper(i int) bool {
	t := r.at(i)
	return r.mixed && t.capital && t.plain() && !t.has(alert) && r.atlas.beginsName(r.all, i) == 0
}

// coverTown takes the name of the city near a landmark into its words.
func (r *reader) coverTown() {
	for i := range r.all {
		if n, ok := r.atlas.at(r.all, i); ok && n.region == r.found.region {
			r.coverNear(i, i+len(n.words))
		}
	}
}
