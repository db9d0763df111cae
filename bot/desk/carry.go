package desk

import (
	"context"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// Wording is a text of dispatching as its reader gets it.
type Wording struct {
	Text  dispatch.Text
	Lang  bot.Language
	Words string
}

// carry adds to a commit whatever a decision wants done beside changing documents. What answers an order is returned.
func (d *Desk) carry(ctx context.Context, c *Commit, s *scene, after Room) (replies []Wording, err error) {
	b := d.brain.Load()
	for _, done := range after.Done {
		switch x := done.Effect.(type) {
		case dispatch.Text:
			w := d.wording(b, after, done.About, x, s.now)
			if x.Reply {
				replies = append(replies, w)
				continue
			}
			err = d.send(c, b, after, done.About, w, s.now)
		case dispatch.Withdraw:
			c.Withdraw = append(c.Withdraw, x.Messages...)
		case dispatch.Mark:
			err = d.mark(ctx, c, x.Contact, s.now)
		}
		if err != nil {
			return nil, err
		}
	}
	return replies, nil
}

// alarms tells whoever keeps the hotline, once a decision is committed.
func (d *Desk) alarms(after Room) {
	for _, done := range after.Done {
		if a, ok := done.Effect.(dispatch.Alarm); ok {
			d.Meter.Alarmed(a.About)
			d.Log.Error("alarm", "about", a.About, "incident", done.About, "remedy", remedy(a.About))
		}
	}
}

// remedy is what whoever keeps the hotline should do about an alarm.
func remedy(about string) string {
	switch about {
	case "nobody":
		return "see that somebody takes charge: aldaba incident list; aldaba roster oncall"
	case "sos", "silent":
		return "a volunteer may be in danger: see that a lead calls them"
	case "flood":
		return "very many reports at once: see that leads are awake; aldaba incident list"
	}
	return "somebody cannot be reached, or nobody is on call: aldaba roster list; aldaba roster oncall"
}

// send queues a text to a responder or a reporter.
func (d *Desk) send(c *Commit, b *Brain, after Room, about bot.IncidentID, w Wording, now time.Time) error {
	m := bot.Message{ID: w.Text.ID, Purpose: bot.PurposeNotice, Incident: about, Language: w.Lang, State: bot.MessageQueued,
		At: now.UnixMilli(), Changed: now.UnixMilli(), Content: bot.Content{Text: bot.Private(w.Words)}}
	if m.ID == "" {
		m.ID = bot.MessageID(newID())
	}
	m.Queue.Lane = bot.LaneUrgent
	if w.Text.To == "" {
		m.Contact, m.Queue.Sender = w.Text.Contact, bot.SenderOf(w.Text.Channel)
		if w.Text.Later {
			m.Queue.Lane = bot.LaneReply
		}
		m.Content.Template, m.Content.Values = b.template(w.Lang, bot.Say{Message: say.TemplateUpdate})
	} else if !d.addressTo(&m, b, after, about, w) {
		return nil // nobody of that id is on the roster any more
	}
	m.Segments = segments(channelOf(m.Queue.Sender), m.Content.Text)
	c.Append = append(c.Append, Ticket{Queue: m.Queue, Message: m.ID})
	return d.add(c)(d.messageWrite(m, Document{}, now))
}

// addressTo fills in how a responder is reached: by the preferred channel, or on the phone.
func (d *Desk) addressTo(m *bot.Message, b *Brain, after Room, about bot.IncidentID, w Wording) bool {
	p, ok := find(after.People, w.Text.To)
	if !ok || len(p.Addresses) == 0 || len(p.Contacts) == 0 {
		return false
	}
	if wakes(w.Text) {
		m.Purpose = bot.PurposePage
	}
	to := p.Addresses[0]
	m.Contact = p.Contacts[0]
	if w.Text.Call {
		to = bot.Address{Channel: bot.SMS, Value: to.Value}
		m.Content.Call = true
	}
	m.Content.To = &to
	m.Queue.Sender = d.sender(bot.SenderPages)
	if to.Channel == bot.WhatsApp {
		m.Queue.Sender = bot.SenderWhatsApp
		m.Content.Template, m.Content.Values = b.template(w.Lang, d.pageTemplate(after, about, w))
		m.Content.Tap = bot.Private(d.line(after, about, w.Text))
	}
	return true
}

// pageTemplate is what WhatsApp takes outside its 24 hours.
func (d *Desk) pageTemplate(after Room, about bot.IncidentID, w Wording) bot.Say {
	args := map[string]string{"Number": w.number(after, about), "Region": after.Incidents[about].Place.Region, "Reply": d.line(after, about, w.Text)}
	return bot.Say{Message: say.TemplatePage, Args: args}
}

// wakes reports whether a text is a page: it is tried until it arrives or nobody wants it any more.
func wakes(t dispatch.Text) bool {
	switch t.Message {
	case dispatch.PageCharge, dispatch.PageUnknown, dispatch.PageDeploy, dispatch.PageSOS, dispatch.PageAlarm, dispatch.PageSummary:
		return true
	}
	return t.Call
}

func find(people []dispatch.Person, id bot.ResponderID) (dispatch.Person, bool) {
	for _, p := range people {
		if p.ID == id {
			return p, true
		}
	}
	return dispatch.Person{}, false
}

// mark counts a false report against its reporter.
func (d *Desk) mark(ctx context.Context, c *Commit, id bot.ContactID, now time.Time) error {
	docs, err := d.Store.Read(ctx, Ref{KindContact, string(id)})
	if err != nil || docs[0].Version == 0 {
		return err
	}
	contact := bot.Contact{ID: id}
	if err := d.openContact(docs[0], &contact); err != nil {
		return err
	}
	contact.Hoaxes++
	w, err := d.contactWrite(contact, docs[0], now, 0)
	w.Keep = true
	return d.add(c)(w, err)
}
