package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

type reviewCmd struct {
	Status     reviewStatusCmd     `cmd:"" help:"How the texts of each language stand, and what keeps one from being published."`
	Approve    reviewApproveCmd    `cmd:"" help:"Record that a lawyer approved texts as they are now."`
	Withdraw   reviewWithdrawCmd   `cmd:"" help:"Take texts back: nobody gets them any more."`
	Translated reviewTranslatedCmd `cmd:"" help:"Record of which English texts the translations of today were made, so that they become stale when those change."`
	Export     reviewExportCmd     `cmd:"" help:"Write the texts as a CSV file for a lawyer to fill in."`
	Import     reviewImportCmd     `cmd:"" help:"Record the verdicts of such a file. One bad row, and nothing is recorded."`
}

// reviewFlags say whose texts and ledger are meant.
type reviewFlags struct{ dataFlags }

var errBuiltIn = errors.New("the built-in texts cannot be written to; get a copy of them (aldaba init --data DIR), and name it with --data DIR or ALDABA_DATA")

// ledger is where acts are recorded.
func (f reviewFlags) ledger() (string, error) {
	if f.Data == "" {
		return "", errBuiltIn
	}
	return filepath.Join(f.Data, understand.Dir, review.File), nil
}

// reviewed reads the texts and their ledger. Whether the parts fit together does not matter here.
func (f reviewFlags) reviewed() (book.Set, *book.Reviewed, error) {
	set, ps := f.set()
	if err := refuse(ps); err != nil {
		return set, nil, err
	}
	return set, set.Reviewed(), nil
}

// known refuses a language or ids that have no text.
func known(set book.Set, lang bot.Language, ids []string) error {
	if set.Texts.File(lang) == "" {
		return fmt.Errorf("there are no texts in %q; use one of %v", lang, set.Texts.Languages())
	}
	for _, id := range ids {
		if set.Texts.Forms(lang, id) == nil {
			return fmt.Errorf("there is no text %q in %s; aldaba review export names them all", id, lang)
		}
	}
	return nil
}

// chosen are the languages that a verb is about: one, or, where none is named, all that the hotline lists.
func chosen(set book.Set, lang bot.Language) ([]bot.Language, error) {
	if lang == "" {
		return set.Hotline.Languages, nil
	}
	return []bot.Language{lang}, known(set, lang, nil)
}

// day reads the day of an act: today, if none is given.
func day(on string) (string, error) {
	if on == "" {
		return time.Now().Format(time.DateOnly), nil
	}
	at, err := time.Parse(time.DateOnly, on)
	if err != nil {
		return "", fmt.Errorf("%q is not a day; write it as 2026-11-28", on)
	}
	if at.After(time.Now()) {
		return "", fmt.Errorf("%s is in the future; write the day on which it was done", on)
	}
	return on, nil
}

// rereads is what to do so that a running server heeds the ledger.
const rereads = "a running server heeds it once it gets SIGHUP"

// record adds entries to the ledger.
func (f reviewFlags) record(entries []review.Entry) error {
	path, err := f.ledger()
	if err != nil {
		return err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return rewrite(path, func(old []byte) ([]byte, error) { return review.Append(old, entries...) })
}

// rewrite replaces a file as a whole, or leaves it as it is. The new file, beside the old one, keeps others from doing so at the same time.
func rewrite(path string, change func(old []byte) ([]byte, error)) error {
	temporary := path + ".new"
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists: somebody else is writing; wait, or delete it if nobody is", temporary)
	}
	if err != nil {
		return fmt.Errorf("write the ledger: %w; name a folder that you may write to with --data", err)
	}
	err = fill(f, path, change)
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		return fmt.Errorf("write the ledger: %w", errors.Join(err, os.Remove(temporary)))
	}
	return nil
}

// fill writes the changed content of a file into another one, down to the disk.
func fill(f *os.File, path string, change func([]byte) ([]byte, error)) error {
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, f.Close())
	}
	data, err := change(old)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	if info, err := os.Stat(path); err == nil {
		_ = f.Chmod(info.Mode().Perm()) // a file system without modes keeps its own
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}
