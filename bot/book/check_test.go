package book_test

import (
	"fmt"
	"maps"
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
)

// files is the smallest hotline that has no problem.
func files() map[string]string {
	var globals, commands strings.Builder
	globals.WriteString("welcome: menu\nlost: menu\nurgent: menu\nask_urgent: menu\nask_stop: menu\nspoken: menu\nperson: menu\nstate: menu\n" +
		"texts: {expired: t.x, moved: t.x, more: t.x, no_more: t.x, choose: t.x, noted: t.x, trouble: t.x, personal: t.x, next: t.x, no_state: t.x, local: t.l}\ncommands:\n")
	for _, c := range bot.Commands() {
		if c != bot.CmdMore {
			fmt.Fprintf(&globals, "  %s: {flow: menu}\n", c)
		}
		fmt.Fprintf(&commands, "  %s: [%s]\n", c, c)
	}
	texts := `"t.x" = "Short."
"menu.ask" = "Hello from {{.Name}}:"
"menu.home" = "At home %[1]s"
"menu.street" = "On the street %[1]s"
"silence.1" = "Stay silent."
"topic.silence.label" = "Silence %[1]s"
"common.not_in_language" = "Not yet."
"outbox.repeat" = "(repeat)"
"outbox.by_sms" = "By SMS now."
"fallback.text" = "Out of order."
"template.page" = "RR{{.Number}}: an urgent report in {{.Region}} waits. Send {{.Reply}} back."
"template.update" = "Send OK to read the news."
"template.checkin" = "RR{{.Number}}: are you safe? Send {{.Reply}} back."
"outbox.options" = "Choose"
"outbox.send_back" = "Send"
"outbox.test" = "A test."
"broadcast.opt_out" = "STOP ends it."
"broadcast.test" = "(test)"
"t.l" = "{{.Who}} {{.Number}}"
"language.changed" = "Now so."
`
	words := "name: %s\nlanguage: {whole: [hello %[1]s], words: [the %[1]s]}\nnumbers: [a1, a2, a3, a4, a5, a6, a7, a8, a9]\ncommands:\n%s" +
		"urgent: {who: [ice], here: [here], always: [help me], not: [ice cream], unless: [if]}\nsynonyms: {menu.home: [house]}\ntopics: {silence: [silent]}\nasks: {silence: [q one, q two, q three, q four, q five, q six, q seven, q eight]}\n"
	texts += program()
	words += "must_say: {report.coming: [[watch], [cannot stop], [never open]]}\n"
	return map[string]string{
		"flows/globals.yaml": globals.String(),
		"flows/menu.yaml": `id: menu
version: 1
start: ask
expire: 30m
nodes:
  ask:
    kind: choice
    text: menu.ask
    options:
      - {id: home, label: menu.home, next: learn}
      - {id: street, label: menu.street, next: end}
    invalid: {text: t.x, max: 1, next: end}
    timeout: {after: 10m, next: end}
  learn: {kind: say, topic: silence, next: end}
`,
		"flows/topics/silence.yaml": "id: silence\naudience: [all]\njurisdiction: federal\nas_of: 2026-11-22\nexpires: 720h\nsources: [seed]\nmessages: [silence.1]\n",
		"i18n/active.en.toml":       fmt.Sprintf(texts, "en"),
		"i18n/active.es.toml":       fmt.Sprintf(texts, "es"),
		"i18n/words.en.yaml":        fmt.Sprintf(words, "en", commands.String()),
		"i18n/words.es.yaml":        fmt.Sprintf(words, "es", commands.String()),
	}
}

// program is the shortest text for each message that dispatching names.
func program() string {
	var b strings.Builder
	program := book.Program()
	for _, id := range slices.Sorted(maps.Keys(program)) {
		if id == "report.coming" {
			b.WriteString("\"report.coming\" = \"{{.Number}}: in {{.Minutes}} they come and watch. They cannot stop it. They say: never open.\"\n")
		} else if strings.ContainsAny(id[:1], "prcwasdn") && id != "common.not_in_language" || strings.HasPrefix(id, "broadcast.") && id != say.OptOut && id != say.Test {
			fmt.Fprintf(&b, "%q = \"RR %s\"\n", id, fill(program[id]))
		}
	}
	return b.String()
}

