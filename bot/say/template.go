package say

import (
	"slices"
	"strconv"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Template returns the WhatsApp wording of a message as an approved template spells it, with {{1}}, {{2}} and so on in
// place of its arguments, and the names of these: the first is {{1}}. They are numbered in the order of their sorted names, so a
// wording may move them about. The common arguments are numbered like all others. It is false when the language has no such message
// or when that has plural forms, which a template cannot have.
func (c *Catalogue) Template(lang bot.Language, id string) (text string, names []string, ok bool) {
	w := c.find(lang).wording(bot.WhatsApp, id)
	if w == nil || w.forms != nil {
		return "", nil, false
	}
	names = w.other.names()
	slices.Sort(names)
	names = slices.Compact(names)
	numbers := make(map[string]string, len(names))
	for i, name := range names {
		numbers[name] = "{{" + strconv.Itoa(i+1) + "}}"
	}
	return string(w.other.appendTo(nil, values{own: numbers})), names, true
}
