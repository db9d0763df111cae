package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// MaxFile is the largest sheet that is read, in bytes: some twenty times what a language needs.
const MaxFile = 16 << 20

const translation = "translation"

// columns are those of a CSV in the order in which WriteCSV puts them. The column of translations has the language behind its name.
func columns() []string {
	return []string{"id", "form", "context", "english", translation, "limit", "placeholders", "notes", "state", "hash"}
}

// needed are the columns without which a sheet cannot come back.
func needed() []string { return []string{"id", "form", "english", translation, "hash"} }

// hashMark keeps a spreadsheet from taking a hash for a number.
const hashMark = "h-"

// WriteCSV is a sheet as CSV in UTF-8 with a byte order mark, without which Excel takes it for Latin-1.
func WriteCSV(s Sheet) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	header := columns()
	header[slices.Index(header, translation)] += " " + string(s.Language)
	_ = w.Write(header) // a bytes.Buffer takes everything
	for _, r := range s.Rows {
		cells := []string{r.ID, r.Form, r.Context, r.English, r.Text, r.Limit, r.Placeholders, r.Notes, string(r.State), hashMark + r.Hash}
		for i, c := range cells {
			cells[i] = text.Cell(c)
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return b.Bytes()
}

// ReadCSV reads a sheet as spreadsheets save it: with commas, semicolons or tabs, with or without a byte order mark. Name is what
// problems call the file; their lines are rows of the spreadsheet.
func ReadCSV(name string, data []byte) (Sheet, bot.Problems) {
	r := &csvReader{file: name}
	if ps := unreadable(name, data); ps != nil {
		return r.sheet, ps
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if first, rest, _ := bytes.Cut(data, []byte("\n")); bytes.HasPrefix(first, []byte("sep=")) {
		data, r.row = rest, 1
	}
	r.csv = csv.NewReader(bytes.NewReader(data))
	r.csv.FieldsPerRecord = -1
	r.csv.Comma = separator(data)
	if header, ok := r.next(); ok && r.header(header) {
		for cells, ok := r.next(); ok; cells, ok = r.next() {
			r.take(cells)
		}
	}
	return r.sheet, r.problems
}

// unreadable finds files in another encoding.
func unreadable(name string, data []byte) bot.Problems {
	bad := func(line int, what, remedy string) bot.Problems {
		return bot.Problems{{File: name, Line: line, What: what, Remedy: remedy}}
	}
	switch {
	case len(data) > MaxFile:
		return bad(0, fmt.Sprintf("is larger than %d bytes", MaxFile), "send back the file that was exported")
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return bad(0, "is UTF-16", `save it as "CSV UTF-8"`)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return bad(0, "is a workbook", `save it as "CSV UTF-8" from the spreadsheet program`)
	case len(bytes.TrimSpace(data)) == 0:
		return bad(0, "is empty", "send back the file that was exported")
	}
	for n, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
			return bad(n+1, "is not UTF-8 in this line of the file", `save it as "CSV UTF-8", or as PO in UTF-8`)
		}
	}
	return nil
}

// separator is what stands between the first two names of the header.
func separator(data []byte) rune {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	if i := bytes.IndexAny(line, ",;\t"); i >= 0 {
		return rune(line[i])
	}
	return ','
}

type csvReader struct {
	file     string
	csv      *csv.Reader
	row      int // of the spreadsheet
	at       map[string]int
	width    int
	sheet    Sheet
	problems bot.Problems
}

func (r *csvReader) bad(what, remedy string) {
	r.problems = append(r.problems, bot.Problem{File: r.file, Line: r.row, What: what, Remedy: remedy})
}

// next returns the next row that is not blank. After one that is no CSV nothing can be trusted.
func (r *csvReader) next() ([]string, bool) {
	for {
		r.row++
		cells, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			return nil, false
		}
		if err != nil {
			r.bad("this is not CSV: "+err.Error(), `save it as CSV from the spreadsheet program again; by hand: quotes around the whole cell, and "" for one inside`)
			return nil, false
		}
		if strings.TrimSpace(strings.Join(cells, "")) != "" {
			return cells, true
		}
	}
}

// header finds the columns, and the language.
func (r *csvReader) header(cells []string) bool {
	r.at, r.width = map[string]int{}, len(cells)
	for i, c := range cells {
		name, lang, _ := strings.Cut(strings.TrimSpace(c), " ")
		name = strings.ToLower(name)
		if _, twice := r.at[name]; twice && slices.Contains(columns(), name) {
			r.bad("the column "+name+" is there twice", "remove one")
		}
		if r.at[name] = i; name == translation {
			r.sheet.Language = bot.Language(strings.TrimSpace(lang))
		}
	}
	for _, name := range needed() {
		if _, ok := r.at[name]; !ok {
			r.bad("the column "+name+" is missing", "keep the columns "+strings.Join(needed(), ", ")+" of the exported file")
		}
	}
	return len(r.problems) == 0
}

func (r *csvReader) take(cells []string) {
	if len(cells) > r.width && strings.TrimSpace(strings.Join(cells[r.width:], "")) != "" {
		r.bad(fmt.Sprintf("%d cells instead of %d", len(cells), r.width), "quotes around a cell that holds the separator")
		return
	}
	cell := func(name string) string {
		i, ok := r.at[name]
		if !ok || i >= len(cells) {
			return ""
		}
		return tidy(text.FromCell(cells[i]))
	}
	r.sheet.Rows = append(r.sheet.Rows, Row{Line: r.row, ID: cell("id"), Form: cell("form"), English: cell("english"), Text: cell(translation),
		State: State(strings.ToLower(cell("state"))), Hash: strings.TrimPrefix(cell("hash"), hashMark)})
}
