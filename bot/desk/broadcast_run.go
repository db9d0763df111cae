package desk

import (
	"context"
	"errors"
	mrand "math/rand/v2"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

const (
	// castTick is how often an instance looks after broadcasts: far more often than a queue that was filled runs empty.
	castTick = 100 * time.Millisecond
	// castYield is how long an instance stands back that meets another one: one of them fills the queues, not all.
	castYield = 2 * time.Second
)

// RunBroadcasts fills the queues with the broadcasts that are under way until ctx ends. Any number of instances may do so.
func (d *Desk) RunBroadcasts(ctx context.Context) {
	d.every(ctx, castTick, "broadcasts", func(ctx context.Context) error {
		err := d.WorkBroadcasts(ctx)
		if errors.Is(err, bot.ErrConflict) {
			_ = sleep(ctx, time.Duration(mrand.Int64N(int64(castYield))))
			return nil
		}
		return err
	})
}

// WorkBroadcasts does once what there is to do about broadcasts now. An error that wraps bot.ErrConflict means that somebody else did.
func (d *Desk) WorkBroadcasts(ctx context.Context) error {
	l, _, err := d.castList(ctx)
	if err != nil {
		return err
	}
	var errs []error
	standing := map[bot.BroadcastState]int{}
	for _, id := range l.Open {
		c, err := d.cast(ctx, id)
		standing[c.State]++
		errs = append(errs, d.lookAfter(ctx, id, c, err))
	}
	d.Meter.Broadcasts(standing)
	return errors.Join(errs...)
}

// lookAfter does what there is to do now about one broadcast, which was read like this.
func (d *Desk) lookAfter(ctx context.Context, id bot.BroadcastID, c cast, err error) error {
	if errors.Is(err, bot.ErrRefused) {
		return d.closes(ctx, id)
	}
	if err != nil {
		return err
	}
	now, err := d.Store.Now(ctx)
	if err != nil {
		return err
	}
	begun := broadcast.Begin(c.Broadcast, now)
	switch {
	case !c.State.Open() && c.State != bot.BroadcastDraft:
		return d.closes(ctx, id)
	case begun.State != bot.BroadcastSending:
		return nil
	case begun.State != c.State:
		return d.stands(ctx, c, begun, now)
	}
	return d.advance(ctx, c, now)
}

// closes takes a broadcast from those that are looked after.
func (d *Desk) closes(ctx context.Context, id bot.BroadcastID) error {
	l, doc, err := d.castList(ctx)
	if err != nil {
		return err
	}
	now, err := d.Store.Now(ctx)
	if err != nil {
		return err
	}
	l.Open = slices.DeleteFunc(l.Open, func(other bot.BroadcastID) bool { return other == id })
	var c Commit
	if err := d.castListWrite(&c, l, doc, now); err != nil {
		return err
	}
	return d.Store.Commit(ctx, &c)
}

// stands writes where a broadcast stands now.
func (d *Desk) stands(ctx context.Context, before cast, after bot.Broadcast, now time.Time) error {
	var c Commit
	if err := d.broadcastWrite(&c, after, before.doc, now); err != nil {
		return err
	}
	if err := d.Store.Commit(ctx, &c); err != nil {
		return err
	}
	d.Log.Info("broadcast", "id", after.ID, "state", after.State)
	return nil
}

// textSenders are the senders from which broadcasts leave.
func (d *Desk) textSenders() (all []bot.SenderName) {
	h := d.brain.Load().hotline
	if h.Senders.SMS != "" || h.MessagingService != "" {
		all = append(all, bot.SenderSMS)
	}
	if h.Senders.WhatsApp != "" {
		all = append(all, bot.SenderWhatsApp)
	}
	return all
}

// advance goes on with a broadcast that is being sent: it fills the queues, begins the next round, or ends it.
func (d *Desk) advance(ctx context.Context, c cast, now time.Time) error {
	over := !now.Before(broadcast.Over(c.Broadcast, c.script.Spec))
	if next, ok := broadcast.NextRound(c.Broadcast, now); ok && !over {
		return d.stands(ctx, c, next, now)
	}
	p := &planning{Desk: d, cast: c, now: now}
	through := true
	for _, s := range d.textSenders() {
		if !over && !p.Through[s] {
			if err := p.fill(ctx, s); err != nil {
				return err
			}
		}
		through = through && p.Through[s]
	}
	if !over && (!through || p.Left > 0) {
		return nil
	}
	counters, err := d.Store.Tallied(ctx, c.ID)
	if err != nil || broadcast.Waiting(counters) > 0 {
		return err
	}
	return d.stands(ctx, p.cast, broadcast.Finish(p.Broadcast, !through || p.Left > 0, now), now)
}
