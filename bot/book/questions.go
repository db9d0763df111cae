package book

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// Limits of what a phone shows well, in characters and segments. The first three are WhatsApp's, for buttons (of which it
// shows up to three), list rows and texts.
const (
	maxButton  = 20
	maxButtons = 3
	maxLabel   = 24
	maxText    = 1024
)

// checkQuestions finds labels that are too long, that two options of a question share, or that are commands.
func (s Set) checkQuestions() bot.Problems {
	var ps bot.Problems
	for _, lang := range s.Hotline.Languages {
		commands := s.commandsOf(lang)
		s.eachChoice(func(f *flow.Flow, n *flow.Node) {
			ps = append(ps, s.checkLabels(f, n, lang, commands)...)
		})
	}
	return unique(ps)
}

func (s Set) eachChoice(do func(*flow.Flow, *flow.Node)) {
	for _, id := range s.Library.FlowIDs() {
		f := s.Library.Flow(id)
		for _, name := range f.Order {
			if n := f.Nodes[name]; n.Kind == flow.KindChoice {
				do(f, n)
			}
		}
	}
}

func (s Set) checkLabels(f *flow.Flow, n *flow.Node, lang bot.Language, commands map[string]bot.Command) bot.Problems {
	var ps bot.Problems
	longest := maxLabel
	if len(n.Options) <= maxButtons {
		longest = maxButton
	}
	seen := map[string]string{}
	for i, o := range n.Options {
		label, ok := s.Texts.Text(lang, bot.WhatsApp, o.Label, nil)
		if !ok {
			continue // reported by checkMessages
		}
		if length := utf8.RuneCountInString(label); length > longest {
			ps = append(ps, s.textProblem(lang, o.Label, fmt.Sprintf("label %s has %d characters", o.Label, length), fmt.Sprintf("shorten it to %d", longest)))
		}
		key := text.Fold(label)
		if other, taken := seen[key]; taken {
			p := s.Library.FlowProblem(f.ID, fmt.Sprintf("options %s and %s have the same label in %s", other, o.ID, lang), "reword one", "nodes", n.Name, "options", i)
			p.Language, p.Message = lang, o.Label
			ps = append(ps, p)
		}
		seen[key] = o.ID
		if c := commands[key]; c != "" {
			ps = append(ps, s.textProblem(lang, o.Label, fmt.Sprintf("label %s is the command %s, which comes first", o.Label, c), "reword the label"))
		}
	}
	return ps
}

// commandsOf is what the words of a language's commands stand for, folded. START words count only for those who had stopped, so a label may use them.
func (s Set) commandsOf(lang bot.Language) map[string]bot.Command {
	all := map[string]bot.Command{}
	if w := s.words(lang); w != nil {
		for c, list := range w.Commands {
			for _, p := range list {
				if c != bot.CmdStart {
					all[text.Fold(p)] = c
				}
			}
		}
	}
	return all
}

// checkSegments finds texts that are too long for a phone: a message with its options, as one answer.
func (s Set) checkSegments() bot.Problems {
	var ps bot.Problems
	for _, lang := range s.Hotline.Languages {
		for _, id := range s.Texts.IDs(lang) {
			ps = append(ps, s.checkLength(lang, plainID(id), bot.Say{Message: plainID(id)}, "")...)
		}
	}
	s.eachChoice(func(f *flow.Flow, n *flow.Node) {
		for _, lang := range s.Hotline.Languages {
			ps = append(ps, s.checkLength(lang, n.Text, bot.Say{Message: n.Text, Options: n.Choices()}, " with the options of "+f.ID+"/"+n.Name)...)
		}
	})
	return unique(ps)
}

func (s Set) checkLength(lang bot.Language, id string, what bot.Say, with string) bot.Problems {
	if !s.Texts.Has(lang, id) {
		return nil
	}
	common := s.common()
	var ps bot.Problems
	sms := strings.Join(s.Texts.Answer(lang, bot.SMS, []bot.Say{what}, common), "\n")
	most := s.Lint.Budget(lang).Text
	if with != "" && s.first()[id] {
		most = s.Lint.Budget(lang).First
	}
	if c := text.Segments(sms); c.Segments > most {
		ps = append(ps, s.textProblem(lang, id, fmt.Sprintf("%s%s takes %d segments (%s, %d units)", id, with, c.Segments, c.Encoding, c.Units),
			fmt.Sprintf("shorten it to %d; %s", most, cheaper(sms))))
	}
	wa := strings.Join(s.Texts.Answer(lang, bot.WhatsApp, []bot.Say{what}, common), "\n")
	if n := utf8.RuneCountInString(wa); n > maxText {
		ps = append(ps, s.textProblem(lang, id, fmt.Sprintf("%s%s has %d characters", id, with, n), fmt.Sprintf("shorten it to %d", maxText)))
	}
	return ps
}

// first are the texts that somebody reads first who writes that agents are there, or may be.
func (s Set) first() map[string]bool {
	is := map[string]bool{}
	g := s.Library.Globals()
	for _, id := range []string{g.Urgent, g.AskUrgent} {
		f := s.Library.Flow(id)
		for _, name := range f.Order {
			if n := f.Nodes[name]; n.Kind == flow.KindChoice || n.Kind == flow.KindAsk {
				is[n.Text] = true // the first question; those behind it follow when it is answered
				break
			}
		}
	}
	return is
}

// common is what every text may be filled with.
func (s Set) common() map[string]string {
	all := s.Hotline.Common()
	all["Count"] = "99"
	return all
}

// cheaper names the characters that make a text expensive.
func cheaper(s string) string {
	costly := text.NotGSM(s)
	if len(costly) == 0 {
		return "say less"
	}
	return fmt.Sprintf("or avoid %q, which halve what fits", string(costly))
}

func unique(ps bot.Problems) bot.Problems {
	seen := map[bot.Problem]bool{}
	var out bot.Problems
	for _, p := range ps {
		if !seen[p] {
			seen[p] = true
			out = append(out, p)
		}
	}
	return out
}
