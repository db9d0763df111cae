package place_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/place"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

func at(words string) bot.Place {
	p, _ := atlas().Read(bot.Private(words), nil, true)
	return p
}

func TestOnePlaceInManyWords(t *testing.T) {
	for _, c := range [][2]string{
		{"5th and Main, Oakland", "Main St & fifth st oakland"},
		{"la 5 y main oakland", "5th/Main Oakland"},
		{"calle 12 con Maple, Oakland", "Maple @ 12th, oakland ca"},
		{"400 Main St, Fremont", "400 main street fremont"},
		{"400 Main, Fremont", "calle main 400, fremont"},
		{"E 14th St and Fruitvale Ave, Oakland", "Fruitvale & East 14th, Oakland"},
		{"5th and Main", "Main and 5th"},
	} {
		if a, b := at(c[0]), at(c[1]); !place.Same(a, b) || !place.Same(b, a) {
			t.Errorf("%q %s is not %q %s", c[0], tell(a), c[1], tell(b))
		}
	}
}

func TestOtherPlaces(t *testing.T) {
	for _, c := range [][2]string{
		{"5th and Main, Oakland", "5th and Main, Fremont"},
		{"5th and Main, Oakland", "6th and Main, Oakland"},
		{"400 Main St, Oakland", "500 Main St, Oakland"},
		{"400 Main St, Oakland", "Main St, Oakland"},
		{"Oakland", "Oakland"},
		{"94601", "94601"},
		{"the school", "the school"},
		{"E 14th and Oak, Oakland", "W 14th and Oak, Oakland"},
		{"400 Main St, Oakland", "400 Main Ave, Oakland"},
		{"5th and Main, Oakland", "5th and Main"},
	} {
		if a, b := at(c[0]), at(c[1]); place.Same(a, b) || place.Same(b, a) {
			t.Errorf("%q %s is %q %s", c[0], tell(a), c[1], tell(b))
		}
	}
}

func TestPinsWithin300Metres(t *testing.T) {
	pin := func(lat float64) bot.Place { return bot.Place{Pin: &bot.Location{Latitude: lat, Longitude: -122.27}} }
	if !place.Same(pin(37.8), pin(37.8026)) || place.Same(pin(37.8), pin(37.8028)) {
		t.Errorf("%f m, %f m", place.Metres(*pin(37.8).Pin, *pin(37.8026).Pin), place.Metres(*pin(37.8).Pin, *pin(37.8028).Pin))
	}
}

func TestABlockTellsNoHouse(t *testing.T) {
	for words, want := range map[string]string{
		"417 Main St, apt 5, Oakland": "400 blk Main St, Oakland",
		"5th and Main, Oakland":       "5th & Main, Oakland",
		"1234 E 14th St Oakland":      "1200 blk E 14th St, Oakland",
		"the blue house by Walmart":   "",
		"casa azul, 94601":            "Oakland",
		"17 Oak Street Fremont":       "Oak St, Fremont",
	} {
		if got := at(words).Block.Reveal(); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
	pin, _ := atlas().Read("", &bot.Location{Latitude: 37.80443, Longitude: -122.27119}, true)
	if got := pin.Block.Reveal(); strings.Contains(got, "37.804") || !strings.Contains(got, "37.80") || !strings.Contains(got, "Oakland") {
		t.Errorf("a pin: %q", got)
	}
}

func TestLaterWordsAddToAPlace(t *testing.T) {
	p := place.Merge(at("the blue house"), at("5th and Main, Oakland"))
	if tell(p) != "|5+main|oakland||oakland" || !strings.Contains(p.Words.Reveal(), "blue") || !strings.Contains(p.Words.Reveal(), "Main") {
		t.Errorf("%+v", p)
	}
	pin, _ := atlas().Read("", &bot.Location{Latitude: 37.8, Longitude: -122.27}, false)
	p = place.Merge(at("Main St 10001"), pin)
	if p.Pin == nil || p.Outside || p.Region != "oakland" || len(p.Streets) != 1 {
		t.Errorf("%+v", p)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"5th & Main", "calle 12 con Maple, Oakland 94601", "👮 400 Main", "\xff\x00,,,&&&", strings.Repeat("la 12 y ", 400)} {
		f.Add(s, 37.8, -122.27, true)
	}
	a := atlas()
	f.Fuzz(func(t *testing.T, words string, lat, long float64, asked bool) {
		pin := &bot.Location{Latitude: lat, Longitude: long}
		p, ok := a.Read(bot.Private(words), pin, asked)
		if ok != p.Known() || len([]rune(p.Words.Reveal())) > 160 || len(p.Streets) > 2 ||
			len(strings.Join(p.Streets, "")+p.City+p.Number+p.Zip) > 600 || !slices.IsSorted(p.Streets) {
			t.Errorf("%q: %+v %t", words, p, ok)
		}
		if c := text.Segments(p.Block.Reveal()); p.Block != "" && (c.Encoding != text.GSM7 || c.Units > 45) {
			t.Errorf("%q: the block %q costs %+v", words, p.Block.Reveal(), c)
		}
		if _, err := json.Marshal(p); err != nil {
			t.Errorf("%q: %v", words, err)
		}
		q, _ := a.Read(bot.Private(words), nil, asked)
		if place.Same(p, q) != place.Same(q, p) {
			t.Errorf("%q: not symmetric", words)
		}
		m := place.Merge(p, q)
		if p.Pin != nil && m.Pin == nil || len(m.Streets) < len(p.Streets) || p.Known() && !m.Known() {
			t.Errorf("%q: something was lost: %+v", words, m)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	a := atlas()
	b.ReportAllocs()
	for b.Loop() {
		a.Read("ay migra aki tocando en la 12 y Maple Oakland", nil, false)
	}
}
