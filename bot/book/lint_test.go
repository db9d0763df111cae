package book_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/book/lint"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/understand"
	"github.com/aldaba-hotline/aldaba/flows"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// wordings is the smallest hotline with the word lists that Aldaba ships with, saying en and es as the answer of its one topic.
func wordings(t *testing.T, en, es string) map[string]string {
	t.Helper()
	set := files()
	for _, name := range []string{lint.StyleFile, lint.GlossaryFile, lint.ForbiddenFile} {
		data, err := fs.ReadFile(i18n.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		set["i18n/"+name] = string(data)
	}
	set["i18n/"+lint.StyleFile] = strings.Replace(set["i18n/"+lint.StyleFile], "\nsame:\n", "\nsame:\n  - {ids: ["+strings.Join(strings.Split("abcdefghijklmnopqrtuvwxyz", ""), ", ")+", st], why: \"they are not looked at, silence.1 is\"}\n", 1)
	for lang, said := range map[string]string{"en": en, "es": es} {
		file := "i18n/active." + lang + ".toml"
		set[file] = strings.Replace(set[file], `"Stay silent."`, fmt.Sprintf("%q", said), 1)
	}
	return set
}

// problemsOf is what check finds, without what the answer is not to blame for.
func problemsOf(t *testing.T, set map[string]string) bot.Problems {
	t.Helper()
	return slices.DeleteFunc(check(t, set, hotline()), func(p bot.Problem) bool { return strings.Contains(p.What, "nobody has ever opened") })
}

const (
	calm  = "Stay silent. Do not run."
	quiet = "Guarde silencio. No corra."
)

func TestWordingsThatMislead(t *testing.T) {
	cases := map[string]struct{ en, es, want string }{
		"a promise":                    {"Stay silent. They cannot enter.", quiet, `i18n/active.en.toml:5: silence.1 promises what nobody can promise: "They cannot enter."`},
		"a promise with a condition":   {"Stay silent. Without a paper they can't come in.", quiet, "silence.1 promises what nobody can promise"},
		"safety":                       {"Stay silent. You are safe here.", quiet, "silence.1 promises what nobody can promise"},
		"no deportation":               {"Stay silent and you will not be deported.", "Guarde silencio y no le van a deportar.", "i18n/active.es.toml:5: silence.1 promises what nobody can promise"},
		"a promise in Spanish":         {calm, "Guarde silencio. No pueden entrar.", "i18n/active.es.toml:5: silence.1 promises what nobody can promise"},
		"a duty to show a face":        {"Stay silent. Agents must show you their badge.", quiet, "silence.1 promises what nobody can promise"},
		"to lie":                       {"Stay silent. Lie about your name.", quiet, `silence.1 seems to advise what nobody may advise: "Lie about your name."`},
		"to hide":                      {"Stay silent. Hide in a closet.", quiet, "silence.1 seems to advise what nobody may advise"},
		"to hide, behind a not":        {"Stay silent. Do not open, hide in a closet.", quiet, "silence.1 seems to advise what nobody may advise"},
		"to hide, behind a but":        {"Stay silent. Do not open but hide.", quiet, "silence.1 seems to advise what nobody may advise"},
		"to run":                       {"Stay silent. If you can, run.", quiet, "silence.1 seems to advise what nobody may advise"},
		"to block":                     {"Stay silent. Block the car.", quiet, "silence.1 seems to advise what nobody may advise"},
		"to destroy":                   {"Stay silent. Destroy your papers.", quiet, "silence.1 seems to advise what nobody may advise"},
		"to fight":                     {"Stay silent. Fight back.", quiet, "silence.1 seems to advise what nobody may advise"},
		"to hide, in Spanish":          {calm, "Guarde silencio. Escóndase.", "i18n/active.es.toml:5: silence.1 seems to advise what nobody may advise"},
		"to lie, in Spanish":           {calm, "Guarde silencio. Puede mentir sobre su nombre.", "silence.1 seems to advise what nobody may advise"},
		"not to call 911":              {"Stay silent. Do not call 911.", quiet, "silence.1 gives advice that can harm"},
		"to skip court":                {"Stay silent. Skip your court date.", quiet, "silence.1 gives advice that can harm"},
		"I-200 as a judge's":           {"Stay silent. A judicial warrant (Form I-200 or I-205) lets them in.", quiet, "silence.1 names a form of ICE and a judge's paper without telling them apart"},
		"I-205 signed by a judge":      {"Stay silent. Is the I-205 signed by a judge?", quiet, "silence.1 names a form of ICE and a judge's paper"},
		"I-200 as a judge's, Spanish":  {calm, "Guarde silencio. La orden judicial se llama I-200.", "i18n/active.es.toml:5: silence.1 names a form of ICE and a judge's paper"},
		"an address":                   {"Stay silent. See help.example.org.", quiet, "silence.1 has the address help.example.org, which is not on the list"},
		"an address with https":        {"Stay silent. See https://x.io/y", quiet, "silence.1 has the address https://x.io/y"},
		"a mail address":               {"Stay silent. Write to help@example.org", quiet, "silence.1 has the address help@example.org"},
		"a phone number":               {"Stay silent. Call 510-555-0100.", quiet, "silence.1 has the number 510-555-0100"},
		"a phone number, otherwise":    {"Stay silent. Call (510) 555 0100.", quiet, "silence.1 has the number (510) 555 0100"},
		"a phone number, Arabic-Indic": {"Stay silent. Call ٥١٠-٥٥٥-٠١٠٠.", quiet, "silence.1 has the number 510-555-0100"},
		"a short code":                 {"Stay silent. Text 741741.", quiet, "silence.1 has the number 741741"},
		"988":                          {"Stay silent. Call 988.", quiet, "silence.1 has the number 988"},
		"a command of nobody":          {"Stay silent. Text SHOUT.", quiet, "silence.1 says SHOUT, which no command is in en; name a word of commands in words.en.yaml"},
		"two words of nobody":          {"Stay silent. Text ALL GONE.", quiet, "silence.1 says ALL, which no command is in en"},
		"a command in Spanish":         {calm, "Guarde silencio. Escriba GRITO.", "i18n/active.es.toml:5: silence.1 says GRITO, which no command is in es"},
		"a lost term":                  {"Stay silent. Call a lawyer.", "Guarde silencio. Llame a alguien.", `i18n/active.es.toml:5: silence.1 has no word for "lawyer"; say abogad*`},
		"a lost warrant":               {"Ask for a warrant signed by a judge.", "Pregunte por un papel de un juez.", `silence.1 has no word for "judicial-warrant"`},
		"a word to avoid":              {"Stay silent. Call a lawyer.", "Guarde silencio. Llame a un licenciado, no a un abogado.", `silence.1 says "licenciado" for "lawyer"`},
		"a word never alone":           {"They want to search your car.", "Quieren catear su carro.", `silence.1 says "cate" for "search"`},
		"people called illegal":        {"Stay silent. They look for illegals.", quiet, `silence.1 says "illegals" for "undocumented"`},
		"22 words":                     {"If they come to your door you can ask them to show the paper to you at the window that is shut.", quiet, "silence.1 has a sentence of 22 words"},
		"22 words in Spanish":          {calm, "Guarde silencio si vienen a su casa y les puede pedir que le den un papel por la ventana que no abre.", "silence.1 has a sentence of 22 words"},
		"a hard answer": {"Immigration authorities occasionally misrepresent administrative documentation. Residents nevertheless retain constitutional protections. " +
			"Organizations recommend immediate legal representation whenever enforcement operations materialize unexpectedly.", quiet, "i18n/active.en.toml:5: the answer of topic silence is of grade 3"},
		"a hard answer in Spanish": {calm, "Guarde silencio. Autoridades migratorias ocasionalmente malinterpretan documentaciones administrativas. Organizaciones comunitarias recomiendan " +
			"representación profesional inmediatamente. Constitucionalmente, residentes conservan determinadas protecciones fundamentales.", "i18n/active.es.toml:5: the answer of topic silence has -"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			ps := problemsOf(t, wordings(t, c.en, c.es))
			if !slices.ContainsFunc(ps, func(p bot.Problem) bool { return strings.Contains(p.Error(), c.want) && p.Remedy != "" && !p.Warning }) {
				t.Errorf("got\n%s\nwant a line with\n%s", ps.Error(), c.want)
			}
		})
	}
}

