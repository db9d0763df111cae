package dispatch_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
)

func TestAPlaceWakesDispatchersAtOnce(t *testing.T) {
	tell(t, "rosa dispatcher", "eva dispatcher", "max dispatcher", "lea lead off").
		opens("a", bot.Urgent).hears().is(bot.StateNew).
		told("report", "migra").hears().is(bot.StateTriage).
		told("place", "oakland 5th").hears("eva page.charge take", "max page.charge take").is(bot.StateUnverified).
		says("max take").hears("max reply.took send", "c-a report.seen", "eva crew.stand").
		says("eva take").hears("eva reply.taken").
		says("max close").hears("max reply.close").is(bot.StateClosed)
}

func TestNoPlaceWakesThemAfterAMinute(t *testing.T) {
	tell(t, "rosa dispatcher").opens("a", bot.Urgent).told("report", "migra").
		wait(59*time.Second).hears().
		wait(time.Second).hears("rosa page.unknown take").
		told("place", "oakland 5th").hears("rosa page.update take").is(bot.StateUnverified).
		wait(45*time.Second).hears("rosa call.charge").
		says("rosa take").hears("rosa reply.took send", "c-a report.seen")
}

func TestAChildAloneWakesThemWithoutAPlace(t *testing.T) {
	tell(t, "rosa dispatcher").opens("a", bot.Urgent).told("hurt", "children").hears("rosa page.unknown take")
	tell(t, "rosa dispatcher").opens("a", bot.Urgent).told("hurt", "no").hears()
}

func TestTheNextTierIsWokenUntilSomebodyAnswers(t *testing.T) {
	s := tell(t, "rosa dispatcher", "lea lead off").raid("a", "oakland").hears("rosa page.charge take").
		wait(44 * time.Second).hears().
		wait(time.Second).hears("rosa call.charge").
		wait(14 * time.Second).hears().
		wait(time.Second).hears("lea page.charge take").
		wait(45 * time.Second).hears("lea call.charge").
		wait(74 * time.Second).hears().
		wait(time.Second)
	s.hears("c-a report.nobody", "alarm nobody", "lea page.alarm take")
	s.wait(5*time.Minute).hears("lea call.charge", "rosa page.charge take").
		wait(45*time.Second).hears("rosa call.charge").
		says("rosa take").hears("rosa reply.took send", "c-a report.seen", "lea crew.stand")
}

func TestAnEmptyTierIsSkippedAtOnce(t *testing.T) {
	tell(t, "rosa dispatcher off", "lea lead off").raid("a", "oakland").hears("lea page.charge take")
	tell(t, "rosa dispatcher fremont", "lea lead off oakland").raid("a", "oakland 5th").hears("lea page.charge take")
	tell(t).raid("a", "oakland").hears("alarm nobody").
		wait(3 * time.Minute).hears("c-a report.nobody").
		wait(2 * time.Minute).hears("alarm nobody")
}

func TestAnUndeliveredPageIsReplacedAtOnce(t *testing.T) {
	s := tell(t, "a dispatcher", "b dispatcher", "c dispatcher", "l lead").raid("x", "oakland").hears("a page.charge take", "b page.charge take")
	s.happens(dispatch.Unheard{Message: s.in().Pages[0].Message, Code: 30003}).hears("c page.charge take")
	s.happens(dispatch.Unheard{Message: s.in().Pages[1].Message}).hears()
	s.happens(dispatch.Unheard{Message: s.in().Pages[2].Message}).hears("l page.charge take")
	s.happens(dispatch.Unheard{Message: "another", Contact: "c-x", Code: 5}).hears()
	s.says("a take").hears("a reply.took send", "c-x report.seen", "l crew.stand") // it came after all
}

