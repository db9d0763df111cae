package desk

import (
	"context"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// leastContact is how long the contact of a responder is kept at least: longer than an hour, see [Desk.KeepRoster].
const leastContact = 48 * time.Hour

// keepContacts sees to it that each address of each person is a contact, and notes which.
func (d *Desk) keepContacts(ctx context.Context, people []bot.Responder) error {
	for i := range people {
		p := &people[i]
		contacts := make([]bot.ContactID, len(p.Addresses))
		for n, a := range p.Addresses {
			if n < len(p.Contacts) {
				contacts[n] = p.Contacts[n]
			}
			if err := d.keepContact(ctx, a, p.Languages, &contacts[n]); err != nil {
				return err
			}
		}
		p.Contacts = contacts
	}
	return nil
}

// keepContact prolongs the life of the contact at an address, or makes one: with the id that it had, if that is known.
func (d *Desk) keepContact(ctx context.Context, a bot.Address, languages []bot.Language, id *bot.ContactID) error {
	return untilSettled(ctx, func() error {
		q := d.finds(a)
		l, err := d.Store.Load(ctx, q)
		if err != nil {
			return err
		}
		before := l.Contact
		switch {
		case before.ID != "":
			*id = bot.ContactID(before.ID)
		case *id == "":
			*id = bot.ContactID(newID())
		default: // its index is gone
			docs, err := d.Store.Read(ctx, Ref{KindContact, string(*id)})
			if err != nil {
				return err
			}
			before = docs[0]
		}
		c := d.keepIndex(l, q.Index[0], *id)
		if err := d.keepPerson(c, l.Now, before, bot.Contact{ID: *id, Address: a}, languages); err != nil {
			return err
		}
		return d.Store.Commit(ctx, c)
	})
}

// keepIndex begins a commit that keeps, makes or moves what leads from an address to a contact.
func (d *Desk) keepIndex(l Loaded, index string, id bot.ContactID) *Commit {
	if l.Index.Version != 0 && l.Index.ID == index {
		return &Commit{Touch: []Touch{{l.Index.Ref, d.staffLife()}}}
	}
	w := writing(Ref{KindIndex, index}, Document{}, l.Now, d.staffLife())
	w.Fields = []Field{{fieldContact, string(id)}}
	c := &Commit{Write: []Write{w}}
	if l.Index.Version != 0 { // found by an old key
		c.Write = append(c.Write, Write{Ref: l.Index.Ref, Expect: l.Index.Version, Delete: true})
	}
	return c
}

// keepPerson keeps a contact as it is, with its STOP; one without a language gets the responder's first.
func (d *Desk) keepPerson(c *Commit, now time.Time, before Document, contact bot.Contact, languages []bot.Language) error {
	if err := d.openContact(before, &contact); err != nil {
		return err
	}
	if before.Version != 0 && (contact.Language != "" || len(languages) == 0) {
		c.Touch = append(c.Touch, Touch{before.Ref, d.staffLife()})
		return nil
	}
	if len(languages) > 0 && contact.Language == "" {
		contact.Language = languages[0]
	}
	return d.add(c)(d.contactWrite(contact, before, now, max(d.staffLife(), d.contactLife(contact))))
}

func (d *Desk) staffLife() time.Duration { return max(d.keep().Contact, leastContact) }

// Stopped returns which contacts of some people do not want to be written to.
func (d *Desk) Stopped(ctx context.Context, people []bot.Responder) (map[bot.ContactID]bool, error) {
	var refs []Ref
	for _, p := range people {
		for _, id := range p.Contacts {
			refs = append(refs, Ref{KindContact, string(id)})
		}
	}
	stopped := map[bot.ContactID]bool{}
	for some := range slices.Chunk(refs, readAtOnce) {
		docs, err := d.Store.Read(ctx, some...)
		if err != nil {
			return nil, err
		}
		for _, doc := range docs {
			if bot.Consent(doc.Get(fieldConsent)) == bot.ConsentStopped {
				stopped[bot.ContactID(doc.ID)] = true
			}
		}
	}
	return stopped, nil
}
