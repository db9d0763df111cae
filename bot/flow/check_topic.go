package flow

import (
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// maxPages is how many messages an answer may have, so that all of it is within two MORE.
const maxPages = 3

// checkTopic holds the rules about one topic: dated, sourced, for somebody and somewhere, with messages and names that exist.
func (l *Library) checkTopic(t *bot.Topic) bot.Problems {
	var ps bot.Problems
	bad := func(what, remedy string, path ...any) { ps = append(ps, l.TopicProblem(t.ID, what, remedy, path...)) }
	checkAnswer(bot.StateText{Messages: t.Messages, AsOf: t.AsOf, Expires: t.Expires, Sources: t.Sources}, bad)
	for _, part := range strings.Split(t.Jurisdiction, "; ") {
		if !slices.Contains(bot.Jurisdictions(), part) && !bot.IsState(part) {
			bad("jurisdiction "+quote(part)+" is unknown", "use, joined by \"; \": the code of a state such as CA, or "+strings.Join(bot.Jurisdictions(), ", "), "jurisdiction")
		}
	}
	if len(t.Messages) > maxPages {
		bad("has more than 3 messages", "say it in 3: nobody texts MORE more than twice", "messages")
	}
	if len(t.Audience) == 0 {
		bad("audience is missing", oneOf(bot.Audiences()), "audience")
	}
	for i, a := range t.Audience {
		if !slices.Contains(bot.Audiences(), a) {
			bad("audience "+quote(a)+" is unknown", oneOf(bot.Audiences()), "audience", i)
		}
	}
	for i, r := range t.Related {
		if l.topics[r] == nil || r == t.ID {
			bad("related topic "+quote(r)+" is unknown, or this one", "write it or remove the name", "related", i)
		}
	}
	if t.Flow != "" && l.flows[t.Flow] == nil {
		bad("flow "+quote(t.Flow)+" is unknown", oneOf(l.FlowIDs()), "flow")
	}
	return append(ps, l.checkStates(t)...)
}

// checkStates holds the same rules about what a topic says for single states.
func (l *Library) checkStates(t *bot.Topic) bot.Problems {
	var ps bot.Problems
	for _, code := range sortedKeys(t.States) {
		bad := func(what, remedy string, path ...any) {
			ps = append(ps, l.TopicProblem(t.ID, code+": "+what, remedy, append([]any{"states", code}, path...)...))
		}
		if !bot.IsState(code) {
			bad("is no state", "use its two capitals, such as CA")
		}
		checkAnswer(t.States[code], bad)
		if len(t.States[code].Messages)+len(t.Messages) > maxPages {
			bad("has more than 3 messages, the general ones included", "say it in 3: nobody texts MORE more than twice", "messages")
		}
	}
	return ps
}

func checkAnswer(a bot.StateText, bad func(what, remedy string, path ...any)) {
	if _, err := time.Parse(time.DateOnly, a.AsOf); err != nil {
		bad("as_of "+quote(a.AsOf)+" is not a date", "write the day on which the facts were checked, such as 2026-11-22", "as_of")
	}
	if a.Expires <= 0 {
		bad("expires is missing", "write how long after as_of it holds: 720h or 4320h", "expires")
	}
	if len(a.Messages) == 0 || slices.Contains(a.Messages, "") {
		bad("messages are missing", "name at least one message id", "messages")
	}
	if len(a.Sources) == 0 {
		bad("sources are missing", "say who says so", "sources")
	}
}
