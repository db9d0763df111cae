package book_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

func TestALongSentenceKeepsNoHotlineFromStarting(t *testing.T) {
	set := wordings(t, strings.Repeat("stay silent and ", 12)+"wait.", quiet)
	if ps := problemsOf(t, set); ps.Err() == nil || !strings.Contains(ps.Error(), "has a sentence of") {
		t.Errorf("check finds %v", ps)
	}
	if _, ps := book.Serve(setOf(t, set, hotline()), nil, someDay); ps.Err() != nil {
		t.Errorf("a server is kept from starting: %v", ps)
	}
}

// three is a hotline in English, Spanish and Portuguese; es is what goes wrong.
func three() (map[string]string, bot.Hotline) {
	set, h := files(), hotline()
	set["flows/globals.yaml"] += "core: [menu.ask, silence.1]\n"
	for _, name := range []string{"i18n/active.es.toml", "i18n/words.es.yaml"} {
		set[strings.Replace(name, ".es.", ".pt.", 1)] = strings.ReplaceAll(set[name], " es", " pt")
	}
	h.Languages = append(h.Languages, "pt")
	return set, h
}

// wrong is a mistake in the files of one language.
type wrong struct {
	file, old, new string
	check          string // how `aldaba check` tells it: file, line, key …
	remedy         string // … and what to do
	serve          string // what a server says beside that
	published      bool   // all the same, without the text
	deaf           bool   // the words are of no use either
}

func mistakes() map[string]wrong {
	const texts, words = "i18n/active.es.toml", "i18n/words.es.yaml"
	off := func(why string) string { return "es is not published, because of " + why }
	const left = "1 texts in es have mistakes and count as missing: t.x (broken); aldaba check tells"
	return map[string]wrong{
		"no TOML":            {texts, `"menu.ask" = "`, `"menu.ask" = `, texts + ":2: is not TOML", "write each message as", off(texts + " (broken)"), false, false},
		"a part too many":    {texts, `"menu.ask"`, strings.Repeat("a.", 99) + "a", texts + ":2: has a key of very many parts", "in quotes", off(texts + " (broken)"), false, false},
		"a core key missing": {texts, `"silence.1" = "Stay silent."`, "", "flows/topics/silence.yaml:7: message silence.1 has no text in es", "add it to " + texts, texts + ": " + off("silence.1 (missing)"), false, false},
		"a core text empty":  {texts, "Stay silent.", " ", texts + `:5: "silence.1" is empty`, "write the text", off("silence.1 (broken)"), false, false},
		"a core key bare":    {texts, `"silence.1"`, "silence.1", texts + ":5: silence.1 is neither", `write "silence.1"`, off("silence.1 (broken)"), false, false},
		"a placeholder that is none": {texts, "{{.Name}}", "{{Name}}", texts + `:2: "menu.ask" has a placeholder that is not one argument`, "write placeholders as {{.Name}}",
			off("menu.ask (broken)"), false, false},
		"another placeholder": {texts, "{{.Name}}", "{{.Nme}}", texts + ":2: placeholders of menu.ask are [Nme], in en they are [Name]", "make them equal", off("menu.ask (broken)"), false, false},
		"a plural form missing": {texts, `"Stay silent."`, `{many = "Stay silent.", other = "Stay silent."}`, texts + ":5: silence.1 has no plural form one", "write each form that the language counts with: one, other",
			off("silence.1 (broken)"), false, false},
		"no form other":         {texts, `"Stay silent."`, `{one = "Stay silent."}`, texts + `:5: "silence.1" has no form other`, "add it", off("silence.1 (broken)"), false, false},
		"over the budget":       {texts, "Stay silent.", strings.Repeat("Stay silent. ", 40), texts + ":5: silence.1 takes 4 segments", "shorten it to 3", off("silence.1 (broken)"), false, false},
		"wrong beside the core": {texts, `"t.x" = "Short."`, `"t.x" = "Short {{.Name}}."`, texts + ":1: placeholders of t.x are [Name], in en they are []", "make them equal", left, true, false},
		"no text at all":        {texts, `"t.x" = "Short."`, `"t.x" = 7`, texts + `:1: "t.x" is not a text`, "put the value in quotes", left, true, false},
		"no YAML":               {words, "numbers: [a1", "numbers: [[a1", words + ":", "correct the YAML", off(words + " (broken)"), false, true},
		"an unknown key":        {words, "numbers:", "nmbers:", words + `:3: unknown key "nmbers"`, "check its spelling", off(words + " (broken)"), false, true},
		"a word for two commands": {words, "  stop: [stop]", "  stop: [menu]", words + `:19: "menu" stands for menu and stop`, "keep one",
			off(words + " (broken)"), false, true},
		"words without examples": {words, "asks: {silence: [q one, q two, q three, q four, q five, q six, q seven, q eight]}", "asks: {}", words + ":25: 0 messages ask for the topic silence", "write at least 8",
			off(words + " (broken)"), false, false},
		"a command without words": {words, "  stop: [stop]\n", "", words + ":5: the command stop has no words", "add at least one", off(words + " (broken)"), false, false},
	}
}

func (w wrong) in(t *testing.T, set map[string]string) map[string]string {
	t.Helper()
	set = maps.Clone(set)
	if !strings.Contains(set[w.file], w.old) {
		t.Fatalf("%s does not contain %q:\n%s", w.file, w.old, set[w.file])
	}
	set[w.file] = strings.Replace(set[w.file], w.old, w.new, 1)
	return set
}

