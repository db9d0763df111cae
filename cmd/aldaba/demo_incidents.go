package main

import (
	"context"
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

// mostCards is how many incidents the demo looks up at most; the page shows no more.
const mostCards = 20

// incidentSource is where the demo's card finds incidents.
type incidentSource interface {
	Board(ctx context.Context) (bot.Board, error)
	Incident(ctx context.Context, id bot.IncidentID) (bot.Incident, bool, error)
}

// demoIncidents shows the board to the demo's page.
type demoIncidents struct {
	from  incidentSource
	names map[bot.ResponderID]string
}

// Open returns the open incidents, the newest first. One that closes meanwhile is left out.
func (d demoIncidents) Open(ctx context.Context) ([]web.Incident, error) {
	b, err := d.from.Board(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(b.Open, func(a, b bot.Posted) int { return int(b.Opened - a.Opened) })
	var all []web.Incident
	for _, p := range b.Open[:min(len(b.Open), mostCards)] {
		in, known, err := d.from.Incident(ctx, p.Incident)
		if err != nil {
			return nil, err
		}
		if known {
			all = append(all, cardOf(in, p, d.names))
		}
	}
	return all, nil
}

// cardOf is an incident as a dispatcher sees it who has not accepted: no place finer than its block.
func cardOf(in bot.Incident, posted bot.Posted, names map[bot.ResponderID]string) web.Incident {
	c := web.Incident{Number: in.Number, State: string(in.State), Severity: string(in.Severity), Opened: in.Opened, Activity: activityOf(in),
		Block: in.Place.Block.Reveal(), Reports: max(posted.Reports, in.Count()), Paged: []web.IncidentPage{}, Log: []web.IncidentEntry{}, Hint: hintFor(in, names)}
	if in.Owner != "" {
		c.Owner = named(string(in.Owner), names)
	}
	for _, p := range in.Pages {
		c.Paged = append(c.Paged, web.IncidentPage{Name: named(string(p.Responder), names), Role: string(p.Role), State: string(p.State), Minutes: p.Minutes})
	}
	for _, l := range in.Log {
		c.Log = append(c.Log, web.IncidentEntry{At: l.At, State: string(l.State), By: named(l.By, names), Why: reworded(l.Why, names)})
	}
	if next := nextWait(in); next.At != 0 {
		c.Next = &web.IncidentWait{What: next.What, At: next.At}
	}
	return c
}

// activityOf is what agents do, as it was told last; "" before that.
func activityOf(in bot.Incident) string {
	for _, f := range slices.Backward(in.Facts) {
		if f.Key == "doing" && f.Text != "" {
			return f.Text.Reveal()
		}
	}
	return ""
}

// hintFor says what whoever plays can do next: the words are the page's.
func hintFor(in bot.Incident, names map[bot.ResponderID]string) web.IncidentHint {
	who := func(p bot.Page) string { return named(string(p.Responder), names) }
	owner := named(string(in.Owner), names)
	if in.Owner == "" {
		return untaken(in, who)
	}
	if in.State == bot.StateAllClear || in.State == bot.StateFollowUp {
		return web.IncidentHint{Do: "close", Who: owner}
	}
	if in.Need == 0 {
		return web.IncidentHint{Do: "send", Who: owner}
	}
	steps := map[bot.PageState]string{bot.PageHere: "tell", bot.PageAccepted: "here", bot.PageWaiting: "go", bot.PageListed: "go"}
	for _, state := range []bot.PageState{bot.PageHere, bot.PageAccepted, bot.PageWaiting, bot.PageListed} {
		for _, p := range in.Pages {
			if p.Deploy && p.State == state {
				return web.IncidentHint{Do: steps[state], Who: who(p)}
			}
		}
	}
	return web.IncidentHint{Do: "close", Who: owner}
}

// untaken is the hint while nobody is in charge.
func untaken(in bot.Incident, who func(bot.Page) string) web.IncidentHint {
	for _, p := range slices.Backward(in.Pages) {
		if !p.Deploy && p.State.Live() {
			return web.IncidentHint{Do: "take", Who: who(p)}
		}
	}
	if !in.Place.Known() {
		return web.IncidentHint{Do: "place"}
	}
	return web.IncidentHint{Do: "wait"}
}
