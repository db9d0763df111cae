package understand

import (
	"cmp"
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Weights of what shows a language, how far ahead the best must be to be sure, and how many words that takes: one
// English word such as LAWYER does not make somebody an English speaker.
const (
	greetWeight  = 3
	phraseWeight = 1
	sureLead     = 2
	sureWords    = 3
)

// language guesses the language of a text from words that only one language lists. It is sure when the best is
// clearly ahead; without any hint it is bot.Undetermined.
func (r *Reader) language(folded string, words int, found []match) (bot.Language, bool) {
	greeting := r.greets[folded]
	enough := words >= sureWords || greeting != ""
	var votes []vote
	votes = count(votes, greeting, greetWeight)
	for _, m := range found {
		votes = count(votes, m.lang, phraseWeight)
	}
	slices.SortStableFunc(votes, func(a, b vote) int { return cmp.Compare(b.weight, a.weight) })
	switch {
	case len(votes) == 0:
		return bot.Undetermined, false
	case len(votes) == 1:
		return votes[0].lang, enough && votes[0].weight >= sureLead
	case votes[0].weight == votes[1].weight:
		return bot.Undetermined, false
	}
	return votes[0].lang, enough && votes[0].weight-votes[1].weight >= sureLead
}

type vote struct {
	lang   bot.Language
	weight int
}

func count(votes []vote, lang bot.Language, weight int) []vote {
	if lang == "" {
		return votes
	}
	for i := range votes {
		if votes[i].lang == lang {
			votes[i].weight += weight
			return votes
		}
	}
	return append(votes, vote{lang, weight})
}
