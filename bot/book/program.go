package book

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// Program returns the messages that the program itself names, with the placeholders that it fills in each, beside the common Name:
// those of package say, of dispatching, and the names of the states.
func Program() map[string][]string {
	all := say.Program()
	maps.Copy(all, dispatch.Texts())
	maps.Copy(all, dispatch.Words())
	for _, s := range bot.IncidentStates() {
		all[dispatch.StateText(string(s))] = nil
	}
	return all
}

// checkProgram finds texts of the program that leave out what they are given. What they say too much, checkPlaceholders finds.
func (s Set) checkProgram() bot.Problems {
	var ps bot.Problems
	program := Program()
	for _, lang := range s.Hotline.Languages {
		for _, id := range slices.Sorted(maps.Keys(program)) {
			ps = append(ps, s.checkGiven(lang, id, program[id])...)
		}
	}
	return ps
}

func (s Set) checkGiven(lang bot.Language, id string, given []string) bot.Problems {
	if !s.Texts.Has(lang, id) {
		return nil // reported by checkMessages
	}
	var ps bot.Problems
	said := s.Texts.Placeholders(lang, id)
	for _, p := range given {
		if !slices.Contains(said, p) {
			ps = append(ps, s.textProblem(lang, id, id+" leaves out "+p, "say {{."+p+"}}"))
		}
	}
	return append(ps, s.checkPage(lang, id, slices.Contains(given, "Line"))...)
}

// longest is what a page is given when it is long: the longest words that fit are still cut by the desk, but rarely.
func longest() map[string]string {
	return map[string]string{"Name": "Aldaba", "Number": "417", "State": "VERIFYING", "Time": "2:05p", "Activity": strings.Repeat("a", 25),
		"Place": strings.Repeat("p", 40), "Line": "TAKE 417KDX", "Need": "2", "Who": "Guadalupe", "Ago": "15", "Count": "12",
		"IDs": "417KDX 418PAW 419RTE 420MNB 421KKL", "Numbers": "417 418 419 420 421 422 423 424 425 426 427 428", "Text": strings.Repeat("t", 60)}
}

// maxAct is how long the words may be that say what agents do.
const maxAct = 20

// checkPage holds the rules for what wakes somebody. That it takes more than one SMS is a warning: some scripts need two.
func (s Set) checkPage(lang bot.Language, id string, answered bool) bot.Problems {
	said, _ := s.Texts.Text(lang, bot.SMS, id, longest())
	var ps bot.Problems
	bad := func(what, remedy string, warning bool) {
		p := s.textProblem(lang, id, id+" "+what, remedy)
		p.Warning = warning
		ps = append(ps, p)
	}
	switch {
	case strings.HasPrefix(id, "act.") && len([]rune(said)) > maxAct:
		bad("is longer than 20 characters", "shorten it", false)
	case !strings.HasPrefix(id, "page."):
		return ps
	case !strings.HasPrefix(said, "RR"):
		bad("does not begin with RR", "begin with RR, so that a phone can know a page", false)
	case answered && !strings.HasSuffix(said, longest()["Line"]):
		bad("does not end with the line to send back", "end with {{.Line}} and nothing behind it", false)
	}
	if c, most := text.Segments(said), max(s.Lint.Budget(lang).First-1, 1); c.Segments > most {
		bad(fmt.Sprintf("takes %d segments when it is long; %s", c.Segments, cheaper(said)), fmt.Sprintf("shorten it to %d", most), true)
	}
	return ps
}
