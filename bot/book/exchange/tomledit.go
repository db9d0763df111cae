package exchange

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/aldaba-hotline/aldaba/bot"
)

// change is what a message shall be, by plural form; only "" for one without.
type change struct {
	id    string
	forms map[string]string
}

// editTexts puts changes into a file of texts. What is there is changed in its place; what is new is put behind the message that goes
// before it in order. Every other byte stays.
func editTexts(data []byte, changes []change, order []string) ([]byte, error) {
	before, err := statements(data)
	if err != nil {
		return nil, err
	}
	at := map[string]statement{}
	for _, st := range before {
		at[st.id] = st
	}
	var edits []edit
	for _, c := range changes {
		if st, ok := at[c.id]; ok {
			edits = append(edits, edit{st.value, st.after, tomlValue(c.forms)})
			continue
		}
		pos := behind(at, order, c.id, len(data))
		edits = append(edits, edit{pos, pos, fmt.Sprintf("%s = %s%s", tomlString(c.id), tomlValue(c.forms), lineBreak(data))})
	}
	after := apply(data, edits)
	return after, verify(data, after, changes)
}

// behind is where a new message goes: after the last one before it in order, else at the end.
func behind(at map[string]statement, order []string, id string, end int) int {
	for i := slices.Index(order, id) - 1; i >= 0; i-- {
		if st, ok := at[order[i]]; ok {
			return st.end
		}
	}
	return end
}

// newTexts makes the file of a new language: the English one with its remarks, less the head, and only the messages that are translated.
func newTexts(english []byte, lang bot.Language, changes []change) ([]byte, error) {
	all, err := statements(english)
	if err != nil {
		return nil, err
	}
	by := map[string]change{}
	for _, c := range changes {
		by[c.id] = c
	}
	var edits []edit
	for _, st := range all {
		if c, ok := by[st.id]; ok {
			edits = append(edits, edit{st.value, st.after, tomlValue(c.forms)})
			delete(by, st.id)
		} else {
			edits = append(edits, edit{st.start, st.end, ""})
		}
	}
	body := apply(english, edits)
	if _, rest, ok := bytes.Cut(body, []byte("\n\n")); ok && bytes.HasPrefix(body, []byte("#")) {
		body = rest
	}
	head := "# Texts in " + string(lang) + ", one key a message, made by aldaba i18n import. flows/README.md explains the ids.\n\n"
	for _, c := range changes { // variants for a channel that English lacks
		if _, left := by[c.id]; left {
			body = append(body, tomlString(c.id)+" = "+tomlValue(c.forms)+"\n"...)
		}
	}
	after := append([]byte(head), body...)
	return after, verify(nil, after, changes)
}

// verify holds that an edited file says what it shall, and nothing else has changed.
func verify(before, after []byte, changes []change) error {
	var want, got map[string]any
	if err := toml.Unmarshal(before, &want); err != nil {
		return fmt.Errorf("the file is no TOML: %w", err)
	}
	if err := toml.Unmarshal(after, &got); err != nil {
		return fmt.Errorf("the file cannot be edited in place: %w; write each of its messages as \"id\" = \"text\" in a line of its own", err)
	}
	for _, c := range changes {
		if !said(got[c.id], c.forms) {
			return fmt.Errorf("%s cannot be edited in place; write it as \"id\" = \"text\" in a line of its own", c.id)
		}
		delete(want, c.id)
		delete(got, c.id)
	}
	if fmt.Sprint(want) != fmt.Sprint(got) {
		return fmt.Errorf("the file cannot be edited in place without a change of other messages; write each as \"id\" = \"text\" in a line of its own")
	}
	return nil
}

func said(value any, forms map[string]string) bool {
	switch v := value.(type) {
	case string:
		return len(forms) == 1 && forms[""] == v
	case map[string]any:
		return maps.EqualFunc(v, forms, func(a any, b string) bool { return a == b })
	}
	return false
}

// edit replaces the bytes from start to end.
type edit struct {
	start, end int
	with       string
}

// apply makes edits, which do not overlap; those at one place keep their order.
func apply(data []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.start - b.start })
	var out bytes.Buffer
	pos := 0
	for _, e := range edits {
		out.Write(data[pos:e.start])
		if e.start == len(data) && e.with != "" && out.Len() > 0 && out.Bytes()[out.Len()-1] != '\n' {
			out.WriteByte('\n') // the last line has no end
		}
		out.WriteString(e.with)
		pos = e.end
	}
	out.Write(data[pos:])
	return out.Bytes()
}

// lineBreak is how a file ends its lines.
func lineBreak(data []byte) string {
	if i := bytes.IndexByte(data, '\n'); i > 0 && data[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

func tomlValue(forms map[string]string) string {
	if s, ok := forms[""]; ok {
		return tomlString(s)
	}
	var all []string
	for _, f := range slices.SortedFunc(maps.Keys(forms), byForm) {
		all = append(all, f+" = "+tomlString(forms[f]))
	}
	return "{" + strings.Join(all, ", ") + "}"
}

var tomlEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`)

// tomlString is a text as a TOML string in one line. It has no control characters but line breaks and tabs.
func tomlString(s string) string { return `"` + tomlEscapes.Replace(s) + `"` }
