package exchange

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// limits tells how long each message may be.
type limits struct {
	labels        map[string]int
	with, choices map[string]int         // what follows in the same text
	written       func(id string) string // the translation, "" if there is none
}

func (l Library) limits(lang bot.Language) limits {
	with, choices := l.Set.Following(lang)
	return limits{l.Set.LabelLimits(), with, choices, func(id string) string {
		s, _ := l.Set.Texts.Text(lang, bot.SMS, id, nil)
		return s
	}}
}

// Characters that fit into one, two and three segments of an SMS.
var (
	plainFits = [...]int{0, 160, 306, 459} // of GSM-7
	wideFits  = [...]int{0, 70, 134, 201}  // with one other letter
)

// wanted is how many segments an answer should take.
const wanted = 2

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
	return l.budget(base, wanted, book.MaxSegments)
}

// budget is how many characters are left beside what follows.
func (l limits) budget(id string, best, most int) string {
	fits := func(row [4]int) string {
		aim, end := max(row[best]-l.with[id], 0), max(row[most]-l.with[id]-l.choices[id], 0)
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
