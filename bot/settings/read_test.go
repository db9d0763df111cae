package settings_test

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones must load on a machine that has none

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/settings"
)

// hex32 is what follows the first two letters of the provider's ids.
const hex32 = "0123456789abcdef0123456789abcdef"

func TestEachMistakeIsToldWithItsLineAndRemedy(t *testing.T) {
	cases := map[string]struct{ yaml, want string }{
		"nothing in the file": {"# later\n", `h.yaml: is empty; `},
		"broken syntax":       {"name: x\nid: \"ab\n", "h.yaml:2: "},
		"unknown key":         {"name: x\nlangauges: [en]\n", `h.yaml:2: unknown key "langauges"; check its spelling`},
		"unknown key, deep":   {"rates:\n  sms: 1\n  mms: 1\n", `h.yaml:3: unknown key "mms"; `},

		"id with capitals":      {"name: x\nid: Oakland\n", `h.yaml:2: id "Oakland" is not a valid name; use 2 to 31`},
		"id of one letter":      {"id: a\n", `h.yaml:1: id "a" is not`},
		"id that is too long":   {"id: a" + strings.Repeat("b", 31) + "\n", `h.yaml:1: id "abbb`},
		"id that ends the line": {"id: \"ab\\n\"\n", `h.yaml:1: id "ab\n" is not`},
		"empty name":            {"id: ab\nname: \" \"\n", "h.yaml:2: name has 1 characters; write 1 to 60"},
		"endless name":          {"name: " + strings.Repeat("é", 61) + "\n", "h.yaml:1: name has 61 characters; "},
		"name of two lines":     {"name: \"a\\nb\"\n", "h.yaml:1: name has 3 characters; "},

		"no languages":             {"id: ab\nlanguages: []\n", "h.yaml:2: languages is empty; list at least one"},
		"not a language":           {"languages:\n  - en\n  - español\n", `h.yaml:3: "español" is not a language; use a BCP 47 tag`},
		"undetermined language":    {"languages:\n  - en\n  - und\n", `h.yaml:3: "und" is not a language; `},
		"language listed twice":    {"languages:\n  - en\n  - es\n  - en\n", `h.yaml:4: language "en" is listed twice; remove one`},
		"two names of a language":  {"languages:\n  - en\n  - tl\n  - fil\n", `h.yaml:4: language "fil" is listed twice; `},
		"default not a language":   {"languages: [en]\ndefault_language: \"!\"\n", `h.yaml:2: "!" is not a language; `},
		"default not on offer":     {"languages: [en]\ndefault_language: es\n", `h.yaml:2: default_language "es" is not among languages; add it`},
		"default en not on offer":  {"id: ab\nlanguages: [es]\n", `h.yaml:2: default_language "en" is not among languages; add it`},
		"languages are not a list": {"languages: en\n", `h.yaml:1: "en" is not a list of languages; write it in brackets`},

		"sms sender without plus":     {"senders:\n  sms: \"15005550006\"\n", `h.yaml:2: senders.sms "15005550006" is not a sender's address; write "+15005550006"`},
		"whatsapp without prefix":     {"senders:\n  whatsapp: \"+15005550006\"\n", `h.yaml:2: senders.whatsapp "+15005550006" is not a sender's address; write "whatsapp:`},
		"pages by whatsapp":           {"senders:\n  pages: \"whatsapp:+15005550006\"\n", `h.yaml:2: senders.pages "whatsapp:`},
		"pages that cannot call":      {"senders:\n  pages: \"12345\"\n", `h.yaml:2: senders.pages is a short code, which cannot place phone calls; `},
		"short code that pages too":   {"senders:\n  sms: \"12345\"\n", `h.yaml:2: senders.sms is a short code, which cannot place phone calls; `},
		"nobody can call":             {"senders:\n  whatsapp: \"whatsapp:+15005550006\"\n", `h.yaml:2: senders.pages is missing, and WhatsApp cannot place phone calls: `},
		"rate of nothing":             {"rates:\n  sms: 0\n", "h.yaml:2: rates.sms is 0; write how many"},
		"rate below nothing":          {"rates:\n  whatsapp: -1\n", "h.yaml:2: rates.whatsapp is -1; "},
		"rate that is no number":      {"rates:\n  sms: .nan\n", "h.yaml:2: rates.sms is NaN; "},
		"rate without end":            {"rates:\n  sms: .inf\n", "h.yaml:2: rates.sms is +Inf; "},
		"rate in words":               {"rates:\n  sms: fast\n", `h.yaml:2: "fast" is not a number; write digits only`},
		"no countries":                {"countries: []\n", "h.yaml:1: countries is empty; "},
		"country by name":             {"countries:\n  - US\n  - Mexico\n", `h.yaml:3: "Mexico" is not a country; use two capital letters`},
		"country in small letters":    {"countries: [us]\n", `h.yaml:1: "us" is not a country; `},
		"country that does not exist": {"countries: [ZZ]\n", `h.yaml:1: "ZZ" is not a country; `},
		"continent":                   {"countries: [\"019\"]\n", `h.yaml:1: "019" is not a country; `},
		"country listed twice":        {"countries:\n  - US\n  - US\n", `h.yaml:3: country "US" is listed twice; `},

		"service of another sort": {"id: ab\nmessaging_service: AC" + hex32 + "\n", `h.yaml:2: messaging_service "AC` + hex32 + `" is not the id of a Messaging Service; write MG and 32 digits`},
		"service in capitals":     {"messaging_service: MG" + strings.ToUpper(hex32) + "\n", `h.yaml:1: messaging_service "MG`},
		"service and more":        {"messaging_service: MG" + hex32 + "0\n", `h.yaml:1: messaging_service "MG`},
		"template with a space":   {"templates:\n  page one:\n    en: HX" + hex32 + "\n", `h.yaml:2: template "page one" is not a valid name; use the id of a message`},
		"template of two slashes": {"templates:\n  door/3/ask: {en: HX" + hex32 + "}\n", `h.yaml:2: template "door/3/ask" is not a valid name; `},
		"template of no language": {"templates:\n  template.page: {}\n", `h.yaml:2: template template.page has no language; give it`},
		"template without an id":  {"templates:\n  template.page:\n    en:\n", `h.yaml:3: "" is not the id of a template; write HX and 32`},
		"template by name":        {"templates:\n  a/b:\n    en: HX" + hex32 + "\n    es: page_es\n", `h.yaml:4: "page_es" is not the id of a template; `},
		"template that is one id": {"templates:\n  a/b: HX" + hex32 + "\n", `h.yaml:2: "HX01234..." is not an id for each language; write them in braces`},
		"template in no language": {"templates:\n  a/b:\n    español: HX" + hex32 + "\n", `h.yaml:3: "español" is not a language; `},
		"template not on offer":   {"languages: [en, es]\ntemplates:\n  a/b:\n    en: HX" + hex32 + "\n    ht: HX" + hex32 + "\n", `h.yaml:5: "ht" is not among languages; add it to languages, or use one of en, es`},
		"template twice the same": {"languages: [en, tl]\ntemplates:\n  a/b:\n    fil: HX" + hex32 + "\n    tl: HX" + hex32 + "\n", `h.yaml:5: template a/b has the language "tl" twice; remove one`},

		"region with a space":     {"regions:\n  East Bay:\n    zips: [\"946\"]\n", `h.yaml:2: region "East Bay" is not a valid name; `},
		"zip that is too short":   {"regions:\n  oakland:\n    zips:\n      - \"946\"\n      - \"94\"\n", `h.yaml:5: "94" is not a ZIP code; write a ZIP code`},
		"zip that is too long":    {"regions:\n  a: {zips: [\"946071\"]}\n", `h.yaml:2: "946071" is not a ZIP code; `},
		"zip with letters":        {"regions:\n  a: {zips: [94x]}\n", `h.yaml:2: "94x" is not a ZIP code; `},
		"empty place name":        {"regions:\n  a:\n    names:\n      - \"\"\n", `h.yaml:4: a place name is empty; `},
		"circle without radius":   {"regions:\n  a:\n    near: [37.8, -122.27]\n", "h.yaml:3: near has 2 values; write three"},
		"latitude off the globe":  {"regions:\n  a:\n    near: [97.8, -122.27, 12km]\n", `h.yaml:3: "97.8" is not a latitude; write decimal degrees from -90 to 90`},
		"longitude off the globe": {"regions:\n  a:\n    near: [37.8, -190, 12km]\n", `h.yaml:3: "-190" is not a longitude; write decimal degrees from -180 to 180`},
		"latitude in words":       {"regions:\n  a:\n    near: [nan, 1, 12km]\n", `h.yaml:3: "nan" is not a latitude; `},
		"radius without unit":     {"regions:\n  a:\n    near:\n      - 37.8\n      - -122.27\n      - 12\n", `h.yaml:6: "12" is not a radius; write kilometres`},
		"radius of nothing":       {"regions:\n  a:\n    near: [37.8, -122.27, 0km]\n", `h.yaml:3: "0km" is not a radius; `},

		"no tiers":                   {"id: ab\nescalation: []\n", "h.yaml:2: escalation is empty: an urgent report wakes nobody; "},
		"tiers that are no list":     {"escalation: 8\n", `h.yaml:1: "8" is not what belongs here; see hotline.example.yaml`},
		"role that is a list":        {"deploy:\n  role: [lead]\n", "h.yaml:2: the value is not a single text; write one text"},
		"tier that pages nobody":     {"escalation:\n  - {page: 0, role: lead, need: 1, within: 60s}\n", `h.yaml:2: page "0" is not a number of people; write how many`},
		"tier that pages some":       {"escalation:\n  - {page: some, role: lead, need: 1, within: 60s}\n", `h.yaml:2: page "some" is not`},
		"tier of an unknown role":    {"escalation:\n  - page: 8\n    role: boss\n    need: 1\n    within: 60s\n", `h.yaml:3: "boss" is not a role; use one of dispatcher, `},
		"tier that needs nobody":     {"escalation:\n  - page: 8\n    role: lead\n    need: 0\n    within: 60s\n", `h.yaml:4: need is 0; write how many`},
		"tier that says no need":     {"escalation:\n  - {page: 8, role: lead, within: 60s}\n", `h.yaml:2: need is 0; `},
		"tier that needs too many":   {"escalation:\n  - {page: 2, role: lead, need: 3, within: 60s}\n", `h.yaml:2: need is 3, but only 2 are paged; `},
		"tier without time":          {"escalation:\n  - page: 8\n    role: lead\n    need: 1\n    within: 0\n", `h.yaml:5: within is 0s; write how long`},
		"second tier is wrong":       {"escalation:\n  - {page: 8, role: lead, need: 1, within: 60s}\n  - {page: 8, role: lead, need: 1, within: -1s}\n", `h.yaml:3: within is -1s; `},
		"deploy of an unknown role":  {"deploy:\n  role: anybody\n", `h.yaml:2: "anybody" is not a role; `},
		"deploy that asks nobody":    {"deploy:\n  page: 0\n", "h.yaml:2: deploy.page is 0; write how many"},
		"deploy that needs nobody":   {"deploy:\n  need: 0\n", "h.yaml:2: need is 0; "},
		"deploy that needs too many": {"deploy:\n  need: 11\n", "h.yaml:2: need is 11, but only 10 are paged; "},

		"call in the past":        {"call_after: -1s\n", "h.yaml:1: call_after is -1s; write a length of time such as 60s, or 0"},
		"place in the past":       {"place_within: -1s\n", "h.yaml:1: place_within is -1s; "},
		"pages in the past":       {"flood:\n  page_every: -1s\n", "h.yaml:2: flood.page_every is -1s; "},
		"digest of less than 0":   {"flood:\n  digest_over: -1\n", "h.yaml:2: flood.digest_over is -1; "},
		"settling in the past":    {"outbox:\n  settle: -1s\n", "h.yaml:2: outbox.settle is -1s; "},
		"hold in the past":        {"broadcast:\n  hold: -1s\n", "h.yaml:2: broadcast.hold is -1s; "},
		"cap of less than 0":      {"broadcast:\n  cap_per_hour: -5\n", "h.yaml:2: broadcast.cap_per_hour is -5; "},
		"self test in the past":   {"self_test: -1h\n", "h.yaml:1: self_test is -1h0m0s; "},
		"duration without a unit": {"call_after: 45\n", `h.yaml:1: "45" is not a length of time; write a number with its unit`},
		"duration in days":        {"retention:\n  contact: 90d\n", `h.yaml:2: "90d" is not a length of time; write a number with its unit, such as 45s, 10m or 24h; days`},
		"review by nobody":        {"require_review: some\n", `h.yaml:1: require_review is "some"; use one of off, core, all`},
		"neither true nor false":  {"provider_answers_stop: perhaps\n", `h.yaml:1: "perhaps" is not true or false; `},
		"questions kept a while":  {"keep_misses: 14d\n", `h.yaml:1: "14d" is not true or false; `},

		"quiet from nine pm":         {"quiet_hours:\n  from: 9pm\n  to: \"08:00\"\n  zone: UTC\n", `h.yaml:2: quiet_hours.from "9pm" is not a time of day; `},
		"quiet from a single digit":  {"quiet_hours:\n  from: \"9:00\"\n  to: \"08:00\"\n  zone: UTC\n", `h.yaml:2: quiet_hours.from "9:00" is not`},
		"quiet until 25 o'clock":     {"quiet_hours:\n  from: \"21:00\"\n  to: \"25:00\"\n  zone: UTC\n", `h.yaml:3: quiet_hours.to "25:00" is not a time of day; `},
		"quiet for no time":          {"quiet_hours:\n  from: \"08:00\"\n  to: \"08:00\"\n  zone: UTC\n", `h.yaml:3: quiet hours begin and end at "08:00"; `},
		"quiet on the moon":          {"quiet_hours:\n  from: \"21:00\"\n  to: \"08:00\"\n  zone: Moon/Crater\n", `h.yaml:4: quiet_hours.zone "Moon/Crater" is not a time zone; `},
		"quiet by the server's zone": {"quiet_hours:\n  from: \"21:00\"\n  to: \"08:00\"\n  zone: Local\n", `h.yaml:4: quiet_hours.zone "Local" is not`},
		"a region on the moon":       {"regions:\n  oakland:\n    zone: Moon/Crater\n", `h.yaml:3: regions.oakland.zone "Moon/Crater" is not a time zone; `},
		"money of no country":        {"prices:\n  currency: dollars\n", `h.yaml:2: prices.currency "dollars" is not a currency; `},
		"a price for a country":      {"prices:\n  sms:\n    US: 0.01\n", `h.yaml:3: "US" is not a calling code; `},
		"a price below nothing":      {"prices:\n  whatsapp:\n    \"+52\": -1\n", `h.yaml:3: -1 is not a price; `},
		"quiet without a zone":       {"quiet_hours: {from: \"21:00\", to: \"08:00\"}\n", `h.yaml:1: quiet_hours.zone "" is not`},

		"contacts not kept":       {"retention:\n  contact: 0\n", "h.yaml:2: retention.contact is 0s; keep it for at least 48h0m0s"},
		"conversations not kept":  {"retention:\n  conversation: 0s\n", "h.yaml:2: retention.conversation is 0s; "},
		"reports' texts not kept": {"retention:\n  incident_text: 1ms\n", "h.yaml:2: retention.incident_text is 1ms; "},
		"reports not kept":        {"retention:\n  incident: -1h\n", "h.yaml:2: retention.incident is -1h0m0s; "},
		"receipts not kept":       {"retention:\n  receipts: 0\n", "h.yaml:2: retention.receipts is 0s; "},
		"repeats not recognised":  {"retention:\n  sids: 9m\n", "h.yaml:2: retention.sids is 9m0s; keep it for at least 10m0s"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, problems := settings.Read("h.yaml", []byte(c.yaml))
			if len(problems) != 1 || !strings.HasPrefix(problems.Error(), c.want) {
				t.Errorf("got\n%s\nwant this alone:\n%s", problems.Error(), c.want)
			}
			for _, p := range problems {
				if p.Remedy == "" {
					t.Errorf("no remedy in %q", p.Error())
				}
			}
		})
	}
}

