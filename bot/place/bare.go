package place

import (
	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// bareFits is how many words and marks a place alone has at most: "in Fremont, CA 94538".
const bareFits = 8

// Bare reports whether words are nothing but a region of the hotline, by its name or a ZIP code, and returns it. One word more, such as one about
// agents, and they are a question or a report.
func (a *Atlas) Bare(words bot.Private) (region string, ok bool) {
	all := tokens(text.Clean(words.Reveal(), textFits))
	if len(all) > bareFits {
		return "", false
	}
	for i := 0; i < len(all); {
		t, n := all[i], a.beginsName(all, i)
		switch {
		case n > 0:
			i += n
		case t.has(mark|leads|within|state) && !t.has(alert), t.has(number) && len(t.raw) == zipDigits && a.byZip(t.raw) != "", t.raw == "zip", t.raw == "code":
			i++
		default:
			return "", false
		}
	}
	p, _ := a.Read(words, nil, false)
	return p.Region, p.Region != ""
}