func TestWordingsThatAreRight(t *testing.T) {
	cases := map[string]struct{ en, es string }{
		"negations":              {"Do not hide. Never lie. Don't fight.", "No se esconda. Nunca mienta. No pelee."},
		"a row of negations":     {"Do not push, run, hide from or block agents.", "No empuje, corra ni bloquee a los agentes."},
		"for others":             {"Do not tell workers to lie, hide or run.", "No pida a nadie mentir, esconderse o correr."},
		"a crime":                {"It can be a crime to lie or to hide a person.", "Mentir o esconder a alguien puede ser delito."},
		"what may happen anyway": {"They may come in anyway: do not resist.", "Pueden entrar de todos modos: no se resista."},
		"a question":             {"Are you safe? If you are safe, text RAID.", "¿Sigue a salvo? Si puede, escriba RAID."},
		"forms told apart":       {"Form I-200 is from ICE, not from a court judge. It is no court warrant.", "El I-200 es de ICE, no de un juez de la corte. No es una orden de la corte."},
		"a negation between":     {"An I-205 is not a judge's warrant.", "Un I-205 no es la orden de un juez."},
		"911":                    {"In danger, call 911.", "En peligro, llame al 911."},
		"numbers of no phone":    {"In 2026 ICE listed 1,425 deals. Keep 2 copies for 30 days.", "En 2026 ICE dijo tener 1,425 acuerdos. Guarde 2 copias por 30 días."},
		"a ZIP":                  {"Text your ZIP, such as 94601.", "Mande su ZIP, por ejemplo 94601."},
		"a date":                 {"It holds until 2026-12-01.", "Vale hasta el 2026-12-01."},
		"U.S. and EE. UU.":       {"A cousin is not a lawyer in the U.S. at all.", "En EE. UU. un primo no es abogado."},
		"commands":               {"Text RAID, MENU or MORE.", "Escriba RAID, MENU o MORE."},
		"agencies":               {"ICE is part of DHS. CBP is too.", "ICE es parte de DHS. CBP también."},
		"inflections":            {"Call a lawyer. They searched a home after a raid.", "Llame a sus abogadas. Registraron una casa tras las redadas."},
		"cateo beside registro":  {"They want to search your car.", "Quieren registrar (catear) su carro."},
		"an address in a list":   {"Search the court list. To sign up costs nothing.", "Busque la lista de la corte. Firmar no cuesta nada."},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if ps := problemsOf(t, wordings(t, c.en, c.es)); ps != nil {
				t.Error(ps)
			}
		})
	}
}

