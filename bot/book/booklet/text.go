package booklet

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// Text is one text as a reader of the booklet sees it.
type Text struct {
	ID      string
	Again   bool // it was shown before, maybe with other options
	Short   bool // a line is enough
	Core    bool // a language needs it before it is published
	Missing bool
	Body    string // as an SMS shows it, with its options
	Footer  string // what is sent below it: that there is more
	English string // what it was translated from; empty in the English booklet
	Count   text.Count
	Long    bool // more than two segments
	Forms   []Form

	WhatsApp *Variant // where it differs from the SMS

	Hash     string
	Standing review.Standing
}

// Form is how a text reads for a number of things: "one", "few".
type Form struct{ Name, Body string }

// Variant is a text's wording for one channel.
type Variant struct {
	ID         string
	Body       string
	Characters int
	Hash       string
	Standing   review.Standing
}

// Label is the text of an answer or the name of a topic: it is shown as a part of other texts, and once more in a table.
type Label struct {
	ID, Body, English string
	Core, Missing     bool
	Characters        int
	Hash              string
	Standing          review.Standing
}

// writer collects texts in one language, and remembers which ones have been shown.
type writer struct {
	set    book.Set
	board  review.Board
	lang   bot.Language
	common map[string]string
	shown  map[string]bool // in full
	labels map[string]bool
	counts map[review.State]int
	long   int
	absent int
}

func newWriter(s book.Set, lang bot.Language) *writer {
	return &writer{set: s, board: s.Ledger.Over(s.Texts), lang: lang, common: s.Hotline.Common(), shown: map[string]bool{}, labels: map[string]bool{}, counts: map[review.State]int{}}
}

// text renders a message with its options and what is sent below it.
func (w *writer) text(id string, options []bot.Option, footer string) Text {
	t := Text{ID: id, Again: w.shown[id], Core: w.core(id), Hash: w.hash(id), Standing: w.board.Standing(w.lang, id)}
	for _, o := range options {
		w.label(o.Label)
	}
	if w.lang != say.English {
		t.English = w.render(say.English, bot.SMS, id, options)
	}
	if t.Missing = !w.set.Texts.Has(w.lang, id); !t.Missing {
		w.fill(&t, options, footer)
	}
	if t.Long && !t.Again {
		w.long++
	}
	w.tally(id, t.Standing.State, t.Missing)
	return t
}

// fill adds what only a text has that is there.
func (w *writer) fill(t *Text, options []bot.Option, footer string) {
	t.Body = w.render(w.lang, bot.SMS, t.ID, options)
	all := t.Body
	if footer != "" {
		t.Footer = w.called(w.lang, bot.SMS, footer)
		all += "\n" + t.Footer
	}
	t.Count = text.Segments(all)
	t.Long = t.Count.Segments > 2
	t.Forms = w.forms(t.ID)
	if wa := w.render(w.lang, bot.WhatsApp, t.ID, options); wa != t.Body {
		t.WhatsApp = w.variant(t.ID, wa)
	}
}

// variant is the WhatsApp wording of a text; only its options may differ, then it has no id of its own.
func (w *writer) variant(id, body string) *Variant {
	v := &Variant{Body: body, Characters: utf8.RuneCountInString(body)}
	own := id + "." + string(bot.WhatsApp)
	if w.set.Texts.Forms(w.lang, own) == nil {
		return v
	}
	v.ID, v.Hash, v.Standing = own, w.hash(own), w.board.Standing(w.lang, own)
	w.tally(own, v.Standing.State, false)
	return v
}

// placeholder is what stands in a text for something that only the moment knows. A reader sees its name in brackets.
var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

// forms are the plural forms of a text beside the one that is shown.
func (w *writer) forms(id string) []Form {
	all := w.set.Texts.Forms(w.lang, id)
	var others []Form
	for _, name := range []string{"zero", "one", "two", "few", "many"} {
		if body, ok := all[name]; ok {
			others = append(others, Form{name, placeholder.ReplaceAllString(body, "[$1]")})
		}
	}
	return others
}

// label is a message that is shown as a part of another.
func (w *writer) label(id string) string {
	w.labels[id] = true
	return w.called(w.lang, bot.SMS, id)
}

// labelled is the table of all labels that were shown and that are no texts of their own.
func (w *writer) labelled() []Label {
	var all []Label
	for id := range w.labels {
		if w.shown[id] {
			continue
		}
		l := Label{ID: id, Core: w.core(id), Body: w.called(w.lang, bot.SMS, id), Missing: !w.set.Texts.Has(w.lang, id), Hash: w.hash(id), Standing: w.board.Standing(w.lang, id)}
		l.Characters = utf8.RuneCountInString(l.Body)
		if w.lang != say.English {
			l.English = w.called(say.English, bot.SMS, id)
		}
		w.tally(id, l.Standing.State, l.Missing)
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b Label) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// render is a message with its options in one language, whatever else is missing in that.
func (w *writer) render(lang bot.Language, ch bot.Channel, id string, options []bot.Option) string {
	said := w.called(lang, ch, id)
	for i, o := range options {
		said += "\n" + strconv.Itoa(i+1) + " " + w.called(lang, ch, o.Label)
	}
	return said
}

// called is a message, or its id in brackets.
func (w *writer) called(lang bot.Language, ch bot.Channel, id string) string {
	if t, ok := w.set.Texts.Text(lang, ch, id, w.common); ok {
		return t
	}
	return "[" + id + "]"
}

// tally counts a text once: by its state, or as missing.
func (w *writer) tally(id string, state review.State, missing bool) {
	switch {
	case w.shown[id]:
	case missing:
		w.absent++
	default:
		w.counts[state]++
	}
	w.shown[id] = true
}

// core reports whether a language needs a text before it is published.
func (w *writer) core(id string) bool { return slices.Contains(w.set.Library.Globals().Core, id) }

// hash is that of a text, or of its wording for one channel.
func (w *writer) hash(id string) string {
	hash, _ := w.board.Hashes(w.lang, id)
	return hash
}
