package main

import (
	"context"
	"fmt"
	"os"
	"reflect"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/roster"
)

type rosterImportCmd struct {
	recordsFlags
	File   string `arg:"" help:"CSV with the header name,phone,channel,languages,regions,roles,shifts; see deploy/README.md."`
	DryRun bool   `help:"Say what would change, and change nothing. Without a Redis, only check the file."`
}

// Run makes a file the roster.
func (c *rosterImportCmd) Run(ctx context.Context, s streams) error {
	people, err := c.read(s)
	if err != nil {
		return err
	}
	if c.DryRun && c.RedisURL == "" {
		fmt.Fprintf(s.Out, "%s is a roster of %d people; without ALDABA_REDIS_URL it is not compared with the one in force\n", c.File, len(people))
		return nil
	}
	return c.staff(ctx, !c.DryRun, func(f *staff) error {
		change := compare(f.People, people)
		if c.DryRun {
			fmt.Fprintf(s.Out, "the roster would have %d people: %s\n", len(people), change)
			f.People = withContacts(people, f.People)
		} else {
			if err := f.desk.SetRoster(ctx, people); err != nil {
				return err
			}
			fmt.Fprintf(s.Out, "the roster has %d people: %s\n", len(people), change)
			if err := f.read(ctx); err != nil {
				return err
			}
		}
		for _, p := range f.People {
			if why := f.why(p); why != "" {
				fmt.Fprintf(s.Err, "warning: %s is %s\n", p.Name.Reveal(), why)
			}
		}
		return nil
	})
}

// read reads the file, and prints what is wrong with it.
func (c *rosterImportCmd) read(s streams) ([]bot.Responder, error) {
	h, ps := c.hotline()
	if err := refuse(ps); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(c.File)
	if err != nil {
		return nil, fmt.Errorf("the roster cannot be read: %w; name a CSV file", err)
	}
	people, ps := roster.Read(c.File, data, h)
	if err := report(s.Err, ps); err != nil {
		return nil, fmt.Errorf("%w; nothing was changed", err)
	}
	return people, nil
}

// rosterChange counts what an import does.
type rosterChange struct{ added, changed, removed int }

func (c rosterChange) String() string {
	return fmt.Sprintf("%d added, %d changed, %d removed", c.added, c.changed, c.removed)
}

// compare tells people by their phones.
func compare(before, after []bot.Responder) rosterChange {
	had := byPhone(before)
	c := rosterChange{removed: len(before)}
	for _, p := range after {
		old, known := had[p.Addresses[0].Value]
		if !known {
			c.added++
			continue
		}
		c.removed--
		old.ID, old.Contacts = "", nil
		if !reflect.DeepEqual(roster.Write([]bot.Responder{old}), roster.Write([]bot.Responder{p})) {
			c.changed++
		}
	}
	return c
}

// withContacts are people with the ids and contacts that they have now, as far as their addresses stay the same.
func withContacts(people, before []bot.Responder) []bot.Responder {
	had := byPhone(before)
	for i := range people {
		p := &people[i]
		old := had[p.Addresses[0].Value]
		p.ID, p.Contacts = old.ID, make([]bot.ContactID, len(p.Addresses))
		for n, a := range p.Addresses {
			for m, b := range old.Addresses {
				if a == b && m < len(old.Contacts) {
					p.Contacts[n] = old.Contacts[m]
				}
			}
		}
	}
	return people
}

func byPhone(people []bot.Responder) map[bot.Private]bot.Responder {
	all := make(map[bot.Private]bot.Responder, len(people))
	for _, p := range people {
		all[p.Addresses[0].Value] = p
	}
	return all
}
