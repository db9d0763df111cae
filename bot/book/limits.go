package book

import (
	"strings"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
)

// How long texts may be: in characters, and in characters of the words that say what agents do.
const (
	MaxText = maxText
	MaxAct  = maxAct
)

// LabelLimits returns how many characters the label of each option may have, by its message id: the least of all questions that it is in.
func (s Set) LabelLimits() map[string]int {
	limits := map[string]int{}
	s.eachChoice(func(_ *flow.Flow, n *flow.Node) {
		limit := maxLabel
		if len(n.Options) <= maxButtons {
			limit = maxButton
		}
		for _, o := range n.Options {
			if had, ok := limits[o.Label]; !ok || limit < had {
				limits[o.Label] = limit
			}
		}
	})
	for _, id := range s.Library.TopicIDs() {
		limits[flow.TopicLabel(id)] = maxLabel
	}
	return limits
}

// Following returns how many characters follow each message in the same text in a language, by its id: the options of its question, the offer
// of MORE; and, apart, the choice of related topics, for which there may be a third segment.
func (s Set) Following(lang bot.Language) (with, choices map[string]int) {
	with, choices = map[string]int{}, map[string]int{}
	s.eachChoice(func(_ *flow.Flow, n *flow.Node) {
		asked := s.Texts.Say(lang, bot.SMS, bot.Say{Message: n.Text, Options: n.Choices()}, s.common())
		alone := s.Texts.Say(lang, bot.SMS, bot.Say{Message: n.Text}, s.common())
		with[n.Text] = max(with[n.Text], utf8.RuneCountInString(strings.TrimPrefix(asked, alone)))
	})
	for id, what := range s.follow() {
		length := 1 + utf8.RuneCountInString(s.Texts.Say(lang, bot.SMS, what, s.common()))
		if len(what.Options) > 0 {
			choices[id] = length
		} else {
			with[id] = length
		}
	}
	return with, choices
}
