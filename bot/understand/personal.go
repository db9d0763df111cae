package understand

import (
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// PersonalWords find what is never kept: names, immigration status, dates of birth, numbers of a person.
type PersonalWords struct {
	Name    []string `yaml:"name"`    // a person's name follows
	Called  []string `yaml:"called"`  // a name follows, of a person, a place or an agent
	Intro   []string `yaml:"intro"`   // a person's name follows, if it is two words with capitals
	Tails   []string `yaml:"tails"`   // surnames of several words: "de la Cruz"
	Status  []string `yaml:"status"`  // tells somebody's status
	Numbers []string `yaml:"numbers"` // a number of the person follows
	Born    []string `yaml:"born"`    // a date of birth follows
	Months  []string `yaml:"months"`  // and, in up to two letters, what else stands in a date
	Not     []string `yaml:"not"`     // looks like one of these and is not
	Places  []string `yaml:"places"`  // words of the names of places
	Agents  []string `yaml:"agents"`  // whose names are kept
	Stop    []string `yaml:"stop"`    // words that are in no name
}

func (w PersonalWords) lists() []list {
	path := func(key string) []any { return []any{"personal", key} }
	return []list{
		{path("name"), w.Name}, {path("called"), w.Called}, {path("intro"), w.Intro}, {path("agents"), w.Agents},
		{path("tails"), w.Tails}, {path("status"), w.Status}, {path("numbers"), w.Numbers},
		{path("born"), w.Born}, {path("months"), w.Months}, {path("not"), w.Not}, {path("places"), w.Places}, {path("stop"), w.Stop},
	}
}

type privateKind int

const (
	keptWords privateKind = iota // only look private
	statusWords
	nameWords
	calledWords
	introWords
	tailWords
	numberWords
	bornWords
)

type privatePhrase struct {
	words []string
	kind  privateKind
}

// mixed are the languages whose words people mix into all others.
func mixed() []bot.Language { return []bot.Language{"en", "es"} }

// private is the personal words of one language, and of those that are mixed into it.
type private struct {
	phrases                      map[string][]privatePhrase // by first word, the longest first
	places, agents, stop, months map[string]bool
}

func newPrivate(words []Words) private {
	p := private{map[string][]privatePhrase{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, w := range words {
		for kind, phrases := range map[privateKind][]string{
			keptWords: w.Personal.Not, statusWords: w.Personal.Status, nameWords: w.Personal.Name, calledWords: w.Personal.Called,
			introWords: w.Personal.Intro, tailWords: w.Personal.Tails, numberWords: w.Personal.Numbers, bornWords: w.Personal.Born,
		} {
			p.add(kind, phrases)
		}
		mark(p.places, w.Personal.Places)
		mark(p.agents, w.Personal.Agents)
		mark(p.months, w.Personal.Months)
		mark(p.stop, w.Personal.Stop, w.Tells.Words, w.Urgent.Who)
	}
	for _, list := range p.phrases {
		slices.SortFunc(list, func(a, b privatePhrase) int {
			if len(a.words) != len(b.words) {
				return len(b.words) - len(a.words)
			}
			return int(a.kind - b.kind)
		})
	}
	return p
}

func (p private) add(kind privateKind, phrases []string) {
	for _, phrase := range phrases {
		if words := newLine(phrase).words; len(words) > 0 {
			p.phrases[words[0]] = append(p.phrases[words[0]], privatePhrase{words, kind})
		}
	}
}

// mark puts the single words of lists into a set.
func mark(set map[string]bool, lists ...[]string) {
	for _, list := range lists {
		for _, phrase := range list {
			if words := newLine(phrase).words; len(words) == 1 {
				set[words[0]] = true
			}
		}
	}
}

// line is a text with its words.
type line struct {
	s     string
	spans []text.Span
	words []string // folded, one a span
}

func newLine(s string) line {
	l := line{s: s, spans: text.Spans(s, nil, len(s))}
	for _, sp := range l.spans {
		l.words = append(l.words, text.Fold(s[sp.From:sp.To]))
	}
	return l
}

// gap is what stands between a word and the one before it.
func (l *line) gap(i int) string { return l.s[l.spans[i-1].To:l.spans[i].From] }

// match returns the longest phrase at word i whose kind is wanted.
func (p private) match(l *line, i int, wanted func(privateKind) bool) (privatePhrase, bool) {
	for _, ph := range p.phrases[l.words[i]] {
		end := i + len(ph.words)
		if wanted(ph.kind) && end <= len(l.words) && slices.Equal(l.words[i:end], ph.words) && l.together(i, end) {
			return ph, true
		}
	}
	return privatePhrase{}, false
}
