package say

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// MaxFile is the largest file of texts, in bytes. A language needs a tenth of it.
const MaxFile = 1 << 20

// LoadLanguage reads one file of texts. Its name ends in active.<lang>.toml, where <lang> is a BCP 47 tag,
// and stands in the problems as given. Links are what its texts may name. All mistakes of one file are reported together; the language then
// holds the messages without mistakes. It is nil when the name gives no language.
func LoadLanguage(file string, data []byte, links Links) (*Language, bot.Problems) {
	name, tag, err := languageOf(file)
	if err != nil {
		return nil, bot.Problems{{File: file, Language: named(file), What: err.Error(), Remedy: "name it active.<lang>.toml with a BCP 47 tag such as es or zh-Hans"}}
	}
	r := &reader{links: links, lang: &Language{name: name, tag: tag, file: file, messages: map[string]*message{}}}
	if len(data) > MaxFile {
		r.problem(0, fmt.Sprintf("is larger than %d bytes", MaxFile), "remove what does not belong there")
		return r.lang, r.problems
	}
	if line := nested(string(data)); line > 0 {
		r.problem(line, "has a key of very many parts", "write the key in quotes")
		return r.lang, r.problems
	}
	if err := toml.Unmarshal(data, &r.raw); err != nil {
		r.syntax(err)
		return r.lang, r.problems
	}
	r.lines = keyLines(string(data))
	for _, id := range r.sorted(r.raw, "") {
		r.read(id, r.raw[id])
	}
	slices.Sort(r.lang.ids)
	r.bundle()
	return r.lang, r.problems
}

// maxParts is how many dots a line may have in front of its text, outside of quotes. Reading a key of thousands of parts would take
// the TOML library minutes and gigabytes.
const maxParts = 16

// nested returns the first line whose key has more parts than that, or 0.
func nested(data string) int {
	n := 0
	for line := range strings.Lines(data) {
		n++
		key, _, _ := strings.Cut(line, "=")
		key, _, _ = strings.Cut(key, `"`)
		if strings.Count(key, ".") > maxParts {
			return n
		}
	}
	return 0
}

// languageOf takes the language from a file's name.
func languageOf(file string) (bot.Language, language.Tag, error) {
	name := named(file)
	if path.Base(file) != "active."+string(name)+".toml" {
		return "", language.Und, errors.New("is not named active.<lang>.toml")
	}
	tag, err := language.Parse(string(name))
	if err != nil || tag == language.Und {
		return "", language.Und, fmt.Errorf("%q is not a language", name)
	}
	return name, tag, nil
}

// named is what a file's name calls its language, which may be none.
func named(file string) bot.Language {
	return bot.Language(strings.TrimSuffix(strings.TrimPrefix(path.Base(file), "active."), ".toml"))
}

// reader collects one file's messages and mistakes.
type reader struct {
	lang     *Language
	links    Links
	raw      map[string]any // as the TOML reader read it
	lines    map[string]int
	plural   []*i18n.Message
	problems bot.Problems
}

// problem is a mistake of the whole file.
func (r *reader) problem(line int, what, remedy string) {
	r.problems = append(r.problems, bot.Problem{File: r.lang.file, Line: line, What: what, Remedy: remedy, Language: r.lang.name})
}

// mistake is one of a message alone: the language lacks it.
func (r *reader) mistake(id, what, remedy string) {
	r.problems = append(r.problems, bot.Problem{File: r.lang.file, Line: r.line(id), What: what, Remedy: remedy, Language: r.lang.name, Message: id})
}

// line is where a message is written, or what it is a part of.
func (r *reader) line(id string) int {
	for {
		last := strings.LastIndex(id, ".")
		if n := r.lines[id]; n > 0 || last < 0 {
			return n
		}
		id = id[:last]
	}
}

// syntax reports what the TOML reader could not read; it stops at the first mistake.
func (r *reader) syntax(err error) {
	line, what := 0, err.Error()
	var broken toml.ParseError
	if errors.As(err, &broken) {
		line, what = broken.Position.Line, broken.Message
	}
	r.problem(line, "is not TOML: "+what, `write each message as "id" = "text" on a line of its own, with \" for a quote in it, once, and save the file as UTF-8`)
}

