package desk

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/outbox"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// retry reports whether an error may be gone at the next try.
func retry(err error) bool {
	return errors.Is(err, bot.ErrConflict) || errors.Is(err, bot.ErrUnavailable)
}

// Report takes what the provider reports about a message. A message that nobody knows, and news that is none, are counted and
// change nothing. An error wrapping bot.ErrUnavailable means that it may not be stored.
func (d *Desk) Report(ctx context.Context, r bot.Receipt) error {
	return untilSettled(ctx, func() error { return d.step(ctx, r.Message, outbox.Reported{Receipt: r}, nil) })
}

// untilSettled does something again until it meets no conflict.
func untilSettled(ctx context.Context, do func() error) error {
	for try := range maxTries {
		err := do()
		if !errors.Is(err, bot.ErrConflict) {
			return err
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
	return fmt.Errorf("decide about a message %d times: %w", maxTries, bot.ErrUnavailable)
}

// step takes one event into a message's record: load, decide, commit. With an entry, that is finished in the same commit.
func (d *Desk) step(ctx context.Context, id bot.MessageID, event outbox.Event, entry *Entry) error {
	docs, err := d.Store.Read(ctx, Ref{KindMessage, string(id)})
	if err != nil {
		return err
	}
	before, known, err := d.message(docs[0])
	if err != nil {
		return err
	}
	var c Commit
	if entry != nil {
		c.Finish = []Entry{*entry}
	}
	var room Room
	now := time.Now()
	after, plan := outbox.Step(before, event, d.policy(), now, chance())
	switch {
	case known && (after.State != before.State || after.SID != before.SID || after.Code != before.Code || len(c.Finish) > 0):
		room, err = d.carryOut(ctx, &c, docs[0], after, plan, now)
		c.count(before, after)
	case entry == nil: // nothing new, or nobody knows it
		d.counted(event, known, before, after)
		return nil
	}
	if err != nil {
		return err
	}
	if err := d.Store.Commit(ctx, &c); err != nil {
		return err
	}
	d.counted(event, known, before, after)
	d.afterwards(ctx, before, after, plan)
	d.alarms(room)
	return nil
}

// counted meters a receipt, once it is taken: what met a conflict comes here again.
func (d *Desk) counted(event outbox.Event, known bool, before, after bot.Message) {
	r, ok := event.(outbox.Reported)
	switch {
	case !ok:
	case !known:
		d.Meter.Reported("unknown")
	case before.State == after.State:
		d.Meter.Reported("old")
	default:
		d.Meter.Reported(string(r.State))
	}
}

// carryOut adds what a plan wants to a commit, and returns what becomes of the dispatch room.
func (d *Desk) carryOut(ctx context.Context, c *Commit, doc Document, m bot.Message, plan outbox.Plan, now time.Time) (Room, error) {
	ticket := Ticket{Queue: m.Queue, Message: m.ID, Tries: m.TryCount()}
	switch {
	case plan.Again && plan.After > 0:
		c.Later = append(c.Later, Later{ticket, plan.After})
	case plan.Again:
		c.Append = append(c.Append, ticket)
	}
	if plan.Dead && (m.Broadcast == "" || m.State == bot.MessageHeld) { // thousands of one broadcast would bury the others; its report counts them
		c.Dead = append(c.Dead, DeadLetter{m.ID, string(m.State) + " " + strconv.Itoa(m.Code)})
	}
	var errs []error
	if plan.Strike || plan.Bar || plan.Stopped {
		errs = append(errs, d.lacking(d.blame(ctx, c, m, plan, now)))
	}
	if plan.Instead {
		errs = append(errs, d.lacking(d.instead(ctx, c, m, now)))
	}
	room, err := d.tell(ctx, c, m, plan)
	errs = append(errs, d.lacking(err))
	if outbox.Final(m) && !releasable(m, plan) {
		m.Content = bot.Content{Call: m.Content.Call} // a late receipt must not take it for a text
	}
	errs = append(errs, d.add(c)(d.messageWrite(m, doc, now)))
	return room, errors.Join(errs...)
}

// lacking passes over what cannot be noted because this instance lacks a key: what became of the message must be kept all the same.
func (d *Desk) lacking(err error) error {
	if errors.Is(err, bot.ErrKey) {
		d.Log.Error("what became of a message is not noted at its contact or incident", "err", err)
		return nil
	}
	return err
}

// releasable reports whether a person may let a message go again that was given up, so that its text is kept: news does not become
// stale as fast as an answer, or a call.
func releasable(m bot.Message, plan outbox.Plan) bool {
	return m.State == bot.MessageFailed && !m.Content.Call && m.Purpose != bot.PurposeAnswer && !plan.Stopped && !plan.Bar
}

// afterwards does what need not be in the commit: it may be lost, or done twice.
func (d *Desk) afterwards(ctx context.Context, before, m bot.Message, plan outbox.Plan) {
	if outbox.Final(m) && !outbox.Final(before) && m.ID != "" {
		d.Meter.Ended(m.Queue, m.State, m.TryCount())
	}
	news := true
	if h, wanted := holding(plan); wanted {
		var err error
		if news, err = d.Store.Hold(ctx, m.Queue.Sender, h); err != nil {
			d.Log.Warn("a sender is not held back", "sender", m.Queue.Sender, "err", err)
		}
	}
	if plan.Alarm && (news || !plan.Pause) {
		d.alarm(m, plan)
	}
}

// holding is how a plan wants its sender held back.
func holding(plan outbox.Plan) (h Holding, wanted bool) {
	switch {
	case plan.Pause:
		return Holding{All: pauseFor, Probe: true}, true
	case plan.Slow:
		wait := max(plan.Wait, slowWait)
		return Holding{All: min(wait, longestWait), Bulk: wait, Slow: true}, true
	case plan.Bulk:
		return Holding{Bulk: bulkPauseFor}, true
	}
	return h, false
}

// alarm says what a person should mend.
func (d *Desk) alarm(m bot.Message, plan outbox.Plan) {
	what, remedy := "urgent", "see whether the provider works; aldaba outbox show tells what happened"
	switch {
	case plan.Pause:
		what, remedy = "sender", "correct the credentials, the sender or the account, and restart; until then nothing leaves through it, and nothing is lost"
	case plan.Bulk:
		what, remedy = "bulk", "look the code up; broadcasts from this sender stop for an hour"
	}
	d.Meter.Alarmed(what)
	d.Log.Error("alarm", "about", what, "remedy", remedy, "message", m.ID, "incident", m.Incident, "sender", m.Queue.Sender, "lane", m.Queue.Lane,
		"tries", m.TryCount(), "code", m.Code)
}

// blame notes at a contact that texts do not arrive, or that they said STOP to the provider.
func (d *Desk) blame(ctx context.Context, c *Commit, m bot.Message, plan outbox.Plan, now time.Time) error {
	docs, err := d.Store.Read(ctx, Ref{KindContact, string(m.Contact)})
	if err != nil || docs[0].Version == 0 {
		return err
	}
	contact := bot.Contact{ID: m.Contact}
	if err := d.openContact(docs[0], &contact); err != nil {
		return err
	}
	switch {
	case plan.Stopped:
		contact = noteStop(contact, now)
	case plan.Bar:
		contact.Strikes = bot.Barred
	case contact.Strikes < bot.Barred-1:
		contact.Strikes++
	default:
		return nil // strikes alone never bar, and never lift a bar
	}
	w, err := d.contactWrite(contact, docs[0], now, 0)
	w.Keep = true // what we cannot deliver is no reason to remember anybody for longer
	return d.add(c)(w, err)
}

// instead sends a text by SMS that WhatsApp does not take, to somebody who has texted us from that number.
func (d *Desk) instead(ctx context.Context, c *Commit, m bot.Message, now time.Time) error {
	docs, err := d.Store.Read(ctx, Ref{KindContact, string(m.Contact)})
	if err != nil {
		return err
	}
	var contact bot.Contact
	if err := d.openContact(docs[0], &contact); err != nil || contact.Address.Channel != bot.WhatsApp || contact.Address.Value == "" {
		return err
	}
	l, err := d.Store.Load(ctx, d.finds(bot.Address{Channel: bot.SMS, Value: contact.Address.Value}))
	if err != nil || l.Contact.Version == 0 {
		return err
	}
	b := d.brain.Load()
	why, _ := b.texts.Text(m.Language, bot.SMS, say.BySMS, b.common)
	n := bot.Message{ID: bot.MessageID(newID()), Queue: bot.Queue{Lane: m.Queue.Lane, Sender: bot.SenderSMS}, Purpose: m.Purpose,
		Contact: bot.ContactID(l.Contact.ID), Incident: m.Incident, Language: m.Language, State: bot.MessageQueued, At: m.At, Changed: now.UnixMilli(),
		Content: bot.Content{Text: bot.Private(why) + "\n" + m.Content.Text, Media: m.Content.Media}}
	n.Segments = segments(bot.SMS, n.Content.Text)
	c.Append = append(c.Append, Ticket{Queue: n.Queue, Message: n.ID})
	return d.add(c)(d.messageWrite(n, Document{}, now))
}
