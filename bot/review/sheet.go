package review

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// Line is one text in the sheet that a lawyer fills in.
type Line struct {
	ID       string
	Language bot.Language
	Context  string // where it is said, and on what it rests
	Segments int    // of an SMS
}

// Verdict is what a lawyer writes about a text in the sheet.
type Verdict string

// The verdicts. No verdict leaves a text as it is.
const (
	Approve  Verdict = "approve"
	Withdraw Verdict = "withdraw"
	Change   Verdict = "change" // sent back with a comment: a draft again
)

func sheetColumns() []string {
	return []string{"id", "language", "hash", "source_hash", "text", "source", "context", "segments", "state", "verdict", "comment", "reviewer", "bar_state", "jurisdiction"}
}

// needed are the columns without which a sheet cannot be read.
func needed() []string {
	return []string{"id", "language", "hash", "text", "verdict", "comment", "reviewer", "bar_state"}
}

// Sheet is a CSV file of texts for a lawyer to fill in. What a spreadsheet would take for a formula or a number is kept from that.
func (b Board) Sheet(lines []Line) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.Write(sheetColumns()) // a bytes.Buffer takes everything
	for _, l := range lines {
		hash, source := b.Hashes(l.Language, l.ID)
		english := ""
		if source != "" {
			english = written(b.Source(l.ID))
		}
		_ = w.Write([]string{l.ID, string(l.Language), text.Code(hash), text.Code(source), text.Cell(b.Written(l.Language, l.ID)), text.Cell(english), text.Cell(l.Context),
			strconv.Itoa(l.Segments), string(b.Standing(l.Language, l.ID).State), "", "", "", "", ""})
	}
	w.Flush()
	return out.Bytes()
}

// Written is a text as the sheet shows it: with its pieces put in, and, where it has plural forms, a line for each with its name.
func (b Board) Written(lang bot.Language, id string) string { return written(b.texts.Forms(lang, id)) }

func written(forms map[string]string) string {
	if len(forms) == 1 {
		return forms["other"]
	}
	var lines []string
	for _, name := range []string{"zero", "one", "two", "few", "many", "other"} {
		if form, ok := forms[name]; ok {
			lines = append(lines, name+": "+form)
		}
	}
	return strings.Join(lines, "\n")
}

// Reviewer is who filled a sheet in, where its rows do not say.
type Reviewer struct {
	Language     bot.Language
	By           string
	Bar          string
	Jurisdiction string
	On           string               // the day
	Bound        func(id string) bool // texts that cannot be withdrawn
}

// Verdicts reads a sheet that comes back, and returns what is to be recorded: nothing for a row without a verdict, or one that is recorded already. A text
// that has changed since the sheet was made is a problem, and so is one that was edited in the sheet. All problems are returned together; if there
// is one, nothing must be recorded.
func (b Board) Verdicts(name string, data []byte, by Reviewer) ([]Entry, bot.Problems) {
	rows, ps := strict.ReadTable(name, data, needed())
	v := &verdicts{board: b, by: by, file: name, problems: ps, seen: map[string]int{}}
	for _, row := range rows {
		if row.Get("verdict") != "" {
			v.row(row)
		}
	}
	v.problems.Sort()
	return v.entries, v.problems
}

// verdicts collects what one sheet says.
type verdicts struct {
	board    Board
	by       Reviewer
	file     string
	seen     map[string]int // id -> line
	entries  []Entry
	problems bot.Problems
}

func (v *verdicts) bad(row strict.Row, what, remedy string) {
	v.problems = append(v.problems, bot.Problem{File: v.file, Line: row.Line, What: what, Remedy: remedy})
}

// row reads one verdict. The first thing that is wrong with it is told.
func (v *verdicts) row(row strict.Row) {
	id := row.Get("id")
	if what, remedy := v.outdated(row, id); what != "" {
		v.bad(row, what, remedy)
		return
	}
	verdict := Verdict(strings.ToLower(row.Get("verdict")))
	e := v.entry(row, id, verdict)
	if what, remedy := v.unfit(row, e, verdict); what != "" {
		v.bad(row, what, remedy)
		return
	}
	if what, remedy := e.Mistake(); what != "" {
		v.bad(row, id+": "+what, remedy)
		return
	}
	if line, twice := v.seen[id]; twice {
		v.bad(row, fmt.Sprintf("%s has a verdict in row %d too", id, line), "keep one")
		return
	}
	v.seen[id] = row.Line
	known := v.board.Standing(v.by.Language, id).Entry
	if known.On = e.On; known != e {
		v.entries = append(v.entries, e)
	}
}

