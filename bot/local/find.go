package local

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// Find returns the hotline for a place of which any part may be unknown, that is empty. Of several that fit, those of the place
// come before those for everywhere, then the one that was called last wins. It is false when none has been called.
func (d *Directory) Find(zip, city string, pin *bot.Location) (Hotline, bool) {
	var best Hotline
	found := false
	for _, h := range d.hotlines {
		if h.Verified != never && h.Area.holds(zip, text.Fold(city), pin) && (!found || better(h, best)) {
			best, found = h, true
		}
	}
	return best, found
}

func better(a, b Hotline) bool {
	if a.Area.Everywhere != b.Area.Everywhere {
		return b.Area.Everywhere
	}
	return a.Verified > b.Verified // dates sort as text
}

func (a Area) holds(zip, city string, pin *bot.Location) bool {
	if a.Everywhere || city != "" && a.cities[city] {
		return true
	}
	for _, z := range a.Zips {
		if strings.HasPrefix(zip, z) {
			return true
		}
	}
	for _, c := range a.circles {
		if pin != nil && c.holds(*pin) {
			return true
		}
	}
	return false
}

// circle is a part of the map: its centre, and its radius in kilometres.
type circle struct{ latitude, longitude, radius float64 }

func parseCircle(s string) (circle, error) {
	parts := strings.Split(s, ",")
	if len(parts) != 3 {
		return circle{}, errors.New("three parts are needed")
	}
	km, ok := strings.CutSuffix(strings.TrimSpace(parts[2]), "km")
	parts[2] = km
	var n [3]float64
	for i, p := range parts {
		var err error
		if n[i], err = strconv.ParseFloat(strings.TrimSpace(p), 64); err != nil || !ok {
			return circle{}, errors.New("a part is no number, or the radius has no km")
		}
	}
	if !(math.Abs(n[0]) <= 90 && math.Abs(n[1]) <= 180 && n[2] > 0 && n[2] <= 1000) {
		return circle{}, errors.New("it is not on the map, or wider than 1000km")
	}
	return circle{n[0], n[1], n[2]}, nil
}

const earthRadius = 6371 // kilometres

// holds measures along the great circle. What is no place on earth is in no circle.
func (c circle) holds(at bot.Location) bool {
	rad := func(degrees float64) float64 { return degrees * math.Pi / 180 }
	half := func(a, b float64) float64 { s := math.Sin(rad(b-a) / 2); return s * s }
	h := half(c.latitude, at.Latitude) + math.Cos(rad(c.latitude))*math.Cos(rad(at.Latitude))*half(c.longitude, at.Longitude)
	return 2*earthRadius*math.Asin(math.Sqrt(h)) <= c.radius
}
