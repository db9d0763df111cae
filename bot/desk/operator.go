package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/outbox"
)

const (
	// allDeadLetters is more than the store keeps.
	allDeadLetters = 1 << 20
	// readAtOnce is how many records are read in one round trip.
	readAtOnce = 500
)

// DeadMessage is a message that was given up or held, for a person to look at.
type DeadMessage struct {
	At      time.Time   // when it was given up or held
	Why     string      // a word or two in lower case
	Message bot.Message // without what it says; only its id if it is not known
	Known   bool        // false once its record is gone or cannot be read
}

// DeadLetters returns at most limit messages that were given up or held, newest first. One that was held twice is there twice.
func (d *Desk) DeadLetters(ctx context.Context, limit int) ([]DeadMessage, error) {
	letters, err := d.Store.DeadLetters(ctx, limit)
	if err != nil {
		return nil, err
	}
	all := make([]DeadMessage, 0, len(letters))
	for some := range slices.Chunk(letters, readAtOnce) {
		refs := make([]Ref, len(some))
		for i, l := range some {
			refs[i] = Ref{KindMessage, string(l.Message)}
		}
		docs, err := d.Store.Read(ctx, refs...)
		if err != nil {
			return nil, err
		}
		for i, l := range some {
			m, known, err := d.message(docs[i])
			if err != nil {
				return nil, err
			}
			m.ID, m.Content = l.Message, bot.Content{}
			all = append(all, DeadMessage{At: l.At, Why: l.Why, Message: m, Known: known})
		}
	}
	return all, nil
}

// Record returns everything that is known about one message but what it says. Its error for one that nobody knows names the
// remedy.
func (d *Desk) Record(ctx context.Context, id bot.MessageID) (bot.Message, error) {
	_, m, err := d.record(ctx, id)
	m.Content = bot.Content{}
	return m, err
}

// errNoRecord means that nobody knows a message.
var errNoRecord = errors.New("no record")

func (d *Desk) record(ctx context.Context, id bot.MessageID) (Document, bot.Message, error) {
	docs, err := d.Store.Read(ctx, Ref{KindMessage, string(id)})
	if err != nil {
		return Document{}, bot.Message{}, err
	}
	m, known, err := d.message(docs[0])
	switch {
	case err != nil || known:
	case docs[0].Version != 0:
		err = fmt.Errorf("message %s has %w that can be read; ask the provider what became of it, and drop it", id, errNoRecord)
	default:
		err = fmt.Errorf("message %s has %w; compare its id and the hotline's, or ask the provider: records are kept for %.0f hours (retention.receipts)",
			id, errNoRecord, d.keep().Receipts.Hours())
	}
	return docs[0], m, err
}

// Release lets a message go out once more, marked as a repeat: one that was held, or was given up while its text is still kept. It
// leaves the dead letters. To any other nothing happens, and the error names the remedy. After one that wraps
// bot.ErrUnavailable, nobody knows whether it was released.
func (d *Desk) Release(ctx context.Context, id bot.MessageID) error {
	return d.intervene(ctx, id, outbox.Released{})
}

// Drop withdraws a message for good: one that waits, is held or was given up. It leaves the dead letters, and so does one that needs
// no person any more: it came out that it has arrived, or its record is gone. To any other nothing happens, and the error names the
// remedy. After one that wraps bot.ErrUnavailable, nobody knows whether it was dropped.
func (d *Desk) Drop(ctx context.Context, id bot.MessageID) error {
	return d.intervene(ctx, id, outbox.Dropped{})
}

// intervene takes a person's decision.
func (d *Desk) intervene(ctx context.Context, id bot.MessageID, event outbox.Event) error {
	return untilSettled(ctx, func() error {
		return d.takeDecision(ctx, id, event, func() (*Commit, error) { return d.exhume(ctx, id) })
	})
}

// takeDecision is one try. Exhume begins a commit that removes the message's dead letters. If they are read after the record, and whoever adds one
// writes the record too, or if they were read long before, none is removed that tells of something which the decision did not see.
func (d *Desk) takeDecision(ctx context.Context, id bot.MessageID, event outbox.Event, exhume func() (*Commit, error)) error {
	doc, before, unknown := d.record(ctx, id)
	if unknown != nil && !errors.Is(unknown, errNoRecord) {
		return unknown
	}
	c, err := exhume()
	if err != nil {
		return err
	}
	_, dropped := event.(outbox.Dropped)
	mayClear := dropped && len(c.Undead) > 0
	if unknown != nil {
		if mayClear {
			return d.Store.Commit(ctx, c)
		}
		return unknown
	}
	now := time.Now()
	after, plan := outbox.Step(before, event, d.policy(), now, chance())
	if after.State == before.State && !(mayClear && !underWay(before)) {
		return refusal(before, dropped)
	}
	room, err := d.carryOut(ctx, c, doc, after, plan, now)
	if err != nil {
		return err
	}
	c.count(before, after)
	if err := d.Store.Commit(ctx, c); err != nil {
		return err
	}
	d.afterwards(ctx, before, after, plan)
	d.alarms(room)
	return nil
}

// exhume begins a commit that removes all dead letters of a message.
func (d *Desk) exhume(ctx context.Context, id bot.MessageID) (*Commit, error) {
	letters, err := d.Store.DeadLetters(ctx, allDeadLetters)
	var c Commit
	for _, l := range letters {
		if l.Message == id {
			c.Undead = append(c.Undead, l.ID)
		}
	}
	return &c, err
}

// buried are the entry ids of all dead letters, by message.
func (d *Desk) buried(ctx context.Context) (map[bot.MessageID][]string, error) {
	all, err := d.Store.DeadLetters(ctx, allDeadLetters)
	ids := map[bot.MessageID][]string{}
	for _, l := range all {
		ids[l.Message] = append(ids[l.Message], l.ID)
	}
	return ids, err
}

// underWay reports whether somebody is about to find out what becomes of a message.
func underWay(m bot.Message) bool {
	return m.State == bot.MessageSending || m.State == bot.MessageUnknown
}

// refusal says why a person's decision changes nothing, and what to do instead.
func refusal(m bot.Message, dropped bool) error {
	why := "the provider has it, and nothing is sent twice; write a new one if it must be said again"
	switch {
	case underWay(m):
		why = "nobody knows yet whether it went out; look again in a few minutes"
	case m.State == bot.MessageWithdrawn:
		why = "nobody wants it any more; write a new one if it must be said after all"
	case dropped:
		why = "the provider has it, and nobody can take it back; write a new one to correct it"
	case m.State == bot.MessageQueued:
		why = "it goes out by itself; see that the server runs, and look again in a few minutes"
	case m.State == bot.MessageHeld || m.State == bot.MessageFailed || m.State == bot.MessageUndelivered:
		why = "its text is not kept any more; write a new one, and drop this one"
	}
	return fmt.Errorf("message %s is %s: %s", m.ID, m.State, why)
}
