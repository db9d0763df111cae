package desk

import (
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// proofLife is how long a contact is kept who has ever said something about alerts, after the last change: yes or no, it must be
// provable for as long as somebody may sue (47 U.S.C. 227 and 28 U.S.C. 1658: four years).
const proofLife = 4 * 366 * 24 * time.Hour

// contactLife is how long a contact is kept from now on.
func (d *Desk) contactLife(c bot.Contact) time.Duration {
	if c.Alerts == bot.AlertsOn || c.Proof != "" {
		return max(proofLife, d.keep().Contact)
	}
	return d.keep().Contact
}

// plainAlerts reads a field that is not sealed into what is known about alerts.
func plainAlerts(f Field, c *bot.Contact) {
	switch f.Name {
	case fieldAlerts:
		c.Alerts = bot.Alerts(f.Value)
	case fieldRegions:
		c.Regions = bot.Names(f.Value)
	case fieldGroups:
		c.Groups = bot.Names(f.Value)
	case fieldRoute:
		c.Route = bot.Route(f.Value)
	}
}

// alertsWrite adds what is known about alerts to the write of a contact, and puts the contact on the list of subscribers or takes it off.
func (d *Desk) alertsWrite(w *Write, c bot.Contact, before Document) error {
	was := bot.Alerts(before.Get(fieldAlerts)).Listed()
	if c.Alerts.Listed() != was {
		w.Listing = Listing{List: ListSubscribers, On: !was}
	}
	if c.Alerts.Listed() {
		w.Fields = append(w.Fields, Field{fieldRoute, string(bot.RouteOf(c.Address))})
	}
	for _, f := range []Field{{fieldAlerts, string(c.Alerts)}, {fieldRegions, string(c.Regions)}, {fieldGroups, string(c.Groups)}} {
		if f.Value != "" {
			w.Fields = append(w.Fields, f)
		}
	}
	if c.Proof == "" {
		return nil
	}
	proof, err := d.sealJSON(w.Ref, fieldProof, c.Proof)
	w.Fields = append(w.Fields, proof)
	return err
}

// subscriber is what a contact's document tells without a key. There is no address and no proof.
func subscriber(doc Document) bot.Contact {
	c := bot.Contact{ID: bot.ContactID(doc.ID)}
	for _, f := range doc.Fields {
		switch f.Name {
		case fieldLanguage:
			c.Language = bot.Language(f.Value)
		case fieldConsent:
			c.Consent = bot.Consent(f.Value)
		case fieldHour:
			c.SeenHour = number(f.Value)
		case fieldStrikes:
			c.Strikes = int(number(f.Value))
		default:
			plainAlerts(f, &c)
		}
	}
	return c
}
