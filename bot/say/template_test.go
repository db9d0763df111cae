package say

import (
	"slices"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

func TestATemplateNumbersItsArgumentsByTheirNames(t *testing.T) {
	c, problems := Load(folder(map[string]string{
		"active.en.toml": `"page" = "RR{{.Number}}: go to {{.Region}}. Send {{.Reply}} to {{.Name}} now."
"page.sms" = "{{.Other}}"
"twice" = "Take {{.A}} and {{ .A }} again."
"plain" = "Send OK."
"only.sms" = "Send OK by SMS."
"plain.whatsapp" = "Send OK here."
"seen" = {one = "One.", other = "Many."}
`,
		"active.es.toml": `"page" = "Mande {{.Reply}} por {{.Number}} de {{.Region}} a {{.Name}} ya."`,
	}))
	if problems != nil {
		t.Fatal(problems)
	}
	all := []string{"Name", "Number", "Region", "Reply"}
	for _, want := range []struct {
		lang     bot.Language
		id, text string
		names    []string
	}{
		{"en", "page", "RR{{2}}: go to {{3}}. Send {{4}} to {{1}} now.", all},
		{"es", "page", "Mande {{4}} por {{2}} de {{3}} a {{1}} ya.", all},
		{"en", "twice", "Take {{1}} and {{1}} again.", []string{"A"}},
		{"en", "plain", "Send OK here.", nil},
	} {
		text, names, ok := c.Template(want.lang, want.id)
		if !ok || text != want.text || !slices.Equal(names, want.names) {
			t.Errorf("%s in %s: %q %v %t, want %q %v", want.id, want.lang, text, names, ok, want.text, want.names)
		}
	}
	for _, none := range [][2]string{{"es", "plain"}, {"fr", "page"}, {"en", "nothing"}, {"en", "seen"}, {"en", "only"}} {
		if text, names, ok := c.Template(bot.Language(none[0]), none[1]); ok || text != "" || names != nil {
			t.Errorf("%v: %q %v %t, want none", none, text, names, ok)
		}
	}
}

// The common names are filled in every text, so they stand in no list of what a single text is given.
func TestTheProgramNamesEachOfItsTextsOnce(t *testing.T) {
	program := Program()
	names := []string{NotInLanguage, Old, OldApproved, Day, Switched, Repeat, BySMS, OpenList, SendBack, TestText, OptOut, Test, News, NewsReport, NoNews, Fallback, TemplatePage, TemplateUpdate, TemplateCheckIn,
		CastShown, CastBlocked, CastApproved, CastAuthor, CastUnseen, CastCode, CastPaused, CastResumed, CastKilled, CastRefused}
	for id := range Phrases() {
		names = append(names, id)
	}
	for month := time.January; month <= time.December; month++ {
		names = append(names, Month(month))
	}
	for _, id := range names {
		names, ok := program[id]
		if !ok || !slices.IsSorted(names) || slices.Contains(names, "Name") || slices.Contains(names, countArg) {
			t.Errorf("%s: %v %t", id, names, ok)
		}
		delete(program, id)
	}
	if len(program) > 0 {
		t.Errorf("without a name of their own: %v", program)
	}
}