func TestANoIsReplacedAtOnce(t *testing.T) {
	tell(t, "a dispatcher", "b dispatcher", "c dispatcher", "l lead").raid("x", "oakland").hears("a page.charge take", "b page.charge take").
		says("a no").hears("a reply.no", "c page.charge take").
		says("b no").hears("b reply.no").
		says("c no").hears("c reply.no", "l page.charge take").
		says("a take").hears("a reply.took send", "c-x report.seen", "l crew.stand")
}

func TestRegionThenLanguageThenWhoWasPagedLongestAgo(t *testing.T) {
	s := tell(t, "all dispatcher", "here-en dispatcher oakland en", "here-es dispatcher oakland es", "there dispatcher fremont es")
	s.rules.Escalation[0].Page = "all"
	s.raid("x", "oakland 5th").hears("here-es page.charge take", "here-en page.charge take", "all page.charge take")
	s = tell(t, "a dispatcher", "b dispatcher")
	s.rules.Escalation[0].Page = "1"
	s.raid("x", "oakland").hears("a page.charge take").wait(30*time.Second).
		raid("y", "fremont").hears("b page.charge take")
	s.wait(14*time.Second).hears().says("b take").hears("b reply.took send", "c-y report.seen")
	s.id = "x"
	s.says("a take").hears("a reply.took send", "c-x report.seen")
}

func TestNobodyIsPagedForTheirOwnReport(t *testing.T) {
	tell(t, "rosa dispatcher", "eva dispatcher").raid("rosa", "oakland").hears("eva page.charge take")
}

func TestSeveralMustAcceptWhereThePolicySaysSo(t *testing.T) {
	s := tell(t, "a dispatcher", "b dispatcher", "c dispatcher")
	s.rules.Escalation[0].Need, s.rules.Escalation[0].Page = 2, "3"
	s.raid("x", "oakland").hears("a page.charge take", "b page.charge take", "c page.charge take").
		says("a take").hears("a reply.took send", "c-x report.seen").
		says("a take").hears("a reply.took send").
		says("b take").hears("b reply.also", "c crew.stand").
		says("c take").hears("c reply.taken")
}

func TestABareVerbStopsNoClock(t *testing.T) {
	s := tell(t, "a dispatcher").raid("x", "oakland").hears("a page.charge take")
	due := s.in().Due
	s.happens(dispatch.Said{By: "a", Order: bot.Order{Verb: bot.VerbTake}}).hears("a reply.bare take")
	if s.in().Due != due || s.in().Owner != "" {
		t.Error("a bare TAKE stopped a clock")
	}
}

func TestWhoeverIsInChargeAndSilentLosesIt(t *testing.T) {
	tell(t, "a dispatcher", "b dispatcher").raid("x", "oakland").hears("a page.charge take", "b page.charge take").
		says("a take").hears("a reply.took send", "c-x report.seen", "b crew.stand").
		wait(5*time.Minute).hears("a crew.idle send").
		says("a more").hears("a reply.more").
		wait(5*time.Minute).hears("a crew.idle send").
		wait(3*time.Minute).hears("a crew.lost", "a page.charge take", "b page.charge take").
		says("b take").hears("b reply.took send", "a crew.stand")
}

func TestOnlyWhoIsInChargeOrdersPeople(t *testing.T) {
	tell(t, "a dispatcher", "v verifier").raid("x", "oakland").hears("a page.charge take").
		says("a send").hears("a reply.charge take").
		says("v close").hears("v reply.charge take").
		says("v go").hears("v reply.not_yet take")
}

func TestAReportThatIsNotUrgentAsksOneAtATime(t *testing.T) {
	tell(t, "a dispatcher", "b dispatcher", "l lead").opens("x", bot.Lower).told("when", "left").hears().
		told("place", "oakland").hears("a page.charge take").
		wait(9*time.Minute+59*time.Second).hears().
		wait(time.Second).hears("l page.charge take").
		says("a take").hears("a reply.took send", "c-x report.seen", "l crew.stand")
	tell(t, "a dispatcher").opens("x", bot.Lower).wait(5 * time.Minute).hears("a page.unknown take")
}

