package broadcast_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

var decemberNoon = time.Date(2026, 12, 1, 20, 0, 0, 0, time.UTC) // at decemberNoon in Los Angeles

func soothing(_ bot.Language, words string) string {
	if strings.Contains(words, "safe") {
		return "safe"
	}
	return ""
}

func TestEachMistakeOfANoticeIsToldWithItsLine(t *testing.T) {
	const bodies = "bodies: {en: x, es: x}\n"
	for name, c := range map[string]struct{ yaml, want string }{
		"nothing":               {"", "n.yaml: is empty"},
		"no name":               {"until: 2h\n" + bodies, "n.yaml:1: name has 0 characters"},
		"no end":                {"name: x\n" + bodies, "n.yaml:1: until is missing: every notice ends"},
		"15 days":               {"name: x\nuntil: 360h\n" + bodies, "n.yaml:2: until is more than 14 days ahead"},
		"a day in spring":       {"name: x\nuntil: 2027-03-08 12:00 America/Los_Angeles\n" + bodies, "n.yaml:2: until is more than 14 days ahead"},
		"yesterday":             {"name: x\nuntil: 2026-11-30 12:00 America/Los_Angeles\n" + bodies, "n.yaml:2: until is over"},
		"minus two hours":       {"name: x\nuntil: -2h\n" + bodies, "n.yaml:2: until is over"},
		"no zone":               {"name: x\nuntil: 2026-12-02 12:00\n" + bodies, "n.yaml:2: until ends with no time zone"},
		"someday":               {"name: x\nuntil: someday\n" + bodies, "n.yaml:2: until has no time zone"},
		"looked tomorrow":       {"name: x\nuntil: 2h\nchecked: 2026-12-02 12:00 America/Los_Angeles\n" + bodies, "n.yaml:3: checked is in the future"},
		"looked last month":     {"name: x\nuntil: 2h\nchecked: 2026-11-01 12:00 America/Los_Angeles\n" + bodies, "n.yaml:3: checked is more than 7 days ago"},
		"unknown region":        {"name: x\nuntil: 2h\nregions: [fremont, paris]\n" + bodies, `n.yaml:3: there is no region "paris"`},
		"no body":               {"name: x\nuntil: 2h\n", "n.yaml:1: there is no body"},
		"an empty body":         {"name: x\nuntil: 2h\nbodies:\n  en: x\n  es: \" \"\n", "n.yaml:5: the body in es is empty"},
		"a missing body":        {"name: x\nuntil: 2h\nbodies: {en: x}\n", "n.yaml:3: there is no body in es"},
		"no default body":       {"name: x\nuntil: 2h\nmissing: default\nbodies: {es: x}\n", "n.yaml:4: there is no body in en"},
		"a language is skipped": {"name: x\nuntil: 2h\nmissing: skip\n" + bodies, `n.yaml:3: missing is "skip"; write one of default`},
		"unknown placeholder":   {"name: x\nuntil: 2h\nbodies: {en: \"{place}\", es: x}\n", "n.yaml:3: nothing fills {place} in en"},
		"1,601 characters":      {"name: x\nuntil: 2h\nbodies:\n  es: x\n  en: " + strings.Repeat("x", 1601) + "\n", "n.yaml:5: the body in en has 1601 characters; write at most 1400"},
		"a promise":             {"name: x\nuntil: 2h\nbodies: {es: x, en: It is safe here.}\n", `n.yaml:3: the body in en says that a place is safe or quiet: "safe"; say what volunteers saw`},
		"not a notice":          {"name: x\nuntil: 2h\nanswers: seven\n" + bodies, `n.yaml:3: "seven" is no notice`},
		"a phrase and a body":   {"name: x\nuntil: 2h\nphrase: {id: moved}\n" + bodies, "n.yaml:3: there are bodies and a phrase"},
		"a key of broadcasts":   {"name: x\nuntil: 2h\naudience: {}\n" + bodies, `n.yaml:3: unknown key "audience"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, ps := broadcast.ReadNotice("n.yaml", []byte(c.yaml), hotline(), soothing, decemberNoon)
			if len(ps) == 0 || !strings.HasPrefix(ps.Error(), c.want) {
				t.Errorf("got %q, want %q", ps.Error(), c.want)
			}
		})
	}
	good := "name: x\nuntil: 2026-12-15 12:00 America/Los_Angeles\nchecked: 2026-12-01 11:00 America/Los_Angeles\nregions: [fremont]\nanswers: 3\nmissing: default\nbodies: {en: " +
		strings.Repeat("x", 1400) + "}\n"
	if s, ps := broadcast.ReadNotice("n.yaml", []byte(good), hotline(), soothing, decemberNoon); len(ps) > 0 || s.Answers != "3" || len(s.Regions) != 1 {
		t.Errorf("%+v %v", s, ps)
	}
}

func drafted(t *testing.T, spec bot.NoticeSpec) bot.Notice {
	t.Helper()
	n, err := broadcast.DraftNotice("1", spec, map[bot.Language]bot.Private{"en": "words"}, "ana", decemberNoon)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestANoticeTakesTwoPeopleAndEnds(t *testing.T) {
	n := drafted(t, bot.NoticeSpec{Name: "x", Until: "2h"})
	for name, by := range map[string][2]string{"its author": {n.Hash, "ana"}, "another hash": {"0", "berta"}} {
		if _, err := broadcast.ApproveNotice(n, by[0], by[1], decemberNoon); !errors.Is(err, bot.ErrRefused) {
			t.Errorf("%s approves: %v", name, err)
		}
	}
	later := decemberNoon.Add(time.Hour)
	live, err := broadcast.ApproveNotice(n, n.Hash, "berta", later)
	if err != nil || live.At(later) != bot.NoticeLive || live.At(later.Add(2*time.Hour)) != bot.NoticeEnded || live.At(later.Add(2*time.Hour-time.Millisecond)) != bot.NoticeLive {
		t.Errorf("%+v %v", live, err) // two hours from its approval
	}
	if _, err := broadcast.ApproveNotice(live, n.Hash, "carla", later); !errors.Is(err, bot.ErrRefused) {
		t.Errorf("approved twice: %v", err)
	}
	again, err := broadcast.ReviseNotice(live, live.Spec, map[bot.Language]bot.Private{"en": "other words"}, "berta", later)
	if err != nil || again.At(later) != bot.NoticeDraft || again.Hash == n.Hash || again.Approver != "" {
		t.Errorf("revised: %+v %v", again, err)
	}
	if _, err := broadcast.ApproveNotice(again, again.Hash, "berta", later); !errors.Is(err, bot.ErrRefused) {
		t.Errorf("who revised it approves it: %v", err)
	}
	over, err := broadcast.WithdrawNotice(live, "ana", later)
	if err != nil || over.At(later) != bot.NoticeEnded || len(over.Events) != 3 || over.Events[2].What != broadcast.Withdrawn || over.Events[1].By != "berta" {
		t.Errorf("%+v %v", over, err)
	}
	for name, act := range map[string]func() error{
		"withdrawn twice":         func() error { _, err := broadcast.WithdrawNotice(over, "ana", later); return err },
		"withdrawn after its end": func() error { _, err := broadcast.WithdrawNotice(live, "ana", later.Add(3*time.Hour)); return err },
		"revised after its end":   func() error { _, err := broadcast.ReviseNotice(over, live.Spec, live.Texts, "ana", later); return err },
	} {
		if err := act(); !errors.Is(err, bot.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A fixed end that has passed while nobody approved is no end.
func TestANoticeThatIsOverIsNotApproved(t *testing.T) {
	n := drafted(t, bot.NoticeSpec{Name: "x", Until: "2026-12-01 13:00 America/Los_Angeles"})
	if _, err := broadcast.ApproveNotice(n, n.Hash, "berta", decemberNoon.Add(2*time.Hour)); !errors.Is(err, bot.ErrRefused) || !strings.Contains(err.Error(), "until is over") {
		t.Error(err)
	}
}

func TestTheNewestTwoNoticesAnswer(t *testing.T) {
	var all []bot.Notice
	for i, id := range []bot.NoticeID{"1", "2", "3", "4"} {
		n := drafted(t, bot.NoticeSpec{Name: "x", Until: "10h", Regions: []string{"fremont"}})
		n, err := broadcast.ApproveNotice(n, n.Hash, "berta", decemberNoon.Add(time.Duration(i)*time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		n.ID = id
		all = append(all, n)
	}
	all[3] = broadcast.ReplaceNotice(all[3], "berta", "5", decemberNoon.Add(time.Hour))
	about := func(region string) func(bot.Notice) bool { return func(n bot.Notice) bool { return n.About(region) } }
	news := broadcast.News(all, about("fremont"), decemberNoon.Add(2*time.Hour))
	if len(news) != 2 || news[0].ID != "3" || news[1].ID != "2" {
		t.Errorf("%+v", news)
	}
	if len(broadcast.News(all, about("oakland"), decemberNoon.Add(2*time.Hour))) != 0 || len(broadcast.News(all, about("fremont"), decemberNoon.Add(20*time.Hour))) != 0 {
		t.Error("news of another place, or old ones")
	}
}
