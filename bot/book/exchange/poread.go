package exchange

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// ReadPO reads a sheet that a translation program saved. Name is what problems call the file. Obsolete entries are left out.
func ReadPO(name string, data []byte) (Sheet, bot.Problems) {
	r := &poReader{file: name}
	data, ps := readable(name, data)
	if ps != nil {
		return r.sheet, ps
	}
	for line := range strings.Lines(string(data)) {
		r.line++
		r.take(strings.TrimSpace(line))
	}
	r.flush()
	r.problems.Sort()
	return r.sheet, r.problems
}

// entry is one entry of a PO file.
type entry struct {
	line     int
	fuzzy    bool
	hash     string
	texts    map[string]string // by keyword
	plurals  []int             // the indices of msgstr[…]
	begun    bool              // a keyword has been read
	complete bool              // with a msgstr
	broken   bool              // a line of it cannot be read
}

type poReader struct {
	file     string
	line     int
	at       entry
	keyword  string // whose string goes on
	header   bool   // has been read
	forms    []string
	sheet    Sheet
	problems bot.Problems
}

func (r *poReader) bad(line int, what, remedy string) {
	r.problems = append(r.problems, bot.Problem{File: r.file, Line: line, What: what, Remedy: remedy})
}

var (
	poPair   = regexp.MustCompile(`^(msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d{1,2}\])\s*"(.*)"$`)
	poString = regexp.MustCompile(`^"(.*)"$`)
)

// take reads one line.
func (r *poReader) take(line string) {
	switch {
	case line == "":
		r.flush()
	case line[0] == '#':
		r.comment(line)
	default:
		r.content(line)
	}
}

func (r *poReader) comment(line string) {
	if strings.HasPrefix(line, "#~") {
		return
	}
	if r.at.begun {
		r.flush()
	}
	r.keyword = ""
	if flags, ok := strings.CutPrefix(line, "#,"); ok {
		for f := range strings.SplitSeq(flags, ",") {
			r.at.fuzzy = r.at.fuzzy || strings.TrimSpace(f) == "fuzzy"
		}
	}
	if hash, ok := strings.CutPrefix(line, "#. "+hashComment); ok {
		r.at.hash = strings.TrimSpace(hash)
	}
}

// content reads a keyword with its string, or a string that goes on.
func (r *poReader) content(line string) {
	written := ""
	if m := poPair.FindStringSubmatch(line); m != nil {
		r.begin(m[1])
		written = m[2]
	} else if m := poString.FindStringSubmatch(line); m != nil && r.keyword != "" {
		written = m[1]
	} else {
		r.at.broken, r.at.begun = true, true
		r.bad(r.line, "this line is no part of a PO file: "+quoted(line), `save it from the translation program again; by hand: msgstr "…", with \" for a quote`)
		return
	}
	s, err := poUnescape(written)
	if err != nil {
		r.bad(r.line, err.Error(), `write \" for a quote and \\ for a backslash`)
		return
	}
	r.at.texts[r.keyword] += s
}

// begin starts the string of a keyword, in a new entry where the last one is complete.
func (r *poReader) begin(keyword string) {
	if r.at.complete && !strings.HasPrefix(keyword, "msgstr") {
		r.flush()
	}
	if r.at.texts == nil {
		r.at.texts, r.at.line = map[string]string{}, r.line
	}
	if _, twice := r.at.texts[keyword]; twice {
		r.bad(r.line, keyword+" is there twice in one entry", "leave a blank line between entries")
	}
	if i, ok := strings.CutPrefix(keyword, "msgstr["); ok {
		n, _ := strconv.Atoi(strings.TrimSuffix(i, "]")) // two digits
		r.at.plurals = append(r.at.plurals, n)
	}
	r.keyword, r.at.begun = keyword, true
	r.at.complete = r.at.complete || strings.HasPrefix(keyword, "msgstr")
	r.at.texts[keyword] += ""
}

