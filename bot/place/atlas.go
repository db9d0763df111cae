package place

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// Atlas knows the regions of one hotline. It is immutable and safe for concurrent use.
type Atlas struct {
	regions []region
	names   map[string][]name // by their first word
	glued   []name            // names in scripts that write no spaces
	zips    bool              // every region has ZIP codes …
	circles bool              // … and a circle: what is in none of them is outside
}

type region struct {
	name   string
	zips   []string
	at     bot.Location
	metres float64 // of its circle; 0: none
}

// name is what a region is called.
type name struct {
	region, folded string
	words          []string
}

// New makes an atlas of a hotline's regions. What package settings would refuse is left out.
func New(regions map[string]bot.Region) *Atlas {
	a := &Atlas{zips: len(regions) > 0, circles: len(regions) > 0, names: map[string][]name{}}
	for _, id := range slices.Sorted(maps.Keys(regions)) {
		of := regions[id]
		r := region{name: id, zips: slices.DeleteFunc(slices.Clone(of.Zips), func(z string) bool { return z == "" })}
		r.at, r.metres = circle(of.Near)
		for _, n := range of.Names {
			a.call(id, n)
		}
		a.zips = a.zips && len(r.zips) > 0
		a.circles = a.circles && r.metres > 0
		a.regions = append(a.regions, r)
	}
	return a
}

func (a *Atlas) call(id, called string) {
	n := name{region: id}
	for _, t := range tokens(called) {
		if !t.has(mark) {
			n.words = append(n.words, t.raw)
		}
	}
	if len(n.words) == 0 {
		return
	}
	n.folded = text.Fold(called)
	a.names[n.words[0]] = append(a.names[n.words[0]], n)
	if strings.IndexFunc(called, func(r rune) bool { return r >= 0x0E00 && r < 0x0E80 || r >= 0x2E80 && r < 0xE000 }) >= 0 {
		a.glued = append(a.glued, n)
	}
}

// circle reads latitude, longitude and a radius such as "12km".
func circle(near []string) (at bot.Location, metres float64) {
	if len(near) != 3 {
		return at, 0
	}
	lat, bad := strconv.ParseFloat(near[0], 64)
	long, worse := strconv.ParseFloat(near[1], 64)
	km, worst := strconv.ParseFloat(strings.TrimSuffix(near[2], "km"), 64)
	if bad != nil || worse != nil || worst != nil || !(km > 0) || math.IsNaN(lat+long) {
		return at, 0
	}
	return bot.Location{Latitude: lat, Longitude: long}, km * 1000
}

// at returns the longest name of a region that begins at a word.
func (a *Atlas) at(all []token, i int) (n name, ok bool) {
	if i >= len(all) || i < 0 {
		return n, false
	}
	for _, c := range a.names[all[i].raw] {
		if len(c.words) > len(n.words) && matches(all[i:], c.words) {
			n, ok = c, true
		}
	}
	return n, ok
}

func matches(all []token, words []string) bool {
	if len(words) > len(all) {
		return false
	}
	for i, w := range words {
		if all[i].raw != w {
			return false
		}
	}
	return true
}

// beginsName is how many words the name of a region has that begins at a word; 0: none does.
func (a *Atlas) beginsName(all []token, i int) int {
	n, _ := a.at(all, i)
	return len(n.words)
}

// endsName reports whether the name of a region ends before a word.
func (a *Atlas) endsName(all []token, end int) bool {
	for from := max(0, end-nameFits); from < end; from++ {
		if a.beginsName(all, from) == end-from {
			return true
		}
	}
	return false
}

// byZip is the region of a ZIP code; the longest prefix wins.
func (a *Atlas) byZip(zip string) (name string) {
	longest := 0
	for _, r := range a.regions {
		for _, z := range r.zips {
			if len(z) > longest && strings.HasPrefix(zip, z) {
				name, longest = r.name, len(z)
			}
		}
	}
	return name
}

// byPin is the region whose circle holds a pin; of several, the one whose middle is nearest.
func (a *Atlas) byPin(pin bot.Location) (name string) {
	nearest := 0.0
	for _, r := range a.regions {
		if m := Metres(r.at, pin); r.metres > 0 && m <= r.metres && (name == "" || m < nearest) {
			name, nearest = r.name, m
		}
	}
	return name
}

// locate fills in the region of a place, and whether it is known to be in none. What people write says more than where their
// phone is: the report may be about somebody else's street.
func (a *Atlas) locate(p *bot.Place, named string) {
	p.Region = named
	if p.Pin != nil && p.Region == "" {
		p.Region = a.byPin(*p.Pin)
	}
	if p.Region == "" {
		p.Region = a.byZip(p.Zip)
	}
	p.Outside = p.Region == "" && (a.zips && len(p.Zip) == zipDigits || a.circles && p.Pin != nil)
}
