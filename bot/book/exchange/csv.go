package exchange

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
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

// ReadCSV reads a sheet as spreadsheets save it. Name is what problems call the file; their lines are rows of the spreadsheet.
func ReadCSV(name string, data []byte) (Sheet, bot.Problems) {
	data, ps := readable(name, data)
	if ps != nil {
		return Sheet{}, ps
	}
	r := &csvReader{Rows: strict.NewRows(name, data)}
	if header, ok := r.Next(); ok && r.header(header) {
		for cells, ok := r.Next(); ok; cells, ok = r.Next() {
			r.take(cells)
		}
	}
	return r.sheet, r.Problems()
}

// readable returns the content of a file that is one.
func readable(name string, data []byte) ([]byte, bot.Problems) {
	data, ps := strict.Plain(name, data, MaxFile)
	if ps == nil && len(bytes.TrimSpace(data)) == 0 {
		ps = bot.Problems{{File: name, What: "is empty", Remedy: "send back the file that was exported"}}
	}
	return data, ps
}

type csvReader struct {
	*strict.Rows
	at    map[string]int
	width int
	sheet Sheet
}

// header finds the columns, and the language.
// tagLetters are what tags of languages are made of (BCP 47).
const tagLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

func (r *csvReader) header(cells []string) bool {
	r.at, r.width = map[string]int{}, len(cells)
	for i, c := range cells {
		name, lang, _ := strings.Cut(strings.TrimSpace(c), " ")
		name = strings.ToLower(name)
		if _, twice := r.at[name]; twice && slices.Contains(columns(), name) {
			r.Bad("the column "+name+" is there twice", "remove one")
		}
		if r.at[name] = i; name == translation {
			lang = strings.TrimSpace(lang)
			if strings.Trim(lang, tagLetters) != "" {
				r.Bad(fmt.Sprintf("the column %s is of %q, which is no language", translation, lang), "name a language as its file does, such as translation es")
			}
			r.sheet.Language = bot.Language(lang)
		}
	}
	for _, name := range needed() {
		if _, ok := r.at[name]; !ok {
			r.Bad("the column "+name+" is missing", "keep the columns "+strings.Join(needed(), ", ")+" of the exported file")
		}
	}
	return r.Problems() == nil
}

func (r *csvReader) take(cells []string) {
	if len(cells) > r.width && strings.TrimSpace(strings.Join(cells[r.width:], "")) != "" {
		r.Bad(fmt.Sprintf("%d cells instead of %d", len(cells), r.width), "quotes around a cell that holds the separator")
		return
	}
	cell := func(name string) string {
		i, ok := r.at[name]
		if !ok || i >= len(cells) {
			return ""
		}
		return tidy(text.FromCell(cells[i]))
	}
	r.sheet.Rows = append(r.sheet.Rows, Row{Line: r.Number(), ID: cell("id"), Form: cell("form"), English: cell("english"), Text: cell(translation),
		State: State(strings.ToLower(cell("state"))), Hash: strings.TrimPrefix(cell("hash"), hashMark)})
}
