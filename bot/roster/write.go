package roster

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// Write is the roster as CSV: Read reads the same people from it. Names that a spreadsheet would take for formulas get an
// apostrophe in front; phones stay as they are.
func Write(people []bot.Responder) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(columns()) // a bytes.Buffer takes everything
	for _, p := range people {
		_ = w.Write(cells(p))
	}
	w.Flush()
	return b.Bytes()
}

func cells(p bot.Responder) []string {
	var phone bot.Private
	var channels []bot.Channel
	for _, a := range p.Addresses {
		phone = a.Value
		channels = append(channels, a.Channel)
	}
	return []string{text.Cell(p.Name.Reveal()), phone.Reveal(), joined(channels), joined(p.Languages), joined(p.Regions), joined(p.Roles), Shifts(p.Shifts)}
}

func joined[S ~string](all []S) string {
	words := make([]string, len(all))
	for i, s := range all {
		words[i] = string(s)
	}
	return strings.Join(words, " ")
}

// Shifts is how a roster spells shifts.
func Shifts(all []bot.Shift) string {
	words := make([]string, len(all))
	for i, s := range all {
		words[i] = shiftText(s)
	}
	return strings.Join(words, "; ")
}

func shiftText(s bot.Shift) string {
	if s.Always {
		return always
	}
	to := s.To
	if to == 0 {
		to = day
	}
	return fmt.Sprintf("%s %02d:%02d-%02d:%02d %s", daysText(s.Days), s.From/60, s.From%60, to/60, to%60, s.Zone)
}

// daysText is "daily", or runs of days from Monday on: "mon-fri sun".
func daysText(set [7]bool) string {
	var words []string
	for i := 1; i <= 7; i++ {
		first := i
		for i <= 7 && set[i%7] {
			i++
		}
		switch n := i - first; {
		case n == 7:
			return "daily"
		case n >= 3:
			words = append(words, dayNames()[first]+"-"+dayNames()[(i-1)%7])
		default:
			for d := first; d < i; d++ {
				words = append(words, dayNames()[d%7])
			}
		}
	}
	return strings.Join(words, " ")
}
