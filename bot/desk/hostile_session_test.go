package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/sim"
)

// Sessions that an earlier or later version has written, with topics, flows and notes that are gone: whatever comes is answered, and no id is shown.
func TestSessionsOfAnotherVersionAreAnswered(t *testing.T) {
	h := settings.Default()
	h.Languages = nil
	b := sim.ShippedAs(t, h)
	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	sessions := map[string]bot.Session{
		"the topic is gone":             {Flow: "state", Version: 1, Node: "ask", Topic: "gone", Page: 7, Skip: 9},
		"beyond the end of a topic":     {Flow: "state", Version: 1, Node: "ask", Topic: "bond", Page: 99, Skip: 99},
		"without a topic":               {Flow: "state", Version: 1, Node: "ask"},
		"beyond the end, nothing open":  {Topic: "bond", Page: 99, Skip: 99},
		"a later version of the record": {Flow: "record", Version: 9, Node: "when"},
		"a node that asks nothing":      {Flow: "record", Version: 1, Node: "show", Record: []bot.Answer{{Key: "when", Option: "night"}}},
		"a choice that is gone":         {Choose: []string{"gone", "bond"}},
		"callers that are gone":         {Flow: "crisis", Version: 1, Node: "ask", Stack: []bot.Frame{{Flow: "gone", Node: "x"}, {Flow: "raid", Node: "gone"}, {Flow: "record", Node: "show"}}},
		"notes whose questions are gone": {Flow: "record", Version: 1, Node: "proof", Record: []bot.Answer{{Key: "gone", Option: "gone"}, {Key: "when", Option: "gone"}, {Key: "when", Option: "night"},
			{Key: "gone", Text: "their words"}}},
	}
	events := []bot.Event{{Text: "60623"}, {Text: "MORE"}, {Text: "1"}, {Text: "show my notes"}, {Text: "I want to die"}, {Media: []bot.Media{{}}}, {Location: &bot.Location{}},
		{Button: "record/1/when/morning", Text: "x"}, {Button: "record/9999999999999999999/when/morning"}, {Button: "state/1/ask/x"}, {Button: "////"}, {Button: strings.Repeat("record/", 1e5)}}
	for name, s := range sessions {
		s.Since = now.UnixMilli()
		for _, e := range events {
			e.Kind = bot.Received
			d := b.Decide(desk.State{Session: s, Contact: bot.Contact{Language: "en"}}, e, now, desk.Options{NewID: func() string { return "I" }})
			if len(d.Texts) == 0 || strings.Contains(strings.Join(d.Texts, ""), "[") {
				t.Errorf("%s, %.30q %.30q: %.300q", name, e.Text, e.Button, d.Texts)
			}
		}
	}
}
