package understand

import "unicode/utf8"

// feature is a hash of a piece of a text: a word, a pair of words, a piece of a word, a meaning. It is the same in every process. Two pieces that share
// a hash are rarer than texts are wrong.
type feature uint32

// weighed is a feature of a text and how much it counts.
type weighed struct {
	feature
	weight float32
}

// What a hash is of.
const (
	wordKind byte = iota + 1
	pairKind
	tripleKind
	pieceKind
	meaningKind
	letterKind
	scriptKind
	digitKind
	threeKind
	roleKind
	phraseKind
	stemKind
)

// How much a feature counts beside a whole word.
const (
	pairWeight   = 0.8
	tripleWeight = 0.7
	gluedWeight  = 0.35 // a character of a script without spaces: half a word
	pieceWeight  = 0.35
	pieceSize    = 4   // characters; a shorter word has no pieces
	bothWeight   = 0.5 // two meanings together, beside one meaning
)

const (
	hashSeed  = 2166136261
	hashPrime = 16777619
)

func begin(kind byte) uint32 { return (hashSeed ^ uint32(kind)) * hashPrime }

// hash goes on with a hash (FNV-1a).
func hash(h uint32, s string) uint32 {
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * hashPrime
	}
	return h
}

func hashNumber(h, n uint32) uint32 {
	for range 4 {
		h = (h ^ n&0xff) * hashPrime
		n >>= 8
	}
	return h
}

// spread mixes the bits, so that a part of them serves as a place in a table.
func spread(h uint32) feature {
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	h ^= h >> 16
	return feature(h)
}

// wordFeatures appends the features of each word by itself.
func wordFeatures(tokens []string, into []weighed) []weighed {
	for _, t := range tokens {
		glued := isGlued(t)
		weight := float32(1)
		if glued {
			weight = gluedWeight
		}
		into = append(into, weighed{spread(hash(begin(wordKind), t)), weight})
		if !glued && t[0] != boneMark {
			into = pieces(t, into)
		}
	}
	return into
}

// neighbours appends the features of words that stand together.
func neighbours(tokens []string, into []weighed) []weighed {
	for i, t := range tokens {
		if i == 0 {
			continue
		}
		into = append(into, weighed{spread(hash(nextWord(begin(pairKind), tokens[i-1]), t)), pairWeight})
		if i > 1 && isGlued(t) && isGlued(tokens[i-1]) && isGlued(tokens[i-2]) {
			into = append(into, weighed{spread(hash(hash(hash(begin(tripleKind), tokens[i-2]), tokens[i-1]), t)), tripleWeight})
		}
	}
	return into
}

// isGlued reports whether a token is one character of a script without spaces, see normal.
func isGlued(t string) bool {
	r, size := utf8.DecodeRuneInString(t)
	return size == len(t) && eastAsian(r)
}

// pieces appends the runs of four characters of a word, its ends marked.
func pieces(word string, into []weighed) []weighed {
	if len(word) < pieceSize {
		return into
	}
	var at [66]int // where each character begins, and the end
	n := 0
	for i := range word {
		if n == len(at)-1 {
			break
		}
		at[n] = i
		n++
	}
	at[n] = len(word)
	for i := -1; i+pieceSize <= n+1; i++ {
		h := begin(pieceKind)
		if i < 0 {
			h = hash(h, "^")
		}
		h = hash(h, word[at[max(i, 0)]:at[min(i+pieceSize, n)]])
		if i+pieceSize > n {
			h = hash(h, "$")
		}
		into = append(into, weighed{spread(h), pieceWeight})
	}
	return into
}

// maxMeanings is how many meanings of one text count.
const maxMeanings = 16

// meanings appends the features of the meanings in a text: each once, and each two of them.
func meanings(found []match, into []weighed) []weighed {
	var met [maxMeanings]uint32
	n := 0
	for _, m := range found {
		if m.role != roleMeaning {
			continue
		}
		h := hash(begin(meaningKind), m.topic)
		if containsHash(met[:n], h) || n == maxMeanings {
			continue
		}
		into = append(into, weighed{spread(h), 1})
		for _, o := range met[:n] {
			into = append(into, weighed{spread(hashNumber(min(h, o), max(h, o))), bothWeight})
		}
		met[n] = h
		n++
	}
	return into
}

func containsHash(all []uint32, h uint32) bool {
	for _, a := range all {
		if a == h {
			return true
		}
	}
	return false
}

// kinds appends which kinds of urgent words there are in a text, and which two.
func kinds(found []match, into []weighed) []weighed {
	var has [roles]bool
	for _, m := range found {
		if m.role != roleMeaning && !covered(m, found) {
			has[m.role] = true
		}
	}
	for r, yes := range has {
		for o := 0; yes && o <= r; o++ {
			if has[o] {
				into = append(into, weighed{spread(hashNumber(begin(roleKind), uint32(o<<8|r))), 1})
			}
		}
	}
	return into
}
