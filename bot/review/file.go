package review

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// File is the name of the ledger, in the folder of texts; it may be missing.
const File = "review.csv"

// folder is where authors know the file to be.
const folder = "i18n/"

// MaxFile is the largest ledger that Load takes, in bytes: some fifty thousand acts.
const MaxFile = 8 << 20

// byColumn is the first column that people write freely.
const byColumn = 5

func columns() []string {
	return []string{"id", "language", "hash", "source_hash", "act", "by", "on", "jurisdiction", "bar", "comment"}
}

// Load reads the ledger of a folder. A folder without one has an empty ledger. One with a mistake must not be used.
func Load(fsys fs.FS) (*Ledger, bot.Problems) {
	data, err := fs.ReadFile(fsys, File)
	if errors.Is(err, fs.ErrNotExist) {
		return New(nil), nil
	}
	if err != nil {
		return New(nil), bot.Problems{{File: folder + File, What: "cannot be read: " + err.Error(), Remedy: "check its permissions"}}
	}
	return Read(folder+File, data)
}

// Read reads a ledger; name is what problems call the file. All mistakes are returned together.
func Read(name string, data []byte) (*Ledger, bot.Problems) {
	data, ps := strict.Plain(name, data, MaxFile)
	if ps != nil {
		return New(nil), ps
	}
	r := &reader{Rows: strict.NewRows(name, data)}
	r.read()
	return New(r.entries), r.Problems()
}

type reader struct {
	*strict.Rows
	entries []Entry
}

func (r *reader) read() {
	if header, ok := r.Next(); !ok || !slices.Equal(header, columns()) {
		r.Bad("does not begin with its header", "write first: "+strings.Join(columns(), ","))
		return
	}
	for row, ok := r.Next(); ok; row, ok = r.Next() {
		if len(row) == len(columns()) {
			r.entry(row)
		} else {
			r.Bad(fmt.Sprintf("has %d cells instead of %d", len(row), len(columns())), "give each row the columns of the header, in quotes where they hold commas")
		}
	}
}

var (
	hashRule     = regexp.MustCompile(`^[0-9a-f]{12}$`)
	languageRule = regexp.MustCompile(`^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$`)
	barRule      = regexp.MustCompile(`^[A-Z]{2}\b`)
	dateRule     = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)
)

// entry takes one row, or tells what is wrong with it.
func (r *reader) entry(row []string) {
	for i := byColumn; i < len(row); i++ {
		row[i] = text.FromCell(row[i])
	}
	e := Entry{row[0], bot.Language(row[1]), row[2], row[3], Act(row[4]), row[5], row[6], row[7], row[8], row[9]}
	if what, remedy := e.Mistake(); what != "" {
		r.Bad(what, remedy)
		return
	}
	r.entries = append(r.entries, e)
}

// Mistake tells what is wrong with an entry, and what to do about it; nothing if it can be kept.
func (e Entry) Mistake() (what, remedy string) {
	switch {
	case strings.TrimSpace(e.ID) == "":
		return "id is empty", "name the message"
	case !languageRule.MatchString(string(e.Language)):
		return fmt.Sprintf("language is %q", e.Language), "write its tag, such as es or zh-Hans"
	case !hashRule.MatchString(e.Hash):
		return fmt.Sprintf("hash is %q", e.Hash), "take it from aldaba review export; it has 12 digits from 0 to f"
	case e.SourceHash != "" && !hashRule.MatchString(e.SourceHash):
		return fmt.Sprintf("source_hash is %q", e.SourceHash), "take it from aldaba review export, or leave it empty for English"
	case !slices.Contains([]Act{Drafted, Translated, Approved, Withdrawn}, e.Act):
		return fmt.Sprintf("act is %q", e.Act), "use drafted, translated, approved or withdrawn"
	case strings.TrimSpace(e.By) == "":
		return "by is empty", "name who did it"
	case !dateRule.MatchString(e.On):
		return fmt.Sprintf("on is %q", e.On), "write the day as 2026-11-28"
	case e.Act == Approved && (strings.TrimSpace(e.Bar) == "" || strings.TrimSpace(e.Jurisdiction) == ""):
		return "approved without bar or jurisdiction", "say where the lawyer is admitted, such as CA 12345, and for which jurisdiction it was approved"
	case e.Bar != "" && !barRule.MatchString(e.Bar):
		return fmt.Sprintf("bar is %q", e.Bar), "begin it with the state where the lawyer is admitted, such as CA 12345"
	case e.Jurisdiction != "" && !jurisdiction(e.Jurisdiction):
		return fmt.Sprintf("jurisdiction is %q", e.Jurisdiction), `write the two capitals of a state, such as CA, or, joined by "; ", ` + strings.Join(bot.Jurisdictions(), ", ")
	case e.Act == Withdrawn && strings.TrimSpace(e.Comment) == "":
		return "withdrawn without a comment", "say why"
	}
	return "", ""
}

// jurisdiction reports whether each part of it is one.
func jurisdiction(s string) bool {
	for _, part := range strings.Split(s, "; ") {
		if !bot.IsState(part) && !slices.Contains(bot.Jurisdictions(), part) {
			return false
		}
	}
	return true
}

// cells are the cells of an entry. What people write freely is kept from being a formula.
func (e Entry) cells() []string {
	row := []string{e.ID, string(e.Language), e.Hash, e.SourceHash, string(e.Act), e.By, e.On, e.Jurisdiction, e.Bar, e.Comment}
	for i := byColumn; i < len(row); i++ {
		row[i] = text.Cell(row[i])
	}
	return row
}

// Append returns a ledger's file with further entries at its end. The rows that are there stay as they are, byte for byte. An empty file gets
// the header first. An entry with a mistake is an error, and nothing is appended.
func Append(file []byte, more ...Entry) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	b.Write(file)
	if len(bytes.TrimSpace(file)) == 0 {
		b.Reset()
		_ = w.Write(columns()) // a bytes.Buffer takes everything
	} else if file[len(file)-1] != '\n' {
		b.WriteByte('\n')
	}
	for _, e := range more {
		if what, remedy := e.Mistake(); what != "" {
			return nil, fmt.Errorf("record %s of %s in %s: %s; %s", e.Act, e.ID, e.Language, what, remedy)
		}
		_ = w.Write(e.cells())
	}
	w.Flush()
	if b.Len() > MaxFile {
		return nil, fmt.Errorf("the ledger would be larger than %d bytes, and nobody could read it any more; shorten the comments, or move old rows to another file", MaxFile)
	}
	return b.Bytes(), nil
}
