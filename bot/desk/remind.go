package desk

import (
	"context"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
)

// remind deals with an incident's deadlines that have come, in its turn. A timer that carries another wait's id is only cleared.
func (d *Desk) remind(ctx context.Context, own *turn, t Timer) error {
	s, err := d.gather(ctx, own, t.Incident)
	if err != nil {
		return err
	}
	c := &Commit{Clear: []Timer{t}}
	in := s.room.Incidents[t.Incident]
	if in.ID == "" || in.Timer != t.Wait || in.Due == 0 {
		return d.Store.Commit(ctx, c)
	}
	if early := time.UnixMilli(in.Due).Sub(s.now); early > 0 { // Redis' clock was set back
		return d.Store.Commit(ctx, &Commit{Set: []SetTimer{{t, early}}})
	}
	return d.happens(ctx, c, s, in.ID, dispatch.Rang{})
}

// gather reads the board and an incident.
func (d *Desk) gather(ctx context.Context, t *turn, ids ...bot.IncidentID) (*scene, error) {
	now, err := d.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	s, err := d.begin(Loaded{Now: now})
	if err == nil {
		err = d.visit(ctx, s, t, ids...)
	}
	return s, err
}

// happens lets something happen to an incident and commits what follows.
func (d *Desk) happens(ctx context.Context, c *Commit, s *scene, id bot.IncidentID, e dispatch.Event) error {
	room := s.room.begin()
	room.step(id, e, d.brain.Load().rules(room), s.now)
	return d.perform(ctx, c, s, &room)
}

// perform commits what has become of a room. Answers to orders that did not come as texts go out as texts.
func (d *Desk) perform(ctx context.Context, c *Commit, s *scene, room *Room) error {
	replies, err := d.enactRoom(ctx, c, s, room)
	if err != nil {
		return err
	}
	b := d.brain.Load()
	for _, w := range replies {
		if err := d.send(c, b, *room, "", w, s.now); err != nil {
			return err
		}
	}
	if len(c.Write)+len(c.Append)+len(c.Set)+len(c.Clear) == 0 {
		return nil
	}
	if err := d.Store.Commit(ctx, c); err != nil {
		return err
	}
	d.alarms(*room)
	return nil
}

// summarise sends the summaries that are due, in its turn.
func (d *Desk) summarise(ctx context.Context, own *turn, t Timer) error {
	s, err := d.gather(ctx, own)
	if err != nil {
		return err
	}
	c := &Commit{Clear: []Timer{t}}
	if s.room.Board.Timer != t.Wait || s.room.Board.Due == 0 {
		return d.Store.Commit(ctx, c)
	}
	room := d.brain.Load().Summarise(s.room, s.now)
	return d.perform(ctx, c, s, &room)
}

// add notes what is to be done.
func (r *Room) add(about bot.IncidentID, effects []dispatch.Effect) {
	r.Entered = true
	for _, effect := range effects {
		r.Done = append(r.Done, Done{about, effect})
	}
}
