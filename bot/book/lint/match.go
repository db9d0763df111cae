package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot/text"
)

// pattern is a wording to look for in a folded sentence: whole words, of which one may begin or end in * for any letters, and … for up
// to three words between. In a sentence of a script without spaces it is found anywhere.
type pattern struct {
	source string
	folded string
	words  []word
}

type word struct {
	text      string
	head, any bool // letters may follow; letters may go before
	gap       bool // up to three words
}

const maxGap = 3

// compile reads a pattern.
func compile(source string) (pattern, error) {
	p := pattern{source: source, folded: text.Fold(source)}
	for _, f := range strings.Fields(source) {
		if f == "…" || f == "..." {
			p.words = append(p.words, word{gap: true})
			continue
		}
		parts := strings.Fields(text.Fold(f))
		for i, part := range parts {
			p.words = append(p.words, word{text: part, head: i == len(parts)-1 && strings.HasSuffix(f, "*"), any: i == 0 && strings.HasPrefix(f, "*")})
		}
	}
	if len(p.words) == 0 || p.words[0].gap || p.words[len(p.words)-1].gap {
		return p, fmt.Errorf("%q holds no words, or begins or ends with …", source)
	}
	return p, nil
}

// in finds the pattern in a sentence and returns the positions of its first word and behind its last one; else -1. In a script without
// spaces both are positions in the folded sentence.
func (p pattern) in(s sentence, from int) (start, end int) {
	if len(p.words) == 0 {
		return -1, -1 // it could not be read
	}
	if s.unspaced {
		if at := strings.Index(s.folded[from:], p.folded); at >= 0 {
			return from + at, from + at + len(p.folded)
		}
		return -1, -1
	}
	for i := from; i < len(s.words); i++ {
		if !p.words[0].fits(s.words[i]) {
			continue
		}
		if end := match(p.words, s.words, i); end >= 0 {
			return i, end
		}
	}
	return -1, -1
}

// span is where a pattern stands.
type span struct{ start, end int }

// all returns every place where the pattern stands, none within another.
func (p pattern) all(s sentence) []span {
	var all []span
	for from := 0; ; {
		start, end := p.in(s, from)
		if start < 0 {
			return all
		}
		all = append(all, span{start, end})
		from = end
	}
}

// match returns the position behind the pattern when it stands at a position, else -1.
func match(pattern []word, words []string, at int) int {
	for i, w := range pattern {
		if w.gap {
			for skip := range maxGap + 1 {
				if end := match(pattern[i+1:], words, at+skip); end >= 0 {
					return end
				}
			}
			return -1
		}
		if at >= len(words) || !w.fits(words[at]) {
			return -1
		}
		at++
	}
	return at
}

func (w word) fits(s string) bool {
	switch {
	case w.head && w.any:
		return strings.Contains(s, w.text)
	case w.head:
		return strings.HasPrefix(s, w.text)
	case w.any:
		return strings.HasSuffix(s, w.text)
	}
	return s == w.text
}

func (p pattern) found(s sentence) bool {
	start, _ := p.in(s, 0)
	return start >= 0
}

type patterns []pattern

func (ps patterns) found(s sentence) bool {
	return slices.ContainsFunc(ps, func(p pattern) bool { return p.found(s) })
}

func (ps patterns) foundIn(all []sentence) bool {
	return slices.ContainsFunc(all, ps.found)
}

func (ps patterns) String() string {
	var all []string
	for _, p := range ps {
		all = append(all, p.source)
	}
	return strings.Join(all, ", or ")
}
