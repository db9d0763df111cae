package desk

import (
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// Lacking is the same brain without some texts of a language, as if nobody had translated them yet: for transcripts.
func (b *Brain) Lacking(lang bot.Language, ids []string) *Brain {
	lacking := *b
	lacking.texts = b.texts.Without(func(l bot.Language, id string) bool { return l == lang && slices.Contains(ids, id) })
	return &lacking
}

// offer asks a reader whether English will do when their language lacks a text of the answer and English has it.
func (d *Decision) offer(b *Brain, now time.Time) {
	lang := d.next(b)
	d.Session, d.Effects = flow.Offer(b.library, d.Session, d.Effects, func(id string) bool {
		return !d.has(b, lang, id) && d.has(b, say.English, id)
	}, now)
}

// next is the language in which the answer will be written: the one that it switches to, if it does.
func (d *Decision) next(b *Brain) bot.Language {
	lang := d.reads(b)
	for _, e := range d.Effects {
		if set, ok := e.(bot.SetLanguage); ok && b.publishes(set.Language) {
			lang = set.Language
		}
	}
	return lang
}

// worded is texts as the contact gets them. Whoever has said that English will do gets it where their language lacks a text, and whoever reports, too,
// behind a word about it: nobody waits for a translation then.
func (d *Decision) worded(b *Brain, ch bot.Channel, says []bot.Say) []string {
	if asked := d.Session.InEnglish; asked || b.library.Pressing(d.Session) {
		return b.texts.Mixed(d.Language, ch, says, b.common, asked)
	}
	return b.texts.Answer(d.Language, ch, says, b.common)
}
