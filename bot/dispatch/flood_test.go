package dispatch_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
)

// crowd is a hotline with so many dispatchers and three leads, and the policy that is the default.
func crowd(t *testing.T, dispatchers int) *story {
	var people []string
	for i := range dispatchers {
		people = append(people, fmt.Sprintf("d%02d dispatcher", i))
	}
	s := tell(t, append(people, "la lead off", "lb lead off", "lc lead off")...)
	s.rules.Escalation[0].Page = "8"
	s.rules.Flood = bot.Flood{PageEvery: time.Minute, DigestOver: 10}
	return s
}

// 200 false reports at once, then a true one every six seconds for ten minutes: each is named to somebody within seconds, and nobody gets more
// than one summary a minute.
func TestInAFloodEveryReportIsNamedWithinSeconds(t *testing.T) {
	for _, dispatchers := range []int{10, 20} {
		t.Run(fmt.Sprint(dispatchers, " dispatchers"), func(t *testing.T) {
			s := crowd(t, dispatchers)
			opened, named := map[bot.IncidentID]time.Time{}, map[bot.IncidentID]time.Time{}
			summaries := map[bot.ResponderID][]time.Time{}
			s.sees = func(x dispatch.Text) {
				if x.Message == dispatch.PageSummary {
					if all := summaries[x.To]; len(all) == 0 || all[len(all)-1] != s.now {
						summaries[x.To] = append(all, s.now)
					}
				}
				for _, l := range x.List {
					if x.Message == dispatch.PageSummary && named[l.Incident].IsZero() {
						named[l.Incident] = s.now
					}
				}
				if x.Message == dispatch.PageCharge && named[s.id].IsZero() {
					named[s.id] = s.now
				}
			}
			report := func(id, place string) {
				opened[bot.IncidentID(id)] = s.now
				s.raid(id, place)
				s.heard = nil
			}
			for i := range 200 {
				report(fmt.Sprint("false", i), fmt.Sprint("false", i))
				s.quietly(40 * time.Millisecond)
			}
			for i := range 100 {
				report(fmt.Sprint("true", i), fmt.Sprint("true", i))
				s.quietly(6 * time.Second)
			}
			s.quietly(time.Minute)
			var took []time.Duration
			for i := range 100 {
				id := bot.IncidentID(fmt.Sprint("true", i))
				if named[id].IsZero() {
					t.Fatalf("nobody was told of %s", id)
				}
				took = append(took, named[id].Sub(opened[id]))
			}
			slices.Sort(took)
			t.Logf("p50 %v, p99 %v", took[50], took[99])
			if took[99] > 5*time.Second {
				t.Errorf("the slowest was named after %v", took[99])
			}
			for who, all := range summaries {
				for i := 1; i < len(all); i++ {
					if all[i].Sub(all[i-1]) < time.Minute {
						t.Fatalf("%s gets two summaries within %v", who, all[i].Sub(all[i-1]))
					}
				}
			}
		})
	}
}

// quietly lets time pass without looking at what is said.
func (s *story) quietly(d time.Duration) {
	s.wait(d)
	s.heard = nil
}

// Who leaves the roster while a summary waits for them must not hold up those of the others: the board rings for the earliest.
func TestWhoLeavesTheRosterHoldsUpNoSummary(t *testing.T) {
	s := tell(t, "rosa dispatcher", "eva dispatcher")
	at := func(d time.Duration) int64 { return noon.Add(d).UnixMilli() }
	b := bot.Board{Open: []bot.Posted{{Incident: "x", Number: 417}}, Duty: map[bot.ResponderID]bot.Duty{
		"gone": {Summary: at(-time.Second), Listed: []bot.IncidentID{"x"}, Wrong: 2},
		"eva":  {Summary: at(time.Minute), Listed: []bot.IncidentID{"x"}},
	}}
	b, _ = dispatch.Summaries(b, s.rules, noon)
	if b, ticks := dispatch.Tick(bot.Board{Due: at(-time.Second)}, b); !ticks || b.Due != at(time.Minute) {
		t.Errorf("the board rings at %v", time.UnixMilli(b.Due).Sub(noon))
	}
	if d := b.Duty["gone"]; d.Wrong != 2 || len(d.Listed) != 0 {
		t.Errorf("of who is gone the board knows %+v", d)
	}
	s.rules.People = nil // this instance cannot read the roster; another can
	if b, _ = dispatch.Summaries(b, s.rules, noon.Add(time.Hour)); b.Duty["eva"].Summary == 0 {
		t.Error("an instance without the roster's key drops a summary")
	}
}
