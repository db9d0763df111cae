package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/sim"
)

func TestTheSamePlaceIsOneRaidAndAnotherPlaceStillPages(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, eva, ana)
	rosa, eva, ana := crew[0], crew[1], crew[2]
	x := urgent(s, "5th and Main, Oakland")
	rosa.Hears("page.charge")
	eva.Hears("page.charge")
	rosa.Says("TAKE ?").Hears("reply.took")
	eva.Hears("crew.stand")
	x.Gets("report.seen")
	y := urgent(s, "Main St & 5th Street, oakland")
	rosa.Hears("crew.reports")
	y.Gets("report.seen")
	first := rosa.Code()
	rosa.Says("MORE " + first).Hears("reply.more")
	if !strings.Contains(rosa.Last, "2") {
		t.Errorf("the count is not shown: %q", rosa.Last)
	}
	s.Wait(time.Minute)
	urgent(s, "9th and Oak, Oakland")
	rosa.Hears("page.charge")
	eva.Hears("page.charge")
	rosa.Says("SEND " + first).Hears("reply.sent")
	ana.Hears("page.deploy")
	ana.Says("GO ? 8").Hears("reply.go")
	rosa.Hears("crew.going")
	x.Gets("report.coming")
	y.Gets("report.coming")
	ana.Says("HERE ?").Hears("reply.here")
	ana.Says("CONF ?").Hears("reply.result")
	rosa.Hears("crew.here", "crew.result")
	x.Gets("report.real")
	y.Gets("report.real")
	s.Wait(0)
}

// second lets two reports be one raid of which Rosa is in charge.
func second(t *testing.T) (s *sim.Story, rosa *sim.Volunteer, x, y *sim.Texter) {
	t.Helper()
	s, crew := raidStory(t, nil, rosaLine)
	rosa = crew[0]
	x = urgent(s, "5th and Main, Oakland")
	rosa.Hears("page.charge")
	rosa.Says("TAKE ?").Hears("reply.took")
	y = urgent(s, "Main St & 5th Street, oakland")
	rosa.Hears("crew.reports")
	x.Gets("report.seen")
	y.Gets("report.seen")
	s.Wait(time.Minute)
	return s, rosa, x, y
}

const rosaLine = rosa

func TestSplitPagesAnewAndSameUndoesIt(t *testing.T) {
	_, rosa, x, y := second(t)
	first := rosa.Code()
	rosa.Says("SPLIT ?").Hears("reply.split", "page.charge")
	if other := rosa.Code(); other == first {
		t.Fatal("there is no second raid")
	} else {
		rosa.Says("SAME " + first + " " + other).Hears("reply.same")
	}
	rosa.Says("CLOSE " + first).Hears("reply.close")
	x.Gets()
	y.Gets("report.seen")
}

func TestAMergedReporterIsForgotten(t *testing.T) {
	s, rosa, x, y := second(t)
	y.Says("DELETE")
	y.Skips()
	y.Says("1")
	y.Skips()
	rosa.Says("ASK ? how many are they?").Hears("reply.asked")
	x.Gets("report.ask")
	y.Gets()
	s.Wait(0)
}

func TestASecondTextUpdatesTheOwnReport(t *testing.T) {
	s, crew := raidStory(t, nil, rosa)
	x := urgent(s, "5th and Main, Oakland")
	rosa := crew[0].Hears("page.charge")
	rosa.Says("TAKE ?").Hears("reply.took")
	x.Gets("report.seen")
	x.Says("ICE is here now")
	x.Skips()
	rosa.Hears("crew.told")
	_ = s
}

func TestTwoHoaxesLeaveOneDispatcherAtATime(t *testing.T) {
	s, crew := raidStory(t, func(h *bot.Hotline) { h.Flood.PageEvery = 0 }, rosa, eva)
	x := s.Texter(bot.SMS)
	for _, where := range []string{"5th and Main, Oakland", "9th and Oak, Oakland"} {
		x.Says("ICE is at my door")
		x.Says(where)
		x.Skips()
		rosa := crew[0].Hears("page.charge")
		crew[1].Hears("page.charge")
		rosa.Says("TAKE ?").Hears("reply.took")
		crew[1].Hears("crew.stand")
		rosa.Says("HOAX ?").Hears("reply.hoax")
		rosa.Says("CLOSE ?").Hears("reply.close")
		x.Gets("report.seen")
		s.Wait(61 * time.Minute)
	}
	x.Says("ICE is at my door")
	x.Says("20th and Pine, Oakland")
	x.Skips()
	s.Wait(time.Minute)
	if n := crew[0].Waiting() + crew[1].Waiting(); n != 1 {
		t.Errorf("%d are woken by whoever reported falsely twice", n)
	}
	asked, other := crew[0], crew[1]
	if other.Waiting() == 1 {
		asked, other = other, asked
	}
	asked.Hears("page.charge")
	urgent(s, "Pine St & 20th, Oakland") // somebody else says the same, and is believed
	other.Hears("page.charge")
}
