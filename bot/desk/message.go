package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// sealedMessage is the part of a message that is sealed.
type sealedMessage struct {
	bot.Content
	SID     string   `json:"i,omitempty"`
	Earlier []string `json:"e,omitempty"`
}

// mostWait is longer than any message waits: for its next try, a person, or a provider that does not let us in.
const mostWait = 30 * 24 * time.Hour

// lifetime is how long a record is kept: while there is something to do about it, however short receipts are kept.
func (d *Desk) lifetime(m bot.Message) time.Duration {
	if m.Broadcast != "" {
		return max(recipientLife, d.keep().Receipts)
	}
	switch m.State {
	case bot.MessageQueued, bot.MessageSending, bot.MessageUnknown, bot.MessageHeld:
		return max(mostWait, d.keep().Receipts)
	}
	return d.keep().Receipts
}

// messageWrite puts a message into its document. Its text is kept only as long as somebody may need it.
func (d *Desk) messageWrite(m bot.Message, before Document, now time.Time) (Write, error) {
	w := writing(Ref{KindMessage, string(m.ID)}, before, now, d.lifetime(m))
	open, err := json.Marshal(m)
	if err != nil {
		return w, fmt.Errorf("encode a message: %w", err)
	}
	w.Fields = append(w.Fields, Field{fieldMessage, string(open)})
	if m.SID == "" && m.Content.Empty() && m.Content.To == nil && !m.Content.Call {
		return w, nil
	}
	body, err := d.sealJSON(w.Ref, fieldBody, sealedMessage{m.Content, m.SID, m.Earlier})
	w.Fields = append(w.Fields, body)
	return w, err
}

// plainMessage reads what a message's document tells without a key. It is false when there is none, or none that can be read.
func (d *Desk) plainMessage(doc Document) (m bot.Message, known bool) {
	if doc.Version == 0 {
		return m, false
	}
	if err := json.Unmarshal([]byte(doc.Get(fieldMessage)), &m); err != nil {
		d.Log.Error("a message is lost", "err", err)
		return bot.Message{}, false
	}
	m.ID = bot.MessageID(doc.ID)
	return m, true
}

// message opens a message's document. It is false when there is none, or none that can be read.
func (d *Desk) message(doc Document) (bot.Message, bool, error) {
	m, known := d.plainMessage(doc)
	if !known || doc.Get(fieldBody) == "" {
		return m, known, nil
	}
	var body sealedMessage
	known, err := d.openBody(doc, &body)
	m.Content, m.SID, m.Earlier = body.Content, body.SID, body.Earlier
	return m, known, err
}

// postAtOnce is how many messages one commit queues at most.
const postAtOnce = 100

// Post queues messages: all of them or, on error, the first ones. A message needs a queue, a purpose, a contact and a content, or
// none is queued; what else it has at its beginning is filled in here. One to somebody who is no contact carries its address, and
// goes if Consent says that it goes regardless.
func (d *Desk) Post(ctx context.Context, messages ...*bot.Message) error {
	for _, m := range messages {
		if err := complete(m); err != nil {
			return fmt.Errorf("queue a message: %w", err)
		}
	}
	for some := range slices.Chunk(messages, postAtOnce) {
		var c Commit
		now := time.Now()
		for _, m := range some {
			m.Queue.Sender = d.sender(m.Queue.Sender)
			m.ID, m.State = cmp.Or(m.ID, bot.MessageID(newID())), bot.MessageQueued
			m.At, m.Changed = now.UnixMilli(), now.UnixMilli()
			m.Segments = weight(*m, m.Content.Text)
			c.Append = append(c.Append, Ticket{Queue: m.Queue, Message: m.ID})
			if err := d.add(&c)(d.messageWrite(*m, Document{}, now)); err != nil {
				return err
			}
		}
		if err := d.Store.Commit(ctx, &c); err != nil {
			return err
		}
	}
	return nil
}

// sender is the sender that a message leaves from. A hotline without a number of its own for pages sends them from the one that everybody
// texts, and at its rate.
func (d *Desk) sender(s bot.SenderName) bot.SenderName {
	own := d.brain.Load().hotline.Senders
	if s == bot.SenderPages && (own.Pages == "" || own.Pages == own.SMS) {
		return bot.SenderSMS
	}
	return s
}

// complete returns what a message lacks that nobody can fill in.
func complete(m *bot.Message) error {
	switch c := m.Content; {
	case !slices.Contains(bot.Lanes(), m.Queue.Lane), !slices.Contains(bot.SenderNames(), m.Queue.Sender):
		return fmt.Errorf("nobody works off the queue %q of %q: name one of bot.Lanes and bot.SenderNames", m.Queue.Lane, m.Queue.Sender)
	case m.Purpose == "":
		return errors.New("it has no purpose: name one of the bot.Purpose constants")
	case m.Contact == "" && c.To == nil:
		return errors.New("it is for nobody: give it a contact or an address")
	case c.Empty():
		return errors.New("it says nothing: give it a text, media or a template")
	}
	return nil
}

// Message returns what is known about a message. It is false for one that nobody knows, or not any more.
func (d *Desk) Message(ctx context.Context, id bot.MessageID) (bot.Message, bool, error) {
	docs, err := d.Store.Read(ctx, Ref{KindMessage, string(id)})
	if err != nil {
		return bot.Message{}, false, err
	}
	return d.message(docs[0])
}

// ContactAt returns who has this address, "" for nobody that is known.
func (d *Desk) ContactAt(ctx context.Context, a bot.Address) (bot.ContactID, error) {
	l, err := d.Store.Load(ctx, d.finds(a))
	return bot.ContactID(l.Contact.ID), err
}
