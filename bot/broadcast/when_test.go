package broadcast_test

import (
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

// noon is when clocks in Los Angeles show it on a day in November.
var noon = time.Date(2026, 11, 20, 20, 0, 0, 0, time.UTC)

func TestQuietHoursAreThoseOfTheReadersRegion(t *testing.T) {
	c := broadcast.NewClock(hotline())
	for _, x := range []struct {
		regions  bot.Names
		at, ends string // UTC
	}{
		{"fremont", "2026-11-20T20:00:00Z", ""},
		{"", "2026-11-21T04:59:59Z", ""},
		{"", "2026-11-21T05:00:00Z", "2026-11-21T16:00:00Z"},         // nine in the evening in Los Angeles
		{"fremont", "2026-11-21T15:59:59Z", "2026-11-21T16:00:00Z"},  // one second to eight
		{"fremont", "2026-11-21T16:00:00Z", ""},                      // eight
		{"east-bay", "2026-11-21T02:00:00Z", "2026-11-21T13:00:00Z"}, // nine in New York
		{"east-bay fremont", "2026-11-21T13:30:00Z", "2026-11-21T16:00:00Z"},
		{"", "2026-03-08T06:00:00Z", "2026-03-08T15:00:00Z"}, // the night in which clocks are put forward
		{"", "2026-11-01T05:00:00Z", "2026-11-01T16:00:00Z"}, // and back
	} {
		at, _ := time.Parse(time.RFC3339, x.at)
		got := ""
		if end := c.Quiet(x.regions, at); !end.IsZero() {
			got = end.UTC().Format(time.RFC3339)
		}
		if got != x.ends {
			t.Errorf("%q at %s: quiet until %q, want %q", x.regions, x.at, got, x.ends)
		}
	}
	if begin := c.Begins("east-bay fremont", noon); begin.UTC().Hour() != 2 {
		t.Errorf("quiet hours begin at %v", begin.UTC())
	}
	h := hotline()
	h.QuietHours = nil
	if c := broadcast.NewClock(h); !c.Quiet("", noon.Add(12*time.Hour)).IsZero() || !c.Begins("", noon).IsZero() {
		t.Error("a hotline without quiet hours is quiet")
	}
	h.QuietHours = &bot.QuietHours{From: "12:00", To: "14:00", Zone: "America/Los_Angeles"}
	if end := broadcast.NewClock(h).Quiet("", noon); end.Sub(noon) != 2*time.Hour {
		t.Errorf("a quiet noon ends after %v", end.Sub(noon))
	}
}

func TestAStartIsOneMoment(t *testing.T) {
	for start, want := range map[string]string{
		"2026-12-24 08:00 America/Los_Angeles":  "2026-12-24T16:00:00Z",
		"2026-12-24 8:00 America/Los_Angeles":   "2026-12-24T16:00:00Z",
		"2026-12-24 00:30 Pacific/Auckland":     "2026-12-23T11:30:00Z",
		"2026-11-01T01:30:00-08:00":             "2026-11-01T09:30:00Z",
		"2026-11-01 00:59 America/Los_Angeles":  "2026-11-01T07:59:00Z",
		"2026-11-01 02:00 America/Los_Angeles":  "2026-11-01T10:00:00Z",
		"2026-03-08 03:00 America/Los_Angeles":  "2026-03-08T10:00:00Z",
		"2026-03-08 02:30 America/Los_Angeles":  "the start is a time that no clock shows that day",
		"2026-11-01 01:30 America/Los_Angeles":  "the start is a time that clocks show twice that day: 2026-11-01T01:30:00-07:00, or 2026-11-01T01:30:00-08:00",
		"2026-04-05 01:45 Australia/Lord_Howe":  "the start is a time that clocks show twice that day: 2026-04-05T01:45:00+11:00, or 2026-04-05T01:45:00+10:30",
		"2026-02-30 08:00 America/Los_Angeles":  "the start is no day with a time of day",
		"2026-12-24 08:00 PST":                  "the start ends with no time zone",
		"2026-12-24 25:00 America/Los_Angeles":  "the start is no day with a time of day",
		"2026-12-24  08:00 America/Los_Angeles": "2026-12-24T16:00:00Z",
	} {
		at, err := broadcast.When(start)
		got := at.UTC().Format(time.RFC3339)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %s, want %s", start, got, want)
		}
	}
}

func TestATextIsValidUntilItIsStaleOrNight(t *testing.T) {
	c, b := broadcast.NewClock(hotline()), bot.Broadcast{Starts: noon.UnixMilli()}
	for name, x := range map[string]struct {
		spec bot.BroadcastSpec
		at   time.Duration
		want broadcast.Moment
	}{
		"at once":            {bot.BroadcastSpec{}, 0, broadcast.Moment{Valid: 9 * time.Hour}},
		"for an hour":        {bot.BroadcastSpec{Valid: time.Hour}, 10 * time.Minute, broadcast.Moment{Valid: 50 * time.Minute}},
		"a second too late":  {bot.BroadcastSpec{Valid: time.Hour}, time.Hour, broadcast.Moment{Refusal: bot.RefusedLate}},
		"in the last second": {bot.BroadcastSpec{Valid: time.Hour}, time.Hour - time.Millisecond, broadcast.Moment{Valid: time.Second}},
		"at night":           {bot.BroadcastSpec{}, 10 * time.Hour, broadcast.Moment{Wait: 10 * time.Hour}},
		"stale by morning":   {bot.BroadcastSpec{Valid: 12 * time.Hour}, 10 * time.Hour, broadcast.Moment{Refusal: bot.RefusedLate}},
		"dropped at night":   {bot.BroadcastSpec{Quiet: "drop"}, 10 * time.Hour, broadcast.Moment{Refusal: bot.RefusedQuiet}},
		"an emergency":       {bot.BroadcastSpec{Quiet: "override"}, 10 * time.Hour, broadcast.Moment{Valid: 10 * time.Hour}},
	} {
		if got := broadcast.Now(b, x.spec, "fremont", c, noon.Add(x.at)); got != x.want {
			t.Errorf("%s: %+v, want %+v", name, got, x.want)
		}
	}
}

func TestAQueueIsFilledTwoSecondsAhead(t *testing.T) {
	for _, x := range []struct {
		rate    float64
		waiting int64
		most    int
		want    int
	}{{100, 0, 1, 200}, {100, 0, 2, 100}, {100, 40, 2, 60}, {100, 90, 2, 0}, {100, 300, 2, 0}, {0.5, 0, 3, 1}, {0.5, 1, 3, 0}, {1e6, 0, 1, 3000}} {
		if got := broadcast.Room(x.rate, x.waiting, x.most); got != x.want {
			t.Errorf("%+v: %d", x, got)
		}
	}
}
