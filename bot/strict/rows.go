package strict

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Rows reads the rows of a CSV file, one after the other, as a spreadsheet program writes it: with commas, semicolons or tabs between cells, with
// any ending of lines, with or without a first line such as "sep=;".
type Rows struct {
	file     string
	csv      *csv.Reader
	data     []byte
	before   int   // lines before data
	number   int   // of the row that was read last
	line     int   // of the file, where the next row begins
	offset   int64 // in the file
	problems bot.Problems
}

// NewRows reads what [Plain] returned; name is what problems call the file.
func NewRows(name string, data []byte) *Rows {
	r := &Rows{file: name, line: 1}
	if bytes.IndexByte(data, '\n') < 0 { // as spreadsheet programs of old Macs end lines
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	if first, rest, _ := bytes.Cut(data, []byte("\n")); bytes.HasPrefix(first, []byte("sep=")) {
		data, r.before, r.number = rest, 1, 1
	}
	r.data, r.csv = data, csv.NewReader(bytes.NewReader(data))
	r.csv.FieldsPerRecord, r.csv.Comma = -1, separator(data)
	return r
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

// Next returns the next row that is not blank. It is false at the end of the file, and at a row that is no CSV: nothing after that can be
// trusted.
func (r *Rows) Next() ([]string, bool) {
	for {
		cells, err := r.csv.Read()
		var parse *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil, false
		case errors.As(err, &parse):
			r.count(parse.StartLine)
			r.Bad("this is not CSV: a quote is missing or out of place", `save it as CSV again; by hand: quotes around the whole cell, and "" for one inside`)
			return nil, false
		case err != nil:
			r.Bad("the file cannot be read: "+err.Error(), "save it as CSV again")
			return nil, false
		}
		r.count(r.Line(0) - r.before)
		if strings.TrimSpace(strings.Join(cells, "")) != "" {
			return cells, true
		}
	}
}

// count goes on to the row that begins on a line. A spreadsheet program counts empty lines, but not those within cells.
func (r *Rows) count(line int) {
	r.number += 1 + line - r.line
	end := r.csv.InputOffset()
	r.line += bytes.Count(r.data[r.offset:end], []byte("\n"))
	r.offset = end
}

// Number is the row that was read last, 1-based, as a spreadsheet program counts.
func (r *Rows) Number() int { return r.number }

// Line is the line of the file on which a cell of that row begins, 1-based.
func (r *Rows) Line(cell int) int {
	line, _ := r.csv.FieldPos(cell)
	return line + r.before
}

// Bad adds a problem of the row that was read last.
func (r *Rows) Bad(what, remedy string) {
	r.problems = append(r.problems, bot.Problem{File: r.file, Line: r.number, What: what, Remedy: remedy})
}

// Problems returns what has been found so far.
func (r *Rows) Problems() bot.Problems { return r.problems }
