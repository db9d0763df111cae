package exchange

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/book/lint"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// limits tells how long each message may be.
type limits struct {
	labels        map[string]int
	with, choices map[string]int         // what follows in the same text
	written       func(id string) string // the translation, "" if there is none
	segments      lint.Budget
}

func (l Library) limits(lang bot.Language) limits {
	with, choices := l.Set.Following(lang)
	return limits{l.Set.LabelLimits(), with, choices, func(id string) string {
		s, _ := l.Set.Texts.Text(lang, bot.SMS, id, nil)
		return s
	}, l.Set.Lint.Budget(lang)}
}

// of is the limit of a message in characters of the encoding of its translation; of both encodings while there is none.
func (l limits) of(id string) string {
	base, ch := say.Base(id)
	if n, ok := l.labels[base]; ok {
		return strconv.Itoa(n)
	}
	switch {
	case strings.HasPrefix(id, "act."):
		return strconv.Itoa(book.MaxAct)
	case ch == bot.WhatsApp:
		return strconv.Itoa(book.MaxText)
	case strings.HasPrefix(id, "page."):
		return l.budget(id, 1, 1)
	}
	return l.budget(base, l.segments.Good, l.segments.Text)
}

// Characters that fit into one segment of an SMS, and into each of several: of GSM-7, and with one other letter.
type capacity struct{ one, each int }

var plainFits, wideFits = capacity{160, 153}, capacity{70, 67}

func (c capacity) of(segments int) int {
	if segments == 1 {
		return c.one
	}
	return c.each * segments
}

// budget is how many characters are left beside what follows.
func (l limits) budget(id string, best, most int) string {
	fits := func(c capacity) string {
		aim, end := max(c.of(best)-l.with[id], 0), max(c.of(most)-l.with[id]-l.choices[id], 0)
		if aim >= end || aim == 0 {
			return strconv.Itoa(end)
		}
		return fmt.Sprintf("%d, at most %d", aim, end)
	}
	now := l.written(id)
	switch {
	case now == "":
		return fits(plainFits) + " (or " + fits(wideFits) + " with a letter that is not in GSM-7)"
	case text.Segments(now).Encoding == text.UCS2:
		return fits(wideFits) + " (not in GSM-7: " + string(text.NotGSM(now)) + ")"
	}
	return fits(plainFits)
}