func TestWhoHasCriedWolfWakesOnePersonAtATime(t *testing.T) {
	s := tell(t, "a dispatcher", "b dispatcher")
	s.id = "x"
	s.happens(dispatch.Opened{ID: "x", Number: 1, Reporter: "c-x", Severity: bot.Urgent, Doubted: true}).told("place", "oakland").
		hears("a page.charge take").wait(2*time.Minute).hears().
		says("a take").hears("a reply.took send", "c-x report.seen").
		says("a hoax").hears("mark c-x", "a reply.hoax").is(bot.StateRumor).
		says("a close").hears("a reply.close").is(bot.StateClosed)
}

func TestAskReachesTheReporterUnlessTheySaidStop(t *testing.T) {
	s := tell(t, "a dispatcher").raid("x", "oakland").hears("a page.charge take").
		says("a take").hears("a reply.took send", "c-x report.seen").
		says("a ask how many are there").hears("c-x report.ask", "a reply.asked")
	s.happens(dispatch.Forgotten{Incident: "x"}).says("a ask again").hears("a reply.cannot_ask")
	s = tell(t, "a dispatcher")
	s.id = "x"
	s.happens(dispatch.Opened{ID: "x", Number: 1, Reporter: "c-x", Severity: bot.Urgent, Mute: true}).told("place", "oakland").
		hears("a page.charge take").says("a take").hears("a reply.took send").says("a ask x").hears("a reply.cannot_ask")
}

func TestNewFactsReachWhoeverIsInCharge(t *testing.T) {
	tell(t, "a dispatcher").raid("x", "oakland").hears("a page.charge take").
		told("doing", "door").hears().
		says("a take").hears("a reply.took send", "c-x report.seen").
		told("seen", "6 agents").hears("a crew.told").
		told("hurt", "hurt").hears("a page.update more").
		told("place", "oakland 6th").hears("a crew.told")
}

func TestAClockThatIsSetBackDelaysNobody(t *testing.T) {
	s := tell(t, "rosa dispatcher", "lea lead").raid("x", "oakland").hears("rosa page.charge take")
	s.now = s.now.Add(-24 * time.Hour)
	if !dispatch.Rewound(s.in(), s.now) {
		t.Fatal("nobody notices")
	}
	s.happens(dispatch.Rang{}).hears()
	s.wait(45 * time.Second).hears("rosa call.charge").wait(15 * time.Second).hears("lea page.charge take")
	s.raid("y", "fremont").hears("rosa page.charge take") // as if she had never been paged
}

func TestAClockThatIsSetForwardWakesAtOnce(t *testing.T) {
	s := tell(t, "rosa dispatcher", "lea lead").raid("x", "oakland").hears("rosa page.charge take")
	s.now = s.now.Add(24 * time.Hour)
	s.happens(dispatch.Rang{}).hears("rosa call.charge", "lea page.charge take", "c-x report.nobody")
}

func TestWhoIsInChargeIsNeverToldToCloseWhatIsGoingOn(t *testing.T) {
	s := tell(t, "rosa dispatcher").opens("a", bot.Urgent).wait(time.Minute).hears("rosa page.unknown take").
		says("rosa take").hears("rosa reply.took send", "c-a report.seen").
		wait(5 * time.Minute).hears("rosa crew.idle send")
	s.says("rosa more").hears("rosa reply.more").says("rosa hoax").hears("mark c-a", "rosa reply.hoax").
		wait(30 * time.Minute).hears("rosa crew.idle close")
}

func TestWhoeverIsNotSafeToTextIsLeftInPeaceUntilTheyWrite(t *testing.T) {
	tell(t, "a dispatcher").raid("x", "oakland").hears("a page.charge take").told("safe", "no").hears().
		says("a take").hears("a reply.took send").
		says("a ask how many").hears("a reply.cannot_ask").
		told("update", "they are in the yard").hears("a crew.told").
		says("a ask how many").hears("c-x report.ask", "a reply.asked").
		told("contact", "no").hears("a crew.told").
		says("a ask how many").hears("a reply.cannot_ask")
}

