package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

type broadcastApproveCmd struct {
	recordsFlags
	providerFlags
	broadcastArg
	asFlag
	Hash string `required:"" placeholder:"HASH" help:"The hash of the preview that you have seen."`
	Code string `required:"" placeholder:"TOTP" help:"The six digits that your authenticator app shows now."`
}

// Run approves a broadcast.
func (c *broadcastApproveCmd) Run(ctx context.Context, s streams) error {
	return c.users(ctx, true, func(d *desk.Desk) error {
		u, err := c.proven(ctx, d, c.Code)
		if err != nil {
			return err
		}
		if err := c.mayLeave(ctx, d); err != nil {
			return err
		}
		if err := d.Approve(ctx, c.id(), c.Hash, u.Name); err != nil {
			return err
		}
		r, err := d.BroadcastReport(ctx, c.id())
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.Out, "broadcast %s is approved and goes out from %s; until then and after, stop it with aldaba broadcast kill %s --as %s\n", c.ID, r.Starts, c.ID, u.Name)
		return err
	})
}

// mayLeave refuses what no carrier would carry.
func (c *broadcastApproveCmd) mayLeave(ctx context.Context, d *desk.Desk) error {
	p, err := d.Preview(ctx, c.id())
	if err != nil {
		return err
	}
	p.Blockers = nil // what else stands in the way, Approve tells
	if c.registered(ctx, d.Brain().Hotline(), &p); len(p.Blockers) > 0 {
		return fmt.Errorf("broadcast %s cannot go out: %s", c.ID, strings.Join(p.Blockers, "; "))
	}
	return nil
}

type broadcastPauseCmd struct {
	recordsFlags
	broadcastArg
	asFlag
}

// Run pauses a broadcast.
func (c *broadcastPauseCmd) Run(ctx context.Context, s streams) error {
	return c.stop(ctx, s, c.broadcastArg, c.asFlag, "paused", (*desk.Desk).PauseBroadcast)
}

type broadcastKillCmd struct {
	recordsFlags
	broadcastArg
	asFlag
}

// Run kills a broadcast.
func (c *broadcastKillCmd) Run(ctx context.Context, s streams) error {
	return c.stop(ctx, s, c.broadcastArg, c.asFlag, "killed", (*desk.Desk).KillBroadcast)
}

// underWay is how long a try that had begun may still take when a broadcast is stopped, before it is counted as it stands.
const underWay = 500 * time.Millisecond

// stop stops a broadcast, which any user may, and says how many got it.
func (f recordsFlags) stop(ctx context.Context, s streams, which broadcastArg, as asFlag, what string, stop func(*desk.Desk, context.Context, bot.BroadcastID, string) error) error {
	return f.users(ctx, true, func(d *desk.Desk) error {
		u, err := d.UserNamed(ctx, as.As)
		if err != nil {
			return err
		}
		if err := stop(d, ctx, which.id(), u.Name); err != nil {
			return err
		}
		time.Sleep(underWay)
		r, err := d.BroadcastReport(ctx, which.id())
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.Out, "broadcast %s is %s: %d of %d got it, of %d nobody knows\n", which.ID, what, r.Posted, r.Recipients, r.Unknown)
		return err
	})
}

type broadcastResumeCmd struct {
	recordsFlags
	broadcastArg
	asFlag
}

// Run resumes a broadcast.
func (c *broadcastResumeCmd) Run(ctx context.Context, s streams) error {
	return c.users(ctx, true, func(d *desk.Desk) error {
		u, err := c.organizer(ctx, d)
		if err != nil {
			return err
		}
		if err := d.ResumeBroadcast(ctx, c.id(), u.Name); err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.Out, "broadcast %s goes on\n", c.ID)
		return err
	})
}

type broadcastRetryCmd struct {
	recordsFlags
	broadcastArg
	asFlag
	Held bool `help:"Also what is held, of which nobody knows whether it arrived, marked as a repeat."`
}

// Run tries again what may succeed.
func (c *broadcastRetryCmd) Run(ctx context.Context, s streams) error {
	return c.users(ctx, true, func(d *desk.Desk) error {
		u, err := c.organizer(ctx, d)
		if err != nil {
			return err
		}
		n, err := d.RetryBroadcast(ctx, c.id(), u.Name, c.Held)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.Out, "%d text(s) are tried again; the others cannot succeed, or may have arrived\n", n)
		return err
	})
}
