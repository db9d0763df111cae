package book_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/text"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// Where is the beginning of the line that the problem should be told at; empty when the text is missing.
type misfit struct{ file, old, new, where, want string }

func TestMisfitsOfDispatchingAreTold(t *testing.T) {
	const en, es = "i18n/active.en.toml", "i18n/active.es.toml"
	cases := map[string]misfit{
		"missing page":       {es, `"page.charge" =`, "# ", "", "message page.charge has no text in es"},
		"missing state":      {en, `"state.NOT-ICE" =`, "# ", "", "message state.NOT-ICE has no text in en"},
		"missing word":       {en, `"word.hurt" =`, "# ", "", "message word.hurt has no text in en"},
		"page without place": {en, "{{.Activity}} {{.Place}} {{.Need}}", "{{.Activity}} {{.Need}}", `"page.deploy"`, "page.deploy leaves out Place"},
		"page with too much": {en, `"page.test" = "RR`, `"page.test" = "RR {{.Who}}`, `"page.test"`, "nothing fills the placeholder Who"},
		"page not RR":        {es, `"page.test" = "RR`, `"page.test" = "Hola`, `"page.test"`, "page.test does not begin with RR"},
		"line not at the end": {es, `"page.sos" = "RR {{.Number}} {{.Who}} {{.Place}} {{.Line}}`, `"page.sos" = "RR {{.Number}} {{.Line}} {{.Who}} {{.Place}}`,
			`"page.sos"`, "page.sos does not end with the line to send back"},
		"long activity": {es, `"act.door" = "RR`, `"act.door" = "al otro lado de la puerta`, `"act.door"`, "act.door is longer than 20 characters"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) { c.isTold(t) })
	}
}

// Nobody may hear that somebody is on the way without hearing what they will not do.
func TestAnOnTheWayTextWithoutOneOfItsThreeStatementsFails(t *testing.T) {
	const en, es = "i18n/active.en.toml", "i18n/active.es.toml"
	const coming = `"report.coming"`
	cases := map[string]misfit{
		"not that they watch":     {en, " and watch", "", coming, "report.coming does not say: watch"},
		"not what they cannot do": {es, " They cannot stop it.", "", coming, "report.coming does not say: cannot stop"},
		"not about the door":      {es, " They say: never open.", "", coming, "report.coming does not say: never open"},
		"not in one channel": {en, coming + " =", "\"report.coming.whatsapp\" = \"{{.Number}} {{.Minutes}}: they watch. Never open.\"\n" + coming + " =",
			`"report.coming.whatsapp"`, "report.coming.whatsapp does not say: cannot stop"},
		"not listed":       {"i18n/words.es.yaml", "[cannot stop], ", "", "must_say", "must_say lists 2 things that report.coming says"},
		"listed elsewhere": {"i18n/words.es.yaml", "must_say: {", "must_say: {report.comming: [[x]], ", "must_say", "must_say: there is no message report.comming"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) { c.isTold(t) })
	}
}

func (c misfit) isTold(t *testing.T) {
	t.Helper()
	set := files()
	if !strings.Contains(set[c.file], c.old) {
		t.Fatalf("%s does not contain %q", c.file, c.old)
	}
	set[c.file] = strings.Replace(set[c.file], c.old, c.new, 1)
	line := slices.IndexFunc(strings.Split(set[c.file], "\n"), func(l string) bool { return strings.HasPrefix(l, c.where) }) + 1
	file := c.file
	if c.where == "" {
		file, line = c.file, 0
	}
	ps := check(t, set, hotline())
	if !slices.ContainsFunc(ps, func(p bot.Problem) bool {
		return p.File == file && p.Line == line && strings.HasPrefix(p.What, c.want) && p.Remedy != "" && !p.Warning
	}) {
		t.Errorf("got\n%s\nwant at %s:%d: %s", ps.Error(), file, line, c.want)
	}
}

func TestAPageThatTakesTwoTextsIsAWarning(t *testing.T) {
	set := files()
	set["i18n/active.es.toml"] = strings.Replace(set["i18n/active.es.toml"], `"page.charge" = "RR`, `"page.charge" = "RR ¿aquí está la migra?`, 1)
	ps := check(t, set, hotline())
	if len(ps) != 1 || !ps[0].Warning || !strings.HasPrefix(ps[0].What, "page.charge takes 2 segments when it is long") {
		t.Errorf("got %v", ps)
	}
}

func TestTheShippedTextsOfDispatchingArePlain(t *testing.T) {
	texts, problems := say.Load(i18n.FS)
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	args := map[string]string{"Number": "417", "Other": "418", "ID": "417KDX", "State": "VERIFYING", "Time": "2:05p", "Activity": strings.Repeat("a", 25),
		"Place": strings.Repeat("p", 40), "Line": "TAKE 417KDX", "Need": "2", "Who": "Guadalupe", "Ago": "15", "Minutes": "12", "Count": "12",
		"IDs": "417KDX 418PAW 419RTE 420MNB 421KKL", "Numbers": "417 418 419 420 421 422 423 424 425 426 427 428", "Text": strings.Repeat("t", 60),
		"Facts": strings.Repeat("f", 100), "Role": "dispatcher", "Region": "east-bay", "From": "8:00p", "To": "6:00a"}
	for _, lang := range []bot.Language{"en", "es"} {
		for id := range book.Program() {
			said, ok := texts.Text(lang, bot.SMS, id, args)
			most := 3
			if strings.HasPrefix(id, "page.") {
				most = 1
			}
			if c := text.Segments(said); !ok || c.Segments > most || c.Encoding != text.GSM7 {
				t.Errorf("%s in %s: %+v %q", id, lang, c, said)
			}
		}
	}
}

// The first answer to an urgent report has to be read at a glance.
func TestTheFirstAnswerToAReportIsShort(t *testing.T) {
	texts, problems := say.Load(i18n.FS)
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	for _, lang := range []bot.Language{"en", "es"} {
		for _, ids := range [][]string{{"raid.where"}, {"raid.no_names", "raid.where"}} {
			var says []bot.Say
			for _, id := range ids {
				says = append(says, bot.Say{Message: id})
			}
			all := strings.Join(texts.Answer(lang, bot.SMS, says, nil), "\n")
			if c := text.Segments(all); c.Segments > 2 || c.Encoding != text.GSM7 || strings.Count(all, "?") != 1 {
				t.Errorf("%v in %s: %+v %q", ids, lang, c, all)
			}
		}
	}
}
