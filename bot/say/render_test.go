package say

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

const spanishNotice = "Esto no está en español todavía. Escriba ENGLISH o PERSONA."

func TestOptionsAreANumberedList(t *testing.T) {
	c := catalogue(t)
	hears(t, c.Say("en", bot.SMS, question("door.home", "door.street"), nil),
		"Is ICE at your door?", "1 At home", "2 On the street")
	hears(t, c.Say("ar", bot.SMS, question("door.home"), nil), "هل الشرطة على بابك؟", "1 في البيت")
	hears(t, c.Say("en", bot.SMS, bot.Say{Options: question("door.home").Options}, nil), "1 At home")

	ten := question(slices.Repeat([]string{"door.home"}, 10)...)
	if got := c.Say("en", bot.SMS, ten, nil); !strings.HasSuffix(got, "\n10 At home") {
		t.Errorf("%q", got)
	}
}

func TestArgumentsOfTheEffectWinOverCommonOnes(t *testing.T) {
	c := catalogue(t)
	say := bot.Say{Message: "welcome", Args: map[string]string{"City": "Oakland"}}
	hears(t, c.Say("en", bot.SMS, say, map[string]string{"Name": "Rights Line", "City": "nowhere"}),
		"Rights Line: free legal information for Oakland.")
}

func TestAMissingTextIsReplacedByTheNoticeOfItsLanguage(t *testing.T) {
	c := catalogue(t)
	hears(t, c.Say("es", bot.SMS, bot.Say{Message: "only.english"}, nil), spanishNotice)

	withOptions := bot.Say{Message: "only.english", Options: question("door.home", "door.street").Options}
	hears(t, c.Say("es", bot.SMS, withOptions, nil), spanishNotice, "1 En casa", "2 En la calle")
}

func TestAMissingLabelPutsTheWholeListIntoEnglishAfterTheNotice(t *testing.T) {
	c := catalogue(t)
	hears(t, c.Say("es", bot.SMS, question("door.home", "door.car"), nil),
		"Esta ICE en su puerta?", spanishNotice, "1 At home", "2 In a car")
}

func TestALanguageThatCannotSaySoGivesWayToEnglishAsAWhole(t *testing.T) {
	c := catalogue(t)
	hears(t, c.Say("ht", bot.SMS, bot.Say{Message: "only.english"}, nil), "Only here")
	hears(t, c.Say("ht", bot.SMS, question("door.home", "door.car"), nil), "Is ICE at your door?", "1 At home", "2 In a car")
	hears(t, c.Say("ht", bot.SMS, question("door.home"), nil), "Èske ICE nan pòt ou?", "1 Lakay")
	hears(t, c.Say("fr", bot.SMS, question("door.home"), nil), "Is ICE at your door?", "1 At home")

	answer := c.Answer("ht", bot.SMS, []bot.Say{question("door.home"), {Message: "only.english"}}, nil)
	hears(t, strings.Join(answer, "|"), "Is ICE at your door?", "1 At home", "Only here")
}

func TestTheNoticeIsSaidOnceAnAnswer(t *testing.T) {
	c := catalogue(t)
	missing := bot.Say{Message: "only.english"}
	answer := c.Answer("es", bot.SMS, []bot.Say{missing, question("door.home"), missing, question("door.car")}, nil)
	hears(t, strings.Join(answer, "|"),
		spanishNotice, "Esta ICE en su puerta?", "1 En casa", "Esta ICE en su puerta?", "1 In a car")
}

func TestWhatEnglishLacksShowsItsID(t *testing.T) {
	c, _ := Load(folder(map[string]string{"active.en.toml": `"a" = "x"`, "active.ht.toml": `"a" = "y"`}))
	hears(t, c.Say("ht", bot.SMS, question("door.home"), nil), "[door.ask]", "1 [door.home]")
	hears(t, c.Say("en", bot.SMS, question("a"), nil), "[door.ask]", "1 x")

	withoutEnglish, _ := Load(folder(map[string]string{"active.ht.toml": `"a" = "y"`}))
	hears(t, withoutEnglish.Say("ht", bot.SMS, question("a"), nil), "[door.ask]", "1 [a]")
	hears(t, withoutEnglish.Say("ht", bot.SMS, bot.Say{Message: "a"}, nil), "y")

	hears(t, catalogue(t).Say("en", bot.SMS, bot.Say{Message: "nowhere"}, nil), "Not in English yet.")
}

