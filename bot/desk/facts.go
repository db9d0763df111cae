package desk

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

const (
	// wordsShown is how many characters of a stranger's words one fact shows, factsShown how many facts in all show.
	wordsShown = 120
	factsShown = 420
)

// activity says in a few words what is happening: what is worst first.
func (b *Brain) activity(in bot.Incident, exact bool, lang bot.Language) string {
	var red, doing, rest []string
	for _, f := range in.Facts {
		switch words := b.readable(f, exact, lang); {
		case words == "":
		case dispatch.Red(f):
			red = append(red, words)
		case f.Key == "doing":
			doing = append(doing, words)
		case f.Key == "seen" || f.Key == "salute":
			rest = append(rest, words)
		}
	}
	all := append(append(red, last(doing)...), last(rest)...)
	if n := in.Count(); n > 1 {
		all = append(all, b.word(lang, "word.reports", map[string]string{"Count": strconv.Itoa(n)}))
	}
	if len(all) == 0 {
		all = append(all, b.word(lang, "act.unsure", nil))
	}
	return strings.Join(all, ", ")
}

// last is the newest of what is told again and again.
func last(all []string) []string { return all[max(0, len(all)-1):] }

// facts is everything that its reader may know, newest last. Of very much, the beginning and the end are shown.
func (b *Brain) facts(in bot.Incident, exact bool, lang bot.Language) string {
	var all []string
	seen := map[string]bool{}
	for _, f := range in.Facts {
		words := b.readable(f, exact, lang)
		if words != "" && !seen[words] && f.Key != dispatch.PlaceKey {
			seen[words] = true
			all = append(all, words)
		}
	}
	if n := in.Count(); n > 1 {
		all = append(all, b.word(lang, "word.reports", map[string]string{"Count": strconv.Itoa(n)}))
	}
	if in.Mute || in.Reporter == "" {
		all = append(all, b.word(lang, "word.mute", nil))
	}
	if len(all) == 0 {
		return b.word(lang, "act.unsure", nil)
	}
	joined := []rune(strings.Join(all, "; "))
	if len(joined) > factsShown {
		half := factsShown / 2
		joined = append(append(append([]rune{}, joined[:half]...), []rune(" ... ")...), joined[len(joined)-half:]...)
	}
	return string(joined)
}

// options of the report's questions that have words of their own; the others tell nothing.
func optionWord(f bot.Fact) (id string, option bool) {
	switch f.Key + "/" + f.Text.Reveal() {
	case "hurt/hurt":
		return "word.hurt", true
	case "hurt/children":
		return "word.child", true
	case "safe/no":
		return "word.unsafe", true
	case "contact/no":
		return "word.no_contact", true
	case "doing/door", "doing/inside", "doing/stopping", "doing/taking", "doing/waiting", "doing/unsure":
		return "act." + f.Text.Reveal(), true
	case "when/left", "when/heard":
		return "act." + f.Text.Reveal(), true
	case "hurt/no", "hurt/unsure", "safe/yes", "contact/text", "contact/skip", "when/today", "when/before",
		"role/me", "role/family", "role/neighbor", "role/work", "role/skip":
		return "", true
	}
	return "", false
}

// factWords is one fact in the reader's language, or in the words of whoever told it.
func (b *Brain) factWords(f bot.Fact, lang bot.Language) string {
	if id, option := optionWord(f); option {
		if id == "" {
			return ""
		}
		return b.word(lang, id, nil)
	}
	words := text.Defang(f.Text.Reveal(), wordsShown)
	if len(f.Media) > 0 {
		words = strings.TrimSpace(words + " (" + b.word(lang, "word.unverified_media", nil) + ")")
	}
	return words
}

// houseNumber is anything in somebody's words that may be one, or a part of a pin.
var houseNumber = regexp.MustCompile(`\p{Nd}{3,}`)

// readable is one fact as a reader may see it. Who may not know the exact place reads nobody's own words but on what agents do and look
// like, and no long number in them.
func (b *Brain) readable(f bot.Fact, exact bool, lang bot.Language) string {
	_, option := optionWord(f)
	switch {
	case exact || option:
		return b.factWords(f, lang)
	case f.Key == "doing" || f.Key == "seen" || f.Key == "salute":
		return houseNumber.ReplaceAllString(b.factWords(f, lang), "#")
	}
	f.Text = ""
	return b.factWords(f, lang)
}

// newWords is what a text tells that its reader does not know yet.
func (b *Brain) newWords(t dispatch.Text, in bot.Incident, lang bot.Language) string {
	switch {
	case t.Words != "":
		return text.Defang(t.Words.Reveal(), 300)
	case t.Fact == nil:
		return ""
	case t.Fact.Key == dispatch.PlaceKey || t.Fact.Location != nil:
		return b.placeWords(in, t.Exact, lang)
	}
	return b.readable(*t.Fact, t.Exact, lang)
}