// A sentence of 16 to 20 words, an answer that is a little hard or long, and a word that nobody is sure of are told of, but refuse nothing.
func TestWhatIsOnlyAWarning(t *testing.T) {
	long := "If they come to your door you can ask them to show the paper to you."
	terms := "terms:\n  raid: {definition: agents come, en: [raid], in: {es: {say: [redada], mark: %s}}}\n"
	for name, c := range map[string]struct{ en, es, glossary, want string }{
		"16 words":       {long, quiet, "", "silence.1 has a sentence of 16 words"},
		"three segments": {calm, strings.Repeat("No corra por aquí. Guarde silencio. ", 4), "", "silence.1 takes 3 segments as it is sent"},
		"unsure":         {calm, quiet, fmt.Sprintf(terms, "C"), "i18n/glossary.yaml:2: nobody is sure that \"raid\" is redada in es (mark C)"},
		"from memory":    {"It is a raid.", "Hay algo.", fmt.Sprintf(terms, "B"), "silence.1 has no word for \"raid\""},
	} {
		set := wordings(t, c.en, c.es)
		if c.glossary != "" {
			set["i18n/glossary.yaml"] = c.glossary
		}
		ps := problemsOf(t, set)
		if len(ps) != 1 || !ps[0].Warning || !strings.Contains(ps.Error(), c.want) {
			t.Errorf("%s: got %v", name, ps)
		}
	}
}

func TestTheEnglishSentenceStandsOnALineOfItsOwn(t *testing.T) {
	const rule = "\nsay: [\"I do not consent.\"]\n"
	for name, c := range map[string]struct{ en, es, want string }{
		"right":             {`Say:\n{{say.no}}\nStay calm.`, `Diga:\n{{say.no}}\nCalma.`, ""},
		"missing":           {"Say no.", `Diga:\n{{say.no}}`, "topic silence in en never gives the sentence: I do not consent."},
		"within a line":     {`Say: {{say.no}}`, `Diga:\n{{say.no}}`, "topic silence in en gives the sentence within a line"},
		"other words":       {`Say:\nI don't consent.`, `Diga:\n{{say.no}}`, "topic silence in en never gives the sentence"},
		"no sound-spelling": {`Say:\n{{say.no}}`, `Diga:\nI do not consent.\nCalma.`, "topic silence in es gives no sound-spelling under the sentence"},
	} {
		set := wordings(t, "@", "@")
		set["flows/topics/silence.yaml"] += rule
		for lang, said := range map[string]string{"en": c.en, "es": c.es} {
			file := "i18n/active." + lang + ".toml"
			set[file] = strings.Replace(set[file], `"@"`, `"`+said+`"`, 1) + map[string]string{"en": `"say.no" = "I do not consent."`, "es": `"say.no" = "I do not consent.\n(ai du not consent)"`}[lang] + "\n"
		}
		got := problemsOf(t, set).Error()
		if c.want != "" && (!strings.Contains(got, "flows/topics/silence.yaml:9: "+c.want)) || c.want == "" && got != "" {
			t.Errorf("%s: got %s", name, got)
		}
	}
}

