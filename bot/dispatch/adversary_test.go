package dispatch_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
)

// there is a raid that ana has gone to, sent by rosa.
func there(t *testing.T, people ...string) *story {
	t.Helper()
	return taken(t, append([]string{"ana verifier"}, people...)...).
		says("rosa send").hears("ana page.deploy go", "rosa reply.sent").
		says("ana go").hears("ana reply.go here", "rosa crew.going", "c-x report.coming").
		says("ana here").hears("ana reply.here", "rosa crew.here")
}

func TestWhoSaysGoAgainAtThePlaceIsStillCheckedOn(t *testing.T) {
	there(t).says("ana go 10").hears("ana reply.go here").
		wait(15 * time.Minute).hears("ana crew.check here")
}

func TestALeadWhoSaysNoDoesNotSilenceACallForHelp(t *testing.T) {
	s := there(t, "lea lead off", "leo lead").says("ana sos")
	s.heard = nil
	s.says("lea no").hears("lea reply.no").
		wait(2*time.Minute).hears("alarm sos", "rosa page.sos more", "rosa call.sos", "lea page.sos more", "lea call.sos", "leo page.sos more", "leo call.sos")
}

// Somebody who presses SOS ten times, or spoofs it, does not ring every lead ten times.
func TestASecondSOSRingsNobodyTwice(t *testing.T) {
	s := there(t, "lea lead off").says("ana sos").hears("ana reply.sos", "alarm sos", "rosa page.sos more", "rosa call.sos", "lea page.sos more", "lea call.sos")
	s.wait(10 * time.Second).says("ana sos").hears("ana reply.sos")
	s.says("lea more").hears("lea reply.more")
	s.says("ana sos").hears("ana reply.sos", "alarm sos", "rosa page.sos more", "rosa call.sos", "lea page.sos more", "lea call.sos")
}

// Eva is in charge and was asked to go as well, and others went: her NO is about being in charge.
func TestNoIsAboutWhatStillStands(t *testing.T) {
	s := tell(t, "eva dispatcher verifier", "ana verifier", "rosa dispatcher off")
	s.rules.Deploy.Unattended, s.rules.Flood.PageEvery = true, 0
	s.raid("x", "oakland 5th").hears("eva page.charge take", "ana page.deploy go", "eva page.deploy go").
		says("eva take").hears("eva reply.took send", "c-x report.seen").
		says("ana go").hears("ana reply.go here", "eva crew.going", "c-x report.coming", "eva crew.stand").
		says("eva no")
	s.heard = nil
	if s.in().Owner != "" {
		t.Errorf("%s said NO and is still in charge", s.in().Owner)
	}
}

func TestAReportIsMarkedFalseOnce(t *testing.T) {
	taken(t).says("rosa hoax").hears("mark c-x", "rosa reply.hoax").says("rosa hoax").hears("rosa reply.hoax")
}

// Nobody takes it for hours, and everybody is asked again and again: news reach each of them once.
func TestNewsAreToldOnceToEach(t *testing.T) {
	s := tell(t, "rosa dispatcher").raid("x", "oakland 5th").wait(3 * time.Hour)
	s.heard = nil
	s.told("hurt", "children").hears("rosa page.update take")
}

func TestAPageIsReplacedUnderAShorterPolicy(t *testing.T) {
	s := tell(t, "rosa dispatcher", "lea lead off").raid("x", "oakland 5th").wait(time.Minute)
	s.heard = nil
	s.rules.Escalation = s.rules.Escalation[:1]
	for _, p := range s.in().Pages {
		s.happens(dispatch.Unheard{Message: p.Message, Code: 30003})
	}
	s.heard = nil
}

func TestADigestFitsWhatAPhoneTakes(t *testing.T) {
	s := tell(t, "lea lead")
	s.sees = func(x dispatch.Text) {
		if x.Message == dispatch.PageDigest && len(x.List) > 60 {
			t.Fatalf("a digest names %d incidents", len(x.List))
		}
	}
	for i := range 100 {
		s.raid(fmt.Sprint("x", i), fmt.Sprint("oakland ", i)).quietly(time.Second)
	}
}

// One reporter hides; another reports the same raid. Each one's safety is their own.
func TestSafetyIsEachReportersOwn(t *testing.T) {
	s := tell(t, "rosa dispatcher").raid("x", "oakland 5th").hears("rosa page.charge take")
	joined := bot.Report{Incident: "y", Number: 418, Reporter: "c-y", Language: "es", Channel: bot.SMS}
	s.happens(dispatch.Joined{By: "clock", Report: joined})
	tells := func(from bot.IncidentID, key, words string) {
		s.happens(dispatch.Told{From: from, Fact: bot.Fact{Key: key, Text: bot.Private(words)}, Place: s.in().Place})
	}
	tells("x", "safe", "no")
	tells("y", "seen", "two vans")
	s.says("rosa take").hears("rosa reply.took send", "c-y report.seen")
	tells("x", "seen", "they are gone")
	tells("y", "safe", "no")
	s.heard = nil
	s.says("rosa clear").hears("c-x report.clear", "rosa reply.cleared")
}

// The policy gets shorter while a raid is in its third round, or has no tiers at all: people are asked again all the same.
func TestAnotherPolicyLeavesNobodyAsleep(t *testing.T) {
	for name, tiers := range map[string]int{"one tier": 1, "no tier": 0} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, "rosa dispatcher", "lea lead off")
			all := s.rules.Escalation
			s.rules.Escalation = append(all[:2:2], all[1], all[1], all[1])
			s.raid("x", "oakland 5th").wait(40 * time.Minute)
			s.rules.Escalation = all[:tiers]
			s.heard = nil
			woken := 0
			s.sees = func(x dispatch.Text) {
				if x.ID != "" && !x.Call {
					woken++
				}
			}
			s.quietly(3 * time.Hour)
			if woken < 3 {
				t.Errorf("within three hours %d pages go out", woken)
			}
		})
	}
}

// The policy, the roster and everything else in hotline.yaml change between any two events.
func TestLivesUnderChangingRules(t *testing.T) {
	for seed := range uint64(300) {
		l := newLife(t, seed)
		for range 40 {
			if l.IntN(4) == 0 {
				newID := l.rules.NewID
				l.rules, l.other = newLife(t, uint64(l.IntN(1<<30))).rules, true
				l.rules.NewID = newID
				l.rules.Deploy.Page = l.IntN(2)
			}
			l.lives()
		}
	}
}

// Three hundred numbers report one place, and each says that a child is alone: who was paged hears it, and is not buried.
func TestACrowdThatCriesChildBuriesNobody(t *testing.T) {
	s := tell(t, "rosa dispatcher").raid("x", "oakland 5th").hears("rosa page.charge take")
	for i := range 300 {
		s.happens(dispatch.Joined{By: "clock", Report: bot.Report{Incident: bot.IncidentID(fmt.Sprint("y", i)), Number: 500 + i}})
		s.told("hurt", "children")
	}
	if len(s.heard) == 0 || len(s.heard) > 10 {
		t.Errorf("%d texts", len(s.heard))
	}
	s.heard = nil
	s.told("hurt", "hurt").hears("rosa page.update take") // that is new
}
