package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Field names of documents. What a person wrote or could be found by is sealed; the others are plain.
const (
	fieldContact  = "c"  // index: contact id; incident: the reporter's
	fieldAddress  = "a"  // contact, sealed
	fieldLanguage = "l"  // contact
	fieldChosen   = "h"  // contact: "1" when the language was chosen
	fieldConsent  = "k"  // contact, read by the store
	fieldDay      = "d"  // contact
	fieldHour     = "w"  // contact
	fieldStrikes  = "x"  // contact, read by the store
	fieldHoaxes   = "f"  // contact
	fieldHome     = "s"  // contact: the state where they are
	fieldAlerts   = "al" // contact, read by the store
	fieldRegions  = "rg" // contact
	fieldGroups   = "gr" // contact
	fieldRoute    = "wy" // contact
	fieldProof    = "pf" // contact, sealed
	fieldMessage  = "m"  // message: what may be read by everybody, JSON
	fieldBody     = "b"  // session, incident, message: sealed JSON
	fieldReport   = "r"  // session: the incident's id, read by the store
	fieldState    = "st" // incident
	fieldSeverity = "sv" // incident
	fieldOpened   = "o"  // incident
)

// bound names the place of a sealed value, so that it opens nowhere else.
func bound(r Ref, field string) string { return string(r.Kind) + "/" + r.ID + "/" + field }

// state opens what was loaded. Where the event itself tells the contact's address, the stored one stays sealed. The contact has an
// id as soon as an index document names one, even when what was known about them has been deleted by age.
func (d *Desk) state(l Loaded, from bot.Address) (State, error) {
	s := State{Contact: bot.Contact{ID: bot.ContactID(l.Contact.ID), Address: from}}
	if err := d.openContact(l.Contact, &s.Contact); err != nil {
		return s, err
	}
	if _, err := d.openBody(l.Session, &s.Session); err != nil {
		return s, err
	}
	return s, nil
}

// openIncident opens an incident, and reports whether there is one.
func (d *Desk) openIncident(doc Document, in *bot.Incident) (bool, error) {
	known, err := d.openBody(doc, in)
	if known {
		in.ID = bot.IncidentID(doc.ID)
		in.State = bot.IncidentState(doc.Get(fieldState))
		in.Severity = bot.Severity(doc.Get(fieldSeverity))
		in.Reporter = bot.ContactID(doc.Get(fieldContact))
		in.Opened, _ = strconv.ParseInt(doc.Get(fieldOpened), 10, 64)
	}
	return known, err
}

func (d *Desk) openContact(doc Document, c *bot.Contact) error {
	for _, f := range doc.Fields {
		switch f.Name {
		case fieldLanguage:
			c.Language = bot.Language(f.Value)
		case fieldChosen:
			c.Chosen = f.Value == "1"
		case fieldConsent:
			c.Consent = bot.Consent(f.Value)
		case fieldDay:
			c.SeenDay, _ = strconv.ParseInt(f.Value, 10, 64)
		case fieldHour:
			c.SeenHour, _ = strconv.ParseInt(f.Value, 10, 64)
		case fieldStrikes:
			c.Strikes, _ = strconv.Atoi(f.Value)
		case fieldHoaxes:
			c.Hoaxes, _ = strconv.Atoi(f.Value)
		case fieldHome:
			c.State = f.Value
		case fieldProof:
			if err := d.openJSON(doc.Ref, fieldProof, f.Value, &c.Proof); err != nil {
				return err
			}
		case fieldAddress:
			if c.Address.Value != "" {
				continue
			}
			if err := d.openJSON(doc.Ref, fieldAddress, f.Value, &c.Address); err != nil {
				return err
			}
		default:
			plainAlerts(f, c)
		}
	}
	return nil
}

