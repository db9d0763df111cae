package desk

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

const (
	// reconcileEvery is how often the provider's list of inbound messages is read, by one of all instances.
	reconcileEvery = time.Minute
	// reconcileOverlap is how much of what was read before is read again: lists may be late.
	reconcileOverlap = 5 * time.Minute
	// reconcileFresh is how old a message must be: a younger one may still come by itself, with all that a list does not tell.
	reconcileFresh = 30 * time.Second
	// reconcileMost is how far back the list is read after an outage.
	reconcileMost = 24 * time.Hour
)

// reconciliation is the document that all instances share about it.
var reconciliation = Ref{KindWork, "inbound"}

// Its fields, in Unix milliseconds.
const (
	fieldBegun = "b" // when somebody last began to read the list
	fieldUntil = "u" // up to when everything has been taken
)

// RunReconciliation takes messages that only the provider's list tells of, at once and every minute, until ctx ends: the provider
// calls again for seconds, and an outage may last for hours.
func (d *Desk) RunReconciliation(ctx context.Context) {
	d.every(ctx, reconcileEvery/4, "the provider's list of inbound messages", d.WorkReconciliation)
}

// WorkReconciliation reads the provider's list once, if nobody has done so for a minute, and takes every message in it that was
// never seen. Until all of them are taken, the next reading begins at the same time.
func (d *Desk) WorkReconciliation(ctx context.Context) error {
	docs, err := d.Store.Read(ctx, reconciliation)
	if err != nil {
		return err
	}
	now, err := d.Store.Now(ctx) // not this machine's: all instances read and write these times
	if err != nil {
		return err
	}
	begun, until := timeOf(docs[0], fieldBegun), timeOf(docs[0], fieldUntil)
	if now.Sub(begun) < reconcileEvery {
		return nil
	}
	if until.IsZero() {
		until = now // a hotline's first start: what came before was somebody else's to answer
	}
	doc, err := d.markReconciled(ctx, docs[0], now, until)
	if err != nil {
		if errors.Is(err, bot.ErrConflict) {
			return nil // another instance does it
		}
		return err
	}
	since := until.Add(-reconcileOverlap)
	if earliest := now.Add(-reconcileMost); since.Before(earliest) {
		since = earliest
	}
	if err := d.reconcile(ctx, since, now); err != nil {
		return err
	}
	_, err = d.markReconciled(ctx, doc, now, now)
	return err
}

// reconcile takes what was received since a time and is not fresh.
func (d *Desk) reconcile(ctx context.Context, since, now time.Time) error {
	events, err := d.Inbox.Received(ctx, since)
	if errors.Is(err, bot.ErrUnreadable) { // they will be as unreadable next time
		d.Log.Error("listed messages are passed over", "err", err)
		err = nil
	}
	errs := []error{err}
	taken := 0
	for _, e := range events {
		if now.Sub(e.At) < reconcileFresh {
			continue
		}
		seen, err := d.seen(ctx, e)
		if err == nil && !seen {
			if _, err = d.take(ctx, e, false); err == nil {
				taken++
			}
		}
		errs = append(errs, err)
	}
	if taken > 0 {
		d.Meter.Recovered(taken)
		d.Log.Warn("messages came by the provider's list only", "messages", taken)
	}
	return errors.Join(errs...)
}

// seen reports whether an event was taken before.
func (d *Desk) seen(ctx context.Context, e bot.Event) (bool, error) {
	q := d.finds(e.From)
	q.Marks = d.sealer.Pseudonyms("event", e.ID)
	l, err := d.Store.Load(ctx, q)
	return l.Taken, err
}

func (d *Desk) markReconciled(ctx context.Context, before Document, begun, until time.Time) (Document, error) {
	w := writing(reconciliation, before, begun, 30*reconcileMost)
	w.Fields = []Field{{fieldBegun, millis(begun)}, {fieldUntil, millis(until)}}
	return Document{Ref: w.Ref, Version: w.Next, Fields: w.Fields}, d.Store.Commit(ctx, &Commit{Write: []Write{w}})
}

func millis(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }

// timeOf reads a field of milliseconds; the zero time when there is none.
func timeOf(doc Document, field string) time.Time {
	ms, err := strconv.ParseInt(doc.Get(field), 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}
