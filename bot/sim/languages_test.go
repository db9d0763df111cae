package sim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/text"
	"github.com/aldaba-hotline/aldaba/bot/understand"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// asked is what the answer to a text asks or says, of a Vietnamese reader who has just been given a menu.
func asked(b *desk.Brain, menu, answer string) string {
	at := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	s := desk.State{Contact: bot.Contact{Language: "vi", Chosen: true, Address: bot.Address{Channel: bot.SMS}}}
	s.Session.Since = at.Add(-time.Minute).UnixMilli()
	var ids []string
	for i, words := range []string{menu, answer} {
		e := bot.Event{Kind: bot.Received, Text: bot.Private(words), From: s.Contact.Address}
		d := b.Decide(s, e, at.Add(time.Duration(i)*time.Second), desk.Options{NewID: func() string { return "i" }})
		s, ids = d.State, nil
		for _, said := range d.Says {
			ids = append(ids, said.Message)
		}
	}
	return strings.Join(ids, " ")
}

// Vietnamese is texted without its marks as often as with them.
func TestVietnameseIsUnderstoodWithoutItsMarks(t *testing.T) {
	b := sim.Shipped(t)
	words, ps := understand.LoadFile(i18n.FS, "words.vi.yaml")
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	n := 0
	for command, all := range words.Commands {
		for _, word := range all {
			in := b.Reader().Read(understand.Input{Text: text.Fold(word), Language: "vi", Stopped: command == bot.CmdStart})
			if n++; in.Action != bot.ActCommand || in.Command != command {
				t.Errorf("%q, written %q, is %s %s and not %s", word, text.Fold(word), in.Action, in.Command, command)
			}
		}
	}
	menu := b.Library().Flow("menu").Nodes["ask"]
	for i, o := range menu.Choices() {
		label, _ := b.Texts().Text("vi", bot.SMS, o.Label, nil)
		if want, got := asked(b, "menu", fmt.Sprint(i+1)), asked(b, "menu", text.Fold(label)); want == "" || got != want {
			t.Errorf("%q, written %q, leads to %q, its number to %q", label, text.Fold(label), got, want)
		}
	}
	if n < 40 {
		t.Errorf("only %d words were tried", n)
	}
}

// Every text but a word or two has marks: one in three or so of its words.
func TestVietnameseIsSentWithItsMarks(t *testing.T) {
	texts := sim.Shipped(t).Texts()
	for _, id := range texts.IDs("vi") {
		marked, all := 0, 0
		for _, w := range strings.FieldsFunc(texts.Forms("vi", id)["other"], func(c rune) bool { return !unicode.IsLetter(c) }) {
			if strings.ToUpper(w) == w || strings.HasPrefix(id, "say.") {
				continue // a command, the name of an agency
			}
			if all++; text.Fold(w) != strings.ToLower(w) {
				marked++
			}
		}
		if all >= 8 && marked*4 < all {
			t.Errorf("%s has marks on %d of %d words: %s", id, marked, all, texts.Forms("vi", id)["other"])
		}
	}
}
