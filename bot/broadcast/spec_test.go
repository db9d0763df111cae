package broadcast_test

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

func hotline() bot.Hotline {
	return bot.Hotline{
		Name: "Rights Line", Languages: []bot.Language{"en", "es"}, DefaultLanguage: "en",
		Senders: bot.Senders{SMS: "+15005550006", WhatsApp: "whatsapp:+15005550006"}, Rates: bot.Rates{SMS: 100, WhatsApp: 80},
		Regions:    map[string]bot.Region{"fremont": {}, "east-bay": {Zone: "America/New_York"}},
		Prices:     bot.Prices{Currency: "USD", SMS: map[string]float64{"+1": 0.01}, WhatsApp: map[string]float64{"+52": 0.04}},
		Templates:  map[string]map[bot.Language]string{"update": {"es": "HX1"}},
		QuietHours: &bot.QuietHours{From: "21:00", To: "08:00", Zone: "America/Los_Angeles"},
	}
}

func TestEachMistakeOfADraftIsToldWithItsLine(t *testing.T) {
	for name, c := range map[string]struct{ yaml, want string }{
		"nothing":               {"", "d.yaml: is empty"},
		"no name":               {"bodies: {en: x}\n", "d.yaml:1: name has 0 characters"},
		"name of two lines":     {"name: \"a\\nb\"\nbodies: {en: x}\n", "d.yaml:1: name has 3"},
		"no body":               {"name: x\n", "d.yaml:1: there is no body"},
		"empty body":            {"name: x\nbodies:\n  en: x\n  es: \" \"\n", "d.yaml:4: the body in es is empty"},
		"unknown language":      {"name: x\nbodies:\n  de: x\n", `d.yaml:3: nobody is written to in "de"`},
		"unknown rule":          {"name: x\nmissing: maybe\nbodies: {en: x}\n", `d.yaml:2: missing is "maybe"; write one of default, skip`},
		"unknown region":        {"name: x\naudience:\n  regions: [fremont, paris]\nbodies: {en: x}\n", `d.yaml:3: there is no region "paris"`},
		"group of two words":    {"name: x\naudience: {groups: [a b]}\nbodies: {en: x}\n", `d.yaml:2: "a b" is no group`},
		"group in capitals":     {"name: x\naudience: {groups: [Parents]}\nbodies: {en: x}\n", `d.yaml:2: "Parents" is no group`},
		"invisible body":        {"name: x\nbodies: {en: \"\\u200b\\u00a0\"}\n", "d.yaml:2: the body in en is empty"},
		"body with a NUL":       {"name: x\nbodies: {en: \"a\\0b\"}\n", "d.yaml:2: the body in en holds a sign that nobody sees"},
		"body turned around":    {"name: x\nbodies: {en: \"a\\u202eb\"}\n", "d.yaml:2: the body in en holds a sign that nobody sees"},
		"reason without end":    {"name: x\nbodies: {en: x}\nquiet: override\nreason: " + strings.Repeat("a", 321) + "\n", "d.yaml:4: the reason is too long"},
		"alias":                 {"name: x\nbodies: &a {en: x}\nphrase: *a\n", "d.yaml:2: uses a YAML alias"},
		"unknown channel":       {"name: x\naudience: {channels: [fax]}\nbodies: {en: x}\n", `d.yaml:2: channels is "fax"`},
		"not a broadcast":       {"name: x\naudience: {except: [seven]}\nbodies: {en: x}\n", `d.yaml:2: "seven" is no broadcast`},
		"answers and audience":  {"name: x\nanswers: 7\naudience: {regions: [fremont]}\nbodies: {en: x}\n", "d.yaml:3: it answers another"},
		"override without why":  {"name: x\nquiet: override\nbodies: {en: x}\n", "d.yaml:2: quiet hours are overridden"},
		"start without a zone":  {"name: x\nstart: 2026-12-24 08:00\nbodies: {en: x}\n", "d.yaml:2: the start ends with no time zone"},
		"start that no clock":   {"name: x\nstart: 2026-03-08 02:30 America/Los_Angeles\nbodies: {en: x}\n", "d.yaml:2: the start is a time that no clock shows"},
		"valid for no time":     {"name: x\nvalid: 0s\nbodies: {en: x}\n", "d.yaml:2: valid is 0s"},
		"valid for a month":     {"name: x\nvalid: 720h\nbodies: {en: x}\n", "d.yaml:2: valid is 720h"},
		"unknown template":      {"name: x\ntemplate: news\nbodies: {en: x}\n", `d.yaml:2: there is no template "news"`},
		"a phrase and a body":   {"name: x\nphrase: {id: moved}\nbodies: {en: x}\n", "d.yaml:2: there are bodies and a phrase"},
		"a key that is unknown": {"name: x\nbody: y\n", `d.yaml:2: unknown key "body"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, ps := broadcast.Read("d.yaml", []byte(c.yaml), hotline())
			if len(ps) == 0 || !strings.HasPrefix(ps.Error(), c.want) {
				t.Errorf("got %q, want %q", ps.Error(), c.want)
			}
		})
	}
}

func TestADraftReadsAsItIsWritten(t *testing.T) {
	spec, ps := broadcast.Read("d.yaml", []byte(`name: clinic
audience: {kind: subscribers, regions: [fremont, east-bay], languages: [es], groups: [parents], channels: [sms], except: [3, 4]}
bodies: {en: "x {region}", es: y}
missing: default
start: 2026-12-24 08:00 America/Los_Angeles
quiet: override
reason: raid
valid: 4h
template: update
`), hotline())
	if ps != nil || spec.Audience.Except[1] != "4" || spec.Valid.Hours() != 4 || spec.Bodies["en"] != "x {region}" || spec.Audience.Channels[0] != bot.SMS {
		t.Errorf("%+v, %v", spec, ps)
	}
	if at, err := broadcast.When(spec.Start); err != nil || at.UTC().Format("15:04") != "16:00" {
		t.Errorf("%v, %v", at, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("name: x\nbodies: {en: x}\nstart: 2026-12-24 08:00 America/Los_Angeles\n")
	f.Add("name: x\naudience: {regions: [a]}\nanswers: 7\nvalid: 4h\nbodies: {en: \"{region} {\"}\n")
	h := hotline()
	f.Fuzz(func(t *testing.T, yaml string) {
		spec, ps := broadcast.Read("d.yaml", []byte(yaml), h)
		if ps != nil {
			return
		}
		s := broadcast.Compose(spec, h, func(bot.Language) string { return "STOP" })
		c := broadcast.NewCount(broadcast.NewRule(s, h), noon, noon)
		if p := c.Done(nil); len(p.Blockers) == 0 || p.Hash != broadcast.Hash(s) { // nobody gets it
			t.Errorf("%+v", p)
		}
	})
}
