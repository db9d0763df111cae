package understand_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
	"github.com/aldaba-hotline/aldaba/bot/understand"
	"github.com/aldaba-hotline/aldaba/flows"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// program is what the program understands with. It never changes: tests, which run one by one here, make it once.
var program struct {
	reader *understand.Reader
	words  []understand.Words
}

// shipped reads the word lists that the program comes with.
func shipped(t testing.TB) (*understand.Reader, []understand.Words) {
	t.Helper()
	if program.reader == nil {
		ws, ps := understand.LoadWords(i18n.FS)
		if ps.Err() != nil {
			t.Fatal(ps)
		}
		program.reader, program.words = understand.NewReader(ws), ws
	}
	return program.reader, program.words
}

// show writes an order as one line.
func show(o bot.Order) string {
	s := string(o.Verb)
	if o.Code != (bot.Code{}) {
		s += " " + o.Code.String()
	}
	if o.Other != (bot.Code{}) {
		s += " = " + o.Other.String()
	}
	if o.Count != 0 {
		s += fmt.Sprint(" ", o.Count)
	}
	if o.Letters != "" {
		s += " " + o.Letters
	}
	if o.Text != "" {
		s += " " + fmt.Sprintf("%q", o.Text.Reveal())
	}
	return strings.TrimSpace(s)
}

func TestAVolunteersOrderIsRead(t *testing.T) {
	r, _ := shipped(t)
	for in, want := range map[string]string{
		"GO 417KDX 8":              "go 417KDX 8",
		"go417kdx 8":               "go 417KDX 8",
		"go417kdx8":                "go 417KDX 8",
		"Go 417 KDX 8 min":         "go 417KDX 8",
		"  gO   417kdx,8 minutes":  "go 417KDX 8",
		"GO-417-KDX-8":             "go 417KDX 8",
		"GO: #417KDX!":             "go 417KDX",
		"GO 417KDX ocho":           "go 417KDX",
		"GO 417KDX 1 hour":         "go 417KDX 60",
		"GO 417KDX 8-10 min":       "go 417KDX",
		"GO 417KDX 20:30":          "go 417KDX",
		"GO 417KDX 20 min, 5th st": "go 417KDX 20",
		"GO 417KDX 99999999999999": "go 417KDX",
		"voy 417kdx 8":             "go 417KDX 8",
		"¡Voy! 417KDX, en 8":       "go 417KDX 8",
		"en camino 417KDX":         "go 417KDX",
		"417KDX go 8":              "go 417KDX 8",
		"NO 417KDX":                "no 417KDX",
		"no puedo 417kdx":          "no 417KDX",
		"can't 417kdx":             "no 417KDX",
		"can’t 417kdx":             "no 417KDX",
		"HERE 417KDX":              "here 417KDX",
		"ya llegué 417kdx":         "here 417KDX",
		"TAKE 417kdx.":             "take 417KDX",
		"TAKE 417.KDX":             "take 417KDX",
		"sos 417 kdx":              "sos 417KDX",
		"SEND 417KDX 3":            "send 417KDX 3",
		"SEND 417KDX":              "send 417KDX",
		"SEND 417KDX all":          "send 417KDX",
		"SAME 417KDX 418PAW":       "same 417KDX = 418PAW",
		"same 417 kdx and 418 prw": "same 417KDX = 418PRW",
		"SAME 417KDX":              "same 417KDX",
		"SPLIT 418paw":             "split 418PAW",
		"hoax 417KDX":              "hoax 417KDX",
		"CLOSE 417KDX":             "close 417KDX",
		"more 417KDX":              "more 417KDX",
		"CONF 417KDX":              "conf 417KDX",
		"notice 417KDX":            "notice 417KDX",
		"UNSURE 417KDX":            "unsure 417KDX",
		"clear 417KDX":             "clear 417KDX",

		"salute 417KDX 5 agents, 2 vans": `salute 417KDX "5 agents, 2 vans"`,
		"SALUTE 417KDX: 5 Agents ÉL":     `salute 417KDX "5 Agents ÉL"`,
		"417KDX salute - 5 agents":       `salute 417KDX "5 agents"`,
		"ASK 417kdx How many are there?": `ask 417KDX "How many are there?"`,
		"ask 417KDX":                     "ask 417KDX",
		"ASK 417KDX see http://x.io":     `ask 417KDX "see http: / /x . io"`,

		"off kdx":   "off KDX",
		"OFFKDX":    "off KDX",
		"off kdx 👍": "off KDX",
		"ＯＦＦ ＫＤＸ":   "off KDX",
		"Off: KDX!": "off KDX",

		"#417KDX":           "417KDX",
		"417kdx":            "417KDX",
		"ok 417KDX":         "417KDX",
		"TAEK 417KDX":       "417KDX",
		"take it 417KDX":    "417KDX",
		"STOP 417KDX":       "417KDX",
		"417KDX what is it": "417KDX",

		"ＧＯ ４１７ＫＤＸ ８":                   "go 417KDX 8",
		"go ٤١٧kdx ٨":                   "go 417KDX 8",
		"GO 4️⃣1️⃣7️⃣ KDX":              "go 417KDX",
		"GO 417КDХ 8":                   "go 417KDX 8", // К and Х typed on a Russian keyboard
		"ТАКЕ 417KDX":                   "take 417KDX", // all of it Cyrillic
		"TAKE 417ΚDΧ":                   "take 417KDX", // Greek
		"TÁKE 417KDX":                   "take 417KDX",
		"TAKE\u200b 417\u2060KDX\ufe0f": "take 417KDX",
	} {
		got, ok := r.Order(in)
		if !ok || show(got) != want {
			t.Errorf("%q: %s (%t), want %s", in, show(got), ok, want)
		}
	}
}

