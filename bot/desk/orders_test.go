package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/sim"
)

// urgent is a report with a place, from somebody new.
func urgent(s *sim.Story, where string) *sim.Texter {
	x := s.Texter(bot.SMS)
	x.Says("ICE is at my door").Hears("! incident open severity=urgent", "! told report", "! told doing", "raid.where")
	x.Says(where).Hears("! told place", "raid.hurt")
	return x
}

func TestAnIDIsNobodyElses(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, eva, lea)
	rosa, eva, lea := crew[0], crew[1], crew[2]
	x := urgent(s, "5th and Main, Oakland")
	rosa.Hears("page.charge")
	eva.Hears("page.charge")
	if rosa.Code() == eva.Code() || rosa.Code()[:3] != eva.Code()[:3] {
		t.Errorf("ids are %s and %s", rosa.Code(), eva.Code())
	}
	lea.Says("TAKE " + rosa.Code()).Hears("reply.wrong")
	eva.Says("TAKE " + rosa.Code()).Hears("reply.wrong")
	eva.Says("take999zzz").Hears("reply.wrong")
	s.Texter(bot.SMS).Says("TAKE " + rosa.Code()).Hears()
	rosa.Says(strings.ToLower("take" + rosa.Code())).Hears("reply.took")
	eva.Hears("crew.stand")
	x.Gets("report.seen")
}

func TestGuessingChangesTheIDs(t *testing.T) {
	s, crew := raidStory(t, nil, rosa)
	urgent(s, "5th and Main, Oakland").Gets()
	rosa := crew[0]
	rosa.Hears("page.charge")
	old := rosa.Code()
	for range 4 {
		rosa.Says("TAKE " + old[:3] + "QQQ").Hears("reply.wrong")
	}
	rosa.Says("TAKE " + old[:3] + "QQQ").Hears("reply.fresh")
	if rosa.Code() == old {
		t.Fatal("the id is the same")
	}
	rosa.Says("TAKE " + old).Hears() // she has just been texted the new one
	rosa.Says("TAKE ?").Hears("reply.took")
}

func TestABareWordIsAnsweredWithTheLineToSend(t *testing.T) {
	s, crew := raidStory(t, nil, rosa)
	rosa := crew[0]
	x := urgent(s, "5th and Main, Oakland")
	rosa.Hears("page.charge")
	rosa.Says("take").Hears("reply.bare")
	if !strings.Contains(rosa.Last, "TAKE "+rosa.Code()) {
		t.Errorf("hears %q", rosa.Last)
	}
	s.Wait(time.Minute)
	rosa.Hears("(call) call.charge")
	rosa.Says("TAKE ?").Hears("reply.took")
	x.Gets("report.seen")
}

func TestOffIsConfirmedByATextedCode(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, lea)
	rosa, lea := crew[0], crew[1]
	rosa.Says("OFF").Hears("reply.off_code")
	code := rosa.Last[strings.LastIndex(rosa.Last, "OFF "):]
	rosa.Says("OFF ZZZ").Hears("reply.off_code")
	rosa.Says(code).Hears("reply.off")
	urgent(s, "5th and Main, Oakland")
	lea.Hears("page.charge")
	rosa.Says("ON").Hears("reply.on")
	urgent(s, "9th and Oak, Oakland")
	rosa.Hears("page.charge")
}

func TestAPhoneCallIsAnswered(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, eva)
	rosa, eva := crew[0], crew[1]
	x := urgent(s, "5th and Main, Oakland")
	rosa.Hears("page.charge")
	eva.Hears("page.charge")
	s.Wait(45 * time.Second)
	if said := rosa.Presses(""); !said.Gather || !strings.Contains(said.Say[0], "1") {
		t.Errorf("a mailbox hears %+v", said)
	}
	if said := eva.Presses("1"); said.Gather || said.Language != "es" {
		t.Errorf("who has pressed 1 hears %+v", said)
	}
	x.Gets("report.seen")
	eva.Hears("(call) call.charge", "reply.took")
	if said := rosa.Presses("1"); said.Gather {
		t.Errorf("who is late hears %+v", said)
	}
	rosa.Hears("(call) call.charge", "crew.stand")
}

func TestAnUndeliveredPageCountsAtOnce(t *testing.T) {
	s, crew := raidStory(t, func(h *bot.Hotline) { h.Escalation[0].Page = "1" }, rosa, eva, lea)
	for _, v := range crew[:2] {
		v.Unreachable(30005)
	}
	urgent(s, "5th and Main, Oakland")
	crew[2].Hears("crew.unheard", "page.charge", "crew.unheard")
}

func TestAResponderWhoSaysStopAlarmsLeads(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, lea)
	crew[0].Says("STOP").Hears("stop.done")
	crew[1].Hears("crew.unheard")
	urgent(s, "5th and Main, Oakland")
	crew[1].Hears("page.charge")
}

func TestNobodyIsPagedForTheirOwnReportAndCanStillReport(t *testing.T) {
	_, crew := raidStory(t, nil, rosa, eva)
	crew[0].Says("ICE is at my door").Skips()
	crew[0].Says("5th and Main, Oakland").Skips()
	crew[1].Hears("page.charge")
}

func TestWhoIsInChargeReadsThatItIsNotSafeToText(t *testing.T) {
	s, crew := raidStory(t, nil, rosa)
	rosa := crew[0]
	x := urgent(s, "5th and Main, Oakland")
	x.Says("1").Hears("! told hurt", "raid.safe")
	x.Says("2").Hears("! told safe", "raid.unsafe")
	rosa.Hears("page.charge")
	rosa.Says("TAKE ?").Hears("reply.took")
	if !strings.Contains(rosa.Last, "NOT SAFE TO TEXT") {
		t.Errorf("Rosa reads %q", rosa.Last)
	}
	x.Gets() // nothing lights up a phone that must stay dark
}

func TestACallForHelpIsHeardWhenTheRaidIsOver(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, ana, lea)
	rosa, ana, lea := crew[0], crew[1], crew[2]
	x := urgent(s, "5th and Main, Oakland")
	rosa.Hears("page.charge")
	rosa.Says("TAKE ?").Hears("reply.took")
	x.Gets("report.seen")
	rosa.Says("SEND ? 1").Hears("reply.sent")
	ana.Hears("page.deploy")
	ana.Says("GO ? 8").Hears("reply.go")
	x.Gets("report.coming")
	rosa.Hears("crew.going")
	rosa.Says("CLOSE ?").Hears("reply.close")
	ana.Hears("crew.closed")
	x.Gets("report.alone")
	ana.Says("SOS ?").Hears("reply.sos")
	rosa.Hears("page.sos", "(call) call.sos")
	if said := lea.Presses("1"); strings.Contains(strings.Join(said.Say, " "), "not needed") {
		t.Errorf("Lea hears %v", said)
	}
	lea.Hears("page.sos", "(call) call.sos", "reply.closed")
}
