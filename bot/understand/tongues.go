package understand

import (
	"math"
	"unicode"
	"unicode/utf8"
)

// maxTongues is how many languages a reader knows at most: a bit each.
const maxTongues = 32

// langs are languages by their place in the reader's list, a bit each.
type langs uint32

const allLangs = ^langs(0)

// tongues tell languages apart by their words, pieces of words, and letters with accents: naive Bayes over what the word lists and texts are full of. A
// language that people also write in Latin letters is two kinds of text.
type tongues struct {
	kinds   []int   // of each kind of text: its language's place
	weights []int16 // a row of as many as there are kinds for each feature, in 1/tongueUnit
}

const (
	tongueBits = 15
	floor      = 2e-5 // the share that every feature has in every kind of text
	letterPart = 0.3  // how much a letter with an accent, or of another script, counts beside a word
	tongueUnit = 1024
	leastMass  = 1500 // how much must have been counted of a kind of text, to know it
)

// counts are how often a kind of text uses each feature.
type counts struct {
	of    []float32
	total float32
}

func newCounts() counts { return counts{of: make([]float32, 1<<tongueBits)} }

// scriptsOf are the two kinds of text in a language: in Latin letters, and in others.
type scriptsOf [2]counts

// add counts a text. One in Cyrillic letters counts in Latin ones too, as people write it on phones that have no others.
func (c *scriptsOf) add(raw string, words []weighed, times float32) {
	if inLatin(raw) {
		c[0].add(raw, words, times)
		return
	}
	c[1].add(raw, words, times)
	if latin := romanised(raw); latin != "" {
		c[0].add(latin, wordFeatures(fields(normal(latin)), nil), times*romanisedPart)
	}
}

// inLatin reports whether most letters of a text are Latin ones.
func inLatin(raw string) bool {
	latin, others := 0, 0
	for _, c := range raw {
		switch {
		case isASCII(c | 0x20):
			latin++
		case c >= 0x0370 && script(c) != script('ạ') && unicode.IsLetter(c):
			others++
		}
	}
	return latin >= others
}

// romanisedPart is how much a text counts in letters in which nobody wrote it.
const romanisedPart = 0.5

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

// letters yields a feature for each letter outside ASCII and for its script, for each digit inside a word of ASCII letters (Arabic is written so on
// phones: "7abibi"), and for each three ASCII letters in a row.
func letters(raw string) func(func(feature) bool) {
	return func(yield func(feature) bool) {
		n := 0
		var last [2]rune // the two characters before, in lower case
		for _, c := range raw {
			c = unicode.ToLower(c)
			switch {
			case c >= utf8.RuneSelf && unicode.IsLetter(c):
				if !yield(spread(hashNumber(begin(letterKind), uint32(c)))) || !yield(spread(hashNumber(begin(scriptKind), script(c)))) {
					return
				}
			case '0' <= c && c <= '9' && isASCII(last[1]):
				if !yield(spread(hashNumber(begin(digitKind), uint32(c)))) {
					return
				}
			case isASCII(c):
				if !yield(spread(hashNumber(begin(threeKind), uint32(last[0]&0xff)<<16|uint32(last[1]&0xff)<<8|uint32(c)))) {
					return
				}
			}
			if n++; n > maxLetters {
				return
			}
			last[0], last[1] = last[1], c
		}
	}
}

func isASCII(c rune) bool { return 'a' <= c && c <= 'z' }

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

// tell turns counts into weights: the logarithm of how much more often than in the average kind of text a feature is used.
func tell(all []*Lexicon) tongues {
	var t tongues
	var kinds []counts
	for l, x := range all {
		for _, c := range x.counts {
			if c.total >= leastMass || c.total > 0 && c.total == x.counts[0].total+x.counts[1].total {
				t.kinds, kinds = append(t.kinds, l), append(kinds, c)
			}
		}
	}
	n := len(kinds)
	t.weights = make([]int16, n<<tongueBits)
	into := make([]float32, n)
	for at := range 1 << tongueBits {
		mean := float32(0)
		for k, c := range kinds {
			into[k] = float32(math.Log(float64(c.of[at]/c.total + floor)))
			mean += into[k] / float32(n)
		}
		for k, x := range into {
			t.weights[at*n+k] = int16((x - mean) * tongueUnit)
		}
	}
	return t
}

// weigh adds up what speaks for each kind of text, and returns the most for each language.
func (t *tongues) weigh(raw string, words []weighed, languages []float32) {
	var room [2 * maxTongues]float32
	sums := room[:len(t.kinds)]
	for _, f := range words {
		t.one(f.feature, f.weight, sums)
	}
	for f := range letters(raw) {
		t.one(f, letterPart, sums)
	}
	for l := range languages {
		languages[l] = -1e9
	}
	for k, l := range t.kinds {
		languages[l] = max(languages[l], sums[k]/tongueUnit)
	}
}

func (t *tongues) one(f feature, weight float32, sums []float32) {
	n := len(t.kinds)
	for k, w := range t.weights[row(f)*n : (row(f)+1)*n] {
		sums[k] += float32(w) * weight
	}
}