// outdated tells why a row is not about a text of today in the language of the sheet.
func (v *verdicts) outdated(row strict.Row, id string) (what, remedy string) {
	lang, again := v.by.Language, "export the texts again, and look at this one anew"
	hash, source := v.board.Hashes(lang, id)
	switch {
	case v.board.texts.Spelling(bot.Language(row.Get("language"))) != v.board.texts.Spelling(lang):
		return fmt.Sprintf("%s is a text in %q", id, row.Get("language")), "import each language by itself, with --lang"
	case v.board.texts.Forms(lang, id) == nil:
		return fmt.Sprintf("there is no text %q in %s", id, lang), again
	case text.FromCode(row.Get("hash")) != hash:
		return fmt.Sprintf("%s has changed since the export: its hash is %s now, here %s", id, hash, row.Get("hash")), again
	case row.Get("source_hash") != "" && text.FromCode(row.Get("source_hash")) != source:
		return "the English text of " + id + " has changed since the export", again
	}
	return "", ""
}

// edited is the wording that somebody wrote into the sheet instead of the text.
func (v *verdicts) edited(row strict.Row, id string) string {
	if now := text.FromCell(row.Get("text")); now != v.board.Written(v.by.Language, id) {
		return now
	}
	return ""
}

// entry is what a row says, whether that can be recorded or not.
func (v *verdicts) entry(row strict.Row, id string, verdict Verdict) Entry {
	e := v.board.Entry(v.by.Language, id, map[Verdict]Act{Approve: Approved, Withdraw: Withdrawn, Change: Drafted}[verdict])
	or := func(column, otherwise string) string {
		if cell := text.FromCell(row.Get(column)); cell != "" {
			return cell
		}
		return otherwise
	}
	e.By, e.Bar, e.On, e.Comment = or("reviewer", v.by.By), or("bar_state", v.by.Bar), v.by.On, or("comment", "")
	state, _, _ := strings.Cut(e.Bar, " ")
	if v.by.Jurisdiction != "" {
		state = v.by.Jurisdiction
	}
	e.Jurisdiction = or("jurisdiction", state)
	if wanted := v.edited(row, id); wanted != "" && verdict == Change {
		e.Comment = strings.TrimSpace(e.Comment + "\nWanted: " + wanted)
	}
	return e
}

// unfit tells why a verdict cannot be taken, beside what is wrong with the entry itself.
func (v *verdicts) unfit(row strict.Row, e Entry, verdict Verdict) (what, remedy string) {
	switch {
	case e.Act == "":
		return fmt.Sprintf("%s: the verdict is %q", e.ID, row.Get("verdict")), "write approve, withdraw or change, or leave it empty"
	case text.Garbled(v.edited(row, e.ID)) != "":
		return fmt.Sprintf("%s: letters were lost: %q", e.ID, text.Garbled(v.edited(row, e.ID))), `open the exported file again as "Unicode (UTF-8)", then save it as "CSV UTF-8"`
	case verdict != Change && v.edited(row, e.ID) != "":
		return "the text of " + e.ID + " was edited in the sheet, where nothing can be changed", "write the verdict change: the wording that you want is kept as a comment"
	case verdict == Change && e.Comment == "":
		return e.ID + ": change what?", "write a comment, or edit the text"
	case verdict == Withdraw && v.by.Bound != nil && v.by.Bound(e.ID):
		return e.ID + " cannot be withdrawn: without it a question has no answers, an alarm no words, or STOP no confirmation", "write the verdict change, and have the text replaced"
	}
	return unsigned(e, verdict)
}

// unsigned tells what is wrong with who gives a verdict, in the names of the sheet's columns.
func unsigned(e Entry, verdict Verdict) (what, remedy string) {
	switch {
	case e.By == "":
		return e.ID + ": reviewer is empty", "write the lawyer's name there, or give it with --by"
	case e.Bar == "" && verdict != Withdraw:
		return e.ID + ": bar_state is empty", "say where the lawyer is admitted, such as CA 12345"
	case e.Bar != "" && !barRule.MatchString(e.Bar):
		return fmt.Sprintf("%s: bar_state is %q", e.ID, e.Bar), "begin it with the two capitals of the state where the lawyer is admitted, such as CA 12345"
	}
	return "", ""
}
