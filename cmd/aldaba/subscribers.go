package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/enrol"
)

type subscribersCmd struct {
	Import subscribersImportCmd `cmd:"" help:"Put the people of a CSV file on the list. One bad row, and nothing changes."`
	Export subscribersExportCmd `cmd:"" help:"Write the list as CSV, phones included; without those who said STOP."`
	Count  subscribersCountCmd  `cmd:"" help:"How many get alerts, by language and region."`
}

type subscribersImportCmd struct {
	recordsFlags
	File    string `arg:"" help:"CSV with the header phone,channel,language,regions,groups,consent; see deploy/README.md."`
	DryRun  bool   `help:"Say what is wrong with the file, and change nothing. Needs no Redis." xor:"how"`
	SkipBad bool   `help:"Import the good rows although others are bad." xor:"how"`
}

// Run imports a list.
func (c *subscribersImportCmd) Run(ctx context.Context, s streams) error {
	people, err := c.read(s)
	if err != nil {
		return err
	}
	proven := 0
	for _, p := range people {
		if p.Proof != "" {
			proven++
		}
	}
	if c.DryRun {
		_, err := fmt.Fprintf(s.Out, "%s has %d people: %d with proof of their consent, %d to be asked\n", c.File, len(people), proven, len(people)-proven)
		return err
	}
	return c.users(ctx, true, func(d *desk.Desk) error {
		did := map[bot.Enrolled]int{}
		for some := range slices.Chunk(people, importAtOnce) {
			results, err := d.Enrol(ctx, some)
			for _, r := range results {
				did[r]++
			}
			if err != nil {
				return fmt.Errorf("%w; %s are on the list already, so run the same import again: nobody is added twice", err, enrolled(did))
			}
		}
		_, err := fmt.Fprintf(s.Out, "%d people: %s\n", len(people), enrolled(did))
		return err
	})
}

// importAtOnce is how many people are handed over together: what is done is told when the rest fails.
const importAtOnce = 10_000

func enrolled(did map[bot.Enrolled]int) string {
	return fmt.Sprintf("%d added, %d changed, %d as before, %d who said STOP or LEAVE and stay so", did[bot.EnrolAdded], did[bot.EnrolChanged], did[bot.EnrolSame], did[bot.EnrolStopped]+did[bot.EnrolLeft])
}

// read reads the file, and prints what is wrong with it.
func (c *subscribersImportCmd) read(s streams) ([]bot.Enrolment, error) {
	h, ps := c.hotline()
	if err := refuse(ps); err != nil {
		return nil, err
	}
	file, err := os.Open(c.File)
	if err != nil {
		return nil, fmt.Errorf("the list cannot be read: %w; name a CSV file", err)
	}
	defer func() { _ = file.Close() }() // nothing was written
	data, err := io.ReadAll(io.LimitReader(file, enrol.MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("the list cannot be read: %w; name a CSV file", err)
	}
	people, ps := enrol.Read(c.File, data, h, time.Now().UnixMilli())
	switch err := report(s.Err, ps); {
	case err == nil:
	case !c.SkipBad || len(people) == 0:
		return nil, fmt.Errorf("%w; nothing was changed", err)
	default:
		fmt.Fprintf(s.Err, "%s; those rows are left out\n", err)
	}
	return people, nil
}

type subscribersExportCmd struct{ recordsFlags }

// Run prints the list.
func (c *subscribersExportCmd) Run(ctx context.Context, s streams) error {
	return c.users(ctx, false, func(d *desk.Desk) error {
		w, err := enrol.NewWriter(s.Out)
		if err != nil {
			return err
		}
		err = d.EachSubscriber(ctx, func(some []bot.Contact) error {
			some = slices.DeleteFunc(some, func(c bot.Contact) bool { return c.Consent == bot.ConsentStopped })
			if err := d.OpenSubscribers(ctx, some); err != nil {
				return err
			}
			for _, c := range some {
				if c.Address.Value == "" {
					continue // gone meanwhile
				}
				if err := w.Write(c); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		return w.Flush()
	})
}

type subscribersCountCmd struct {
	recordsFlags
	JSON bool `name:"json" help:"As JSON."`
}

// Run prints how many are on the list.
func (c *subscribersCountCmd) Run(ctx context.Context, s streams) error {
	return c.users(ctx, false, func(d *desk.Desk) error {
		n := enrol.NewCounter()
		if err := d.EachSubscriber(ctx, func(some []bot.Contact) error { n.Add(some); return nil }); err != nil {
			return err
		}
		count := n.Count()
		if c.JSON {
			return printJSON(s.Out, count)
		}
		return printCount(s.Out, count)
	})
}

func printCount(w io.Writer, c enrol.Count) error {
	t := newTable(w)
	t.row("on the list", strconv.Itoa(c.Total))
	t.row("get alerts", strconv.Itoa(c.Subscribed))
	t.row("to be asked", strconv.Itoa(c.ToAsk))
	t.row("said STOP", strconv.Itoa(c.Stopped))
	for _, by := range []struct {
		what string
		n    map[string]*int
	}{{"language", c.ByLanguage}, {"region", c.ByRegion}} {
		for _, name := range slices.Sorted(maps.Keys(by.n)) {
			told := fmt.Sprintf("under %d", enrol.Few)
			if n := by.n[name]; n != nil {
				told = strconv.Itoa(*n)
			}
			t.row(by.what+" "+name, told)
		}
	}
	return t.Flush()
}
