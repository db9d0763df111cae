package sim_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/flows"
)

func script(t testing.TB, text string) []sim.Script {
	t.Helper()
	s, ps := sim.ParseScript("flows/x.chat", text)
	if ps != nil {
		t.Fatal(ps)
	}
	return []sim.Script{s}
}

func TestTheShippedTranscriptsGoAsWritten(t *testing.T) {
	all, ps := sim.ReadScripts(flows.FS, "flows")
	if ps != nil {
		t.Fatal(ps)
	}
	if r := sim.Play(sim.Shipped(t), all, false); r.Problems != nil {
		t.Error(r.Problems)
	}
}

func TestWhatGoesDifferentlyIsToldWithItsLine(t *testing.T) {
	b := sim.Shipped(t)
	cases := map[string]struct{ chat, want string }{
		"another answer":     {"lang: en\nchannel: sms\n> menu\n< door.ask\n", "flows/x.chat:3: in en by sms: want [< door.ask], got [< menu.ask]"},
		"an answer too many": {"lang: en\nchannel: sms\n\n> menu\n", "flows/x.chat:4: in en by sms: want nothing, got [< menu.ask]"},
		"silence":            {"lang: es\nchannel: sms\n[wait 1h]\n< menu.ask\n", "flows/x.chat:3: in es by sms: want [< menu.ask], got nothing"},
		"no such option":     {"lang: es\nchannel: whatsapp\n> #home\n", `flows/x.chat:3: in es by whatsapp: no open question has an option "home"`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r := sim.Play(b, script(t, c.chat), false)
			if len(r.Problems) != 1 || !strings.HasPrefix(r.Problems[0].Error(), c.want) {
				t.Errorf("got %v, want %s", r.Problems, c.want)
			}
		})
	}
}

func TestAnUpdateWritesDownWhatHappens(t *testing.T) {
	const chat = "# the menu\nlang: es\nchannel: sms\n> MENU\n< wrong\n! wrong\n\n# again\n> STOP\n"
	r := sim.Play(sim.Shipped(t), script(t, chat), true)
	text := r.Updated["flows/x.chat"]
	for _, want := range []string{"# the menu\nlang: es\nchannel: sms\n> MENU\n< menu.ask\n\n# again\n> STOP\n! consent stopped\n"} {
		if !strings.HasPrefix(text, want) || strings.Contains(text, "wrong") {
			t.Errorf("got %q, want it to begin with %q", text, want)
		}
	}
	if again := sim.Play(sim.Shipped(t), script(t, text), false); again.Problems != nil {
		t.Errorf("what an update wrote does not hold: %v", again.Problems)
	}
}

func TestLinesThatCannotBeReadAreTold(t *testing.T) {
	for name, c := range map[string]struct{ chat, want string }{
		"nonsense":        {"hello\n", "flows/x.chat:1: cannot read this line"},
		"unknown channel": {"channel: fax\n> hi\n", `flows/x.chat:1: unknown channel "fax"`},
		"early result":    {"< menu.ask\n> hi\n", "flows/x.chat:1: nothing has happened yet"},
		"bad wait":        {"> hi\n[wait soon]\n", "flows/x.chat:2: cannot wait"},
		"endless wait":    {"> hi\n[wait 900000h]\n", "flows/x.chat:2: cannot wait"},
		"bad location":    {"> [location here]\n", "flows/x.chat:1: cannot read this location"},
		"half a crew":     {"crew: some\n> hi\n", `flows/x.chat:1: crew: "some"; write crew: yes, or leave the line out`},
		"late crew":       {"> hi\ncrew: yes\n", "flows/x.chat:2: crew: yes belongs before the first thing that happens"},
		"order unseen":    {"> hi\n[lead] take\n", "flows/x.chat:2: nobody sees the lead here: write crew: yes at the top"},
		"text unseen":     {"> hi\n[lead] < page.alarm\n", "flows/x.chat:2: nobody sees the lead here"},
		"no such notice":  {"notice: fremont forever\n> hi\n", `flows/x.chat:1: notice: "fremont forever" is none; write a region, or *, and for how long`},
		"a late notice":   {"> hi\nnotice: fremont 2h\n", "flows/x.chat:2: a notice belongs before the first thing"},
		"no such role":    {"crew: yes\n[boss] take\n", `flows/x.chat:2: nobody is called "boss"; the crew are [dispatcher], [verifier] and [lead]`},
		"no such reader":  {"crew: yes\n> hi\n[reporter x] < report.seen\n", `flows/x.chat:3: nobody is called "reporter x"`},
		"no such verb":    {"crew: yes\n[lead] dance\n", `flows/x.chat:2: the lead cannot order "dance"; the words are go, no, here`},
		"a secret":        {"crew: yes\n[lead] off\n", `flows/x.chat:2: the lead cannot order "off"`},
		"silent order":    {"crew: yes\n[lead]\n", `flows/x.chat:2: the lead cannot order ""`},
		"open bracket":    {"crew: yes\n[lead take\n", "flows/x.chat:2: cannot read this line"},
		"empty":           {"# nothing\n", "flows/x.chat: nobody says anything"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, ps := sim.ParseScript("flows/x.chat", c.chat); !strings.HasPrefix(ps.Error(), c.want) {
				t.Errorf("got %q, want %q", ps.Error(), c.want)
			}
		})
	}
}

