package booklet

import (
	"bytes"
	_ "embed"
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

//go:embed page.html
var page string

//go:embed style.css
var style string

// Booklet is everything that a hotline says in one language.
type Booklet struct {
	Hotline  string
	Language bot.Language
	Name     string // the language's own name
	RTL      bool
	Day      string
	Total    int
	Counts   []Count
	Expired  int
	Flows    []Flow
	Topics   []Topic
	Rest     []Text
	Commands []Command
	Links    []NamedLink
	Style    template.CSS
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
	t, err := template.New("page").Funcs(template.FuncMap{"words": words}).Parse(page)
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
		Hotline: w.set.Hotline.Name, Language: w.lang, Name: string(w.lang), RTL: rtl(w.lang), Day: today.Format(time.DateOnly), Style: template.CSS(style), //nolint:gosec // our own file
		Flows: w.flows(), Topics: w.topics(today), Commands: w.commands(),
	}
	b.Rest = w.rest()
	for _, words := range w.set.Words {
		if words.Language == w.lang {
			b.Name = words.Name
		}
	}
	b.Total = w.total
	for _, s := range review.States() {
		b.Counts = append(b.Counts, Count{s, w.counts[s]})
	}
	for _, t := range b.Topics {
		if t.Answer.Expired {
			b.Expired++
		}
	}
	links := w.set.Texts.Links()
	for _, id := range links.IDs() {
		k, _ := links.Get(id)
		b.Links = append(b.Links, NamedLink{id, k})
	}
	return b
}

// rtl reports whether a language is written from right to left.
func rtl(lang bot.Language) bool {
	base, _, _ := strings.Cut(string(lang), "-")
	return slices.Contains([]string{"ar", "fa", "he", "ps", "ur", "prs"}, base)
}

func plain(id string) string {
	base, _ := say.Base(id)
	return base
}

func words(all []string) string { return strings.Join(all, ", ") }

func join(langs []bot.Language) string {
	var all []string
	for _, l := range langs {
		all = append(all, string(l))
	}
	return words(all)
}
