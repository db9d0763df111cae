package understand

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// maxTokens bounds the work on one text; what comes after so many words decides nothing.
const maxTokens = 400

// Input is a text and what must be known to understand it.
type Input struct {
	Text     string
	Language bot.Language // in which the contact has written before, if they have
	Pinned   bool         // it came with a location, a picture or a voice note
	Open     bool         // a question is open
	Choices  Choices      // the open question's options
	Free     bool         // the open question takes free words
	State    bool         // the open question asks for a state
	Report   bool         // the open question belongs to an urgent report
	Past     bool         // the open question is about what is over
	Told     bool         // they have told a report that is not over
	Stopped  bool         // the contact said STOP before
	Left     bool         // the contact wants no alerts, and is told by START how to get them
	Explain  bool         // fill in Intent.Why
}

// Read decides what a text means. The order is the same everywhere:
//
//  1. a whole message that is a STOP or HELP word, or a START word from somebody who had stopped and has no question open, or START from who left alerts;
//  2. any other command as a whole message;
//  3. an option of the open question: its number, label or a synonym, in any language. A label may sound urgent ("They are
//     knocking"); whoever writes it answers what was asked;
//  4. an urgent report, unless one is being told: then its words are part of it. Who is asked about what is over tells of agents and
//     doors too: there it takes words that say that it is now; in doubt it is asked;
//  5. a crisis, such as suicide;
//  6. free words for no more texts, which are asked back;
//  7. an answer in their own words, where the open question takes them or belongs to an urgent report, a state where it asks for one,
//     and a pin or picture as the answer to any question; a mere greeting tells nothing in a report;
//  8. a text that may be urgent, or a pin or picture without words;
//  9. a topic by what it is like, see topics.go; several that fit about equally well are offered;
//  10. nothing: the menu.
func (r *Reader) Read(in Input) bot.Intent {
	var room rooms
	p := r.parse(in, &room)
	var intent bot.Intent
	if !r.says(in.Text, p.whole) {
		intent.Topics = r.topics(&p)
	}
	intent.Language, intent.Sure = p.tongue.language, p.tongue.sure
	intent.Hant = intent.Language == "zh-Hans" && text.Traditional(in.Text)
	intent.State = r.state(p.whole, p.tokens, in.State)
	urgency := p.urgency(in)
	rest, named := r.names(p.whole)
	if in.Past && !saysNow(p.found) || named && merely(rest) && !p.ofAgents() {
		urgency = notUrgent
	}
	intent.Spoken = named && (urgency != maybeUrgent || !p.ofAgents())
	// What they quote was said to agents in English, and everybody may use the English commands.
	intent.Sure = intent.Sure && !in.Past && r.commandOf[p.whole] != english
	intent.Urgent, intent.Doing = urgency == isUrgent, doing(p.found)
	intent.Crisis = tellsCrisis(p.found)
	r.decide(&intent, in, &p, urgency)
	intent.Spoken = intent.Action == bot.ActPerson
	if in.Explain {
		p.folded = text.Fold(in.Text)
		intent.Why = append(explain(&p, intent), r.explainTopics(&p, intent.Topics)...)
	}
	return intent
}

// parsed is a text taken apart.
type parsed struct {
	folded   string // only where it is to be explained
	whole    string // in normal form
	tokens   []string
	tongue   tongue
	found    []match
	features []weighed // of words up to nWords, then of meanings up to nMeant, then of kinds of phrases
	nWords   int
	nMeant   int
	likely   [verdicts]float32
	judged   bool // likely says something
}

func (p *parsed) words() []weighed { return p.features[:p.nWords] }

func (p *parsed) meant() []weighed { return p.features[p.nWords:p.nMeant] }

// rooms keep what belongs to one text off the heap.
type rooms struct {
	tokens   [40]string
	found    [80]match
	features [320]weighed
}

func (r *Reader) parse(in Input, room *rooms) parsed {
	p := parsed{whole: normal(in.Text)}
	p.tokens = appendFields(room.tokens[:0], p.whole)
	p.features = wordFeatures(p.tokens, room.features[:0])
	p.tongue = r.language(in, &p)
	if x := r.lexicon(p.tongue.language); x != nil && x.spelling != asWritten {
		p.tokens = x.spelled(p.tokens)
		p.features = wordFeatures(p.tokens, p.features[:0])
	}
	p.features = neighbours(p.tokens, p.features)
	p.nWords = len(p.features)
	p.found = room.found[:0]
	for l, x := range r.lexicons {
		if p.tongue.may&(1<<l) != 0 {
			p.found = x.index.find(p.tokens, p.found)
		}
	}
	p.features = meanings(p.found, p.features)
	p.nMeant = len(p.features)
	p.features = kinds(p.found, p.features)
	if p.judged = r.judge.weights != nil; p.judged && !r.says(in.Text, p.whole) {
		p.likely = r.judge.likely(p.features)
	}
	return p
}

// lexicon is that of a language, or nil.
func (r *Reader) lexicon(of bot.Language) *Lexicon {
	if n := slices.Index(r.languages, of); n >= 0 {
		return r.lexicons[n]
	}
	return nil
}

