package book

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

var numbered = regexp.MustCompile(`\{\{[0-9]+\}\}`)

// checkTemplates finds WhatsApp templates that WhatsApp would refuse, and ids in the settings that nothing uses.
func (s Set) checkTemplates() bot.Problems {
	ps := s.unusedTemplates()
	for _, lang := range s.Hotline.Languages {
		for _, id := range s.Texts.IDs(lang) {
			base, ch := say.Base(id)
			if !strings.HasPrefix(base, say.TemplatePrefix) || ch == bot.SMS {
				continue
			}
			text, _, ok := s.Texts.Template(lang, id)
			what, remedy := refusal(text)
			if !ok {
				what, remedy = "has plural forms, which a WhatsApp template cannot have", "write one text for any number"
			}
			if what != "" {
				ps = append(ps, s.textProblem(lang, id, id+" "+what, remedy))
			}
		}
	}
	return ps
}

// unusedTemplates finds names in the settings that are neither a question nor a message: their templates would never be sent.
func (s Set) unusedTemplates() (ps bot.Problems) {
	for name := range s.Hotline.Templates {
		id, node, isQuestion := strings.Cut(name, "/")
		f := s.Library.Flow(id)
		if name == say.LineTemplate || isQuestion && f != nil && f.Nodes[node] != nil || !isQuestion && s.Texts.Has(s.Hotline.DefaultLanguage, name) {
			continue
		}
		ps = append(ps, bot.Problem{File: "hotline.yaml", What: "templates: there is no question or message " + name,
			Remedy: "delete it, or correct it to a name that aldaba setup writes", Warning: true})
	}
	ps.Sort()
	return ps
}

// refusal says why WhatsApp would refuse a template. A placeholder with nothing but punctuation before or after it counts as the
// beginning or the end; and there must be more than two other words for each placeholder. Source: the provider's page
// "Using variables with Content templates".
func refusal(text string) (what, remedy string) {
	between := numbered.Split(text, -1)
	last := len(between) - 1
	if last == 0 {
		return "", ""
	}
	for i, piece := range between {
		switch said := strings.ContainsFunc(piece, letterOrDigit); {
		case !said && i == 0:
			return "begins with a placeholder, which WhatsApp refuses", "put a word before it"
		case !said && i == last:
			return "ends with a placeholder, which WhatsApp refuses", "put a word after it; a full stop is not enough"
		case !said:
			return "has two placeholders side by side, which WhatsApp refuses", "put a word between them"
		}
	}
	if words, least := plainWords(text), 2*last+1; words < least {
		return "has " + strconv.Itoa(words) + " words beside its placeholders, too few for WhatsApp", "write at least " + strconv.Itoa(least)
	}
	return "", ""
}

func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// plainWords counts the words that hold no placeholder.
func plainWords(text string) int {
	n := 0
	for _, w := range strings.Fields(text) {
		if !numbered.MatchString(w) && strings.ContainsFunc(w, letterOrDigit) {
			n += len(understand.Tokens(w)) // a character of a script without spaces is a word
		}
	}
	return n
}
