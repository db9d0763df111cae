package desk

import (
	"context"
	"errors"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// How timers are worked off: every tick at most a batch, each hidden from others for the lease.
const (
	timerTick  = 200 * time.Millisecond
	timerBatch = 100
	timerLease = 2 * time.Second
)

// RunTimers works off timers until the context ends. Any number of instances may do so at the same time.
func (d *Desk) RunTimers(ctx context.Context) {
	d.every(ctx, timerTick, "timers", func(ctx context.Context) error {
		d.beat.Store(time.Now().UnixMilli())
		return d.WorkTimers(ctx)
	})
}

// maxBeat is how long one round of timers may take before the worker counts as stuck: longer than the store's own time
// limits for a batch that fails.
const maxBeat = 30 * time.Second

// TimersRun returns an error when nobody works off timers in this process: RunTimers was not called, has ended, or is stuck.
func (d *Desk) TimersRun(context.Context) error {
	if idle := time.Since(time.UnixMilli(d.beat.Load())); idle > maxBeat {
		return errors.New("timers are not worked off")
	}
	return nil
}

// WorkTimers works off the timers that are due now.
func (d *Desk) WorkTimers(ctx context.Context) error {
	due, err := d.Store.Due(ctx, timerBatch, timerLease)
	if err != nil {
		return err
	}
	var failed []error
	for _, t := range due {
		_, err := d.insist(ctx, func(own *turn) ([]bot.Reply, error) { return nil, d.ring(ctx, t, own) })
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// ring is one try at one timer.
func (d *Desk) ring(ctx context.Context, t Timer, own *turn) error {
	switch {
	case t.Contact != "":
		return d.fire(ctx, t, own)
	case t.Incident != "":
		own.take()
		return d.remind(ctx, own, t)
	}
	own.take()
	return d.summarise(ctx, own, t)
}

// fire ends a contact's wait. A timer that carries another wait's id is only cleared.
func (d *Desk) fire(ctx context.Context, t Timer, own *turn) error {
	l, err := d.Store.Load(ctx, Query{Contact: t.Contact})
	if err != nil {
		return err
	}
	before, scene, err := d.opens(l, bot.Address{})
	if err != nil {
		return err
	}
	if !before.Session.Timer || before.Session.Wait != t.Wait {
		return d.Store.Commit(ctx, &Commit{Clear: []Timer{t}})
	}
	e := bot.Event{Kind: bot.TimerFired, Contact: t.Contact, Wait: t.Wait}
	after, err := d.dispatch(ctx, scene, order{}, d.converse(before, e, l.Now, newNumber(own.try)), own)
	if err != nil {
		return err
	}
	_, err = d.write(ctx, l, scene, before, &after, into{over: []Timer{t}})
	return err
}
