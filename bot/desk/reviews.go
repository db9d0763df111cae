package desk

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// Reviews tells what people have recorded about texts.
type Reviews interface {
	// Approved is the day, 2006-01-02, on which a lawyer approved a message as it is now.
	Approved(lang bot.Language, id string) (on string, ok bool)
	// Withdrawn reports whether a message must not go out any more.
	Withdrawn(lang bot.Language, id string) bool
}

// nobody has recorded anything.
type nobody struct{}

// Approved is never so.
func (nobody) Approved(bot.Language, string) (string, bool) { return "", false }

// Withdrawn is never so.
func (nobody) Withdrawn(bot.Language, string) bool { return false }

// Heeding is the same brain, which knows what people have recorded about its texts. That texts are left out is up to whoever made it.
func (b *Brain) Heeding(r Reviews) *Brain {
	heeding := *b
	heeding.reviews = r
	return &heeding
}

// Hint is something that whoever keeps the hotline should know about a text.
type Hint struct {
	About    string // "missing", "withdrawn" or "expired"
	Message  string
	Language bot.Language
}

// review adds the date to an answer with facts that have expired, once, and notes what whoever keeps the hotline should know about its texts.
func (d *Decision) review(b *Brain, lang bot.Language, now time.Time) {
	last := -1
	var id string
	var since flow.Dated
	for i, s := range d.Says {
		d.lacks(b, lang, s.Message)
		for _, o := range s.Options {
			d.lacks(b, lang, o.Label)
		}
		dates, dated := b.dates[s.Message]
		if dated && now.After(dates.Until) && (d.Session.InEnglish || d.has(b, lang, s.Message)) {
			d.Hints = append(d.Hints, Hint{"expired", s.Message, lang})
			last = i
			if id == "" || dates.AsOf.Before(since.AsOf) {
				id, since = s.Message, dates
			}
		}
	}
	if last >= 0 {
		d.Says = slices.Insert(slices.Clone(d.Says), last+1, b.old(d.Contact.Address.Channel, lang, id, since))
	}
}

// lacks notes a message that the language lacks.
func (d *Decision) lacks(b *Brain, lang bot.Language, id string) {
	switch {
	case id == "" || d.has(b, lang, id):
	case b.reviews.Withdrawn(lang, id):
		d.Hints = append(d.Hints, Hint{"withdrawn", id, lang})
	default:
		d.Hints = append(d.Hints, Hint{"missing", id, lang})
	}
}

func (d *Decision) has(b *Brain, lang bot.Language, id string) bool {
	_, ok := b.texts.Text(lang, d.Contact.Address.Channel, id, b.common)
	return ok
}

// old says how old facts are, and that a lawyer has read them only if one has.
func (b *Brain) old(ch bot.Channel, lang bot.Language, id string, since flow.Dated) bot.Say {
	message, day := say.Old, since.AsOf
	if on, ok := b.reviews.Approved(lang, id); ok {
		if at, err := time.Parse(time.DateOnly, on); err == nil {
			message, day = say.OldApproved, at
		}
	}
	return bot.Say{Message: message, Args: map[string]string{"Date": b.date(ch, lang, day)}}
}

// date is a day as readers of a language write it; where the language cannot say it, as 2006-01-02.
func (b *Brain) date(ch bot.Channel, lang bot.Language, day time.Time) string {
	month, named := b.texts.Text(lang, ch, say.Month(day.Month()), nil)
	date, ok := b.texts.Text(lang, ch, say.Day, map[string]string{"Day": strconv.Itoa(day.Day()), "Month": month, "Year": strconv.Itoa(day.Year())})
	if !ok || !named {
		return day.Format(time.DateOnly)
	}
	return date
}

// foreign is what a contact hears first whose own language is understood and not published: in it, that this is another one.
func (b *Brain) foreign(c bot.Contact, in bot.Intent) string {
	own := cmp.Or(c.Language, in.Language)
	if b.publishes(own) || b.publishes(own.Spoken()) {
		return ""
	}
	words, _ := b.texts.Text(own, c.Address.Channel, say.NotInLanguage, b.common)
	return words
}
