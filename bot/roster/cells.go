package roster

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
)

// maxName is the longest name, in characters.
const maxName = 80

func (r *reader) name(s string, line int) bot.Private {
	odd := func(c rune) bool { return unicode.IsControl(c) || unicode.Is(unicode.Cf, c) }
	switch {
	case s == "":
		r.bad(line, "the name is missing", "write one; others see its first word only")
	case utf8.RuneCountInString(s) > maxName:
		r.bad(line, fmt.Sprintf("the name is longer than %d characters", maxName), "shorten it")
	case strings.ContainsFunc(s, odd):
		r.bad(line, "the name holds a line break or an invisible character", "type it anew")
	}
	return bot.Private(s)
}

// phone reads a number. It is not repeated in problems.
func (r *reader) phone(s string, line int) bot.Private {
	number := bot.Private(s)
	first, twice := r.phones[number]
	switch {
	case s == "":
		r.bad(line, "the phone is missing", "write it in full, such as +15005550006")
	case !strict.IsPhone(s):
		r.bad(line, "the phone is not a full number", "write +, the country code and the number in digits only, such as +15005550006; in a spreadsheet, make the column text first")
	case twice:
		r.bad(line, fmt.Sprintf("the phone is that of line %d too", first), "keep one line for each person; channel may list two")
	default:
		r.phones[number] = line
	}
	return number
}

func (r *reader) channels(s string, line int) (all []bot.Channel) {
	for _, word := range strict.List(s) {
		ch := bot.Channel(strings.ToLower(word))
		switch {
		case ch != bot.SMS && ch != bot.WhatsApp:
			r.bad(line, "unknown channel "+strict.Quoted(word), "write sms, whatsapp, or both with a space between, the preferred one first")
		case slices.Contains(all, ch):
			r.bad(line, "the channel "+string(ch)+" is there twice", "remove one")
		default:
			all = append(all, ch)
		}
	}
	if s == "" {
		r.bad(line, "the channel is missing", "write sms, whatsapp, or both with a space between, the preferred one first")
	}
	return all
}

// languages settles the letter case of tags, as hotline.yaml does.
func (r *reader) languages(s string, line int) (all []bot.Language) {
	for _, word := range strict.List(s) {
		l, ok := strict.Language(word)
		switch {
		case !ok:
			r.bad(line, strict.Quoted(word)+" is not a language", "use BCP 47 tags such as en, es or zh-Hans, with spaces between")
		case slices.Contains(all, l):
			r.bad(line, "the language "+string(l)+" is there twice", "remove one")
		default:
			all = append(all, l)
		}
	}
	if s == "" {
		r.bad(line, "the languages are missing", "list at least one, such as es en; pages are written in the first")
	}
	return all
}

func (r *reader) regions(s string, line int) (all []string) {
	for _, word := range strict.List(s) {
		word = strings.ToLower(word)
		_, known := r.hotline.Regions[word]
		switch {
		case len(r.hotline.Regions) > 0 && !known, !strict.IsName(word):
			r.bad(line, "unknown region "+strict.Quoted(word), "use the names of regions in hotline.yaml, with spaces between; none means all of them")
		case slices.Contains(all, word):
			r.bad(line, "the region "+word+" is there twice", "remove one")
		default:
			all = append(all, word)
		}
	}
	return all
}

func (r *reader) roles(s string, line int) (all []bot.Role) {
	var known []string
	for _, role := range bot.Roles() {
		known = append(known, string(role))
	}
	remedy := "use " + strings.Join(known, ", ") + ", with spaces between"
	for _, word := range strict.List(s) {
		role := bot.Role(strings.ToLower(word))
		switch {
		case !slices.Contains(bot.Roles(), role):
			r.bad(line, "unknown role "+strict.Quoted(word), remedy)
		case slices.Contains(all, role):
			r.bad(line, "the role "+string(role)+" is there twice", "remove one")
		default:
			all = append(all, role)
		}
	}
	if s == "" {
		r.bad(line, "the roles are missing", remedy)
	}
	return all
}
