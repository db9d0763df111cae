package understand

import (
	"maps"
	"slices"
	"strings"
)

// role is what a phrase of a word list is good for.
type role uint8

const (
	roleWho role = iota
	roleHere
	roleAlways
	roleNot
	roleUnless
	roleTopic
	roleDoing
	roleState
	roleCrisis
	roleNow
	roleMeaning
	roleSpoken
	roles
)

func (r role) String() string {
	return [...]string{"who", "here", "always", "not", "unless", "topic", "doing", "state", "crisis", "now", "meaning", "spoken"}[r]
}

// index finds the phrases of word lists in a text. It knows them by hashes of their words, so that thousands take little room.
type index struct {
	phrases []phrase
	whole   map[uint32]place // by the hash of the words
	stems   map[uint32]place // by the hash of the words but the last, and the beginning of that
	names   []string         // of topics, meanings and the like
	number  map[string]uint16
}

// phrase is what one entry of the word lists says; several entries may be of the same words.
type phrase struct {
	role role
	name uint16
	next uint32 // the next phrase of the same words, by its place, or 0
}

// place is where the phrases of some words begin in index.phrases, and whether longer phrases begin with these words.
type place struct {
	first  uint32 // 0: none
	longer bool
}

// match is a phrase that occurs in a text.
type match struct {
	phrase uint32
	role   role
	topic  string // roleTopic, roleCrisis: its id; roleDoing: what agents do; roleState: its code; roleMeaning: its id
	from   int    // tokens [from, to)
	to     int
}

// boneWord is how long the consonants of one word may be, with their mark, to stand for nothing by themselves.
const boneWord = 3

func newIndex() index {
	return index{phrases: make([]phrase, 1), whole: map[uint32]place{}, stems: map[uint32]place{}, number: map[string]uint16{}}
}

// name numbers a topic, a meaning or the like.
func (x *index) name(of string) uint16 {
	n, ok := x.number[of]
	if !ok {
		n = uint16(len(x.names))
		x.names, x.number[of] = append(x.names, of), n
	}
	return n
}

// add files a phrase in normal form. With open, any word that begins as its last one does will do.
func (x *index) add(tokens []string, open bool, r role, topic string) {
	if len(tokens) == 0 || len(tokens) == 1 && len(tokens[0]) <= boneWord && tokens[0][0] == boneMark {
		return // one or two consonants could be anything
	}
	p := phrase{role: r, name: x.name(topic)}
	last, h := len(tokens)-1, begin(phraseKind)
	for _, t := range tokens[:last] {
		h = nextWord(h, t)
		at := x.whole[h]
		at.longer = true
		x.whole[h] = at
	}
	if open && !isGlued(tokens[last]) {
		x.file(x.stems, hash(begin(stemKind)^h, tokens[last]), p)
		return
	}
	x.file(x.whole, nextWord(h, tokens[last]), p)
}

func (x *index) file(in map[uint32]place, h uint32, p phrase) {
	at := in[h]
	for i := at.first; i != 0; i = x.phrases[i].next {
		if x.phrases[i].role == p.role && x.phrases[i].name == p.name {
			return
		}
	}
	p.next = at.first
	at.first = uint32(len(x.phrases))
	x.phrases = append(x.phrases, p)
	in[h] = at
}

// nextWord goes on with a hash of words.
func nextWord(h uint32, word string) uint32 { return (hash(h, word) ^ ' ') * hashPrime }

// leastStem is the shortest beginning of a word, in bytes, that a list may give.
const leastStem = 2

// find appends every phrase that occurs in the tokens, in order of occurrence.
func (x *index) find(tokens []string, into []match) []match {
	if x.whole == nil {
		return into
	}
	for i := range tokens {
		h := begin(phraseKind)
		for j := i; j < len(tokens); j++ {
			into = x.findStems(tokens[j], begin(stemKind)^h, i, j+1, into)
			h = nextWord(h, tokens[j])
			at, ok := x.whole[h]
			into = x.matches(at, i, j+1, into)
			if !ok || !at.longer {
				break
			}
		}
	}
	return into
}

func (x *index) findStems(word string, h uint32, from, to int, into []match) []match {
	if len(x.stems) == 0 {
		return into
	}
	for n := range len(word) {
		h = (h ^ uint32(word[n])) * hashPrime
		if n+1 >= leastStem {
			if at, ok := x.stems[h]; ok {
				into = x.matches(at, from, to, into)
			}
		}
	}
	return into
}

func (x *index) matches(at place, from, to int, into []match) []match {
	for n := at.first; n != 0; n = x.phrases[n].next {
		p := x.phrases[n]
		into = append(into, match{n, p.role, x.names[p.name], from, to})
	}
	return into
}

// isOpen reports whether an entry ends in a star, which stands for any ending.
func isOpen(entry string) bool { return strings.HasSuffix(entry, "*") }

// sorted goes through lists in the order of their keys: sums in another order would differ in their last digit.
func sorted(lists map[string][]string) func(func(string, []string) bool) {
	return func(yield func(string, []string) bool) {
		for _, id := range slices.Sorted(maps.Keys(lists)) {
			if !yield(id, lists[id]) {
				return
			}
		}
	}
}
