package exchange_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book/exchange"
	"github.com/aldaba-hotline/aldaba/bot/review"
)

// set writes a text into a row of a sheet.
func set(t testing.TB, s exchange.Sheet, id, form, text string) {
	t.Helper()
	i := slices.IndexFunc(s.Rows, func(r exchange.Row) bool { return r.ID == id && r.Form == form })
	if i < 0 {
		t.Fatalf("there is no row %s %s", id, form)
	}
	s.Rows[i].Text = text
}

func row(t testing.TB, s exchange.Sheet, id, form string) exchange.Row {
	t.Helper()
	for _, r := range s.Rows {
		if r.ID == id && r.Form == form {
			return r
		}
	}
	t.Fatalf("there is no row %s %s", id, form)
	return exchange.Row{}
}

// differ returns the lines that two files do not share, each with - or + before it.
func differ(before, after []byte) []string {
	a, b := strings.Split(string(before), "\n"), strings.Split(string(after), "\n")
	var all []string
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(a) > 0 && len(b) > 0 && a[0] == b[0]:
			a, b = a[1:], b[1:]
		case len(b) > 0 && (len(a) == 0 || !slices.Contains(b, a[0]) || slices.Index(b, a[0]) > slices.Index(a, b[0]) && slices.Contains(a, b[0])) && (len(a) == 0 || slices.Contains(b, a[0])):
			all, b = append(all, "+"+b[0]), b[1:]
		case len(a) > 0 && !slices.Contains(b, a[0]):
			all, a = append(all, "-"+a[0]), a[1:]
		default:
			all, b = append(all, "+"+b[0]), b[1:]
		}
	}
	return all
}

func TestOnlyTheLinesOfChangedMessagesChange(t *testing.T) {
	for _, f := range formats() {
		data := shipped(t)
		before := data.data("active.es.toml")
		s := data.sheet(t, "es")
		set(t, s, "common.choose", "", "¿Qué \"tema\" \\ quiere?\nUno:")
		set(t, s, "reply.sent", "one", "RR{{.Number}}: pedimos a una persona. Hacen falta: {{.Need}}.")
		c, ps := data.take(t, f.trip(t, s))
		if ps != nil || c.Messages != 2 || len(c.Translated) != 2 {
			t.Fatalf("%s: %v, %+v", f.name, ps, c)
		}
		got := differ(before, c.Texts)
		if len(got) != 4 || !slices.Contains(got, `+"common.choose" = "¿Qué \"tema\" \\ quiere?\nUno:"`) {
			t.Errorf("%s: %s", f.name, strings.Join(got, "\n"))
		}
		if r := row(t, data.sheet(t, "es"), "reply.sent", "one"); r.Text != "RR{{.Number}}: pedimos a una persona. Hacen falta: {{.Need}}." || r.State != exchange.Translated {
			t.Errorf("%s: %+v", f.name, r)
		}
	}
}

func TestOnlyTheLinesOfChangedPhrasesChange(t *testing.T) {
	for _, f := range formats() {
		data := shipped(t)
		before := data.data("words.es.yaml")
		s := data.sheet(t, "es")
		// The list has three lines: a phrase of the second goes, one comes at the end.
		persons := row(t, s, "words:commands.person", "").Text
		set(t, s, "words:commands.person", "", strings.Replace(persons, "quiero hablar con alguien\n", "", 1)+"\nno, alguien de verdad")
		c, ps := data.take(t, f.trip(t, s))
		if ps != nil || c.Lists != 1 || c.Texts != nil || c.Translated != nil {
			t.Fatalf("%s: %v, %+v", f.name, ps, c)
		}
		want := []string{"-    quiero hablar con alguien, llamame, llameme, voluntario]", `+    llamame, llameme, voluntario, "no, alguien de verdad"]`}
		if got := differ(before, c.Words); !slices.Equal(got, want) {
			t.Errorf("%s: %s", f.name, strings.Join(got, "\n"))
		}
	}
}

func TestListsGrowShrinkTurnAndAppear(t *testing.T) {
	data := shipped(t)
	s := data.sheet(t, "es")
	many := make([]string, 60)
	for i := range many {
		many[i] = fmt.Sprintf("palabra numero %d", i)
	}
	old := strings.Split(row(t, s, "words:topics.bond", "").Text, "\n")
	slices.Reverse(old)
	for id, text := range map[string]string{
		"words:topics.bond":             strings.Join(old, "\n"), // turned
		"words:topics.a-number":         "numero a\n" + strings.Join(many, "\n"),
		"words:topics.287g":             "si\n#287\n2026-11-28\n\"g\"",
		"words:states.AK":               "el norte", // new
		"words:states.WY":               "el oeste", // new, behind the last
		"words:name":                    "Castellano",
		"words:must_say.raid.thanks":    "nadie va en camino | nadie va\nuno mas",
		"words:language.whole":          row(t, s, "words:language.whole", "").Text + "\nque onda",
		"words:urgent.doing.taking":     "se llevan gente",
		"words:synonyms.menu.opt.taken": "detenido",
	} {
		set(t, s, id, "", text)
	}
	c, ps := data.take(t, s)
	if ps.Err() != nil || c.Lists != 10 {
		t.Fatalf("%v, %+v", ps, c)
	}
	now := data.sheet(t, "es")
	for _, r := range s.Rows {
		if got := row(t, now, r.ID, r.Form); got.Text != r.Text {
			t.Errorf("%s is %q, want %q", r.ID, got.Text, r.Text)
		}
	}
	for line := range strings.Lines(string(c.Words)) {
		if len([]rune(line)) > 160 && !strings.Contains(string(shipped(t).data("words.es.yaml")), line) {
			t.Errorf("a line of %d characters is new: %s", len([]rune(line)), line)
		}
	}
}