func TestWhoSaysStopAfterTheirReportIsNotTexted(t *testing.T) {
	s := tell(t, "a dispatcher").raid("x", "oakland").hears("a page.charge take")
	s.happens(dispatch.Muted{Mute: true}).says("a take").hears("a reply.took send").says("a ask x y").hears("a reply.cannot_ask")
	s.happens(dispatch.Muted{}).says("a ask x y").hears("c-x report.ask", "a reply.asked")
}

// joins lets a report of somebody join the one that is being told about.
func (s *story) joins(id string, severity bot.Severity, doubted bool) *story {
	s.t.Helper()
	return s.happens(dispatch.Joined{By: "clock", Severity: severity, Doubted: doubted,
		Report: bot.Report{Incident: bot.IncidentID(id), Number: 418, Reporter: bot.ContactID("c-" + id)}})
}

// Who has heard of a raid tells of it first; then somebody stands behind the door. Both are one incident, which wakes people from then on.
func TestAnUrgentReportWakesPeopleWhateverItJoins(t *testing.T) {
	urgent := []string{"b page.charge take"}
	tell(t, "a dispatcher", "b dispatcher", "l lead").opens("x", bot.Lower).told("place", "oakland").hears("a page.charge take").
		joins("w", bot.Lower, false).hears().
		joins("y", bot.Urgent, true).hears().
		joins("z", bot.Urgent, false).hears(urgent...).
		wait(45*time.Second).hears("a call.charge", "b call.charge").
		wait(15*time.Second).hears("l page.charge take").
		wait(2*time.Minute).hears("l call.charge", "c-x report.nobody", "c-w report.nobody", "c-y report.nobody", "c-z report.nobody", "alarm nobody", "l page.alarm take").
		joins("v", bot.Lower, false).hears("c-v report.nobody")
	s := tell(t, "a dispatcher", "b dispatcher")
	s.id = "x"
	s.happens(dispatch.Opened{ID: "x", Number: 1, Reporter: "c-x", Severity: bot.Urgent, Doubted: true}).told("place", "oakland").
		hears("a page.charge take").joins("z", bot.Urgent, false).hears(urgent...)
	tell(t, "a dispatcher", "b dispatcher").opens("x", bot.Lower).hears().joins("z", bot.Urgent, false).
		hears("a page.unknown take", "b page.unknown take")
	tell(t, "a dispatcher", "b dispatcher").opens("x", bot.Lower).told("place", "oakland").hears("a page.charge take").
		says("a take").hears("a reply.took send", "c-x report.seen").
		joins("z", bot.Urgent, false).hears("a crew.reports", "c-z report.seen")
}

// When nobody has answered, whoever reports the same wakes everybody anew; but not every one of a crowd.
func TestAReportThatRestsIsWokenByAFurtherOne(t *testing.T) {
	s := tell(t, "a dispatcher").raid("x", "oakland").hears("a page.charge take").
		wait(time.Minute).hears("a call.charge", "alarm nobody").
		wait(2*time.Minute).hears("c-x report.nobody").
		joins("y2", bot.Urgent, false).hears("a page.charge take", "c-y2 report.nobody").
		wait(2*time.Minute).hears("a call.charge", "alarm nobody")
	for i := range 20 {
		s.joins(fmt.Sprint("y", 3+i), bot.Urgent, false).wait(2 * time.Minute)
	}
	pages := 0
	for _, h := range s.heard {
		if h == "a page.charge take" {
			pages++
		}
	}
	if s.heard = nil; pages < 4 || pages > 10 {
		t.Errorf("20 further reports wake a dispatcher %d times", pages)
	}
}
