package lint

import (
	"math"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// shippedRules is the word lists that Aldaba ships with.
func shippedRules(tb testing.TB) *Rules {
	tb.Helper()
	r, ps := Load(i18n.FS)
	if ps != nil {
		tb.Fatal(ps)
	}
	return r
}

// The words are divided as the Academy's dictionary and orthography divide them.
func TestSpanishSyllables(t *testing.T) {
	for divided, n := range map[string]int{
		"a-bo-ga-do": 4, "po-li-cí-a": 4, "país": 2, "dí-a": 2, "quién": 1, "que": 1, "gue-rra": 2, "a-ve-ri-güe": 4, "ciu-dad": 2, "ciu-da-da-no": 4,
		"guar-dia": 2, "o-í-do": 3, "le-er": 2, "vio": 1, "rey": 1, "muy": 1, "y": 1, "su-yo": 2, "hu-ya": 2, "a-ho-ra": 3, "ahí": 2, "prohi-bir": 2,
		"cua-les-quie-ra": 4, "es-tu-diáis": 3, "Pa-ra-guay": 3, "cons-truir": 2, "te-lé-fo-no": 4, "ai-re": 2, "aé-re-o": 4, "i-gle-sia": 3, "bui-tre": 2,
		"hé-ro-e": 3, "vi-rrey": 2, "gui-sar": 2, "pin-güi-no": 3,
	} {
		if got := spanishSyllables(strings.ToLower(strings.ReplaceAll(divided, "-", ""))); got != n {
			t.Errorf("%s has %d syllables, not %d", divided, n, got)
		}
	}
}

func TestEnglishSyllables(t *testing.T) {
	s := shippedRules(t).style
	for n, words := range []string{1: "door ask asked times judge name use home stopped clothes year knew through don't",
		2: "judges badges people open wanted being lawyer employ obeyed destroyed trying paying license police silent lying quiet ICE's someone safety",
		3: "employer agency officer family consulate expensive usual video area audience area insurance register",
		4: "immigration emergency usually January California generally emergencies",
		5: "representative organization",
	} {
		for _, w := range strings.Fields(words) {
			if got := s.syllables("en", w); got != n {
				t.Errorf("%s has %d syllables, not %d", w, n, got)
			}
		}
	}
	for written, n := range map[string]int{"DHS": 3, "U.S.": 2, "911": 3, "I-205": 4, "—": 0, "(say)": 1, "pick-up": 2, "ICE": 1} {
		if got := s.syllables("en", written); got != n {
			t.Errorf("%s counts %d, not %d", written, n, got)
		}
	}
}

// The figures are worked out by hand from the formulas.
func TestTheFormulas(t *testing.T) {
	c := counts{sentences: 4, words: 40, syllables: 60}
	if g := grade(c); math.Abs(g-6.01) > 0.005 { // 0.39*10 + 11.8*1.5 - 15.59
		t.Errorf("grade %.3f", g)
	}
	if p := perspicuity(counts{4, 40, 80}); math.Abs(p-72.235) > 0.005 { // 206.835 - 62.3*2 - 10
		t.Errorf("perspicuity %.3f", p)
	}
}

func TestSentences(t *testing.T) {
	s := shippedRules(t).style
	for text, want := range map[string]string{
		"Stay calm. Do not run! Why?":                        "Stay calm.|Do not run!|Why?",
		"Say:\n{{say.entry}}\nThey may come in.":             "Say:|They may come in.",
		"You live in the U.S. and work. Stay.":               "You live in the US. and work.|Stay.",
		"En EE. UU. no es abogado. Vive en EE. UU. Es así.":  "En EEUU. no es abogado.|Vive en EEUU.|Es así.",
		"Elija 1, 2, 3... o pregunte.":                       "Elija 1, 2, 3... o pregunte.",
		"不要躲藏。不要跑！":                                          "不要躲藏。|不要跑！",
		"Search {{link.locator}}. It takes {{.Count}} days.": "Search .|It takes  days.",
		"...": "",
	} {
		var got []string
		for _, one := range s.split(prose(text)) {
			got = append(got, one.raw)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q is cut into %q", text, got)
		}
	}
}

func TestWhatIsCounted(t *testing.T) {
	s := shippedRules(t).style
	for text, want := range map[string]counts{
		"Stay calm. You can say:\n{{say.entry}}":       {1, 2, 2}, // what leads to a sentence is not measured
		"California: police may not hold you.":         {1, 5, 6}, // a heading neither
		"Call {{link.eoir_line}}.":                     {1, 1, 1},
		"{{.Name}}":                                    {},
		"Read it / sign it.":                           {1, 4, 4},
		"Ask: is it true?\nAsk for a name. (Then go.)": {3, 9, 9},
	} {
		one := &Text{Lang: "en", Written: text}
		one.sentences = s.split(prose(text))
		if got := s.counts(one); got != want {
			t.Errorf("%q counts %v, not %v", text, got, want)
		}
	}
	long := s.split("我们不能保证没有人进来您家里请您不要开门也不要说话保持安静并且联系律师")[0]
	if n := long.length(); n != 18 {
		t.Errorf("35 Chinese characters are %d words", n)
	}
}

// FuzzReading measures whatever a text may hold.
func FuzzReading(f *testing.F) {
	for _, s := range []string{"Stay calm.", "¿Qué pasa?", "我们。", "...", "a.b.c", "I-205 (DHS)", "\xff\xfe", "EE. UU.", "''", "Á É Í: y", "{{say.entry}}\n{{"} {
		f.Add(s)
	}
	r := shippedRules(f)
	f.Fuzz(func(t *testing.T, s string) {
		for _, lang := range []bot.Language{"en", "es", "zh-Hans"} {
			one := &Text{Lang: lang, ID: "t", Message: "t", Written: s, English: s}
			b := Book{Languages: []bot.Language{lang}, Texts: []*Text{one}, Topics: []Topic{{ID: "t", Messages: []string{"t"}}}, Said: func(bot.Language, string) (string, bool) { return s, true }}
			r.Check(b)
			c := r.style.counts(one)
			if c.words < c.sentences || c.syllables < c.words {
				t.Errorf("%q counts %v", s, c)
			}
			for _, figures := range r.Measure(b) {
				for _, figure := range figures.Answers {
					if math.IsNaN(figure.Score) || math.IsInf(figure.Score, 0) {
						t.Errorf("%q scores %v", s, figure.Score)
					}
				}
			}
		}
	})
}
