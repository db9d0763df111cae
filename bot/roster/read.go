package roster

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// MaxFile is the largest roster that Read takes, in bytes: some ten thousand people.
const MaxFile = 1 << 20

// columns are the columns of a roster in the order in which Write puts them.
func columns() []string {
	return []string{"name", "phone", "channel", "languages", "regions", "roles", "shifts"}
}

// Read reads a roster, CSV with the header name,phone,channel,languages,regions,roles,shifts in any order. Name is what problems
// call the file. Lists are separated by spaces, shifts by semicolons. Regions must be the hotline's, if it has any.
//
// All mistakes are returned together, in the order of their lines. The people may be used only if the problems' Err is nil. They
// have no IDs and no contacts.
func Read(name string, data []byte, h bot.Hotline) ([]bot.Responder, bot.Problems) {
	r := &reader{file: name, hotline: h, zones: map[string]*time.Location{}, phones: map[bot.Private]int{}}
	data, r.problems = strict.Plain(name, data, MaxFile)
	if r.problems == nil {
		r.read(data)
	}
	r.problems.Sort()
	return r.people, r.problems
}

// reader collects the people and problems of one file.
type reader struct {
	file     string
	hotline  bot.Hotline
	rows     *strict.Rows
	at       map[string]int            // column -> its place
	zones    map[string]*time.Location // loaded so far; nil: unknown
	phones   map[bot.Private]int       // number -> line of its first row
	people   []bot.Responder
	problems bot.Problems
}

func (r *reader) bad(line int, what, remedy string) {
	r.problems = append(r.problems, bot.Problem{File: r.file, Line: line, What: what, Remedy: remedy})
}

func (r *reader) warn(line int, what, remedy string) {
	r.problems = append(r.problems, bot.Problem{File: r.file, Line: line, What: what, Remedy: remedy, Warning: true})
}

func (r *reader) read(data []byte) {
	r.rows = strict.NewRows(r.file, data)
	header, ok := r.rows.Next()
	if !ok && r.rows.Problems() == nil {
		r.bad(0, "the file is empty", "begin it with the line "+strings.Join(columns(), ","))
	}
	if !ok || !r.header(header) {
		r.problems = append(r.problems, r.rows.Problems()...)
		return
	}
	for fields, ok := r.rows.Next(); ok; fields, ok = r.rows.Next() {
		r.row(fields, len(header))
	}
	r.problems = append(r.problems, r.rows.Problems()...)
	if len(r.people) == 0 && len(r.problems) == 0 {
		r.warn(0, "nobody is on the roster: nobody will be paged", "add a line for each person")
	}
}

func (r *reader) line(field int) int { return r.rows.Line(field) }

// header finds the columns, and reports whether all are there.
func (r *reader) header(fields []string) bool {
	r.at = map[string]int{}
	ok := true
	bad := func(what string) {
		r.bad(r.line(0), what, "the first line is "+strings.Join(columns(), ",")+", in any order")
		ok = false
	}
	for i, f := range fields {
		name := strings.ToLower(strings.TrimSpace(f))
		_, twice := r.at[name]
		switch {
		case !slices.Contains(columns(), name):
			bad(fmt.Sprintf("unknown column %s", strict.Quoted(f)))
		case twice:
			bad(fmt.Sprintf("the column %s is there twice", name))
		}
		r.at[name] = i
	}
	for _, name := range columns() {
		if _, there := r.at[name]; !there {
			bad("the column " + name + " is missing")
		}
	}
	return ok
}

// row reads one person. Only a row without mistakes becomes one.
func (r *reader) row(fields []string, columns int) {
	if len(fields) != columns {
		r.bad(r.line(0), fmt.Sprintf("%d columns instead of %d", len(fields), columns), `write as many cells as the first line has, and quotes around a cell with a comma`)
		return
	}
	before := len(r.problems)
	cell := func(column string) (string, int) {
		i := r.at[column]
		return strings.TrimSpace(text.FromCell(strings.TrimSpace(fields[i]))), r.line(i)
	}
	p := bot.Responder{
		Name:      r.name(cell("name")),
		Languages: r.languages(cell("languages")),
		Regions:   r.regions(cell("regions")),
		Roles:     r.roles(cell("roles")),
		Shifts:    r.shifts(cell("shifts")),
	}
	phone := r.phone(cell("phone"))
	for _, ch := range r.channels(cell("channel")) {
		p.Addresses = append(p.Addresses, bot.Address{Channel: ch, Value: phone})
	}
	if r.problems[before:].Err() == nil {
		r.people = append(r.people, p)
	}
}
