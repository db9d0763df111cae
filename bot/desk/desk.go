package desk

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	mrand "math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// maxTries is how often one message is decided anew because somebody else changed the same contact. With two
// instances and two requests in flight at each, more than a few mean a defect.
const maxTries = 20

// Ports are what a Desk needs from outside.
type Ports struct {
	Store  Store
	Sealer Sealer
	Meter  Meter
	Log    *slog.Logger
	Sender Sender         // nil: texts that are not direct answers are counted and dropped
	Inbox  Inbox          // nil: nobody looks for messages that never came
	Watch  func(Decision) // optional, for the demo, chat and stories: sees every committed decision, explained
}

// Desk answers messages. It is safe for concurrent use, and any number of desks may share one store.
type Desk struct {
	Ports
	sealer Sealer
	brain  atomic.Pointer[Brain]
	doors  doors
	room   sync.Mutex    // decisions about incidents are made one after the other: they would only meet conflicts
	orders chan struct{} // holds one value for each order that is tried without waiting for its turn
	roster rosterCache
	news   newsCache

	hints hints
	casts casts
	beat  atomic.Int64 // when the timer worker last began a round, Unix milliseconds
	lease atomic.Int64 // when the outbox worker last renewed its lease, Unix milliseconds
}

// New makes a desk that decides with a brain.
func New(b *Brain, p Ports) *Desk {
	d := &Desk{Ports: p, sealer: p.Sealer, doors: newDoors(), orders: make(chan struct{}, ordersAtOnce)}
	d.brain.Store(b)
	return d
}

// Use replaces the brain: decisions that have begun end with the old one.
func (d *Desk) Use(b *Brain) { d.brain.Store(b) }

// Brain returns the brain in use.
func (d *Desk) Brain() *Brain { return d.brain.Load() }

// Receive answers one message. The replies are the direct answer; none means silence, or an answer that is on its way through the
// outbox. When it returns without error the message is stored and has had its effects, exactly once however often it comes. An
// error wrapping bot.ErrUnavailable means that it may not be stored: the provider must try again. How long it takes at most is up
// to the store's own time limits, and to the doors.
func (d *Desk) Receive(ctx context.Context, e bot.Event) ([]bot.Reply, error) {
	return d.take(ctx, e, true)
}

// take is Receive, which may answer directly, or the same for a message whose sender waits for no answer on the line.
func (d *Desk) take(ctx context.Context, e bot.Event, direct bool) ([]bot.Reply, error) {
	address := string(e.From.Channel) + ":" + e.From.Value.Reveal()
	leave, err := d.doors.enter(ctx, address)
	if err != nil {
		return nil, err
	}
	defer leave()
	q := d.finds(e.From)
	q.Marks = d.sealer.Pseudonyms("event", e.ID)
	organized, err := d.organize(ctx, q, e)
	if err != nil {
		return nil, err
	}
	return d.insist(ctx, func(t *turn) ([]bot.Reply, error) { return d.receive(ctx, q, e, direct, t, organized) })
}

// finds is the query that finds a contact by an address.
func (d *Desk) finds(a bot.Address) Query {
	address := string(a.Channel) + ":" + a.Value.Reveal()
	return Query{Sender: bot.SenderOf(a.Channel), Index: d.sealer.Pseudonyms("address", address)}
}

// insist decides again until the commit meets no conflict.
func (d *Desk) insist(ctx context.Context, once func(*turn) ([]bot.Reply, error)) ([]bot.Reply, error) {
	t := turn{room: &d.room}
	defer t.leave()
	for t.try = range maxTries {
		replies, err := once(&t)
		if !errors.Is(err, bot.ErrConflict) && !errors.Is(err, bot.ErrDuplicate) {
			return replies, err
		}
		d.Meter.Conflicted()
		if err := pause(ctx, t.try); err != nil {
			return nil, err
		}
		d.ask(ctx, &t)
	}
	return nil, fmt.Errorf("decide %d times: %w", maxTries, bot.ErrUnavailable)
}

// pause waits a random while that grows with the tries, at most 64 ms.
func pause(ctx context.Context, try int) error {
	if err := sleep(ctx, time.Duration(mrand.Int64N(int64(time.Millisecond)<<min(try, 6)))); err != nil {
		return fmt.Errorf("wait to decide again: %w: %w", bot.ErrUnavailable, err)
	}
	return nil
}

