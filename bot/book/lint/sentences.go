package lint

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot/text"
)

// sentence is one sentence of a text, without its pieces and placeholders.
type sentence struct {
	raw      string
	folded   string
	unspaced bool     // of a script that writes no spaces
	words    []string // folded
	clause   []int    // for each word, how many commas, colons and the like stand in front of it
}

var (
	spokenLine  = regexp.MustCompile(`(?m)^[ \t]*\{\{\s*say\.[^{}]*\}\}[ \t]*$`)
	placeholder = regexp.MustCompile(`\{\{[^{}]*\}\}`)
)

// prose is what a text itself says: the sentences to say to an officer, addresses, numbers and what is filled in are left out.
func prose(written string) string {
	if !strings.Contains(written, "{{") {
		return written
	}
	return placeholder.ReplaceAllString(spokenLine.ReplaceAllString(written, ""), "")
}

// split cuts prose into sentences. A line break ends one, too.
func (s style) split(prose string) []sentence {
	all := []sentence{}
	for line := range strings.SplitSeq(s.joined(prose), "\n") {
		for line != "" {
			end := sentenceEnd(line)
			if one := newSentence(line[:end]); len(one.words) > 0 {
				all = append(all, one)
			}
			line = line[end:]
		}
	}
	return all
}

// joined writes abbreviations of several parts as one, so that "EE. UU." ends at most one sentence.
func (s style) joined(prose string) string {
	for _, a := range s.Abbreviations {
		if strings.Contains(prose, a) {
			prose = strings.ReplaceAll(prose, a, strings.NewReplacer(".", "", " ", "").Replace(a)+".")
		}
	}
	return prose
}

// sentenceEnd is where the first sentence of a line ends, behind its mark. A full stop counts before a space that no small letter
// follows; the marks of scripts without such spaces always count.
func sentenceEnd(line string) int {
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		i += size
		if strings.ContainsRune("。！？।؟۔", r) || strings.ContainsRune(".!?…", r) && ends(line[i:]) {
			return i
		}
	}
	return len(line)
}

func ends(after string) bool {
	after = strings.TrimLeft(after, `"')»”’`)
	rest := strings.TrimLeft(after, " ")
	if rest == "" {
		return true
	}
	for _, r := range rest {
		return len(rest) < len(after) && !unicode.IsLower(r)
	}
	return true
}

// newSentence folds a sentence and remembers which words stand between the same commas.
func newSentence(raw string) sentence {
	s := sentence{raw: strings.TrimSpace(raw), folded: text.Fold(raw), unspaced: strings.ContainsFunc(raw, writesNoSpaces)}
	for i, clause := range strings.FieldsFunc(raw, func(r rune) bool { return strings.ContainsRune(",;:()—–،，；：、", r) }) {
		for _, w := range strings.Fields(text.Fold(clause)) {
			s.words, s.clause = append(s.words, w), append(s.clause, i)
		}
	}
	return s
}

// body is the sentence without a heading of one or two words: "California:", "Family:".
func (s sentence) body() string {
	head, rest, ok := strings.Cut(s.raw, ": ")
	if ok && strings.Count(head, " ") < 2 {
		return rest
	}
	return s.raw
}

// introduces reports whether a sentence only leads to what follows: "You can say:".
func (s sentence) introduces() bool {
	return strings.HasSuffix(s.raw, ":") && len(s.words) <= 3
}

// length is how many words a sentence has: what stands between spaces and holds a letter or a digit. Two characters of a script that
// writes no spaces count as a word.
func (s sentence) length() int {
	n, unspaced := 0, 0
	for _, w := range strings.FieldsFunc(s.body(), between) {
		chars := 0
		spaced := false
		for _, r := range w {
			if writesNoSpaces(r) {
				chars++
			} else if unicode.IsLetter(r) || unicode.IsDigit(r) {
				spaced = true
			}
		}
		unspaced += chars
		if spaced {
			n++
		}
	}
	return n + (unspaced+1)/2
}

// between reports whether a character parts words.
func between(r rune) bool { return unicode.IsSpace(r) || r == '/' }

func writesNoSpaces(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
