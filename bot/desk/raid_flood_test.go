package desk_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// GoAlert messagebundlesm: a flood is told by one text that names all, within five seconds, and each id in it works.
func TestAFloodIsToldByASummaryWhoseIDsWork(t *testing.T) {
	s, crew := raidStory(t, func(h *bot.Hotline) { h.CallAfter = 0 }, rosa)
	for i := range 4 {
		urgent(s, fmt.Sprintf("%d00 Foothill Blvd, Oakland", i+3))
	}
	rosa := crew[0].Hears("page.charge")
	s.Wait(5 * time.Second)
	rosa.Hears("page.summary")
	ids := 0
	for _, word := range strings.Fields(rosa.Last) {
		if len(word) == 6 && word[0] >= '1' && word[0] <= '9' && strings.ToUpper(word) == word && !strings.HasPrefix(word, "RR") {
			if ids++; ids == 2 {
				rosa.Says("TAKE " + word).Hears("reply.took")
			}
		}
	}
	if ids < 3 {
		t.Errorf("the summary is %q", rosa.Last)
	}
}

func TestOverTenUnownedLeadsGetADigestToo(t *testing.T) {
	s, crew := raidStory(t, func(h *bot.Hotline) { h.CallAfter = 0 }, rosa, lea)
	for i := range 11 {
		urgent(s, fmt.Sprintf("%d00 Foothill Blvd, Oakland", i+3))
	}
	crew[0].Hears("page.charge")
	crew[1].Hears("page.digest")
	s.Wait(5 * time.Second)
	crew[0].Hears("page.summary")
}

// Grafana OnCall test_check_escalation_finished_task: a timer is lost, and the auditor does what was overdue, once.
func TestALostTimerIsFoundRepairedAndCounted(t *testing.T) {
	e := embedded(t)
	s, crew := raidStoryOn(t, e, nil, rosa, lea)
	urgent(s, "5th and Main, Oakland")
	crew[0].Hears("page.charge")
	ctx := context.Background()
	for _, in := range s.Last().Room.Incidents {
		if err := e.Commit(ctx, &desk.Commit{Clear: []desk.Timer{{Incident: in.ID, Wait: in.Timer}}}); err != nil {
			t.Fatal(err)
		}
	}
	s.Wait(50 * time.Second)
	crew[0].Hears()
	if err := s.Desk.Audit(ctx); err != nil {
		t.Fatal(err)
	}
	s.Wait(time.Second)
	crew[0].Hears("(call) call.charge")
	if got := s.Desk.Meter.(*meter).repaired; len(got) != 1 || got[0] != "deadline" {
		t.Errorf("repaired %v", got)
	}
}

func TestAPageOfWhichNothingIsHeardIsReplacedAndCounted(t *testing.T) {
	e := embedded(t)
	s, crew := raidStoryOn(t, e, func(h *bot.Hotline) {
		h.CallAfter, h.Escalation[0].Page, h.Escalation[0].Within = 0, "1", 5*time.Minute
	}, rosa, lea)
	crew[0].Vanishes()
	urgent(s, "5th and Main, Oakland")
	s.Wait(59 * time.Second)
	if err := s.Desk.Audit(context.Background()); err != nil {
		t.Fatal(err)
	}
	crew[1].Hears()
	s.Wait(5 * time.Second)
	if err := s.Desk.Audit(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.Wait(time.Second)
	crew[1].Hears("page.charge")
	if got := s.Desk.Meter.(*meter).repaired; len(got) != 1 || got[0] != "receipt" {
		t.Errorf("repaired %v", got)
	}
}