// names finds a language that the hotline does not write: its name alone, behind words such as "hablo" or "language is", or before one and nothing
// else. The words are taken as they were written: spelled as the language that a bare name looks like, it would be no name. It also gives what stands
// before and behind that.
func (r *Reader) names(whole string) (rest []string, named bool) {
	tokens := fields(whole)
	for _, m := range r.spoken.find(tokens, nil) {
		from := m.from
		switch {
		case from > 1 && r.speaks[tokens[from-2]+" "+tokens[from-1]]:
			from -= 2
		case from > 0 && r.speaks[tokens[from-1]]:
			from--
		case m.to-from < len(tokens) && !(from == 0 && len(tokens) == m.to+1 && r.speaks[tokens[m.to]]):
			continue
		case m.to-from < len(tokens):
			return nil, true
		}
		return slices.Concat(tokens[:from], tokens[m.to:]), true
	}
	return nil, false
}

// merely reports whether a text says nothing but which language somebody speaks, with a short word such as "je" or "mwen" at most.
func merely(rest []string) bool {
	return len(rest) == 0 || len(rest) == 1 && len(rest[0]) <= 4
}

// ofAgents reports whether a text has words for agents, or for what they do and when.
func (p *parsed) ofAgents() bool {
	return slices.ContainsFunc(p.found, func(m match) bool {
		return m.role == roleWho || m.role == roleHere || m.role == roleAlways || m.role == roleNow || m.role == roleDoing
	})
}

// says reports whether a whole text is nothing but a greeting or numbers.
func (r *Reader) says(raw, whole string) bool {
	return r.greets[whole] != "" || r.count(raw, whole) != 0 || strings.Trim(whole, "0123456789 ") == ""
}

func (r *Reader) decide(out *bot.Intent, in Input, p *parsed, urgency urgency) {
	whole := p.whole
	command := r.command[whole]
	option, chosen := in.Choices.match(whole, r.count(in.Text, whole))
	fits := p.fit(out.Topics)
	switch {
	case command == bot.CmdStop || command == bot.CmdHelp,
		command == bot.CmdStart && in.Stopped && !in.Open,
		restores(whole) && (in.Stopped || in.Left) && !chosen && !in.Free && !in.Report:
		out.Action, out.Command = bot.ActCommand, command
	case command != "" && command != bot.CmdStart:
		out.Action, out.Command = bot.ActCommand, command
	case chosen:
		out.Action, out.Option = bot.ActOption, option
	case urgency == isUrgent && !in.Report:
		out.Action = bot.ActUrgent
	case out.Crisis:
		out.Action = bot.ActAnswer
	case p.leaves(in.Open, out.Topics):
		out.Action = bot.ActConfirmStop
	case urgency == maybeUrgent && in.Past:
		out.Action = bot.ActAskUrgent
	case (in.Report || in.Past) && !in.Pinned && r.greets[whole] != "":
		out.Action = bot.ActMenu // "hola" tells nothing about a raid
	case in.Open && (in.Free || in.Report || in.Pinned), in.State && out.State != "":
		out.Action = bot.ActText
	case out.Spoken:
		out.Action = bot.ActPerson
	case urgency == maybeUrgent && !p.clear(out.Topics), in.Pinned && whole == "":
		out.Action = bot.ActAskUrgent
	case fits == 1:
		out.Action = bot.ActAnswer
	case fits > 1:
		out.Action = bot.ActChoose
	default:
		out.Action = bot.ActMenu
	}
}

// restores reports whether a word means START also where it answers no open question: it is a phone company's, and no answer to anything as YES is.
func restores(whole string) bool { return whole == "start" || whole == "unstop" }

// How likely it must be that somebody wants no more texts, to ask them: with no question open; with one, or where the words fit a topic well. Measured on
// the development set. One word is a command or none.
const (
	leaving     = 0.38
	leavingOpen = 0.7
)

func (p *parsed) leaves(open bool, topics []bot.Score) bool {
	least := float32(leaving)
	if open || len(topics) > 0 && topics[0].Score >= sure {
		least = leavingOpen
	}
	return len(p.tokens) > 1 && p.likely[isLeave] >= max(least, p.likely[isAside])
}

// count reads a text that is nothing but a number, in digits of any script or as a word; 0 is none.
func (r *Reader) count(raw, whole string) int {
	if n, ok := text.Number(raw); ok {
		return n
	}
	return r.number[whole]
}

// fields cuts a text in normal form into words.
func fields(whole string) []string { return appendFields(nil, whole) }

func appendFields(to []string, whole string) []string {
	for whole != "" && len(to) < maxTokens {
		word, rest, _ := strings.Cut(whole, " ")
		to, whole = append(to, word), rest
	}
	return to
}

// shown are the words of a match as the text has them, folded, where the text's words are the reader's; else as the reader has them.
func (p *parsed) shown(m match) string {
	if words := strings.Fields(p.folded); len(words) == len(p.tokens) {
		return strings.Join(words[m.from:m.to], " ")
	}
	return strings.Join(p.tokens[m.from:m.to], " ")
}

// explain tells which phrases were found and what they led to, without the text itself.
func explain(p *parsed, out bot.Intent) []string {
	why := []string{fmt.Sprintf("action=%s language=%s urgent=%t", out.Action, out.Language, out.Urgent)}
	if p.judged {
		why = append(why, fmt.Sprintf("likely: now %.2f, no more texts %.2f, something else %.2f", p.likely[isNow], p.likely[isLeave], p.likely[isAside]))
	}
	for _, m := range p.found {
		line := fmt.Sprintf("%s: %q", m.role, p.shown(m))
		if m.topic != "" {
			line += " -> " + m.topic
		}
		why = append(why, line)
	}
	return why
}
