package enrol

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// MaxFile is the largest list that Read takes, in bytes: some two million people.
const MaxFile = 128 << 20

// maxProof is how long the proof of a consent may be, in characters: as much as is kept.
const maxProof = 320

// maxNames is how many regions or groups one person may have.
const maxNames = 20

// columns are the columns of a list in the order in which Write puts them.
func columns() []string {
	return []string{"phone", "channel", "language", "regions", "groups", "consent"}
}

// Read reads a list of people, CSV with the header phone,channel,language,regions,groups,consent in any order. Name is what problems call the file. Lists
// within cells are separated by blanks. Regions must be the hotline's, if it has any. Whoever has no consent is to be asked. At is when the
// list was read, Unix milliseconds.
//
// All mistakes are returned together, in the order of their lines. The people are those of the rows without mistakes; whether they may be used
// beside problems is for the caller to decide, but not where the file cannot be read as a whole: then there are none.
func Read(name string, data []byte, h bot.Hotline, at int64) ([]bot.Enrolment, bot.Problems) {
	data, ps := strict.Plain(name, data, MaxFile)
	if ps != nil {
		return nil, ps
	}
	r := &reader{file: name, hotline: h, time: at, rows: strict.NewRows(name, data), seen: map[bot.Address]int{}, sets: map[string]bot.Names{}}
	if !r.read() {
		r.people = nil
	}
	r.problems = append(r.problems, r.rows.Problems()...)
	r.problems.Sort()
	return r.people, r.problems
}

// reader collects the people and problems of one file.
type reader struct {
	file     string
	hotline  bot.Hotline
	time     int64
	rows     *strict.Rows
	at       map[string]int       // column -> its place
	seen     map[bot.Address]int  // address -> line of its first row
	sets     map[string]bot.Names // cells with names that were read before: most rows repeat them
	line     int                  // of the row that is being read
	bad      bool                 // it has a mistake
	people   []bot.Enrolment
	problems bot.Problems
}

func (r *reader) refuse(what, remedy string) {
	r.bad = true
	r.problems = append(r.problems, bot.Problem{File: r.file, Line: r.line, What: what, Remedy: remedy})
}

// read reports whether the file could be read to its end.
func (r *reader) read() bool {
	header, ok := r.rows.Next()
	if !ok && r.rows.Problems() == nil {
		r.refuse("the file is empty", "begin it with the line "+strings.Join(columns(), ","))
	}
	if !ok || !r.header(header) {
		return false
	}
	for cells, ok := r.rows.Next(); ok; cells, ok = r.rows.Next() {
		r.row(cells)
	}
	return r.rows.Problems() == nil
}

// header finds the columns, and reports whether all are there.
func (r *reader) header(cells []string) bool {
	r.at, r.line = map[string]int{}, r.rows.Line(0)
	remedy := "the first line is " + strings.Join(columns(), ",") + ", in any order"
	for i, c := range cells {
		name := strings.ToLower(strings.TrimSpace(c))
		_, twice := r.at[name]
		switch {
		case !slices.Contains(columns(), name):
			r.refuse("unknown column "+strict.Quoted(c), remedy)
		case twice:
			r.refuse("the column "+name+" is there twice", remedy)
		}
		r.at[name] = i
	}
	for _, name := range columns() {
		if _, there := r.at[name]; !there {
			r.refuse("the column "+name+" is missing", remedy)
		}
	}
	return !r.bad
}

// row reads one person. Only a row without mistakes becomes one.
func (r *reader) row(cells []string) {
	r.line, r.bad = r.rows.Line(0), false
	if len(cells) != len(r.at) {
		r.refuse(fmt.Sprintf("%d columns instead of %d", len(cells), len(r.at)), "write as many cells as the first line has, and quotes around a cell with a comma")
		return
	}
	cell := func(column string) string {
		return strings.TrimSpace(text.FromCell(strings.TrimSpace(cells[r.at[column]])))
	}
	e := bot.Enrolment{Address: r.address(cell("phone"), cell("channel")), Language: r.language(cell("language")), Regions: r.regions(cell("regions")),
		Groups: r.groups(cell("groups")), Proof: r.proof(cell("consent")), At: r.time}
	if first, twice := r.seen[e.Address]; twice && !r.bad {
		r.refuse(fmt.Sprintf("the phone is that of line %d too", first), "keep one line for each person and channel")
	}
	if !r.bad {
		r.seen[e.Address] = r.line
		r.people = append(r.people, e)
	}
}

