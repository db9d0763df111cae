package understand

import (
	"cmp"
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
)

// maxTopics is how many topics an intent names at most.
const maxTopics = 5

// crisisWeight is more than all the words of a text that say something else.
const crisisWeight = 2 * maxTokens

// topics scores every topic whose words occur: a phrase of n words weighs n, a phrase counts once, and w in all
// becomes w/(w+1). So one keyword scores 0.5, and a phrase beats a word. A crisis beats all.
func topics(found []match) []bot.Score {
	var all []bot.Score
	for i, m := range found {
		weight := m.weight(found)
		if weight == 0 || repeated(found[:i], m) {
			continue
		}
		at := slices.IndexFunc(all, func(s bot.Score) bool { return s.ID == m.topic })
		if at < 0 {
			all = append(all, bot.Score{ID: m.topic})
			at = len(all) - 1
		}
		all[at].Score += weight
	}
	for i := range all {
		all[i].Score /= all[i].Score + 1
	}
	slices.SortFunc(all, func(a, b bot.Score) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	return all[:min(len(all), maxTopics)]
}

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

// tied reports whether the two best topics fit equally well.
func tied(topics []bot.Score) bool {
	return len(topics) > 1 && topics[0].Score == topics[1].Score
}
