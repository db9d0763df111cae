package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

// Approve lets a broadcast go after its hold. Hash is that of the preview which the approver has seen. It refuses the author, another hash, and a
// broadcast that has blockers. Who by is, the caller knows.
func (d *Desk) Approve(ctx context.Context, id bot.BroadcastID, hash, by string) error {
	return d.act(ctx, id, func(before cast, c *Commit, now time.Time) (bot.Broadcast, error) {
		after, err := broadcast.Approve(before.Broadcast, before.script, hash, by, d.brain.Load().hotline.Broadcast.Hold, now)
		if err != nil {
			return after, err
		}
		preview, err := d.preview(ctx, before, now)
		if err != nil {
			return after, err
		}
		if len(preview.Blockers) > 0 {
			return after, fmt.Errorf("broadcast %s cannot go out: %s: %w", id, strings.Join(preview.Blockers, "; "), bot.ErrRefused)
		}
		after.Expected = preview.Recipients
		return after, d.opensCast(ctx, c, id, now)
	})
}

// opensCast puts a broadcast among those that are looked after.
func (d *Desk) opensCast(ctx context.Context, c *Commit, id bot.BroadcastID, now time.Time) error {
	l, doc, err := d.castList(ctx)
	if err != nil || slices.Contains(l.Open, id) {
		return err
	}
	l.Open = append(l.Open, id)
	return d.castListWrite(c, l, doc, now)
}

// PauseBroadcast holds a broadcast back: when it returns, no instance begins another try. Those under way end within seconds.
func (d *Desk) PauseBroadcast(ctx context.Context, id bot.BroadcastID, by string) error {
	return d.moves(ctx, id, by, broadcast.Pause)
}

// ResumeBroadcast lets a paused broadcast go on.
func (d *Desk) ResumeBroadcast(ctx context.Context, id bot.BroadcastID, by string) error {
	return d.moves(ctx, id, by, broadcast.Resume)
}

// KillBroadcast ends a broadcast for good: when it returns, no instance begins another try.
func (d *Desk) KillBroadcast(ctx context.Context, id bot.BroadcastID, by string) error {
	return d.moves(ctx, id, by, broadcast.Kill)
}

// moves changes nothing but where a broadcast stands. That is in force at once, because admit.lua reads the same document that this writes.
func (d *Desk) moves(ctx context.Context, id bot.BroadcastID, by string, to func(bot.Broadcast, string, time.Time) (bot.Broadcast, error)) error {
	return d.act(ctx, id, func(before cast, _ *Commit, now time.Time) (bot.Broadcast, error) {
		return to(before.Broadcast, by, now)
	})
}

// act decides about a broadcast until it meets no conflict. What else must be written when the broadcast is, decide adds to the commit.
func (d *Desk) act(ctx context.Context, id bot.BroadcastID, decide func(before cast, c *Commit, now time.Time) (bot.Broadcast, error)) error {
	return untilSettled(ctx, func() error {
		before, err := d.cast(ctx, id)
		if err != nil {
			return err
		}
		now, err := d.Store.Now(ctx)
		if err != nil {
			return err
		}
		var c Commit
		after, err := decide(before, &c, now)
		if err != nil {
			return err
		}
		if err := d.broadcastWrite(&c, after, before.doc, now); err != nil {
			return err
		}
		return d.Store.Commit(ctx, &c)
	})
}
