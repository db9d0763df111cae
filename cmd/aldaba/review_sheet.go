package main

import (
	"fmt"
	"os"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

type reviewExportCmd struct {
	reviewFlags
	Lang  bot.Language `placeholder:"LANG" help:"Only this language (default: all that the hotline lists)."`
	Core  bool         `help:"Only the core: the urgent texts and those for the door."`
	Excel bool         `help:"Begin with the mark by which Excel knows the letters."`
	Out   string       `default:"-" placeholder:"FILE" help:"Where to write it, never over a file; - for standard output."`
}

// Run writes the texts as CSV.
func (c *reviewExportCmd) Run(s streams) error {
	set, r, err := c.reviewed()
	if err != nil {
		return err
	}
	langs, err := chosen(set, c.Lang)
	if err != nil {
		return err
	}
	var lines []review.Line
	for _, lang := range langs {
		lines = append(lines, c.lines(set, r, lang)...)
	}
	file := r.Board().Sheet(lines)
	if c.Excel {
		file = append([]byte("\ufeff"), file...)
	}
	if c.Out == "-" {
		_, err := s.Out.Write(file)
		return err
	}
	if err := writeNew(c.Out, file); err != nil {
		return err
	}
	fmt.Fprintf(s.Out, "%s: %d texts\n", c.Out, len(lines))
	return nil
}

func (c *reviewExportCmd) lines(set book.Set, r *book.Reviewed, lang bot.Language) []review.Line {
	places, rests := set.Places(), set.Rests()
	var all []review.Line
	for _, id := range set.Texts.IDs(lang) {
		if c.Core && !r.Core(id) {
			continue
		}
		context := places.Of(id)
		base, _ := say.Base(id)
		if on := rests[base]; on != "" {
			context += ". " + on
		}
		if r.Core(id) {
			context = "core; " + context
		}
		all = append(all, review.Line{ID: id, Language: lang, Context: context, Segments: text.Segments(r.Board().Written(lang, id)).Segments})
	}
	return all
}

type reviewImportCmd struct {
	reviewFlags
	File         string       `arg:"" help:"CSV file that aldaba review export wrote, with verdicts: approve, withdraw or change."`
	Lang         bot.Language `required:"" placeholder:"LANG" help:"Language of the texts."`
	By           string       `placeholder:"NAME" help:"The lawyer's name, for rows without one under reviewer."`
	Bar          string       `placeholder:"BAR" help:"Where the lawyer is admitted, such as \"CA 12345\", for rows with nothing under bar_state."`
	Jurisdiction string       `placeholder:"WHERE" help:"For which jurisdiction, for rows that do not say (default: the state of the bar)."`
	On           string       `placeholder:"DAY" help:"The day of the review, such as 2026-11-28 (default: today)."`
	DryRun       bool         `help:"Say what would be recorded, and record nothing."`
}

// Run records a lawyer's verdicts.
func (c *reviewImportCmd) Run(s streams) error {
	_, r, err := c.opened()
	if err != nil {
		return err
	}
	on, err := day(c.On)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("the file cannot be read: %w; name one that aldaba review export wrote", err)
	}
	entries, ps := r.Board().Verdicts(c.File, data, review.Reviewer{Language: c.Lang, By: c.By, Bar: c.Bar, Jurisdiction: c.Jurisdiction, On: on, Bound: r.Bound})
	if err := report(s.Err, ps); err != nil {
		return fmt.Errorf("%w; nothing was recorded", err)
	}
	if c.DryRun {
		fmt.Fprintf(s.Out, "would be recorded: %s\n", counted(entries))
		return nil
	}
	if len(entries) > 0 {
		if err := c.record(entries); err != nil {
			return err
		}
	}
	fmt.Fprintf(s.Out, "recorded: %s; %s\n", counted(entries), rereads)
	return nil
}

// opened is about, which a dry run may ask of built-in texts too.
func (c *reviewImportCmd) opened() (book.Set, *book.Reviewed, error) {
	if !c.DryRun {
		return c.about(c.Lang, nil)
	}
	set, r, err := c.reviewed()
	if err == nil {
		err = known(set, c.Lang, nil)
	}
	return set, r, err
}

func counted(entries []review.Entry) string {
	n := map[review.Act]int{}
	for _, e := range entries {
		n[e.Act]++
	}
	return fmt.Sprintf("%d approved, %d withdrawn, %d sent back", n[review.Approved], n[review.Withdrawn], n[review.Drafted])
}
