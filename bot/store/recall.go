package store

import (
	"context"
	"encoding/hex"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// A contact's documents can be read without a script by whoever knows where they are. So a store remembers, for the
// addresses it met last, which contact and incident they led to, and reads all documents with one MGET: a third of what
// load.lua costs Redis. What was remembered is checked against the documents that come back, in the same round trip;
// where it no longer holds, load.lua is asked. Only pseudonyms and random ids are remembered, nothing about people.

// maxRemembered is how many addresses one generation holds; there are two, of about 5 MB together when full.
const maxRemembered = 32 << 10

// id is a pseudonym or an id, 128 bits; the zero id is none. Ids of another size are not remembered.
type id [16]byte

func idOf(s string) (id, bool) {
	var i id
	if len(s) != 2*len(i) {
		return i, s == ""
	}
	_, err := hex.Decode(i[:], []byte(s))
	return i, err == nil
}

func (i id) String() string {
	if i == (id{}) {
		return ""
	}
	return hex.EncodeToString(i[:])
}

// lead is where an address led to.
type lead struct{ contact, incident id }

// memory holds the leads met last: when the young generation is full it becomes the old one, and the old one is
// forgotten.
type memory struct {
	mu         sync.Mutex
	young, old map[id]lead
}

func (m *memory) recall(index string) (lead, bool) {
	i, ok := idOf(index)
	if !ok {
		return lead{}, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if l, ok := m.young[i]; ok {
		return l, true
	}
	l, ok := m.old[i]
	if ok {
		m.put(i, l)
	}
	return l, ok
}

// note remembers where a whole load led to.
func (m *memory) note(l *desk.Loaded) {
	index, ok := idOf(l.Index.ID)
	contact, known := idOf(l.Contact.ID)
	incident, sound := idOf(l.Incident.ID)
	if l.Index.Version == 0 || !ok || !known || !sound {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(index, lead{contact, incident})
}

func (m *memory) put(i id, l lead) {
	if len(m.young) >= maxRemembered || m.young == nil {
		m.young, m.old = make(map[id]lead), m.young
	}
	m.young[i] = l
}

// recalled loads by a remembered lead. It reports false when there is none, or when it no longer holds. During a change of
// keys an address has several pseudonyms, and load.lua is asked.
func (s *Store) recalled(ctx context.Context, q desk.Query) (desk.Loaded, bool, error) {
	if len(q.Index) != 1 || len(q.Marks) != 1 || q.Contact != "" {
		return desk.Loaded{}, false, nil
	}
	to, ok := s.memory.recall(q.Index[0])
	if !ok {
		return desk.Loaded{}, false, nil
	}
	contact, incident := to.contact.String(), to.incident.String()
	c := s.calls.plain("mget")
	s.askRecalled(c, q, contact, incident)
	documents := redis.NewRawCmd(ctx, c.args...)
	now, err := s.batches.timed(ctx, documents)
	if err = refusal(documents, err); err != nil {
		return desk.Loaded{}, false, err
	}
	s.calls.end(c)
	return readRecalled(now, string(documents.Val()), q, contact, incident)
}

func (s *Store) askRecalled(c *call, q desk.Query, contact, incident string) {
	c.text(s.keys.bucket(q.Sender))
	c.text(s.keys.mark(q.Marks[0]))
	c.text(s.keys.answer(q.Marks[0]))
	c.text(s.keys.index(q.Index[0]))
	c.text(s.keys.document(desk.Ref{Kind: desk.KindContact, ID: contact}))
	c.text(s.keys.document(desk.Ref{Kind: desk.KindSession, ID: contact}))
	if incident != "" {
		c.text(s.keys.document(desk.Ref{Kind: desk.KindIncident, ID: incident}))
	}
}

// readRecalled reads the reply to what askRecalled asked for.
func readRecalled(now time.Time, answer string, q desk.Query, contact, incident string) (l desk.Loaded, holds bool, err error) {
	r := reply{rest: answer}
	r.array()
	l.Now = now
	l.Busy = ahead(r.text(), 0, now)
	if mark, saved := r.text(), r.text(); mark != "" {
		l.Taken, l.Answer = true, saved
		return l, true, r.err
	}
	fields := make([]desk.Field, 0, 16)
	l.Index.Ref = desk.Ref{Kind: desk.KindIndex, ID: q.Index[0]}
	r.document(&l.Index, &fields)
	l.Contact.Ref = desk.Ref{Kind: desk.KindContact, ID: contact}
	r.document(&l.Contact, &fields)
	l.Session.Ref = desk.Ref{Kind: desk.KindSession, ID: contact}
	r.document(&l.Session, &fields)
	if incident != "" {
		l.Incident.Ref = desk.Ref{Kind: desk.KindIncident, ID: incident}
		r.document(&l.Incident, &fields)
	}
	holds = l.Index.Get(contactField) == contact && l.Session.Get(incidentField) == incident
	return l, holds, r.err
}
