package place_test

import (
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/place"
)

// A place alone asks what is known about it; with a word more it is something else.
func TestAPlaceAloneIsKnown(t *testing.T) {
	atlas := place.New(map[string]bot.Region{
		"fremont": {Zips: []string{"94538"}, Names: []string{"Fremont", "Niles District", "弗里蒙特"}}, "oakland": {Zips: []string{"946"}, Names: []string{"Oakland", "أوكلاند"}}})
	for words, want := range map[string]string{
		"Fremont": "fremont", "fremont?": "fremont", "FREMONT!!": "fremont", "en Fremont": "fremont", "in Fremont, CA": "fremont", "Fremont CA 94538": "fremont",
		"94538": "fremont", "zip code 94607": "oakland", "niles district": "fremont", "弗里蒙特": "fremont", "أوكلاند": "oakland",
		"": "", "?": "", "in": "", "ca": "", "90210": "", "Boston": "", "12": "", "ice fremont": "", "migra en Fremont": "", "raid Oakland": "", "Fremont St": "",
		"Oakland and Fremont": "", "Fremont help": "", "lawyer 94538": "", "1200 Fremont": "", "call 94538": "", "is ice in fremont": "", "fremont oakland fremont oakland fremont oakland fremont oakland fremont": "",
	} {
		region, ok := atlas.Bare(bot.Private(words))
		if region != want || ok != (want != "") {
			t.Errorf("%q is about %q, want %q", words, region, want)
		}
	}
	if _, ok := place.New(nil).Bare("Fremont"); ok {
		t.Error("a hotline without regions knows Fremont")
	}
}