// address reads a number, which problems do not repeat, and a channel.
func (r *reader) address(phone, channel string) bot.Address {
	switch {
	case phone == "":
		r.refuse("the phone is missing", "write it in full, such as +15005550006")
	case !strict.IsPhone(phone), strings.HasPrefix(phone, "+1") && len(phone) != len("+15005550006"):
		r.refuse("the phone is not a full number", "write +, the country code and the number in digits only, such as +15005550006; in a spreadsheet, make the column text first")
	}
	ch := bot.Channel(strings.ToLower(channel))
	if ch != bot.SMS && ch != bot.WhatsApp {
		r.refuse("unknown channel "+strict.Quoted(channel), "write sms or whatsapp")
	}
	return bot.Address{Channel: ch, Value: bot.Private(strings.Clone(phone))} // the row holds more than is kept
}

// language is empty for somebody whose language nobody knows: the hotline's default is written to them.
func (r *reader) language(s string) bot.Language {
	if s == "" {
		return ""
	}
	l, ok := strict.Language(s)
	if !ok {
		r.refuse(strict.Quoted(s)+" is not a language", "use a BCP 47 tag such as en, es or zh-Hans, or leave the cell empty")
	}
	return l
}

func (r *reader) regions(s string) bot.Names {
	return r.names("regions", s, func(word string) bool {
		_, known := r.hotline.Regions[word]
		return known || len(r.hotline.Regions) == 0
	}, "use the names of regions in hotline.yaml, with blanks between; none means all of them")
}

func (r *reader) groups(s string) bot.Names {
	return r.names("groups", s, func(string) bool { return true }, `write small letters, digits, "-" and "_", with blanks between two groups`)
}

// names reads a cell with names, each kind of cell once.
func (r *reader) names(column, s string, known func(string) bool, remedy string) bot.Names {
	if s == "" {
		return ""
	}
	if set, before := r.sets[column+s]; before {
		return set
	}
	words := strict.List(strings.ToLower(s))
	for _, w := range words {
		if !strict.IsName(w) || !known(w) {
			r.refuse("unknown name "+strict.Quoted(w)+" in "+column, remedy)
			return ""
		}
	}
	if len(words) > maxNames {
		r.refuse(fmt.Sprintf("%d %s", len(words), column), fmt.Sprintf("name at most %d", maxNames))
		return ""
	}
	set := bot.NamesOf(words...)
	r.sets[strings.Clone(column+s)] = set
	return set
}

// denials are what people write into a column about consent when there is none, without the signs around it.
const denials = ",,no,n,none,false,0,unknown,na,n/a,no consent,not yet,pending,tbd,to be asked,ask,stop,stopped,unsubscribe,unsubscribed,opt out,opt-out,opted out,optout,revoked,declined," +
	"refused,removed,left,nein,non,não,nao,нет,否,无,没有,없음,아니요,لا,không,khong,hindi,wala,maya,ninguno,ninguna,nada,sin consentimiento,pendiente,baja,cancelado,aucun,nenhum,"

// denies reports whether a cell says that there is no consent, or nothing.
func denies(s string) bool {
	word := strings.TrimFunc(strings.ToLower(s), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) })
	return strings.Contains(denials, ","+word+",") && !strings.Contains(word, ",")
}

// proof is what shows that somebody said yes: how and when.
func (r *reader) proof(s string) bot.Private {
	hidden := func(c rune) bool { return unicode.IsControl(c) && c != '\n' || unicode.Is(unicode.Cf, c) }
	switch {
	case s == "":
		return ""
	case denies(s):
		r.refuse("consent is "+strict.Quoted(s)+", and that proves none", "write how and when they said yes; leave the cell empty for somebody who is to be asked; remove the line of somebody who said no")
	case utf8.RuneCountInString(s) > maxProof:
		r.refuse(fmt.Sprintf("the proof of consent is longer than %d characters", maxProof), "say how and when they agreed, and keep the paper")
	case strings.ContainsFunc(s, hidden):
		r.refuse("the proof of consent holds an invisible character", "type it anew")
	}
	return bot.Private(strings.Clone(s))
}
