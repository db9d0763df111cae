package booklet

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// Mark stands in every booklet's page, and tells it from other pages.
const Mark = `<meta name="generator" content="aldaba render"/>`

//go:embed *.html
var pages embed.FS

//go:embed style.css
var style string

//go:embed print.css
var printed string

// Booklet is everything that a hotline says in one language.
type Booklet struct {
	Hotline    string
	Language   bot.Language
	Name       string // the language's own name
	Dir        string // in which it is written: ltr or rtl
	Day        string
	Total      int
	Unreviewed int // that no lawyer has approved or withdrawn
	Missing    int
	Core       int // texts that a language needs before it is published
	Approved   int // of these
	Long       int // that take more than two SMS
	Counts     []Count
	Expired    int
	Flows      []Flow
	Topics     []Topic
	Chapters   []Chapter
	Labels     []Label
	Rest       []Group
	Commands   []Command
	Links      []NamedLink
	Style      template.CSS
}

// Count is how many texts are in a state.
type Count struct {
	State review.State
	Texts int
}

// NamedLink is an address or number that texts name.
type NamedLink struct {
	ID string
	say.Link
}

// Render returns the page and topics.json in one language. The same set and day give the same bytes. The language must be one of the
// catalogue's.
func Render(s book.Set, lang bot.Language, today time.Time) (html, topics []byte, err error) {
	if !slices.Contains(s.Texts.Languages(), lang) {
		return nil, nil, fmt.Errorf("there are no texts in %q; use one of %s", lang, join(s.Texts.Languages()))
	}
	b := put(newWriter(s, lang), today)
	if topics, err = topicsJSON(b.Topics); err != nil {
		return nil, nil, err
	}
	// The functions stand in for those of the language, which the page's parts cannot see.
	t, err := template.New("page.html").Funcs(template.FuncMap{"words": words, "lang": func() string { return string(lang) }, "dir": func() string { return b.Dir }}).ParseFS(pages, "*.html")
	if err != nil {
		return nil, nil, fmt.Errorf("read the page's template: %w", err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, b); err != nil {
		return nil, nil, fmt.Errorf("write the page: %w", err)
	}
	return out.Bytes(), topics, nil
}

// put collects the booklet. The order matters: what flows and topics show is not shown again.
func put(w *writer, today time.Time) Booklet {
	b := Booklet{
		Hotline: w.set.Hotline.Name, Language: w.lang, Name: w.name(), Dir: direction(w.lang), Day: today.Format(time.DateOnly),
		Style: template.CSS(style + printed), //nolint:gosec // our own files
		Flows: w.flows(), Topics: w.topics(today), Commands: w.commands(), Links: w.links(),
	}
	b.Labels, b.Rest, b.Chapters = w.labelled(), w.rest(), chapters(b.Topics)
	b.Long, b.Missing = w.long, w.absent
	for _, s := range review.States() {
		b.Counts = append(b.Counts, Count{s, w.counts[s]})
		b.Total += w.counts[s]
	}
	b.Unreviewed = b.Total - w.counts[review.StateApproved] - w.counts[review.StateWithdrawn]
	core, _, _ := w.set.Reviewed().Count(w.lang, today)
	b.Core, b.Approved = core.Texts, core.Approved
	for _, t := range b.Topics {
		if t.expired() {
			b.Expired++
		}
	}
	return b
}

func (w *writer) name() string {
	for _, words := range w.set.Words {
		if words.Language == w.lang && words.Name != "" {
			return words.Name
		}
	}
	return string(w.lang)
}

func (w *writer) links() []NamedLink {
	links := w.set.Texts.Links()
	var all []NamedLink
	for _, id := range links.IDs() {
		k, _ := links.Get(id)
		all = append(all, NamedLink{id, k})
	}
	return all
}

// direction is how a language is written: from left to right, or from right to left.
func direction(lang bot.Language) string {
	base, _, _ := strings.Cut(string(lang), "-")
	if slices.Contains([]string{"ar", "fa", "he", "ps", "ur", "prs", "yi", "ckb"}, base) {
		return "rtl"
	}
	return "ltr"
}
func plain(id string) string {
	base, _ := say.Base(id)
	return base
}

// first is an id's first word.
func first(id string) string {
	word, _, _ := strings.Cut(id, ".")
	return word
}

func words(all []string) string { return strings.Join(all, ", ") }

func join(langs []bot.Language) string {
	var all []string
	for _, l := range langs {
		all = append(all, string(l))
	}
	return words(all)
}
