package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot/web"
)

// colleague is somebody of the crew in the terminal.
type colleague struct {
	web.StaffPhone
	seen int
}

// hireCrew puts the demo's volunteers on the roster.
func hireCrew(ctx context.Context, t *trial) (crew []*colleague, err error) {
	staff, roster := hireStaff(t.phones)
	for _, s := range staff {
		crew = append(crew, &colleague{StaffPhone: s})
	}
	if err := t.desk.SetRoster(ctx, roster); err != nil {
		return nil, fmt.Errorf("put the volunteers on the roster: %w", err)
	}
	return crew, nil
}

// colleague is who is meant by /rosa; nil for nobody.
func (c *chat) colleague(word string) *colleague {
	for _, m := range c.crew {
		if strings.EqualFold(word, "/"+m.Name) {
			return m
		}
	}
	return nil
}

// overhear prints what has arrived on the crew's phones.
func (c *chat) overhear() error {
	for _, m := range c.crew {
		bubbles, _, err := c.trial.phones.Since(m.Number, m.seen)
		if err != nil {
			return err
		}
		for _, b := range bubbles {
			m.seen = b.Seq
			switch {
			case !b.FromHotline:
			case b.Media == "call":
				fmt.Fprintf(c.out, "(%s, %s, is called: %s)\n", m.Name, m.Role, b.Text)
			default:
				fmt.Fprintf(c.out, "(%s, %s, gets: %s)\n", m.Name, m.Role, b.Text)
			}
		}
	}
	return nil
}
