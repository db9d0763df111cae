package dispatch_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
)

// taken is a raid that rosa has taken, with these people beside her.
func taken(t *testing.T, people ...string) *story {
	t.Helper()
	return tell(t, append([]string{"rosa dispatcher"}, people...)...).raid("x", "oakland 5th").hears("rosa page.charge take").
		says("rosa take").hears("rosa reply.took send", "c-x report.seen")
}

func TestVerifiersGoWhenWhoeverIsInChargeSaysSo(t *testing.T) {
	taken(t, "ana verifier", "ben verifier", "cem verifier").
		says("rosa send").hears("ana page.deploy go", "ben page.deploy go", "rosa reply.sent").is(bot.StateVerifying).
		says("ana go 8").hears("ana reply.go here", "rosa crew.going", "c-x report.coming", "ben crew.stand").
		says("ben go").hears("ben reply.full").
		says("ana conf").hears("ana reply.not_yet here").
		says("ana here").hears("ana reply.here", "rosa crew.here").
		says("ana salute 5 agents").hears("ana reply.saved", "rosa crew.salute").
		says("ana conf").hears("c-x report.real", "ana reply.result clear", "rosa crew.result").is(bot.StateConfirmed).
		says("rosa send 2").hears("cem page.deploy go", "rosa reply.sent").is(bot.StateResponding).
		says("cem go").hears("cem reply.go here", "rosa crew.going").
		says("ana clear").hears("c-x report.clear", "cem crew.closed", "ana reply.cleared", "rosa crew.result").is(bot.StateAllClear).
		says("rosa close").hears("rosa reply.close").is(bot.StateClosed).
		says("ana conf").hears("ana reply.closed")
}

func TestNobodyGoesWithoutAnOrderUnlessTheHotlineWantsIt(t *testing.T) {
	s := tell(t, "rosa dispatcher", "ana verifier")
	s.rules.Deploy.Unattended = true
	s.raid("x", "oakland").hears("rosa page.charge take", "ana page.deploy go").is(bot.StateVerifying).
		says("ana go").hears("ana reply.go here", "c-x report.coming")
}

func TestWhoDoesNotComeIsAskedAndThenReplaced(t *testing.T) {
	taken(t, "ana verifier", "ben verifier", "cem verifier").
		says("rosa send").hears("ana page.deploy go", "ben page.deploy go", "rosa reply.sent").
		says("ana go 10").hears("ana reply.go here", "rosa crew.going", "c-x report.coming", "ben crew.stand").
		wait(15*time.Minute-time.Second).hears().
		wait(time.Second).hears("ana crew.where here").
		wait(3*time.Minute-time.Second).hears().
		wait(time.Second).hears("ana crew.replaced", "c-x report.alone", "rosa crew.missing", "cem page.deploy go").
		says("ana here").hears("ana reply.here", "rosa crew.here")
}

func TestWhoIsSilentAtThePlaceIsCheckedOn(t *testing.T) {
	taken(t, "ana verifier", "lea lead off").
		says("rosa send").hears("ana page.deploy go", "rosa reply.sent").
		says("ana go").hears("ana reply.go here", "rosa crew.going", "c-x report.coming").
		says("ana here").hears("ana reply.here", "rosa crew.here").
		wait(15*time.Minute).hears("ana crew.check here").
		wait(5*time.Minute).hears("alarm silent", "lea crew.missing", "rosa crew.missing").
		says("ana here").hears("ana reply.here").
		wait(14 * time.Minute).hears()
}

func TestSOSCallsAllLeadsUntilOneAnswers(t *testing.T) {
	s := taken(t, "ana verifier", "lea lead off", "leo lead").
		says("rosa send").hears("ana page.deploy go", "rosa reply.sent").
		says("ana go").hears("ana reply.go here", "rosa crew.going", "c-x report.coming")
	all := []string{"alarm sos", "rosa page.sos more", "rosa call.sos", "lea page.sos more", "lea call.sos", "leo page.sos more", "leo call.sos"}
	s.says("ana sos").hears(append([]string{"ana reply.sos"}, all...)...).
		wait(2 * time.Minute).hears(all...).
		says("lea more").hears("lea reply.more").
		wait(5 * time.Minute).hears()
}

