package desk

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/roster"
)

// rosterRef is the document that holds the roster, sealed.
var rosterRef = Ref{KindWork, "roster"}

const (
	// rosterTTL is how long the roster and the board are kept without anybody writing them.
	rosterTTL = 10 * 365 * 24 * time.Hour
	// rosterFresh is how long a roster that was read is used without looking again. Somebody who meets the one that looks uses the
	// old one a while longer, but never one older than rosterOld.
	rosterFresh = 500 * time.Millisecond
	rosterOld   = time.Second
)

// Roster is who belongs to the hotline, as it was at most a second ago. It is shared: nobody may change what it points to.
type Roster struct {
	People    []bot.Responder
	Version   int64 // of the document; 0: nobody has written one
	clock     *roster.Clock
	byAddress map[bot.Address]int
	byContact map[bot.ContactID]int
	byID      map[bot.ResponderID]int
}

// sealedRoster is what the document holds.
type sealedRoster struct {
	People []bot.Responder `json:"p"`
}

func newRoster(people []bot.Responder, version int64) Roster {
	r := Roster{People: people, Version: version, clock: roster.New(people),
		byAddress: map[bot.Address]int{}, byContact: map[bot.ContactID]int{}, byID: map[bot.ResponderID]int{}}
	for i, p := range people {
		r.byID[p.ID] = i
		for _, a := range p.Addresses {
			r.byAddress[a] = i
		}
		for _, c := range p.Contacts {
			r.byContact[c] = i
		}
	}
	return r
}

// ByAddress returns whose address it is, nil for nobody's.
func (r Roster) ByAddress(a bot.Address) *bot.Responder { return lookUp(r, r.byAddress, a) }

// byNumber returns whose number it is, whatever channel it writes by: who is paged by SMS may answer by WhatsApp.
func (r Roster) byNumber(number bot.Private) *bot.Responder {
	for _, ch := range []bot.Channel{bot.SMS, bot.WhatsApp} {
		if p := r.ByAddress(bot.Address{Channel: ch, Value: number}); p != nil {
			return p
		}
	}
	return nil
}

// ByContact returns which responder a contact is, nil for none.
func (r Roster) ByContact(id bot.ContactID) *bot.Responder { return lookUp(r, r.byContact, id) }

// ByID returns a responder, nil for one who is not on the roster.
func (r Roster) ByID(id bot.ResponderID) *bot.Responder { return lookUp(r, r.byID, id) }

func lookUp[K comparable](r Roster, in map[K]int, key K) *bot.Responder {
	if i, known := in[key]; known {
		return &r.People[i]
	}
	return nil
}

// Clock tells who of the roster is on call.
func (r Roster) Clock() *roster.Clock {
	if r.clock == nil {
		return roster.New(r.People)
	}
	return r.clock
}

// rosterCache is the roster that was read last.
type rosterCache struct {
	now     atomic.Pointer[readRoster]
	reading sync.Mutex
}

type readRoster struct {
	Roster
	at time.Time // when reading began
}

func (r *readRoster) younger(than time.Duration) bool { return r != nil && time.Since(r.at) < than }

// Roster returns the roster as it was at most a second ago. One caller at a time reads it anew.
func (d *Desk) Roster(ctx context.Context) (Roster, error) {
	if r := d.roster.now.Load(); r.younger(rosterFresh) {
		return r.Roster, nil
	}
	if !d.roster.reading.TryLock() {
		if r := d.roster.now.Load(); r.younger(rosterOld) {
			return r.Roster, nil
		}
		d.roster.reading.Lock()
	}
	defer d.roster.reading.Unlock()
	before := d.roster.now.Load()
	if before.younger(rosterFresh) {
		return before.Roster, nil
	}
	return d.refreshRoster(ctx, before)
}

