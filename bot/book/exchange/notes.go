package exchange

import (
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// notes tell a translator what is special about a message.
func (l Library) notes(lang bot.Language, id string) string {
	var all []string
	add := func(when bool, note string) {
		if when {
			all = append(all, note)
		}
	}
	named := l.named(id)
	piece := func(prefix string) bool {
		return slices.ContainsFunc(named, func(n string) bool { return strings.HasPrefix(n, "{{"+prefix) })
	}
	base, _ := say.Base(id)
	add(slices.Contains(l.Set.Library.Globals().Core, base), "core: nobody gets the language before it is translated. Begin with these.")
	add(strings.HasPrefix(id, say.SayPrefix), "Sentence to say to an officer. Line 1 stays English, letter for letter. Line 2: how it sounds, in parentheses, spelled for readers of your language.")
	add(piece(say.SayPrefix), "{{say.…}} puts in the English sentence to say and its sound: keep it on a line of its own.")
	add(piece("link."), "{{link.…}} puts in an address or a number: keep it.")
	add(strings.HasPrefix(id, "page."), "Begins with RR. If {{.Line}} is there, nothing follows it.")
	add(strings.HasPrefix(id, say.TemplatePrefix), "A word before the first and after the last placeholder, and between any two.")
	add(len(l.forms(lang, id)) > 1, "{{.Count}} picks the form; only other must name it.")
	if !strings.HasPrefix(id, say.SayPrefix) {
		for _, term := range l.Set.Lint.Agreed(l.source(id)["other"], lang) {
			add(true, term.String())
		}
	}
	return strings.Join(all, "\n")
}

// wordNotes tell a translator what a list is for.
func wordNotes(path []string) string {
	const each = "One phrase a line, as people text it, typos too. Find your own; do not translate word by word."
	switch path[0] {
	case "name":
		return "The language's own name."
	case "numbers":
		return "One to nine, one a line."
	case "commands":
		return "The whole message, nothing else. A phrase stands for one command only. " + each
	case "topics", "synonyms":
		return each + " A phrase beats a word."
	case "must_say":
		return "What the text has to say: one thing a line, its wordings separated by |."
	}
	return each
}
