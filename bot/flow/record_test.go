package flow_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
)

const recordFlow = `
id: help
version: 1
start: paper
expire: 30m
record: true
nodes:
  paper:
    kind: choice
    text: record.paper
    options:
      - {id: court, label: record.court, next: words}
      - {id: skip, label: record.skip, next: words}
    save: paper
    invalid: {text: t.retry, max: 1, next: words}
    timeout: {after: 5m, next: end}
  words:
    kind: ask
    text: record.words
    accept: [text]
    save: words
    next: show
    invalid: {text: t.retry, max: 1, next: show}
    timeout: {after: 5m, next: end}
  show: {kind: action, do: show_record, ok: end, error: none}
  none: {kind: say, text: record.none, next: end}`

func recording(t *testing.T) *talk {
	l, ps := flow.Load(furnished(map[string]string{"help": recordFlow}))
	if ps != nil {
		t.Fatal(ps)
	}
	k := newTalk(t)
	k.lib = l
	return k.commands(bot.CmdHelp).hears("record.paper")
}

func (k *talk) writes(words string) *talk {
	return k.happens(bot.Event{Kind: bot.Received, Text: bot.Private(words), Intent: bot.Intent{Action: bot.ActText}})
}

func TestTheEncounterRecordIsKeptAnswerByAnswer(t *testing.T) {
	k := recording(t).picks("court").writes("they shouted").hears("record.line.paper.court", "record.line.words").stands("")
	if got := k.effects[len(k.effects)-1].(bot.Say).Args["Answer"]; got != "they shouted" {
		t.Errorf("says %q", got)
	}
	k.asks("silence") // the record stays when the conversation goes on
	if len(k.session.Record) != 2 {
		t.Errorf("keeps %v", k.session.Record)
	}
	k.commands(bot.CmdHelp).picks("skip").writes("they left").hears("record.line.paper.court", "record.line.words")
}

func TestNothingIsRecordedOfWhoSkipsAll(t *testing.T) {
	recording(t).picks("skip").writes("").hears("t.retry").writes("").hears("record.none")
}

func TestALongAnswerOfTheRecordShowsThatItWasCut(t *testing.T) {
	for words, want := range map[string]string{strings.Repeat("x", 300): strings.Repeat("x", 300), strings.Repeat("x", 301): strings.Repeat("x", 300) + " ...", strings.Repeat("長", 1600): strings.Repeat("長", 300) + " ..."} {
		if got := recording(t).writes(words).session.Record[0].Text.Reveal(); got != want {
			t.Errorf("%.10s…: keeps %q", words, got)
		}
	}
}

func TestBlanksAreNoAnswerOfTheRecord(t *testing.T) {
	for _, blank := range []string{" \n ", "\x00", "\t\r\n"} {
		if k := recording(t).writes(blank).hears("t.retry"); len(k.session.Record) != 0 {
			t.Errorf("%q: keeps %v", blank, k.session.Record)
		}
	}
}

func TestARecordHasAnEnd(t *testing.T) {
	k := recording(t)
	for i := range 40 {
		k.session.Record = append(slices.Clip(k.session.Record), bot.Answer{Key: fmt.Sprint(i), Option: "x"})
	}
	before := len(k.session.Record)
	k.picks("court")
	if len(k.session.Record) != before {
		t.Errorf("keeps %d answers", len(k.session.Record))
	}
}

func TestEveryLineOfTheRecordIsNamed(t *testing.T) {
	k := recording(t)
	var all []string
	for _, n := range []string{"paper", "words", "show"} {
		all = append(all, k.lib.Flow("help").Nodes[n].Lines()...)
	}
	if !slices.Equal(all, []string{"record.line.paper", "record.line.paper.court", "record.line.words"}) {
		t.Errorf("lines %v", all)
	}
}