func TestOrdinaryWordsAreNoOrders(t *testing.T) {
	r, _ := shipped(t)
	for _, in := range []string{
		"", "go", "GO 417", "GO 8", "go 5 men at my door 94601", "NO 200 ICE", "no 200ICE", "go 15 min", "go 15min", "here 10 MIN", "no 20 men",
		"here 1200 MLK", "HERE 1234 Oak St", "HERE 123 N St", "take 880 fwy", "take 101fwy", "take 880 exit", "more than 12 ppl", "send 911 now",
		"here 24 hrs", "417", "417 KDX", "417-KDX", "plate 7ABC123", "the plate was 417KDX on a black suburban", "417KDX black suburban with tinted windows parked",
		"my address is 417kdx street", "15min", "200lbs", "12 agents", "510 555 0123", "GO 4KDX", "GO 1234567KDX", "GO 0417KDX", "GO 417KDXX", "GO 417KD",
		"can't take 417KDX and 418PAW now sorry", "off", "off now", "off the", "offset", "offers", "on", "Liked “RR417 UNVERIFIED. TAKE 417KDX”",
		"RR417 UNVERIFIED 2:05p at a door. Reply GO 417KDX", "ICE is at my door", "½ 417", "GO 4½7KDX", "\xff\xfe", "GO \xff",
	} {
		if got, ok := r.Order(in); ok || got != (bot.Order{}) {
			t.Errorf("%q is read as %s", in, show(got))
		}
	}
}

func TestABareVerbIsRead(t *testing.T) {
	r, _ := shipped(t)
	for in, want := range map[string]bot.Verb{
		"GO": "go", " no!": "no", "Here.": "here", "TAKE": "take", "off": "off", "ON": "on", "MORE": "more", "voy": "go", "no puedo": "no", "SOS!!!": "sos",
		"GO 417": "go", "take 417 ": "take", "go417": "go", "417 go": "go", "GO 8 min": "go", "go 15min": "go", "👍 GO": "go", "ＮＯ": "no",
		"": "", "417": "", "417KDX": "", "GO 417KDX": "", "no way": "", "go 5 men": "", "NO 200 ICE": "", "here they are": "", "hola": "", "417 hola": "",
		"salute 5 agents": "", strings.Repeat("go ", 40): "",
	} {
		if got, ok := r.Bare(in); got != want || ok != (want != "") {
			t.Errorf("%q: %q (%t), want %q", in, got, ok, want)
		}
	}
}

