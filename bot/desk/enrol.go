package desk

import (
	"context"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// enrolAtOnce is how many people one commit enrols.
const enrolAtOnce = 250

// Enrol puts people on the list of subscribers and says what became of each, in their order. Whoever is known keeps their language, what they said
// before counts more than any file: STOP and LEAVE stay. Each commit enrols some of them, all or none; to do the same again changes
// nothing. After an error, those before the first that has no answer are enrolled.
func (d *Desk) Enrol(ctx context.Context, people []bot.Enrolment) ([]bot.Enrolled, error) {
	done := make([]bot.Enrolled, 0, len(people))
	for some := range slices.Chunk(people, enrolAtOnce) {
		var results []bot.Enrolled
		err := untilSettled(ctx, func() (err error) {
			results, err = d.enrolSome(ctx, some)
			return err
		})
		if err != nil {
			return done, err
		}
		done = append(done, results...)
	}
	return done, nil
}

// newcomer is one enrolment on its way.
type newcomer struct {
	bot.Enrolment
	names []string // pseudonyms of the address, newest key first
	index Document
	doc   Document
	id    bot.ContactID
}

func (d *Desk) enrolSome(ctx context.Context, some []bot.Enrolment) ([]bot.Enrolled, error) {
	all, err := d.newcomers(ctx, some)
	if err != nil {
		return nil, err
	}
	now, c := time.Now(), Commit{}
	results := make([]bot.Enrolled, len(all))
	seen := map[string]bool{}
	for i := range all {
		n := &all[i]
		if seen[n.names[0]] { // the same address twice: one write of a document is enough
			results[i] = bot.EnrolSame
			continue
		}
		seen[n.names[0]] = true
		if results[i], err = d.enrol(&c, n, now); err != nil {
			return nil, err
		}
	}
	if len(c.Write)+len(c.Touch) == 0 {
		return results, nil
	}
	return results, d.Store.Commit(ctx, &c)
}

// newcomers looks up who has these addresses.
func (d *Desk) newcomers(ctx context.Context, some []bot.Enrolment) ([]newcomer, error) {
	all := make([]newcomer, len(some))
	var refs []Ref
	for i, e := range some {
		all[i] = newcomer{Enrolment: e, names: d.finds(e.Address).Index}
		for _, name := range all[i].names {
			refs = append(refs, Ref{KindIndex, name})
		}
	}
	docs, err := d.Store.Read(ctx, refs...)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(all))
	for i := range all {
		n := &all[i]
		for _, doc := range docs[:len(n.names)] {
			if doc.Version != 0 && n.index.Version == 0 {
				n.index = doc
			}
		}
		docs = docs[len(n.names):]
		n.id = bot.ContactID(n.index.Get(fieldContact))
		if n.id == "" {
			n.id = bot.ContactID(newID())
		}
		ids[i] = string(n.id)
	}
	if docs, err = d.contactsOf(ctx, ids); err != nil {
		return nil, err
	}
	for i, doc := range docs {
		all[i].doc = doc
	}
	return all, nil
}

// enrol adds one person to a commit.
func (d *Desk) enrol(c *Commit, n *newcomer, now time.Time) (bot.Enrolled, error) {
	before := bot.Contact{ID: n.id, Address: n.Address}
	if err := d.openContact(n.doc, &before); err != nil {
		return "", err
	}
	after, result := enrolled(before, n.Enrolment)
	if after == before {
		return result, nil
	}
	life := d.contactLife(after)
	if n.index.Version != 0 && n.index.ID == n.names[0] {
		c.Touch = append(c.Touch, Touch{n.index.Ref, life})
	} else {
		w := writing(Ref{KindIndex, n.names[0]}, Document{}, now, life)
		w.Fields = []Field{{fieldContact, string(n.id)}}
		c.Write = append(c.Write, w)
		if n.index.Version != 0 { // found by an old key
			c.Write = append(c.Write, Write{Ref: n.index.Ref, Expect: n.index.Version, Delete: true})
		}
	}
	return result, d.add(c)(d.contactWrite(after, n.doc, now, life))
}

// enrolled is what an enrolment makes of a contact.
func enrolled(c bot.Contact, e bot.Enrolment) (bot.Contact, bot.Enrolled) {
	switch {
	case c.Consent == bot.ConsentStopped:
		return c, bot.EnrolStopped
	case c.Alerts == bot.AlertsLeft:
		return c, bot.EnrolLeft
	}
	before := c
	if c.Language == "" {
		c.Language = e.Language
	}
	c.Groups = bot.NamesOf(string(c.Groups), string(e.Groups))
	if c.Alerts != bot.AlertsOn || c.Regions != "" { // whoever wants those of all regions keeps them
		c.Regions = bot.NamesOf(string(c.Regions), string(e.Regions))
	}
	switch {
	case e.Proof != "" && c.Alerts != bot.AlertsOn:
		c.Alerts = bot.AlertsOn
		c = c.Noted(bot.ConsentRecord{At: e.At, Channel: c.Address.Channel, What: bot.ConsentImported, Said: e.Proof, By: "import"})
	case c.Alerts == bot.AlertsNone:
		c.Alerts = bot.AlertsAsk
	}
	switch {
	case c == before:
		return c, bot.EnrolSame
	case before.Alerts == bot.AlertsNone:
		return c, bot.EnrolAdded
	}
	return c, bot.EnrolChanged
}
