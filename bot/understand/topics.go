package understand

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// What a score of a topic means. It is the likeness of the text to the topic, from 0 to 1, raised by each phrase of the word lists that occurs
// in it. Measured on questions that the word lists do not hold: off-topic texts stay under sure.
const (
	maxTopics   = 5    // named in an intent
	least       = 0.08 // below it a topic is not named
	maybe       = 0.17 // below it nothing fits: the menu
	sure        = 0.24 // from it on, a topic is answered …
	lead        = 1.35 // … if it is so many times better than the next
	phraseBonus = 0.1  // of a phrase: times n/(n+1) for n words
)

// topics ranks the topics that fit a text, best first. A crisis beats all.
func (r *Reader) topics(tokens []string, found []match) []bot.Score {
	best := r.model.score(tokens)
	for id, weight := range phrases(found) {
		n := r.model.number[id]
		best[n] = max(best[n]+phraseBonus*weight/(weight+1), listed(weight))
	}
	var all []bot.Score
	for n, s := range best {
		if s >= least {
			all = append(all, bot.Score{ID: r.model.topics[n], Score: s})
		}
	}
	slices.SortFunc(all, func(a, b bot.Score) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	all = all[:min(len(all), maxTopics)]
	for i := range all {
		all[i].Score = min(all[i].Score, 1)
	}
	return all
}

// listed is the least score of a topic of which listed phrases of so many words in all occur: whoever wrote the list meant it.
func listed(words float64) float64 {
	if words >= crisisWeight {
		return words
	}
	return 0.15 + 0.05*min(words, 4)
}

// phrases weighs the phrases that occur for each topic, a phrase once.
func phrases(found []match) map[string]float64 {
	all := map[string]float64{}
	for i, m := range found {
		if w := m.weight(found); w > 0 && !repeated(found[:i], m) {
			all[m.topic] += w
		}
	}
	return all
}

// crisisWeight is more than all the words of a text that say something else.
const crisisWeight = 2 * maxTokens

// weight is how much a match says for its topic: as many words as it has. It is 0 for what says nothing of topics.
func (m match) weight(found []match) float64 {
	switch {
	case m.role == roleTopic:
		return float64(len(m.tokens))
	case m.role == roleCrisis && !covered(m, found):
		return crisisWeight
	}
	return 0
}

// tellsCrisis reports whether a text is of a crisis. Its topic is then the first.
func tellsCrisis(found []match) bool {
	return slices.ContainsFunc(found, func(m match) bool { return m.role == roleCrisis && m.weight(found) > 0 })
}

// repeated reports whether the same words already counted for the same topic, or longer words around them.
func repeated(before []match, m match) bool {
	return slices.ContainsFunc(before, func(b match) bool {
		return b.role == m.role && b.topic == m.topic &&
			(slices.Equal(b.tokens, m.tokens) || b.from <= m.from && m.to <= b.to)
	})
}

// fit decides what the ranked topics come to: one is answered, several are offered, or nothing fits, 0. A topic of which a listed phrase
// occurs needs less likeness, and competes with others that are named only.
func fit(topics []bot.Score, named map[string]float64) int {
	if len(topics) == 0 {
		return 0
	}
	first := topics[0]
	if isNamed := named[first.ID] > 0; first.Score < maybe || first.Score < sure && !isNamed {
		return offers(topics)
	}
	close := 1
	for _, t := range topics[1:] {
		if t.Score*lead > first.Score && named[t.ID] >= named[first.ID] {
			close++
		}
	}
	return close
}

// offers is 2 when the best topics may be offered, though none is sure.
func offers(topics []bot.Score) int {
	if topics[0].Score < maybe {
		return 0
	}
	return 2
}

// explainTopics tells which words speak for the two best topics.
func (r *Reader) explainTopics(tokens []string, topics []bot.Score) []string {
	var why []string
	for _, t := range topics[:min(len(topics), 2)] {
		why = append(why, fmt.Sprintf("%s %.2f: %s", t.ID, t.Score, strings.Join(r.model.speak(tokens, t.ID), ", ")))
	}
	return why
}
