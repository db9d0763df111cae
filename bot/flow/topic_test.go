package flow_test

import (
	"slices"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
)

// living is a text from somebody who has said in which state they are.
func (k *talk) living(home string, in bot.Intent) *talk { in.Home = home; return k.means(in) }

func about(topic string) bot.Intent {
	return bot.Intent{Action: bot.ActAnswer, Topics: []bot.Score{{ID: topic, Score: 1}}}
}

func TestAnAnswerThatDependsOnTheStateAsksOnce(t *testing.T) {
	k := newTalk(t).asks("police").hears("police.1", "where.ask").stands("where/ask")
	if k.lib.Pending(k.session, k.now).Text || !k.lib.Pending(k.session, k.now).State {
		t.Error("the question takes other words than a state")
	}
	k.means(bot.Intent{Action: bot.ActText, State: "IL"}).hears("police.il", "t.more").stands("")
	if s := effect[bot.SetState](k); s.State != "IL" {
		t.Errorf("kept %q", s.State)
	}
	k.living("IL", bot.Intent{Action: bot.ActCommand, Command: bot.CmdMore}).hears("police.2", "t.next")
	k.living("IL", about("police")).hears("police.il", "t.more")
	k.living("IL", bot.Intent{Action: bot.ActCommand, Command: bot.CmdMore}).hears("police.1", "t.more")
}

func TestWhoDoesNotKnowTheStateGetsTheGeneralAnswer(t *testing.T) {
	k := newTalk(t).asks("police").says().hears("where.unknown", "police.2", "t.next").stands("")
	k.asks("police").hears("police.1", "t.more") // never asked again
}

func TestAStateWithoutACheckedTextIsToldSo(t *testing.T) {
	k := newTalk(t).asks("police").means(bot.Intent{Action: bot.ActText, State: "OH"}).hears("where.none", "police.2", "t.next")
	k.living("OH", about("police")).hears("t.no_state", "police.1", "t.more")
}

func TestAStateInTheQuestionIsNotAskedFor(t *testing.T) {
	in := about("police")
	in.State = "IL"
	k := newTalk(t).means(in).hears("police.il", "t.more")
	if s := effect[bot.SetState](k); s.State != "IL" {
		t.Errorf("kept %q", s.State)
	}
	in = about("silence")
	in.State = "IL"
	newTalk(t).means(in)
	if k.session.Asked {
		t.Error("asked")
	}
}

func TestAnotherQuestionClosesTheOneAboutTheState(t *testing.T) {
	newTalk(t).asks("police").asks("silence").hears("silence.1", "t.more").stands("")
}

func TestTheOpenQuestionOfAFlowStaysOpenUnderAnAnswer(t *testing.T) {
	newTalk(t).commands(bot.CmdLanguage).asks("police").hears("police.1", "t.more").stands("language/ask")
	newTalk(t).says().asks("police").hears("police.1", "where.ask").stands("where/ask") // the menu is open to everybody who greets
}

func TestWhatIsRelatedFollowsTheLastMessage(t *testing.T) {
	k := newTalk(t).living("IL", about("police"))
	more := bot.Intent{Action: bot.ActCommand, Command: bot.CmdMore}
	k.living("IL", more).living("IL", more).hears("police.2", "t.next")
	var ids []string
	for _, o := range k.lib.Pending(k.session, k.now).Options {
		ids = append(ids, o.ID+" "+o.Label)
	}
	if !slices.Equal(ids, []string{"silence topic.silence.label", "door topic.door.label"}) {
		t.Errorf("offered %v", ids)
	}
	k.picks("silence").hears("silence.1", "t.more")
}

func TestAHotlineNearbyIsNamedOnlyWhenThereIsOne(t *testing.T) {
	change := map[string]string{"help": "id: help\nversion: 1\nstart: do\nexpire: 30m\nnodes:\n  do: {kind: action, do: refer, ok: end, error: none}\n  none: {kind: say, text: help.none, next: end}"}
	l, ps := flow.Load(furnished(change))
	if ps != nil {
		t.Fatal(ps)
	}
	k := newTalk(t)
	k.lib = l
	k.commands(bot.CmdHelp).hears("help.none")
	k.means(bot.Intent{Action: bot.ActCommand, Command: bot.CmdHelp, Local: &bot.Local{Name: "Line", Number: "1"}}).hears("t.local")
	if s := effect[bot.Say](k); s.Args["Who"] != "Line" || s.Args["Number"] != "1" {
		t.Errorf("%v", s.Args)
	}
}

func TestEachTextHasTheDateOfItsTopicOrState(t *testing.T) {
	dates := newTalk(t).lib.Dates()
	general, own := dates["police.1"], dates["police.il"]
	if general.AsOf.IsZero() || own.AsOf.IsZero() || !general.Until.After(general.AsOf) || dates["police.2"] != general {
		t.Errorf("general %v, in Illinois %v", general, own)
	}
	topic := newTalk(t).lib.Topic("police")
	if got := own.AsOf.Format("2006-01-02"); got != topic.States["IL"].AsOf || own.Until.Sub(own.AsOf) != topic.States["IL"].Expires {
		t.Errorf("in Illinois %v, want %+v", own, topic.States["IL"])
	}
	if _, dated := dates["menu.ask"]; dated {
		t.Error("a text of a flow has a date")
	}
}
