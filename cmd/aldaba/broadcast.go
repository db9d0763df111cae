package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/strict"
)

type broadcastCmd struct {
	Draft   broadcastDraftCmd   `cmd:"" help:"Keep what shall go out, and print the broadcast's number. Nothing goes out yet."`
	Preview broadcastPreviewCmd `cmd:"" help:"Who would get it, what it costs, how long it takes, and what stands in its way."`
	Test    broadcastTestCmd    `cmd:"" help:"Send it to yourself, in each of its languages."`
	Approve broadcastApproveCmd `cmd:"" help:"Let it go, after a hold: somebody else than its author, who has seen the preview."`
	Pause   broadcastPauseCmd   `cmd:"" help:"Hold it back until it is resumed; in force when this returns."`
	Resume  broadcastResumeCmd  `cmd:"" help:"Let a paused one go on."`
	Kill    broadcastKillCmd    `cmd:"" help:"End it for good, and say how many got it; in force when this returns."`
	Report  broadcastReportCmd  `cmd:"" help:"What became of it, by language and by error code."`
	Retry   broadcastRetryCmd   `cmd:"" help:"Try again what was given up for a reason that passes."`
	List    broadcastListCmd    `cmd:"" help:"The broadcasts of the last 30 days."`
}

// broadcastArg names a broadcast.
type broadcastArg struct {
	ID string `arg:"" help:"The broadcast's number, as draft and list tell it."`
}

// Validate refuses what is no number of a broadcast.
func (a broadcastArg) Validate() error {
	if !broadcast.IsID(a.ID) {
		return errors.New("a broadcast's number is 1 or more; aldaba broadcast list tells it")
	}
	return nil
}

func (a broadcastArg) id() bot.BroadcastID { return bot.BroadcastID(a.ID) }

// asFlag says who does it.
type asFlag struct {
	As string `required:"" placeholder:"USER" help:"Who you are, as aldaba user list names you."`
}

// organizer is the user who was named, if that is one who may do such things.
func (f asFlag) organizer(ctx context.Context, d *desk.Desk) (bot.User, error) {
	u, err := d.UserNamed(ctx, f.As)
	if err == nil && !u.Organizes() {
		err = fmt.Errorf("%s is a %s, and broadcasts and notices are for organizers; an admin can add them with that role: aldaba user add", u.Name, u.Role)
	}
	return u, err
}

// proven is who gives the order, when they have the right and the code of the moment.
func (f asFlag) proven(ctx context.Context, d *desk.Desk, code string) (bot.User, error) {
	if u, err := f.organizer(ctx, d); err != nil {
		return u, err
	}
	return d.Prove(ctx, f.As, code)
}

// draft reads a file, and prints what is wrong with it. A language that cannot be read keeps nobody from writing in the others.
func draft[S any](f dataFlags, s streams, file string, read func(data []byte, set book.Set) (S, bot.Problems)) (spec S, err error) {
	set, ps := f.beside() // with the languages that are spoken where hotline.yaml names none
	if err := refuse(ps); err != nil {
		return spec, err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return spec, fmt.Errorf("the draft cannot be read: %w; name a YAML file", err)
	}
	spec, ps = read(data, set)
	if err := report(s.Err, ps); err != nil {
		return spec, fmt.Errorf("%w; nothing was drafted", err)
	}
	return spec, nil
}

// kept keeps a draft under a new number, or revises the one that is named, and prints which. It is for an organizer.
func kept[ID ~string](ctx context.Context, r recordsFlags, as asFlag, s streams, id ID, add func(d *desk.Desk, by string) (ID, error), revise func(d *desk.Desk, by string) error) error {
	return r.users(ctx, true, func(d *desk.Desk) error {
		u, err := as.organizer(ctx, d)
		if err != nil {
			return err
		}
		if id == "" {
			id, err = add(d, u.Name)
		} else {
			err = revise(d, u.Name)
		}
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(s.Out, id)
		return err
	})
}

type broadcastDraftCmd struct {
	recordsFlags
	asFlag
	File   string `arg:"" help:"YAML: name, audience, bodies and how they go out; see deploy/BROADCASTS.md."`
	Revise string `placeholder:"ID" help:"Make this broadcast say so instead; it needs approval again."`
}

// Validate refuses to revise what is no broadcast.
func (c *broadcastDraftCmd) Validate() error {
	if c.Revise == "" {
		return nil
	}
	return broadcastArg{c.Revise}.Validate()
}

// Run keeps a draft.
func (c *broadcastDraftCmd) Run(ctx context.Context, s streams) error {
	spec, err := draft(c.dataFlags, s, c.File, func(data []byte, set book.Set) (bot.BroadcastSpec, bot.Problems) {
		return broadcast.Read(c.File, data, set.Hotline)
	})
	if err != nil {
		return err
	}
	id := bot.BroadcastID(c.Revise)
	return kept(ctx, c.recordsFlags, c.asFlag, s, id, func(d *desk.Desk, by string) (bot.BroadcastID, error) { return d.Draft(ctx, spec, by) },
		func(d *desk.Desk, by string) error { return d.Revise(ctx, id, spec, by) })
}

type broadcastPreviewCmd struct {
	recordsFlags
	providerFlags
	broadcastArg
	JSON bool `name:"json" help:"As JSON. Then the exit status is 0 even if something stands in the way."`
}

// Run prints what would happen.
func (c *broadcastPreviewCmd) Run(ctx context.Context, s streams) error {
	return c.users(ctx, false, func(d *desk.Desk) error {
		p, err := d.Preview(ctx, c.id())
		if err != nil {
			return err
		}
		c.registered(ctx, d.Brain().Hotline(), &p)
		if c.JSON {
			return printJSON(s.Out, p)
		}
		if err := printPreview(s.Out, p); err != nil {
			return err
		}
		if len(p.Blockers) > 0 {
			return fmt.Errorf("broadcast %s cannot go out like this: %d blocker(s), named above", p.ID, len(p.Blockers))
		}
		return nil
	})
}

type broadcastTestCmd struct {
	recordsFlags
	broadcastArg
	asFlag
	To string `placeholder:"NUMBER" help:"Where to, such as +15005550006 or whatsapp:+15005550006 (default: the user's phone)."`
}

// Run sends a test.
func (c *broadcastTestCmd) Run(ctx context.Context, s streams) error {
	return c.users(ctx, true, func(d *desk.Desk) error {
		u, err := c.organizer(ctx, d)
		if err != nil {
			return err
		}
		to, err := c.address(u)
		if err != nil {
			return err
		}
		n, err := d.TestBroadcast(ctx, c.id(), to)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.Out, "%d text(s) are on their way to you, one for each language; the server sends them\n", n)
		return err
	})
}

func (c *broadcastTestCmd) address(u bot.User) (bot.Address, error) {
	if c.To == "" {
		if u.Phone == nil {
			return bot.Address{}, fmt.Errorf("%s has no phone; name one with --to", u.Name)
		}
		return *u.Phone, nil
	}
	number, whatsapp := strings.CutPrefix(c.To, "whatsapp:")
	if !strict.IsPhone(number) {
		return bot.Address{}, errors.New("--to is no full number; write +, the country code and the number in digits only, such as +15005550006")
	}
	if whatsapp {
		return bot.Address{Channel: bot.WhatsApp, Value: bot.Private(number)}, nil
	}
	return bot.Address{Channel: bot.SMS, Value: bot.Private(number)}, nil
}
