package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Stories of other on-call systems, told with our verbs. GA is GoAlert's test/smoke.

// GA twiliosmsreplycode: two are open, the first is taken twice, then closed.
func TestOneOfTwoIsTakenTwiceThenClosed(t *testing.T) {
	s, crew := raidStory(t, func(h *bot.Hotline) { h.Flood.PageEvery = 0 }, rosa)
	rosa := crew[0]
	x := urgent(s, "5th and Main, Oakland")
	rosa.Hears("page.charge")
	first := rosa.Code()
	urgent(s, "9th and Oak, Oakland")
	rosa.Hears("page.charge")
	rosa.Says("TAKE " + first).Hears("reply.took")
	rosa.Says("'take " + first + "'").Hears("reply.took")
	x.Gets("report.seen")
	rosa.Says("CLOSE " + first).Hears("reply.close")
	rosa.Says("TAKE " + first).Hears("reply.closed")
}

// GA twiliosmsreplylast: a bare word is about the latest. Ours acts on nothing: it answers with the line.
func TestABareWordActsOnNothing(t *testing.T) {
	s, crew := raidStory(t, nil, rosa)
	x := urgent(s, "5th and Main, Oakland")
	crew[0].Hears("page.charge")
	crew[0].Says("TAKE").Hears("reply.bare")
	x.Gets()
	crew[0].Says(crew[0].Last[strings.LastIndex(crew[0].Last, "TAKE "):]).Hears("reply.took")
	x.Gets("report.seen")
}

// GA twiliosmsreplylimit: nine wrong ids. Four are answered, at the fifth the letters change, and then the phone is left in peace for a while.
func TestNineWrongIDs(t *testing.T) {
	s, crew := raidStory(t, nil, rosa)
	urgent(s, "5th and Main, Oakland")
	rosa := crew[0].Hears("page.charge")
	for i := range 9 {
		want := []string{"reply.wrong"}
		switch {
		case i == 4:
			want[0] = "reply.fresh"
		case i > 4:
			want = nil
		}
		rosa.Says("TAKE 100QQQ").Hears(want...)
	}
	rosa.Says("TAKE ?").Hears("reply.took")
}

// GA twiliosmsstopstart: after STOP a volunteer gets no page, START brings them back.
func TestStopAndStartOfAVolunteer(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, eva, lea)
	rosa, eva, lea := crew[0], crew[1], crew[2]
	rosa.Says("STOP").Hears("stop.done")
	lea.Hears("crew.unheard")
	urgent(s, "5th and Main, Oakland")
	eva.Hears("page.charge")
	rosa.Says("START").Skips()
	s.Wait(5 * time.Second)
	urgent(s, "9th and Oak, Oakland")
	rosa.Hears("page.charge")
}

// GA escalation: nobody answers, the next tier is paged when the time is over and not before.
func TestTheNextTierIsPagedInTime(t *testing.T) {
	s, crew := raidStory(t, func(h *bot.Hotline) { h.CallAfter = 0 }, rosa, lea)
	urgent(s, "5th and Main, Oakland")
	crew[0].Hears("page.charge")
	s.Wait(59 * time.Second)
	crew[1].Hears()
	s.Wait(2 * time.Second)
	crew[1].Hears("page.charge")
}

// GA manualescalation: whoever is in charge gives it back, and somebody else is paged. Ours says NO.
func TestGivenBackItIsPagedAnew(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, eva)
	x := urgent(s, "5th and Main, Oakland")
	rosa, eva := crew[0].Hears("page.charge"), crew[1].Hears("page.charge")
	rosa.Says("TAKE ?").Hears("reply.took")
	eva.Hears("crew.stand")
	x.Gets("report.seen")
	s.Wait(90 * time.Second)
	rosa.Says("NO ?").Hears("reply.no")
	eva.Hears("page.charge")
	eva.Says("TAKE ?").Hears("reply.took")
}

