package flow_test

import (
	"reflect"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
)

// menus checks from which question the options of each text of the last step are.
func (k *talk) menus(want ...string) *talk {
	k.t.Helper()
	var got []string
	for _, e := range k.effects {
		if s, ok := e.(bot.Say); ok {
			got = append(got, s.Menu)
		}
	}
	if !reflect.DeepEqual(got, want) {
		k.t.Fatalf("the menus are %q, want %q", got, want)
	}
	return k
}

func TestATextWithTheOptionsOfAQuestionNamesIt(t *testing.T) {
	k := newTalk(t).says().hears("hello.hi", "menu.ask").menus("", "menu/2/ask")
	k.says().hears("t.retry").menus("menu/2/ask")
	k.asks("silence").hears("silence.1", "t.more").menus("", "")
	k.commands(bot.CmdHelp).hears("help.say", "menu.ask").menus("", "menu/2/ask")
	k.session.Version--
	k.picks("door").hears("t.moved", "menu.ask").menus("", "menu/2/ask")
}

func TestATextWithoutTheOptionsOfAQuestionNamesNone(t *testing.T) {
	newTalk(t).says().picks("door").hears("door.tell", "door.name").menus("", "")
	raid := newTalk(t).means(bot.Intent{Action: bot.ActUrgent}).hears("raid.where").menus("")
	raid.happens(bot.Event{Kind: bot.Received, Text: "4"}).hears("t.retry").menus("")
	newTalk(t).means(bot.Intent{Action: bot.ActChoose, Topics: []bot.Score{{ID: "silence"}, {ID: "door"}}}).hears("t.choose").menus("")
}

func TestAButtonMadeOfAMenuIsUnderstood(t *testing.T) {
	for _, f := range []string{"menu", "raid", "language", "isitnow"} {
		asks := library(t).Flow(f)
		for _, node := range asks.Nodes {
			for _, o := range node.Options {
				asked := newTalk(t)
				asked.session = bot.Session{Flow: f, Version: asks.Version, Node: node.Name, Since: asked.now.UnixMilli()}
				asked.says() // a miss: the question is asked again
				say := effect[bot.Say](asked)
				picked, effects := flow.Step(asked.lib, asked.session, pick(o.ID), asked.now)
				asked.happens(bot.Event{Kind: bot.Received, Button: say.Menu + "/" + o.ID, Intent: bot.Intent{Action: bot.ActMenu}})
				if say.Menu == "" || !reflect.DeepEqual(asked.session, picked) || !reflect.DeepEqual(asked.effects, effects) {
					t.Errorf("%q tapped under %q: %+v, want %+v", o.ID, say.Menu, asked.effects, effects)
				}
			}
		}
	}
}

func pick(option string) bot.Event {
	return bot.Event{Kind: bot.Received, Intent: bot.Intent{Action: bot.ActOption, Option: option}}
}
