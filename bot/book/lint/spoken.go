package lint

import (
	"fmt"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// sayPrefix begins the ids of the sentences to say to an officer.
const sayPrefix = "say."

// spoken finds topics that do not give the English sentences to say as they have to: word for word, on a line of its own, and in another
// language with the sound-spelling in parentheses on the next line.
func spoken(_ *Rules, b *Book) bot.Problems {
	var ps bot.Problems
	for _, topic := range b.Topics {
		for _, lang := range b.Languages {
			for _, sentence := range topic.Say {
				if what := b.says(topic, lang, sentence); what != "" {
					ps = append(ps, bot.Problem{File: topic.File, Line: topic.Line, What: fmt.Sprintf("topic %s in %s %s: %s", topic.ID, lang, what, sentence),
						Remedy: "write {{say.…}} on a line of its own in one of its messages, or take the sentence off the list"})
				}
			}
		}
	}
	return ps
}

// says looks for a sentence in a topic's messages and tells what is wrong, or "".
func (b *Book) says(topic Topic, lang bot.Language, sentence string) string {
	what := "never gives the sentence"
	for _, id := range topic.Messages {
		said, ok := b.Said(lang, id)
		if !ok {
			return "" // a missing text is reported elsewhere
		}
		lines := strings.Split(said, "\n")
		for i, line := range lines {
			switch {
			case line == sentence && (lang == "en" || i+1 < len(lines) && sound(lines[i+1])):
				return ""
			case line == sentence:
				what = "gives no sound-spelling under the sentence"
			case strings.Contains(line, sentence):
				what = "gives the sentence within a line"
			}
		}
	}
	return what
}

func sound(line string) bool {
	return len(line) > 2 && strings.HasPrefix(line, "(") && strings.HasSuffix(line, ")")
}
