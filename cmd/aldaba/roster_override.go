package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

type rosterOverrideCmd struct {
	recordsFlags
	Who   string `arg:"" help:"Name, or phone, of somebody on the roster."`
	State string `arg:"" enum:"on,off,shifts" help:"on, off, or shifts: as their shifts say again."`
	Until string `placeholder:"TIME" help:"When it ends, such as 2026-12-24T08:00:00-08:00, or 8h from now on (default: never)."`
}

// Run puts somebody on or off call.
func (c *rosterOverrideCmd) Run(ctx context.Context, s streams) error {
	until, err := c.end()
	if err != nil {
		return err
	}
	return c.staff(ctx, true, func(f *staff) error {
		p, err := f.find(c.Who)
		if err != nil {
			return err
		}
		if err := f.desk.Override(ctx, p.ID, c.State == "on", until); err != nil {
			return err
		}
		switch {
		case c.State == "shifts":
			fmt.Fprintf(s.Out, "%s is on call by their shifts again\n", p.Name.Reveal())
		case until.IsZero():
			fmt.Fprintf(s.Out, "%s is %s call until you change it\n", p.Name.Reveal(), c.State)
		default:
			fmt.Fprintf(s.Out, "%s is %s call until %s\n", p.Name.Reveal(), c.State, instant(until))
		}
		return nil
	})
}

// end is when the override ends, the zero time for never. Back to the shifts is one that has ended.
func (c *rosterOverrideCmd) end() (time.Time, error) {
	switch {
	case c.State == "shifts" && c.Until != "":
		return time.Time{}, errors.New("shifts have no end; leave --until out")
	case c.State == "shifts":
		return time.Now(), nil
	case c.Until == "":
		return time.Time{}, nil
	}
	until, err := moment(c.Until)
	if err == nil && !until.After(time.Now()) {
		err = errors.New("that time has passed; name one that comes")
	}
	return until, err
}