func TestATextThatWasMissingGoesWhereEnglishHasIt(t *testing.T) {
	data := shipped(t)
	whole := data.data("active.es.toml")
	var kept []string
	for line := range strings.Lines(string(whole)) {
		if !strings.HasPrefix(line, `"menu.ask"`) && !strings.HasPrefix(line, `"page.summary"`) {
			kept = append(kept, line)
		}
	}
	gone := data.sheet(t, "es")
	data.write("active.es.toml", []byte(strings.Join(kept, "")))
	s := data.sheet(t, "es")
	if r := row(t, s, "menu.ask", ""); r.Text != "" || r.State != exchange.Missing {
		t.Fatalf("%+v", r)
	}
	for _, k := range [][2]string{{"menu.ask", ""}, {"page.summary", "one"}, {"page.summary", "other"}} {
		set(t, s, k[0], k[1], row(t, gone, k[0], k[1]).Text)
	}
	if c, ps := data.take(t, s); ps != nil || string(c.Texts) != string(whole) {
		t.Errorf("%v, %s", ps, strings.Join(differ(whole, c.Texts), "\n"))
	}
}

func TestAStaleTranslationIsMarkedAndConfirmed(t *testing.T) {
	for _, f := range formats() {
		data := shipped(t)
		s := data.sheet(t, "es")
		set(t, s, "menu.ask", "", "Elija, o pregunte:")
		set(t, s, "common.bye", "", "De acuerdo. Escriba INICIO. Si llega la migra, escriba REDADA.")
		if _, ps := data.take(t, s); ps != nil {
			t.Fatal(ps)
		}
		english := strings.Replace(string(data.data("active.en.toml")), `"Choose a number or ask:"`, `"Choose one, or ask:"`, 1)
		data.write("active.en.toml", []byte(english))

		// The old sheet is of no use for this message any more.
		if _, ps := data.take(t, s); ps.Err() == nil || !strings.Contains(ps.Error(), "menu.ask: the English text has changed") {
			t.Errorf("%s: %v", f.name, ps)
		}
		s = f.trip(t, data.sheet(t, "es"))
		ledger := data.data("review.csv")
		if c, ps := data.take(t, s); ps != nil || c.Confirmed > 0 || string(data.data("review.csv")) != string(ledger) {
			t.Errorf("%s: a stale translation comes back as it was: %v, %+v", f.name, ps, c)
		}
		for i, r := range s.Rows {
			if r.ID != "menu.ask" {
				continue
			}
			if r.State != exchange.Stale && r.State != "fuzzy" {
				t.Errorf("%s: menu.ask is %s", f.name, r.State)
			}
			s.Rows[i].State = exchange.Translated
		}
		if c, ps := data.take(t, s); ps != nil || c.Confirmed != 1 || c.Texts != nil {
			t.Errorf("%s: confirmed: %v, %+v", f.name, ps, c)
		}
		if r := row(t, data.sheet(t, "es"), "menu.ask", ""); r.State != exchange.State(review.StateTranslated) {
			t.Errorf("%s: menu.ask is %s", f.name, r.State)
		}
	}
}

func TestPluralFormsThatTheLanguageNeeds(t *testing.T) {
	for lang, want := range map[bot.Language]string{"es": "one other", "ht": "one other", "zh-Hans": "other", "ru": "one few many other",
		"ar": "zero one two few many other", "pl": "one few many other", "so": "one other"} {
		var got []string
		for _, r := range shipped(t).sheet(t, lang).Rows {
			if r.ID == "word.reports" {
				got = append(got, r.Form)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", lang, got, want)
		}
	}
}

func TestRussianComesBackWithAllItsForms(t *testing.T) {
	for _, f := range formats() {
		data := shipped(t)
		s := data.sheet(t, "ru")
		set(t, s, "word.reports", "one", "{{.Count}} сообщение")
		set(t, s, "word.reports", "few", "{{.Count}} сообщения")
		set(t, s, "word.reports", "many", "{{.Count}} сообщений")
		c, ps := data.take(t, f.trip(t, s))
		want := `"word.reports" = {one = "{{.Count}} сообщение", few = "{{.Count}} сообщения", many = "{{.Count}} сообщений", other = "{{.Count}} сообщений"}`
		if ps != nil || !strings.Contains(string(c.Texts), want) {
			t.Errorf("%s: %v\n%s", f.name, ps, c.Texts)
		}
		if c, ps := data.take(t, f.trip(t, data.sheet(t, "ru"))); ps != nil || c.Messages > 0 {
			t.Errorf("%s: once more: %v, %+v", f.name, ps, c)
		}
	}
}

func TestFilesOfWindowsStayFilesOfWindows(t *testing.T) {
	crlf := func(data []byte) []byte { return bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n")) }
	unix, windows := shipped(t), shipped(t)
	for _, name := range []string{"active.es.toml", "words.es.yaml"} {
		windows.write(name, crlf(windows.data(name)))
	}
	s := unix.sheet(t, "es")
	set(t, s, "menu.ask", "", "Elija:")
	set(t, s, "words:topics.bond", "", "fianza\notra")
	set(t, s, "words:states.AK", "", "el norte")
	a, ps := unix.take(t, s)
	b, more := windows.take(t, s)
	if ps != nil || more != nil || string(crlf(a.Texts)) != string(b.Texts) || string(crlf(a.Words)) != string(b.Words) {
		t.Errorf("%v, %v\n%s", ps, more, strings.Join(differ(crlf(a.Words), b.Words), "\n"))
	}
}