// fill writes placeholders in a row, the line to send back last.
func fill(names []string) string {
	var all []string
	for _, n := range names {
		if n != "Line" {
			all = append(all, "{{."+n+"}}")
		}
	}
	if slices.Contains(names, "Line") {
		all = append(all, "{{.Line}}")
	}
	return strings.Join(all, " ")
}

func check(t *testing.T, files map[string]string, h bot.Hotline) bot.Problems {
	t.Helper()
	return checked(setOf(t, files, h))
}

func checked(s book.Set) bot.Problems {
	return book.Check(s, time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC))
}

func setOf(t *testing.T, files map[string]string, h bot.Hotline) book.Set {
	t.Helper()
	s, ps := read(files, h)
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	return s
}

// read reads files, and tells what is wrong with them.
func read(files map[string]string, h bot.Hotline) (book.Set, bot.Problems) {
	flows, texts := fstest.MapFS{}, fstest.MapFS{}
	for name, data := range files {
		if rest, ok := strings.CutPrefix(name, "flows/"); ok {
			flows[rest] = &fstest.MapFile{Data: []byte(data)}
		} else {
			texts[strings.TrimPrefix(name, "i18n/")] = &fstest.MapFile{Data: []byte(data)}
		}
	}
	s := book.Set{Hotline: h}
	var ps [3]bot.Problems
	s.Library, ps[0] = flow.Load(flows)
	s.Texts, ps[1] = say.Load(texts)
	s.Words, ps[2] = understand.LoadWords(texts)
	if texts[lint.StyleFile] != nil {
		s.Lint, _ = lint.Load(texts)
	}
	return s, slices.Concat(ps[0], ps[1], ps[2])
}

func hotline() bot.Hotline {
	return bot.Hotline{Name: "Line", Languages: []bot.Language{"en", "es"}, DefaultLanguage: "en", RequireReview: "off"}
}

func TestTheSmallestHotlineHasNoProblem(t *testing.T) {
	if ps := check(t, files(), hotline()); ps != nil {
		t.Error(ps)
	}
}

// A misspelt name would take the buttons away without a word.
func TestATemplateThatNothingUsesIsToldOf(t *testing.T) {
	h := hotline()
	ids := map[bot.Language]string{"en": "HX1"}
	h.Templates = map[string]map[bot.Language]string{"menu/ask": ids, "template.page": ids, "menu/aks": ids, "template.pag": ids, "nothing/ask": ids}
	ps := check(t, files(), h)
	var told []string
	for _, p := range ps {
		if !p.Warning {
			t.Error(p)
		}
		told = append(told, p.What)
	}
	want := []string{"menu/aks", "nothing/ask", "template.pag"}
	if len(told) != len(want) {
		t.Fatalf("told of %q", told)
	}
	for i, name := range want {
		if !strings.HasSuffix(told[i], " "+name) {
			t.Errorf("told of %q, want %s", told[i], name)
		}
	}
}

