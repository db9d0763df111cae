package desk_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/local"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/understand"
	"github.com/aldaba-hotline/aldaba/flows"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// knowing is the shipped brain that knows one hotline of another place, which a person has called.
func knowing(t *testing.T, area string) *desk.Brain {
	t.Helper()
	h := settings.Default()
	h.Regions = map[string]bot.Region{"oakland": {Zips: []string{"946"}, Names: []string{"Oakland"}, Near: []string{"37.80", "-122.27", "12km"}}}
	library, _ := flow.Load(flows.FS)
	texts, _ := say.Load(i18n.FS)
	words, _ := understand.LoadWords(i18n.FS)
	h.Languages = texts.Languages()
	there, ps := local.Load(fstest.MapFS{"hotlines.yaml": {Data: []byte("hotlines:\n  - name: Test Network\n    call: \"503-555-0100\"\n" +
		"    area:\n      " + area + "\n    source: test\n    last_verified: 2026-11-01\n")}})
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	return desk.NewBrain(h, library, texts, words, sim.Shipped(t).Reader(), there)
}

func TestFarAwayTheVerifiedHotlineThereIsTold(t *testing.T) {
	e := embedded(t)
	s := sim.NewStory(t, knowing(t, "near: [\"45.52,-122.68,20km\"]"), ports(t, e), e.Advance)
	crew := s.Crew(rosa)
	x := s.Texter(bot.SMS)
	x.Says("ICE is at my door").Skips()
	x.Sends(bot.Event{Location: &bot.Location{Latitude: 45.52, Longitude: -122.68}}).Skips()
	x.Gets("report.local")
	s.Wait(61 * time.Second)
	if pages := crew[0].Read(); len(pages) != 1 || !strings.HasPrefix(pages[0], "RR") {
		t.Errorf("the dispatcher gets %q", pages)
	}
}

func TestLegalHelpNamesTheHotlineForTheZIPAndKeepsOnlyTheState(t *testing.T) {
	e := embedded(t)
	s := sim.NewStory(t, knowing(t, "zips: [\"972\"]"), ports(t, e), e.Advance)
	x := s.Texter(bot.SMS)
	x.Says("lawyer").Hears("lawyer.ask")
	x.Says("free").Hears("lawyer.zip")
	x.Says("97201").Hears("! state OR", "help.local", "lawyer.free", "common.then")
	if text := strings.Join(s.Last().Texts, "\n"); !strings.Contains(text, "Test Network") || !strings.Contains(text, "503-555-0100") {
		t.Errorf("says %s", text)
	}
	if c := s.Last().Contact; c.State != "OR" || len(s.Last().Session.Values) != 0 {
		t.Errorf("keeps %+v and %v", c, s.Last().Session.Values)
	}
	x.Says("again").Hears("lawyer.ask")
	x.Says("1").Hears("lawyer.zip")
	x.Says("60608").Hears("! state IL", "lawyer.free", "common.then")
}
