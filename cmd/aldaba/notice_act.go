package main

import (
	"context"
	"fmt"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

type noticeApproveCmd struct {
	recordsFlags
	noticeArg
	asFlag
	Hash string `required:"" placeholder:"HASH" help:"The hash of what you have seen: aldaba notice show."`
	Code string `required:"" placeholder:"TOTP" help:"The six digits that your authenticator app shows now."`
}

// Run makes a notice live.
func (c *noticeApproveCmd) Run(ctx context.Context, s streams) error {
	return c.users(ctx, true, func(d *desk.Desk) error {
		u, err := c.proven(ctx, d, c.Code)
		if err != nil {
			return err
		}
		if err := d.ApproveNotice(ctx, c.id(), c.Hash, u.Name); err != nil {
			return err
		}
		n, err := d.Notice(ctx, c.id())
		if err != nil {
			return err
		}
		v := viewNotice(n.Notice, nil, n.Now)
		_, err = fmt.Fprintf(s.Out, "notice %s is live until %s: whoever asks about %s reads it; end it with aldaba notice withdraw %s --as %s\n", v.ID, v.Until, v.where(), v.ID, u.Name)
		return err
	})
}

type noticeWithdrawCmd struct {
	recordsFlags
	noticeArg
	asFlag
}

// Run ends a notice, which any user may.
func (c *noticeWithdrawCmd) Run(ctx context.Context, s streams) error {
	return c.users(ctx, true, func(d *desk.Desk) error {
		u, err := d.UserNamed(ctx, c.As)
		if err != nil {
			return err
		}
		if err := d.WithdrawNotice(ctx, c.id(), u.Name); err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.Out, "notice %s has ended: nobody is told it from now on, or a second later\n", c.ID)
		return err
	})
}
