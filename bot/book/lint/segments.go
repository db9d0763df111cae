package lint

import (
	"fmt"

	"github.com/aldaba-hotline/aldaba/bot"
)

// How many SMS segments a part of an answer should take, with the line that offers MORE, and how many a text may take, with the choices
// that follow an answer.
const goodSegments, mostSegments = 2, 3

// longAnswers finds topics' messages that take more SMS segments than they should.
func longAnswers(_ *Rules, b *Book) bot.Problems {
	var ps bot.Problems
	for _, topic := range b.Topics {
		for _, lang := range b.Languages {
			for _, id := range topic.Messages {
				for _, t := range b.find(lang, id) {
					ps = append(ps, t.long()...)
				}
			}
		}
	}
	return ps
}

func (t *Text) long() bot.Problems {
	switch {
	case t.Whole > mostSegments:
		return bot.Problems{t.problem(fmt.Sprintf("takes %d segments with the choices that follow it", t.Whole),
			"shorten it or the names of the related topics; a letter that costs more counts for the whole text")}
	case t.Segments > goodSegments:
		p := t.problem(fmt.Sprintf("takes %d segments as it is sent", t.Segments), "move a sentence to the next message, or use letters that cost less")
		p.Warning = true
		return bot.Problems{p}
	}
	return nil
}
