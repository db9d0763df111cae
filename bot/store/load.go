package store

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// Load implements desk.Store.
func (s *Store) Load(ctx context.Context, q desk.Query) (desk.Loaded, error) {
	l, ok, err := s.recalled(ctx, q)
	if err == nil && !ok {
		l, err = s.search(ctx, q)
	}
	if err != nil {
		return desk.Loaded{}, failed("load", err)
	}
	return l, nil
}

// search loads with load.lua, which finds everything by itself.
func (s *Store) search(ctx context.Context, q desk.Query) (desk.Loaded, error) {
	c := s.calls.begin(s.scripts.load)
	s.askLoad(c, q)
	cmd, err := run(ctx, s, c, redis.NewRawCmd)
	if err != nil {
		return desk.Loaded{}, err
	}
	l, err := readLoaded(string(cmd.Val()), q)
	s.memory.note(&l)
	return l, err
}

// askLoad puts the keys and arguments of load.lua together.
func (s *Store) askLoad(c *call, q desk.Query) {
	for _, m := range q.Marks {
		c.key(s.keys.mark(m))
	}
	for _, m := range q.Marks {
		c.key(s.keys.answer(m))
	}
	if q.Contact != "" {
		c.key(s.keys.contact(q.Contact))
	} else {
		for _, p := range q.Index {
			c.key(s.keys.index(p))
		}
	}
	c.key(s.keys.bucket(q.Sender))
	c.number(int64(len(q.Marks)))
	c.text(string(q.Contact))
	c.text(s.keys.contacts)
	c.text(s.keys.sessions)
	c.text(s.keys.incidents)
}

// Lengths of the reply of load.lua.
const (
	replyUnknown = 3 // no index document exists
	replyTaken   = 4
	replyWhole   = 8
)

// readLoaded reads the reply of load.lua.
func readLoaded(answer string, q desk.Query) (desk.Loaded, error) {
	r := reply{rest: answer}
	var l desk.Loaded
	length := r.array()
	seconds, micros := r.number(), r.number()
	l.Now = time.Unix(seconds, micros*int64(time.Microsecond)).UTC()
	l.Busy = ahead(r.text(), 0, l.Now)
	switch length {
	case replyUnknown:
	case replyTaken:
		l.Taken, l.Answer = true, r.text()
	case replyWhole:
		readDocuments(&r, &l, q)
	default:
		r.err = errReply
	}
	return l, r.err
}

func readDocuments(r *reply, l *desk.Loaded, q desk.Query) {
	found := r.integer()
	if found < 0 || found > len(q.Index) {
		r.err = errReply
		return
	}
	fields := make([]desk.Field, 0, 16) // as many as an ordinary load has
	contact := string(q.Contact)
	if found > 0 {
		l.Index.Ref = desk.Ref{Kind: desk.KindIndex, ID: q.Index[found-1]}
	}
	r.document(&l.Index, &fields)
	if found > 0 {
		contact = l.Index.Get(contactField)
	}
	l.Contact.Ref = desk.Ref{Kind: desk.KindContact, ID: contact}
	r.document(&l.Contact, &fields)
	l.Session.Ref = desk.Ref{Kind: desk.KindSession, ID: contact}
	r.document(&l.Session, &fields)
	if id := l.Session.Get(incidentField); id != "" {
		l.Incident.Ref = desk.Ref{Kind: desk.KindIncident, ID: id}
	}
	r.document(&l.Incident, &fields)
}
