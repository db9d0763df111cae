package lint

import (
	"cmp"
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Figure is how easy one text or the whole answer of a topic is.
type Figure struct {
	ID       string
	Score    float64 // by the formula of its language; without one, words of the longest sentence
	Longest  int     // words of the longest sentence
	Segments int     // of an answer: of its longest message
}

// Figures is how easy the texts of one language are.
type Figures struct {
	Lang     bot.Language
	Formula  string   // what Score is
	Answers  []Figure // of topics, hardest first
	Texts    []Figure // all others that are long enough to measure, hardest first
	Segments []int    // of every message of a topic, with the offer of MORE, sorted
	Whole    []int    // with the choices that follow, too
}

// Measure measures every text that is made of sentences.
func (r *Rules) Measure(b Book) []Figures {
	r.prepare(&b)
	var all []Figures
	for _, lang := range b.Languages {
		all = append(all, r.measure(&b, lang))
	}
	return all
}

func (r *Rules) measure(b *Book, lang bot.Language) Figures {
	f := Figures{Lang: lang, Formula: formula(lang)}
	answers := map[string]bool{}
	for _, topic := range b.Topics {
		var all []*Text
		for _, id := range topic.Messages {
			answers[id] = true
			all = append(all, b.find(lang, id)...)
		}
		for _, t := range all {
			f.Segments, f.Whole = append(f.Segments, t.Segments), append(f.Whole, t.Whole)
		}
		f.Answers = append(f.Answers, r.figure(topic.ID, lang, all)...)
	}
	for _, t := range b.Texts {
		if t.Lang == lang && !answers[t.Message] && !r.style.fragment(t) {
			f.Texts = append(f.Texts, r.figure(t.ID, lang, []*Text{t})...)
		}
	}
	hardestFirst(f.Answers, lang)
	hardestFirst(f.Texts, lang)
	slices.Sort(f.Segments)
	slices.Sort(f.Whole)
	return f
}

// figure measures some texts as one; none when they are too short.
func (r *Rules) figure(id string, lang bot.Language, all []*Text) []Figure {
	f := Figure{ID: id}
	var c counts
	for _, t := range all {
		c = c.plus(r.style.counts(t))
		f.Segments = max(f.Segments, t.Segments)
		for _, s := range t.sentences {
			f.Longest = max(f.Longest, s.length())
		}
	}
	if !c.measurable() {
		return nil
	}
	f.Score = score(lang, c, f.Longest)
	return []Figure{f}
}

func formula(lang bot.Language) string {
	switch lang {
	case "en":
		return "Flesch-Kincaid grade"
	case "es":
		return "INFLESZ points"
	}
	return "words of the longest sentence"
}

func score(lang bot.Language, c counts, longest int) float64 {
	switch lang {
	case "en":
		return grade(c)
	case "es":
		return perspicuity(c)
	}
	return float64(longest)
}

// hardestFirst sorts: a high grade is hard, few points are hard.
func hardestFirst(all []Figure, lang bot.Language) {
	slices.SortStableFunc(all, func(a, b Figure) int {
		if lang == "es" {
			a, b = b, a
		}
		return cmp.Compare(b.Score, a.Score)
	})
}

// Median is the middle of a sorted list, the higher one of two; 0 of an empty one.
func Median[T int | float64](sorted []T) T {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[len(sorted)/2]
}
