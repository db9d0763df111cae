package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// Change is what a sheet does. Files that stay as they are are nil.
type Change struct {
	Texts, Words []byte
	Translated   []review.Entry // for the ledger, without By and On
	Messages     int            // messages that change
	Lists        int            // lists of words that change
	Confirmed    int            // translations that still hold although English has changed
	Same, Empty  int            // rows that say what is there already, or nothing
}

// importer compares a sheet with what is there.
type importer struct {
	Library
	file     string
	sheet    Sheet
	now      map[key]Row
	order    []Row // as exported
	seen     map[key]int
	fresh    map[key]Row     // rows with another text
	changed  map[string]bool // their ids
	labels   map[string]int
	confirm  []string // ids
	change   Change
	problems bot.Problems
}

// Import finds what a sheet changes. Name is what problems call its file. With one problem that is no warning, nothing may be changed.
func (l Library) Import(name string, s Sheet) (Change, bot.Problems) {
	now, ps := l.Sheet(s.Language)
	if ps != nil {
		return Change{}, ps
	}
	m := &importer{Library: l, file: name, sheet: s, order: now.Rows, labels: l.Set.LabelLimits(),
		now: map[key]Row{}, seen: map[key]int{}, fresh: map[key]Row{}, changed: map[string]bool{}}
	for _, r := range now.Rows {
		m.now[r.key()] = r
	}
	for _, r := range s.Rows {
		m.row(r)
	}
	if len(s.Rows) == 0 && len(m.problems) == 0 {
		m.bad(0, "holds no rows", "send back the file that was exported")
	}
	changes := m.changes()
	if m.problems.Err() == nil {
		m.edit(changes, m.lists())
	}
	m.problems.Sort()
	return m.change, m.problems
}

func (m *importer) bad(line int, what, remedy string) {
	m.problems = append(m.problems, bot.Problem{File: m.file, Line: line, What: what, Remedy: remedy})
}

func (m *importer) warn(line int, what, remedy string) {
	m.problems = append(m.problems, bot.Problem{File: m.file, Line: line, What: what, Remedy: remedy, Warning: true})
}

// row takes one row, or tells what is wrong with it.
func (m *importer) row(r Row) {
	now, known := m.now[r.key()]
	if !known {
		m.unknown(r)
		return
	}
	if first, twice := m.seen[r.key()]; twice {
		m.bad(r.Line, fmt.Sprintf("%s is there twice, first in row %d", r.name(), first), "keep one of them")
		return
	}
	m.seen[r.key()] = r.Line
	if what, remedy := source(r, now); what != "" {
		m.bad(r.Line, r.name()+": "+what, remedy)
		return
	}
	m.compare(r, now)
}

// unknown tells what may have happened to an id.
func (m *importer) unknown(r Row) {
	forms := []string{}
	for _, o := range m.order {
		if o.ID == r.ID {
			forms = append(forms, quoted(o.Form))
		}
	}
	if len(forms) > 0 {
		m.bad(r.Line, fmt.Sprintf("%s has no form %s in %s", r.ID, quoted(r.Form), m.sheet.Language), "write as form: "+strings.Join(forms, ", "))
		return
	}
	m.bad(r.Line, "there is no message "+quoted(r.ID), "put back the id that was exported, or remove the row if the message is gone since")
}

// source finds rows whose English is not that of today.
func source(r, now Row) (what, remedy string) {
	switch {
	case r.Hash != "" && r.Hash != now.Hash, r.Hash == "" && r.English != now.English:
		return "the English text has changed since this was exported", "export again, and translate what is stale there"
	case r.English != now.English:
		return "the English text was edited here, which changes nothing", "put it back; to change it, edit " + say.FileOf(say.English)
	}
	return "", ""
}

// compare takes over what a row says anew.
func (m *importer) compare(r, now Row) {
	if r.Text != now.Text {
		r.Text = plain(r.Text)
	}
	switch same := r.Text == now.Text || r.words() && slices.Equal(phrases(r.Text), phrases(now.Text)); {
	case r.Text == "":
		m.change.Empty++
	case same && now.State == Stale && r.State == Translated:
		m.confirm = append(m.confirm, r.ID)
	case same:
		m.change.Same++
	case r.State == fuzzy:
		m.warn(r.Line, r.name()+": is marked fuzzy, so it is not taken over", "clear the mark once it is right")
	default:
		m.check(r)
		m.fresh[r.key()], m.changed[r.ID] = r, true
	}
}

// check holds the rules for one new text.
func (m *importer) check(r Row) {
	bad := func(what, remedy string) {
		if what != "" {
			m.bad(r.Line, r.name()+": "+what, remedy)
		}
	}
	if found, is := broken(r.Text); is {
		bad("letters were lost on the way: "+quoted(found), "take the text from where it was whole, and save the file as UTF-8")
		return
	}
	if r.words() {
		bad(m.badWords(r))
		return
	}
	if strings.HasPrefix(r.ID, say.SayPrefix) {
		bad(spoken(r.English, r.Text))
	}
	bad(misnamed(r.English, r.Text, r.Form))
	base, _ := say.Base(r.ID)
	if limit, ok := m.labels[base]; ok && utf8.RuneCountInString(r.Text) > limit {
		bad(fmt.Sprintf("the label has %d characters", utf8.RuneCountInString(r.Text)), fmt.Sprintf("shorten it to %d", limit))
	}
}

// changes are the messages that change, with all of their forms, in the order of the English file.
func (m *importer) changes() []change {
	var all []change
	done := map[string]bool{}
	for _, o := range m.order {
		if !m.changed[o.ID] || done[o.ID] || o.words() {
			continue
		}
		done[o.ID] = true
		m.pieces(o.ID)
		all = append(all, change{o.ID, m.whole(o.ID)})
	}
	m.change.Messages = len(all)
	return all
}

// pieces finds sentences to say that a new text names and that the language does not have yet.
func (m *importer) pieces(id string) {
	for _, n := range m.named(id) {
		piece := key{id: strings.Trim(n, "{}")}
		if !strings.HasPrefix(piece.id, say.SayPrefix) || m.now[piece].Text != "" || m.changed[piece.id] {
			continue
		}
		m.bad(m.rowOf(id).Line, id+": puts in "+n+", which is not translated yet", "translate the row "+piece.id+" too")
	}
}

// whole is a message with its new forms and those that stay. A form that nobody wrote is a problem.
func (m *importer) whole(id string) map[string]string {
	forms := map[string]string{}
	line := 0
	var missing []string
	for _, o := range m.order {
		if o.ID != id {
			continue
		}
		r, ok := m.fresh[o.key()]
		switch {
		case ok:
			forms[o.Form], line = r.Text, max(line, r.Line)
		case o.Text != "":
			forms[o.Form] = o.Text
		default:
			missing = append(missing, o.Form)
		}
	}
	if slices.Equal(missing, []string{"other"}) && !slices.Contains(say.PluralRule(m.sheet.Language), "other") {
		forms["other"], missing = forms[last(forms)], nil // only fractions need it, and nobody counts those
	}
	if len(missing) > 0 {
		m.bad(line, id+": the plural form "+strings.Join(missing, ", ")+" is missing", "write each form that the language needs, or none")
	}
	return forms
}

// last is the last of the forms of a message in CLDR's order.
func last(forms map[string]string) string {
	all := slices.SortedFunc(maps.Keys(forms), byForm)
	return all[len(all)-1]
}