func TestAllMistakesAreToldInOneGoInTheOrderOfTheirLines(t *testing.T) {
	const file = `id: X
languages: [en, en]
rates: {sms: 0, whatsapp: 0}
call_after: 45
retention: {sids: 1s}
misspelt: 1
`
	_, problems := settings.Read("h.yaml", []byte(file))
	var lines []int
	for _, p := range problems {
		lines = append(lines, p.Line)
	}
	if want := []int{1, 2, 3, 3, 4, 5, 6}; !slices.Equal(lines, want) {
		t.Errorf("got lines %v, want %v:\n%s", lines, want, problems.Error())
	}
}

func TestAShortCodeThatCannotCallIsAWarningOnly(t *testing.T) {
	_, problems := settings.Read("h.yaml", []byte("senders: {sms: \"12345\"}\n"))
	if len(problems) != 1 || problems.Err() != nil {
		t.Errorf("got %v, want one warning", problems)
	}
	for _, remedied := range []string{
		"senders: {sms: \"12345\"}\ncall_after: 0\n",
		"senders: {sms: \"12345\", pages: \"+15005550008\"}\n",
	} {
		if _, problems := settings.Read("h.yaml", []byte(remedied)); len(problems) != 0 {
			t.Errorf("%q: got %v, want no warning", remedied, problems)
		}
	}
}

