package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/book/exam"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/sim"
)

type checkCmd struct {
	dataFlags
	Readability bool `help:"Print how easy the texts are and how many SMS segments they take."`
}

// Run checks the data, plays the transcripts, and makes sure that they walk every branch.
func (c *checkCmd) Run(s streams) error {
	set, ps := c.checked()
	if set.Library == nil || set.Texts == nil {
		return report(s.Err, ps)
	}
	ps = append(ps, c.examined(set)...)
	if c.Readability {
		printReadability(s.Out, set.Readability())
	}
	if ps.Err() == nil {
		scripts, bad := c.scripts()
		played := sim.Play(wholeBrain(set), scripts, false)
		ps = append(append(ps, bad...), played.Problems...)
		if ps.Err() == nil {
			unoffered(set, played.Walked)
			ps = append(ps, book.Uncovered(set.Library, played.Walked)...)
		}
	}
	if err := report(s.Err, ps); err != nil {
		return err
	}
	fmt.Fprintf(s.Out, "%d flows, %d topics, languages %v: no problems\n", len(set.Library.FlowIDs()), len(set.Library.TopicIDs()), set.Hotline.Languages)
	return nil
}

// unoffered marks the choices of languages that the hotline does not publish, and the offer of English where there is nothing else: nobody gets them.
func unoffered(s book.Set, walked map[string]bool) {
	foreign := slices.ContainsFunc(s.Hotline.Languages, func(l bot.Language) bool { return l != say.English })
	for _, e := range s.Library.Edges() {
		if id, _, _ := strings.Cut(e, "/"); !foreign && id == s.Library.Globals().Untranslated {
			walked[e] = true
		}
	}
	f := s.Library.Flow(s.Library.Globals().Commands[bot.CmdLanguage].Flow)
	for name, n := range f.Nodes {
		for _, o := range n.Options {
			if lang, chosen := f.Chosen(o); chosen && !slices.Contains(s.Hotline.Languages, lang) {
				walked[f.ID+"/"+name+"#"+o.ID] = true
			}
		}
	}
}

// examined makes sure that the development set can be read, and holds nothing that the words teach.
func (c *checkCmd) examined(set book.Set) bot.Problems {
	_, textsFS := c.folders()
	questions, ps := exam.Load(textsFS)
	return append(ps, exam.Apart(set.Words, questions)...)
}

func today() time.Time { return time.Now() }
