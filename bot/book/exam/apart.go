package exam

import (
	"fmt"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// tooAlike is the share of words from which a message counts as a paraphrase of another: who learns the answers by heart is not examined.
const tooAlike = 0.8

// Apart finds labelled messages that are, nearly, messages that the word lists teach.
func Apart(words []understand.Words, questions []Question) bot.Problems {
	taught := map[bot.Language][][]string{}
	for _, w := range words {
		for _, p := range w.Messages() {
			taught[w.Language] = append(taught[w.Language], understand.Bag(p))
		}
	}
	var ps bot.Problems
	for _, q := range questions {
		key := understand.Bag(q.Text)
		for _, t := range taught[q.Language] {
			if understand.Likeness(key, t) >= tooAlike {
				ps = append(ps, bot.Problem{File: q.File, Line: q.Line, What: fmt.Sprintf("%q is nearly a message of words.%s.yaml", q.Text, q.Language),
					Remedy: "write another one, or take it out of the words file"})
				break
			}
		}
	}
	return ps
}