func TestAnAbsentKeyKeepsItsDefault(t *testing.T) {
	got, problems := settings.Read("h.yaml", []byte("id: oakland\nretention: {conversation: 1h}\ndeploy: {page: 4}\n"))
	want := settings.Default()
	want.ID, want.Retention.Conversation, want.Deploy.Page = "oakland", time.Hour, 4
	if problems != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), want %+v", got, problems, want)
	}
}

func TestAZeroMeansOffWithOrWithoutAUnit(t *testing.T) {
	const file = "name: é   # é\nself_test: 0\nflood: { page_every: 0, digest_over: 0 }\n" +
		"broadcast: {hold: 0s, cap_per_hour: 0}\noutbox:\n  settle:   0 # é\nplace_within: 0\r\ncall_after: 0"
	h, problems := settings.Read("h.yaml", []byte(file))
	if problems != nil {
		t.Fatal(problems)
	}
	if h.SelfTest != 0 || h.Flood != (bot.Flood{}) || h.Broadcast != (bot.BroadcastRule{}) || h.Outbox.Settle != 0 ||
		h.PlaceWithin != 0 || h.CallAfter != 0 {
		t.Errorf("got %+v, want all of them off", h)
	}
}

func TestLanguagesAreWrittenAsTheDataFilesWriteThem(t *testing.T) {
	h, problems := settings.Read("h.yaml", []byte("languages: [EN, zh_hans, ht, mam, quc, so, tl]\ndefault_language: zh-HANS\n"))
	if problems != nil {
		t.Fatal(problems)
	}
	if got := fmt.Sprintf("%v %s", h.Languages, h.DefaultLanguage); got != "[en zh-Hans ht mam quc so tl] zh-Hans" {
		t.Errorf("got %s", got)
	}
}

