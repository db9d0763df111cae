package flow

import "time"

// Dated says how old the facts of a message are.
type Dated struct {
	AsOf  time.Time // the day on which they were checked last
	Until time.Time // from then on they have expired
}

// Dates returns the dates of the messages of all topics, by their ids: those for one state have dates of their own. Where two topics share a message, it
// is as old as in the one that expires first.
func (l *Library) Dates() map[string]Dated {
	all := map[string]Dated{}
	for _, t := range l.topics {
		dateAll(all, t.Messages, t.AsOf, t.Expires)
		for _, s := range t.States {
			dateAll(all, s.Messages, s.AsOf, s.Expires)
		}
	}
	return all
}

func dateAll(all map[string]Dated, messages []string, asOf string, holds time.Duration) {
	day, err := time.Parse(time.DateOnly, asOf)
	if err != nil {
		return // reported by checkTopic
	}
	for _, id := range messages {
		d := Dated{AsOf: day, Until: day.Add(holds)}
		if known, ok := all[id]; !ok || d.Until.Before(known.Until) {
			all[id] = d
		}
	}
}
