package place

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

const (
	// samePin is how far apart two pins of one place lie at most, farPin how far pins may lie whose words are equal, in metres.
	samePin, farPin = 300, 3000
	earth           = 6_371_000 // radius in metres
)

// Same reports whether two places are surely one: both streets, or number and street, are equal in one city, or the pins lie
// within 300 m. In doubt it is false, for a report that joins another wakes nobody. It is symmetric and not transitive: "5th and
// Main" is 5th St and Main as well as 5th Ave and Main.
func Same(a, b bot.Place) bool {
	if a.Pin != nil && b.Pin != nil && !nullIsland(*a.Pin) && !nullIsland(*b.Pin) {
		if m := Metres(*a.Pin, *b.Pin); m <= samePin || m > farPin {
			return m <= samePin
		}
	}
	return oneCity(a, b) && (crossing(a, b) || a.Number != "" && a.Number == b.Number && oneStreet(a, b))
}

// nullIsland reports whether a pin is what phones send that do not know where they are. Two of them have nothing in common.
func nullIsland(pin bot.Location) bool {
	return math.Abs(pin.Latitude) < 0.01 && math.Abs(pin.Longitude) < 0.01
}

// oneCity reports whether two places surely lie in one city. Where neither says which, it is the hotline's.
func oneCity(a, b bot.Place) bool {
	switch {
	case a.Region != "" && b.Region != "" && a.Region != b.Region:
		return false
	case a.City != "" && b.City != "":
		return a.City == b.City
	case a.Zip != "" && b.Zip != "" && a.Zip != b.Zip:
		return false
	case a.Region != "" || b.Region != "":
		return a.Region == b.Region
	}
	return a.City == b.City && a.Zip == b.Zip && a.Outside == b.Outside
}

func crossing(a, b bot.Place) bool {
	if len(a.Streets) != 2 || len(b.Streets) != 2 {
		return false
	}
	return sameStreet(a.Streets[0], b.Streets[0]) && sameStreet(a.Streets[1], b.Streets[1]) ||
		sameStreet(a.Streets[0], b.Streets[1]) && sameStreet(a.Streets[1], b.Streets[0])
}

func oneStreet(a, b bot.Place) bool {
	return slices.ContainsFunc(a.Streets, func(s string) bool {
		return slices.ContainsFunc(b.Streets, func(t string) bool { return sameStreet(s, t) })
	})
}

// sameStreet compares names; "main" may be Main St.
func sameStreet(a, b string) bool {
	nameA, kindA := cutKind(a)
	nameB, kindB := cutKind(b)
	return nameA == nameB && (kindA == kindB || kindA == "" || kindB == "")
}

func cutKind(s string) (name, way string) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 || !words[s[i+1:]].has(kind) {
		return s, ""
	}
	return s[:i], s[i+1:]
}

// Metres is the distance between two points.
func Metres(a, b bot.Location) float64 {
	rad := math.Pi / 180
	lat, long := (b.Latitude-a.Latitude)*rad/2, (b.Longitude-a.Longitude)*rad/2
	h := math.Sin(lat)*math.Sin(lat) + math.Cos(a.Latitude*rad)*math.Cos(b.Latitude*rad)*math.Sin(long)*math.Sin(long)
	return 2 * earth * math.Asin(math.Sqrt(min(1, h)))
}

// Merge adds what is told later to what is known. Nothing that was known is lost; streets that were only a hint give way to
// those of an answer.
func Merge(known, more bot.Place) bot.Place {
	p := known
	p.Words = mergedWords(known, more)
	hint := known.Words == "" && len(more.Streets) > 0 && len(more.Streets) >= len(known.Streets)
	if hint || len(p.Streets) == 0 || len(p.Streets) < len(more.Streets) && (p.Number == "" || oneStreet(p, more)) {
		p.Streets, p.Number = more.Streets, cmp.Or(more.Number, p.Number)
	}
	if p.Number == "" && oneStreet(p, more) {
		p.Number = more.Number
	}
	p.City, p.Zip, p.Region = cmp.Or(p.City, more.City), cmp.Or(p.Zip, more.Zip), cmp.Or(p.Region, more.Region)
	if p.Pin == nil {
		p.Pin = more.Pin
	}
	p.Outside = p.Region == "" && (known.Outside || more.Outside)
	p.Block = block(p)
	return p
}

// mergedWords are the words of both. A street that was only a hint comes to the words that follow without one.
func mergedWords(known, more bot.Place) bot.Private {
	was, is := known.Words.Reveal(), more.Words.Reveal()
	if was == "" && is != "" && len(known.Streets) > 0 && len(more.Streets) == 0 {
		was = streetsShown(known, true)
	}
	switch {
	case is == "" || strings.Contains(was, is):
		return bot.Private(was)
	case was == "" || strings.Contains(is, was):
		return bot.Private(is)
	}
	return bot.Private(text.Defang(was+", "+is, wordsFit))
}
