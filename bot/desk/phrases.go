package desk

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// maxPlace is how long the place in a phrase may be, in characters: it is a place, not a message.
const maxPlace = 60

// Phrase is a text of the phrasebook in every published language that has it, with its slots filled. Its errors wrap bot.ErrRefused and name the
// remedy.
func (b *Brain) Phrase(p bot.Phrase) (map[bot.Language]bot.Private, error) {
	slots, known := say.Phrases()[say.PhrasePrefix+p.ID]
	if !known {
		var ids []string
		for _, id := range slices.Sorted(maps.Keys(say.Phrases())) {
			ids = append(ids, strings.TrimPrefix(id, say.PhrasePrefix))
		}
		return nil, fmt.Errorf("the phrasebook has no %q: %w; it has %s", p.ID, bot.ErrRefused, strings.Join(ids, ", "))
	}
	for name, value := range map[string]string{"Place": p.Place, "Date": p.Date, "Time": p.Time} {
		if wanted := slices.Contains(slots, name); wanted != (strings.TrimSpace(value) != "") {
			return nil, fmt.Errorf("phrase %s and its %s do not fit: %w; it needs %s, and nothing else", p.ID, strings.ToLower(name), bot.ErrRefused, strings.ToLower(strings.Join(slots, ", ")))
		}
	}
	day, at, err := slotsOf(p)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", err, bot.ErrRefused)
	}
	bodies := map[bot.Language]bot.Private{}
	for _, lang := range b.hotline.Languages {
		args := maps.Clone(b.common)
		args["Place"], args["Time"] = strings.TrimSpace(p.Place), at
		if p.Date != "" {
			args["Date"] = b.date(bot.SMS, lang, day)
		}
		if words, ok := b.texts.Text(lang, bot.SMS, say.PhrasePrefix+p.ID, args); ok {
			bodies[lang] = bot.Private(words)
		}
	}
	return bodies, nil
}

// slotsOf checks what fills the slots: a place, a day and a time, in which no other message can hide.
func slotsOf(p bot.Phrase) (day time.Time, at string, err error) {
	odd := func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune("{}<>", r) }
	lower := strings.ToLower(p.Place)
	switch {
	case utf8.RuneCountInString(p.Place) > maxPlace, strings.ContainsFunc(p.Place, odd), strings.Contains(lower, "http"), strings.Contains(lower, "www."):
		return day, "", fmt.Errorf("that is no place; write a name or address of at most %d characters, without links", maxPlace)
	case p.Date == "":
	default:
		if day, err = time.Parse(time.DateOnly, p.Date); err != nil {
			return day, "", fmt.Errorf("%q is no date; write it as 2026-12-24", p.Date)
		}
	}
	if p.Time == "" {
		return day, "", nil
	}
	clock, err := time.Parse("15:04", p.Time)
	if err != nil {
		return day, "", fmt.Errorf(`%q is no time; write it in quotes as "19:30"`, p.Time)
	}
	return day, clock.Format("3:04 pm"), nil
}
