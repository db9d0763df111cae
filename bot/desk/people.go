package desk

import (
	"context"
	"errors"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
	"github.com/aldaba-hotline/aldaba/bot/roster"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// people is everybody on the roster as they are at this moment.
func (d *Desk) people(ctx context.Context, board bot.Board, now time.Time) ([]dispatch.Person, error) {
	all, err := d.readableRoster(ctx)
	if err != nil {
		return nil, err
	}
	b := d.brain.Load()
	people := make([]dispatch.Person, len(all.People))
	for i, r := range all.People {
		people[i] = dispatch.Person{Responder: r, OnShift: all.Clock().OnCall(r, board.Duty[r.ID], now), Reachable: b.reaches(r)}
	}
	return people, nil
}

// reaches reports whether a page would reach somebody at any time: whoever has WhatsApp only needs an approved template.
func (b *Brain) reaches(r bot.Responder) bool {
	for _, a := range r.Addresses {
		if a.Channel == bot.SMS || b.hotline.Templates[say.TemplatePage][roster.WrittenIn(r, b.hotline)] != "" {
			return true
		}
	}
	return false
}

// readableRoster is the roster, or nobody where this instance lacks its key: a report must be kept all the same, and alarms that nobody is on
// call.
func (d *Desk) readableRoster(ctx context.Context) (Roster, error) {
	all, err := d.Roster(ctx)
	if errors.Is(err, bot.ErrKey) {
		d.Log.Error("the roster cannot be read: nobody is paged", "err", err, "remedy", "give this instance the keyset that the roster was written with")
		return Roster{}, nil
	}
	return all, err
}