// sleep waits, no longer than ctx lasts.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// triesAtOnce is how often an order is tried without waiting for its turn: of many who take the same place at once, all but one change nothing.
// ordersAtOnce is how many of them are tried at the same time: the board and the incident are large, and hundreds of copies would keep the
// store from answering in time.
const (
	triesAtOnce  = 3
	ordersAtOnce = 8
)

// receive is one try: load, decide, commit. What an organizer asked for has been done.
func (d *Desk) receive(ctx context.Context, q Query, e bot.Event, direct bool, t *turn, organized *answered) ([]bot.Reply, error) {
	l, err := d.Store.Load(ctx, q)
	if err != nil {
		return nil, err
	}
	if l.Taken {
		return d.savedAnswer(q.Marks, l.Answer)
	}
	before, scene, err := d.opens(l, e.From)
	if err != nil {
		return nil, err
	}
	before.Live = d.news.live()
	if before.Contact.ID == "" {
		before.Contact.ID = bot.ContactID(newID())
	}
	order, ordered, err := d.order(ctx, before, e, l.Now)
	if err != nil {
		return nil, err
	}
	decide := d.converse(before, e, l.Now, newNumber(t.try))
	switch {
	case organized != nil:
		decide = func(r Room) Decision { before.Room = r; return d.answers(before, e, organized, l.Now) }
	case ordered:
		decide = func(r Room) Decision { before.Room = r; return d.obey(before, e, order, l.Now) }
	}
	if t.aside = ordered && t.try < triesAtOnce; t.aside {
		d.orders <- struct{}{}
		defer func() { <-d.orders }()
	}
	after, err := d.dispatch(ctx, scene, order, decide, t)
	if err != nil {
		return nil, err
	}
	replies, err := d.write(ctx, l, scene, before, &after, into{claim: d.claim(q.Marks), index: q.Index[0], line: direct})
	if err == nil {
		d.Meter.Decided(e.From.Channel, after.Intent.Action)
	}
	return replies, err
}

// converse decides what a texter's message, or the end of their wait, leads to in a room.
func (d *Desk) converse(before State, e bot.Event, now time.Time, number int) func(Room) Decision {
	return func(r Room) Decision {
		before.Room = r
		after := d.decide(before, e, now, unposted(r.Board, number))
		d.noticeStop(before, &after)
		return after
	}
}

// into says how a decision is written: which event it claims, under which pseudonym its contact is found, whether its answer may go
// out on the line, and which timers are over.
type into struct {
	claim *Claim
	index string
	line  bool
	over  []Timer
}

// write commits a decision with everything that follows from it.
func (d *Desk) write(ctx context.Context, l Loaded, s *scene, before State, after *Decision, to into) ([]bot.Reply, error) {
	c, err := d.commit(l, before, *after, to.claim, to.index)
	if err != nil {
		return nil, err
	}
	c.Clear = append(c.Clear, to.over...)
	if err := d.enact(ctx, c, s, after); err != nil {
		return nil, err
	}
	replies, err := d.post(c, l, *after, to.line)
	if err != nil {
		return nil, err
	}
	if err := d.Store.Commit(ctx, c); err != nil {
		return nil, err
	}
	d.alarms(after.Room)
	d.hint(after.Hints, l.Now)
	d.watch(*after)
	return replies, nil
}

// opens is what was loaded, as a decision and the room know it.
func (d *Desk) opens(l Loaded, from bot.Address) (State, *scene, error) {
	s, err := d.state(l, from)
	if err != nil {
		return s, nil, err
	}
	scene, err := d.begin(l)
	return s, scene, err
}

func (d *Desk) decide(before State, e bot.Event, now time.Time, number int) Decision {
	return d.brain.Load().Decide(before, e, now, Options{Explain: d.Watch != nil, NewID: newID, Number: number})
}

func (d *Desk) watch(committed Decision) {
	if d.Watch != nil {
		d.Watch(committed)
	}
}

// newID returns 128 random bits in hexadecimal.
func newID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails, see crypto/rand
	return hex.EncodeToString(b[:])
}
