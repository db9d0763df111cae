package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

type outboxCmd struct {
	List    outboxListCmd    `cmd:"" help:"What waits, how busy the senders are, and the messages that were given up or held."`
	Show    outboxShowCmd    `cmd:"" help:"Everything that the record tells about one message."`
	Release outboxReleaseCmd `cmd:"" help:"Let a held message go out once more, marked as a repeat."`
	Drop    outboxDropCmd    `cmd:"" help:"Withdraw a message that is held, was given up or waits, for good."`
}

// recordsFlags say where the server's records are.
type recordsFlags struct {
	dataFlags
	keysetFlag
	RedisURL string `env:"ALDABA_REDIS_URL" placeholder:"URL" help:"redis:// or rediss:// URL of the server's Redis."`
}

// maxListed is how many dead letters are listed at most: as many as are kept.
const maxListed = 10_000

type outboxListCmd struct {
	recordsFlags
	JSON  bool `name:"json" help:"As JSON."`
	Limit int  `default:"100" placeholder:"N" help:"How many dead letters at most, newest first (default: 100)."`
}

// Validate refuses a limit that makes no sense.
func (c *outboxListCmd) Validate() error {
	if c.Limit < 0 || c.Limit > maxListed {
		return fmt.Errorf("--limit is from 0 to %d", maxListed)
	}
	return nil
}

// Run prints what waits and the dead letters.
func (c *outboxListCmd) Run(ctx context.Context, s streams) error {
	return c.with(func(d *desk.Desk) error {
		now, err := d.Store.Traffic(ctx)
		if err != nil {
			return err
		}
		dead, err := d.DeadLetters(ctx, c.Limit)
		if err != nil {
			return err
		}
		v := viewOutbox(now, dead, time.Now())
		if c.JSON {
			return printJSON(s.Out, v)
		}
		return v.print(s.Out)
	})
}

type outboxShowCmd struct {
	recordsFlags
	messageArg
	JSON bool `name:"json" help:"As JSON."`
}

// Run prints one record.
func (c *outboxShowCmd) Run(ctx context.Context, s streams) error {
	return c.about(c.recordsFlags, func(d *desk.Desk, id bot.MessageID) error {
		m, err := d.Record(ctx, id)
		if err != nil {
			return err
		}
		v := viewRecord(m)
		if c.JSON {
			return printJSON(s.Out, v)
		}
		return v.print(s.Out)
	})
}

type outboxReleaseCmd struct {
	recordsFlags
	messageArg
}

// Run releases a message.
func (c *outboxReleaseCmd) Run(ctx context.Context, s streams) error {
	return c.about(c.recordsFlags, func(d *desk.Desk, id bot.MessageID) error {
		if err := d.Release(ctx, id); err != nil {
			return err
		}
		fmt.Fprintf(s.Out, "%s is released: it goes out once more, marked as a repeat\n", id)
		return nil
	})
}

type outboxDropCmd struct {
	recordsFlags
	messageArg
}

// Run drops a message.
func (c *outboxDropCmd) Run(ctx context.Context, s streams) error {
	return c.about(c.recordsFlags, func(d *desk.Desk, id bot.MessageID) error {
		if err := d.Drop(ctx, id); err != nil {
			return err
		}
		fmt.Fprintf(s.Out, "%s is dropped\n", id)
		return nil
	})
}

// messageArg names a message.
type messageArg struct {
	ID string `arg:"" help:"The message's id, as outbox list and the server's log tell it."`
}

var messageID = regexp.MustCompile(`^[0-9a-f]{32}$`)

// about does something with the message that was named. What is no id is not repeated: it may be somebody's number.
func (a messageArg) about(f recordsFlags, do func(*desk.Desk, bot.MessageID) error) error {
	if !messageID.MatchString(a.ID) {
		return errors.New("this is no id of a message; copy its 32 digits (0-9, a-f) from aldaba outbox list or from the server's log")
	}
	return f.with(func(d *desk.Desk) error { return do(d, bot.MessageID(a.ID)) })
}

// with does something with the server's records.
func (f recordsFlags) with(do func(*desk.Desk) error) error {
	if f.RedisURL == "" {
		return errNoRedis
	}
	set, ps := f.beside()
	if err := refuse(ps); err != nil {
		return err
	}
	d, closeStore, err := openDesk(set, f.RedisURL, f.Keyset)
	if err == nil {
		defer closeStore()
		err = do(d)
	}
	if errors.Is(err, bot.ErrUnavailable) {
		return fmt.Errorf("%w; see that Redis runs and that ALDABA_REDIS_URL and ALDABA_KEYSET are the server's, then look with aldaba outbox, roster, broadcast or notice list what was done", err)
	}
	return err
}
