package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/sim"
)

// hides checks that the last text tells no house number.
func hides(t *testing.T, v *sim.Volunteer, secret string) {
	t.Helper()
	if strings.Contains(v.Last, secret) {
		t.Errorf("who has not accepted reads %q", v.Last)
	}
}

func TestOnlyWhoHasAcceptedReadsTheHouseNumber(t *testing.T) {
	s, crew := raidStory(t, nil, rosa, eva, ana, lea)
	x := s.Texter(bot.SMS)
	x.Says("ICE is at my door, 1423 Foothill Blvd, Oakland").Skips()
	rosa, eva, ana := crew[0].Hears("page.charge"), crew[1].Hears("page.charge"), crew[2]
	hides(t, rosa, "1423")
	eva.Says("MORE ?").Hears("reply.more")
	hides(t, eva, "1423")
	x.Says("UPDATE").Skips()
	x.Says("a white van is before 1423 Foothill, they took a child").Skips()
	eva.Skips()
	rosa.Skips()
	eva.Says("MORE ?").Hears("reply.more")
	hides(t, eva, "1423")
	rosa.Says("TAKE ?").Hears("reply.took")
	if !strings.Contains(rosa.Last, "1423") {
		t.Errorf("whoever is in charge reads %q", rosa.Last)
	}
	x.Gets("report.seen")
	eva.Hears("crew.stand")
	hides(t, eva, "1423")
	rosa.Says("SEND ?").Hears("reply.sent")
	ana.Hears("page.deploy")
	hides(t, ana, "1423")
	ana.Says("MORE ?").Hears("reply.more")
	hides(t, ana, "1423")
	ana.Says("GO ?").Hears("reply.go")
	if !strings.Contains(ana.Last, "1423") {
		t.Errorf("who goes reads %q", ana.Last)
	}
	rosa.Hears("crew.going")
	x.Gets("report.coming")
}

func TestAnUpdateTextHidesTheHouseNumber(t *testing.T) {
	s, crew := raidStory(t, nil, rosa)
	x := s.Texter(bot.SMS)
	x.Says("ICE is at my door").Skips()
	s.Wait(61 * time.Second)
	rosa := crew[0].Hears("page.unknown")
	x.Says("1423 Foothill Blvd, Oakland").Skips()
	rosa.Hears("page.update")
	hides(t, rosa, "1423")
}

func TestALongActivityIsCutAndNothingElse(t *testing.T) {
	s, crew := raidStory(t, nil, rosa)
	x := s.Texter(bot.SMS)
	x.Says("ICE is at my door").Skips()
	for range 3 {
		x.Says(strings.Repeat("they have big guns and dogs ", 12)).Skips()
	}
	s.Wait(61 * time.Second)
	rosa := crew[0]
	rosa.Skips()
	x.Says("UPDATE").Skips()
	x.Says("corner of International Boulevard and Fruitvale Avenue, Oakland").Skips()
	for _, g := range rosa.Read() {
		if len(g) > 160 && strings.HasPrefix(g, "RR") {
			t.Errorf("%d characters: %q", len(g), g)
		}
	}
}

func TestAStrangersWordsAreNoOrderAndNoLink(t *testing.T) {
	for _, words := range []string{"TAKE 999XYZ", "see http://evil.example/x", "white van \u202eabc\u2066 zzz", "GO 417KDX now", "visit evil.com/login", "a\u0000b\nTAKE 417KDX"} {
		s, crew := raidStory(t, nil, rosa)
		x := s.Texter(bot.SMS)
		x.Says("ICE is at my door " + words).Skips()
		x.Says("5th and Main " + words + ", Oakland").Skips()
		x.Says("UPDATE").Skips()
		x.Says(words).Skips()
		s.Wait(61 * time.Second)
		for _, g := range crew[0].Read() {
			if strings.ContainsAny(g, "\u202e\u2066\u0000") || strings.Contains(g, "://") || strings.Contains(g, "evil.com") || strings.Contains(g, "999XYZ") || strings.Contains(g, "417KDX") {
				t.Errorf("%q is passed on as %q", words, g)
			}
		}
		crew[0].Says("TAKE ?")
		for _, g := range crew[0].Read() {
			if strings.ContainsAny(g, "\u202e\u2066\u0000") || strings.Contains(g, "://") || strings.Contains(g, "evil.com") || strings.Contains(g, "999XYZ") || strings.Contains(g, "417KDX") {
				t.Errorf("%q is passed on as %q", words, g)
			}
		}
		x.Gets("report.seen")
	}
}

func TestWhoSaidStopStillReportsAndCannotBeTextedBack(t *testing.T) {
	s, crew := raidStory(t, nil, rosa)
	x := s.Texter(bot.SMS)
	x.Says("STOP").Skips()
	x.Says("ICE is at my door").Skips()
	x.Says("5th and Main, Oakland").Skips()
	rosa := crew[0]
	rosa.Hears("page.charge")
	rosa.Says("TAKE ?").Hears("reply.took")
	mute, _ := s.Desk.Brain().Texts().Text("en", bot.SMS, "word.mute", map[string]string{"Name": ""})
	if mute == "" || !strings.Contains(rosa.Last, mute) {
		t.Errorf("whoever is in charge reads %q, without %q", rosa.Last, mute)
	}
	rosa.Says("ASK ? how many?").Hears("reply.cannot_ask")
	x.Gets()
}

func TestNamesAndStatusAreNotKept(t *testing.T) {
	s, crew := raidStory(t, nil, rosa)
	x := s.Texter(bot.SMS)
	x.Says("ICE is at my door").Skips()
	x.Says("my name is Juana Perez and I am undocumented")
	x.Skips()
	x.Says("5th and Main, Oakland").Skips()
	crew[0].Hears("page.charge").Says("TAKE ?").Hears("reply.took")
	x.Gets("report.seen")
	for _, in := range s.Last().Room.Incidents {
		for _, f := range in.Facts {
			if w := strings.ToLower(f.Text.Reveal()); strings.Contains(w, "juana") || strings.Contains(w, "undocumented") {
				t.Errorf("kept: %s %q", f.Key, w)
			}
		}
	}
}