func TestTemplatesAreKeptByNameAndLanguage(t *testing.T) {
	const file = "languages: [EN, zh-hans, tl]\nmessaging_service: MG" + hex32 + "\ntemplates:\n  template.page: {en: HX" + hex32 +
		", ZH_HANS: HX" + hex32 + "}\n  door-2/ask_now: {fil: HX" + hex32 + "}\n"
	h, problems := settings.Read("h.yaml", []byte(file))
	want := map[string]map[bot.Language]string{
		"template.page": {"en": "HX" + hex32, "zh-Hans": "HX" + hex32}, "door-2/ask_now": {"tl": "HX" + hex32},
	}
	if problems != nil || !reflect.DeepEqual(h.Templates, want) || h.MessagingService != "MG"+hex32 {
		t.Errorf("got %v %q (%v), want %v", h.Templates, h.MessagingService, problems, want)
	}
	h, problems = settings.Read("h.yaml", []byte("templates: {a/b: {ht: HX"+hex32+"}}\n")) // any language where none are listed
	if problems != nil || h.Templates["a/b"]["ht"] == "" {
		t.Errorf("got %v (%v)", h.Templates, problems)
	}
}

func TestNumbersMayStandWithoutQuotes(t *testing.T) {
	h, problems := settings.Read("h.yaml", []byte("senders: {sms: +15005550006}\nregions: {boston: {zips: [02108, 946]}}\ncountries: [NO]\n"))
	if problems != nil {
		t.Fatal(problems)
	}
	if got := fmt.Sprintf("%s %v %v", h.Senders.SMS, h.Regions["boston"].Zips, h.Countries); got != "+15005550006 [02108 946] [NO]" {
		t.Errorf("got %s", got)
	}
}

