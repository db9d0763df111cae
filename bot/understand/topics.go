package understand

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// What a score of a topic means. It is the likeness of the text to the topic, from 0 to 1. Measured on the development set.
const (
	maxTopics   = 5    // named in an intent
	least       = 0.04 // below it a topic is not named
	maybe       = 0.08 // below it nothing fits: the menu
	sure        = 0.11 // from it on, a topic is answered …
	lead        = 1.2  // … if it is so many times better than the next
	obvious     = 0.17 // from it on, there is hardly a doubt what a text is about
	offered     = 3    // at most, when it is not
	phraseBonus = 0.06 // of keywords: times n/(n+1) for n words
)

// Shares of what a text is like in its score: its words, and its meanings, which all languages share.
const (
	wordsShare    = 0.6
	meaningsShare = 0.4
)

// topics ranks the topics that fit a text, best first. A crisis beats all.
func (r *Reader) topics(p *parsed) []bot.Score {
	scores := r.likeness(p)
	for id, weight := range phrases(p.found) {
		n := r.numbers[id]
		scores[n] += float32(listed(weight))
	}
	var all []bot.Score
	for n, s := range scores[:len(r.ids)] {
		if s >= least {
			all = append(all, bot.Score{ID: r.ids[n], Score: float64(s)})
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

// likeness is how well each topic fits a text in the language in which it fits best.
func (r *Reader) likeness(p *parsed) []float32 {
	scores, one := make([]float32, len(r.ids)), make([]float32, len(r.ids))
	for l, x := range r.lexicons {
		if p.tongue.may&(1<<l) == 0 {
			continue
		}
		clear(one)
		x.topical.score(p.words(), one[:len(x.topics)])
		for n, s := range one[:len(x.topics)] {
			at := r.topic[l][n]
			scores[at] = max(scores[at], s*wordsShare)
		}
	}
	clear(one)
	r.meant.score(p.meant(), one)
	for n, s := range one {
		scores[n] += s * meaningsShare
	}
	return scores
}

// listed is what keywords of so many words in all add to a topic's score: whoever wrote the list meant it.
func listed(words float64) float64 {
	if words >= crisisWeight {
		return words
	}
	return phraseBonus * words / (words + 1)
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
		return float64(m.to - m.from)
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
			(b.phrase == m.phrase || b.from <= m.from && m.to <= b.to)
	})
}

// fit decides what the ranked topics come to: one is answered, several are offered, or nothing fits, 0.
func (p *parsed) fit(topics []bot.Score) int {
	aside := p.likely[isAside]
	switch {
	case len(topics) == 0, topics[0].Score < maybe, aside >= surelyAside:
		return 0
	case topics[0].Score >= sure && (aside < perhapsAside || topics[0].Score >= obvious) && (len(topics) == 1 || topics[0].Score >= topics[1].Score*lead):
		return 1
	}
	return min(len(topics), offered)
}

// clear reports whether a text that is perhaps urgent is a question about a topic beyond doubt: it is answered.
func (p *parsed) clear(topics []bot.Score) bool {
	if len(topics) == 0 {
		return false
	}
	score, now := topics[0].Score, p.likely[isNow]
	return score >= obvious && now < (perhapsNow+surelyNow)/2 || score >= obvious && p.named() || score >= sure && now < clearNow && p.has(roleUnless)
}

// clearNow is how likely it may be that agents are there now, in a question with words such as "can they", for an answer.
const clearNow = 0.3

// How likely it must be that a text is about something else: to offer nothing, and to answer nothing outright.
const (
	surelyAside  = 0.6
	perhapsAside = 0.35
)

// explainTopics tells which words speak for the two best topics.
func (r *Reader) explainTopics(p *parsed, topics []bot.Score) []string {
	var why []string
	for _, t := range topics[:min(len(topics), 2)] {
		why = append(why, fmt.Sprintf("%s %.2f: %s", t.ID, t.Score, strings.Join(r.speak(p, r.numbers[t.ID]), ", ")))
	}
	return why
}

// speak names up to four words of a text that speak most for a topic, with how much.
func (r *Reader) speak(p *parsed, topic uint16) []string {
	all := make([]bot.Score, 0, len(p.tokens))
	for _, t := range p.tokens {
		best := float32(0)
		for l, x := range r.lexicons {
			sum := float32(0)
			for _, f := range wordFeatures([]string{t}, nil) {
				sum += x.topical.speaks(f, slices.Index(r.topic[l], topic))
			}
			if p.tongue.may&(1<<l) != 0 {
				best = max(best, sum)
			}
		}
		all = append(all, bot.Score{ID: t, Score: float64(best)})
	}
	slices.SortStableFunc(all, func(a, b bot.Score) int { return cmp.Compare(b.Score, a.Score) })
	var words []string
	for _, s := range all[:min(len(all), 4)] {
		if s.Score > 0 {
			words = append(words, fmt.Sprintf("%q +%.1f", s.ID, s.Score))
		}
	}
	return words
}
