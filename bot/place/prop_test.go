package place_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/place"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// addresses are many ways to write one house, with a number and a flat that no block may tell.
func addresses(number, flat string) (all []string) {
	for _, street := range []string{"Main St", "E 12th Street", "MLK Way", "calle San Pablo", "avenida 98", "Dr. Martin Luther King Jr. Boulevard", "delaware", "la 12 y Maple"} {
		for _, form := range []string{
			"%[1]s %[2]s apt %[3]s, Oakland", "%[2]s %[1]s depto %[3]s Oakland", "%[1]s %[2]s #%[3]s", "apt %[3]s, %[1]s %[2]s, 94601", "unit %[3]s %[1]s %[2]s", "%[2]s #%[1]s int %[3]s",
			"%[1]s-B %[2]s suite %[3]s Fremont", "%[1]s %[2]s, apartamento %[3]s, Hayward", "%[2]s %[1]s piso %[3]s", "numero %[1]s %[2]s cuarto %[3]s",
			"ICE is at %[1]s %[2]s apt %[3]s!", "%[1]s %[2]s Oakland apt. %[3]s", "room %[3]s at %[1]s %[2]s", "%[1]s%[2]s",
		} {
			all = append(all, strings.TrimSuffix(fmt.Sprintf(form, number, street, flat), fmt.Sprintf("%%!(EXTRA string=%s)", flat)))
		}
	}
	return all
}

func TestNoBlockTellsTheHouseOrTheFlat(t *testing.T) {
	for _, asked := range []bool{true, false} {
		for _, words := range slices.Concat(addresses("4173", "57"), addresses("417", "3C"), addresses("23917", "204")) {
			p, _ := atlas().Read(bot.Private(words), nil, asked)
			for _, p := range []bot.Place{p, place.Merge(p, bot.Place{}), place.Merge(at("the blue house"), p), place.Merge(p, at("Oakland"))} {
				b := p.Block.Reveal()
				for _, secret := range []string{"4173", "57", "417", "3C", "3c", "23917", "204"} {
					if strings.Contains(b, secret) {
						t.Errorf("%q: the block %q tells %s", words, b, secret)
					}
				}
				if c := text.Segments(b); c.Encoding != text.GSM7 || c.Units > 45 {
					t.Errorf("%q: the block %q costs %+v", words, b, c)
				}
			}
		}
	}
}

func TestABlockTellsNoWordsThatAreNoStreets(t *testing.T) {
	for _, words := range []string{"Jose and Ana Lopez", "casa de Maria Lopez y Juan", "ask for Ana Lopez, apt 4", "behind Luis Garcia", "familia Perez, Oakland", "移民局 在 我家", "شارع ماين"} {
		if b := at(words).Block.Reveal(); b != "" && b != "Oakland" {
			t.Errorf("%q: %q", words, b)
		}
	}
}

func TestSameIsSymmetricAndEveryPlaceIsItself(t *testing.T) {
	var all []bot.Place
	for words := range placed {
		p, _ := atlas().Read(bot.Private(words), nil, false)
		all = append(all, p, at(words))
		if !place.Same(p, p) && (len(p.Streets) > 1 || p.Number != "") {
			t.Errorf("%q is not itself", words)
		}
	}
	pin := &bot.Location{Latitude: 37.8, Longitude: -122.27}
	all = append(all, bot.Place{}, bot.Place{Pin: pin}, bot.Place{Pin: &bot.Location{}}, bot.Place{Pin: pin, Streets: []string{"5", "main"}})
	for _, a := range all {
		for _, b := range all {
			if place.Same(a, b) != place.Same(b, a) {
				t.Errorf("%s and %s", tell(a), tell(b))
			}
		}
	}
}

func TestMergingLosesNothing(t *testing.T) {
	var all []bot.Place
	for words := range placed {
		p, _ := atlas().Read(bot.Private(words), nil, false)
		all = append(all, p)
	}
	for _, a := range all {
		for _, b := range all {
			m := place.Merge(a, b)
			if a.City != "" && m.City != a.City || a.Zip != "" && m.Zip != a.Zip || a.Region != "" && m.Region != a.Region || a.Number != "" && m.Number == "" ||
				len(m.Streets) < len(a.Streets) || a.Known() && !m.Known() || utf8.RuneCountInString(m.Words.Reveal()) > 160 {
				t.Errorf("%s and %s: %s", tell(a), tell(b), tell(m))
			}
		}
	}
}
