package flow_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
)

const globals = `
welcome: hello
lost: menu
urgent: raid
ask_urgent: isitnow
ask_stop: menu
spoken: menu
person: menu
state: where
texts: {expired: t.expired, moved: t.moved, more: t.more, no_more: t.no_more, choose: t.choose, noted: t.noted, trouble: t.trouble, personal: t.personal, next: t.next, no_state: t.no_state, local: t.local}
commands:
  raid: {flow: raid}
  kids: {flow: menu}
  find: {flow: menu}
  lawyer: {flow: menu}
  rights: {flow: menu}
  person: {flow: menu}
  menu: {flow: menu}
  language: {flow: language, return: true}
  delete: {flow: erase}
  update: {flow: update}
  done: {flow: menu}
  join: {flow: menu}
  leave: {flow: menu}
  stop: {flow: stop}
  start: {flow: start}
  help: {flow: help, return: true}
`

var house = map[string]string{
	"globals": globals,
	"hello": `
id: hello
version: 1
start: hi
expire: 1h
nodes:
  hi: {kind: say, text: hello.hi, next: on}
  on: {kind: goto, flow: menu}`,
	"menu": `
id: menu
version: 2
start: ask
expire: 30m
nodes:
  ask:
    kind: choice
    text: menu.ask
    options:
      - {id: door, label: menu.door, next: door}
      - {id: learn, label: menu.learn, next: learn}
    save: where
    invalid: {text: t.retry, max: 2, next: sorry}
    timeout: {after: 10m, next: late}
  door: {kind: goto, flow: door, return: ask}
  learn: {kind: say, topic: silence, next: end}
  sorry: {kind: say, text: menu.sorry, next: end}
  late: {kind: say, text: menu.late, next: end}`,
	"door": `
id: door
version: 1
start: note
expire: 30m
nodes:
  note: {kind: set, values: {seen: door}, next: tell}
  tell: {kind: say, text: door.tell, next: name}
  name:
    kind: ask
    text: door.name
    accept: [text]
    save: words
    next: end
    invalid: {text: t.retry, max: 0, next: end}
    timeout: {after: 5m, next: end}`,
	"raid": `
id: raid
version: 1
start: open
expire: 1h
report: true
nodes:
  open: {kind: action, do: open_incident, with: urgent, ok: where, error: end}
  where:
    kind: ask
    text: raid.where
    accept: [text, location]
    save: place
    next: doing
    invalid: {text: t.retry, max: 1, next: doing}
    timeout: {after: 1m, next: doing}
  doing:
    kind: choice
    text: raid.doing
    options:
      - {id: door, label: raid.door, next: end}
      - {id: car, label: raid.car, next: end}
    save: doing
    invalid: {text: t.retry, max: 1, next: end}
    timeout: {after: 1m, next: end}`,
	"language": `
id: language
version: 1
start: ask
expire: 30m
nodes:
  ask:
    kind: choice
    text: language.ask
    options:
      - {id: en, label: language.en, next: set}
      - {id: es, label: language.es, next: set}
    save: lang
    invalid: {text: t.retry, max: 1, next: end}
    timeout: {after: 10m, next: end}
  set: {kind: action, do: set_language, with: $lang, ok: said, error: end}
  said: {kind: say, text: language.said, next: end}`,
	"isitnow": `
id: isitnow
version: 1
start: ask
expire: 30m
nodes:
  ask:
    kind: choice
    text: menu.ask
    options:
      - {id: report, label: now.yes, next: report}
      - {id: no, label: now.no, next: end}
    invalid: {text: t.retry, max: 1, next: end}
    timeout: {after: 10m, next: end}
  report: {kind: goto, flow: raid}`,
	"where": `
id: where
version: 1
start: ask
expire: 30m
nodes:
  ask:
    kind: ask
    text: where.ask
    accept: [state]
    next: keep
    invalid: {text: where.ask, max: 0, next: unknown}
    timeout: {after: 10m, next: end}
  keep: {kind: action, do: set_state, ok: known, error: unknown}
  known: {kind: action, do: has_state_text, ok: rest, error: none}
  none: {kind: say, text: where.none, next: rest}
  unknown: {kind: say, text: where.unknown, next: rest}
  rest: {kind: action, do: answer_topic, ok: end, error: end}`,
	"stop":  action("stop", "opt_out"),
	"start": action("start", "opt_in"),
	"erase": action("erase", "erase"),
	"help": `
id: help
version: 1
start: say
expire: 30m
nodes:
  say: {kind: say, text: help.say, next: end}`,
	"update": `
id: update
version: 1
start: any
expire: 30m
nodes:
  any: {kind: action, do: has_report, ok: yes, error: no}
  yes: {kind: say, text: update.yes, next: end}
  no: {kind: say, text: update.no, next: end}`,
	"topics/silence": `
id: silence
audience: [all]
jurisdiction: federal
as_of: 2026-11-22
expires: 4320h
sources: [seed 000]
messages: [silence.1, silence.2, silence.3]`,
	"topics/door": `
id: door
audience: [all]
jurisdiction: federal
as_of: 2026-11-22
expires: 4320h
sources: [seed 000]
messages: [topic.door.1]
flow: door`,
	"topics/police": `
id: police
audience: [all]
jurisdiction: state varies
as_of: 2026-11-22
expires: 4320h
sources: [seed 000]
messages: [police.1, police.2]
related: [silence, door]
states:
  IL: {messages: [police.il], as_of: 2026-11-22, expires: 720h, sources: [seed 001]}`,
}