func TestEveryWordForAVerbIsReadInAnyDress(t *testing.T) {
	r, ws := shipped(t)
	all := map[bot.Verb][]string{}
	for _, v := range bot.Verbs() {
		all[v] = append(all[v], string(v))
		for _, w := range ws {
			all[v] = append(all[v], w.Orders[v]...)
		}
	}
	for v, words := range all {
		for _, word := range words {
			for _, dress := range []string{"%s 417KDX", "%s417KDX", "  %s   417  KDX  ", "%s #417-KDX.", "%s\n417KDX", "417KDX %s", "%s, 417 KDX!"} {
				line := fmt.Sprintf(dress, word)
				for _, in := range []string{line, strings.ToUpper(line), strings.ToLower(line), capitalised(line)} {
					got, ok := r.Order(in)
					if !ok || got.Verb != v || got.Code.String() != "417KDX" {
						t.Errorf("%q: %s (%t), want %s 417KDX", in, show(got), ok, v)
					}
				}
			}
			if got, ok := r.Bare(word); !ok || got != v {
				t.Errorf("bare %q: %s", word, got)
			}
		}
	}
}

func capitalised(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:size]) + s[size:]
}

// What texters write in the transcripts, and the words by which raids are told, never becomes an order.
func TestNoTextOfATexterIsAnOrder(t *testing.T) {
	r, ws := shipped(t)
	n := 0
	check := func(s string) {
		n++
		if got, ok := r.Order(s); ok {
			t.Errorf("%q is read as %s", s, show(got))
		}
	}
	for _, w := range ws {
		for _, list := range [][]string{w.Urgent.Who, w.Urgent.Here, w.Urgent.Always, w.Urgent.Not, w.Urgent.Unless, w.Tells.Whole} {
			for _, s := range list {
				check(s)
				check(s + " 94601")
				check("12 " + s)
			}
		}
	}
	files, err := fs.Glob(flows.FS, "*.chat")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, f := range files {
		data, err := fs.ReadFile(flows.FS, f)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if said, ok := strings.CutPrefix(line, "> "); ok {
				check(strings.TrimSpace(said))
			}
		}
	}
	if n < 1000 {
		t.Errorf("only %d texts looked at", n)
	}
}

func TestMistakesInOrdersAreToldWithTheirLine(t *testing.T) {
	for name, c := range map[string]struct{ orders, want string }{
		"unknown verb": {"  dance: [dance]", `i18n/words.en.yaml:25: verb dance is unknown`},
		"two verbs":    {"  go: [coming]\n  here: [Coming!]", `i18n/words.en.yaml:26: "Coming!" stands for go and here`},
		"other's name": {"  go: [take]", `i18n/words.en.yaml:25: "take" stands for take and go`},
		"the phone's":  {"  off: [cancel]", `i18n/words.en.yaml:25: "cancel" stands for stop and off`},
		"too long":     {"  go: [i am on my way to you]", `i18n/words.en.yaml:25: "i am on my way to you" is too long or has digits`},
		"digits":       {"  go: [go 2]", `i18n/words.en.yaml:25: "go 2" is too long or has digits`},
		"no letters":   {"  go: ['!']", `i18n/words.en.yaml:25: "!" folds to nothing`},
	} {
		t.Run(name, func(t *testing.T) {
			_, ps := words(t, map[string]string{"en": strings.TrimPrefix(english, "\n") + "orders:\n" + c.orders + "\n"})
			if !strings.HasPrefix(ps.Error(), c.want) {
				t.Errorf("got %q, want %q", ps.Error(), c.want)
			}
		})
	}
}