// listsWith is the word lists that Aldaba ships with, one of them replaced.
func listsWith(t *testing.T, name, data string) fstest.MapFS {
	t.Helper()
	folder := fstest.MapFS{}
	for _, file := range []string{lint.StyleFile, lint.GlossaryFile, lint.ForbiddenFile} {
		shipped, err := fs.ReadFile(i18n.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		folder[file] = &fstest.MapFile{Data: shipped}
	}
	folder[name] = &fstest.MapFile{Data: []byte(data)}
	return folder
}

func TestAWordListThatCannotBeReadIsToldWithItsLine(t *testing.T) {
	for name, c := range map[string]struct{ file, data, want string }{
		"unknown key":      {lint.StyleFile, "capitols: {}\n", "i18n/style.yaml:1: unknown key"},
		"no definition":    {lint.GlossaryFile, "terms:\n  raid: {en: [raid]}\n", "i18n/glossary.yaml:2: term raid has no definition"},
		"no mark":          {lint.GlossaryFile, "terms:\n  raid: {definition: d, en: [raid], in: {es: {say: [redada]}}}\n", "i18n/glossary.yaml:2: this wording has no say, or no mark"},
		"an empty pattern": {lint.GlossaryFile, "terms:\n  raid: {definition: d, en: [\"…\"]}\n", "i18n/glossary.yaml:2: \"…\" holds no words"},
		"a null language":  {lint.GlossaryFile, "terms:\n  raid: {definition: d, en: [raid], in: {es: }}\n", "i18n/glossary.yaml:2: this wording has no say"},
		"no words":         {lint.ForbiddenFile, "languages:\n  en:\n    promises: {\"!\": []}\n", "i18n/forbidden.yaml:3: \"!\" holds no words"},
		"a missing list":   {lint.ForbiddenFile, "", "i18n/forbidden.yaml: is missing"},
	} {
		folder := listsWith(t, c.file, c.data)
		if c.data == "" {
			delete(folder, c.file)
		}
		if _, ps := lint.Load(folder); !strings.HasPrefix(ps.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, ps, c.want)
		}
	}
}

// shipped is the hotline that Aldaba ships with.
func shipped(tb testing.TB) book.Set {
	tb.Helper()
	s := book.Set{Hotline: hotline()}
	var ps [4]bot.Problems
	s.Library, ps[0] = flow.Load(flows.FS)
	s.Texts, ps[1] = say.Load(i18n.FS)
	s.Words, ps[2] = understand.LoadWords(i18n.FS)
	s.Lint, ps[3] = lint.Load(i18n.FS)
	if all := slices.Concat(ps[:]...); all != nil {
		tb.Fatal(all)
	}
	return s
}

func TestWhatAldabaShipsWithIsEasyAndShort(t *testing.T) {
	all := shipped(t).Readability()
	if len(all) != 2 || all[0].Lang != "en" || all[1].Lang != "es" {
		t.Fatalf("measured %v", all)
	}
	for _, f := range all {
		if n := len(f.Answers); n < 50 {
			t.Errorf("%s: only %d answers are measured", f.Lang, n)
		}
		if m := lint.Median(f.Segments); m > 2 {
			t.Errorf("%s: the median message of an answer takes %d segments", f.Lang, m)
		}
	}
	if g := all[0].Answers[len(all[0].Answers)/2].Score; g > 5 {
		t.Errorf("the median English answer is of grade %.1f", g)
	}
	if p := all[1].Answers[len(all[1].Answers)/2].Score; p < 65 {
		t.Errorf("the median Spanish answer has %.1f points", p)
	}
}

func BenchmarkCheck(b *testing.B) {
	for name, without := range map[string]bool{"with lints": false, "without": true} {
		b.Run(name, func(b *testing.B) {
			s := shipped(b)
			if without {
				s.Lint = nil
			}
			for b.Loop() {
				book.Check(s, time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC))
			}
		})
	}
}