func action(id, do string) string {
	return fmt.Sprintf("id: %s\nversion: 1\nstart: do\nexpire: 30m\nnodes:\n  do: {kind: action, do: %s, ok: say, error: end}\n  say: {kind: say, text: %s.said, next: end}", id, do, id)
}

// furnished returns the house with some files replaced.
func furnished(changes map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, data := range house {
		fsys[name+".yaml"] = &fstest.MapFile{Data: []byte(data)}
	}
	for name, data := range changes {
		fsys[name+".yaml"] = &fstest.MapFile{Data: []byte(data)}
	}
	return fsys
}

func library(t testing.TB) *flow.Library {
	t.Helper()
	l, ps := flow.Load(furnished(nil))
	if ps != nil {
		t.Fatal(ps)
	}
	return l
}

// talk is a conversation on its way.
type talk struct {
	t       *testing.T
	lib     *flow.Library
	session bot.Session
	now     time.Time
	effects []bot.Effect
}

func newTalk(t *testing.T) *talk {
	return &talk{t: t, lib: library(t), now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
}

func (k *talk) happens(e bot.Event) *talk {
	k.session, k.effects = flow.Step(k.lib, k.session, e, k.now)
	return k
}

func (k *talk) means(in bot.Intent) *talk {
	return k.happens(bot.Event{Kind: bot.Received, Text: "words", Intent: in})
}
func (k *talk) says() *talk          { return k.means(bot.Intent{Action: bot.ActMenu}) }
func (k *talk) picks(o string) *talk { return k.means(bot.Intent{Action: bot.ActOption, Option: o}) }
func (k *talk) asks(topic string) *talk {
	return k.means(bot.Intent{Action: bot.ActAnswer, Topics: []bot.Score{{ID: topic, Score: 1}}})
}
func (k *talk) commands(c bot.Command) *talk {
	return k.means(bot.Intent{Action: bot.ActCommand, Command: c})
}
func (k *talk) after(d time.Duration) *talk { k.now = k.now.Add(d); return k }
func (k *talk) timer() *talk {
	return k.happens(bot.Event{Kind: bot.TimerFired, Wait: k.session.Wait})
}

// hears checks what the hotline said in the last step.
func (k *talk) hears(want ...string) *talk {
	k.t.Helper()
	var got []string
	for _, e := range k.effects {
		if s, ok := e.(bot.Say); ok {
			got = append(got, s.Message)
		}
	}
	if !slices.Equal(got, want) {
		k.t.Fatalf("hears %v, want %v", got, want)
	}
	return k
}

// stands checks where the conversation waits.
func (k *talk) stands(want string) *talk {
	k.t.Helper()
	p := k.lib.Pending(k.session, k.now)
	if got := strings.Trim(p.Flow+"/"+p.Node, "/"); got != want {
		k.t.Fatalf("stands at %q, want %q", got, want)
	}
	return k
}

func effect[T bot.Effect](k *talk) T {
	k.t.Helper()
	for _, e := range k.effects {
		if x, ok := e.(T); ok {
			return x
		}
	}
	k.t.Fatalf("no such effect in %v", k.effects)
	panic("unreachable")
}

func TestSomebodyNewIsWelcomed(t *testing.T) {
	newTalk(t).says().hears("hello.hi", "menu.ask").stands("menu/ask")
}

func TestACalledFlowReturns(t *testing.T) {
	newTalk(t).says().picks("door").hears("door.tell", "door.name").stands("door/name").
		means(bot.Intent{Action: bot.ActText}).hears("menu.ask").stands("menu/ask")
}

func TestACommandReturnsToTheOpenQuestion(t *testing.T) {
	k := newTalk(t).says().picks("door").commands(bot.CmdLanguage).hears("language.ask").picks("es").hears("language.said", "door.name").stands("door/name")
	if got := effect[bot.SetLanguage](k); got.Language != "es" {
		t.Errorf("language %q", got.Language)
	}
	k.commands(bot.CmdHelp).hears("help.say", "door.name")
	k.commands(bot.CmdMenu).hears("menu.ask").means(bot.Intent{Action: bot.ActMenu}).hears("t.retry")
	if len(k.session.Stack) != 0 {
		t.Errorf("MENU does not return, but the stack is %v", k.session.Stack)
	}
}

func TestNonsenseIsHelpedTwiceThenTheFlowGoesOn(t *testing.T) {
	k := newTalk(t).says().says().hears("t.retry").says().hears("t.retry")
	if got := effect[bot.Say](k).Options; len(got) != 2 {
		t.Errorf("the options are not repeated: %v", got)
	}
	k.says().hears("menu.sorry").stands("")
}

func TestSilenceEndsAWaitOnce(t *testing.T) {
	k := newTalk(t).says()
	if w := effect[bot.Wait](k); w.After != 10*time.Minute || w.ID != k.session.Wait {
		t.Errorf("wait %+v", w)
	}
	k.after(10 * time.Minute).timer().hears("menu.late").stands("").timer().hears()
}

func TestATimerSetBeforeAReloadAsksNobodyAgain(t *testing.T) {
	k := newTalk(t).says().picks("door")
	k.session.Timer = true // the older version of the flow said something after this silence
	k.timer().hears()
	if k.session.Timer {
		t.Error("the timer counts as set")
	}
}

func TestATimerOfAnEarlierWaitDoesNothing(t *testing.T) {
	k := newTalk(t).says()
	old := k.session.Wait
	k.picks("door")
	k.happens(bot.Event{Kind: bot.TimerFired, Wait: old}).hears().stands("door/name")
}

func TestAnUrgentReportOpensBeforeAnythingIsAsked(t *testing.T) {
	k := newTalk(t).means(bot.Intent{Action: bot.ActUrgent}).hears("raid.where").stands("raid/where")
	if effect[bot.OpenIncident](k).Severity != bot.Urgent || effect[bot.Tell](k).Fact.Key != "report" {
		t.Error("the first words are not in the report")
	}
	k.means(bot.Intent{Action: bot.ActText}).hears("raid.doing")
	if f := effect[bot.Tell](k).Fact; f.Key != "place" || f.Text.Reveal() != "words" {
		t.Errorf("told %v", f.Key)
	}
	k.means(bot.Intent{Action: bot.ActText}).hears("t.retry")
	if f := effect[bot.Tell](k).Fact; f.Key != "update" {
		t.Error("words that fit no option are lost")
	}
	if len(k.session.Values) != 1 || k.session.Values["report.place"] != "yes" {
		t.Errorf("a report's answers are in the session: %v", k.session.Values)
	}
	k.picks("car").hears().stands("")
}

func TestSilenceInACalledFlowAsksNobodyAgain(t *testing.T) {
	k := newTalk(t).says().picks("door")
	if k.session.Timer {
		t.Error("a quiet end needs no timer")
	}
	k.after(5 * time.Minute).stands("door/name").after(time.Second).stands("")
	k.means(bot.Intent{Action: bot.ActMenu}).hears("t.expired", "menu.ask")
}

func TestLaterWordsOfAReporterJoinTheReport(t *testing.T) {
	k := newTalk(t).means(bot.Intent{Action: bot.ActUrgent})
	k.session.Report = "1" // the desk's part
	k.means(bot.Intent{Action: bot.ActText}).picks("car").means(bot.Intent{Action: bot.ActMenu}).hears("t.noted")
	if f := effect[bot.Tell](k).Fact; f.Key != "update" {
		t.Errorf("told %s", f.Key)
	}
	k.happens(bot.Event{Kind: bot.Received, Text: "2"}).hears("menu.ask")
}

func TestReportingWhatIsBeingReportedAsksAgain(t *testing.T) {
	k := newTalk(t).means(bot.Intent{Action: bot.ActUrgent}).commands(bot.CmdRaid).hears("raid.where").stands("raid/where")
	for _, e := range k.effects {
		if _, second := e.(bot.OpenIncident); second {
			t.Error("a second report is opened")
		}
	}
}

func TestWhatLedToTheQuestionIsInTheReport(t *testing.T) {
	pin := &bot.Location{Latitude: 1, Longitude: 2}
	k := newTalk(t).happens(bot.Event{Kind: bot.Received, Location: pin, Intent: bot.Intent{Action: bot.ActAskUrgent}}).hears("menu.ask")
	k.means(bot.Intent{Action: bot.ActUrgent})
	if f := effect[bot.Tell](k).Fact; f.Location != nil {
		t.Error("what was held belongs to another question")
	}
	k = newTalk(t).happens(bot.Event{Kind: bot.Received, Location: pin, Intent: bot.Intent{Action: bot.ActAskUrgent}})
	k.happens(bot.Event{Kind: bot.Received, Text: "1", Intent: bot.Intent{Action: bot.ActOption, Option: "report"}})
	if f := effect[bot.Tell](k).Fact; f.Key != "report" || f.Location != pin {
		t.Errorf("told %+v", f)
	}
}

func TestABareNumberIsNoPlace(t *testing.T) {
	k := newTalk(t).means(bot.Intent{Action: bot.ActUrgent})
	k.happens(bot.Event{Kind: bot.Received, Text: "1", Intent: bot.Intent{Action: bot.ActText}}).hears("t.retry").stands("raid/where")
}

func TestWordsThatWereNotUrgentDoNotBeginALaterReport(t *testing.T) {
	k := newTalk(t).says().means(bot.Intent{Action: bot.ActAskUrgent}).hears("menu.ask").picks("no").hears("menu.ask").stands("menu/ask")
	k.picks("door")
	if k.session.Held != nil {
		t.Error("words from before are still held")
	}
}

func TestATopicIsAnsweredInPlace(t *testing.T) {
	k := newTalk(t).says().asks("silence").hears("silence.1", "t.more").stands("menu/ask")
	k.commands(bot.CmdMore).hears("silence.2", "t.more").commands(bot.CmdMore).hears("silence.3").commands(bot.CmdMore).hears("t.no_more").stands("menu/ask")
	k.picks("learn").hears("silence.1", "t.more").stands("")
}

func TestATopicLeadsOnWhenNoQuestionButTheMenuIsOpen(t *testing.T) {
	newTalk(t).asks("door").hears("topic.door.1", "door.tell", "door.name").stands("door/name")
	newTalk(t).says().asks("door").hears("topic.door.1", "door.tell", "door.name").stands("door/name")
	newTalk(t).commands(bot.CmdLanguage).asks("door").hears("topic.door.1").stands("language/ask")
}

func TestDidYouMean(t *testing.T) {
	k := newTalk(t).means(bot.Intent{Action: bot.ActChoose, Topics: []bot.Score{{ID: "door"}, {ID: "silence"}}}).hears("t.choose")
	if got := k.lib.Pending(k.session, k.now).Options; len(got) != 2 || got[1].Label != "topic.silence.label" {
		t.Errorf("offered %v", got)
	}
	k.picks("silence").hears("silence.1", "t.more")
}

func TestAnAnswerAfterTheQuestionHasClosedIsTold(t *testing.T) {
	newTalk(t).says().after(31*time.Minute).says().hears("t.expired", "menu.ask")
}

func TestASessionOnAnOldVersion(t *testing.T) {
	k := newTalk(t).says()
	k.session.Version = 1
	k.picks("door").hears("t.moved", "menu.ask").stands("menu/ask") // "1" may have meant something else
	k.picks("door").hears("door.tell", "door.name")

	k = newTalk(t).says().picks("door")
	k.session.Version = 0
	k.means(bot.Intent{Action: bot.ActText}).hears("menu.ask") // free words mean what they meant

	k = newTalk(t).says()
	k.session.Version, k.session.Node = 1, "gone"
	k.says().hears("t.moved", "menu.ask")

	k = newTalk(t).means(bot.Intent{Action: bot.ActUrgent})
	k.session.Report, k.session.Node = "1", "gone"
	k.happens(bot.Event{Kind: bot.Received, Text: "5th and Main"}).hears("t.noted")

	k = newTalk(t).says()
	k.session.Flow = "gone"
	k.says().hears("t.expired", "menu.ask")
}

func TestATapOnAnOldButtonStillFindsItsMeaning(t *testing.T) {
	k := newTalk(t).says().picks("door")
	k.happens(bot.Event{Kind: bot.Received, Button: "menu/1/ask/learn"}).hears("silence.1", "t.more").stands("")
	for _, stale := range []string{"menu/1/ask/gone", "gone/1/ask/learn", "menu/x/ask/learn", "menu", "////"} {
		newTalk(t).happens(bot.Event{Kind: bot.Received, Button: stale}).hears("hello.hi", "menu.ask")
	}
}

func TestConsentAndErasure(t *testing.T) {
	if c := effect[bot.SetConsent](newTalk(t).commands(bot.CmdStop).hears("stop.said")); c.Consent != bot.ConsentStopped {
		t.Errorf("consent %q", c.Consent)
	}
	if c := effect[bot.SetConsent](newTalk(t).commands(bot.CmdStart).hears("start.said")); c.Consent != bot.ConsentNone {
		t.Errorf("consent %q", c.Consent)
	}
	effect[bot.Erase](newTalk(t).commands(bot.CmdDelete).hears("erase.said"))
}

func TestAnUpdateNeedsAReport(t *testing.T) {
	newTalk(t).commands(bot.CmdUpdate).hears("update.no")
	k := newTalk(t)
	k.session.Report = "1"
	k.commands(bot.CmdUpdate).hears("update.yes")
}

func TestStepLeavesItsInputAlone(t *testing.T) {
	k := newTalk(t).says().picks("door")
	before := fmt.Sprintf("%#v", k.session)
	input := k.session
	for _, e := range []bot.Event{
		{Kind: bot.Received, Text: "x", Intent: bot.Intent{Action: bot.ActText}},
		{Kind: bot.Received, Text: "x", Intent: bot.Intent{Action: bot.ActCommand, Command: bot.CmdLanguage}},
		{Kind: bot.Received, Button: "menu/1/ask/door"},
	} {
		flow.Step(k.lib, input, e, k.now)
		if after := fmt.Sprintf("%#v", input); after != before {
			t.Fatalf("was %s, is %s", before, after)
		}
	}
}

func TestManyCallsForgetTheOutermostCaller(t *testing.T) {
	k := newTalk(t).says()
	for range 30 {
		k.picks("door").commands(bot.CmdLanguage).happens(bot.Event{Kind: bot.Received, Button: "menu/2/ask/door"})
		if len(k.session.Stack) > 8 {
			t.Fatalf("the stack has %d frames", len(k.session.Stack))
		}
	}
}

func TestEveryMistakeIsToldWithLineAndRemedy(t *testing.T) {
	replace := func(file, old, new string) map[string]string {
		if !strings.Contains(house[file], old) {
			t.Fatalf("%s does not contain %q", file, old)
		}
		return map[string]string{file: strings.Replace(house[file], old, new, 1)}
	}
	cases := map[string]struct {
		change map[string]string
		want   string
	}{
		"wrong id":            {replace("help", "id: help", "id: helf"), `flows/help.yaml:2: id is "helf"`},
		"no version":          {replace("help", "version: 1", "version: 0"), "flows/help.yaml:3: version is missing"},
		"no expiry":           {replace("help", "expire: 30m", "expire: 0s"), "flows/help.yaml:5: expire is 0s"},
		"unknown start":       {replace("help", "start: say", "start: sag"), `flows/help.yaml:4: start "sag" is not a node`},
		"unknown node":        {replace("menu", "next: sorry}", "next: sory}"), `flows/menu.yaml:14: node "ask": invalid leads to "sory", which is not a node`},
		"unknown option end":  {replace("menu", "next: learn}", "next: lern}"), `flows/menu.yaml:12: node "ask": #learn leads to "lern"`},
		"unknown flow":        {replace("menu", "flow: door", "flow: dor"), `flows/menu.yaml:16: node "door": flow "dor" is unknown`},
		"unknown topic":       {replace("menu", "topic: silence", "topic: noise"), `flows/menu.yaml:17: node "learn": topic "noise" is unknown`},
		"unknown kind":        {replace("help", "kind: say", "kind: shout"), `flows/help.yaml:7: node "say": unknown kind "shout"`},
		"unknown action":      {replace("stop", "do: opt_out", "do: optout"), `flows/stop.yaml:6: node "do": action "optout" is unknown`},
		"unknown key":         {replace("help", "text:", "txt:"), `flows/help.yaml:7: unknown key "txt"`},
		"key of another kind": {replace("help", "next: end", "next: end, save: x"), `flows/help.yaml:7: node "say": a node of kind say has no save`},
		"no invalid":          {replace("menu", "    invalid: {text: t.retry, max: 2, next: sorry}\n", ""), `flows/menu.yaml:8: node "ask": a node of kind choice needs invalid`},
		"no timeout":          {replace("door", "    timeout: {after: 5m, next: end}", ""), `flows/door.yaml:10: node "name": a node of kind ask needs timeout`},
		"empty invalid":       {replace("menu", "invalid: {text: t.retry, max: 2, next: sorry}", "invalid:"), `flows/menu.yaml:14: node "ask": invalid is not whole`},
		"empty timeout":       {replace("menu", "timeout: {after: 10m, next: late}", "timeout:"), `flows/menu.yaml:15: node "ask": timeout is not whole`},
		"no error":            {replace("stop", ", error: end", ""), `flows/stop.yaml:6: node "do": a node of kind action needs error`},
		"long timeout":        {replace("menu", "after: 10m", "after: 31m"), `flows/menu.yaml:15: node "ask": timeout is not whole`},
		"twice the option":    {replace("menu", "id: learn", "id: door"), `flows/menu.yaml:12: node "ask": option "door" is not whole or not unique`},
		"one option":          {replace("menu", "      - {id: learn, label: menu.learn, next: learn}\n", ""), `flows/menu.yaml:11: node "ask": has 1 options`},
		"bad severity":        {replace("raid", "with: urgent", "with: high"), `flows/raid.yaml:8: node "open": severity "high" is unknown`},
		"unreachable":         {replace("help", "nodes:", "nodes:\n  alone: {kind: say, text: x, next: end}"), `flows/help.yaml:7: nothing leads to node "alone"`},
		"nobody starts it":    {map[string]string{"extra": strings.Replace(house["help"], "id: help", "id: extra", 1)}, `flows/extra.yaml:2: nothing leads to this flow`},
		"cycle":               {replace("help", "next: end}", "next: say}"), `flows/help.yaml:7: `},
		"cycle across flows":  {replace("help", "{kind: say, text: help.say, next: end}", "{kind: goto, flow: hello}\n"), ""},
		"no date":             {replace("topics/silence", "2026-11-22", "soon"), `flows/topics/silence.yaml:5: as_of "soon" is not a date`},
		"unknown place":       {replace("topics/silence", "jurisdiction: federal", "jurisdiction: federal; Mars"), `flows/topics/silence.yaml:4: jurisdiction "Mars" is unknown`},
		"unknown audience":    {replace("topics/silence", "[all]", "[people]"), `flows/topics/silence.yaml:3: audience "people" is unknown`},
		"another's id":        {replace("topics/silence", "id: silence", "id: door"), `flows/topics/silence.yaml:2: id is "door", the file's name says "silence"`},
		"no state":            {replace("topics/police", "IL:", "XX:"), `flows/topics/police.yaml:11: XX: is no state`},
		"no date of a state":  {replace("topics/police", "as_of: 2026-11-22, expires: 720h", "expires: 720h"), `flows/topics/police.yaml:11: IL: as_of "" is not a date`},
		"related to itself":   {replace("topics/police", "[silence, door]", "[police]"), `flows/topics/police.yaml:9: related topic "police" is unknown, or this one`},
		"a state is not kept": {replace("where", "accept: [state]", "accept: [state]\n    save: place"), `flows/where.yaml:10: node "ask": a question needs save, and one that accepts state has none`},
		"four messages":       {replace("topics/silence", "silence.3]", "silence.3, silence.4]"), `flows/topics/silence.yaml:8: has more than 3 messages`},
		"four with a state":   {replace("topics/police", "[police.il]", "[police.il, police.il2]"), `flows/topics/police.yaml:11: IL: has more than 3 messages`},
		"no messages":         {replace("topics/silence", "[silence.1, silence.2, silence.3]", "[]"), `flows/topics/silence.yaml:8: messages are missing`},
		"command":             {replace("globals", "menu: {flow: menu}", "menu: {flow: meny}"), `flows/globals.yaml:18: command "menu": flow "meny" is unknown`},
		"command missing":     {replace("globals", "  stop: {flow: stop}\n", ""), `flows/globals.yaml:12: command "stop" has no flow`},
		"unknown command":     {replace("globals", "  stop:", "  dance: {flow: menu}\n  stop:"), `flows/globals.yaml:25: command "dance" takes no flow`},
		"global flow":         {replace("globals", "urgent: raid", "urgent: rade"), `flows/globals.yaml:4: urgent: flow "rade" is unknown`},
		"text":                {replace("globals", "more: t.more, ", ""), `flows/globals.yaml:10: text more is missing`},
		"table of sources":    {map[string]string{"sources": "sources:\n  - {doc: seed 000, answer: silence}\n"}, `flows/sources.yaml:2: unknown key "answer"`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			l, ps := flow.Load(furnished(c.change))
			if c.want == "" {
				if ps != nil {
					t.Fatalf("a call of a flow that asks is no cycle, but: %v", ps)
				}
				return
			}
			if l != nil || !slices.ContainsFunc(ps, func(p bot.Problem) bool { return strings.HasPrefix(p.Error(), c.want) && p.Remedy != "" }) {
				t.Errorf("got %q\nwant a line that begins with %q", ps.Error(), c.want)
			}
		})
	}
}

