package book_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book/lint"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// found is what the rules that Aldaba ships with say about one text and its English original.
func found(t *testing.T, lang bot.Language, id, written, english string) string {
	t.Helper()
	r, ps := lint.Load(i18n.FS)
	if ps != nil {
		t.Fatal(ps)
	}
	b := lint.Book{Languages: []bot.Language{"en", lang}, Links: map[string]string{"ice.gov": "site", "520-555-0100": "line", "988": "988"}, Texts: []*lint.Text{
		{Lang: "en", ID: "say.no", Message: "say.no", Written: "I do not consent.", English: "I do not consent.", File: "i18n/active.en.toml", Line: 1},
		{Lang: lang, ID: id, Message: strings.TrimSuffix(id, ".whatsapp"), Written: written, English: english, File: "i18n/active." + string(lang) + ".toml", Line: 7},
	}}
	return slices.DeleteFunc(r.Check(b), func(p bot.Problem) bool { return p.File == "i18n/"+lint.GlossaryFile }).Error()
}

func TestWhatIsNoTextOfItsLanguageIsRefused(t *testing.T) {
	const stay = "Stay where you are. Nobody can see photos here (I-200, 287(g))."
	for name, c := range map[string]struct {
		lang              bot.Language
		id, written, said string // said: a part of what is found; "" for nothing
	}{
		"English":                     {"fr", "x", "stay where you are, nobody can see photos here, I-200 - 287 (g)", "i18n/active.fr.toml:7: x reads as in English; translate it"},
		"half in English":             {"fr", "x", "Restez où vous êtes. Stay where you are.", `x has a sentence that is left in English: "Stay where you are."`},
		"English by permission":       {"fr", "isitnow.both", "Restez où vous êtes. Nobody can see photos here.", ""},
		"English in other words":      {"ko", "x", "Nobody can see you here, stay", "x is mostly in Latin letters"},
		"a word of no text":           {"ko", "x", "여기 머무르세요. 사진은 bitte 못 봅니다.", `x has "bitte" in Latin letters`},
		"a word of the English text":  {"ko", "x", "여기 머무르세요. 사진(photos)은 아무도 못 봅니다.", ""},
		"a name in capitals":          {"ko", "x", "여기 머무르세요. ICE가 와도 사진은 못 봅니다.", ""},
		"Cyrillic in French":          {"fr", "x", "Rеstez où vous êtes.", "x has the letter е (U+0435), which fr does not have: it looks like e"},
		"Latin in Russian":            {"ru", "x", "Oставайтесь на месте.", `x has "Oставайтесь", in letters of two scripts`},
		"a Latin letter in Russian":   {"ru", "x", "Оставайтесь на месте. Никто c вами не увидит фото.", `x has "c" in Latin letters`},
		"a letter of a name":          {"ru", "x", "Оставайтесь на месте: A-номер.", `x has "A" in Latin letters`},
		"Ukrainian in Russian":        {"ru", "x", "Оставайтесь на мiсті.", "x has the letter і (U+0456), which ru does not have"},
		"Persian in Arabic":           {"ar", "x", "ابق فی مكانك.", "x has the letter ی (U+06CC), which ar does not have: it looks like ي"},
		"Urdu in Arabic":              {"ar", "x", "ابق في مکانك.", "x has the letter ک (U+06A9), which ar does not have: it looks like ك"},
		"tatweel":                     {"ar", "x", "ابق في مكـانك.", "x has the letter ـ (U+0640)"},
		"eth in Vietnamese":           {"vi", "x", "Hãy ở nguyên chỗ ðó.", "x has the letter ð (U+00F0), which vi does not have"},
		"Japanese in Korean":          {"ko", "x", "여기 머무르세요 の.", "x has the letter の"},
		"Arabic-Indic digits":         {"ar", "x", "ابق في مكانك ٥ دقائق.", "x has the digit ٥; write 0 to 9"},
		"full-width digits":           {"zh-Hans", "x", "请等５分钟。", "x has the digit ５"},
		"a direction mark":            {"ar", "x", "ابق في مكانك.\u200f", "x has the character U+200F, which nobody sees"},
		"an isolate":                  {"fr", "x", "Restez \u2066ici\u2069.", "x has the character U+2066"},
		"a dear letter":               {"ht", "x", "Rete la. Èske ou byen?", `x has "È", and with one such letter 70 characters fit into an SMS, not 160; write "E" or other words`},
		"a dear quote":                {"so", "x", "Halkan joog: “haa”.", "use plain letters and signs"},
		"a dear letter on WhatsApp":   {"ht", "x.whatsapp", "Rete la. Èske ou byen?", ""},
		"plain Creole":                {"ht", "x", "Rete la, tanpri. Eske sa bon pou ou? Wè, kò, fè.", ""},
		"a sentence within a line":    {"fr", "x", "Dites : {{say.no}}", "x gives a sentence to say within a line"},
		"a sentence written out":      {"fr", "x", "Dites :\nI do not consent.", "x writes out the sentence of say.no; write {{say.no}}"},
		"a sound in Latin letters":    {"ru", "say.no", "I do not consent.\n(ai du not konsent)", "say.no has a sound-spelling in Latin letters"},
		"a sound in its own letters":  {"ru", "say.no", "I do not consent.\n(ай ду нот консент)", ""},
		"a line that begins in Latin": {"ar", "x", "ICE في العمل.", `x has a line that begins from left to right: "ICE في العمل."`},
		"a placeholder in front":      {"ar", "x", "{{.Name}}: ابق في مكانك.", "x has a line that begins from left to right"},
		"a number in front":           {"ar", "x", "{{.Count}} أشخاص هناك.\n1 في البيت", ""},
		"an address within a line":    {"ar", "x", "ابحث في {{link.site}} الآن.", "x has {{link.site}} within a line"},
		"an address of its own":       {"ar", "x", "ابحث هنا:\n{{link.site}}\nاتصل بالرقم {{link.988}} أو 911.", ""},
		"a number that turns":         {"ar", "x", "اتفاقات 287(g)", `x has "287(g", of which phones turn the parts`},
		"a number that does not":      {"ar", "x", "اتفاقات ICE 287(g) ونموذج I-200.", ""},
		"a sentence in the middle":    {"ar", "x", "قل:\n{{say.no}}\nلا تقاوم.", "x goes on behind the English sentence"},
		"Traditional in Simplified":   {"zh-Hans", "x", "請等一下。", "x has Traditional characters: 請; write 请"},
		"a word taken for another":    {"zh-Hant", "x", "法院法官籤的。", `x has "籤"; write "簽"`},
		"to recover, for to answer":   {"zh-Hant", "x", "請回複數字。", `x has "回複"; write "回覆"`},
		"calm, for they left":         {"vi", "state.ALL-CLEAR", "ĐÃ YÊN", "state.ALL-CLEAR says that a place is safe or quiet"},
		"over, for they left":         {"ko", "state.ALL-CLEAR", "상황 끝", "state.ALL-CLEAR says that a place is safe or quiet"},
		"they left":                   {"ru", "state.ALL-CLEAR", "ОНИ УШЛИ", ""},
		"a question behind":           {"ar", "x", "لا تقاوم. قل:\n{{say.no}}\nماذا يحدث؟", ""},
	} {
		got := found(t, c.lang, c.id, c.written, stay)
		if c.said == "" && got != "" || !strings.Contains(got, c.said) {
			t.Errorf("%s: %q\ngot  %s\nwant %s", name, c.written, got, c.said)
		}
	}
}

