package understand

import (
	"cmp"
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
)

// maxTopics is how many topics an intent names at most.
const maxTopics = 5

// topics scores every topic whose words occur: a phrase of n words weighs n, a phrase counts once, and w in all
// becomes w/(w+1). So one keyword scores 0.5, and a phrase beats a word.
func topics(found []match) []bot.Score {
	var all []bot.Score
	for i, m := range found {
		if m.role != roleTopic || repeated(found[:i], m) {
			continue
		}
		at := slices.IndexFunc(all, func(s bot.Score) bool { return s.ID == m.topic })
		if at < 0 {
			all = append(all, bot.Score{ID: m.topic})
			at = len(all) - 1
		}
		all[at].Score += float64(len(m.tokens))
	}
	for i := range all {
		all[i].Score /= all[i].Score + 1
	}
	slices.SortFunc(all, func(a, b bot.Score) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	return all[:min(len(all), maxTopics)]
}

// repeated reports whether the same words already counted for the same topic, or longer words around them.
func repeated(before []match, m match) bool {
	return slices.ContainsFunc(before, func(b match) bool {
		return b.role == roleTopic && b.topic == m.topic &&
			(slices.Equal(b.tokens, m.tokens) || b.from <= m.from && m.to <= b.to)
	})
}

// tied reports whether the two best topics fit equally well.
func tied(topics []bot.Score) bool {
	return len(topics) > 1 && topics[0].Score == topics[1].Score
}
