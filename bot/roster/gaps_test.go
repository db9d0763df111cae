package roster_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/roster"
)

func TestGapsAreToldByRoleRegionAndLanguage(t *testing.T) {
	people := reads(t, header+
		"Ana,+15005550001,sms,es,oakland,dispatcher,mon 00:00-12:00 UTC\n"+
		"Bo,+15005550002,sms,en,,dispatcher,mon 12:00-18:00 UTC\n"+
		"Cy,+15005550003,sms,en-US,fremont,dispatcher verifier,mon 06:00-09:00 UTC\n"+
		"Di,+15005550004,sms,en,,verifier,always\n")
	people[0].ID, people[3].ID = "a", "d"
	tell := func(duties map[bot.ResponderID]bot.Duty) (all []string) {
		for _, g := range roster.New(people).Gaps(people, duties, hotline(), at(t, "2026-11-02 00:00 +0000"), 24*time.Hour) {
			all = append(all, fmt.Sprintf("%s %s%s %s-%s", g.Role, g.Region, g.Language, g.From.UTC().Format("15:04"), g.To.UTC().Format("02 15:04")))
		}
		return all
	}
	want := []string{"dispatcher  18:00-03 00:00", "dispatcher fremont 00:00-02 06:00", "dispatcher fremont 09:00-02 12:00",
		"dispatcher en 00:00-02 06:00", "dispatcher en 09:00-02 12:00", "dispatcher es 12:00-02 18:00"}
	if got := tell(nil); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	until := at(t, "2026-11-02 06:00 +0000").UnixMilli()
	got := tell(map[bot.ResponderID]bot.Duty{"a": {Off: true, Until: until}, "d": {Unreached: true}})
	for _, w := range []string{"dispatcher  00:00-02 06:00", "verifier  00:00-02 06:00", "verifier  09:00-03 00:00", "verifier oakland 06:00-02 09:00"} {
		if !slices.Contains(got, w) {
			t.Errorf("no %q in %q", w, got)
		}
	}
}

// dice are random numbers that are the same in each run.
type dice uint64

func (d *dice) roll(n int) int {
	*d ^= *d << 13
	*d ^= *d >> 7
	*d ^= *d << 17
	return int(uint64(*d) % uint64(n))
}

func (d *dice) person(i int, from time.Time) (bot.Responder, bot.Duty) {
	zones := []string{"America/Los_Angeles", "America/Phoenix", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"}
	p := bot.Responder{ID: bot.ResponderID(fmt.Sprint(i)), Languages: []bot.Language{[]bot.Language{"en", "es", "es-MX"}[d.roll(3)]},
		Roles: []bot.Role{[]bot.Role{bot.RoleDispatcher, bot.RoleVerifier}[d.roll(2)]}}
	if d.roll(2) == 0 {
		p.Regions = []string{[]string{"oakland", "fremont"}[d.roll(2)]}
	}
	for range d.roll(4) {
		s := bot.Shift{From: d.roll(96) * 15, To: d.roll(96) * 15, Zone: zones[d.roll(len(zones))]}
		for day := range s.Days {
			s.Days[day] = d.roll(3) > 0
		}
		p.Shifts = append(p.Shifts, s)
	}
	duty := bot.Duty{Off: d.roll(5) == 0, On: d.roll(5) == 0, Unreached: d.roll(9) == 0}
	if d.roll(3) > 0 {
		duty.Until = from.Add(time.Duration(d.roll(2000)-200) * time.Minute).UnixMilli()
	}
	return p, duty
}

func TestGapsAreWhatEachMinuteShows(t *testing.T) {
	random := dice(20261101)
	h := hotline()
	for round := range 40 {
		from := at(t, []string{"2026-03-07 20:00 +0000", "2026-10-31 20:00 +0000", "2026-10-03 08:00 +0000"}[round%3])
		var people []bot.Responder
		duties := map[bot.ResponderID]bot.Duty{}
		for i := range random.roll(7) {
			p, d := random.person(i, from)
			people, duties[p.ID] = append(people, p), d
		}
		clock := roster.New(people)
		got := map[string]bool{}
		for _, g := range clock.Gaps(people, duties, h, from, 24*time.Hour) {
			for m := g.From; m.Before(g.To); m = m.Add(time.Minute) {
				if key := fmt.Sprint(g.Role, g.Region, g.Language, m.Unix()); got[key] {
					t.Fatalf("round %d: twice %s", round, key)
				} else {
					got[key] = true
				}
			}
		}
		want := minuteByMinute(clock, people, duties, from)
		for key := range want {
			if !got[key] {
				t.Fatalf("round %d: no gap %s", round, key)
			}
		}
		if len(got) != len(want) {
			t.Fatalf("round %d: %d minutes of gaps instead of %d", round, len(got), len(want))
		}
	}
}

// minuteByMinute asks for every minute who is on call.
func minuteByMinute(clock *roster.Clock, people []bot.Responder, duties map[bot.ResponderID]bot.Duty, from time.Time) map[string]bool {
	all := map[string]bool{}
	for m := from; m.Before(from.Add(24 * time.Hour)); m = m.Add(time.Minute) {
		for _, role := range []bot.Role{bot.RoleDispatcher, bot.RoleVerifier} {
			on := slices.DeleteFunc(slices.Clone(people), func(p bot.Responder) bool {
				return !slices.Contains(p.Roles, role) || duties[p.ID].Unreached || !clock.OnCall(p, duties[p.ID], m)
			})
			if len(on) == 0 {
				all[fmt.Sprint(role, "", "", m.Unix())] = true
				continue
			}
			for _, region := range []string{"oakland", "fremont"} {
				if !slices.ContainsFunc(on, func(p bot.Responder) bool { return p.Serves(region) }) {
					all[fmt.Sprint(role, region, "", m.Unix())] = true
				}
			}
			for _, lang := range []bot.Language{"en", "es"} {
				if role == bot.RoleDispatcher && !slices.ContainsFunc(on, func(p bot.Responder) bool { return roster.Speaks(p, lang) }) {
					all[fmt.Sprint(role, "", lang, m.Unix())] = true
				}
			}
		}
	}
	return all
}

func TestLanguagesMatch(t *testing.T) {
	p := bot.Responder{Languages: []bot.Language{"es-MX", "zh", "fil"}}
	for lang, want := range map[bot.Language]bool{"es": true, "zh-Hans": true, "tl": true, "en": false, "e": false, "not a tag": false} {
		if got := roster.Speaks(p, lang); got != want {
			t.Errorf("%s: %t", lang, got)
		}
	}
	if got := roster.WrittenIn(p, hotline()); got != "es" {
		t.Errorf("written to in %s", got)
	}
	if got := roster.WrittenIn(bot.Responder{Languages: []bot.Language{"ht"}}, hotline()); got != "en" {
		t.Errorf("written to in %s", got)
	}
}

func BenchmarkGaps(b *testing.B) {
	random := dice(7)
	from := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	var people []bot.Responder
	for i := range 1000 {
		p, _ := random.person(i, from)
		people = append(people, p)
	}
	clock := roster.New(people)
	for b.Loop() {
		clock.Gaps(people, nil, hotline(), from, 24*time.Hour)
	}
}

func BenchmarkOnCall(b *testing.B) {
	random := dice(7)
	from := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	p, _ := random.person(0, from)
	for len(p.Shifts) == 0 {
		p, _ = random.person(0, from)
	}
	clock := roster.New([]bot.Responder{p})
	for b.Loop() {
		clock.OnCall(p, bot.Duty{}, from)
	}
}
