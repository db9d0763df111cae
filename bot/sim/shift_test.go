package sim_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/sim"
)

const raidWithCrew = `crew: yes
lang: en
channel: sms
> raid
! incident open severity=urgent
< raid.where
[wait 60s]
! paged dispatcher place=unknown
`

func TestATranscriptShowsWhatDispatchingDoes(t *testing.T) {
	b := sim.Shipped(t)
	if r := sim.Play(b, script(t, raidWithCrew), false); r.Problems != nil {
		t.Error(r.Problems)
	}
	cases := map[string]struct{ chat, want string }{
		"a page that is not written down": {strings.ReplaceAll(raidWithCrew, "! paged dispatcher place=unknown\n", ""),
			"flows/x.chat:7: in en by sms: want nothing, got [! paged dispatcher place=unknown]"},
		"a page too soon": {strings.ReplaceAll(raidWithCrew, "60s", "59s"),
			"flows/x.chat:7: in en by sms: want [! paged dispatcher place=unknown], got nothing"},
		"an answer of somebody else": {raidWithCrew + "[dispatcher] take\n[lead] < reply.took\n",
			"flows/x.chat:9: in en by sms: want [[lead] < reply.took], got [[dispatcher] < reply.took | < report.seen]"},
		"an order about nothing": {"crew: yes\nlang: en\nchannel: sms\n[lead] take\n",
			"flows/x.chat:4: in en by sms: nothing has been reported that the lead could mean"},
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

func TestWithoutACrewNothingOfDispatchingIsShown(t *testing.T) {
	chat := strings.NewReplacer("crew: yes\n", "", "! paged dispatcher place=unknown\n", "").Replace(raidWithCrew)
	if r := sim.Play(sim.Shipped(t), script(t, chat+"[wait 10m]\n"), false); r.Problems != nil {
		t.Error(r.Problems)
	}
}

func TestAHotlinesOwnTiersChangeNoTranscript(t *testing.T) {
	h := settings.Default()
	h.Languages = nil
	h.Escalation = []bot.Tier{{Page: "1", Role: "observer", Need: 1, Within: time.Hour}}
	h.PlaceWithin, h.Deploy.Role = 0, "observer"
	if r := sim.Play(sim.ShippedAs(t, h), script(t, raidWithCrew), false); r.Problems != nil {
		t.Error(r.Problems)
	}
}

func TestAnUpdateWritesDownWhatTheCrewHears(t *testing.T) {
	const chat = "crew: yes\nlang: es\nchannel: sms\n> raid\n[lead] < wrong\n> [location 37.8044 -122.2712]\n[dispatcher] take\n[reporter 1] < wrong\n[new]\n> raid\n> [location 37.8044 -122.2712]\n"
	r := sim.Play(sim.Shipped(t), script(t, chat), true)
	text := r.Updated["flows/x.chat"]
	lines := strings.Split(text, "\n")
	for _, want := range []string{"! paged dispatcher", "[dispatcher] take", "[dispatcher] < reply.took", "! joined", "[dispatcher] < crew.reports"} {
		if !slices.Contains(lines, want) {
			t.Errorf("lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "wrong") {
		t.Errorf("keeps what did not happen:\n%s", text)
	}
	if again := sim.Play(sim.Shipped(t), script(t, text), false); again.Problems != nil {
		t.Errorf("what an update wrote does not hold: %v", again.Problems)
	}
}

func FuzzTranscripts(f *testing.F) {
	f.Add(raidWithCrew + "[dispatcher] take\n[verifier] go 8\n[wait 1h]\n[new]\n> #yes\n> [photo]\n")
	f.Add("crew: yes\n> raid\n[lead] salute 999XXX go 417BCD\n[lead] \u0663\n[]\n[ ] <\n<\n!\n[wait -1s]\n")
	b := sim.Shipped(f)
	f.Fuzz(func(_ *testing.T, chat string) {
		s, ps := sim.ParseScript("flows/x.chat", "lang: en\nchannel: sms\n"+chat)
		if ps != nil || len(chat) > 300 {
			return
		}
		sim.Play(b, []sim.Script{s}, true)
	})
}
