package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// sayPrefix begins the ids of the sentences to say to an officer.
const sayPrefix = "say."

// english is the language of those sentences, from which all texts are translated.
const english bot.Language = "en"

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

// ownLine finds {{say.…}} within a line: whoever reads it out to an officer must see where it begins and ends.
func ownLine(_ *Rules, _ *Book, t *Text) bot.Problems {
	for line := range strings.SplitSeq(t.Written, "\n") {
		if strings.Contains(line, "{{say.") && !spokenLine.MatchString(line) {
			return bot.Problems{t.problem(fmt.Sprintf("gives a sentence to say within a line: %q", line), "give {{say.…}} a line of its own, with nothing beside it")}
		}
	}
	return nil
}

// writtenOut finds sentences to say to an officer that are not named as {{say.…}}: they would have no sound-spelling in any language.
func writtenOut(_ *Rules, b *Book, t *Text) bot.Problems {
	if strings.HasPrefix(t.Message, sayPrefix) {
		return nil
	}
	small := strings.ToLower(t.Written)
	for _, s := range b.sentences {
		if strings.Contains(small, s.words) {
			return bot.Problems{t.problem("writes out the sentence of "+s.id, "write {{"+s.id+"}} on a line of its own: it brings the sound-spelling")}
		}
	}
	return nil
}

// toSay is an English sentence to say, in small letters and without its mark.
type toSay struct{ id, words string }

// remember lists the sentences to say, the longest first: the first one that fits is the right one.
func (b *Book) remember() {
	b.sentences = nil
	for _, t := range b.Texts {
		if words := strings.ToLower(strings.TrimRight(t.Written, ".?!")); t.Lang == english && strings.HasPrefix(t.Message, sayPrefix) && strings.Count(words, " ") > 1 {
			b.sentences = append(b.sentences, toSay{t.Message, words})
		}
	}
	slices.SortFunc(b.sentences, func(x, y toSay) int { return cmp.Or(len(y.words)-len(x.words), strings.Compare(x.id, y.id)) })
}
