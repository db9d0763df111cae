package strict

import (
	"fmt"
	"slices"
	"strings"

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

// ReadTable reads a CSV file as a spreadsheet program writes it, see [Rows]. Its first row names the columns, in any order and letter case, with blanks or
// underscores; those wanted must be there, others are read too. Cells that are missing at the end of a row are empty, for spreadsheet programs leave them out.
func ReadTable(name string, data []byte, wanted []string) ([]Row, bot.Problems) {
	data, ps := Plain(name, data, MaxTable)
	if ps != nil {
		return nil, ps
	}
	t := &table{Rows: NewRows(name, data)}
	t.read(name, wanted)
	return t.rows, t.problems
}

// table collects the rows of one file.
type table struct {
	*Rows
	rows []Row
}

func (t *table) read(name string, wanted []string) {
	header, ok := t.Next()
	if !ok {
		if t.problems == nil {
			t.problems = bot.Problems{{File: name, What: "the file is empty", Remedy: "begin it with the line " + strings.Join(wanted, ",")}}
		}
		return
	}
	columns, ok := t.header(header, wanted)
	if !ok {
		return
	}
	for cells, ok := t.Next(); ok; cells, ok = t.Next() {
		t.row(columns, cells)
	}
}

// header names the columns, and reports whether all that are wanted are there, once.
func (t *table) header(cells, wanted []string) ([]string, bool) {
	columns := make([]string, len(cells))
	ok := true
	for i, c := range cells {
		columns[i] = strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(c), " ")), " ", "_")
		if columns[i] != "" && slices.Contains(columns[:i], columns[i]) {
			t.Bad("the column "+columns[i]+" is there twice", "remove one")
			ok = false
		}
	}
	if strings.HasPrefix(columns[0], garbledMark) {
		t.Bad("letters were lost: the program that opened the file took it for something else than UTF-8", `open the exported file again as "Unicode (UTF-8)", then save it as "CSV UTF-8"`)
		return nil, false
	}
	for _, w := range wanted {
		if !slices.Contains(columns, w) {
			t.Bad("the column "+w+" is missing", "begin the file with the line "+strings.Join(wanted, ","))
			ok = false
		}
	}
	return columns, ok
}

func (t *table) row(columns, cells []string) {
	r := Row{Line: t.Number(), cells: map[string]string{}}
	for i, c := range cells {
		c = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(c))
		if i < len(columns) && columns[i] != "" {
			r.cells[columns[i]] = c
		} else if c != "" {
			t.Bad(fmt.Sprintf("has %d cells, the first row %d", len(cells), len(columns)), "put quotes around a cell that holds what stands between cells, or name the column")
			return
		}
	}
	t.rows = append(t.rows, r)
}
