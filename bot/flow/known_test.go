package flow_test

import (
	"slices"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
)

// asking has a raid flow that asks only for what it does not know.
func asking(t *testing.T) *talk {
	t.Helper()
	files := furnished(nil)
	files["raid.yaml"].Data = []byte(`
id: raid
version: 1
start: open
expire: 1h
report: true
nodes:
  open: {kind: action, do: open_incident, with: urgent, ok: placed, error: placed}
  placed: {kind: action, do: has_place, ok: known, error: where}
  where:
    kind: ask
    text: raid.where
    accept: [text, location]
    save: place
    next: known
    invalid: {text: t.retry, max: 0, next: known}
    timeout: {after: 1m, next: end}
  known: {kind: action, do: has_doing, with: any, ok: inside, error: doing}
  inside: {kind: action, do: has_doing, with: inside, ok: calm, error: many}
  calm: {kind: say, text: raid.inside, next: many}
  doing:
    kind: choice
    text: raid.doing
    options:
      - {id: door, label: raid.door, next: many}
      - {id: inside, label: raid.car, next: calm}
    save: doing
    invalid: {text: t.retry, max: 0, next: many}
    timeout: {after: 1m, next: end}
  many:
    kind: ask
    text: raid.many
    accept: [text, number]
    save: seen
    next: end
    invalid: {text: t.retry, max: 0, next: end}
    timeout: {after: 1m, next: end}`)
	l, ps := flow.Load(files)
	if ps != nil {
		t.Fatal(ps)
	}
	k := newTalk(t)
	k.lib = l
	return k
}

// told is the facts of the last step, as "key" or "key text".
func (k *talk) told() []string {
	var all []string
	for _, e := range k.effects {
		if f, ok := e.(bot.Tell); ok {
			all = append(all, f.Fact.Key+" "+f.Fact.Text.Reveal())
		}
	}
	return all
}

func (k *talk) tells(want ...string) *talk {
	k.t.Helper()
	if got := k.told(); !slices.Equal(got, want) {
		k.t.Fatalf("tells %q, want %q", got, want)
	}
	return k
}

func TestWhatTheFirstWordsSayIsNotAskedAgain(t *testing.T) {
	first := bot.Intent{Action: bot.ActUrgent, Place: true, Doing: "inside"}
	asking(t).means(first).tells("report words", "place words", "doing inside").hears("raid.inside", "raid.many")
	first.Doing = ""
	asking(t).means(first).tells("report words", "place words").hears("raid.doing")
	first = bot.Intent{Action: bot.ActUrgent, Doing: "door"}
	asking(t).means(first).tells("report words", "doing door").hears("raid.where").
		means(bot.Intent{Action: bot.ActText}).tells("place words").hears("raid.many")
}

func TestAPlaceThatSaysMoreTellsMore(t *testing.T) {
	asking(t).means(bot.Intent{Action: bot.ActUrgent}).means(bot.Intent{Action: bot.ActText, Place: true, Doing: "inside"}).
		tells("place words", "doing inside").hears("raid.inside", "raid.many")
}

func TestOnlyWhatIsWorseIsToldAgain(t *testing.T) {
	k := asking(t).means(bot.Intent{Action: bot.ActUrgent, Doing: "inside"}).means(bot.Intent{Action: bot.ActText, Doing: "door"}).tells("place words")
	k.means(bot.Intent{Action: bot.ActText, Doing: "taking"}).tells("seen words", "doing taking")
}

func TestAPinThatWasHeldIsThePlace(t *testing.T) {
	pin := &bot.Location{Latitude: 37.8, Longitude: -122.3}
	k := asking(t).happens(bot.Event{Kind: bot.Received, Location: pin, Intent: bot.Intent{Action: bot.ActAskUrgent}})
	k.happens(bot.Event{Kind: bot.Received, Text: "1", Intent: bot.Intent{Action: bot.ActOption, Option: "report"}}).
		tells("report ", "place ").hears("raid.doing")
}

func TestWordsThatWereHeldSayWhatTheySaid(t *testing.T) {
	k := asking(t).means(bot.Intent{Action: bot.ActAskUrgent, Place: true, Doing: "door"})
	k.means(bot.Intent{Action: bot.ActOption, Option: "report"}).tells("report words", "place words", "doing door").hears("raid.many")
	k = asking(t).means(bot.Intent{Action: bot.ActAskUrgent, Place: true, Doing: "door"}).picks("no")
	if k.session.Placed || k.session.Doing != "" {
		t.Error("what was held is over, and still says where")
	}
}

// A second report starts with nothing known.
func TestWhatOneReportKnowsTheNextDoesNot(t *testing.T) {
	k := asking(t).means(bot.Intent{Action: bot.ActUrgent, Place: true, Doing: "inside"}).commands(bot.CmdMenu)
	k.means(bot.Intent{Action: bot.ActUrgent}).hears("raid.where")
}

func TestAPlaceThatComesAfterTheQuestionsIsToldAsThePlace(t *testing.T) {
	k := asking(t).means(bot.Intent{Action: bot.ActUrgent, Doing: "door"}).after(2 * time.Minute)
	k.session.Report = "1" // the desk's part
	k.means(bot.Intent{Action: bot.ActMenu, Place: true}).tells("update words", "place words").hears("t.noted")
}

func TestANumberAnswersHowMany(t *testing.T) {
	k := asking(t).means(bot.Intent{Action: bot.ActUrgent, Place: true, Doing: "door"})
	k.happens(bot.Event{Kind: bot.Received, Text: "6", Intent: bot.Intent{Action: bot.ActText}}).tells("seen 6").stands("")
}

func TestWhoSendsNamesIsToldNotToBeforeTheNextQuestion(t *testing.T) {
	k := asking(t).means(bot.Intent{Action: bot.ActUrgent, Personal: true, Doing: "door"}).hears("t.personal", "raid.where")
	k.means(bot.Intent{Action: bot.ActText, Personal: true}).hears("t.personal", "raid.many")
	k.means(bot.Intent{Action: bot.ActText}).hears()
	asking(t).means(bot.Intent{Action: bot.ActAskUrgent, Personal: true}).hears("t.personal", "menu.ask")
	asking(t).means(bot.Intent{Action: bot.ActMenu, Personal: true}).hears("hello.hi", "menu.ask") // nothing is kept
}

func TestMistakesInWhatIsAskedForAreTold(t *testing.T) {
	files := furnished(nil)
	files["raid.yaml"].Data = []byte(string(files["raid.yaml"].Data) + "\n  extra: {kind: action, do: has_doing, with: dancing, ok: end, error: end}")
	if _, ps := flow.Load(files); ps.Err() == nil || !slices.ContainsFunc(ps, func(p bot.Problem) bool {
		return p.What == `node "extra": nobody is said to do "dancing"` && p.Line > 0
	}) {
		t.Errorf("got %v", ps)
	}
}
