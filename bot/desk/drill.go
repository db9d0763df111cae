package desk

import (
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
	"github.com/aldaba-hotline/aldaba/bot/place"
)

// Drilled is the same brain with a hotline's settings of dispatching, and its regions: what a transcript shows depends on no hotline's
// own tiers. Nothing is performed by what a drilled brain decides, nor by the methods below, which never change the room passed in.
func (b *Brain) Drilled(h bot.Hotline) *Brain {
	drilled := *b
	own := &drilled.hotline
	own.Escalation, own.Deploy, own.CallAfter, own.PlaceWithin = h.Escalation, h.Deploy, h.CallAfter, h.PlaceWithin
	own.Flood, own.Regions, own.Senders = h.Flood, h.Regions, h.Senders
	drilled.common = own.Common()
	drilled.atlas = place.New(h.Regions)
	return &drilled
}

// Ring deals with an incident's deadlines that have come.
func (b *Brain) Ring(r Room, id bot.IncidentID, now time.Time) Room {
	r = r.begin()
	r.step(id, dispatch.Rang{}, b.rules(r), now)
	return r
}

// Summarise sends the summaries that are due.
func (b *Brain) Summarise(r Room, now time.Time) Room {
	r = r.begin()
	board, effects := dispatch.Summaries(r.Board, b.rules(r), now)
	r.Board = board
	r.add("", effects)
	return r
}

// Obey carries out what a volunteer texts, whose ids are taken to be right. It is false where that is no order with an id.
func (b *Brain) Obey(r Room, by bot.ResponderID, words string, now time.Time) (Room, bool) {
	read, ok := b.reader.Order(words)
	if !ok || read.Code.Number == 0 {
		return r, false
	}
	r = r.begin()
	r.obey(order{Order: read, by: by, known: slices.Concat(r.numbered(read.Code.Number), r.numbered(read.Other.Number))}, b.rules(r), now)
	return r, true
}

// numbered is the incident that people call by a number; none where the number is 0 or unknown.
func (r *Room) numbered(n int) []bot.IncidentID {
	for id, in := range r.Incidents {
		if n != 0 && in.Number == n {
			return []bot.IncidentID{id}
		}
	}
	return nil
}
