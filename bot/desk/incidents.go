package desk

import (
	"context"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Incident returns one incident. It is false for one that nobody knows, or not any more.
func (d *Desk) Incident(ctx context.Context, id bot.IncidentID) (bot.Incident, bool, error) {
	var in bot.Incident
	docs, err := d.Store.Read(ctx, incidentRef(id))
	if err != nil {
		return in, false, err
	}
	known, err := d.openIncident(docs[0], &in)
	return in, known, err
}

// IncidentByNumber returns the open incident with a number or else the last one that had it. It is false when there is none, or none
// any more.
func (d *Desk) IncidentByNumber(ctx context.Context, n int) (bot.Incident, bool, error) {
	b, err := d.Board(ctx)
	if err != nil {
		return bot.Incident{}, false, err
	}
	for _, p := range b.Open {
		if p.Number == n {
			return d.Incident(ctx, p.Incident)
		}
	}
	docs, err := d.Store.Read(ctx, numberRef(n))
	if err != nil || docs[0].Version == 0 {
		return bot.Incident{}, false, err
	}
	return d.Incident(ctx, bot.IncidentID(docs[0].Get(fieldContact)))
}
