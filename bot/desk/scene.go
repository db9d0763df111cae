package desk

import (
	"context"
	mrand "math/rand/v2"
	"reflect"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
)

// scene is what one decision about incidents starts from: the room as it was read, and the versions of its documents.
type scene struct {
	now       time.Time
	room      Room
	board     Document
	incidents map[bot.IncidentID]Document
	asked     bool // the mark beside the board is this decision's own
}

func incidentRef(id bot.IncidentID) Ref { return Ref{KindIncident, string(id)} }

// begin is a scene of which only the contact's own report is known.
func (d *Desk) begin(l Loaded) (*scene, error) {
	s := &scene{now: l.Now, incidents: map[bot.IncidentID]Document{}, room: Room{Incidents: map[bot.IncidentID]bot.Incident{}}}
	return s, d.enter(s, l.Incident)
}

// enter adds an incident to a scene as it was read.
func (d *Desk) enter(s *scene, doc Document) error {
	var in bot.Incident
	known, err := d.openIncident(doc, &in)
	if known {
		s.incidents[in.ID] = doc
		s.room.Incidents[in.ID] = in
	}
	return err
}

// visit reads the board and incidents into a scene. Those that do not exist any more are left out.
func (d *Desk) visit(ctx context.Context, s *scene, t *turn, ids ...bot.IncidentID) error {
	refs := []Ref{boardRef}
	for _, id := range ids {
		refs = append(refs, incidentRef(id))
	}
	docs, err := d.readInTurn(ctx, t, refs...)
	if err != nil {
		return err
	}
	s.board, s.asked = docs[0], t.left(docs[len(refs)])
	if s.room.Board, err = d.openBoard(docs[0]); err != nil {
		return err
	}
	for _, doc := range docs[1:len(refs)] {
		if err := d.enter(s, doc); err != nil {
			return err
		}
	}
	s.room.People, err = d.people(ctx, s.room.Board, s.now)
	return err
}

// dispatch makes a decision. It is first tried with what is known; one that concerns an incident is made anew once the board has been
// read, and once more for each further incident that it turns out to be about. For that it takes its turn.
func (d *Desk) dispatch(ctx context.Context, s *scene, o order, decide func(Room) Decision, t *turn) (after Decision, err error) {
	if o.none() {
		if after = decide(s.room); !after.Room.Entered {
			return after, nil
		}
	}
	t.take()
	if err := d.visit(ctx, s, t, o.incidents()...); err != nil {
		return after, err
	}
	for {
		after = decide(s.room)
		if after.Room.Wants == "" {
			return after, nil
		}
		if err := d.fetch(ctx, s, after.Room.Wants); err != nil {
			return after, err
		}
	}
}

// fetch reads one more incident into a scene. One that is gone by age counts as closed.
func (d *Desk) fetch(ctx context.Context, s *scene, id bot.IncidentID) error {
	docs, err := d.Store.Read(ctx, incidentRef(id))
	if err == nil {
		err = d.enter(s, docs[0])
	}
	if _, known := s.room.Incidents[id]; !known {
		s.room.Incidents[id] = bot.Incident{ID: id, State: bot.StateClosed}
	}
	return err
}

// enact adds to a commit what a decision has made of the room. What answers an order becomes the decision's texts.
func (d *Desk) enact(ctx context.Context, c *Commit, s *scene, after *Decision) error {
	if !after.Room.Entered {
		return nil
	}
	replies, err := d.enactRoom(ctx, c, s, &after.Room)
	for _, r := range replies {
		after.Texts = append(after.Texts, r.Words)
		after.Language = r.Lang
	}
	return err
}

// enactRoom adds to a commit what has become of the room: incidents, board, deadlines, and everything that goes out. What answers an
// order is returned.
func (d *Desk) enactRoom(ctx context.Context, c *Commit, s *scene, after *Room) ([]Wording, error) {
	for id, in := range after.Incidents {
		before, known := s.room.Incidents[id]
		if known && reflect.DeepEqual(before, in) {
			continue
		}
		if err := d.writeIncident(c, s, before, in); err != nil {
			return nil, err
		}
	}
	board, ticks := dispatch.Tick(s.room.Board, after.Board)
	if !reflect.DeepEqual(normal(s.room.Board), normal(board)) {
		if err := d.writeBoard(c, s, board, ticks); err != nil {
			return nil, err
		}
	}
	after.Board = board
	if s.asked {
		c.Write = append(c.Write, Write{Ref: turnRef, Expect: AnyVersion, Delete: true})
	}
	return d.carry(ctx, c, s, *after)
}

// normal is a board whose empty parts are all written alike.
func normal(b bot.Board) bot.Board {
	if len(b.Duty) == 0 {
		b.Duty = nil
	}
	if len(b.Open) == 0 {
		b.Open = nil
	}
	return b
}

// writeIncident writes an incident, its number if it is new, and its timer.
func (d *Desk) writeIncident(c *Commit, s *scene, before, in bot.Incident) error {
	if err := d.add(c)(d.incidentWrite(in, s.incidents[in.ID], s.now, d.keepIncident(in))); err != nil {
		return err
	}
	if before.ID == "" && in.Number != 0 {
		w := writing(numberRef(in.Number), Document{}, s.now, d.keep().Incident)
		w.Fields = []Field{{fieldContact, string(in.ID)}}
		c.Write = append(c.Write, w)
	}
	if before.Timer == in.Timer {
		return nil
	}
	if before.Due != 0 {
		c.Clear = append(c.Clear, Timer{Incident: in.ID, Wait: before.Timer})
	}
	if in.Due != 0 {
		c.Set = append(c.Set, SetTimer{Timer{Incident: in.ID, Wait: in.Timer}, time.UnixMilli(in.Due).Sub(s.now)})
	}
	return nil
}

// keepIncident is how long an incident is kept: while it is open, and for a while after.
func (d *Desk) keepIncident(in bot.Incident) time.Duration {
	if in.State.Open() {
		return max(mostWait, d.keep().IncidentText)
	}
	return d.keep().IncidentText
}

func (d *Desk) writeBoard(c *Commit, s *scene, b bot.Board, ticks bool) error {
	if err := d.add(c)(d.boardWrite(b, s.board)); err != nil {
		return err
	}
	if !ticks {
		return nil
	}
	if s.room.Board.Due != 0 {
		c.Clear = append(c.Clear, Timer{Wait: s.room.Board.Timer})
	}
	if b.Due != 0 {
		c.Set = append(c.Set, SetTimer{Timer{Wait: b.Timer}, time.UnixMilli(b.Due).Sub(s.now)})
	}
	return nil
}

func (d *Desk) openBoard(doc Document) (bot.Board, error) {
	var b bot.Board
	_, err := d.openBody(doc, &b)
	return b, err
}

// The numbers that volunteers' orders can name.
const (
	firstNumber = 100
	lastNumber  = 999_999
)

// newNumber is a number for an incident, of three to six digits: volunteers' orders hold no longer ones. It grows with the tries, for those before
// may have been taken.
func newNumber(try int) int {
	least := firstNumber
	for range min(try/3, 3) {
		least *= 10
	}
	return least + mrand.IntN(9*least)
}

// unposted is the first number from n on that no incident on the board has, and after the last one that orders can name the first: a report in
// a flood would meet a conflict about it again and again.
func unposted(b bot.Board, n int) int {
	for slices.ContainsFunc(b.Open, func(p bot.Posted) bool { return p.Number == n }) {
		if n++; n > lastNumber {
			n = firstNumber
		}
	}
	return n
}
