package place_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/place"
)

func atlas() *place.Atlas {
	return place.New(map[string]bot.Region{
		"oakland": {Zips: []string{"946"}, Names: []string{"Oakland", "East Oakland", "Fruitvale"}, Near: []string{"37.80", "-122.27", "12km"}},
		"fremont": {Zips: []string{"94536", "94538"}, Names: []string{"Fremont"}, Near: []string{"37.55", "-121.98", "8km"}},
	})
}

// tell writes a place down: number|streets|city|zip|region.
func tell(p bot.Place) string {
	return fmt.Sprintf("%s|%s|%s|%s|%s", p.Number, strings.Join(p.Streets, "+"), p.City, p.Zip, p.Region)
}

func TestAPlaceInAFreeText(t *testing.T) {
	for words, want := range map[string]string{
		"ICE at 400 Main St, Fremont":                                   "400|main st|fremont||fremont",
		"ay migra aki tocando en la 12 y Maple Oakland":                 "|12+maple|oakland||oakland",
		"ice on 5th and main oakland":                                   "|5+main|oakland||oakland",
		"fifth and main in oakland ice is here now":                     "|5+main|oakland||oakland",
		"raid at 1234 E 14th St Oakland":                                "1234|e 14 st|oakland||oakland",
		"la migra esta en la calle 12 con maple":                        "|12 st+maple|||",
		"migra en avenida cesar chavez y la 5 oakland":                  "|5+cesar chavez ave|oakland||oakland",
		"agents at fruitvale ave & e 12th st":                           "|e 12 st+fruitvale ave|||",
		"they are on International Blvd and 35th Ave, 6 agents":         "|35 ave+international blvd|||",
		"ICE 4th/Broadway oakland":                                      "|4+broadway|oakland||oakland",
		"ice at 400 block of Main Street 94538":                         "400|main st||94538|fremont",
		"redada en calle Maple 400, Fremont":                            "400|maple st|fremont||fremont",
		"they took him at Mission Blvd Fremont":                         "|mission blvd|fremont||fremont",
		"ice ice ice 98th ave oakland please help":                      "|98 ave|oakland||oakland",
		"3 vans corner of 7th st and Adeline st oakland":                "|7 st+adeline st|oakland||oakland",
		"la migra esta en la esquina de la 35 y foothill oakland":       "|35+foothill|oakland||oakland",
		"policía de inmigración 2500 Martin Luther King Jr Way Oakland": "2500|mlk way|oakland||oakland",
	} {
		p, ok := atlas().Read(bot.Private(words), nil, false)
		if got := tell(p); !ok || got != want {
			t.Errorf("%q: %s %t, want %s", words, got, ok, want)
		}
	}
}

func TestNoPlaceInAFreeText(t *testing.T) {
	for _, words := range []string{
		"ICE is at my door", "migra en mi calle", "4 agents at 5 pm", "ay migra aki tocando", "2 vans and 6 men", "200 ICE agents",
		"la migra y la policia", "mi mama y mi papa", "they are here now", "on the 2nd floor and 3rd floor", "ice took my dad and my brother",
		"5 agentes y 2 camionetas", "help me", "police and ice", "mi casa y la de mi vecino", "un hombre y una mujer", "se llevaron a mi hermano",
		"ICE knocking 10 minutes ago", "esta es la segunda vez y tengo miedo", "he is 5 and she is 7", "masked men in a white van and a black suv",
		"my son is in first grade and scared", "estoy en mi carro", "1st amendment", "they came at 6 and left at 7", "ice outside, 3 cars",
		"la migra esta afuera con 4 carros", "que hago si viene la migra y no tengo papeles", "A second one and a third one", "no se", "",
		"👮👮👮", "call 911", "text 12345", "they have badge 4411 and 5522", "it is the fourth time", "dos hombres y un perro", "he drives a red truck and",
		"the door and the window", "yo y mi esposo",
	} {
		if p, ok := atlas().Read(bot.Private(words), nil, false); ok {
			t.Errorf("%q is at %s", words, tell(p))
		}
	}
}

func TestACityOrZIPAloneTellsTheRegion(t *testing.T) {
	for words, want := range map[string]string{
		"ICE is in Fremont":       "||fremont||fremont",
		"migra en oakland":        "||oakland||oakland",
		"ice here 94601":          "|||94601|oakland",
		"raid 94536 come quickly": "|||94536|fremont",
	} {
		p, ok := atlas().Read(bot.Private(words), nil, false)
		if got := tell(p); ok || got != want {
			t.Errorf("%q: %s %t, want %s", words, got, ok, want)
		}
	}
}

func TestAnAnswerIsAPlaceWhateverItSays(t *testing.T) {
	for words, want := range map[string]string{
		"calle 5 y main, oakland":                     "|5 st+main|oakland||oakland",
		"5th & Main Oakland CA 94607":                 "|5+main|oakland|94607|oakland",
		"Main and Oak, Hayward":                       "|main+oak|hayward||",
		"400 Main":                                    "400|main|||",
		"Maple @ 5th":                                 "|5+maple|||",
		"the Walmart on Mowry, Fremont":               "||fremont||fremont",
		"东 14 街和 Fruitvale":                           "14|街和|fruitvale||oakland",
		"شارع ماين":                                   "||||",
		"apt 5, 1234 Oak Street Fremont":              "1234|oak st|fremont||fremont",
		"94601":                                       "|||94601|oakland",
		"Main St":                                     "|main st|||",
		"on the 5th and Main":                         "|5+main|||",
		"Maple y Doce":                                "|12+maple|||",
		"417 Dr. Martin Luther King Jr. Blvd":         "417|mlk blvd|||",
		"Ashby & Shattuck, Berkeley, CA 94703":        "|ashby+shattuck|berkeley|94703|",
		"calle maple numero 12 apartamento 3 fremont": "12|maple st|fremont||fremont",
		"cruzando la 98 con bancroft":                 "|98+bancroft|||",
	} {
		p, ok := atlas().Read(bot.Private(words), nil, true)
		if got := tell(p); !ok || got != want || p.Words == "" {
			t.Errorf("%q: %s %t, want %s", words, got, ok, want)
		}
	}
	for _, words := range []string{"I don't know", "no sé", "👀", "", "   ", "en mi casa"} {
		if p, ok := atlas().Read(bot.Private(words), nil, true); ok {
			t.Errorf("%q is at %+v", words, p)
		}
	}
}

func TestPinsAndWhatIsOutside(t *testing.T) {
	for name, c := range map[string]struct {
		words   string
		pin     *bot.Location
		region  string
		outside bool
	}{
		"a pin in a region":    {"", &bot.Location{Latitude: 37.8, Longitude: -122.27}, "oakland", false},
		"a pin in the ocean":   {"", &bot.Location{}, "", true},
		"a ZIP far away":       {"Main St 10001", nil, "", true},
		"a ZIP of no region":   {"Main and 5th 94541", nil, "", true},
		"a city far away":      {"Main St, Chicago", nil, "", false},
		"the name beats a ZIP": {"Main St Oakland 10001", nil, "oakland", false},
	} {
		p, ok := atlas().Read(bot.Private(c.words), c.pin, true)
		if !ok || p.Region != c.region || p.Outside != c.outside {
			t.Errorf("%s: %+v %t", name, p, ok)
		}
	}
	if p, _ := place.New(nil).Read("Main St 10001", &bot.Location{}, true); p.Outside {
		t.Error("nothing is outside of a hotline without regions")
	}
}
