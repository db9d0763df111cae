package lint

import (
	"fmt"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Budget is how many SMS segments texts may take in a language. A segment holds 153 plain characters; in languages that are not written in them, 67.
type Budget struct {
	First  int `yaml:"first"`  // the first answers to an urgent text, with their options
	Good   int `yaml:"good"`   // a part of an answer, with the line that offers MORE; more is a warning
	Text   int `yaml:"text"`   // a text, with its options
	Answer int `yaml:"answer"` // a text, with the choices that follow an answer
}

// Budget is that of a language in the list segments of style.yaml, else that of all; without a list, what suits plain characters. R may be nil.
func (r *Rules) Budget(lang bot.Language) Budget {
	if r != nil {
		for _, key := range []string{string(lang), "all"} {
			if b, ok := r.style.Segments[key]; ok {
				return b
			}
		}
	}
	return Budget{First: 2, Good: 2, Text: 3, Answer: 3}
}

// longAnswers finds topics' messages that take more SMS segments than they should.
func longAnswers(r *Rules, b *Book) bot.Problems {
	var ps bot.Problems
	for _, topic := range b.Topics {
		for _, lang := range b.Languages {
			for _, id := range topic.Messages {
				for _, t := range b.find(lang, id) {
					ps = append(ps, t.long(r.Budget(lang))...)
				}
			}
		}
	}
	return ps
}

func (t *Text) long(most Budget) bot.Problems {
	switch {
	case t.Whole > most.Answer:
		return bot.Problems{t.problem(fmt.Sprintf("takes %d segments with the choices that follow it", t.Whole),
			"shorten it or the names of the related topics; a letter that costs more counts for the whole text")}
	case t.Segments > most.Good:
		p := t.problem(fmt.Sprintf("takes %d segments as it is sent", t.Segments), "move a sentence to the next message, or use letters that cost less")
		p.Warning = true
		return bot.Problems{p}
	}
	return nil
}
