package understand

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// Lesson is a text that belongs to a topic: its name, its answer, or what people write who ask about it.
type Lesson struct {
	Language bot.Language
	Topic    string
	Text     string
	Weight   float64 // how much it counts; a phrase of a word list counts phraseLesson
}

const (
	phraseLesson = 3    // weight of a phrase of a word list
	gramWeight   = 0.35 // of a piece of a word beside the whole word
	gramSize     = 4    // characters; a word shorter than this has none
	whoWeight    = 0.2  // of words for the officers: they stand in every question
	unknownWord  = 0.6  // how much a word that no lesson knows counts against a match, as a part of the rarest word's weight
)

// model compares a text with every topic in every language by the cosine of their weighted features: words, pairs of words, and pieces of
// words, so that a typo or an ending does not hide one. A feature weighs more the fewer topics have it (TF-IDF). It is trained at start from
// the word lists and the texts themselves, and is the same every time.
type model struct {
	postings map[uint64][]posting
	rarity   map[uint64]float64 // inverse document frequency: that of the language in which the feature is rarest
	unknown  float64
	topics   []string        // ids, in the order in which they were met
	number   map[string]int  // by id: its place in topics
	classes  []int           // numbers of topics; one for each language of a topic
	common   map[string]bool // words for the officers
}

// posting is how much a feature of a text speaks for a class.
type posting struct {
	class  int
	weight float64
}

// seed makes features the same in every process.
const seed = 1469598103934665603

// feature is the hash (FNV-1a) of a feature's parts.
func feature(kind byte, parts ...string) uint64 {
	h := uint64(seed)
	mix := func(b byte) { h = (h ^ uint64(b)) * 1099511628211 }
	mix(kind)
	for _, p := range parts {
		for i := range len(p) {
			mix(p[i])
		}
		mix(0)
	}
	return h
}

// features calls yield with every feature of a folded text and its weight.
func (m *model) features(tokens []string, yield func(f uint64, weight float64)) {
	for i, t := range tokens {
		if m.common[t] {
			yield(feature('w', t), whoWeight)
		} else {
			yield(feature('w', t), 1)
		}
		if i > 0 {
			yield(feature('p', tokens[i-1], t), 1)
		}
		grams(t, yield)
	}
}

// grams yields the pieces of a word, its ends marked.
func grams(word string, yield func(f uint64, weight float64)) {
	if len(word) < gramSize {
		return
	}
	marked := "^" + word + "$"
	var at [64]int // where each character begins
	n := 0
	for i := range marked {
		if n == len(at) {
			return
		}
		at[n] = i
		n++
	}
	for i := 0; i+gramSize <= n; i++ {
		end := len(marked)
		if i+gramSize < n {
			end = at[i+gramSize]
		}
		yield(feature('g', marked[at[i]:end]), gramWeight)
	}
}

// train makes the model.
func train(words []Words, lessons []Lesson) model {
	m := model{postings: map[uint64][]posting{}, rarity: map[uint64]float64{}, common: map[string]bool{}, number: map[string]int{}}
	for _, w := range words {
		for _, p := range w.Urgent.Who {
			for _, t := range strings.Fields(text.Fold(p)) {
				m.common[t] = true
			}
		}
	}
	for _, w := range words {
		m.learn(w, lessons)
	}
	return m
}

// learn adds one language.
func (m *model) learn(w Words, lessons []Lesson) {
	counts := map[string]map[uint64]float64{}
	note := func(topic, words string, weight float64) {
		if counts[topic] == nil {
			counts[topic] = map[uint64]float64{}
		}
		m.features(fields(separate(text.Fold(words))), func(f uint64, x float64) { counts[topic][f] += weight * x })
	}
	for _, lists := range []map[string][]string{w.Topics, w.Crisis} { // each topic of a phrase must be known here
		for topic, list := range lists {
			for _, p := range list {
				note(topic, p, phraseLesson)
			}
		}
	}
	for _, l := range lessons {
		if l.Language == w.Language {
			note(l.Topic, l.Text, l.Weight)
		}
	}
	m.add(counts)
}

// add weighs the features of one language's topics and files them.
func (m *model) add(counts map[string]map[uint64]float64) {
	in := map[uint64]int{}
	for _, features := range counts {
		for f := range features {
			in[f]++
		}
	}
	m.unknown = max(m.unknown, math.Log(float64(len(counts)+1))*unknownWord)
	for _, topic := range slices.Sorted(maps.Keys(counts)) { // sums in another order would differ in their last digit
		m.file(topic, counts[topic], func(f uint64) float64 { return math.Log(float64(len(counts)+1) / float64(in[f])) })
	}
}

// file adds the features of one topic in one language, weighed by their rarity and brought to length one.
func (m *model) file(topic string, counts map[uint64]float64, rarity func(uint64) float64) {
	class, norm := len(m.classes), 0.0
	if _, met := m.number[topic]; !met {
		m.number[topic] = len(m.topics)
		m.topics = append(m.topics, topic)
	}
	m.classes = append(m.classes, m.number[topic])
	all := slices.Sorted(maps.Keys(counts))
	for _, f := range all {
		rare := rarity(f)
		m.rarity[f] = max(m.rarity[f], rare)
		counts[f] = damped(counts[f]) * rare
		norm += counts[f] * counts[f]
	}
	for _, f := range all {
		m.postings[f] = append(m.postings[f], posting{class, counts[f] / math.Sqrt(norm)})
	}
}

// damped lets the tenth mention count less than the first.
func damped(n float64) float64 {
	if n < 1 {
		return n
	}
	return 1 + math.Log(n)
}

// score is how well each topic fits a text in the language in which it fits best, from 0 to 1.
func (m *model) score(tokens []string) []float64 {
	scores := make([]float64, len(m.classes))
	norm := 0.0
	m.features(tokens, func(f uint64, x float64) {
		rare, known := m.rarity[f]
		if !known {
			rare = m.unknown
		}
		x *= rare
		norm += x * x
		for _, p := range m.postings[f] {
			scores[p.class] += x * p.weight
		}
	})
	best := make([]float64, len(m.topics))
	for class, s := range scores {
		if n := m.classes[class]; s > best[n]*math.Sqrt(norm) {
			best[n] = s / math.Sqrt(norm)
		}
	}
	return best
}

// speak names up to four words of a text that speak most for a topic, with how much.
func (m *model) speak(tokens []string, topic string) []string {
	type said struct {
		word   string
		weight float64
	}
	var all []said
	for _, t := range tokens {
		weight := 0.0
		m.features([]string{t}, func(f uint64, x float64) {
			for _, p := range m.postings[f] {
				if m.topics[m.classes[p.class]] == topic {
					weight += x * m.rarity[f] * p.weight
				}
			}
		})
		all = append(all, said{t, weight})
	}
	slices.SortStableFunc(all, func(a, b said) int { return cmp.Compare(b.weight, a.weight) })
	var words []string
	for _, s := range all[:min(len(all), 4)] {
		if s.weight > 0 {
			words = append(words, fmt.Sprintf("%q +%.1f", s.word, s.weight))
		}
	}
	return words
}
