package exam_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book/exam"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

func words() []understand.Words {
	return []understand.Words{{
		Language: "en",
		Commands: map[bot.Command][]string{bot.CmdStop: {"stop"}},
		Urgent:   understand.UrgentWords{Who: []string{"ice"}, Here: []string{"outside"}},
		Asks:     map[string][]string{"bond": {"can we pay the bond today"}, "find": {"where is my brother held now"}},
		Topics:   map[string][]string{"bond": {"bond"}, "find": {"brother"}},
	}}
}

const questions = `{"text":"ice outside","language":"en","urgent":true}
{"text":"how much is the bond","language":"en","topics":["bond"]}
{"text":"my brother","language":"en","topics":["bond"]}
{"text":"stop","language":"en","stop":true}
{"text":"pizza","language":"en","topics":[]}
`

func read(t *testing.T, data string) []exam.Question {
	t.Helper()
	all, ps := exam.Read("i18n/eval/en.jsonl", []byte(data))
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	return all
}

func TestAnExamCountsWhatIsUnderstood(t *testing.T) {
	marks, mistakes := exam.Examine(understand.NewReader(words()), read(t, questions))
	m := marks["en"]
	if m.Texts != 5 || m.Urgent != 1 || m.Heard != 1 || m.Alarms != 1 || m.TrueAlarms != 1 || m.Questions != 2 || m.First != 1 || m.Wrong != 1 || m.Stops != 1 || m.Stopped != 1 || m.Mistaken != 0 {
		t.Errorf("%+v", *m)
	}
	var kinds []string
	for _, x := range mistakes {
		kinds = append(kinds, x.Kind)
	}
	if got := strings.Join(kinds, " "); !strings.Contains(got, "wrong topic") {
		t.Errorf("mistakes: %s", got)
	}
}

func TestWhatIsWorseThanRecordedFails(t *testing.T) {
	fsys := fstest.MapFS{exam.FloorsFile: {Data: []byte("all: {first: 40, ask: 100, wrong: 100, mistaken: 100}\neach: {first: 60, ask: 100, wrong: 20, mistaken: 100}\n")}}
	floors, ps := exam.LoadFloors(fsys)
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	marks, _ := exam.Examine(understand.NewReader(words()), read(t, questions))
	got := floors.Below(marks).Error()
	for _, want := range []string{"i18n/eval/floors.yaml:2: en: first is 50.0 %, recorded is 60.0 %", "en: wrong is 33.3 %, recorded is 20.0 %"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\ndoes not say %s", got, want)
		}
	}
	if strings.Contains(got, "all languages") {
		t.Errorf("all languages are above: %s", got)
	}
	if _, ps := exam.LoadFloors(fstest.MapFS{}); ps.Err() == nil {
		t.Error("no floors at all is a problem")
	}
}

func TestWhoLearnsTheAnswersByHeartIsNotExamined(t *testing.T) {
	ps := exam.Apart(words(), read(t, `{"text":"Today can we pay the bond?","language":"en","topics":["bond"]}`+"\n"+`{"text":"is there bail for him","language":"en","topics":["bond"]}`))
	if len(ps) != 1 || !strings.HasPrefix(ps.Error(), `i18n/eval/en.jsonl:1: "Today can we pay the bond?" is nearly a message of words.en.yaml`) {
		t.Error(ps)
	}
}

func TestMistakesInLabelledMessagesAreToldWithTheirLine(t *testing.T) {
	for line, want := range map[string]string{
		`{"text":"x"}`:                 "language is missing",
		`{"text":" ","language":"en"}`: "text is missing",
		`{"text":"x","langage":"en"}`:  "unknown field",
		`not json`:                     "no labelled message",
		`{"text":"x","language":"en","urgent":true,"topics":["bond"]}`: "is one of urgent, stop and topics",
	} {
		_, ps := exam.Read("i18n/eval/en.jsonl", []byte(questions+line))
		if len(ps) != 1 || ps[0].Line != 6 || !strings.Contains(ps.Error(), want) {
			t.Errorf("%s: %v, want %s", line, ps, want)
		}
	}
}

func TestTheTableSaysWhatWasNotAsked(t *testing.T) {
	marks, _ := exam.Examine(understand.NewReader(words()), read(t, `{"text":"ice outside","language":"en","urgent":true}`))
	var out strings.Builder
	if err := exam.Write(&out, marks); err != nil || !strings.Contains(out.String(), "100.0 %") || !strings.Contains(out.String(), " - ") {
		t.Errorf("%v\n%s", err, out.String())
	}
}
