package desk

import (
	"context"
	"errors"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
)

const (
	// auditEvery is how often the open incidents are looked through.
	auditEvery = 3 * time.Second
	// overdue is how late a deadline may be.
	overdue = time.Second
	// receiptWithin is how long a page may be without any receipt; longer ago than receiptOld it has been replaced by the clock.
	receiptWithin = time.Minute
	receiptOld    = 10 * time.Minute
	// longestSummary is longer than any summary waits, unless the clock was set back.
	longestSummary = time.Hour
)

// RunAuditor looks every few seconds whether something about open incidents was lost, and repairs it, until ctx ends. Any number of
// instances may do so at the same time.
func (d *Desk) RunAuditor(ctx context.Context) {
	d.every(ctx, auditEvery, "auditor", d.Audit)
}

// Audit looks through the open incidents once: each has a deadline, none is past by more than a second, and no page is
// without a receipt for longer than a minute. A finding is repaired and counted.
func (d *Desk) Audit(ctx context.Context) error {
	s, err := d.gather(ctx, nil)
	if err != nil {
		return err
	}
	var errs []error
	unowned := 0
	for _, p := range s.room.Board.Open {
		if !p.Owned && p.Severity == bot.Urgent {
			unowned++
		}
		switch {
		case p.Due == 0:
			errs = append(errs, d.repair(ctx, "no_deadline", p.Incident, dispatch.Rang{}))
		case s.now.Sub(time.UnixMilli(p.Due)) > overdue:
			errs = append(errs, d.repair(ctx, "deadline", p.Incident, dispatch.Rang{}))
		}
	}
	d.Meter.Open(len(s.room.Board.Open), unowned)
	if late := s.now.Sub(time.UnixMilli(s.room.Board.Due)); s.room.Board.Due != 0 && (late > overdue || late < -longestSummary) {
		d.Meter.Repaired("summary")
		errs = append(errs, d.inTurn(ctx, func(own *turn) error { return d.summarise(ctx, own, Timer{Wait: s.room.Board.Timer}) }))
	}
	return errors.Join(append(errs, d.auditPages(ctx, s))...)
}

// repair lets something happen to an incident that should have happened by itself.
func (d *Desk) repair(ctx context.Context, finding string, id bot.IncidentID, e dispatch.Event) error {
	d.Meter.Repaired(finding)
	d.Log.Warn("the auditor repairs an incident", "finding", finding, "incident", id)
	return d.inTurn(ctx, func(own *turn) error {
		s, err := d.gather(ctx, own, id)
		if err != nil {
			return err
		}
		if _, known := s.room.Incidents[id]; !known { // its record is gone, by age: it cannot stay on the board for ever
			return d.strike(ctx, s, id)
		}
		return d.happens(ctx, &Commit{}, s, id, e)
	})
}

// strike takes an incident off the board of which nothing is known any more.
func (d *Desk) strike(ctx context.Context, s *scene, id bot.IncidentID) error {
	room := s.room.begin()
	room.Board = dispatch.Strike(room.Board, id)
	room.Entered = true
	return d.perform(ctx, &Commit{}, s, &room)
}

// auditPages replaces responders of whose page nobody has heard.
func (d *Desk) auditPages(ctx context.Context, s *scene) error {
	var refs []Ref
	for _, p := range s.room.Board.Open {
		refs = append(refs, incidentRef(p.Incident))
	}
	if len(refs) == 0 {
		return nil
	}
	docs, err := d.Store.Read(ctx, refs...)
	if err != nil {
		return err
	}
	var errs []error
	for _, doc := range docs {
		var in bot.Incident
		if known, err := d.openIncident(doc, &in); err != nil || !known {
			errs = append(errs, err)
			continue
		}
		if dispatch.Rewound(in, s.now) {
			errs = append(errs, d.repair(ctx, "clock", in.ID, dispatch.Rang{}))
		}
		errs = append(errs, d.auditIncident(ctx, s, in))
	}
	return errors.Join(errs...)
}

func (d *Desk) auditIncident(ctx context.Context, s *scene, in bot.Incident) error {
	var refs []Ref
	for _, p := range in.Pages {
		age := s.now.Sub(time.UnixMilli(p.At))
		if p.State == bot.PageWaiting && p.Message != "" && age > receiptWithin && age < receiptOld {
			refs = append(refs, Ref{KindMessage, string(p.Message)})
		}
	}
	if len(refs) == 0 {
		return nil
	}
	docs, err := d.Store.Read(ctx, refs...)
	errs := []error{err}
	for _, doc := range docs {
		m, known, err := d.message(doc)
		if err == nil && known && m.State == bot.MessagePosted && s.now.UnixMilli()-m.Changed > receiptWithin.Milliseconds() {
			err = d.repair(ctx, "receipt", in.ID, dispatch.Unheard{Message: m.ID, Contact: m.Contact})
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
