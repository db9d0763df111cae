package book

import (
	"strings"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
)

// How long texts may be: in characters, in segments of an SMS, and in characters of the words that say what agents do.
const (
	MaxText     = maxText
	MaxSegments = maxSegments
	MaxAct      = maxAct
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

// OptionsLength returns how many characters the options take that follow each question's text in a language, by its message id: the
// most of all questions with that text.
func (s Set) OptionsLength(lang bot.Language) map[string]int {
	longest := map[string]int{}
	s.eachChoice(func(_ *flow.Flow, n *flow.Node) {
		with := s.Texts.Say(lang, bot.SMS, bot.Say{Message: n.Text, Options: n.Choices()}, nil)
		alone := s.Texts.Say(lang, bot.SMS, bot.Say{Message: n.Text}, nil)
		longest[n.Text] = max(longest[n.Text], utf8.RuneCountInString(strings.TrimPrefix(with, alone)))
	})
	return longest
}
