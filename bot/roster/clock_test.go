package roster_test

import (
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/roster"
)

// person has shifts as a roster spells them.
func person(t *testing.T, shifts string) bot.Responder {
	t.Helper()
	return reads(t, header+"Ana,+15005550001,sms,es,,dispatcher,\""+shifts+"\"\n")[0]
}

// at reads a time with its offset.
func at(t *testing.T, s string) time.Time {
	t.Helper()
	when, err := time.Parse("2006-01-02 15:04 -0700", s)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func TestWhoIsOnCallWhereClocksChange(t *testing.T) {
	for _, c := range []struct {
		shifts string
		on     []string
		off    []string
	}{
		// In spring, clocks in Los Angeles go from 02:00 to 03:00 on 8 March.
		{"sun 01:00-04:00 America/Los_Angeles", []string{"2026-03-08 01:00 -0800", "2026-03-08 01:59 -0800", "2026-03-08 03:00 -0700", "2026-03-08 03:59 -0700"},
			[]string{"2026-03-08 00:59 -0800", "2026-03-08 04:00 -0700"}},
		{"sun 02:30-06:00 America/Los_Angeles", []string{"2026-03-08 03:00 -0700", "2026-03-08 05:59 -0700"}, []string{"2026-03-08 01:59 -0800", "2026-03-08 06:00 -0700"}},
		{"sat 22:00-02:30 America/Los_Angeles", []string{"2026-03-07 22:00 -0800", "2026-03-08 01:59 -0800"}, []string{"2026-03-07 21:59 -0800", "2026-03-08 03:00 -0700"}},
		{"sun 02:00-03:00 America/Los_Angeles", []string{"2026-03-01 02:30 -0800"}, []string{"2026-03-08 01:59 -0800", "2026-03-08 03:00 -0700"}},
		{"daily 22:00-06:00 America/Los_Angeles", []string{"2026-03-07 23:00 -0800", "2026-03-08 05:59 -0700"}, []string{"2026-03-08 06:00 -0700", "2026-03-08 21:59 -0700"}},
		// In autumn, they go from 02:00 back to 01:00 on 1 November.
		{"sun 01:00-02:00 America/Los_Angeles", []string{"2026-11-01 01:00 -0700", "2026-11-01 01:59 -0700", "2026-11-01 01:00 -0800", "2026-11-01 01:59 -0800"},
			[]string{"2026-11-01 00:59 -0700", "2026-11-01 02:00 -0800"}},
		{"sun 01:30-05:00 America/Los_Angeles", []string{"2026-11-01 01:30 -0700", "2026-11-01 01:00 -0800", "2026-11-01 04:59 -0800"},
			[]string{"2026-11-01 01:29 -0700", "2026-11-01 05:00 -0800"}},
		{"sat 22:00-01:30 America/Los_Angeles", []string{"2026-10-31 22:00 -0700", "2026-11-01 01:45 -0700", "2026-11-01 01:29 -0800"},
			[]string{"2026-10-31 21:59 -0700", "2026-11-01 01:30 -0800"}},
		{"sun 00:00-24:00 America/Los_Angeles", []string{"2026-11-01 00:00 -0700", "2026-11-01 23:59 -0800"}, []string{"2026-10-31 23:59 -0700", "2026-11-02 00:00 -0800"}},
		// Phoenix has no summer time.
		{"sun 01:00-04:00 America/Phoenix", []string{"2026-03-08 01:00 -0700", "2026-03-08 02:30 -0700", "2026-11-01 03:59 -0700"}, []string{"2026-03-08 04:00 -0700", "2026-11-01 00:59 -0700"}},
		// Kathmandu is 5:45 ahead.
		{"mon-fri 18:00-23:00 Asia/Kathmandu", []string{"2026-11-02 12:15 +0000", "2026-11-02 17:14 +0000"}, []string{"2026-11-02 12:14 +0000", "2026-11-02 17:15 +0000", "2026-11-01 13:00 +0000"}},
		// Lord Howe Island changes by half an hour: from 02:00 to 02:30 on 4 October.
		{"sun 02:15-03:00 Australia/Lord_Howe", []string{"2026-10-04 02:30 +1100", "2026-10-04 02:59 +1100"}, []string{"2026-10-04 01:59 +1030", "2026-10-04 03:00 +1100"}},
		// Days wrap, and so do hours.
		{"sat-mon 22:00-06:00 UTC", []string{"2026-11-03 05:59 +0000", "2026-10-31 22:00 +0000"}, []string{"2026-11-03 22:00 +0000", "2026-10-31 05:00 +0000"}},
		{"always", []string{"2026-03-08 03:00 -0700"}, nil},
		{"", nil, []string{"2026-03-08 03:00 -0700"}},
	} {
		p, _ := roster.Read("r", []byte(header+"Ana,+15005550001,sms,es,,dispatcher,"+c.shifts+"\n"), hotline())
		clock := roster.New(p)
		for _, when := range c.on {
			if !clock.OnCall(p[0], bot.Duty{}, at(t, when)) {
				t.Errorf("%s: off call at %s", c.shifts, when)
			}
		}
		for _, when := range c.off {
			if clock.OnCall(p[0], bot.Duty{}, at(t, when)) {
				t.Errorf("%s: on call at %s", c.shifts, when)
			}
		}
	}
}

func TestAClockKnowsStrangersToo(t *testing.T) {
	p := person(t, "mon 09:00-17:00 UTC")
	if !roster.New(nil).OnCall(p, bot.Duty{}, at(t, "2026-11-02 10:00 +0000")) {
		t.Error("off call")
	}
	p.Shifts[0].Zone = "Mars/Phobos"
	if roster.New([]bot.Responder{p}).OnCall(p, bot.Duty{}, at(t, "2026-11-02 10:00 +0000")) {
		t.Error("on call on Mars")
	}
}

func TestAnOverrideHoldsUntilItsEnd(t *testing.T) {
	p := person(t, "mon 09:00-17:00 UTC")
	monday, noon, night := at(t, "2026-11-02 10:00 +0000"), at(t, "2026-11-02 12:00 +0000").UnixMilli(), at(t, "2026-11-02 20:00 +0000")
	for _, c := range []struct {
		duty bot.Duty
		now  time.Time
		on   bool
		next string // empty: never
	}{
		{bot.Duty{}, monday, true, "2026-11-09 09:00 +0000"},
		{bot.Duty{}, night, false, "2026-11-09 09:00 +0000"},
		{bot.Duty{Off: true}, monday, false, ""},
		{bot.Duty{Off: true, Until: noon}, monday, false, "2026-11-02 12:00 +0000"},
		{bot.Duty{Off: true, Until: noon}, time.UnixMilli(noon), true, "2026-11-09 09:00 +0000"},
		{bot.Duty{Off: true, Until: night.UnixMilli()}, monday, false, "2026-11-09 09:00 +0000"},
		{bot.Duty{On: true}, night, true, ""},
		{bot.Duty{On: true, Until: noon}, monday.Add(-3 * time.Hour), true, "2026-11-09 09:00 +0000"},
		{bot.Duty{On: true, Until: monday.Add(-2 * time.Hour).UnixMilli()}, monday.Add(-3 * time.Hour), true, "2026-11-02 09:00 +0000"},
		{bot.Duty{On: true, Off: true}, monday, false, ""},
	} {
		clock := roster.New([]bot.Responder{p})
		if got := clock.OnCall(p, c.duty, c.now); got != c.on {
			t.Errorf("%+v at %s: on call %t", c.duty, c.now, got)
		}
		next, ok := clock.Next(p, c.duty, c.now)
		if ok != (c.next != "") || ok && !next.Equal(at(t, c.next)) {
			t.Errorf("%+v at %s: next %s, %t, want %s", c.duty, c.now, next, ok, c.next)
		}
	}
}

func TestNextIsWhenNobodyHadToAskBefore(t *testing.T) {
	for _, c := range []struct{ shifts, now, next string }{
		{"always", "2026-11-02 10:00 +0000", ""},
		{"", "2026-11-02 10:00 +0000", ""},
		{"daily 00:00-24:00 UTC", "2026-11-02 10:00 +0000", ""}, // one day follows the other
		{"mon 18:00-24:00 UTC; tue 00:00-06:00 UTC", "2026-11-02 19:00 +0000", "2026-11-09 18:00 +0000"},
		{"sun 02:30-06:00 America/Los_Angeles", "2026-03-07 12:00 +0000", "2026-03-08 03:00 -0700"},
		{"sun 09:00-10:00 UTC", "2026-11-01 10:00 +0000", "2026-11-08 09:00 +0000"},
	} {
		p, _ := roster.Read("r", []byte(header+"Ana,+15005550001,sms,es,,dispatcher,"+c.shifts+"\n"), hotline())
		next, ok := roster.New(p).Next(p[0], bot.Duty{}, at(t, c.now))
		if ok != (c.next != "") || ok && !next.Equal(at(t, c.next)) {
			t.Errorf("%s at %s: next %s, %t, want %s", c.shifts, c.now, next, ok, c.next)
		}
	}
}