func TestEveryMisfitIsToldWithItsPlaceAndRemedy(t *testing.T) {
	cases := map[string]struct{ file, old, new, want string }{
		"missing text":         {"i18n/active.es.toml", `"silence.1" = "Stay silent."`, "", "flows/topics/silence.yaml:7: message silence.1 has no text in es"},
		"missing label":        {"i18n/active.es.toml", `"menu.home" = "At home es"`, "", "flows/menu.yaml:10: message menu.home has no text in es"},
		"missing notice":       {"i18n/active.en.toml", `"common.not_in_language" = "Not yet."`, "", "i18n/active.en.toml: message common.not_in_language has no text in en"},
		"extra text":           {"i18n/active.en.toml", `"t.x" =`, "\"t.y\" = \"Nobody.\"\n\"t.x\" =", "i18n/active.en.toml:1: no flow or topic names the message t.y"},
		"other placeholder":    {"i18n/active.es.toml", "{{.Name}}", "{{.Count}}", "i18n/active.es.toml:2: placeholders of menu.ask are [Count], in en they are [Name]"},
		"unknown placeholder":  {"i18n/active.en.toml", "{{.Name}}", "{{.Nme}}", "i18n/active.en.toml:2: nothing fills the placeholder Nme"},
		"missing page":         {"i18n/active.es.toml", `"template.page" =`, "# ", "i18n/active.es.toml: message template.page has no text in es"},
		"missing plural form":  {"i18n/active.es.toml", `"t.x" = "Short."`, `"t.x" = {many = "Shorts.", other = "Short."}`, "i18n/active.es.toml:1: t.x has no plural form one; write each form that the language counts with: one, other"},
		"missing repeat":       {"i18n/active.en.toml", `"outbox.repeat" =`, "# ", "i18n/active.en.toml: message outbox.repeat has no text in en"},
		"unfilled region":      {"i18n/active.en.toml", "are you safe?", "are you safe in {{.Region}} now?", "i18n/active.en.toml:13: nothing fills the placeholder Region; use Name or Hours or Count or Number or Reply"},
		"template at an end":   {"i18n/active.en.toml", "Send {{.Reply}} back.\"\n\"template.update", "Send back: {{.Reply}}.\"\n\"template.update", "i18n/active.en.toml:11: template.page ends with a placeholder"},
		"template at a start":  {"i18n/active.es.toml", "RR{{.Number}}: are", "{{.Number}}: are", "i18n/active.es.toml:13: template.checkin begins with a placeholder"},
		"template in a row":    {"i18n/active.en.toml", "an urgent report in {{.Region}}", "- {{.Region}}", "i18n/active.en.toml:11: template.page has two placeholders side by side"},
		"template of fillers":  {"i18n/active.en.toml", "are you safe? Send {{.Reply}} back.", "safe {{.Reply}} yes.", "i18n/active.en.toml:13: template.checkin has 2 words beside its placeholders, too few for WhatsApp; write at least 5"},
		"template's variant":   {"i18n/active.en.toml", `"template.update" =`, "\"template.update.whatsapp\" = \"{{.Name}} has news\"\n\"template.update\" =", "i18n/active.en.toml:12: template.update.whatsapp begins with a placeholder"},
		"template that counts": {"i18n/active.en.toml", `"template.update" = "Send OK to read the news."`, `"template.update" = {one = "Send OK.", other = "Send OK."}`, "i18n/active.en.toml:12: template.update has plural forms"},
		"long label":           {"i18n/active.en.toml", "At home en", "At home, in the house, inside", "i18n/active.en.toml:3: label menu.home has 29 characters"},
		"label over a button":  {"i18n/active.en.toml", "At home en", "Twenty one characters", "i18n/active.en.toml:3: label menu.home has 21 characters"},
		"same labels":          {"i18n/active.en.toml", "On the street en", "AT HOME en!", "flows/menu.yaml:11: options home and street have the same label in en"},
		"label is a command":   {"i18n/active.es.toml", "At home es", "Lawyer", "i18n/active.es.toml:3: label menu.home is the command lawyer"},
		"long text":            {"i18n/active.en.toml", "Stay silent.", strings.Repeat("Stay silent. ", 40), "i18n/active.en.toml:5: silence.1 takes 4 segments (GSM-7, 519 units)"},
		"long question":        {"i18n/active.en.toml", "Hello from", strings.Repeat("Hello and welcome. ", 23), "i18n/active.en.toml:2: menu.ask with the options of menu/ask takes 4 segments"},
		"costly text":          {"i18n/active.es.toml", "Stay silent.", strings.Repeat("Guarde silencio aquí. ", 12), "i18n/active.es.toml:5: silence.1 takes 4 segments (UCS-2, 263 units); shorten it to 3; or avoid \"í\""},
		"topic without words":  {"i18n/words.es.yaml", "q seven, q eight]", "q seven]", "i18n/words.es.yaml:25: 7 messages ask for the topic silence"},
		"words without topic":  {"i18n/words.en.yaml", "topics: {silence: [silent]}", "topics: {silence: [silent], noise: [loud]}", "i18n/words.en.yaml:24: topic noise does not exist"},
		"crisis, no topic":     {"i18n/words.en.yaml", "topics: {silence: [silent]}", "crisis: {noise: [loud]}\ntopics: {silence: [silent]}", "i18n/words.en.yaml:24: crisis noise is not a topic with a flow"},
		"crisis, no flow":      {"i18n/words.en.yaml", "topics: {silence: [silent]}", "crisis: {silence: [loud]}\ntopics: {silence: [silent]}", "i18n/words.en.yaml:24: crisis silence is not a topic with a flow"},
		"words without label":  {"i18n/words.en.yaml", "synonyms: {menu.home", "synonyms: {menu.hom", "i18n/words.en.yaml:23: menu.hom is not the label of an option"},
		"command, no words":    {"i18n/words.en.yaml", "  stop: [stop]\n", "", "i18n/words.en.yaml:5: the command stop has no words"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			set := files()
			if !strings.Contains(set[c.file], c.old) {
				t.Fatalf("%s does not contain %q:\n%s", c.file, c.old, set[c.file])
			}
			set[c.file] = strings.Replace(set[c.file], c.old, c.new, 1)
			ps := check(t, set, hotline())
			if !slices.ContainsFunc(ps, func(p bot.Problem) bool { return strings.HasPrefix(p.Error(), c.want) && p.Remedy != "" && !p.Warning }) {
				t.Errorf("got\n%s\nwant a line that begins with\n%s", ps.Error(), c.want)
			}
		})
	}
}

