package book

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// oath is how many things a text must say in every language, at the least: what must_say has to list. Whoever waits behind a door
// has to know of those who come that they will watch and document, that they cannot stop agents, and that they will never ask to
// open the door.
func oath() map[string]int { return map[string]int{dispatch.ReportComing: 3} }

// checkMustSay finds texts that leave out what they have to say, and languages that do not list it.
func (s Set) checkMustSay() bot.Problems {
	var ps bot.Problems
	for _, lang := range s.Hotline.Languages {
		w := s.words(lang)
		if w == nil {
			continue // reported by checkLanguages
		}
		ps = append(ps, checkOath(w)...)
		for _, id := range slices.Sorted(maps.Keys(w.MustSay)) {
			ps = append(ps, s.checkSaid(w, id)...)
		}
	}
	return ps
}

func checkOath(w *understand.Words) bot.Problems {
	var ps bot.Problems
	for id, least := range oath() {
		if n := len(w.MustSay[id]); n < least {
			ps = append(ps, w.Problem(fmt.Sprintf("must_say lists %d things that %s says", n, id),
				fmt.Sprintf("list all %d, as words.en.yaml does", least), "must_say", id))
		}
	}
	return ps
}

// checkSaid looks at every wording of a message, those of one channel too.
func (s Set) checkSaid(w *understand.Words, id string) bot.Problems {
	var ps bot.Problems
	found := false
	for _, written := range s.Texts.IDs(w.Language) {
		if plainID(written) != id {
			continue
		}
		found = true
		said, _ := s.Texts.Text(w.Language, bot.SMS, written, nil)
		for _, wordings := range w.MustSay[id] {
			if !saysAny(said, wordings) {
				ps = append(ps, s.textProblem(w.Language, written, written+" does not say: "+strings.Join(wordings, ", or: "),
					"say it; or, if it says it in other words, add them to must_say in i18n/words."+string(w.Language)+".yaml"))
			}
		}
	}
	if !found && s.Texts.Has(s.Hotline.DefaultLanguage, id) {
		return nil // reported by checkMessages
	}
	if !found {
		ps = append(ps, w.Problem("must_say: there is no message "+id, "correct the id, or remove it", "must_say", id))
	}
	return ps
}

func saysAny(said string, wordings []string) bool {
	return slices.ContainsFunc(wordings, func(w string) bool { return understand.Holds(said, w) })
}
