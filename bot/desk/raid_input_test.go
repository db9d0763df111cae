package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

func TestAnyPlaceWakesSomebody(t *testing.T) {
	for _, where := range []string{
		"🏠🚨 5th & Main 🚨, Oakland", strings.Repeat("behind the church by the big tree ", 47), "улица Ленина 5", "شارع الرشيد بغداد", "国际大道 1423 号",
		"\u202e5th and Main", "🏚", "??",
	} {
		s, crew := raidStory(t, func(h *bot.Hotline) { h.CallAfter = 0 }, rosa)
		x := s.Texter(bot.SMS)
		x.Says("ICE is at my door").Skips()
		x.Says(where).Skips()
		s.Wait(61 * time.Second)
		pages := crew[0].Read()
		if len(pages) == 0 || !strings.HasPrefix(pages[0], "RR") || !strings.HasSuffix(pages[0], "TAKE "+crew[0].Code()) {
			t.Errorf("%q: %q", where, pages)
		}
	}
}

func TestAPinInTheOceanIsOutsideAndStillAsksOne(t *testing.T) {
	s, crew := raidStory(t, func(h *bot.Hotline) { h.CallAfter = 0 }, rosa, eva)
	x := s.Texter(bot.SMS)
	x.Says("ICE is at my door").Skips()
	x.Sends(bot.Event{Location: &bot.Location{Latitude: 0, Longitude: -150}}).Skips()
	x.Gets("report.away")
	s.Wait(61 * time.Second)
	if n := crew[0].Waiting() + crew[1].Waiting(); n != 1 {
		t.Errorf("%d are woken", n)
	}
	crew[0].Skips()
	crew[1].Skips()
}

func TestWithoutTiersLeadsAreAlarmedAtOnce(t *testing.T) {
	s, crew := raidStory(t, func(h *bot.Hotline) { h.Escalation = nil }, lea)
	urgent(s, "5th and Main, Oakland")
	crew[0].Hears("page.alarm").Says("TAKE ?").Hears("reply.took").Skips()
	s.Wait(time.Second)
}

func TestAnEmptyRosterTellsTheTruthAfterThreeMinutes(t *testing.T) {
	s, _ := raidStory(t, nil)
	x := urgent(s, "5th and Main, Oakland")
	s.Wait(3*time.Minute + time.Second)
	x.Gets("report.nobody")
}
