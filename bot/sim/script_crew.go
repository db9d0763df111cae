package sim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// parseCrew takes the line that lets the crew be seen.
func (s *Script) parseCrew(value string) string {
	switch {
	case value != "yes":
		return "crew: " + strconv.Quote(value) + "; write crew: yes, or leave the line out"
	case len(s.turns) > 0:
		return "crew: yes belongs before the first thing that happens"
	}
	s.Crew = true
	return ""
}

// bracket splits "[who] rest".
func bracket(line string) (who, rest string, ok bool) {
	inside, ok := strings.CutPrefix(line, "[")
	if !ok {
		return "", "", false
	}
	who, rest, ok = strings.Cut(inside, "]")
	return strings.TrimSpace(who), strings.TrimSpace(rest), ok
}

// isResult reports whether a line tells what happened: "< id", "! effect", "[somebody] < id".
func isResult(line string) bool {
	_, rest, _ := bracket(line)
	return strings.HasPrefix(line, "<") || strings.HasPrefix(line, "!") || strings.HasPrefix(rest, "<")
}

func (s *Script) parseResult(line string) string {
	if len(s.turns) == 0 {
		return "nothing has happened yet that could have this result"
	}
	who, rest, other := bracket(line)
	last := &s.turns[len(s.turns)-1]
	switch {
	case !other:
		last.want = append(last.want, line[:1]+" "+strings.TrimSpace(line[1:]))
		return ""
	case !s.Crew:
		return noCrew(who)
	case !slices.Contains(crewRoles(), bot.Role(who)) && !isReporter(who):
		return unknown(who)
	}
	last.want = append(last.want, "["+who+"] < "+strings.TrimSpace(rest[1:]))
	return ""
}

// parseOrder takes what somebody of the crew texts.
func (s *Script) parseOrder(n int, line string) string {
	who, words, ok := bracket(line)
	verb, _, _ := strings.Cut(words, " ")
	switch {
	case !ok:
		return "cannot read this line"
	case !slices.Contains(crewRoles(), bot.Role(who)):
		return unknown(who)
	case !s.Crew:
		return noCrew(who)
	case !orderable(bot.Verb(verb)):
		return fmt.Sprintf("the %s cannot order %q; the words are %s", who, verb, verbs())
	}
	s.turns = append(s.turns, turn{line: n, do: orders, role: bot.Role(who), text: words})
	return ""
}

func noCrew(who string) string {
	return "nobody sees the " + who + " here: write crew: yes at the top"
}

func unknown(who string) string {
	return fmt.Sprintf("nobody is called %q; the crew are [dispatcher], [verifier] and [lead]", who)
}

// isReporter reports whether somebody is an earlier contact of the transcript: "reporter 1".
func isReporter(who string) bool {
	n, err := strconv.Atoi(strings.TrimPrefix(who, "reporter "))
	return err == nil && n > 0 && strings.HasPrefix(who, "reporter ")
}

// orderable reports whether a verb needs one id, that of an incident, and no secret that only a real desk has.
func orderable(v bot.Verb) bool {
	return slices.Contains(bot.Verbs(), v) && v != bot.VerbOn && v != bot.VerbOff && v != bot.VerbSame
}

func verbs() string {
	var all []string
	for _, v := range bot.Verbs() {
		if orderable(v) {
			all = append(all, string(v))
		}
	}
	return strings.Join(all, ", ")
}
