package main

import (
	"context"
	"fmt"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

type incidentCmd struct {
	List incidentListCmd `cmd:"" help:"The open incidents: state, age, next deadline. No phone numbers, no texts."`
	Show incidentShowCmd `cmd:"" help:"What happened to one incident, and who was asked. No phone numbers, no texts."`
}

// incidentReader is where the verbs find incidents.
type incidentReader interface {
	Board(ctx context.Context) (bot.Board, error)
	IncidentByNumber(ctx context.Context, n int) (bot.Incident, bool, error)
}

var _ incidentReader = (*desk.Desk)(nil)

type incidentListCmd struct {
	recordsFlags
	JSON bool `name:"json" help:"As JSON."`
}

// Run prints the open incidents.
func (c *incidentListCmd) Run(ctx context.Context, s streams) error {
	return c.with(func(d *desk.Desk) error { return c.list(ctx, d, s) })
}

func (c *incidentListCmd) list(ctx context.Context, from incidentReader, s streams) error {
	b, err := from.Board(ctx)
	if err != nil {
		return err
	}
	v := viewBoard(b)
	if c.JSON {
		return printJSON(s.Out, v)
	}
	return v.print(s.Out, time.Now())
}

type incidentShowCmd struct {
	recordsFlags
	Number int  `arg:"" help:"The incident's number, as incident list and the pages tell it: 417."`
	JSON   bool `name:"json" help:"As JSON."`
}

// Validate refuses what is no number of an incident.
func (c *incidentShowCmd) Validate() error {
	if c.Number < 1 {
		return fmt.Errorf("an incident's number is 1 or more; aldaba incident list tells it")
	}
	return nil
}

// Run prints one incident.
func (c *incidentShowCmd) Run(ctx context.Context, s streams) error {
	return c.with(func(d *desk.Desk) error {
		people, err := d.Roster(ctx)
		if err != nil {
			return err
		}
		return c.show(ctx, d, people.People, s)
	})
}

func (c *incidentShowCmd) show(ctx context.Context, from incidentReader, roster []bot.Responder, s streams) error {
	in, known, err := from.IncidentByNumber(ctx, c.Number)
	if err != nil {
		return err
	}
	if !known {
		return fmt.Errorf("there is no incident %d, or not any more; aldaba incident list names the open ones", c.Number)
	}
	v := viewIncident(in, firstNames(roster))
	if c.JSON {
		return printJSON(s.Out, v)
	}
	return v.print(s.Out, time.Now())
}