// GA multiack: two must accept. After the first the others are still asked, after the second they stand down.
func TestTwoMustTakeCharge(t *testing.T) {
	s, crew := raidStory(t, func(h *bot.Hotline) { h.Escalation[0].Need = 2 }, rosa, eva, "Gil Fox,+15005550106,sms,en,oakland,dispatcher,always")
	x := urgent(s, "5th and Main, Oakland")
	for _, v := range crew {
		v.Hears("page.charge")
	}
	crew[0].Says("TAKE ?").Hears("reply.took")
	x.Gets("report.seen")
	s.Wait(46 * time.Second)
	crew[1].Hears("(call) call.charge")
	crew[2].Hears("(call) call.charge")
	crew[1].Says("TAKE ?").Hears("reply.also")
	crew[2].Hears("crew.stand")
	crew[2].Says("TAKE ?").Hears("reply.taken")
}

// GA multiack: closed, everything that waits is silent.
func TestAfterCloseThereIsSilence(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, ana, lea)
	x := urgent(s, "5th and Main, Oakland")
	rosa, ana := crew[0].Hears("page.charge"), crew[1]
	rosa.Says("TAKE ?").Hears("reply.took")
	x.Gets("report.seen")
	rosa.Says("SEND ?").Hears("reply.sent")
	ana.Hears("page.deploy")
	rosa.Says("CLOSE ?").Hears("reply.close")
	ana.Hears("crew.closed")
	s.Wait(10 * time.Minute)
	ana.Says("GO ?").Hears("reply.closed")
}

// GA dedupnotifications: the engine sleeps for longer than several deadlines. It catches up with one text each.
func TestAfterASleepEverybodyHearsOnce(t *testing.T) {
	e := embedded(t)
	s, crew := raidStoryOn(t, e, nil, rosa, lea)
	x := urgent(s, "5th and Main, Oakland")
	crew[0].Hears("page.charge")
	e.Advance(3 * time.Minute)
	s.Wait(2 * time.Second)
	crew[0].Hears("(call) call.charge")
	crew[1].Hears("page.charge")
	x.Gets("report.nobody")
}

// GA statusupdates: closed by another, everybody hears; who closed it gets no second text.
func TestClosedByAnotherEverybodyHearsOnce(t *testing.T) {
	s, crew := raidStory(t, func(h *bot.Hotline) { h.Escalation[0].Need = 2 }, rosa, eva)
	x := urgent(s, "5th and Main, Oakland")
	rosa, eva := crew[0].Hears("page.charge"), crew[1].Hears("page.charge")
	rosa.Says("TAKE ?").Hears("reply.took")
	eva.Says("TAKE ?").Hears("reply.also")
	x.Gets("report.seen")
	eva.Says("CLOSE ?").Hears("reply.close")
	rosa.Hears("crew.closed")
}

// iris test_api_response_already_claimed: who comes second is told who has it, and whoever is in charge stays.
func TestTheSecondIsToldWhoHasIt(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, eva)
	x := urgent(s, "5th and Main, Oakland")
	rosa, eva := crew[0].Hears("page.charge"), crew[1].Hears("page.charge")
	rosa.Says("TAKE ?").Hears("reply.took")
	x.Gets("report.seen")
	eva.Hears("crew.stand")
	eva.Says("TAKE ?").Hears("reply.taken")
	if !strings.Contains(eva.Last, "Rosa") || strings.Contains(eva.Last, "Diaz") {
		t.Errorf("the second hears %q", eva.Last)
	}
	rosa.Says("SEND ?").Hears("reply.sent_none")
}

// dcsops responder_message_service_spec: who has not arrived cannot say what it is.
func TestNobodyTellsWhatItIsBeforeTheyAreThere(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, ana)
	x := urgent(s, "5th and Main, Oakland")
	rosa, ana := crew[0].Hears("page.charge"), crew[1]
	rosa.Says("TAKE ?").Hears("reply.took")
	rosa.Says("SEND ?").Hears("reply.sent")
	ana.Hears("page.deploy")
	ana.Says("HERE ?").Hears("reply.not_yet")
	ana.Says("GO ?").Hears("reply.go")
	rosa.Hears("crew.going")
	ana.Says("CONF ?").Hears("reply.not_yet")
	ana.Says("CLEAR ?").Hears("reply.not_yet")
	x.Gets("report.seen", "report.coming")
}
