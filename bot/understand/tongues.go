package understand

import (
	"math"
	"unicode"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
)

// maxTongues is how many languages a reader knows at most: a bit each.
const maxTongues = 32

// langs are languages by their place in the reader's list, a bit each.
type langs uint32

const allLangs = ^langs(0)

// tongues tell languages apart by their words, pieces of words, and letters with accents: naive Bayes over what the word lists and texts are full of.
type tongues struct {
	languages []bot.Language
	weights   []float32 // a row of as many as there are languages for each feature
}

const (
	tongueBits = 15
	smoothing  = 0.3 // mentions that every feature has in every language
	letterPart = 0.5 // how much a letter with an accent, or of another script, counts beside a word
)

// counts are how often a language uses each feature.
type counts struct {
	of    []float32
	total float32
}

func newCounts() counts { return counts{of: make([]float32, 1<<tongueBits)} }

func row(f feature) int { return int(f & (1<<tongueBits - 1)) }

// add counts a text: its word features, and its letters.
func (c *counts) add(raw string, words []weighed, times float32) {
	for _, f := range words {
		c.of[row(f.feature)] += f.weight * times
		c.total += f.weight * times
	}
	for f := range letters(raw) {
		c.of[row(f)] += letterPart * times
		c.total += letterPart * times
	}
}

// letters yields a feature for each letter outside ASCII, and one for its script.
func letters(raw string) func(func(feature) bool) {
	return func(yield func(feature) bool) {
		n := 0
		for _, c := range raw {
			if c < utf8.RuneSelf || !unicode.IsLetter(c) {
				continue
			}
			if n++; n > maxLetters || !yield(spread(hashNumber(begin(letterKind), uint32(unicode.ToLower(c))))) || !yield(spread(hashNumber(begin(scriptKind), script(c)))) {
				return
			}
		}
	}
}

// maxLetters is how many letters of a text show its language; more decide nothing.
const maxLetters = 200

// script tells apart the scripts of the hotline's languages.
func script(c rune) uint32 {
	switch {
	case c < 0x0370:
		return 1 // Latin
	case c < 0x0530:
		return 2 // Cyrillic, Greek
	case c < 0x0700 || 0xFB50 <= c && c < 0xFF00:
		return 3 // Arabic
	case 0x1E00 <= c && c < 0x1F00:
		return 4 // Latin with several marks, as in Vietnamese
	case unicode.Is(unicode.Hangul, c):
		return 5
	case eastAsian(c):
		return 6
	}
	return 7
}

// tell turns counts into weights: the logarithm of how much more often than in the average language a feature is used.
func tell(languages []bot.Language, all []*Lexicon) tongues {
	n := len(all)
	t := tongues{languages: languages, weights: make([]float32, n<<tongueBits)}
	for at := range 1 << tongueBits {
		into := t.weights[at*n : (at+1)*n]
		mean := float32(0)
		for l, x := range all {
			share := (x.counts.of[at] + smoothing) / (x.counts.total + smoothing*(1<<tongueBits)/4)
			into[l] = float32(math.Log(float64(share)))
			mean += into[l] / float32(n)
		}
		for l := range into {
			into[l] -= mean
		}
	}
	return t
}

// weigh adds up what speaks for each language.
func (t *tongues) weigh(raw string, words []weighed, sums []float32) {
	for _, f := range words {
		t.one(f.feature, f.weight, sums)
	}
	for f := range letters(raw) {
		t.one(f, letterPart, sums)
	}
}

func (t *tongues) one(f feature, weight float32, sums []float32) {
	n := len(t.languages)
	for l, w := range t.weights[row(f)*n : (row(f)+1)*n] {
		sums[l] += w * weight
	}
}
