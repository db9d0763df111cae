package desk

import (
	"context"
	"errors"

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
	return broadcast.NewReport(c.Broadcast, c.script.Spec.Name, counters, now), err
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
		c.Tally = &Tally{Of: after.Broadcast, Keep: recipientLife}
	}
	c.Tally.Add = append(c.Tally.Add, Count{from, -1}, Count{to, 1})
}

// RetryBroadcast tries those texts of a broadcast again that were given up for a reason that passes, and returns how many. What was killed
// stays so.
func (d *Desk) RetryBroadcast(ctx context.Context, id bot.BroadcastID, by string) (int, error) {
	c, err := d.cast(ctx, id)
	if err != nil {
		return 0, err
	}
	now, err := d.Store.Now(ctx)
	if err != nil {
		return 0, err
	}
	if c.Broadcast, err = broadcast.Retry(c.Broadcast, by, now); err != nil {
		return 0, err
	}
	var commit Commit
	if err := errors.Join(d.broadcastWrite(&commit, c.Broadcast, c.doc, now), d.opensCast(ctx, &commit, id, now)); err != nil {
		return 0, err
	}
	if err := d.Store.Commit(ctx, &commit); err != nil {
		return 0, err
	}
	who, err := d.crowd(ctx, bot.BroadcastSpec{Audience: bot.Audience{Kind: c.script.Spec.Audience.Kind}})
	if err != nil {
		return 0, err
	}
	tried := 0
	for after := ""; ; {
		some, last, err := who.next(ctx, after, walkAtOnce)
		if err != nil || last == "" {
			return tried, err
		}
		n, err := d.retrySome(ctx, c.Broadcast, some)
		if tried += n; err != nil {
			return tried, err
		}
		after = last
	}
}

func (d *Desk) retrySome(ctx context.Context, b bot.Broadcast, some []bot.Contact) (int, error) {
	records, err := d.records(ctx, b, some)
	if err != nil {
		return 0, err
	}
	tried := 0
	for i, m := range records {
		if !outbox.Retryable(m) {
			continue
		}
		if err := d.intervene(ctx, broadcast.Name(b, some[i].ID), outbox.Retried{}); err != nil {
			return tried, err
		}
		tried++
	}
	return tried, nil
}