func TestLettersOfIDsSpellNothing(t *testing.T) {
	for s, want := range map[string]bool{"KDX": true, "PAW": true, "ICE": false, "MLK": false, "kdx": false, "KD": false, "KDXX": false, "K1X": false, " IC": false} {
		if bot.IsLetters(s) != want {
			t.Errorf("%q: %t", s, !want)
		}
	}
}

// Whatever letters are drawn, the line is read, glued or apart; and no stranger's text can hold such a line.
func TestAllLettersAreReadAndNoneSurvivesDefanging(t *testing.T) {
	r, _ := shipped(t)
	for i := range 26 * 26 * 26 {
		letters := string([]byte{byte('A' + i/676), byte('A' + i/26%26), byte('A' + i%26)})
		drawn := strings.Trim(letters, bot.Letters) == "" && bot.IsLetters(letters)
		for _, in := range []string{"GO 417" + letters, "TAKE 417 " + letters, "417" + letters} {
			if o, ok := r.Order(in); drawn && (!ok || o.Code.Letters != letters) {
				t.Errorf("%q is not read", in)
			}
			if o, ok := r.Order(text.Defang(in, 300)); ok {
				t.Errorf("%q is still %s after defanging", in, show(o))
			}
		}
	}
}

func FuzzOrder(f *testing.F) {
	r, _ := shipped(f)
	for _, s := range []string{"GO 417KDX 8", "go417kdx8", "SAME 417KDX 418PAW", "OFF KDX", "ASK 417KDX \u202ehttp://x.io", "ＧＯ ４１７ＫＤＸ", "take 12 ppl", "417-kdx", "½", "\xff417KDX"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		o, ok := r.Order(s)
		r.Bare(s)
		if ok && o.Verb != bot.VerbOff && (o.Code.Number < 10 || o.Code.Number > 999999 || !bot.IsLetters(o.Code.Letters)) {
			t.Fatalf("%q: %s", s, show(o))
		}
		if said := o.Text.Reveal(); utf8.RuneCountInString(said) > 300 || text.Defang(said, 300) != said {
			t.Fatalf("%q tells %q", s, said)
		}
		if again, ok := r.Order(text.Defang(s, 1600)); ok && again.Code != (bot.Code{}) {
			t.Fatalf("%q defanged is %q, still %s", s, text.Defang(s, 1600), show(again))
		}
	})
}

func TestATextWithoutDigitsCostsNothing(t *testing.T) {
	r, _ := shipped(t)
	for _, s := range []string{"Hello There", "hay agentes de la migra TOCANDO en mi puerta, ¿qué hago? ¡Ayúdenme, por favor!", "OK thank you"} {
		if n := testing.AllocsPerRun(100, func() { r.Order(s) }); n > 0 {
			t.Errorf("%q: %v allocations", s, n)
		}
	}
}

func BenchmarkOrder(b *testing.B) {
	r, _ := shipped(b)
	for name, s := range map[string]string{
		"none":   "hay agentes de la migra tocando en mi puerta, ¿qué hago?",
		"digits": "there are 5 agents and 2 cars at 1234 Main street in Oakland 94601",
		"order":  "GO 417KDX 8",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Order(s)
			}
		})
	}
}

// Defanging leaves what texters really write as it is.
func TestTextersAreShownInTheirOwnWords(t *testing.T) {
	for _, f := range []string{"urgent_en.chat", "urgent_es.chat", "raid_own_words.chat", "update.chat", "not_urgent_en.chat", "not_urgent_es.chat", "topics_en.chat", "topics_es.chat"} {
		data, err := fs.ReadFile(flows.FS, f)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if said, ok := strings.CutPrefix(line, "> "); ok {
				if want := strings.TrimSpace(said); text.Defang(said, 1600) != want {
					t.Errorf("%q is shown as %q", want, text.Defang(said, 1600))
				}
			}
		}
	}
}
