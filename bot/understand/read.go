package understand

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// maxTokens bounds the work on one text; what comes after so many words decides nothing.
const maxTokens = 400

// Reader understands texts in all languages of its word lists at once. It is immutable and safe for concurrent use.
type Reader struct {
	index   index
	model   model
	command map[string]bot.Command // whole folded texts
	number  map[string]int
	greets  map[string]bot.Language // whole folded texts that show a language
	orders  map[string]bot.Verb     // by text.Latin
	within  map[string]bool         // words before the name of a state in which somebody is
	private private
}

// NewReader builds a reader from word lists, and from the texts that belong to topics.
func NewReader(words []Words, lessons ...Lesson) *Reader {
	r := &Reader{
		index:   newIndex(words),
		model:   train(words, lessons),
		command: map[string]bot.Command{},
		number:  map[string]int{},
		greets:  map[string]bot.Language{},
		within:  map[string]bool{},
		orders:  newOrders(words),
		private: newPrivate(words),
	}
	for _, w := range words {
		for c, list := range w.Commands {
			for _, p := range list {
				r.command[text.Fold(p)] = c
			}
		}
		for i, p := range w.Numbers {
			r.number[text.Fold(p)] = i + 1
		}
		for _, p := range w.Within {
			r.within[text.Fold(p)] = true
		}
		for _, p := range w.Tells.Whole {
			r.greets[text.Fold(p)] = w.Language
		}
	}
	return r
}

// Input is a text and what must be known to understand it.
type Input struct {
	Text    string
	Pinned  bool    // it came with a location, a picture or a voice note
	Open    bool    // a question is open
	Choices Choices // the open question's options
	Free    bool    // the open question takes free words
	State   bool    // the open question asks for a state
	Report  bool    // the open question belongs to an urgent report
	Past    bool    // the open question is about what is over
	Stopped bool    // the contact said STOP before
	Explain bool    // fill in Intent.Why
}

// Read decides what a text means. The order is the same everywhere:
//
//  1. a whole message that is a STOP or HELP word, or a START word from somebody who had stopped and has no question open;
//  2. any other command as a whole message;
//  3. an option of the open question: its number, label or a synonym, in any language. A label may sound urgent ("They are
//     knocking"); whoever writes it answers what was asked;
//  4. an urgent report, unless one is being told: then its words are part of it. Who is asked about what is over tells of agents and
//     doors too: there it takes words that say that it is now; in doubt it is asked;
//  5. a crisis, such as suicide;
//  6. an answer in their own words, where the open question takes them or belongs to an urgent report, a state where it asks for one,
//     and a pin or picture as the answer to any question; a mere greeting tells nothing in a report;
//  7. a text that may be urgent and names no topic, or a pin or picture without words;
//  8. a topic by what it is like, see topics.go; several that fit about equally well are offered;
//  9. nothing: the menu.
func (r *Reader) Read(in Input) bot.Intent {
	folded := text.Fold(in.Text)
	tokens := fields(separate(folded))
	var room [32]match
	found := r.index.find(tokens, room[:0])
	var intent bot.Intent
	if r.greets[folded] == "" && r.count(in.Text, folded) == 0 {
		intent.Topics = r.topics(tokens, found)
	}
	intent.Language, intent.Sure = r.language(folded, len(tokens), found)
	intent.State = r.state(folded, tokens, found, in.State)
	urgency := weigh(found)
	if in.Past && !saysNow(found) {
		urgency = notUrgent
	}
	intent.Sure = intent.Sure && !in.Past // they quote what was said to agents, in English
	intent.Urgent, intent.Doing = urgency == isUrgent, doing(found)
	intent.Crisis = tellsCrisis(found)
	r.decide(&intent, in, folded, urgency, phrases(found))
	if in.Explain {
		intent.Why = append(explain(found, intent), r.explainTopics(tokens, intent.Topics)...)
	}
	return intent
}

func (r *Reader) decide(out *bot.Intent, in Input, folded string, urgency urgency, named map[string]float64) {
	command := r.command[folded]
	option, chosen := in.Choices.match(folded, r.count(in.Text, folded))
	fits := fit(out.Topics, named)
	switch {
	case command == bot.CmdStop || command == bot.CmdHelp,
		command == bot.CmdStart && in.Stopped && !in.Open:
		out.Action, out.Command = bot.ActCommand, command
	case command != "" && command != bot.CmdStart:
		out.Action, out.Command = bot.ActCommand, command
	case chosen:
		out.Action, out.Option = bot.ActOption, option
	case urgency == isUrgent && !in.Report:
		out.Action = bot.ActUrgent
	case out.Crisis:
		out.Action = bot.ActAnswer
	case urgency == maybeUrgent && in.Past:
		out.Action = bot.ActAskUrgent
	case (in.Report || in.Past) && !in.Pinned && r.greets[folded] != "":
		out.Action = bot.ActMenu // "hola" tells nothing about a raid
	case in.Open && (in.Free || in.Report || in.Pinned), in.State && out.State != "":
		out.Action = bot.ActText
	case urgency == maybeUrgent && len(named) == 0, in.Pinned && folded == "":
		out.Action = bot.ActAskUrgent
	case fits == 1:
		out.Action = bot.ActAnswer
	case fits > 1:
		out.Action = bot.ActChoose
	default:
		out.Action = bot.ActMenu
	}
}

// count reads a text that is nothing but a number, in digits of any script or as a word; 0 is none.
func (r *Reader) count(raw, folded string) int {
	if n, ok := text.Number(raw); ok {
		return n
	}
	return r.number[folded]
}

// separate puts a space where Latin letters meet a script that is written without spaces, or glues its endings to foreign
// words: "ICE가" is about ICE.
func separate(folded string) string {
	var b strings.Builder
	before, cut := rune(0), 0
	for i, c := range folded {
		if before != 0 && c != ' ' && before != ' ' && eastAsian(c) != eastAsian(before) {
			b.WriteString(folded[cut:i])
			b.WriteByte(' ')
			cut = i
		}
		before = c
	}
	if cut == 0 {
		return folded
	}
	b.WriteString(folded[cut:])
	return b.String()
}

func eastAsian(c rune) bool {
	return c >= 0x1100 && unicode.In(c, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

func fields(folded string) []string {
	tokens := strings.Fields(folded)
	return tokens[:min(len(tokens), maxTokens)]
}

// explain tells which phrases were found and what they led to, without the text itself.
func explain(found []match, out bot.Intent) []string {
	why := []string{fmt.Sprintf("action=%s language=%s urgent=%t", out.Action, out.Language, out.Urgent)}
	for _, m := range found {
		line := fmt.Sprintf("%s: %q", m.role, strings.Join(m.tokens, " "))
		if m.topic != "" {
			line += " -> " + m.topic
		}
		if m.lang != "" {
			line += " (" + string(m.lang) + ")"
		}
		why = append(why, line)
	}
	return why
}