func TestEveryTranscriptFileIsRead(t *testing.T) {
	fsys := fstest.MapFS{"a.chat": {Data: []byte("> hi\n")}, "b.chat": {Data: []byte("?\n")}, "c.yaml": {Data: []byte("id: c")}}
	all, ps := sim.ReadScripts(fsys, "flows")
	if len(all) != 2 || len(ps) != 1 || ps[0].File != "flows/b.chat" {
		t.Errorf("read %d, problems %v", len(all), ps)
	}
}

func TestAPhoneShowsWhatWasSaid(t *testing.T) {
	answers := map[string]error{"hi": nil, "boom": errors.New("down")}
	ps := sim.NewPhones(func(_ context.Context, e bot.Event) ([]string, error) {
		return []string{"you wrote " + e.Text.Reveal()}, answers[e.Text.Reveal()]
	})
	number, other := ps.New(bot.SMS), ps.New(bot.WhatsApp)
	if number == other || ps.Channel(other) != bot.WhatsApp || ps.Has("+1") {
		t.Error("phones are not told apart")
	}
	_, more, _ := ps.Since(number, 0)
	if err := ps.Say(t.Context(), number, bot.Event{Text: "hi"}); err != nil {
		t.Fatal(err)
	}
	<-more
	got, _, _ := ps.Since(number, 0)
	if len(got) != 2 || got[0].FromHotline || !got[1].FromHotline || got[1].Text != "you wrote hi" || got[1].Seq != 2 {
		t.Errorf("shows %+v", got)
	}
	if rest, _, _ := ps.Since(number, 1); len(rest) != 1 || rest[0].Seq != 2 {
		t.Errorf("since 1: %+v", rest)
	}
	if err := ps.Say(t.Context(), number, bot.Event{Text: "boom"}); err == nil {
		t.Error("a hotline that is down goes unnoticed")
	}
	if err := ps.Say(t.Context(), "+1", bot.Event{Text: "hi"}); err == nil {
		t.Error("a phone that does not exist can text")
	}
	to := bot.Address{Channel: bot.WhatsApp, Value: bot.Private(other)}
	if r := ps.Send(t.Context(), bot.Parcel{To: to, Text: "later"}); r.Outcome != bot.Accepted {
		t.Fatal(r)
	}
	if r := ps.Send(t.Context(), bot.Parcel{To: bot.Address{Channel: bot.WhatsApp, Value: "+1"}, Text: "later"}); r.Outcome != bot.Permanent {
		t.Error(r)
	}
	for words, want := range map[bot.Private]int{"later": 1, "never": 0, "": 1} {
		if found, err := ps.Find(t.Context(), bot.Search{To: to, Text: words}); len(found) != want || err != nil {
			t.Errorf("finds %d with %q, %v", len(found), words.Reveal(), err)
		}
	}
	if got, _, _ := ps.Since(other, 0); len(got) != 1 || got[0].Text != "later" {
		t.Errorf("shows %+v", got)
	}
}

func TestAPhoneShowsACall(t *testing.T) {
	ps := sim.NewPhones(nil)
	number := ps.New(bot.WhatsApp)
	to := bot.Address{Channel: bot.WhatsApp, Value: bot.Private(number)}
	if r := ps.Send(t.Context(), bot.Parcel{To: to, Text: "report 4 1 7", Call: true}); r.Outcome != bot.Accepted {
		t.Fatalf("got %+v", r)
	}
	bubbles, _, err := ps.Since(number, 0)
	if err != nil || len(bubbles) != 1 || bubbles[0].Media != "call" || bubbles[0].Text != "report 4 1 7" || !bubbles[0].FromHotline {
		t.Errorf("shows %+v, %v", bubbles, err)
	}
	if found, err := ps.Find(t.Context(), bot.Search{To: to}); err != nil || len(found) != 0 {
		t.Errorf("a call passes for a text: %+v, %v", found, err)
	}
}
