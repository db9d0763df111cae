package book

import (
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book/lint"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/local"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// Set is everything that one hotline says and understands.
type Set struct {
	Hotline bot.Hotline
	Library *flow.Library
	Texts   *say.Catalogue
	Words   []understand.Words
	Local   *local.Directory // nil: none
	Ledger  *review.Ledger   // nil: nobody has done anything yet
	Lint    *lint.Rules      // nil: nobody looks at wordings

	Reader func() *understand.Reader // that has studied the words; nil: nobody has begun to

	serving bool     // a running hotline is checked: what it can live with is a warning
	broken  mistakes // what a running hotline does without
}

// Check holds all rules between the parts of a set. Today decides which legal texts have expired.
func Check(s Set, today time.Time) bot.Problems {
	ps := s.checkReview()
	if s.serving {
		s.Hotline.Languages = s.Reviewed().Languages() // others are told of, and not offered
	}
	ps = append(ps, s.checkLanguages()...)
	uses := s.uses()
	ps = append(ps, s.checkMessages(uses)...)
	ps = append(ps, s.checkPlaceholders(uses)...)
	ps = append(ps, s.checkForms()...)
	ps = append(ps, s.checkPieces(uses)...)
	ps = append(ps, s.checkLinks(today)...)
	ps = append(ps, s.checkProgram()...)
	ps = append(ps, s.checkMustSay()...)
	ps = append(ps, s.checkTemplates()...)
	ps = append(ps, s.checkQuestions()...)
	ps = append(ps, s.checkSegments()...)
	if !s.serving { // wording is the authors' business: a long sentence must not keep a hotline from starting
		ps = append(ps, s.checkLint()...)
	}
	ps = append(ps, s.checkTopics(today)...)
	ps = append(ps, s.checkSources()...)
	if s.Local != nil {
		ps = append(ps, s.Local.Check(today)...)
	}
	return append(ps, s.checkWords()...)
}

// checkLanguages finds published languages without texts or without words.
func (s Set) checkLanguages() bot.Problems {
	var ps bot.Problems
	for _, lang := range s.Hotline.Languages {
		missing := func(file string) {
			ps = append(ps, bot.Problem{File: file, Language: lang, What: "is missing, but the hotline publishes " + string(lang),
				Remedy: "write it, or take the language off the list in hotline.yaml"})
		}
		if len(s.Texts.IDs(lang)) == 0 {
			missing(s.textsFile(lang))
		}
		if s.words(lang) == nil {
			missing(understand.FileOf(lang))
		}
	}
	return ps
}

func (s Set) words(lang bot.Language) *understand.Words {
	for i := range s.Words {
		if s.Words[i].Language == lang.Spoken() {
			return &s.Words[i]
		}
	}
	return nil
}

// Uncovered names the branches that no transcript walked.
func Uncovered(l *flow.Library, walked map[string]bool) bot.Problems {
	var ps bot.Problems
	for _, e := range l.Edges() {
		if !walked[e] {
			ps = append(ps, unwalked(l, e))
		}
	}
	return ps
}

// unwalked tells a branch where it is written: "flow/node#option", "flow/node!way" or "command word".
func unwalked(l *flow.Library, edge string) bot.Problem {
	what, remedy := "no transcript walks "+edge, "write one that does"
	if c, ok := strings.CutPrefix(edge, "command "); ok {
		return l.GlobalsProblem(what, remedy, "commands", c)
	}
	id, rest, _ := strings.Cut(edge, "/")
	node, option, _ := strings.Cut(rest, "#")
	node, _, _ = strings.Cut(node, "!")
	path := []any{"nodes", node}
	if at := slices.IndexFunc(l.Flow(id).Nodes[node].Options, func(o flow.Option) bool { return o.ID == option }); at >= 0 {
		path = append(path, "options", at)
	}
	return l.FlowProblem(id, what, remedy, path...)
}
