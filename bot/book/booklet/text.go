package booklet

import (
	"strconv"
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
	Missing bool
	Body    string // as an SMS shows it, with its options
	English string // what it was translated from; empty in the English booklet
	Count   text.Count
	Long    bool // more than two segments

	WhatsApp   string // where it differs from the SMS
	Characters int    // of the WhatsApp wording

	Hash     string
	Standing review.Standing
}

// writer collects texts in one language, and remembers which ones have been shown.
type writer struct {
	set    book.Set
	board  review.Board
	lang   bot.Language
	common map[string]string
	shown  map[string]bool
	counts map[review.State]int
	total  int
}

func newWriter(s book.Set, lang bot.Language) *writer {
	return &writer{set: s, board: s.Ledger.Over(s.Texts), lang: lang, common: map[string]string{"Name": s.Hotline.Name}, shown: map[string]bool{}, counts: map[review.State]int{}}
}

// text renders a message with its options.
func (w *writer) text(id string, options []bot.Option) Text {
	t := Text{ID: id, Standing: w.board.Standing(w.lang, id)}
	t.Hash, _ = w.board.Hashes(w.lang, id)
	w.note(id, t.Standing.State)
	for _, o := range options {
		w.label(o.Label)
	}
	if t.Missing = !w.set.Texts.Has(w.lang, id); t.Missing {
		return t
	}
	t.Body = w.render(w.lang, bot.SMS, id, options)
	t.Count = text.Segments(t.Body)
	t.Long = t.Count.Segments > 2
	if wa := w.render(w.lang, bot.WhatsApp, id, options); wa != t.Body {
		t.WhatsApp, t.Characters = wa, utf8.RuneCountInString(wa)
	}
	if w.lang != say.English {
		t.English = w.render(say.English, bot.SMS, id, options)
	}
	return t
}

// label counts a message that is shown as a part of another.
func (w *writer) label(id string) string {
	w.note(id, w.board.Standing(w.lang, id).State)
	return w.called(w.lang, bot.SMS, id)
}

// render is a message with its options in one language, whatever else is missing in that.
func (w *writer) render(lang bot.Language, ch bot.Channel, id string, options []bot.Option) string {
	said, _ := w.set.Texts.Text(lang, ch, id, w.common)
	for i, o := range options {
		said += "\n" + strconv.Itoa(i+1) + " " + w.called(lang, ch, o.Label)
	}
	return said
}

// called is a label, or its id in brackets.
func (w *writer) called(lang bot.Language, ch bot.Channel, id string) string {
	if t, ok := w.set.Texts.Text(lang, ch, id, w.common); ok {
		return t
	}
	return "[" + id + "]"
}

// note counts a text once, with the wordings that it has for single channels.
func (w *writer) note(id string, s review.State) {
	if w.shown[id] {
		return
	}
	w.shown[id] = true
	w.counts[s]++
	w.total++
}