func TestASilentCycleAcrossCallsIsFound(t *testing.T) {
	_, ps := flow.Load(furnished(map[string]string{
		"help": "id: help\nversion: 1\nstart: a\nexpire: 30m\nnodes:\n  a: {kind: goto, flow: hush, return: b}\n  b: {kind: goto, flow: help}\n",
		"hush": "id: hush\nversion: 1\nstart: a\nexpire: 30m\nnodes:\n  a: {kind: say, text: x, next: end}\n",
	}))
	if !strings.Contains(ps.Error(), "a cycle never asks a question: help/a -> help/b -> help/a") {
		t.Errorf("got %q", ps.Error())
	}
}

func TestAMissingGlobalsFileIsTold(t *testing.T) {
	fsys := furnished(nil)
	delete(fsys, "globals.yaml")
	if _, ps := flow.Load(fsys); !strings.Contains(ps.Error(), "flows/globals.yaml: is missing") {
		t.Errorf("got %q", ps.Error())
	}
}

func FuzzLoad(f *testing.F) {
	for _, data := range house {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data string) {
		if l, ps := flow.Load(furnished(map[string]string{"sources": data})); (l == nil) != (ps.Err() != nil) {
			t.Fatalf("a table of sources: library %v, problems %v", l != nil, ps)
		}
		l, ps := flow.Load(furnished(map[string]string{"help": data}))
		if (l == nil) != (ps.Err() != nil) {
			t.Fatalf("library %v, problems %v", l != nil, ps)
		}
		if l == nil {
			return
		}
		var s bot.Session
		for _, in := range []bot.Intent{{Action: bot.ActCommand, Command: bot.CmdHelp}, {Action: bot.ActText}, {Action: bot.ActOption, Option: "x"}} {
			s, _ = flow.Step(l, s, bot.Event{Kind: bot.Received, Text: "x", Intent: in}, time.Unix(1e9, 0))
		}
	})
}