func TestTooFewGo(t *testing.T) {
	taken(t, "ana verifier", "ben verifier", "cem verifier off").
		says("rosa send 2").hears("ana page.deploy go", "ben page.deploy go", "rosa reply.sent").
		says("ana go").hears("ana reply.go here", "rosa crew.going", "c-x report.coming").
		wait(45 * time.Second).hears("ben call.deploy").
		wait(135 * time.Second).hears("rosa crew.few")
	taken(t).says("rosa send").hears("rosa reply.sent_none")
}

func TestWhoCannotGoAfterAllIsReplaced(t *testing.T) {
	taken(t, "ana verifier", "ben verifier", "cem verifier").
		says("rosa send").hears("ana page.deploy go", "ben page.deploy go", "rosa reply.sent").
		says("ana go").hears("ana reply.go here", "rosa crew.going", "c-x report.coming", "ben crew.stand").
		says("ana no").hears("ana reply.no", "c-x report.alone", "rosa crew.missing", "cem page.deploy go").
		says("cem go").hears("cem reply.go here", "rosa crew.going", "c-x report.coming")
}

func TestNotImmigrationTurnsTheOthersBack(t *testing.T) {
	taken(t, "ana verifier", "ben verifier", "cem verifier").
		says("rosa send 2").hears("ana page.deploy go", "ben page.deploy go", "rosa reply.sent").
		says("ana go").hears("ana reply.go here", "rosa crew.going", "c-x report.coming").
		says("ben go").hears("ben reply.go here", "rosa crew.going").
		says("ana here").hears("ana reply.here", "rosa crew.here").
		says("ana notice").hears("c-x report.not_ice", "ben crew.closed", "ana reply.not_ice conf", "rosa crew.result").is(bot.StateNotICE)
}

func TestNobodyIsSentToTwoPlaces(t *testing.T) {
	s := taken(t, "ana verifier", "ben verifier").
		says("rosa send").hears("ana page.deploy go", "ben page.deploy go", "rosa reply.sent").
		says("ana go").hears("ana reply.go here", "rosa crew.going", "c-x report.coming", "ben crew.stand")
	s.wait(2*time.Minute).raid("y", "oakland 9th").hears("rosa page.charge take").
		says("rosa take").hears("rosa reply.took send", "c-y report.seen").
		says("rosa send").hears("ben page.deploy go", "rosa reply.sent")
}

func TestSomebodyTakenIsFollowedUp(t *testing.T) {
	taken(t, "ana verifier").told("doing", "taking").hears("rosa crew.told").
		says("rosa send").hears("ana page.deploy go", "rosa reply.sent").
		says("ana go").hears("ana reply.go here", "rosa crew.going", "c-x report.coming").
		says("ana here").hears("ana reply.here", "rosa crew.here").
		says("ana conf").hears("c-x report.real", "ana reply.result clear", "rosa crew.result").
		says("rosa close").hears("rosa reply.follow_up close").is(bot.StateFollowUp).
		says("rosa close").hears("ana crew.closed", "rosa reply.close").is(bot.StateClosed)
}

func TestFurtherReportsJoinTheFirst(t *testing.T) {
	s := taken(t)
	first := s.in()
	s.opens("y", bot.Urgent)
	own := s.in()
	own.Place = first.Place
	if got := dispatch.Match(s.board, own, s.rules.Same, s.now); got != "x" {
		t.Fatalf("matches %q", got)
	}
	if got := dispatch.Match(s.board, own, s.rules.Same, s.now.Add(61*time.Minute)); got != "" {
		t.Fatal("matches what was reported more than an hour ago")
	}
	s.happens(dispatch.Merged{By: "clock", Into: "x", Number: 417}).hears().is(bot.StateMerged)
	s.id = "x"
	s.happens(dispatch.Joined{By: "clock", Report: bot.Report{Incident: "y", Number: 418, Reporter: "c-y"}}).hears("rosa crew.reports", "c-y report.seen")
	if s.board.Open[0].Reports != 2 {
		t.Errorf("the board counts %d reports", s.board.Open[0].Reports)
	}
	s.happens(dispatch.Parted{By: "rosa", Incident: "y"}).hears()
	s.id = "y"
	s.happens(dispatch.Split{By: "rosa"}).hears().is(bot.StateUnverified)
	own = s.in()
	own.Place = first.Place
	if got := dispatch.Match(s.board, own, s.rules.Same, s.now); got != "" {
		t.Error("it joins again what a person took it out of")
	}
	s.wait(3 * time.Second).hears("rosa page.summary take 1")
}

