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

func TestFarAwayTheVerifiedHotlineThereIsTold(t *testing.T) {
	h := settings.Default()
	h.Regions = map[string]bot.Region{"oakland": {Zips: []string{"946"}, Names: []string{"Oakland"}, Near: []string{"37.80", "-122.27", "12km"}}}
	library, _ := flow.Load(flows.FS)
	texts, _ := say.Load(i18n.FS)
	words, _ := understand.LoadWords(i18n.FS)
	h.Languages = texts.Languages()
	there, ps := local.Load(fstest.MapFS{"hotlines.yaml": {Data: []byte("hotlines:\n  - name: Test Network\n    call: \"503-555-0100\"\n" +
		"    area:\n      near: [\"45.52,-122.68,20km\"]\n    source: test\n    last_verified: 2026-11-01\n")}})
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	e := embedded(t)
	s := sim.NewStory(t, desk.NewBrain(h, library, texts, words, there), ports(t, e), e.Advance)
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
