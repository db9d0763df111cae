package book

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/review"
)

// Counts tells how many texts stand how. Each is in one of the first six; those whose facts have expired are counted besides.
type Counts struct {
	Texts      int `json:"texts"`
	Approved   int `json:"approved"`
	Translated int `json:"translated"`
	Drafted    int `json:"drafted"`
	Stale      int `json:"stale"`
	Withdrawn  int `json:"withdrawn"`
	Missing    int `json:"missing"`
	Expired    int `json:"expired"`
}

// Notice is a text that whoever keeps the hotline should know of: it is missing, or counts as missing because it was withdrawn or must be approved, or
// goes out with its date because that has passed.
type Notice struct {
	ID    string `json:"id"`
	About string `json:"about"` // missing, withdrawn or expired
}

// Count counts the texts of a language, of its core and of all, and lists what is standing about them.
func (r *Reviewed) Count(lang bot.Language, today time.Time) (core, all Counts, notices []Notice) {
	dates := r.set.Library.Dates()
	for _, id := range r.messages(lang) {
		expired := !dates[id].Until.IsZero() && today.After(dates[id].Until)
		now := r.variants[r.set.Texts.Spelling(lang)][id]
		if !r.set.Texts.Has(lang, id) {
			now = append(now, "")
		}
		for _, v := range now {
			state := Missing
			if v != "" {
				state = r.board.Standing(lang, v).State
			}
			all.add(state, expired)
			if r.core[id] {
				core.add(state, expired)
			}
			notices = append(notices, r.notices(lang, id, v, state, expired)...)
		}
	}
	return core, all, notices
}

// messages are all ids that a language has or should have, sorted.
func (r *Reviewed) messages(lang bot.Language) []string {
	all := ids(r.set.uses())
	for id := range r.variants[r.set.Texts.Spelling(lang)] {
		all[id] = true
	}
	return slices.Sorted(maps.Keys(all))
}

func (c *Counts) add(state review.State, expired bool) {
	c.Texts++
	switch state {
	case review.StateApproved:
		c.Approved++
	case review.StateTranslated:
		c.Translated++
	case review.StateDrafted:
		c.Drafted++
	case review.StateStale:
		c.Stale++
	case review.StateWithdrawn:
		c.Withdrawn++
	case Missing:
		c.Missing++
	}
	if expired && state != Missing {
		c.Expired++
	}
}

// notices are what is standing about one wording; it is empty for one that is not there.
func (r *Reviewed) notices(lang bot.Language, id, wording string, state review.State, expired bool) []Notice {
	switch {
	case wording == "":
		return []Notice{{id, string(Missing)}}
	case state == review.StateWithdrawn:
		return []Notice{{wording, string(state)}}
	case r.Withheld(lang, wording):
		return []Notice{{wording, string(Missing)}}
	case expired:
		return []Notice{{wording, "expired"}}
	}
	return nil
}

// Variants are the ids under which a language's file holds a message: itself, and its variants for a channel.
func (r *Reviewed) Variants(lang bot.Language, id string) []string {
	return slices.Clone(r.variants[r.set.Texts.Spelling(lang)][plainID(id)])
}

// Rests tells of each message of a topic on what it rests: what a lawyer wants to know of a text, beside where it is said.
func (s Set) Rests() map[string]string {
	all := map[string]string{}
	for _, id := range s.Library.TopicIDs() {
		t := s.Library.Topic(id)
		for _, m := range t.Messages {
			all[m] = rests(t.Jurisdiction, t.AsOf, t.Expires, t.Sources)
		}
		for code, text := range t.States {
			for _, m := range text.Messages {
				all[m] = rests(code, text.AsOf, text.Expires, text.Sources)
			}
		}
	}
	return all
}

func rests(jurisdiction, asOf string, holds time.Duration, sources []string) string {
	return fmt.Sprintf("%s. Checked on %s, holds for %d days. Sources: %s", jurisdiction, asOf, int(holds.Hours()/24), strings.Join(sources, "; "))
}