func TestAFloodIsToldInSummaries(t *testing.T) {
	s := tell(t, "rosa dispatcher", "lea lead")
	s.raid("a", "1").hears("rosa page.charge take").raid("b", "2").hears().raid("c", "3").hears().
		wait(3*time.Second).hears("rosa page.summary take 2").
		raid("d", "4").hears("alarm flood", "lea page.digest 4", "lea page.charge take"). // Rosa has just had a summary
		wait(41 * time.Second).hears().wait(time.Second).hears("rosa call.charge")
	s.id = "b"
	s.says("rosa take").hears("rosa reply.took send", "c-b report.seen")
	if !slices.ContainsFunc(s.board.Open, func(p bot.Posted) bool { return p.Incident == "b" && p.Owned }) {
		t.Error("the board does not know that somebody has it")
	}
}

func TestGuessedIDsChange(t *testing.T) {
	var d bot.Duty
	said := ""
	for range 4 {
		if d, said = dispatch.Wrong(d, noon); said != dispatch.ReplyWrong || d.Generation != 0 {
			t.Fatalf("%s, %+v", said, d)
		}
	}
	if d, said = dispatch.Wrong(d, noon); said != dispatch.ReplyFresh || d.Generation != 1 {
		t.Errorf("%s, %+v", said, d)
	}
	if again, counts := dispatch.Right(d, noon); !counts || again.Wrong != 0 {
		t.Errorf("%+v", again)
	}
	for range 5 {
		if d, said = dispatch.Wrong(d, noon.Add(time.Second)); said != "" || d.Generation != 1 {
			t.Errorf("%s, %+v", said, d)
		}
	}
	if d, counts := dispatch.Right(d, noon); counts || d.Generation != 2 {
		t.Errorf("%+v", d)
	}
}

func TestLeadsHearOfWhoCannotBeReached(t *testing.T) {
	s := tell(t, "rosa dispatcher", "lea lead")
	b, effects := dispatch.Reach(s.board, s.rules, "rosa", false)
	s.hear(effects)
	s.hears("alarm roster", "lea crew.unheard")
	b, effects = dispatch.Reach(b, s.rules, "rosa", false)
	s.hear(effects)
	s.hears()
	s.board = b
	s.raid("x", "oakland").hears("lea page.charge take")
	s.board, _ = dispatch.Reach(s.board, s.rules, "rosa", true)
	if s.board.Duty["rosa"].Unreached {
		t.Error("still unreached")
	}
}

func TestAnEndlessReporterIsBounded(t *testing.T) {
	s := taken(t)
	for range dispatch.MaxFacts + 10 {
		s.told("update", "x")
	}
	s.heard = nil
	if n := len(s.in().Facts); n != dispatch.MaxFacts {
		t.Errorf("%d facts", n)
	}
	if n := len(s.in().Log); n > dispatch.MaxLog {
		t.Errorf("%d log entries", n)
	}
}

func TestAReporterIsNotLeftToWaitForNobody(t *testing.T) {
	going := func() *story {
		return taken(t, "ana verifier").
			says("rosa send").hears("ana page.deploy go", "rosa reply.sent").
			says("ana go").hears("ana reply.go here", "rosa crew.going", "c-x report.coming")
	}
	going().says("rosa close").hears("ana crew.closed", "c-x report.alone", "rosa reply.close")
	going().says("rosa hoax").hears("mark c-x", "ana crew.closed", "c-x report.alone", "rosa reply.hoax")
	going().says("ana here").hears("ana reply.here", "rosa crew.here").
		says("ana conf").hears("c-x report.real", "ana reply.result clear", "rosa crew.result").
		says("rosa close").hears("ana crew.closed", "rosa reply.close")
}