// refreshRoster reads the roster, and opens it if it is another than before.
func (d *Desk) refreshRoster(ctx context.Context, before *readRoster) (Roster, error) {
	at := time.Now()
	docs, err := d.Store.Read(ctx, rosterRef)
	if err != nil {
		return Roster{}, err
	}
	if before != nil && before.Version == docs[0].Version {
		d.roster.now.CompareAndSwap(before, &readRoster{before.Roster, at})
		return before.Roster, nil
	}
	people, err := d.openRoster(docs[0])
	if err != nil {
		return Roster{}, err
	}
	r := newRoster(people, docs[0].Version)
	d.roster.now.CompareAndSwap(before, &readRoster{r, at}) // unless it was changed here meanwhile
	return r, nil
}

func (d *Desk) openRoster(doc Document) ([]bot.Responder, error) {
	var body sealedRoster
	_, err := d.openBody(doc, &body)
	return body.People, err
}

// SetRoster makes these people the roster. Whoever had a number before keeps their id, the others get one; each address becomes a
// contact, see [bot.Responder.Contacts]. After an error that wraps bot.ErrUnavailable, nobody knows whether it was written.
func (d *Desk) SetRoster(ctx context.Context, people []bot.Responder) error {
	return d.changeRoster(ctx, func(before []bot.Responder) ([]bot.Responder, error) { return identified(people, before) })
}

// KeepRoster prolongs the life of the responders' contacts, and makes those anew that are gone. Call it every hour.
func (d *Desk) KeepRoster(ctx context.Context) error {
	return d.changeRoster(ctx, func(before []bot.Responder) ([]bot.Responder, error) { return slices.Clone(before), nil })
}

// changeRoster reads the roster, sees to the contacts of what becomes of it, and writes it if it is another one.
func (d *Desk) changeRoster(ctx context.Context, change func([]bot.Responder) ([]bot.Responder, error)) error {
	return untilSettled(ctx, func() error {
		docs, err := d.Store.Read(ctx, rosterRef)
		if err != nil {
			return err
		}
		before, err := d.openRoster(docs[0])
		if err != nil {
			return err
		}
		after, err := change(before)
		if err != nil {
			return err
		}
		if err := d.keepContacts(ctx, after); err != nil || equal(before, after) {
			return err
		}
		return d.writeRoster(ctx, docs[0], after)
	})
}

func (d *Desk) writeRoster(ctx context.Context, before Document, people []bot.Responder) error {
	w, err := d.sealedWrite(rosterRef, before, sealedRoster{people})
	if err != nil {
		return err
	}
	defer d.roster.now.Store(nil)
	return d.Store.Commit(ctx, &Commit{Write: []Write{w}})
}

// sealedWrite is a document of work that holds nothing but a sealed body, and is kept for long.
func (d *Desk) sealedWrite(r Ref, before Document, v any) (Write, error) {
	w := writing(r, before, time.Now(), rosterTTL)
	body, err := d.sealJSON(r, fieldBody, v)
	w.Fields = []Field{body}
	return w, err
}

var errRoster = errors.New("each responder needs an address, and no two may share a number; read rosters with package roster")

// identified gives people the ids that they had before, by their number, or new ones.
func identified(people, before []bot.Responder) ([]bot.Responder, error) {
	had := map[bot.Private]bot.Responder{}
	for _, p := range before {
		for _, a := range p.Addresses {
			had[a.Value] = p
		}
	}
	taken := map[bot.Private]bool{}
	after := slices.Clone(people)
	for i := range after {
		p := &after[i]
		if len(p.Addresses) == 0 || taken[p.Addresses[0].Value] {
			return nil, errRoster
		}
		number := p.Addresses[0].Value
		taken[number] = true
		p.ID, p.Contacts = had[number].ID, nil
		if p.ID == "" {
			p.ID = bot.ResponderID(newID())
		}
	}
	return after, nil
}

// equal reports whether two rosters say the same.
func equal(a, b []bot.Responder) bool {
	return slices.EqualFunc(a, b, func(x, y bot.Responder) bool {
		return x.ID == y.ID && x.Name == y.Name && slices.Equal(x.Addresses, y.Addresses) && slices.Equal(x.Languages, y.Languages) &&
			slices.Equal(x.Regions, y.Regions) && slices.Equal(x.Roles, y.Roles) && slices.Equal(x.Shifts, y.Shifts) && slices.Equal(x.Contacts, y.Contacts)
	})
}
