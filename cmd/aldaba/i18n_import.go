package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book/exchange"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

type i18nImportCmd struct {
	dataFlags
	File   string `arg:"" help:"The CSV or PO file that aldaba i18n export wrote, translated."`
	Lang   string `placeholder:"TAG" help:"Its language, if the file does not say it."`
	By     string `placeholder:"NAME" help:"Who translated, for the ledger (default: the last translator that a PO file names)."`
	DryRun bool   `help:"Say what would change, and change nothing."`
}

// Run takes a translation over.
func (c *i18nImportCmd) Run(s streams) error {
	if c.Data == "" && !c.DryRun {
		return errors.New("the built-in texts cannot be changed; name a folder that holds copies of flows/ and i18n/ with --data DIR, or use --dry-run")
	}
	sheet, ps, err := readSheet(c.File)
	if err != nil {
		return err
	}
	if ps == nil {
		ps = c.settle(&sheet)
	}
	if err := c.report(s, ps); err != nil {
		return err
	}
	lib, err := c.library(sheet.Language)
	if err != nil {
		return err
	}
	change, ps := lib.Import(c.File, sheet)
	if err := c.report(s, ps); err != nil {
		return err
	}
	return c.write(s, lib, sheet, change)
}

// settle finds the language of a sheet.
func (c *i18nImportCmd) settle(sheet *exchange.Sheet) bot.Problems {
	said := sheet.Language
	sheet.Language = bot.Language(cmp.Or(c.Lang, string(said)))
	bad := func(what, remedy string) bot.Problems {
		return bot.Problems{{File: c.File, Line: 1, What: what, Remedy: remedy}}
	}
	switch {
	case sheet.Language == "":
		return bad("does not say its language", "name it with --lang")
	case said != "" && said != sheet.Language:
		return bad("is in "+string(said)+", not in "+c.Lang, "leave --lang out, or take the right file")
	}
	return nil
}

func (c *i18nImportCmd) report(s streams, ps bot.Problems) error {
	if err := report(s.Err, ps); err != nil {
		return fmt.Errorf("%w; nothing was changed", err)
	}
	return nil
}

// write replaces the files that change.
func (c *i18nImportCmd) write(s streams, lib exchange.Library, sheet exchange.Sheet, change exchange.Change) error {
	by := cmp.Or(c.By, sheet.By)
	if by == "" && len(change.Translated) > 0 && !c.DryRun {
		return errors.New("say who translated, for the ledger: --by NAME; nothing was changed")
	}
	ledger, err := lib.LedgerWith(change, cmp.Or(by, "nobody"), time.Now().Format(time.DateOnly))
	if err != nil {
		return fmt.Errorf("%w; nothing was changed", err)
	}
	files := []newFile{{say.FileOf(sheet.Language), change.Texts}, {exchange.WordsFile(sheet.Language), change.Words}, {say.Folder + review.File, ledger}}
	files = slices.DeleteFunc(files, func(f newFile) bool { return f.data == nil })
	if !c.DryRun {
		if err := putAll(c.Data, files); err != nil {
			return err
		}
	}
	c.tell(s, files, change)
	return nil
}

// newFile is what a file of a folder shall be.
type newFile struct {
	name string
	data []byte
}

// putAll replaces several files of a folder. All are written beside the old ones before the first is put in its place: a full disk or a
// folder that nobody may write to changes nothing.
func putAll(dir string, files []newFile) error {
	var staged []string
	defer func() {
		for _, name := range staged {
			_ = os.Remove(name) // they are gone when all went well
		}
	}()
	for _, f := range files {
		name, err := stage(filepath.Join(dir, f.name), f.data)
		if err != nil {
			return fmt.Errorf("write %s: %w; nothing was changed; make its folder writable", f.name, err)
		}
		staged = append(staged, name)
	}
	for i, f := range files {
		if err := os.Rename(staged[i], filepath.Join(dir, f.name)); err != nil {
			return fmt.Errorf("replace %s: %w; files before it in the list were replaced: take i18n/ from your copy and import again", f.name, err)
		}
	}
	return nil
}

func (c *i18nImportCmd) would() string {
	if c.DryRun {
		return "would be "
	}
	return ""
}

func (c *i18nImportCmd) tell(s streams, files []newFile, change exchange.Change) {
	for _, f := range files {
		fmt.Fprintf(s.Out, "%s %swritten\n", f.name, c.would())
	}
	fmt.Fprintf(s.Out, "%d messages and %d lists of words %schanged, %d stale translations %sconfirmed; %d rows as they were, %d without a translation\n",
		change.Messages, change.Lists, c.would(), change.Confirmed, c.would(), change.Same, change.Empty)
	if !c.DryRun && change.Messages+change.Lists > 0 {
		fmt.Fprintf(s.Out, "now look at what the rules say: aldaba check --data %s\n", c.Data)
	}
}
