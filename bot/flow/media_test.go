package flow_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
)

// album is the house whose menu leads pictures to its door.
func album(t *testing.T, to string) (*flow.Library, bot.Problems) {
	t.Helper()
	menu := strings.Replace(house["menu"], "    save: where\n", "    save: where\n    media: "+to+"\n", 1)
	return flow.Load(furnished(map[string]string{"menu": menu}))
}

func sent(kind string) bot.Event {
	return bot.Event{Kind: bot.Received, Media: []bot.Media{{Type: kind}}, Intent: bot.Intent{Action: bot.ActText}}
}

func TestAPictureGoesWhereTheQuestionSendsIt(t *testing.T) {
	for _, kind := range []string{"image/jpeg", "audio/ogg"} {
		k := newTalk(t)
		k.lib, _ = album(t, "door")
		k.says().happens(sent(kind)).hears("door.tell", "door.name").stands("door/name")
	}
}

func TestAPictureIsNoAnswerToAnyOtherQuestion(t *testing.T) {
	newTalk(t).says().happens(sent("image/jpeg")).hears("t.retry").stands("menu/ask")
}

func TestAPinIsNoPicture(t *testing.T) {
	k := newTalk(t)
	k.lib, _ = album(t, "door")
	k.says().happens(bot.Event{Kind: bot.Received, Location: &bot.Location{}, Intent: bot.Intent{Action: bot.ActText}}).hears("t.retry").stands("menu/ask")
}

func TestWhereAPictureGoesIsAWayThatTranscriptsMustWalk(t *testing.T) {
	l, _ := album(t, "door")
	if !slices.Contains(l.Edges(), "menu/ask!media") {
		t.Errorf("not among %q", l.Edges())
	}
}

func TestAPictureThatLeadsNowhereIsToldWithItsLine(t *testing.T) {
	_, ps := album(t, "nowhere")
	if want := `flows/menu.yaml:14: node "ask": media leads to "nowhere", which is not a node`; !strings.Contains(ps.Error(), want) {
		t.Errorf("got %q, want %q", ps.Error(), want)
	}
}
