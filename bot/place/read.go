package place

import (
	"slices"
	"strings"
	"unicode"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

const (
	zipDigits = 5
	// textFits is how many characters of a text are read.
	textFits = 2000
)

// Read makes a place of words and a pin. With asked, the words answer the question where it is: they are a place even where no
// street can be found in them. Otherwise it reports true only for what somebody could be sent to: two crossing streets, a number
// and street, a street or landmark with its city or ZIP, or a pin; the place's words are then only those about it. A city, ZIP or
// street alone is returned with false: it tells the region, and [Merge] adds it to what is told later.
func (a *Atlas) Read(words bot.Private, pin *bot.Location, asked bool) (bot.Place, bool) {
	s := text.Clean(words.Reveal(), textFits)
	r := reader{all: tokens(s), atlas: a, asked: asked}
	r.read(s)
	p := bot.Place{Pin: sound(pin), Number: r.found.number, Streets: r.found.streets, City: r.found.city, Zip: r.found.zip}
	a.locate(&p, r.found.region)
	if asked || r.exact() {
		p.Words = bot.Private(r.words(s))
	}
	p.Block = block(p)
	return p, p.Known()
}

// sound returns a pin that lies on the earth, else nil.
func sound(pin *bot.Location) *bot.Location {
	if pin == nil || !(pin.Latitude >= -90 && pin.Latitude <= 90 && pin.Longitude >= -180 && pin.Longitude <= 180) {
		return nil
	}
	at := bot.Location{Latitude: pin.Latitude, Longitude: pin.Longitude}
	return &at
}

// reading is what was found in a text.
type reading struct {
	number   string
	streets  []string
	weight   int // of the surest street
	city     string
	zip      string
	region   string
	landmark bool
	from, to int // the words about the place
}

// read finds all there is to find.
func (r *reader) read(s string) {
	r.mixed = slices.ContainsFunc(r.all, func(t token) bool { return t.capital }) && strings.IndexFunc(s, unicode.IsLower) >= 0
	sure := r.streets()
	if !r.crossing(sure) && !r.numberAndStreet(sure) {
		r.single(sure)
	}
	r.flat()
	r.town()
	r.findZip()
	if len(r.found.streets) == 0 || r.found.number == "" && r.found.to > 0 {
		r.findLandmark()
	}
	r.flat()
	if !r.asked && len(r.found.streets) == 1 && r.found.weight < 3 && !r.exact() {
		r.found.streets, r.found.number = nil, ""
	}
	slices.Sort(r.found.streets)
}

// single takes the surest street of a text that has no crossing.
func (r *reader) single(sure []street) {
	best := street{weight: -1}
	for _, s := range sure {
		if s.weight > best.weight {
			best = s
		}
	}
	if best.weight > 0 {
		r.take(best)
	}
}

// exact reports whether somebody could be sent there, though nobody asked for a place.
func (r *reader) exact() bool {
	f := r.found
	near := f.city != "" || f.zip != ""
	switch {
	case len(f.streets) > 1, len(f.streets) == 1 && f.number != "":
		return true
	case len(f.streets) == 1:
		feminine := f.weight == 2 && r.at(f.from).raw == "la" && r.at(f.from-1).has(leads)
		return f.landmark && f.weight == 3 || near && (f.weight == 3 || feminine)
	}
	return f.landmark && near
}

// flat takes the flat behind a house into the words.
func (r *reader) flat() {
	i := r.found.to
	if i == 0 {
		return
	}
	if r.at(i).raw == "," {
		i++
	}
	if r.at(i).has(unit|sign) && r.at(i+1).has(number|unit|nth) || r.at(i).has(unit) && len(r.at(i+1).raw) < 3 && r.at(i+1).raw != "" && !r.at(i+1).has(mark) {
		r.cover(i, i+2)
	}
}
