package flow_test

import (
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
)

func (k *talk) despairs() *talk {
	return k.means(bot.Intent{Action: bot.ActAnswer, Crisis: true, Topics: []bot.Score{{ID: "door", Score: 1}}})
}

func TestACrisisLeavesTheOpenQuestion(t *testing.T) {
	k := newTalk(t).says().despairs().hears("topic.door.1", "door.tell", "door.name").stands("door/name")
	if len(k.session.Stack) != 0 {
		t.Errorf("comes back to %v", k.session.Stack)
	}
	k.despairs().hears().stands("") // the question is asked once more, here not at all, and nothing is said twice
}

func TestAReportGoesOnAfterACrisisAndKeepsTheWords(t *testing.T) {
	k := newTalk(t).commands(bot.CmdRaid).hears("raid.where").despairs().hears("topic.door.1", "door.tell", "door.name")
	if got := effect[bot.Tell](k).Fact; got.Key != "update" || got.Text != "words" {
		t.Errorf("told %+v", got)
	}
	k.means(bot.Intent{Action: bot.ActText}).hears("raid.where").stands("raid/where")
}

func TestACrisisWithoutATopicIsHelpedAnyway(t *testing.T) {
	newTalk(t).means(bot.Intent{Action: bot.ActAnswer, Crisis: true, Topics: []bot.Score{{ID: "gone"}}}).hears("menu.ask")
	newTalk(t).means(bot.Intent{Action: bot.ActAnswer, Crisis: true, Topics: []bot.Score{{ID: "silence"}}}).hears("menu.ask")
}

func TestAQuestionOfTheRecordTakesOwnWords(t *testing.T) {
	k := recording(t)
	if p := k.lib.Pending(k.session, k.now); !p.Text || !p.Past || p.Report {
		t.Errorf("pending %+v", p)
	}
	k.writes("a yellow form").hears("record.words").writes("they shouted").hears("record.line.paper", "record.line.words")
	if got := k.session.Record[0]; got.Text != "a yellow form" || got.Option != "" {
		t.Errorf("keeps %+v", got)
	}
}

func TestANumberOrAPictureIsNoAnswerOfTheRecord(t *testing.T) {
	k := recording(t)
	k.writes("17").hears("t.retry")
	k.happens(bot.Event{Kind: bot.Received, Media: []bot.Media{{}}, Intent: bot.Intent{Action: bot.ActText}}).hears("record.words").stands("help/words")
	if len(k.session.Record) != 0 {
		t.Errorf("keeps %v", k.session.Record)
	}
}

func TestShowEndsTheQuestionsAndRecordsNothing(t *testing.T) {
	n := flow.Node{Kind: flow.KindChoice, Save: "x", Options: []flow.Option{{ID: "a"}, {ID: "skip"}, {ID: "show"}}}
	if got := n.Lines(); len(got) != 2 || got[0] != "record.line.x" || got[1] != "record.line.x.a" {
		t.Errorf("lines %v", got)
	}
}