// openBody opens the sealed body of a document, and reports whether there was one. A body that no key opens is lost: whoever
// wrote is answered as if it had never been, which is better than not being answered at all.
// One that another keyset would open is an error: it is there, and must not be written over.
func (d *Desk) openBody(doc Document, into any) (opened bool, err error) {
	if doc.Version == 0 {
		return false, nil
	}
	err = d.openJSON(doc.Ref, fieldBody, doc.Get(fieldBody), into)
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, bot.ErrUnavailable):
		return false, err
	}
	d.Log.Error("a document is lost", "kind", doc.Kind, "err", err)
	return false, nil
}

func (d *Desk) openJSON(r Ref, field, sealed string, into any) error {
	plain, err := d.sealer.Open(sealed, bound(r, field))
	if err != nil {
		return fmt.Errorf("open %s of a document of kind %s: %w", field, r.Kind, err)
	}
	if err := json.Unmarshal(plain, into); err != nil {
		return fmt.Errorf("decode %s of a document of kind %s: %w", field, r.Kind, err)
	}
	return nil
}

func (d *Desk) sealJSON(r Ref, field string, v any) (Field, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return Field{}, fmt.Errorf("encode %s of a document of kind %s: %w", field, r.Kind, err)
	}
	sealed, err := d.sealer.Seal(plain, bound(r, field))
	if err != nil {
		return Field{}, fmt.Errorf("seal %s of a document of kind %s: %w", field, r.Kind, err)
	}
	return Field{field, sealed}, nil
}

func (d *Desk) contactWrite(c bot.Contact, before Document, now time.Time, ttl time.Duration) (Write, error) {
	w := writing(Ref{KindContact, string(c.ID)}, before, now, ttl)
	address, err := d.sealJSON(w.Ref, fieldAddress, c.Address)
	w.Fields = append(w.Fields, address, Field{fieldDay, strconv.FormatInt(c.SeenDay, 10)}, Field{fieldLanguage, string(c.Language)})
	if c.Chosen {
		w.Fields = append(w.Fields, Field{fieldChosen, "1"})
	}
	if c.SeenHour != 0 {
		w.Fields = append(w.Fields, Field{fieldHour, strconv.FormatInt(c.SeenHour, 10)})
	}
	if c.Strikes != 0 {
		w.Fields = append(w.Fields, Field{fieldStrikes, strconv.Itoa(c.Strikes)})
	}
	if c.Hoaxes != 0 {
		w.Fields = append(w.Fields, Field{fieldHoaxes, strconv.Itoa(c.Hoaxes)})
	}
	if c.State != "" {
		w.Fields = append(w.Fields, Field{fieldHome, c.State})
	}
	if c.Consent != bot.ConsentNone {
		w.Fields = append(w.Fields, Field{fieldConsent, string(c.Consent)})
	}
	return w, errors.Join(err, d.alertsWrite(&w, c, before))
}

func (d *Desk) sessionWrite(id bot.ContactID, s bot.Session, before Document, now time.Time, ttl time.Duration) (Write, error) {
	w := writing(Ref{KindSession, string(id)}, before, now, ttl)
	body, err := d.sealJSON(w.Ref, fieldBody, s)
	w.Fields = append(w.Fields, body)
	if s.Report != "" {
		w.Fields = append(w.Fields, Field{fieldReport, string(s.Report)})
	}
	return w, err
}

func (d *Desk) incidentWrite(in bot.Incident, before Document, now time.Time, ttl time.Duration) (Write, error) {
	w := writing(Ref{KindIncident, string(in.ID)}, before, now, ttl)
	body, err := d.sealJSON(w.Ref, fieldBody, in)
	w.Fields = append(w.Fields, body,
		Field{fieldState, string(in.State)}, Field{fieldSeverity, string(in.Severity)},
		Field{fieldContact, string(in.Reporter)}, Field{fieldOpened, strconv.FormatInt(in.Opened, 10)})
	return w, err
}

// writing begins the write of a document. A first version is the time in milliseconds, so that a document which was
// deleted and comes back never meets a version it had before.
func writing(r Ref, before Document, now time.Time, ttl time.Duration) Write {
	next := before.Version + 1
	if before.Version == 0 {
		next = now.UnixMilli()
	}
	return Write{Ref: r, Expect: before.Version, Next: next, TTL: ttl}
}