func TestAMistakeInOneLanguageCostsTheOthersNothing(t *testing.T) {
	whole, h := three()
	before, ps := book.Serve(setOf(t, whole, h), nil, someDay)
	if ps != nil {
		t.Fatal(ps)
	}
	for name, w := range mistakes() {
		t.Run(name, func(t *testing.T) {
			s, found := read(w.in(t, whole), h)
			w.isTold(t, s, found)
			after, ps := book.Serve(s, found, someDay)
			if ps.Err() != nil {
				t.Fatalf("a server is kept from starting: %v", ps)
			}
			for _, want := range []string{w.serve, w.check} {
				if want = strings.TrimPrefix(want, "flows/topics/silence.yaml:7: message "); !strings.Contains(ps.Error(), strings.TrimSuffix(want, " has no text in es")) {
					t.Errorf("a server says\n%v\nand not\n%s", ps, want)
				}
			}
			w.goesOn(t, before, after)
		})
	}
}

// isTold looks at what `aldaba check` says.
func (w wrong) isTold(t *testing.T, s book.Set, ps bot.Problems) {
	t.Helper()
	if ps.Err() == nil {
		ps = book.Check(s, someDay)
	}
	at := slices.IndexFunc(ps, func(p bot.Problem) bool { return strings.HasPrefix(p.Error(), w.check) && !p.Warning })
	if at < 0 || ps[at].Line == 0 || !strings.Contains(ps[at].Remedy, w.remedy) {
		t.Errorf("check says\n%v\nand not\n%s; %s", ps, w.check, w.remedy)
	}
}

// goesOn compares what a server says and understands with what it did before the mistake.
func (w wrong) goesOn(t *testing.T, before, after book.Set) {
	t.Helper()
	want := []bot.Language{"en", "es", "pt"}
	if !w.published {
		want = []bot.Language{"en", "pt"}
	}
	now := after.Reviewed().Published()
	if !slices.Equal(now.Hotline.Languages, want) {
		t.Errorf("published are %v, want %v", now.Hotline.Languages, want)
	}
	if then := before.Reviewed().Published(); !sameTexts(then, now, "en") || !sameTexts(then, now, "pt") {
		t.Error("another language has changed")
	}
	if _, said := now.Texts.Text("es", bot.SMS, "t.x", nil); w.published && said {
		t.Error("the text with the mistake goes out")
	}
	var heard []bot.Language
	for _, words := range now.Words {
		heard = append(heard, words.Language)
	}
	if slices.Contains(heard, "es") == w.deaf || !slices.Contains(heard, "en") || !slices.Contains(heard, "pt") {
		t.Errorf("understood are %v", heard)
	}
}

func sameTexts(a, b book.Set, lang bot.Language) bool {
	ids := a.Texts.IDs(lang)
	return slices.Equal(ids, b.Texts.IDs(lang)) && !slices.ContainsFunc(ids, func(id string) bool {
		return !maps.Equal(a.Texts.Forms(lang, id), b.Texts.Forms(lang, id))
	})
}

// The language that everybody falls back to has to be whole, and so has what belongs to no language.
func TestAMistakeInWhatAllLeanOnStillKeepsAServerFromStarting(t *testing.T) {
	whole, h := three()
	h.DefaultLanguage = "es"
	for name, w := range mistakes() {
		s, found := read(w.in(t, whole), h)
		if _, ps := book.Serve(s, found, someDay); ps.Err() == nil {
			t.Errorf("%s in the default language: served with %v", name, ps)
		}
	}
	s, found := read(wrong{file: "i18n/active.en.toml", old: `"t.x" = "`, new: `"t.x" = `}.in(t, whole), h)
	if _, ps := book.Serve(s, found, someDay); ps.Err() == nil {
		t.Error("English is broken, and it stands in for what others lack")
	}
	for _, p := range []bot.Problem{{File: "hotline.yaml", What: "unknown key"}, {File: "flows/menu.yaml", Line: 3, What: "goes nowhere"}} {
		if _, ps := book.Serve(setOf(t, whole, h), bot.Problems{p}, someDay); ps.Err() == nil {
			t.Errorf("served in spite of %v", p)
		}
	}
}

// An editor's copy of a file, or a language that nobody publishes, must not silence the hotline.
func TestAFileThatNobodyPublishesIsToldOfAndLeftAlone(t *testing.T) {
	whole, h := three()
	whole["i18n/active.es.old.toml"], whole["i18n/active.ht.toml"], whole["i18n/words.ht.yaml"] = "=", "=", "[["
	s, found := read(whole, h)
	after, ps := book.Serve(s, found, someDay)
	if ps.Err() != nil || len(ps) != 3 || !slices.Equal(after.Reviewed().Languages(), h.Languages) {
		t.Errorf("published are %v, told is %v", after.Reviewed().Languages(), ps)
	}
}

// Both ways to write Chinese are understood by the same words.
func TestWordsThatTwoLanguagesShareTakeBothOff(t *testing.T) {
	whole, h := three()
	for _, lang := range []string{"zh-Hans", "zh-Hant"} {
		whole["i18n/active."+lang+".toml"] = strings.ReplaceAll(whole["i18n/active.es.toml"], " es", " zh")
		h.Languages = append(h.Languages, bot.Language(lang))
	}
	words := strings.ReplaceAll(whole["i18n/words.es.yaml"], " es", " zh")
	for name, broken := range map[string]string{"unreadable": "[[" + words, "poor": strings.Replace(words, "q seven, ", "", 1)} {
		whole[understand.FileOf("zh-Hant")] = broken
		s, found := read(whole, h)
		after, ps := book.Serve(s, found, someDay)
		if got := after.Reviewed().Languages(); ps.Err() != nil || !slices.Equal(got, []bot.Language{"en", "es", "pt"}) {
			t.Errorf("%s: published are %v, told is %v", name, got, ps)
		}
	}
}
