package desk_test

import (
	"context"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// answering gives the same words to every question of the encounter record and returns what is sent back.
func answering(t *testing.T, ch bot.Channel, words string) []string {
	t.Helper()
	s := story(t)
	x := s.Texter(ch)
	x.Says("LAWYER").Hears("lawyer.ask")
	x.Says("write down what happened").Skips()
	x.Says("yes").Hears("record.when")
	for s.Last().Session.Flow == "record" {
		if s.Last().Session.Node == "paper" {
			x.Says("1").Hears("record.judge")
			continue
		}
		before := s.Last().Session.Node
		x.Says(words).Skips()
		if s.Last().Session.Node == before {
			t.Fatalf("%s takes no words", before)
		}
	}
	return s.Last().Texts
}

func TestWordsOfTheRecordComeBackAsTheyAreOnEveryChannel(t *testing.T) {
	for _, ch := range []bot.Channel{bot.SMS, bot.WhatsApp} {
		for _, words := range []string{"{{.Name}} {{say.entry}} {{link.locator}} %s $1", "=1+1;DROP", strings.Repeat("長い", 140), "caf\u00e9 \u2066x\u2069 \U0001F468\u200D\U0001F469\u200D\U0001F467"} {
			all := answering(t, ch, words)
			whole := strings.Join(all, "")
			if n := strings.Count(whole, words); n < 10 && len(all) == 1 {
				t.Errorf("%s: %.30q comes back %d times: %.200q", ch, words, n, whole)
			}
			for _, one := range all {
				if ch == bot.WhatsApp && utf8.RuneCountInString(one) > say.MaxCharacters || ch == bot.SMS && text.Segments(one).Segments > say.MaxSegments {
					t.Errorf("%s: a text is too long: %d characters", ch, utf8.RuneCountInString(one))
				}
			}
		}
	}
}

func TestControlsNeverComeBack(t *testing.T) {
	whole := strings.Join(answering(t, bot.SMS, "a\x00b\x1b[31m\x07 c\xff"), "")
	if strings.ContainsAny(whole, "\x00\x1b\x07") || !utf8.ValidString(whole) {
		t.Errorf("%.100q", whole)
	}
}

// Neither where somebody is, nor what they keep for their lawyer, nor a crisis can be read by whoever holds the disk.
func TestAZIPTheRecordAndACrisisLieSealedInRedis(t *testing.T) {
	server := redistest.New(t, "--appendonly", "yes")
	d := desk.New(sim.Shipped(t), ports(t, real(t, server.URL())))
	for i, words := range []string{"what is an ice detainer", "60623", "LAWYER", "7", "1", "the gargoyles came at dawn", "12 Timbuktu Lane", "they forced it, quetzals everywhere",
		"I want to die, basilisk", "1", "LAWYER", "1", "94601", "DELETE", "LAWYER", "7", "1", "phoenix morning"} {
		if _, err := d.Receive(context.Background(), received(i, "+15005557777", words)); err != nil {
			t.Fatal(err)
		}
	}
	disk := strings.ToLower(server.Disk())
	if len(disk) < 500 {
		t.Fatalf("the disk holds only %q", disk)
	}
	for _, secret := range []string{"60623", "94601", "gargoyles", "timbuktu", "quetzals", "basilisk", "phoenix", "mental-health", "record", "5005557777"} {
		if strings.Contains(disk, secret) {
			t.Errorf("%q lies open in Redis", secret)
		}
	}
}

// How long notes are kept is a promise: the text says what the hotline does, not what most hotlines do.
func TestTheTextSaysHowLongNotesAreKept(t *testing.T) {
	for kept, want := range map[time.Duration]string{24 * time.Hour: " 24 hours after", 90 * time.Hour: " 90 hours after", 90 * time.Minute: " 2 hours after"} {
		h := settings.Default()
		h.Languages, h.Retention.Conversation = nil, kept
		b := sim.ShippedAs(t, h)
		d := b.Decide(desk.State{Session: bot.Session{Flow: "record", Version: 1, Node: "proof", Since: time.Now().UnixMilli(), Record: []bot.Answer{{Key: "when", Option: "night"}}}},
			bot.Event{Kind: bot.Received, Text: "2"}, time.Now(), desk.Options{})
		if all := strings.Join(d.Texts, "\n"); !strings.Contains(all, want) {
			t.Errorf("kept for %s: %q", kept, all)
		}
	}
}