func TestOneAnswerIsOneText(t *testing.T) {
	c := catalogue(t)
	says := []bot.Say{{Message: "welcome"}, question("door.home")}
	common := map[string]string{"Name": "Rights Line", "City": "Oakland"}
	for channel, ask := range map[bot.Channel]string{bot.SMS: "Is ICE at your door?", bot.WhatsApp: "🚪 Is ICE at your door?"} {
		want := []string{"Rights Line: free legal information for Oakland.\n" + ask + "\n1 At home"}
		if got := c.Answer("en", channel, says, common); !slices.Equal(got, want) {
			t.Errorf("%s: %q", channel, got)
		}
	}
	if got := c.Answer("en", bot.SMS, nil, nil); got != nil {
		t.Errorf("no effects are %q", got)
	}
}

func TestALongAnswerIsSplitByTheChannelsLimit(t *testing.T) {
	sentence := "Pida hablar con un abogado en español. "
	c, problems := Load(folder(map[string]string{"active.es.toml": `"long" = "` + strings.Repeat(sentence, 50) + `"`}))
	if problems != nil {
		t.Fatal(problems)
	}
	whole, _ := c.Text("es", bot.SMS, "long", nil)
	for _, channel := range []bot.Channel{bot.SMS, bot.WhatsApp} {
		parts := c.Answer("es", channel, []bot.Say{{Message: "long"}}, nil)
		if len(parts) < 2 || strings.Join(parts, " ") != whole {
			t.Errorf("%s: %d parts, or something was lost", channel, len(parts))
		}
		for _, p := range parts {
			if channel == bot.SMS && text.Segments(p).Segments > MaxSegments || utf8.RuneCountInString(p) > MaxCharacters {
				t.Errorf("%s: a part of %d characters", channel, utf8.RuneCountInString(p))
			}
			if !strings.HasSuffix(p, ".") {
				t.Errorf("%s: a part ends within a sentence: …%s", channel, p[len(p)-20:])
			}
		}
	}
}

var sixOptions = question("door.home", "door.street", "door.car", "door.work", "door.taken", "door.lawyer")

func TestAnAnswerWithSixOptionsAllocatesAtMostFourTimes(t *testing.T) {
	c := catalogue(t)
	says := []bot.Say{sixOptions}
	for _, ch := range []bot.Channel{bot.SMS, bot.WhatsApp} {
		if n := testing.AllocsPerRun(100, func() { c.Answer("en", ch, says, nil) }); n > 4 {
			t.Errorf("%s: %v allocations", ch, n)
		}
	}
}

func BenchmarkAnswer(b *testing.B) {
	c := catalogue(b)
	says := []bot.Say{sixOptions}
	b.ReportAllocs()
	for b.Loop() {
		c.Answer("en", bot.SMS, says, nil)
	}
}

func BenchmarkPlural(b *testing.B) {
	c := catalogue(b)
	args := map[string]string{"Count": "3", "Place": "home"}
	b.ReportAllocs()
	for b.Loop() {
		c.Text("en", bot.SMS, "people.seen", args)
	}
}

func BenchmarkLoadLanguage(b *testing.B) {
	var file strings.Builder
	for i := range 500 {
		file.WriteString("\"message." + strings.Repeat("x", i%20) + string(rune('a'+i%26)) + string(rune('a'+i/26)) + "\" = \"Some text of ordinary length that says one thing.\"\n")
	}
	file.WriteString(`"n" = {one = "1", other = "2"}`)
	data := []byte(file.String())
	b.ReportAllocs()
	for b.Loop() {
		if _, problems := LoadLanguage("active.es.toml", data, Links{}); problems != nil {
			b.Fatal(problems)
		}
	}
}

func TestEnglishForWhoeverAskedForIt(t *testing.T) {
	c := catalogue(t)
	says := []bot.Say{{Message: "only.english"}, {Message: "door.ask", Options: []bot.Option{{ID: "home", Label: "door.home"}}}}
	english, _ := c.Text("en", bot.SMS, "only.english", nil)
	own := c.Say("es", bot.SMS, says[1], nil)
	hears(t, strings.Join(c.Mixed("es", bot.SMS, says, nil, true), "|"), english+"\n"+own)
	hears(t, strings.Join(c.Mixed("es", bot.SMS, says, nil, false), "|"), "Esto no está en español todavía. Escriba ENGLISH o PERSONA.\n"+english+"\n"+own)
	hears(t, strings.Join(c.Mixed("es", bot.SMS, says[1:], nil, false), "|"), own)
	hears(t, strings.Join(c.Mixed("xx", bot.SMS, says[:1], nil, false), "|"), english)
}