func TestNobodyHearsThatNobodyComesWhileSomebodyDoes(t *testing.T) {
	s := tell(t, "rosa dispatcher", "ana verifier")
	s.rules.Deploy.Unattended = true
	s.raid("x", "oakland").hears("rosa page.charge take", "ana page.deploy go").
		says("ana go 30").hears("ana reply.go here", "c-x report.coming").
		wait(45 * time.Second).hears("rosa call.charge").
		wait(2*time.Minute + 20*time.Second)
	for _, h := range s.heard {
		if h == "c-x report.nobody" {
			t.Error("somebody is on the way")
		}
	}
	s.heard = nil
}

func TestSOSIsHeardFromWhoIsInChargeAndWhenItIsOver(t *testing.T) {
	taken(t, "lea lead off").says("rosa sos").hears("rosa reply.sos", "alarm sos", "lea page.sos more", "lea call.sos")
	taken(t, "ana verifier", "lea lead off").
		says("rosa send").hears("ana page.deploy go", "rosa reply.sent").
		says("ana go").hears("ana reply.go here", "rosa crew.going", "c-x report.coming").
		says("rosa close").hears("ana crew.closed", "c-x report.alone", "rosa reply.close").
		says("ana sos").hears("ana reply.sos", "alarm sos", "rosa page.sos more", "rosa call.sos", "lea page.sos more", "lea call.sos").
		wait(5 * time.Minute).hears()
}

func TestWhatIsOverIsClosedByTheClock(t *testing.T) {
	taken(t, "ana verifier", "ben verifier").
		says("rosa send").hears("ana page.deploy go", "ben page.deploy go", "rosa reply.sent").
		says("ana go").hears("ana reply.go here", "rosa crew.going", "c-x report.coming", "ben crew.stand").
		says("ana here").hears("ana reply.here", "rosa crew.here").
		says("ana clear").hears("c-x report.clear", "ana reply.cleared", "rosa crew.result").
		says("ben go").hears("ben reply.closed").
		wait(30 * time.Minute).hears("rosa crew.idle close").
		wait(30 * time.Minute).hears("rosa crew.closed").is(bot.StateClosed)
}

func TestWhoNeedsHelpAfterwardsIsNotForgotten(t *testing.T) {
	taken(t, "ana verifier", "lea lead off").told("hurt", "hurt").hears("rosa page.update more").
		says("rosa clear").hears("c-x report.clear", "rosa reply.cleared").
		wait(30 * time.Minute).hears("rosa crew.idle close").
		wait(30 * time.Minute).hears("lea crew.idle take").is(bot.StateFollowUp).
		wait(12 * time.Hour).hears("rosa crew.idle close")
}

func TestAlarmsComeLessOften(t *testing.T) {
	s := tell(t).raid("a", "oakland").hears("alarm nobody")
	s.wait(3 * time.Minute).hears("c-a report.nobody")
	for _, after := range []time.Duration{2, 10, 20, 40, 60, 60} {
		s.wait(after*time.Minute - time.Second).hears().wait(time.Second).hears("alarm nobody")
	}
}

func TestACrowdOfReportersDoesNotBuryWhoIsInCharge(t *testing.T) {
	s := taken(t)
	told := 0
	for i := range 300 {
		s.happens(dispatch.Joined{By: "clock", Report: bot.Report{Incident: bot.IncidentID(fmt.Sprint("y", i)), Number: 1000 + i}})
		s.told("update", "they are here")
	}
	for _, line := range s.heard {
		if line == "rosa crew.reports" || line == "rosa crew.told" {
			told++
		}
	}
	s.heard = nil
	if told > 30 || s.in().Count() != 301 || len(s.in().Reports) != dispatch.MaxReports {
		t.Errorf("rosa gets %d texts about %d reports, %d of them by name", told, s.in().Count(), len(s.in().Reports))
	}
}
