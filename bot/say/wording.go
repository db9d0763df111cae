package say

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// wording is one text: a template, or one template per plural form.
type wording struct {
	id    string
	line  int
	other pattern
	forms map[string]pattern // nil without plural forms; else it includes "other"

	written map[string]string // with its pieces named, by plural form; nil without pieces
	pieces  []string          // their names, sorted
}

// countArg is the argument that picks a plural form: a number in ASCII digits.
const countArg = "Count"

// plain returns the text of a wording that is the same for all arguments.
func (w *wording) plain() (string, bool) {
	return w.other.source, w.forms == nil && w.other.parts == nil
}

func (w *wording) placeholders() []string {
	names := w.other.names()
	for _, p := range w.forms {
		names = append(names, p.names()...)
	}
	return names
}

func (w *wording) sources() map[string]string {
	all := map[string]string{"other": w.other.source}
	for form, p := range w.forms {
		all[form] = p.source
	}
	return all
}

// appendTo renders the wording, which is one of l's, to the end of buf.
func (w *wording) appendTo(buf []byte, l *Language, v values) []byte {
	if text, ok := w.plain(); ok {
		return append(buf, text...)
	}
	if w.forms == nil {
		return w.other.appendTo(buf, v)
	}
	return append(buf, w.plural(l, v)...)
}

// plural lets go-i18n choose the form by Count. Without a usable Count, or when the language's rule wants a form
// that the translator left out, it is the form "other".
func (w *wording) plural(l *Language, v values) string {
	config := i18n.LocalizeConfig{MessageID: w.id, TemplateData: v, TemplateParser: parser{}}
	if count, ok := v.get(countArg); ok {
		config.PluralCount = count
	}
	// An error beside a text only says that "other" stands in for a missing form.
	if text, _ := l.plurals.Localize(&config); text != "" {
		return text
	}
	return string(w.other.appendTo(nil, v))
}

// values are the arguments of a text: its own, then those that every text may use.
type values struct{ own, common map[string]string }

func (v values) get(name string) (string, bool) {
	if s, ok := v.own[name]; ok {
		return s, true
	}
	s, ok := v.common[name]
	return s, ok
}

// pattern is a text with placeholders.
type pattern struct {
	source string
	parts  []part // nil without placeholders
}

// part is a piece of text and the argument that follows it, if any.
type part struct{ text, name string }

var placeholder = regexp.MustCompile(`\{\{\s*\.([A-Za-z][A-Za-z0-9]*)\s*\}\}`)

// parse reads a text. It refuses braces in pairs that are not a placeholder.
func parse(source string) (pattern, error) {
	p := pattern{source: source}
	rest := source
	for {
		at := placeholder.FindStringSubmatchIndex(rest)
		text := rest
		if at != nil {
			text = rest[:at[0]]
		}
		if i := strings.Index(text, "{{"); i >= 0 {
			return p, fmt.Errorf("has a placeholder that is not one argument: %.20s", text[i:])
		}
		if strings.Contains(text, "}}") {
			return p, fmt.Errorf("has }} without a placeholder")
		}
		if at == nil {
			if p.parts != nil && text != "" {
				p.parts = append(p.parts, part{text: text})
			}
			return p, nil
		}
		p.parts = append(p.parts, part{text: text, name: rest[at[2]:at[3]]})
		rest = rest[at[1]:]
	}
}

func (p pattern) names() []string {
	var names []string
	for _, part := range p.parts {
		if part.name != "" {
			names = append(names, part.name)
		}
	}
	return names
}

// appendTo renders the pattern. An argument that nobody gave shows as its name in brackets, [Name]: the reader
// sees that something is missing, and so does every test.
func (p pattern) appendTo(buf []byte, v values) []byte {
	if p.parts == nil {
		return append(buf, p.source...)
	}
	for _, part := range p.parts {
		buf = append(buf, part.text...)
		if part.name == "" {
			continue
		}
		if s, ok := v.get(part.name); ok {
			buf = append(buf, s...)
		} else {
			buf = appendMissing(buf, part.name)
		}
	}
	return buf
}

func appendMissing(buf []byte, name string) []byte {
	buf = append(buf, '[')
	buf = append(buf, name...)
	return append(buf, ']')
}

// parser makes go-i18n use patterns instead of text/template: nothing but arguments, and no "<no value>".
type parser struct{}

// Cacheable is true: patterns are immutable.
func (parser) Cacheable() bool { return true }

// Parse reads a form, which loading has accepted before.
func (parser) Parse(source, _, _ string) (template.ParsedTemplate, error) {
	p, err := parse(source)
	return p, err
}

// Execute renders the pattern with values.
func (p pattern) Execute(data any) (string, error) {
	v, _ := data.(values)
	return string(p.appendTo(nil, v)), nil
}