// flush ends an entry.
func (r *poReader) flush() {
	e := r.at
	r.at, r.keyword = entry{}, ""
	ctx, named := e.texts["msgctxt"]
	switch {
	case !e.begun:
		if e.fuzzy || e.hash != "" {
			r.at = entry{fuzzy: e.fuzzy, hash: e.hash} // a blank line between remarks and their entry
		}
	case e.broken:
		r.header = true // it may be the broken one
	case !e.complete:
		r.bad(e.line, "this entry has no msgstr", `add msgstr ""`)
	case !named && e.texts["msgid"] == "":
		r.head(e)
	case !named:
		r.bad(e.line, "this entry has no msgctxt", "put back the msgctxt that was exported: it is the message's id")
	case !r.header:
		r.bad(e.line, "the header of the file is missing", "put back the entry with an empty msgid that the exported file begins with")
		r.header = true
	default:
		r.rows(tidy(ctx), e)
	}
}

// head reads the header.
func (r *poReader) head(e entry) {
	r.header = true
	fields := map[string]string{}
	for line := range strings.Lines(e.texts["msgstr"]) {
		name, value, _ := strings.Cut(line, ":")
		fields[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
	}
	if _, charset, ok := strings.Cut(strings.ToLower(fields["content-type"]), "charset="); ok && charset != "utf-8" && charset != "utf8" {
		r.bad(e.line, "the file says that it is in "+quoted(charset), "save it as UTF-8")
	}
	lang := fields[strings.ToLower(headerLanguage)]
	if lang == "" {
		lang = strings.ReplaceAll(fields["language"], "_", "-")
	}
	r.sheet.Language = bot.Language(lang)
	r.sheet.By, _, _ = strings.Cut(fields["last-translator"], " <")
	header, forms, ok := counting(r.sheet.Language)
	r.forms = forms
	if given := fields["plural-forms"]; ok && !sameFormula(given, header) {
		r.bad(e.line, "Plural-Forms is not the one that was exported", "put back: Plural-Forms: "+header)
	}
}

// rows are the rows of an entry, one for each plural form.
func (r *poReader) rows(id string, e entry) {
	state := Translated
	if e.fuzzy {
		state = fuzzy
	}
	row := Row{Line: e.line, ID: id, State: state, Hash: e.hash, English: tidy(e.texts["msgid"]), Text: tidy(e.texts["msgstr"])}
	plural, counts := e.texts["msgid_plural"]
	if !counts && len(e.plurals) == 0 {
		r.sheet.Rows = append(r.sheet.Rows, row)
		return
	}
	for i, form := range r.forms {
		if !slices.Contains(e.plurals, i) {
			r.bad(e.line, fmt.Sprintf("%s has no msgstr[%d]", id, i), "put it back; leave it empty if it is not translated")
			continue
		}
		row.Form, row.Text = form, tidy(e.texts[fmt.Sprintf("msgstr[%d]", i)])
		if row.English = tidy(e.texts["msgid"]); form != "one" {
			row.English = tidy(plural)
		}
		r.sheet.Rows = append(r.sheet.Rows, row)
	}
	for _, i := range e.plurals {
		if i >= len(r.forms) {
			r.bad(e.line, fmt.Sprintf("%s has msgstr[%d], which the language does not need", id, i), "remove it")
		}
	}
}

// poUnescape reads what stands between the quotes of a line.
func poUnescape(s string) (string, error) {
	if !strings.ContainsAny(s, `\"`) {
		return s, nil
	}
	out, err := strconv.Unquote(`"` + s + `"`)
	if err != nil {
		return "", fmt.Errorf("the quotes or backslashes of this line are not right: %s", quoted(s))
	}
	return out, nil
}

// IsPO reports whether a file looks like a PO file rather than like CSV: it has an entry.
func IsPO(data []byte) bool {
	return isPO.Match(data)
}

var isPO = regexp.MustCompile(`(?m)^msg(id|ctxt|str)\s*"`)