func TestTheDefaultsAreSoundAndBelongToTheCaller(t *testing.T) {
	h := settings.Default()
	h.Countries[0], h.Escalation[0].Role = "XX", "nobody"
	if again := settings.Default(); again.Countries[0] != "US" || again.Escalation[0].Role != "dispatcher" {
		t.Error("changing one copy of the defaults changed the next")
	}
	if got, problems := settings.Read("h.yaml", []byte("id: hotline\n")); problems != nil || !reflect.DeepEqual(got, settings.Default()) {
		t.Errorf("got %+v (%v), want the defaults", got, problems)
	}
}

// FuzzRead holds Read to its promises: it survives any file, tells a line that the file has, and what it lets
// pass keeps the rules that later code relies on.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"id: ab\nlanguages: [en, es]\ncall_after: 0\n",
		"regions: {a: {zips: [946], near: [1, 2, 3km]}}\nescalation: [{page: all, role: lead, need: 1, within: 1s}]\n",
		"quiet_hours: {from: \"21:00\", to: \"08:00\", zone: UTC}\n", "templates: {a/b: {en: HX0}, c: {}}\nmessaging_service: MG\n",
		"? [a]\n: b\n", "- 1\n", "a: &x 1\nb: *x\n", "\xff", "id: [\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, problems := settings.Read("h.yaml", data)
		for _, p := range problems {
			if p.File != "h.yaml" || p.Line < 0 || p.What == "" || p.Remedy == "" {
				t.Errorf("incomplete problem %+v", p)
			}
		}
		if problems.Err() == nil && (len(h.ID) < 2 || !(h.Rates.SMS > 0) || math.IsInf(h.Rates.SMS, 0) || h.CallAfter < 0 ||
			h.Retention.Conversation <= 0 || len(h.Countries) == 0) {
			t.Errorf("accepted %+v", h)
		}
	})
}
