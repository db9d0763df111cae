package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// One reporter hides in a closet, another reports the same raid. What one says about their own phone is not about the other's.
func TestWhoHidesIsNotTextedBecauseANeighbourWrites(t *testing.T) {
	s, crew := raidStory(t, nil, rosa)
	rosa := crew[0]
	hides := urgent(s, "5th and Main, Oakland")
	hides.Says("1").Hears("! told hurt", "raid.safe")
	hides.Says("2").Hears("! told safe", "raid.unsafe")
	rosa.Hears("page.charge")
	neighbour := urgent(s, "Main St & 5th Street, oakland")
	neighbour.Says("1").Hears("! told hurt", "raid.safe")
	rosa.Says("TAKE ?").Hears("reply.took")
	neighbour.Gets("report.seen")
	hides.Gets()
	neighbour.Says("2").Hears("! told safe", "raid.unsafe")
	rosa.Hears("crew.told")
	hides.Says("UPDATE").Skips()
	hides.Says("two more vans came").Skips()
	rosa.Skips()
	rosa.Says("CLEAR ?").Hears("reply.cleared")
	hides.Gets("report.clear")
	neighbour.Gets()
}

// Who asks to be forgotten is forgotten wherever their report has gone since.
func TestDeleteReachesTheReportThatTwoOthersBecame(t *testing.T) {
	s, crew := raidStory(t, nil, rosa)
	rosa := crew[0]
	urgent(s, "9th and Oak, Oakland")
	rosa.Hears("page.charge")
	first := rosa.Code()
	rosa.Says("TAKE ?").Skips()
	s.Wait(61e9)
	urgent(s, "5th and Main, Oakland")
	rosa.Hears("page.charge")
	second := rosa.Code()
	rosa.Says("TAKE ?").Skips()
	x := urgent(s, "Main St & 5th Street, oakland")
	rosa.Skips()
	rosa.Says("SAME " + first + " " + second).Hears("reply.same")
	x.Says("DELETE").Skips()
	for id, in := range s.Last().Room.Incidents {
		for _, r := range in.Reports {
			if in.Into == "" && r.Number != 0 && r.Reporter == s.Last().Contact.ID {
				t.Errorf("%s still names who was forgotten", id)
			}
		}
	}
	if n := forgotten(s.Last().Room.Incidents); n < 2 {
		t.Errorf("only %d reports forget them", n)
	}
}

// forgotten counts the entries without a reporter.
func forgotten(all map[bot.IncidentID]bot.Incident) (n int) {
	for _, in := range all {
		for _, r := range in.Reports {
			if r.Reporter == "" {
				n++
			}
		}
	}
	return n
}

// The provider asks again when our answer was late, and whoever has pressed 1 is not told that somebody else has it.
func TestPressingOneTwiceIsAcceptedTwice(t *testing.T) {
	s, crew := raidStory(t, nil, rosa)
	x := urgent(s, "5th and Main, Oakland")
	s.Wait(45 * time.Second)
	first := crew[0].Presses("1")
	if again := crew[0].Presses("1"); again.Say[0] != first.Say[0] {
		t.Errorf("first hears %q, then %q", first.Say, again.Say)
	}
	crew[0].Hears("page.charge", "(call) call.charge", "reply.took")
	x.Gets("report.seen")
}

func TestWhoHasLeftTheRosterCannotAcceptByPhone(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, eva)
	x := urgent(s, "5th and Main, Oakland")
	s.Wait(45 * time.Second)
	eva := s.Crew(eva)[0]
	crew[0].Presses("1")
	x.Gets()
	crew[0].Skips()
	eva.Hears("page.charge", "(call) call.charge")
	eva.Says("TAKE ?").Hears("reply.took")
	x.Gets("report.seen")
}

// at lets Ana be at a place, sent by Rosa.
func at(t *testing.T, crew ...string) (s *sim.Story, all []*sim.Volunteer) {
	t.Helper()
	s, all = raidStory(t, nil, append([]string{rosa, ana}, crew...)...)
	urgent(s, "5th and Main, Oakland")
	all[0].Hears("page.charge").Says("TAKE ?").Hears("reply.took").Says("SEND ? 1").Hears("reply.sent")
	all[1].Hears("page.deploy").Says("GO ?").Hears("reply.go").Says("HERE ?").Hears("reply.here")
	all[0].Hears("crew.going", "crew.here")
	return s, all
}

// Whoever is in charge cannot run to help, and presses 2: they keep the raid, and the others are still called.
func TestPressingTwoInACallForHelpGivesNothingUp(t *testing.T) {
	s, crew := at(t, lea)
	rosa, ana, lea := crew[0], crew[1], crew[2]
	ana.Says("SOS ?").Hears("reply.sos")
	rosa.Presses("2")
	rosa.Hears("page.sos", "(call) call.sos")
	lea.Presses("2")
	lea.Hears("page.sos", "(call) call.sos")
	s.Wait(2 * time.Minute)
	lea.Hears("page.sos", "(call) call.sos")
	rosa.Hears("page.sos", "(call) call.sos")
	rosa.Says("SEND ? 1").Hears("reply.sent")
}

