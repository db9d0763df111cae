package desk

import (
	"context"
	"errors"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
	"github.com/aldaba-hotline/aldaba/bot/outbox"
)

// BroadcastReport tells what has become of a broadcast so far.
func (d *Desk) BroadcastReport(ctx context.Context, id bot.BroadcastID) (broadcast.Report, error) {
	c, err := d.cast(ctx, id)
	if err != nil {
		return broadcast.Report{}, err
	}
	counters, err := d.Store.Tallied(ctx, id)
	if err != nil {
		return broadcast.Report{}, err
	}
	now, err := d.Store.Now(ctx)
	if err != nil {
		return broadcast.Report{}, err
	}
	r := broadcast.NewReport(c.Broadcast, c.script.Spec.Name, counters, now)
	return r, d.waits(ctx, &r, c.Broadcast, now)
}

// waits notes what a broadcast waits for that is under way.
func (d *Desk) waits(ctx context.Context, r *broadcast.Report, b bot.Broadcast, now time.Time) error {
	if !b.State.Open() {
		return nil
	}
	traffic, err := d.Store.Traffic(ctx)
	if err != nil {
		return err
	}
	list, _, err := d.castList(ctx)
	if err != nil {
		return err
	}
	if b.State == bot.BroadcastHolding {
		r.Wait("start", time.UnixMilli(b.Starts), now)
	}
	if b.Left > 0 {
		r.Wait("quiet_hours", time.UnixMilli(b.Next), now)
	}
	hour := now.Truncate(time.Hour)
	if most := d.brain.Load().hotline.Broadcast.CapPerHour; most > 0 && list.Hour == hour.Unix()/secondsAnHour && list.Sent >= most {
		r.Wait("cap_per_hour", hour.Add(time.Hour), now)
	}
	for _, s := range d.textSenders() {
		r.Wait("provider refused "+string(s), now.Add(max(traffic.Held[s], traffic.Still[s])), now)
	}
	return nil
}

// count adds to a commit that a broadcast's text has moved from one counter to another.
func (c *Commit) count(before, after bot.Message) {
	if after.Broadcast == "" {
		return
	}
	from, to := broadcast.Counter(before), broadcast.Counter(after)
	if from == to {
		return
	}
	if c.Tally == nil {
		c.Tally = &Tally{Of: after.Broadcast, Keep: broadcastLife}
	}
	c.Tally.Add = append(c.Tally.Add, Count{from, -1}, Count{to, 1})
}

// RetryBroadcast tries those texts of a broadcast again that were given up for a reason that passes, and returns how many; with held, also those of
// which nobody knows whether they arrived, marked as a repeat. What was killed stays so.
func (d *Desk) RetryBroadcast(ctx context.Context, id bot.BroadcastID, by string, held bool) (int, error) {
	c, err := d.reopen(ctx, id, by)
	if err != nil {
		return 0, err
	}
	letters, err := d.buried(ctx) // before any record: see takeDecision
	if err != nil {
		return 0, err
	}
	who, err := d.crowd(ctx, bot.BroadcastSpec{Audience: bot.Audience{Kind: c.script.Spec.Audience.Kind}})
	if err != nil {
		return 0, err
	}
	again := &retrying{Desk: d, cast: c, letters: letters, held: held}
	for after := ""; ; {
		some, last, err := who.next(ctx, after, walkAtOnce)
		if err != nil || last == "" {
			return again.tried, err
		}
		if err := again.some(ctx, some); err != nil {
			return again.tried, err
		}
		after = last
	}
}

// reopen lets a broadcast be sent again that may be.
func (d *Desk) reopen(ctx context.Context, id bot.BroadcastID, by string) (cast, error) {
	c, err := d.cast(ctx, id)
	if err != nil {
		return c, err
	}
	now, err := d.Store.Now(ctx)
	if err != nil {
		return c, err
	}
	if c.Broadcast, err = broadcast.Retry(c.Broadcast, c.script.Spec, by, now); err != nil {
		return c, err
	}
	var commit Commit
	if err := errors.Join(d.broadcastWrite(&commit, c.Broadcast, c.doc, now), d.opensCast(ctx, &commit, id, now)); err != nil {
		return c, err
	}
	return c, d.Store.Commit(ctx, &commit)
}

// retrying is a broadcast whose texts are tried again.
type retrying struct {
	*Desk
	cast
	letters map[bot.MessageID][]string
	held    bool
	tried   int
}

// some tries those of some people.
func (r *retrying) some(ctx context.Context, some []bot.Contact) error {
	records, err := r.records(ctx, r.Broadcast, some)
	if err != nil {
		return err
	}
	for i, m := range records {
		var event outbox.Event
		switch {
		case outbox.Retryable(m):
			event = outbox.Retried{}
		case r.held && m.State == bot.MessageHeld:
			event = outbox.Released{}
		default:
			continue
		}
		id := broadcast.Name(r.Broadcast, some[i].ID)
		exhume := func() (*Commit, error) { return &Commit{Undead: r.letters[id]}, nil } //nolint:unparam // where one message is meant, the store is asked
		if err := untilSettled(ctx, func() error { return r.takeDecision(ctx, id, event, exhume) }); err != nil {
			return err
		}
		r.tried++
	}
	return nil
}
