package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book/exchange"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

type i18nCmd struct {
	Export i18nExportCmd `cmd:"" help:"Write all texts and words for a translator, as CSV for a spreadsheet or PO for a translation program."`
	Import i18nImportCmd `cmd:"" help:"Take over what a translator wrote. One bad row, and nothing changes."`
}

type i18nExportCmd struct {
	dataFlags
	Lang   string `required:"" placeholder:"TAG" help:"The language to translate into, such as es or ht; it may be a new one."`
	Format string `enum:"csv,po" default:"csv" help:"csv or po (default: csv)."`
	Out    string `default:"-" placeholder:"FILE" help:"Where to write it, never over a file; - for standard output."`
}

// Run writes the sheet.
func (c *i18nExportCmd) Run(s streams) error {
	lib, err := c.library(bot.Language(c.Lang))
	if err != nil {
		return err
	}
	sheet, ps := lib.Sheet(bot.Language(c.Lang))
	if err := refuse(ps); err != nil {
		return err
	}
	file := exchange.WriteCSV(sheet)
	if c.Format == "po" {
		if file, ps = exchange.WritePO(sheet); ps != nil {
			return refuse(ps)
		}
	}
	if c.Out == "-" {
		_, err = s.Out.Write(file)
		return err
	}
	if err := writeNew(c.Out, file); err != nil {
		return err
	}
	fmt.Fprintf(s.Err, "%s: %d rows\n", c.Out, len(sheet.Rows))
	return nil
}

// library reads what the hotline says, and the raw files of English and one language.
func (f dataFlags) library(lang bot.Language) (exchange.Library, error) {
	set, ps := f.set()
	if err := refuse(ps); err != nil {
		return exchange.Library{}, err
	}
	lib := exchange.Library{Set: set}
	_, texts := f.folders()
	var failed []error
	for name, into := range map[string]*[]byte{
		say.FileOf(say.English): &lib.Files.EnglishTexts, exchange.WordsFile(say.English): &lib.Files.EnglishWords,
		say.FileOf(lang): &lib.Files.Texts, exchange.WordsFile(lang): &lib.Files.Words, review.File: &lib.Files.Ledger,
	} {
		data, err := fs.ReadFile(texts, path.Base(name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) {
			failed = append(failed, fmt.Errorf("read %s: %w; make it readable", name, err))
		}
		*into = data
	}
	return lib, errors.Join(failed...)
}

// readSheet reads a file as what it looks like.
func readSheet(name string) (exchange.Sheet, bot.Problems, error) {
	info, err := os.Stat(name)
	if err == nil && info.Size() > exchange.MaxFile {
		err = fmt.Errorf("it is larger than %d bytes", exchange.MaxFile)
	}
	if err != nil {
		return exchange.Sheet{}, nil, fmt.Errorf("the sheet cannot be read: %w; name the CSV or PO file that a translator sent back", err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return exchange.Sheet{}, nil, fmt.Errorf("the sheet cannot be read: %w; name the CSV or PO file that a translator sent back", err)
	}
	read := exchange.ReadCSV
	if exchange.IsPO(data) {
		read = exchange.ReadPO
	}
	sheet, ps := read(name, data)
	return sheet, ps, nil
}
