package desk_test

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Whoever is asked "is it now?" and tells of a crisis is asked again afterwards. What they told first begins the report.
func TestACrisisBeforeAReportIsAnsweredAndTheReportKeepsTheFirstWords(t *testing.T) {
	s := story(t)
	x := s.Texter(bot.SMS)
	x.Says("I think I saw ICE vans on Oak Street").Hears("isitnow.ask")
	x.Says("I want to die").Hears("topic.mental-health.1", "crisis.ask")
	x.Says("1").Hears("crisis.safe", "isitnow.ask")
	x.Says("1").Skips()
	if all := told(s.Last().Incident()); !strings.Contains(all, "Oak Street") {
		t.Errorf("the report holds %q", all)
	}
}

// Where it is must reach the volunteers, whatever question they were asked meanwhile.
func TestAPlaceToldInACrisisReachesTheReport(t *testing.T) {
	s := story(t)
	x := s.Texter(bot.SMS)
	x.Says("ICE is at my door").Skips()
	x.Says("I want to die").Hears("! told update", "topic.mental-health.1", "crisis.ask")
	x.Says("400 Main Street, Oakland").Skips()
	if all := told(s.Last().Incident()); !strings.Contains(all, "400 Main Street") {
		t.Errorf("the report holds %q", all)
	}
	x.Says("1").Hears("crisis.safe", "raid.where")
}

func told(in bot.Incident) string {
	var all []string
	for _, f := range in.Facts {
		all = append(all, f.Text.Reveal())
	}
	return strings.Join(all, " | ")
}

// What ends a text for a national list is no state, and neither is a greeting.
func TestSayingOKIsNotOklahoma(t *testing.T) {
	for _, words := range []string{"OK", "ok.", "hi", "Hi!"} {
		s := story(t)
		x := s.Texter(bot.SMS)
		x.Says("LAWYER").Hears("lawyer.ask")
		x.Says("1").Hears("lawyer.zip")
		x.Says(words).Skips()
		if home := s.Last().Contact.State; home != "" {
			t.Errorf("%q is kept as %s", words, home)
		}
	}
}

// Nobody who asks about money or a person has said where they live.
func TestOtherNumbersAreNoZIP(t *testing.T) {
	for _, words := range []string{"immigration bond of 15000 dollars", "fianza de 20000 dolares", "what is bond, they want 25000"} {
		s := story(t)
		x := s.Texter(bot.SMS)
		x.Says(words).Skips()
		if home := s.Last().Contact.State; home != "" {
			t.Errorf("%q is kept as %s", words, home)
		}
	}
}

// Who tells what was done to them uses the words of a crisis. They are asked how they are, and what they told stays in their notes.
func TestWhatSoundsLikeACrisisInTheRecordIsKept(t *testing.T) {
	for _, words := range []string{"I fell and hurt myself when they pushed me", "my daughter had a panic attack when they came in", "the agent, he hits me with a stick"} {
		s := story(t)
		x := s.Texter(bot.SMS)
		x.Says("LAWYER").Skips()
		x.Says("write down what happened").Skips()
		x.Says("yes").Hears("record.when")
		x.Says(words).Hears("topic.mental-health.1", "crisis.ask")
		x.Says("1").Hears("crisis.safe")
		x.Says("LAWYER").Skips()
		x.Says("write down what happened").Hears("record.have")
		x.Says("1").Skips()
		if all := strings.Join(s.Last().Texts, "\n"); !strings.Contains(all, words) {
			t.Errorf("%q is not in %q", words, all)
		}
	}
}
