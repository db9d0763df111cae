package say

import (
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

func TestEveryLanguageSpeaksOnlyItself(t *testing.T) {
	c := catalogue(t)
	for lang, want := range map[bot.Language]string{
		"en":      "Is ICE at your door?",
		"es":      "Esta ICE en su puerta?",
		"ht":      "Èske ICE nan pòt ou?",
		"tl":      "Nasa pinto ba ang ICE?",
		"zh-Hans": "移民局在门口吗？",
		"ar":      "هل الشرطة على بابك؟",
	} {
		if got, ok := c.Text(lang, bot.SMS, "door.ask", nil); !ok || got != want {
			t.Errorf("%s: %q, %v", lang, got, ok)
		}
		if got, ok := c.Text(lang, bot.SMS, "only.english", nil); ok != (lang == "en") {
			t.Errorf("%s has a message that only English has: %q", lang, got)
		}
	}
	for _, lang := range []bot.Language{"fr", "und", "", "es-MX", "en-GB", "art-x-ht", "zh", "not a tag"} {
		if got, ok := c.Text(lang, bot.SMS, "door.ask", nil); ok || got != "" {
			t.Errorf("%q was never loaded but says %q", lang, got)
		}
	}
}

func TestALanguageIsFoundByItsCanonicalTag(t *testing.T) {
	c := catalogue(t)
	for _, lang := range []bot.Language{"fil", "tl", "TL"} {
		if got, _ := c.Text(lang, bot.SMS, "door.ask", nil); got != "Nasa pinto ba ang ICE?" {
			t.Errorf("%s: %q", lang, got)
		}
	}
	if got := c.File("zh-hans"); got != "i18n/active.zh-Hans.toml" {
		t.Errorf("file of zh-hans: %q", got)
	}
}

func TestPluralFormsFollowEachLanguagesRule(t *testing.T) {
	c := catalogue(t)
	for _, tc := range []struct {
		lang  bot.Language
		count string
		want  string
	}{
		{"en", "1", "1 agent at home"}, {"en", "2", "2 agents at home"}, {"en", "0", "0 agents at home"},
		{"es", "1", "1 agente"}, {"es", "7", "7 agentes"}, {"es", "1000000", "1000000 agentes"},
		{"ht", "1", "1 ajan"}, {"ht", "3", "3 ajan yo"},
		{"tl", "1", "1 ahente"}, {"tl", "4", "4 na ahente"},
		{"zh-Hans", "1", "1名执法人员"},
		{"ar", "0", "لا أحد"}, {"ar", "1", "شرطي"}, {"ar", "2", "شرطيان"}, {"ar", "5", "5 رجال"}, {"ar", "11", "11 رجلا"}, {"ar", "100", "100 رجل"},
		{"en", "several", "several agents at home"},
	} {
		got, ok := c.Text(tc.lang, bot.SMS, "people.seen", map[string]string{"Count": tc.count, "Place": "home"})
		if !ok || got != tc.want {
			t.Errorf("%s, %s: %q, want %q", tc.lang, tc.count, got, tc.want)
		}
	}
	if got, _ := c.Text("en", bot.SMS, "people.seen", map[string]string{"Place": "home"}); got != "[Count] agents at home" {
		t.Errorf("without Count: %q", got)
	}
	if got, _ := c.Text("ar", bot.SMS, "people.seen", nil); got != "[Count] رجل" {
		t.Errorf("Arabic without Count: %q", got)
	}
}

func TestAChannelsVariantWinsOnThatChannelOnly(t *testing.T) {
	c := catalogue(t)
	for _, tc := range []struct {
		lang    bot.Language
		channel bot.Channel
		want    string
	}{
		{"en", bot.SMS, "Is ICE at your door?"},
		{"en", bot.WhatsApp, "🚪 Is ICE at your door?"},
		{"es", bot.SMS, "Esta ICE en su puerta?"},
		{"es", bot.WhatsApp, "¿Está ICE en su puerta?"},
	} {
		if got, _ := c.Text(tc.lang, tc.channel, "door.ask", nil); got != tc.want {
			t.Errorf("%s on %s: %q, want %q", tc.lang, tc.channel, got, tc.want)
		}
	}
}

func TestAMissingArgumentShowsItsName(t *testing.T) {
	c := catalogue(t)
	got, ok := c.Text("en", bot.SMS, "welcome", map[string]string{"Name": "Rights Line"})
	if want := "Rights Line: free legal information for [City]."; !ok || got != want {
		t.Errorf("%q, want %q", got, want)
	}
	got, _ = c.Text("en", bot.SMS, "welcome", map[string]string{"Name": "{{.City}}", "City": ""})
	if want := "{{.City}}: free legal information for ."; got != want {
		t.Errorf("an argument is never a template: %q, want %q", got, want)
	}
}

func TestWhatALinterAsksFor(t *testing.T) {
	c := catalogue(t)
	if got, want := c.Languages(), []bot.Language{"ar", "en", "es", "ht", "tl", "zh-Hans"}; !slices.Equal(got, want) {
		t.Errorf("languages %v, want %v", got, want)
	}
	if got, want := strings.Join(c.IDs("es"), " "), "common.not_in_language door.ask door.ask.sms door.home door.street people.seen welcome"; got != want {
		t.Errorf("ids %s, want %s", got, want)
	}
	if c.IDs("fr") != nil || c.File("fr") != "" || c.Line("fr", "door.ask") != 0 || c.Has("fr", "door.ask") {
		t.Error("fr was never loaded")
	}
	if got := c.Placeholders("en", "welcome"); !slices.Equal(got, []string{"City", "Name"}) {
		t.Errorf("placeholders of welcome: %v", got)
	}
	if got := c.Placeholders("en", "people.seen"); !slices.Equal(got, []string{"Count", "Place"}) {
		t.Errorf("placeholders of a plural: %v", got)
	}
	if c.Placeholders("en", "door.ask") != nil || c.Placeholders("en", "nowhere") != nil {
		t.Error("placeholders where none are")
	}
	for id, want := range map[string]int{"door.ask": 2, "door.ask.whatsapp": 3, "welcome": 10, "people.seen": 14, "nowhere": 0} {
		if got := c.Line("en", id); got != want {
			t.Errorf("line of %s: %d, want %d", id, got, want)
		}
	}
	if got := c.Forms("ar", "people.seen"); len(got) != 6 || got["two"] != "شرطيان" {
		t.Errorf("forms: %v", got)
	}
	if got := c.Forms("en", "welcome"); len(got) != 1 || got["other"] != "{{.Name}}: free legal information for {{ .City }}." {
		t.Errorf("forms: %v", got)
	}
	if c.Forms("en", "nowhere") != nil || c.Forms("fr", "welcome") != nil {
		t.Error("forms where none are")
	}
}

func TestHasMeansEveryChannel(t *testing.T) {
	c, problems := Load(folder(map[string]string{"active.en.toml": `
"both.sms" = "a"
"both.whatsapp" = "b"
"half.sms" = "c"
`}))
	if problems != nil {
		t.Fatal(problems)
	}
	for id, want := range map[string]bool{"both": true, "half": false, "half.sms": true, "half.whatsapp": false, "none": false} {
		if got := c.Has("en", id); got != want {
			t.Errorf("Has(%s) = %v", id, got)
		}
	}
	if got := c.Line("en", "both"); got != 2 {
		t.Errorf("line of both: %d", got)
	}
	if _, ok := c.Text("en", bot.WhatsApp, "half", nil); ok {
		t.Error("the variant of one channel was used on the other")
	}
}

func TestBase(t *testing.T) {
	for id, want := range map[string]struct {
		base    string
		channel bot.Channel
	}{
		"door.ask": {"door.ask", ""}, "door.ask.sms": {"door.ask", bot.SMS}, "door.ask.whatsapp": {"door.ask", bot.WhatsApp},
	} {
		if base, ch := Base(id); base != want.base || ch != want.channel {
			t.Errorf("Base(%s) = %s, %s", id, base, ch)
		}
	}
}

func TestLookingUpAPlainTextAllocatesNothing(t *testing.T) {
	c := catalogue(t)
	for _, id := range []string{"door.ask", "only.english", "nowhere"} {
		if n := testing.AllocsPerRun(100, func() { c.Text("en", bot.WhatsApp, id, nil) }); n > 0 {
			t.Errorf("%s: %v allocations", id, n)
		}
	}
}

func TestWhatIsTakenOutIsMissingAndNothingElse(t *testing.T) {
	c := catalogue(t)
	less := c.Without(func(lang bot.Language, id string) bool {
		return lang == "es" && (id == "door.home" || id == "door.ask.sms") || lang == "tl" && id == "people.seen"
	})
	if less.Has("es", "door.home") || !less.Has("en", "door.home") || !c.Has("es", "door.home") || less.Has("fil", "people.seen") {
		t.Error("another text is gone, or this one is not")
	}
	hears(t, less.Say("es", bot.SMS, bot.Say{Message: "door.ask"}, nil), "¿Está ICE en su puerta?")
	hears(t, less.Say("es", bot.SMS, bot.Say{Message: "door.home"}, nil), "Esto no está en español todavía. Escriba ENGLISH o PERSONA.")
	hears(t, less.Say("es", bot.SMS, bot.Say{Message: "people.seen", Args: map[string]string{"Count": "1"}}, nil), "1 agente")
	if less.Line("es", "door.street") != c.Line("es", "door.street") || c.Spelling("fil") != "tl" || c.Spelling("xx") != "xx" {
		t.Error("lines or spellings have changed")
	}
}