func TestAnExcuseNeedsAReason(t *testing.T) {
	for data, want := range map[string]string{
		"same:\n  - {ids: [x]}\n":     "i18n/style.yaml:2: this entry has no ids, or no why",
		"same:\n  - {why: nothing}\n": "i18n/style.yaml:2: this entry has no ids, or no why",
		"letters: {xx: [Klingon]}\n":  `i18n/style.yaml:1: "Klingon" is neither a row of letters nor a script`,
		"letters: {xx: [\"ñ é\"]}\n":  `"ñ é" is neither a row of letters nor a script`,
	} {
		folder := listsWith(t, lint.StyleFile, data)
		if _, ps := lint.Load(folder); !strings.Contains(ps.Error(), want) {
			t.Errorf("%s: got %v, want %s", data, ps, want)
		}
	}
}

func TestEveryLanguageHasThePluralFormsThatItNeeds(t *testing.T) {
	set := files()
	set["i18n/active.en.toml"] = strings.Replace(set["i18n/active.en.toml"], `"silence.1" = "Stay silent."`, `"silence.1" = {one = "{{.Count}} agent", other = "{{.Count}} agents"}`, 1)
	for written, want := range map[string]string{
		`"{{.Count}} agentes"`: `i18n/active.es.toml:5: silence.1 has no plural form one; write each form that the language counts with: one, other`,
		`{one = "{{.Count}} agente", other = "{{.Count}} agentes"}`: "",
	} {
		set["i18n/active.es.toml"] = strings.Replace(files()["i18n/active.es.toml"], `"Stay silent."`, written, 1)
		if got := check(t, set, hotline()).Error(); got != want {
			t.Errorf("%s: got %s, want %s", written, got, want)
		}
	}
}

func TestTraditionalTextsSayWhatSimplifiedOnesSay(t *testing.T) {
	r, ps := lint.Load(i18n.FS)
	if ps != nil {
		t.Fatal(ps)
	}
	for written, want := range map[string]string{
		"請回覆數字。那裡寫著證件。": "", "請回覆。": "i18n/active.zh-Hant.toml:7: x says something else than the text of zh-Hans; run make hant",
	} {
		b := lint.Book{Languages: []bot.Language{"en", "zh-Hans", "zh-Hant"}, Texts: []*lint.Text{
			{Lang: "zh-Hans", ID: "x", Message: "x", Written: "请回复数字。那里写着证件。", File: "i18n/active.zh-Hans.toml", Line: 6},
			{Lang: "zh-Hant", ID: "x", Message: "x", Written: written, File: "i18n/active.zh-Hant.toml", Line: 7},
		}}
		got := slices.DeleteFunc(r.Check(b), func(p bot.Problem) bool { return p.File == "i18n/"+lint.GlossaryFile })
		if (want == "") != (len(got) == 0) || !strings.Contains(got.Error(), want) || len(got) > 0 && !got[0].Warning {
			t.Errorf("%s: got %v, want %q", written, got, want)
		}
	}
}
