package lint

import (
	"fmt"

	"github.com/aldaba-hotline/aldaba/bot"
)

// How easy texts have to be. deploy/adr/0011-lints.md tells where the limits come from.
const (
	goodLength, mostWords = 15, 20     // words of a sentence
	goodGrade, mostGrade  = 6.0, 8.0   // Flesch-Kincaid, English
	goodEase, leastEase   = 65.0, 55.0 // INFLESZ, Spanish
)

// longSentences finds sentences that are too long to be read in a hurry.
func longSentences(r *Rules, _ *Book, t *Text) bot.Problems {
	if r.style.fragment(t) {
		return nil
	}
	var ps bot.Problems
	for _, s := range t.sentences {
		if n := s.length(); n > mostWords || n > goodLength && measured(t.Lang) {
			p := t.problem(fmt.Sprintf("has a sentence of %d words: %q", n, s.raw), fmt.Sprintf("make two of it; %d words are enough", goodLength))
			p.Warning = n <= mostWords
			ps = append(ps, p)
		}
	}
	return ps
}

// measured reports whether the good length of a sentence is known for a language: other ones take more words, or syllables, to say the same.
func measured(lang bot.Language) bool { return lang == "en" || lang == "es" }

// hardText finds single texts that are hard to read. The parts of an answer are judged together, by hardAnswers.
func hardText(r *Rules, b *Book, t *Text) bot.Problems {
	if r.style.fragment(t) || b.parts[t.Message] {
		return nil
	}
	what, hard, far := judge(t.Lang, r.style.counts(t))
	if !hard {
		return nil
	}
	p := t.problem(what, easier)
	p.Warning = !far
	return bot.Problems{p}
}

const easier = "use shorter sentences and shorter words"

// hardAnswers finds topics of which the whole answer is hard to read.
func hardAnswers(r *Rules, b *Book) bot.Problems {
	var ps bot.Problems
	for _, topic := range b.Topics {
		for _, lang := range b.Languages {
			c, first := r.answer(b, topic, lang)
			if what, hard, far := judge(lang, c); hard {
				p := bot.Problem{File: first.File, Line: first.Line, What: "the answer of topic " + topic.ID + " " + what, Remedy: easier, Warning: !far}
				ps = append(ps, p)
			}
		}
	}
	return ps
}

// answer counts all messages of a topic and returns the first of them.
func (r *Rules) answer(b *Book, topic Topic, lang bot.Language) (counts, *Text) {
	var c counts
	first := &Text{}
	for _, id := range topic.Messages {
		for _, t := range b.find(lang, id) {
			if first.ID == "" {
				first = t
			}
			c = c.plus(r.style.counts(t))
		}
	}
	return c, first
}

// judge reads a formula's figure: what to say of it, whether it is hard to read, and whether it is far too hard.
func judge(lang bot.Language, c counts) (what string, hard, far bool) {
	if !c.measurable() {
		return "", false, false
	}
	switch lang {
	case "en":
		g := grade(c)
		return fmt.Sprintf("is of grade %.1f by Flesch-Kincaid, above %.0f", g, goodGrade), g > goodGrade, g > mostGrade
	case "es":
		p := perspicuity(c)
		return fmt.Sprintf("has %.0f points on the INFLESZ scale, below %.0f", p, goodEase), p < goodEase, p < leastEase
	}
	return "", false, false
}
