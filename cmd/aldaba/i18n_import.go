package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
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

// write replaces the files that change, the ledger last: it must not tell of texts that are not there.
func (c *i18nImportCmd) write(s streams, lib exchange.Library, sheet exchange.Sheet, change exchange.Change) error {
	would := ""
	if c.DryRun {
		would = "would be "
	}
	by := cmp.Or(c.By, sheet.By)
	if by == "" && len(change.Translated) > 0 && !c.DryRun {
		return errors.New("say who translated, for the ledger: --by NAME; nothing was changed")
	}
	ledger, err := lib.LedgerWith(change, cmp.Or(by, "nobody"), time.Now().Format(time.DateOnly))
	if err != nil {
		return fmt.Errorf("%w; nothing was changed", err)
	}
	for _, f := range []struct {
		name string
		data []byte
	}{{exchange.TextsFile(sheet.Language), change.Texts}, {exchange.WordsFile(sheet.Language), change.Words}, {say.Folder + review.File, ledger}} {
		if f.data == nil {
			continue
		}
		if !c.DryRun {
			if err := replace(filepath.Join(c.Data, f.name), f.data); err != nil {
				return fmt.Errorf("write %s: %w; make the folder writable and import again: what was written before stays, and is recognized", f.name, err)
			}
		}
		fmt.Fprintf(s.Out, "%s %swritten\n", f.name, would)
	}
	fmt.Fprintf(s.Out, "%d messages and %d lists of words %schanged, %d stale translations %sconfirmed; %d rows as they were, %d without a translation\n",
		change.Messages, change.Lists, would, change.Confirmed, would, change.Same, change.Empty)
	return nil
}
