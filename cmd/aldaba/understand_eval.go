package main

import (
	"fmt"
	"os"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book/exam"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// examine prints how well labelled messages are understood, a row a language. It fails where the development set is understood worse than recorded.
func (c *understandCmd) examine(s streams, r *understand.Reader) error {
	questions, err := c.questions()
	if err != nil {
		return err
	}
	marks, mistakes := exam.Examine(r, questions)
	if c.Mistakes {
		for _, m := range mistakes {
			fmt.Fprintf(s.Out, "%s:%d: %s: %q is %s, %s, %v\n", m.File, m.Line, m.Kind, m.Text, m.Intent.Language, m.Intent.Action, m.Intent.Topics)
		}
	}
	if err := exam.Write(s.Out, marks); err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	if len(c.Files) > 0 {
		return nil
	}
	_, textsFS := c.folders()
	floors, ps := exam.LoadFloors(textsFS)
	if err := refuse(ps); err != nil {
		return err
	}
	return refuse(floors.Below(marks))
}

// questions are those of the files that are named, else the development set.
func (c *understandCmd) questions() ([]exam.Question, error) {
	if len(c.Files) == 0 {
		_, textsFS := c.folders()
		questions, ps := exam.Load(textsFS)
		return questions, refuse(ps)
	}
	var all []exam.Question
	var ps bot.Problems
	for _, name := range c.Files {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read labelled messages: %w", err)
		}
		questions, bad := exam.Read(name, data)
		all, ps = append(all, questions...), append(ps, bad...)
	}
	return all, refuse(ps)
}
