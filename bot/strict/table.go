package strict

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
)

// MaxTable is the largest CSV file that ReadTable takes, in bytes: all texts of a hotline in one language are a tenth of it.
const MaxTable = 8 << 20

// garbledMark is the byte order mark, after a program took it for Latin-1 and column names were made small.
const garbledMark = "ï»¿"

// Row is one row of a CSV file.
type Row struct {
	Line  int // 1-based, as a spreadsheet program counts: line breaks within cells begin no row
	cells map[string]string
}

// Get returns a cell without blanks around it, and with plain line breaks; it is empty where the row or the file lacks it.
func (r Row) Get(column string) string { return r.cells[column] }

// ReadTable reads a CSV file as a spreadsheet program writes it: with commas, semicolons or tabs between cells, with any ending of lines and with
// or without a byte order mark. Its first row names the columns, in any order and letter case, with blanks or underscores; those wanted must be
// there, others are read too. Cells that are missing at the end of a row are empty, for spreadsheet programs leave them out.
func ReadTable(name string, data []byte, wanted []string) ([]Row, bot.Problems) {
	t := &table{file: name}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch line := badUTF8(data); {
	case len(data) > MaxTable:
		t.bad(0, fmt.Sprintf("is larger than %d bytes", MaxTable), "split it")
	case line > 0:
		t.bad(line, "this is not UTF-8", `save the file as "CSV UTF-8"`)
	default:
		t.read(data, wanted)
	}
	return t.rows, t.problems
}

// badUTF8 returns the first line that is not UTF-8 or holds a NUL, 0 for none.
func badUTF8(data []byte) int {
	for n, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
			return n + 1
		}
	}
	return 0
}

// table collects the rows and problems of one file.
type table struct {
	file     string
	csv      *csv.Reader
	data     []byte
	at       int   // of the spreadsheet, that was read last
	line     int   // of the file, where the next row begins
	offset   int64 // in the file
	rows     []Row
	problems bot.Problems
}

func (t *table) bad(line int, what, remedy string) {
	t.problems = append(t.problems, bot.Problem{File: t.file, Line: line, What: what, Remedy: remedy})
}

func (t *table) read(data []byte, wanted []string) {
	t.data, t.line, t.csv = data, 1, csv.NewReader(bytes.NewReader(data))
	t.csv.FieldsPerRecord, t.csv.Comma = -1, separator(data)
	header, line, ok := t.next()
	if !ok {
		if t.problems == nil {
			t.bad(0, "the file is empty", "begin it with the line "+strings.Join(wanted, ","))
		}
		return
	}
	columns, ok := t.header(header, wanted, line)
	if !ok {
		return
	}
	for cells, line, ok := t.next(); ok; cells, line, ok = t.next() {
		t.row(columns, cells, line)
	}
}

// separator is what stands between the cells of the first line, most often.
func separator(data []byte) rune {
	line, _, _ := bytes.Cut(bytes.TrimLeft(data, "\r\n"), []byte("\n"))
	best := ','
	for _, c := range []rune{';', '\t'} {
		if bytes.Count(line, []byte(string(c))) > bytes.Count(line, []byte(string(best))) {
			best = c
		}
	}
	return best
}

// next returns the next row that is not blank, and its number. A row that is no CSV is a problem, and the last one.
func (t *table) next() ([]string, int, bool) {
	for {
		cells, err := t.csv.Read()
		var parse *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil, 0, false
		case errors.As(err, &parse):
			t.bad(t.count(parse.StartLine), "this is not CSV: a quote is missing or out of place", `put quotes around the whole cell, and write "" for one inside`)
			return nil, 0, false
		case err != nil:
			t.bad(0, "the file cannot be read: "+err.Error(), "save it as CSV again")
			return nil, 0, false
		}
		line, _ := t.csv.FieldPos(0)
		if row := t.count(line); strings.TrimSpace(strings.Join(cells, "")) != "" {
			return cells, row, true
		}
	}
}

// count returns the number of the row that begins on a line: as a spreadsheet program shows it, which counts empty lines, but not those within cells.
func (t *table) count(line int) int {
	t.at += 1 + line - t.line
	end := t.csv.InputOffset()
	t.line += bytes.Count(t.data[t.offset:end], []byte("\n"))
	t.offset = end
	return t.at
}

// header names the columns, and reports whether all that are wanted are there, once.
func (t *table) header(cells, wanted []string, line int) ([]string, bool) {
	columns := make([]string, len(cells))
	ok := true
	for i, c := range cells {
		columns[i] = strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(c), " ")), " ", "_")
		if columns[i] != "" && slices.Contains(columns[:i], columns[i]) {
			t.bad(line, "the column "+columns[i]+" is there twice", "remove one")
			ok = false
		}
	}
	if strings.HasPrefix(columns[0], garbledMark) {
		t.bad(line, "letters were lost: the program that opened the file took it for something else than UTF-8", `open the exported file again as "Unicode (UTF-8)", then save it as "CSV UTF-8"`)
		return nil, false
	}
	for _, w := range wanted {
		if !slices.Contains(columns, w) {
			t.bad(line, "the column "+w+" is missing", "begin the file with the line "+strings.Join(wanted, ","))
			ok = false
		}
	}
	return columns, ok
}

func (t *table) row(columns, cells []string, line int) {
	r := Row{Line: line, cells: map[string]string{}}
	for i, c := range cells {
		c = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(c))
		if i < len(columns) && columns[i] != "" {
			r.cells[columns[i]] = c
		} else if c != "" {
			t.bad(line, fmt.Sprintf("has %d cells, the first row %d", len(cells), len(columns)), "put quotes around a cell that holds what stands between cells, or name the column")
			return
		}
	}
	t.rows = append(t.rows, r)
}
