package local_test

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/local"
	"github.com/aldaba-hotline/aldaba/flows"
)

const list = `hotlines:
  - name: San Mateo
    call: "203-555-0100"
    area: {zips: ["944", "94025"], cities: [San Mateo], near: ["37.53,-122.33,15km"]}
    source: a leaflet
    last_verified: 2026-11-01
  - name: San Mateo, newer
    text: "55501"
    call: "203-555-0101"
    area: {zips: ["944"]}
    source: a leaflet
    last_verified: 2026-11-20
  - name: Fresno
    call: "559-555-0100"
    area: {cities: [Fresno]}
    source: a leaflet
    last_verified: never
  - name: The whole country
    call: "844-555-0100"
    area: {everywhere: true}
    source: a leaflet
    last_verified: 2026-11-25
`

func load(data string) (*local.Directory, bot.Problems) {
	return local.Load(fstest.MapFS{local.File: {Data: []byte(data)}})
}

func TestTheHotlineOfAPlaceIsFound(t *testing.T) {
	d, ps := load(list)
	if ps != nil {
		t.Fatal(ps)
	}
	cases := map[string]struct {
		zip, city string
		pin       *bot.Location
		want      string
	}{
		"the newest of two":           {zip: "94401", want: "San Mateo, newer"},
		"a whole ZIP code":            {zip: "94025", want: "San Mateo"},
		"a city, as people write it":  {city: "SAN  mateo", want: "San Mateo"},
		"a pin inside":                {pin: &bot.Location{Latitude: 37.56, Longitude: -122.32}, want: "San Mateo"},
		"a pin outside":               {pin: &bot.Location{Latitude: 38.5, Longitude: -121.5}, want: "The whole country"},
		"a pin that is no place":      {pin: &bot.Location{Latitude: math.NaN(), Longitude: math.Inf(1)}, want: "The whole country"},
		"one that nobody has called":  {city: "Fresno", want: "The whole country"},
		"nothing known":               {want: "The whole country"},
		"a ZIP code that breaks off":  {zip: "94", want: "The whole country"},
		"a local one beats the whole": {zip: "60601", city: "San Mateo", want: "San Mateo"},
	}
	for name, c := range cases {
		if got, ok := d.Find(c.zip, c.city, c.pin); !ok || got.Name != c.want {
			t.Errorf("%s: %q, want %q", name, got.Name, c.want)
		}
	}
	if h, _ := d.Find("94401", "", nil); h.Number() != "55501" {
		t.Errorf("gives out %s; texts come before calls", h.Number())
	}
}

func TestWithoutAListNothingIsFound(t *testing.T) {
	d, ps := local.Load(fstest.MapFS{})
	if ps != nil {
		t.Fatal(ps)
	}
	if h, ok := d.Find("94401", "San Mateo", nil); ok {
		t.Errorf("found %s", h.Name)
	}
}

// The shipped numbers come from documents; nobody has called them.
func TestNoShippedHotlineIsSentBeforeAPersonHasCalledIt(t *testing.T) {
	d, ps := local.Load(flows.FS)
	if ps != nil {
		t.Fatal(ps)
	}
	for _, zip := range []string{"94401", "93901", "90001", "60601", "80202", "10001", "94110", "94601", "98101", "59001"} {
		if h, ok := d.Find(zip, "", nil); ok {
			t.Errorf("%s is sent %s, last verified %s: is that true? then change this test", zip, h.Name, h.Verified)
		}
	}
}

func TestMistakesAreToldWithTheirLine(t *testing.T) {
	cases := map[string]struct{ old, new, want string }{
		"unknown key":  {"call: \"203-555-0100\"", "phone: \"203-555-0100\"", `flows/hotlines.yaml:3: unknown key "phone"`},
		"no number":    {"    call: \"559-555-0100\"\n", "", `flows/hotlines.yaml:13: has no number`},
		"bad number":   {"559-555-0100", "call us", `flows/hotlines.yaml:14: "call us" is not a number`},
		"no date":      {"last_verified: 2026-11-01", "last_verified: soon", `flows/hotlines.yaml:6: last_verified is "soon"`},
		"date missing": {"    last_verified: never\n", "", `flows/hotlines.yaml:13: last_verified is ""`},
		"no area":      {"area: {cities: [Fresno]}", "area: {}", `flows/hotlines.yaml:15: works nowhere`},
		"no source":    {"559-555-0100\"\n    area: {cities: [Fresno]}\n    source: a leaflet", "559-555-0100\"\n    area: {cities: [Fresno]}", `flows/hotlines.yaml:13: name or source is missing`},
		"bad zip":      {`"94025"`, `"9"`, `flows/hotlines.yaml:4: "9" is not a ZIP code`},
		"bad city":     {"[Fresno]", `["!"]`, `flows/hotlines.yaml:15: "!" is not a city`},
		"bad circle":   {"37.53,-122.33,15km", "137.53,-122.33,15km", `flows/hotlines.yaml:4: "137.53,-122.33,15km" is not a circle`},
		"no km":        {"37.53,-122.33,15km", "37.53,-122.33,15", `flows/hotlines.yaml:4: "37.53,-122.33,15" is not a circle`},
		"nowhere":      {"37.53,-122.33,15km", "NaN,-122.33,15km", `flows/hotlines.yaml:4: "NaN,-122.33,15km" is not a circle`},
		"empty":        {list, "", `flows/hotlines.yaml: is empty`},
	}
	for name, c := range cases {
		d, ps := load(strings.Replace(list, c.old, c.new, 1))
		if d != nil || len(ps) == 0 || !strings.HasPrefix(ps.Error(), c.want) || ps[0].Remedy == "" {
			t.Errorf("%s: got %q, want %q", name, ps.Error(), c.want)
		}
	}
}

func TestANumberThatNobodyHasCalledForHalfAYearIsAWarning(t *testing.T) {
	d, _ := load(list)
	if ps := d.Check(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)); ps != nil {
		t.Error(ps)
	}
	ps := d.Check(time.Date(2027, 5, 10, 0, 0, 0, 0, time.UTC))
	if len(ps) != 1 || !ps[0].Warning || ps[0].Line != 6 {
		t.Errorf("got %v", ps)
	}
}

func FuzzLoadAndFind(f *testing.F) {
	f.Add(list, "94401", "San Mateo", 37.5, -122.3)
	f.Fuzz(func(t *testing.T, data, zip, city string, lat, long float64) {
		if d, _ := load(data); d != nil {
			if h, ok := d.Find(zip, city, &bot.Location{Latitude: lat, Longitude: long}); ok && h.Verified == "never" {
				t.Error("a number that nobody has called is found")
			}
		}
	})
}
