package flow_test

import (
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Who reads on before they say where they are still gets what holds there, and nothing twice.
func TestMoreBeforeTheStateLosesNothingOfTheState(t *testing.T) {
	more := bot.Intent{Action: bot.ActCommand, Command: bot.CmdMore}
	k := newTalk(t).asks("police").hears("police.1", "where.ask")
	k.means(more).hears("police.2").stands("where/ask")
	k.means(bot.Intent{Action: bot.ActText, State: "IL"}).hears("police.il", "t.next").stands("")
	k.living("IL", more).hears("t.no_more")
}

// Who moves, or is asked elsewhere, while a topic is half read goes on where they were.
func TestAStateToldInTheMiddleOfATopicRepeatsNothing(t *testing.T) {
	k := newTalk(t)
	k.session.Asked = true
	k.asks("police").hears("police.1", "t.more")
	in := about("silence")
	in.Action, in.State = bot.ActText, "IL"
	k.session.Flow, k.session.Version, k.session.Node = "where", 1, "ask"
	k.means(in)
	k.living("IL", bot.Intent{Action: bot.ActCommand, Command: bot.CmdMore})
	for _, e := range k.effects {
		if s, ok := e.(bot.Say); ok && s.Message == "police.1" {
			t.Error("police.1 comes twice")
		}
	}
}

// A crisis while nobody knows whether it is now: what may be a report is asked again, and begins with the words that were told first.
func TestACrisisBeforeAReportLosesNoReport(t *testing.T) {
	k := newTalk(t).happens(bot.Event{Kind: bot.Received, Text: "vans on Oak Street", Intent: bot.Intent{Action: bot.ActAskUrgent}})
	at := k.session.Flow + "/" + k.session.Node
	k.despairs().hears("topic.door.1", "door.tell", "door.name")
	k.means(bot.Intent{Action: bot.ActText}).stands(at)
	if k.session.Held == nil || k.session.Held.Text != "vans on Oak Street" {
		t.Errorf("holds %+v", k.session.Held)
	}
}

// In a report a crisis or a command asks something else. Whoever answers with where they are is telling the report.
func TestWordsUnderAnotherQuestionAreToldToTheReport(t *testing.T) {
	k := newTalk(t).commands(bot.CmdRaid).hears("raid.where").commands(bot.CmdLanguage).hears("language.ask")
	k.happens(bot.Event{Kind: bot.Received, Text: "400 Main Street, they broke the window", Intent: bot.Intent{Action: bot.ActText, Place: true}})
	if got := effect[bot.Tell](k).Fact; got.Text != "400 Main Street, they broke the window" {
		t.Errorf("told %+v", got)
	}
}