// Ana is at one place and has been asked about another since. Her bare SOS, and one with a slip, are about where she is.
func TestABareSOSIsAboutWhereSomebodyIs(t *testing.T) {
	for _, words := range []string{"SOS", "sos!", "SOS 100BBB"} {
		s, crew := at(t, lea)
		here := crew[1].Code()[:3]
		people := strings.Replace(ana, "verifier", "verifier;dispatcher", 1)
		fresh := s.Crew(rosa, people, lea)
		s.Wait(2 * time.Minute)
		urgent(s, "9th and Oak, Oakland")
		fresh[1].Skips()
		fresh[0].Skips()
		fresh[1].Says(words).Hears("reply.sos")
		for _, said := range fresh[2].Read() {
			if strings.HasPrefix(said, "RR") && !strings.HasPrefix(said, "RR"+here) {
				t.Errorf("after %q the lead is told %q, and Ana is at %s", words, said, here)
			}
		}
		fresh[0].Skips()
	}
}

// A spoofer who sends id after id hits one in 8000. It opens nothing: an id that is right after so many wrong ones must be sent anew, and only
// the phone itself gets the new one. Its owner is neither buried in texts nor locked out.
func TestALuckyGuessOpensNothing(t *testing.T) {
	s, crew := raidStory(t, nil, rosa)
	x := urgent(s, "5th and Main, Oakland")
	rosa := crew[0].Hears("page.charge")
	guesses := func(n int) {
		for range n {
			rosa.Says("TAKE " + rosa.Code()[:3] + "QQQ")
		}
	}
	guesses(30)
	if texts := rosa.Read(); len(texts) != 5 {
		t.Errorf("30 guesses bring %d texts to the phone", len(texts))
	}
	lucky := rosa.Code()
	rosa.Says("TAKE " + lucky).Hears("reply.fresh")
	x.Gets()
	if rosa.Code() == lucky {
		t.Error("the fresh id is the old one")
	}
	guesses(4)
	rosa.Says("TAKE ?").Hears("reply.took")
	x.Gets("report.seen")
	s.Wait(2 * time.Minute)
	guesses(1)
	rosa.Hears("reply.wrong")
}

// The code that confirms OFF is guessed no better.
func TestALuckyGuessSwitchesNobodyOff(t *testing.T) {
	s, crew := raidStory(t, nil, rosa)
	rosa := crew[0]
	rosa.Says("OFF").Hears("reply.off_code")
	code := func() string { return rosa.Last[strings.LastIndex(rosa.Last, "OFF "):] }
	old := code()
	for range 30 {
		rosa.Says("OFF QQQ")
	}
	rosa.Skips()
	s.Wait(time.Minute)
	rosa.Says("OFF").Hears("reply.off_code")
	if code() == old {
		t.Error("after 30 guesses the code is the same")
	}
	rosa.Says(code()).Hears("reply.off_code")
	rosa.Says(code()).Hears("reply.off")
}

// People write numbers in the digits of their script.
func TestAHouseNumberInOtherDigitsIsHiddenToo(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, ana)
	x := urgent(s, "5th and Main, Oakland")
	rosa, ana := crew[0].Hears("page.charge"), crew[1]
	rosa.Says("TAKE ?").Hears("reply.took").Says("SEND ?").Hears("reply.sent")
	ana.Hears("page.deploy")
	x.Says("1").Skips()
	x.Says("1").Skips()
	x.Says("they are in １４２３ now, ١٤٢٣").Skips()
	rosa.Skips()
	ana.Says("MORE ?").Hears("reply.more")
	for _, number := range []string{"1423", "１４２３", "١٤٢٣"} {
		hides(t, ana, number)
	}
}

// A story with everybody in it: what lies on the disk afterwards tells no number, no name, no place, no word.
func TestADispatchedRaidLiesSealedInRedis(t *testing.T) {
	server := redistest.New(t, "--appendonly", "yes")
	h := settings.Default()
	h.Languages = nil
	s := sim.NewStory(t, sim.ShippedAs(t, h), ports(t, real(t, server.URL())), func(time.Duration) {})
	crew := s.Crew("Quetzalina Diaz,+15005557701,sms,en,,dispatcher,always", "Xochitl Cruz,+15005557702,sms,en,,verifier,always")
	x := s.Texter(bot.SMS)
	x.Says("ICE is at my door").Skips()
	x.Says("1423 Zanzibar Street, Timbuktu").Skips()
	rosa := crew[0].Hears("page.charge")
	code := rosa.Code()
	rosa.Says("TAKE ?").Hears("reply.took").Says("SEND ? 1").Hears("reply.sent").Says("ASK ? is the basilisk there").Hears("reply.asked")
	ana := crew[1].Hears("page.deploy").Says("GO ?").Hears("reply.go").Says("HERE ?").Hears("reply.here").Says("SALUTE ? five gargoyles").Hears("reply.saved")
	rosa.Skips().Says("CLOSE ?").Hears("reply.close")
	ana.Hears("crew.closed")
	disk := strings.ToLower(server.Disk())
	for _, secret := range []string{"5005557701", "5557702", "quetzalina", "xochitl", "zanzibar", "timbuktu", "1423 ", "basilisk", "gargoyles", code} {
		if strings.Contains(disk, strings.ToLower(secret)) {
			t.Errorf("%q lies open in Redis", secret)
		}
	}
	if !strings.Contains(disk, strings.ToLower(string(bot.StateClosed))) {
		t.Error("the disk does not hold the story")
	}
	x.Skips()
}