func TestATemplatesWordingForSMSIsNoTemplate(t *testing.T) {
	set := files()
	for _, file := range []string{"i18n/active.en.toml", "i18n/active.es.toml"} {
		set[file] += "\"template.checkin.sms\" = \"{{.Number}} {{.Reply}}\"\n"
	}
	if ps := check(t, set, hotline()); ps != nil {
		t.Error(ps)
	}
}

func TestAPublishedLanguageNeedsTextsAndWords(t *testing.T) {
	h := hotline()
	h.Languages = append(h.Languages, "ht")
	got := check(t, files(), h).Error()
	for _, want := range []string{"i18n/active.ht.toml: is missing, but the hotline publishes ht", "i18n/words.ht.yaml: is missing"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\ndoes not say %s", got, want)
		}
	}
}

func TestExpiredFactsAreAWarningUntilTheHotlineRequiresReview(t *testing.T) {
	set := files()
	set["flows/topics/silence.yaml"] = strings.Replace(set["flows/topics/silence.yaml"], "2026-11-22", "2026-10-01", 1)
	for review, warning := range map[string]bool{"off": true, "core": false} {
		h := hotline()
		h.RequireReview = review
		ps := check(t, set, h)
		at := slices.IndexFunc(ps, func(p bot.Problem) bool {
			return strings.Contains(p.What, "checked on 2026-10-01 and held for 30 days")
		})
		if at < 0 || ps[at].Warning != warning || ps[at].Line != 4 {
			t.Errorf("require_review %s: %v", review, ps)
		}
	}
}

func TestBranchesThatNoTranscriptWalksAreNamed(t *testing.T) {
	flows := fstest.MapFS{}
	for name, data := range files() {
		if rest, ok := strings.CutPrefix(name, "flows/"); ok {
			flows[rest] = &fstest.MapFile{Data: []byte(data)}
		}
	}
	l, ps := flow.Load(flows)
	if ps != nil {
		t.Fatal(ps)
	}
	walked := map[string]bool{}
	for _, e := range l.Edges() {
		walked[e] = true
	}
	if got := book.Uncovered(l, walked); got != nil {
		t.Errorf("got %v", got)
	}
	delete(walked, "menu/ask#street")
	if got := book.Uncovered(l, walked); len(got) != 1 || !strings.HasPrefix(got.Error(), "flows/menu.yaml:11: no transcript walks menu/ask#street") {
		t.Errorf("got %v", got)
	}
}
