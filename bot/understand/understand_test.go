package understand_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

const english = `
name: English
language: {whole: [hello], words: [the, is, at, my, what, where]}
numbers: [one, two, three, four, five, six, seven, eight, nine]
commands:
  stop: [stop, cancel, end]
  start: [start, "yes"]
  help: [help]
  menu: [menu, main menu]
  lawyer: [lawyer]
  raid: [raid]
urgent:
  who: [ice, la migra, agents]
  here: [at my door, outside, here, taking my]
  always: [they took my dad]
  not: [ice cream, ice storm]
  unless: [what if, last week, can]
synonyms:
  menu.home: [house]
topics:
  door: [door, open the door, at my door]
  lawyer: [attorney, find a lawyer]
  court: [court, judge]
  bond: [bond, judge]
`

const spanish = `
name: Español
language: {whole: [hola], words: [en, mi, la, el, está, que, dónde]}
numbers: [uno, dos, tres, cuatro, cinco, seis, siete, ocho, nueve]
commands:
  stop: [alto, basta]
  start: [empezar]
  help: [ayuda]
  menu: [menú]
  language: [idioma]
urgent:
  who: [la migra, migra, hielo, policía]
  here: [en mi puerta, en la puerta, afuera, tocando]
  always: [se llevaron a mi papá]
  not: [hielo en la carretera]
  unless: [si, la semana pasada]
synonyms:
  menu.home: [casa]
topics:
  door: [puerta, abrir la puerta]
  lawyer: [la ayuda de un abogado, en la oficina del abogado]
  other: [la casa en la esquina, en el parque]
`

func words(t testing.TB, files map[string]string) ([]understand.Words, bot.Problems) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys["words."+name+".yaml"] = &fstest.MapFile{Data: []byte(data)}
	}
	return understand.LoadWords(fsys)
}

func reader(t testing.TB) *understand.Reader {
	t.Helper()
	ws, ps := words(t, map[string]string{"en": english, "es": spanish})
	if ps != nil {
		t.Fatal(ps)
	}
	return understand.NewReader(ws)
}

func menu() understand.Input {
	return understand.Input{Open: true, Choices: understand.NewChoices([]string{"home", "street"}, map[string][]string{
		"home": {"At home", "En casa", "house"}, "street": {"On the street", "En la calle"},
	})}
}

func knocking() understand.Input {
	return understand.Input{Open: true, Choices: understand.NewChoices([]string{"knock"}, map[string][]string{
		"knock": {"They are at my door, ICE is here"},
	})}
}

