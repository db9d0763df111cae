package main

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

func TestTheDemoTellsANotice(t *testing.T) {
	t.Parallel()
	tr, err := newTrial(sim.ShippedAs(t, demoRegions(settings.Default())), web.Options{Log: quiet}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tr.close)
	if region, err := tr.noticed(t.Context()); err != nil || region != "fremont" {
		t.Fatal(region, err)
	}
	phone := tr.phones.New(bot.SMS)
	if err := tr.phones.Say(t.Context(), phone, bot.Event{Text: "Is ICE in Fremont?"}); err != nil {
		t.Fatal(err)
	}
	bubbles, _, err := tr.phones.Since(phone, 0)
	if err != nil || len(bubbles) < 3 || !strings.Contains(bubbles[1].Text, "film crew. That can change. Do you see agents? Text RAID.") {
		t.Errorf("%+v %v", bubbles, err)
	}
}
