package store

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// names counts the commands that are sent, by name.
type names struct {
	mu   sync.Mutex
	sent map[string]int
}

func (n *names) DialHook(next redis.DialHook) redis.DialHook { return next }

func (n *names) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		n.count(cmd)
		return next(ctx, cmd)
	}
}

func (n *names) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		n.count(cmds...)
		return next(ctx, cmds)
	}
}

func (n *names) count(cmds ...redis.Cmder) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, cmd := range cmds {
		n.sent[cmd.Name()]++
	}
}

// loadsBy loads Ana by her address and tells which commands that took.
func (w *world) loadsBy(mark string) (desk.Loaded, map[string]int) {
	w.t.Helper()
	n := &names{sent: map[string]int{}}
	w.client.AddHook(n)
	l := w.loads(desk.Query{Index: []string{anaIndex}, Marks: []string{mark}})
	n.mu.Lock()
	defer n.mu.Unlock()
	return l, n.sent
}

func TestAContactMetBeforeIsReadWithoutAScript(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		first, sent := w.loadsBy("e1")
		if sent["evalsha"]+sent["eval"] == 0 || sent["mget"] != 0 {
			t.Errorf("the first load took %v", sent)
		}
		again, sent := w.loadsBy("e1")
		if sent["mget"] != 1 || sent["evalsha"]+sent["eval"] != 0 {
			t.Errorf("the second load took %v", sent)
		}
		w.has(again.Index, first.Index.Version, first.Index.Fields...)
		w.has(again.Contact, first.Contact.Version, first.Contact.Fields...)
		w.has(again.Session, first.Session.Version, first.Session.Fields...)
		w.has(again.Incident, first.Incident.Version, first.Incident.Fields...)
		if again.Index.Ref != first.Index.Ref || again.Incident.Ref != first.Incident.Ref || again.Now.Before(first.Now) {
			t.Errorf("first %+v, again %+v", first, again)
		}
	})
}

func TestALeadThatNoLongerHoldsIsNotFollowed(t *testing.T) {
	const berta, other = "b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0", "42424242424242424242424242424242"
	erased := []desk.Write{
		{Ref: index, Expect: 1, Delete: true}, {Ref: contact, Expect: 1, Delete: true}, {Ref: session, Expect: 1, Delete: true},
	}
	onBoth(t, func(w *world) {
		w.knowsAna()
		w.loadsBy("e1")
		w.commits(desk.Commit{Write: []desk.Write{{
			Ref: session, Expect: 1, Next: 2, TTL: time.Hour, Fields: []desk.Field{field("r", other)},
		}, put(desk.Ref{Kind: desk.KindIncident, ID: other}, 0, field("o", "7"))}})
		if l, _ := w.loadsBy("e1"); l.Incident.ID != other || l.Incident.Get("o") != "7" {
			t.Errorf("another incident: got %+v", l.Incident)
		}
		erased[2].Expect = 2
		w.commits(desk.Commit{Write: erased})
		if l, _ := w.loadsBy("e1"); l.Contact.ID != "" || l.Contact.Version+l.Session.Version+l.Index.Version != 0 {
			t.Errorf("somebody who was erased: got %+v", l)
		}
		w.commits(desk.Commit{Write: []desk.Write{
			{Ref: index, Next: 9, TTL: time.Hour, Fields: []desk.Field{field("c", berta)}},
			put(desk.Ref{Kind: desk.KindContact, ID: berta}, 0, field("l", "en")),
		}})
		if l, _ := w.loadsBy("e1"); l.Contact.ID != berta || l.Contact.Get("l") != "en" {
			t.Errorf("somebody else: got %+v", l.Contact)
		}
	})
}

func TestARememberedContactsEventIsStillTakenOnce(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		w.loadsBy("e1")
		w.commits(claimed("sealed", time.Hour, "e2"))
		l, sent := w.loadsBy("e2")
		if !l.Taken || l.Answer != "sealed" || sent["mget"] != 1 {
			t.Errorf("got %+v by %v", l, sent)
		}
	})
}

func TestWhatIsRememberedIsBounded(t *testing.T) {
	var m memory
	name := func(i int) string {
		var b [16]byte
		binary.BigEndian.PutUint64(b[:], uint64(i+1))
		return hex.EncodeToString(b[:])
	}
	for i := range 5 * maxRemembered {
		m.note(&desk.Loaded{
			Index:   desk.Document{Ref: desk.Ref{ID: name(i)}, Version: 1},
			Contact: desk.Document{Ref: desk.Ref{ID: name(i)}},
		})
		if i%1000 == 0 { // somebody who keeps writing is not forgotten
			if _, ok := m.recall(name(0)); !ok {
				t.Fatalf("forgotten after %d others", i)
			}
		}
	}
	if n := len(m.young) + len(m.old); n > 2*maxRemembered {
		t.Errorf("remembers %d", n)
	}
	if _, ok := m.recall(name(1)); ok {
		t.Error("never forgets")
	}
}