func TestTheOrderOfDecisions(t *testing.T) {
	nothing := understand.Input{}
	free := understand.Input{Open: true, Free: true}
	report := understand.Input{Open: true, Free: true, Report: true}
	stopped := understand.Input{Stopped: true}
	stoppedAtMenu := menu()
	stoppedAtMenu.Stopped = true
	reportMenu := menu()
	reportMenu.Report = true
	cases := []struct {
		name string
		in   understand.Input
		text string
		want string
	}{
		{"a greeting", nothing, "hola", "menu"},
		{"agents at the door", nothing, "ICE is at my door", "urgent"},
		{"agents at the door, in Spanish", nothing, "policia en la puerta!!", "urgent"},
		{"misspelt", nothing, "ay migra AFUERA", "urgent"},
		{"taken", nothing, "they took my dad", "urgent"},
		{"not an opt-out", nothing, "stop ICE from taking my dad", "urgent"},
		{"an opt-out", nothing, "Stop.", "command stop"},
		{"an opt-out in Spanish", nothing, "¡ALTO!", "command stop"},
		{"an opt-out in a report", report, "stop", "command stop"},
		{"help in a report", report, "HELP", "command help"},
		{"ice cream", nothing, "ice cream at my door", "answer door"},
		{"ice on the road", nothing, "hielo en la carretera afuera", "menu"},
		{"only the name", nothing, "la migra", "ask_urgent"},
		{"a perhaps", nothing, "what if ICE is outside", "ask_urgent"},
		{"a question that has an answer", nothing, "can ICE open the door", "answer door"},
		{"urgent beats the open question", menu(), "migra en mi puerta", "urgent"},
		{"a report's own words", report, "ICE is here, 5th and Main", "text"},
		{"a report's question with options", reportMenu, "agents outside taking my neighbor", "text"},
		{"a greeting in a report", report, "Hola!", "menu"},
		{"an option in a report", reportMenu, "2", "option street"},
		{"free words", free, "my attorney", "text"},
		{"a command beats free words", free, "menu", "command menu"},
		{"a word that is no command alone", free, "the menu please", "text"},
		{"a digit", menu(), "2", "option street"},
		{"a digit with a dot", menu(), " 2. ", "option street"},
		{"a digit in a bracket", menu(), "2)", "option street"},
		{"a keycap", menu(), "1️⃣", "option home"},
		{"an Arabic digit", menu(), "٢", "option street"},
		{"a Persian digit", menu(), "۲", "option street"},
		{"a full-width digit", menu(), "２", "option street"},
		{"a number word", menu(), "two", "option street"},
		{"a number word in another language", menu(), "Uno", "option home"},
		{"a label", menu(), "at HOME", "option home"},
		{"a label in another language", menu(), "en la calle", "option street"},
		{"a synonym", menu(), "house", "option home"},
		{"a label that sounds urgent", knocking(), "They are at my door, ICE is here!", "option knock"},
		{"a number that is no option", menu(), "7", "menu"},
		{"a topic beside the open question", menu(), "attorney", "answer lawyer"},
		{"options beat keywords", menu(), "house", "option home"},
		{"a tie", nothing, "judge", "choose bond"},
		{"a phrase beats a word", nothing, "find a lawyer for court", "answer lawyer"},
		{"start without having stopped", nothing, "START", "menu"},
		{"yes without having stopped", nothing, "yes", "menu"},
		{"start after a stop", stopped, "start", "command start"},
		{"yes at an open question", stoppedAtMenu, "yes", "menu"},
		{"a pin alone", understand.Input{Pinned: true}, "", "ask_urgent"},
		{"a pin as an answer", understand.Input{Pinned: true, Open: true, Free: true}, "", "text"},
		{"a picture with a question", understand.Input{Pinned: true}, "attorney", "answer lawyer"},
		{"a particle glued to the name", nothing, "ICE가 문 앞에 왔어요", "ask_urgent"},
		{"nothing at all", nothing, "", "menu"},
		{"only emoji", nothing, "😀😀", "menu"},
	}
	r := reader(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.in.Text = c.text
			in := r.Read(c.in)
			got := string(in.Action)
			switch in.Action {
			case bot.ActCommand:
				got += " " + string(in.Command)
			case bot.ActOption:
				got += " " + in.Option
			case bot.ActAnswer, bot.ActChoose:
				got += " " + in.Topics[0].ID
			}
			if got != c.want {
				t.Errorf("%q means %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func TestTheLanguageOfATextIsGuessed(t *testing.T) {
	r := reader(t)
	for text, want := range map[string]string{
		"hola":                            "es sure",
		"hello":                           "en sure",
		"what is the address":             "en sure",
		"¿dónde está mi hermano?":         "es sure",
		"la migra":                        "es",
		"ICE":                             "en",
		"xyzzy":                           "und",
		"":                                "und",
		"where is my brother, la migra ?": "en sure", // the language of the sentence, not of the borrowed word
	} {
		in := r.Read(understand.Input{Text: text})
		got := string(in.Language)
		if in.Sure {
			got += " sure"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestADecisionExplainsItself(t *testing.T) {
	in := reader(t).Read(understand.Input{Text: "ICE is at my door", Explain: true})
	why := strings.Join(in.Why, "\n")
	for _, want := range []string{"action=urgent", `who: "ice"`, `here: "at my door"`, `topic: "at my door" -> door`} {
		if !strings.Contains(why, want) {
			t.Errorf("%s\ndoes not say %s", why, want)
		}
	}
}

func TestMistakesInWordListsAreToldWithTheirLine(t *testing.T) {
	cases := map[string]struct{ old, new, want string }{
		"unknown key":     {"urgent:", "urgend:", `i18n/words.en.yaml:12: unknown key "urgend"`},
		"unknown command": {"  menu: [menu", "  dance: [menu", `i18n/words.en.yaml:9: command dance is unknown`},
		"two commands":    {"  raid: [raid]", "  raid: [raid, Cancel!]", `i18n/words.en.yaml:6: "cancel" stands for raid and stop`},
		"no letters":      {"[ice, la migra", "[\"!!\", la migra", `i18n/words.en.yaml:13: "!!" folds to nothing`},
		"too few numbers": {"[one, two,", "[two,", `i18n/words.en.yaml:4: numbers must be nine words`},
		"no such state":   {"urgent:", "states: {XX: [nowhere]}\nurgent:", `i18n/words.en.yaml:12: XX is no state`},
		"no name":         {"name: English", "name: ''", `i18n/words.en.yaml:2: name is missing`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, ps := words(t, map[string]string{"en": strings.Replace(english, c.old, c.new, 1)})
			if !strings.HasPrefix(ps.Error(), c.want) {
				t.Errorf("got %q, want %q", ps.Error(), c.want)
			}
		})
	}
	if _, ps := words(t, nil); ps.Err() == nil {
		t.Error("no word lists at all is a problem")
	}
}

func FuzzRead(f *testing.F) {
	r, _ := shipped(f)
	for _, s := range []string{"ICE is at my door", "1️⃣", "\xff\x00", strings.Repeat("ice ", 500), "移民局在敲門", "ICE가 왔어", "الهجرة 3nd elbab", "ya ne Natasha", "rаid", "\u202e\u200b"} {
		f.Add(s, false, false)
	}
	f.Fuzz(func(t *testing.T, s string, open, report bool) {
		in := menu()
		in.Text, in.Open, in.Report, in.Explain = s, open, report, true
		out := r.Read(in)
		if out.Action == "" || out.Language == "" || out.Action == bot.ActAnswer && len(out.Topics) == 0 {
			t.Errorf("%q: %+v", s, out)
		}
		for _, why := range out.Why {
			if !utf8.ValidString(why) {
				t.Errorf("%q", why)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	r := reader(b)
	in := menu()
	in.Text = "hay agentes de la migra tocando en mi puerta, ¿qué hago?"
	b.ReportAllocs()
	for b.Loop() {
		r.Read(in)
	}
}
