package desk_test

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

func TestACrisisInAReportIsAnsweredAndNamesAreNotKept(t *testing.T) {
	s := story(t)
	x := s.Texter(bot.SMS)
	x.Says("ICE is at my door").Hears("! incident open severity=urgent", "! told report", "! told doing", "raid.where")
	x.Says("my name is Juana Perez and I want to die").Hears("! told update", "raid.no_names", "topic.mental-health.1", "crisis.ask")
	x.Says("yes").Hears("crisis.safe", "raid.where")
	for _, in := range s.Last().Room.Incidents {
		for _, f := range in.Facts {
			if strings.Contains(strings.ToLower(f.Text.Reveal()), "juana") {
				t.Errorf("kept: %s %q", f.Key, f.Text.Reveal())
			}
		}
	}
}

func TestWhoQuotesAnAgentIsStillWrittenToInTheirLanguage(t *testing.T) {
	s := story(t)
	x := s.Texter(bot.SMS)
	x.Says("hola necesito ayuda con mi abogado").Hears("topic.legal-help-directory.1", "lawyer.ask")
	x.Says("abogado").Hears("lawyer.ask")
	x.Says("7").Hears("record.ask")
	x.Says("1").Hears("record.when")
	x.Says("they said that the agents have the right to be in the house").Hears("record.where")
	if lang := s.Last().Language; lang != "es" {
		t.Errorf("written to in %s", lang)
	}
}

func TestTheEncounterRecordIsTheirsAlone(t *testing.T) {
	s := story(t)
	x := s.Texter(bot.SMS)
	x.Says("LAWYER").Hears("lawyer.ask")
	x.Says("write down what happened").Hears("record.ask")
	x.Says("yes").Hears("record.when")
	x.Says("Nov 27 at 7:30, my name is Juana Perez").Hears("raid.no_names", "record.where")
	x.Says("at home").Hears("record.entry")
	x.Says("ICE agents were pounding on my door").Hears("record.many")
	x.Says("4").Hears("record.agency")
	x.Says("show my notes").Hears("record.line.when", "record.line.where.home", "record.line.entry", "record.line.many.four", "record.keep")
	last := s.Last()
	for _, a := range last.Session.Record {
		if strings.Contains(strings.ToLower(a.Text.Reveal()), "juana") {
			t.Errorf("kept: %q", a.Text.Reveal())
		}
	}
	if len(last.Room.Incidents) != 0 || len(last.Session.Values) != 0 {
		t.Errorf("told to others: %v, kept elsewhere: %v", last.Room.Incidents, last.Session.Values)
	}
	if text := strings.Join(last.Texts, "\n"); !strings.Contains(text, "Agents: 4") || !strings.Contains(text, "Where: at home") {
		t.Errorf("sent back: %s", text)
	}
	x.Says("DELETE").Hears("! erased", "delete.done")
	x.Says("LAWYER").Hears("lawyer.ask")
	x.Says("write down what happened").Hears("record.ask") // there are no notes any more
}
