package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// sayPrefix begins the ids of the sentences to say to an officer.
const sayPrefix = "say."

// spoken finds topics that do not give the English sentences to say as they have to: word for word, on a line of its own, and in another
// language with the sound-spelling in parentheses on the next line; and at least one of them in the first message, for many read no more.
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
			if len(topic.Say) > 0 && !b.begins(topic, lang) {
				ps = append(ps, bot.Problem{File: topic.File, Line: topic.Line, What: fmt.Sprintf("topic %s in %s gives none of its sentences in the first message", topic.ID, lang),
					Remedy: "give the first thing to say at once: many read no further"})
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

// begins reports whether the first message of a topic gives one of its sentences. A missing text is reported elsewhere.
func (b *Book) begins(topic Topic, lang bot.Language) bool {
	said, ok := b.Said(lang, topic.First)
	return !ok || slices.ContainsFunc(strings.Split(said, "\n"), func(line string) bool { return slices.Contains(topic.Say, line) })
}

func sound(line string) bool {
	return len(line) > 2 && strings.HasPrefix(line, "(") && strings.HasSuffix(line, ")")
}