// sorted returns the keys of a table below a path, in the order of the file.
func (r *reader) sorted(table map[string]any, below string) []string {
	return slices.SortedFunc(maps.Keys(table), func(a, b string) int {
		return cmp.Or(cmp.Compare(r.lines[below+a], r.lines[below+b]), cmp.Compare(a, b))
	})
}

// read takes one value of the file's top level.
func (r *reader) read(id string, value any) {
	switch v := value.(type) {
	case string:
		r.message(id, map[string]string{"other": v}, false)
	case map[string]any:
		r.table(id, v)
	default:
		r.mistake(id, fmt.Sprintf("%q is not a text", id), "put the value in quotes")
	}
}

// formNames are the plural forms of CLDR.
func formNames() []string { return []string{"zero", "one", "two", "few", "many", "other"} }

// table takes a message with plural forms, and refuses tables that come from an id without quotes.
func (r *reader) table(id string, table map[string]any) {
	forms := map[string]string{}
	for _, key := range r.sorted(table, id+".") {
		text, isText := table[key].(string)
		switch {
		case isText && slices.Contains(formNames(), key):
			forms[key] = text
		case isText && (key == "description" || key == "hash"): // go-i18n's own notes
		default:
			r.unquoted(id+"."+key, table[key])
		}
	}
	switch _, other := forms["other"]; {
	case other:
		r.message(id, forms, true)
	case len(forms) > 0:
		r.mistake(id, fmt.Sprintf("%q has no form other", id), "add it: every language needs it")
	}
}

// unquoted reports every message below a key that is not a plural form.
func (r *reader) unquoted(path string, value any) {
	if table, ok := value.(map[string]any); ok {
		for _, key := range r.sorted(table, path+".") {
			r.unquoted(path+"."+key, table[key])
		}
		return
	}
	r.mistake(path, fmt.Sprintf("%s is neither a message id in quotes nor a plural form", path),
		fmt.Sprintf("write %q = \"…\", or one of the forms %s", path, strings.Join(formNames(), ", ")))
}

// message adds a message once all of its forms are in order.
func (r *reader) message(id string, forms map[string]string, plural bool) {
	w := &wording{id: id, line: r.lines[id], pieces: piecesOf(forms)}
	if len(w.pieces) > 0 {
		w.written = forms
	}
	parsed := make(map[string]pattern, len(forms))
	for _, form := range formNames() {
		source, ok := forms[form]
		if !ok {
			continue
		}
		whole, err := r.expand(source)
		if err != nil {
			r.mistake(id, fmt.Sprintf("%q %s", id, err), "correct it, or add it: {{say.…}} is a message of this file, {{link.…}} stands in "+LinksFile)
			return
		}
		p, err := parse(strings.TrimSpace(text.Clean(whole, MaxFile)))
		if err != nil {
			r.mistake(id, fmt.Sprintf("%q %s", id, err), "write placeholders as {{.Name}}")
			return
		}
		if p.source == "" {
			r.mistake(id, fmt.Sprintf("%q is empty", id), "write the text or delete the line")
			return
		}
		parsed[form] = p
	}
	w.other = parsed["other"]
	if plural {
		w.forms = parsed
		r.plural = append(r.plural, pluralMessage(w))
	}
	r.lang.add(w)
}

func pluralMessage(w *wording) *i18n.Message {
	return &i18n.Message{
		ID: w.id, Zero: w.forms["zero"].source, One: w.forms["one"].source, Two: w.forms["two"].source,
		Few: w.forms["few"].source, Many: w.forms["many"].source, Other: w.other.source,
	}
}

// bundle gives the language a go-i18n bundle of its own for the messages that need its plural rules; all others
// are rendered without. A language that CLDR has no plural rules for, such as ht, is loaded as an artificial one
// (art-x-ht), which counts like English.
func (r *reader) bundle() {
	if len(r.plural) == 0 {
		return
	}
	tag := r.lang.tag
	b := i18n.NewBundle(tag)
	if b.AddMessages(tag, r.plural...) != nil {
		tag = language.Make("art-x-" + tag.String())
		b = i18n.NewBundle(tag)
		if err := b.AddMessages(tag, r.plural...); err != nil {
			r.problem(0, "cannot count in this language: "+err.Error(), "write the messages with plural forms without them")
		}
	}
	r.lang.plurals = i18n.NewLocalizer(b, tag.String())
}
