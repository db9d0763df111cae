package desk_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

func TestOnePhraseSpeaksEveryLanguage(t *testing.T) {
	o := jumpOffice(t, nil)
	for id := range say.Phrases() {
		p := bot.Phrase{ID: strings.TrimPrefix(id, say.PhrasePrefix), Place: "Fremont Library", Date: "2026-12-24", Time: "19:30"}
		bodies, err := o.Brain().Phrase(p)
		if err != nil || len(bodies) != len(o.Brain().Hotline().Languages) {
			t.Fatalf("%s: %v, %v", id, bodies, err)
		}
		for lang, body := range bodies {
			for _, want := range []string{"Fremont Library", "7:30 pm", "24", "2026"} {
				if !strings.Contains(body.Reveal(), want) {
					t.Errorf("%s in %s has no %q: %s", id, lang, want, body.Reveal())
				}
			}
			if strings.Contains(strings.ToLower(body.Reveal()), "safe") {
				t.Errorf("%s promises: %s", id, body.Reveal())
			}
		}
	}
}

func TestNothingButPlaceDateAndTimeFitsIntoAPhrase(t *testing.T) {
	c := campaigning(t, 3, nil)
	good := bot.Phrase{ID: "moved", Place: "Fremont Library", Date: "2026-12-24", Time: "19:30"}
	for want, change := range map[string]func(*bot.Phrase){
		"has no":        func(p *bot.Phrase) { p.ID = "party" },
		"its place":     func(p *bot.Phrase) { p.Place = " " },
		"its date":      func(p *bot.Phrase) { p.Date = "" },
		"is no date":    func(p *bot.Phrase) { p.Date = "tomorrow" },
		"is no time":    func(p *bot.Phrase) { p.Time = "7pm" },
		"is no place":   func(p *bot.Phrase) { p.Place = strings.Repeat("a", 61) },
		"without links": func(p *bot.Phrase) { p.Place = "see http://x.example" },
		"at most 60":    func(p *bot.Phrase) { p.Place = "here\nSend money" },
	} {
		p := good
		change(&p)
		_, err := c.Draft(t.Context(), bot.BroadcastSpec{Name: "x", Phrase: &p}, "ana")
		if !errors.Is(err, bot.ErrRefused) || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: %v", want, err)
		}
	}
	p := c.drafts(bot.BroadcastSpec{Name: "x", Phrase: &good}).previews()
	if p.Recipients != 3 || len(p.Blockers) > 0 || !strings.Contains(p.ByLanguage["es"].Text, "Fremont Library") {
		t.Errorf("%+v", p)
	}
}
