package desk

import (
	"context"
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
	"github.com/aldaba-hotline/aldaba/bot/outbox"
)

// tell lets those know whom it concerns that a message did not arrive: its incident, so that somebody else is paged at once, and leads
// when it was the last that could be tried with a responder. The room is what has become of it.
func (d *Desk) tell(ctx context.Context, c *Commit, m bot.Message, plan outbox.Plan) (room Room, err error) {
	gone, err := d.gone(ctx, m, plan)
	if err != nil || gone == "" && (!plan.Tell || m.Incident == "") {
		return room, err
	}
	s, err := d.gather(ctx, nil, incidentsOf(m)...)
	if err != nil {
		return room, err
	}
	room = s.room.begin()
	rules := d.brain.Load().rules(room)
	if _, known := room.Incidents[m.Incident]; known && plan.Tell {
		room.step(m.Incident, dispatch.Unheard{Message: m.ID, Contact: m.Contact, Code: m.Code}, rules, s.now)
	}
	if gone != "" {
		room.reach(gone, false, rules)
	}
	_, err = d.enactRoom(ctx, c, s, &room)
	return room, err
}

func incidentsOf(m bot.Message) []bot.IncidentID {
	if m.Incident == "" {
		return nil
	}
	return []bot.IncidentID{m.Incident}
}

// gone is the responder whom nothing reaches any more: they said STOP, or their number cannot get texts.
func (d *Desk) gone(ctx context.Context, m bot.Message, plan outbox.Plan) (bot.ResponderID, error) {
	if !plan.Stopped && !plan.Bar {
		return "", nil
	}
	roster, err := d.Roster(ctx)
	for _, p := range roster.People {
		if slices.Contains(p.Contacts, m.Contact) {
			return p.ID, err
		}
	}
	return "", err
}

// noticeStop lets leads know that a responder has said STOP: no page reaches them any more.
func (d *Desk) noticeStop(before State, after *Decision) {
	was, is := before.Contact.Consent, after.Contact.Consent
	if was == is {
		return
	}
	for _, p := range after.Room.People {
		if slices.Contains(p.Contacts, after.Contact.ID) {
			after.Room.reach(p.ID, is != bot.ConsentStopped, d.brain.Load().rules(after.Room))
		}
	}
	after.Room.Entered = true
}

// reach notes whether a responder can be reached.
func (r *Room) reach(id bot.ResponderID, reached bool, rules dispatch.Rules) {
	board, effects := dispatch.Reach(r.Board, rules, id, reached)
	r.Board = board
	r.add("", effects)
}
