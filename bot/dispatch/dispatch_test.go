package dispatch_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func told(key, words string) dispatch.Told {
	return dispatch.Told{Fact: bot.Fact{Key: key, Text: bot.Private(words)}}
}

func life(events ...dispatch.Event) bot.Incident {
	var in bot.Incident
	for i, e := range events {
		in = dispatch.Step(in, e, noon.Add(time.Duration(i)*time.Second))
	}
	return in
}

func TestAReportGoesFromNewToDispatchable(t *testing.T) {
	opened := dispatch.Opened{ID: "1", Reporter: "c", Severity: bot.Urgent}
	pin := dispatch.Told{Fact: bot.Fact{Key: "update", Location: &bot.Location{Latitude: 37.8, Longitude: -122.2}}}
	cases := map[string]struct {
		events []dispatch.Event
		want   bot.IncidentState
	}{
		"nothing told":        {[]dispatch.Event{opened}, bot.StateNew},
		"the first words":     {[]dispatch.Event{opened, told("report", "migra")}, bot.StateTriage},
		"a place":             {[]dispatch.Event{opened, told("report", "migra"), told("place", "5th & Main")}, bot.StateUnverified},
		"a pin is a place":    {[]dispatch.Event{opened, pin}, bot.StateUnverified},
		"more does not undo":  {[]dispatch.Event{opened, pin, told("doing", "door")}, bot.StateUnverified},
		"place before report": {[]dispatch.Event{opened, told("place", "Main"), told("report", "x")}, bot.StateUnverified},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			in := life(c.events...)
			if in.State != c.want {
				t.Errorf("state %s, want %s", in.State, c.want)
			}
			if len(in.Facts) != len(c.events)-1 {
				t.Errorf("%d facts, want %d", len(in.Facts), len(c.events)-1)
			}
			if last := in.Log[len(in.Log)-1]; last.State != c.want || last.By == "" || last.Why == "" || last.At == 0 {
				t.Errorf("the log ends with %+v", last)
			}
		})
	}
}

func TestForgettingTheReporterKeepsTheReport(t *testing.T) {
	in := life(dispatch.Opened{ID: "1", Reporter: "c"}, told("place", "Main"), dispatch.Forgotten{})
	if in.Reporter != "" || len(in.Facts) != 1 || in.State != bot.StateUnverified {
		t.Errorf("got %+v", in)
	}
}

func TestStepLeavesItsInputAlone(t *testing.T) {
	before := life(dispatch.Opened{ID: "1"}, told("report", "a"))
	dispatch.Step(before, told("place", "b"), noon)
	if len(before.Facts) != 1 || before.State != bot.StateTriage || len(before.Log) != 2 {
		t.Errorf("changed to %+v", before)
	}
}

func TestAnEndlessReporterIsBounded(t *testing.T) {
	in := life(dispatch.Opened{ID: "1"})
	for range dispatch.MaxFacts + 10 {
		in = dispatch.Step(in, told("update", "x"), noon)
	}
	if len(in.Facts) != dispatch.MaxFacts {
		t.Errorf("%d facts", len(in.Facts))
	}
	in = life(dispatch.Opened{ID: "1"})
	for range 100 {
		in = dispatch.Step(in, told("update", strings.Repeat("x", 1600)), noon)
	}
	in = dispatch.Step(in, told("place", "5th and Main"), noon)
	if n := len(in.Facts); n != dispatch.MaxBytes/1600+1 || in.Facts[n-1].Key != "place" {
		t.Errorf("%d facts, the last is %+v", n, in.Facts[n-1])
	}
}
