package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"text/tabwriter"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book/exam"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// examine prints how well labelled messages are understood, a row a language.
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
	return writeMarks(s, marks)
}

func (c *understandCmd) questions() ([]exam.Question, error) {
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

func writeMarks(s streams, marks map[bot.Language]*exam.Marks) error {
	w := tabwriter.NewWriter(s.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "language\ttexts\tlanguage\turgent heard\talarms right\tasked in calm\ttop 1\ttop 3\tanswered\toffered\twrong\tstops\tmistaken")
	var sum exam.Marks
	for _, lang := range slices.Sorted(maps.Keys(marks)) {
		sum.Add(*marks[lang])
		writeRow(w, string(lang), *marks[lang])
	}
	writeRow(w, "all", sum)
	return w.Flush()
}

func writeRow(w *tabwriter.Writer, name string, m exam.Marks) {
	percent := func(n, of int) string {
		if of == 0 {
			return "-"
		}
		return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(of))
	}
	fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\n", name, m.Texts, percent(m.Language, m.Texts), percent(m.Heard, m.Urgent),
		percent(m.TrueAlarms, m.Alarms), percent(m.CalmAsked, m.Calm), percent(m.First, m.Questions), percent(m.Three, m.Questions),
		percent(m.Answered, m.Questions), percent(m.Offered, m.Questions), percent(m.Wrong, m.Others), percent(m.Stopped, m.Stops), m.Mistaken)
}
