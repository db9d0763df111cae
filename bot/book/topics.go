package book

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
)

// leastAsks is how many messages that ask for a topic each language needs.
const leastAsks = 8

// checkTopics finds legal texts whose date has passed, and topics that hardly a message leads to.
func (s Set) checkTopics(today time.Time) bot.Problems {
	var ps bot.Problems
	for _, id := range s.Library.TopicIDs() {
		t := s.Library.Topic(id)
		ps = append(ps, s.checkAge(today, id, t.AsOf, t.Expires)...)
		for _, code := range slices.Sorted(maps.Keys(t.States)) {
			ps = append(ps, s.checkAge(today, id, t.States[code].AsOf, t.States[code].Expires, "states", code)...)
		}
		for _, lang := range s.Hotline.Languages {
			if w := s.words(lang); w != nil && len(w.Asks[id]) < leastAsks {
				ps = append(ps, w.Problem(fmt.Sprintf("%d messages ask for the topic %s", len(w.Asks[id]), id), fmt.Sprintf("write at least %d, as people text them", leastAsks), "asks", id))
			}
		}
	}
	return ps
}

// checkAge finds facts whose date has passed, which still go out, with their date, and facts of a day to come: they would hold too long. A day's grace
// is for time zones; it is a warning, for a machine's clock may be wrong.
func (s Set) checkAge(today time.Time, id, asOf string, holds time.Duration, path ...any) bot.Problems {
	day, err := time.Parse(time.DateOnly, asOf)
	if err != nil {
		return nil //nolint:nilerr // loading has told of it
	}
	if day.After(today.Add(24 * time.Hour)) {
		p := s.Library.TopicProblem(id, "as_of "+asOf+" is in the future", "write the day on which the facts were checked", append(path, "as_of")...)
		p.Warning = true
		return bot.Problems{p}
	}
	if !today.After(day.Add(holds)) {
		return nil
	}
	p := s.Library.TopicProblem(id, fmt.Sprintf("the facts were checked on %s and held for %d days", asOf, int(holds.Hours()/24)), "check them again and set as_of", append(path, "as_of")...)
	p.Warning = s.serving || s.Hotline.RequireReview == requireOff
	return bot.Problems{p}
}

// checkWords finds words for topics, options and commands that do not exist, and commands without words.
func (s Set) checkWords() bot.Problems {
	var ps bot.Problems
	labels := s.labels()
	for _, lang := range s.Hotline.Languages {
		w := s.words(lang)
		if w == nil {
			continue
		}
		for id := range w.Topics {
			if s.Library.Topic(id) == nil {
				ps = append(ps, w.Problem("topic "+id+" does not exist", "correct the id or remove it", "topics", id))
			}
		}
		for id := range w.Crisis {
			if t := s.Library.Topic(id); t == nil || t.Flow == "" {
				ps = append(ps, w.Problem("crisis "+id+" is not a topic with a flow", "correct the id, or give the topic a flow that asks whether they are safe", "crisis", id))
			}
		}
		for id := range w.Synonyms {
			if !labels[id] {
				ps = append(ps, w.Problem(id+" is not the label of an option", "correct the id or remove it", "synonyms", id))
			}
		}
		for _, c := range bot.Commands() {
			if len(w.Commands[c]) == 0 {
				ps = append(ps, w.Problem("the command "+string(c)+" has no words", "add at least one", "commands"))
			}
		}
	}
	return ps
}

func (s Set) labels() map[string]bool {
	all := map[string]bool{}
	s.eachChoice(func(_ *flow.Flow, n *flow.Node) {
		for _, o := range n.Options {
			all[o.Label] = true
		}
	})
	return all
}
