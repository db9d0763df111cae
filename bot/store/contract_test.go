package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// world is a store under test and the way to let time pass in it.
type world struct {
	*Store
	t      *testing.T
	elapse func(time.Duration)
}

// onBoth runs a story on a real Redis and on the embedded one: the contract is the same.
func onBoth(t *testing.T, story func(w *world)) {
	t.Helper()
	t.Run("redis", func(t *testing.T) {
		s, err := Open(redistest.Start(t), "test", Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		story(&world{Store: s, t: t, elapse: time.Sleep})
	})
	t.Run("embedded", func(t *testing.T) {
		e, err := OpenEmbedded("test")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = e.Close() })
		story(&world{Store: e.Store, t: t, elapse: e.Advance})
	})
}

// Names used by the stories.
const (
	ana      = bot.ContactID("a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0")
	anaIndex = "1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d"
	raid     = "41414141414141414141414141414141"
)

var (
	index    = desk.Ref{Kind: desk.KindIndex, ID: anaIndex}
	contact  = desk.Ref{Kind: desk.KindContact, ID: string(ana)}
	session  = desk.Ref{Kind: desk.KindSession, ID: string(ana)}
	incident = desk.Ref{Kind: desk.KindIncident, ID: raid}
)

// message names the document of a message.
func message(id string) desk.Ref { return desk.Ref{Kind: desk.KindMessage, ID: id} }

// put is a write of a document that takes it from one version to the next and keeps it for an hour.
func put(r desk.Ref, expect int64, fields ...desk.Field) desk.Write {
	return desk.Write{Ref: r, Expect: expect, Next: expect + 1, Fields: fields, TTL: time.Hour}
}

func field(name, value string) desk.Field { return desk.Field{Name: name, Value: value} }

func (w *world) commits(c desk.Commit) {
	w.t.Helper()
	if err := w.Commit(w.t.Context(), &c); err != nil {
		w.t.Fatalf("commit: %v", err)
	}
}

func (w *world) refuses(c desk.Commit, with error) {
	w.t.Helper()
	if err := w.Commit(w.t.Context(), &c); !errors.Is(err, with) {
		w.t.Fatalf("commit: got error %v, want %v", err, with)
	}
}

func (w *world) loads(q desk.Query) desk.Loaded {
	w.t.Helper()
	l, err := w.Load(w.t.Context(), q)
	if err != nil {
		w.t.Fatalf("load: %v", err)
	}
	return l
}

func (w *world) loadsAna() desk.Loaded {
	w.t.Helper()
	return w.loads(desk.Query{Contact: ana})
}

// has checks a document's version and fields, in any order.
func (w *world) has(d desk.Document, version int64, fields ...desk.Field) {
	w.t.Helper()
	got, want := slices.Clone(d.Fields), slices.Clone(fields)
	byName := func(a, b desk.Field) int { return strings.Compare(a.Name, b.Name) }
	slices.SortFunc(got, byName)
	slices.SortFunc(want, byName)
	if d.Version != version || !slices.Equal(got, want) {
		w.t.Fatalf("document %v: got version %d with %q, want %d with %q", d.Ref, d.Version, got, version, want)
	}
}

func (w *world) knowsAna() {
	w.t.Helper()
	w.commits(desk.Commit{Write: []desk.Write{
		put(index, 0, field("c", string(ana))),
		put(contact, 0, field("l", "es")),
		put(session, 0, field("f", "door"), field("r", raid)),
		put(incident, 0, field("st", "open")),
	}})
}

func TestNobodyIsKnownAtFirst(t *testing.T) {
	onBoth(t, func(w *world) {
		before := time.Now().Add(-time.Second)
		l := w.loads(desk.Query{Index: []string{anaIndex}, Marks: []string{"e1"}})
		if l.Taken || l.Index.Version+l.Contact.Version+l.Session.Version+l.Incident.Version != 0 {
			t.Fatalf("got %+v", l)
		}
		if l.Now.Before(before) || l.Now.After(before.Add(time.Minute)) {
			t.Fatalf("now is %v", l.Now)
		}
		w.has(w.loadsAna().Contact, 0)
	})
}

func TestEverythingIsLoadedByPseudonym(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		l := w.loads(desk.Query{Index: []string{"9999", anaIndex}, Marks: []string{"e1", "e2"}})
		w.has(l.Index, 1, field("c", string(ana)))
		w.has(l.Contact, 1, field("l", "es"))
		w.has(l.Session, 1, field("f", "door"), field("r", raid))
		w.has(l.Incident, 1, field("st", "open"))
		got := []desk.Ref{l.Index.Ref, l.Contact.Ref, l.Session.Ref, l.Incident.Ref}
		if want := []desk.Ref{index, contact, session, incident}; !slices.Equal(got, want) {
			t.Fatalf("references: got %v, want %v", got, want)
		}
	})
}

func TestTheNewestPseudonymWins(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		newer := desk.Ref{Kind: desk.KindIndex, ID: "2e2e"}
		w.commits(desk.Commit{Write: []desk.Write{put(newer, 0, field("c", "b0b0"))}})
		l := w.loads(desk.Query{Index: []string{newer.ID, anaIndex}})
		if l.Index.Ref != newer || l.Contact.ID != "b0b0" || l.Contact.Version != 0 {
			t.Fatalf("got %+v", l)
		}
	})
}

func TestAContactWithoutAnIncidentLoadsNone(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		w.commits(desk.Commit{Write: []desk.Write{put(session, 1, field("f", "menu"))}})
		l := w.loadsAna()
		w.has(l.Session, 2, field("f", "menu"))
		w.has(l.Incident, 0)
		w.has(l.Index, 0)
	})
}

func TestAWriteReplacesTheWholeDocument(t *testing.T) {
	onBoth(t, func(w *world) {
		w.commits(desk.Commit{Write: []desk.Write{put(contact, 0, field("l", "es"), field("z", "x"))}})
		steps := [][]desk.Field{
			{field("l", "en"), field("z", "y")},                    // same names
			{field("l", "en"), field("k", "1")},                    // another name, same number
			{field("l", "en"), field("k", "1"), field("z", "new")}, // more
			{field("k", "2")},                                      // fewer
			{},
		}
		for i, fields := range steps {
			w.commits(desk.Commit{Write: []desk.Write{put(contact, int64(i+1), fields...)}})
			w.has(w.loadsAna().Contact, int64(i+2), fields...)
		}
	})
}

func TestAStaleWriteIsRefused(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		for _, expect := range []int64{0, 2, 7} {
			w.refuses(desk.Commit{Write: []desk.Write{put(contact, expect)}}, bot.ErrConflict)
		}
		w.refuses(desk.Commit{Write: []desk.Write{{Ref: contact, Expect: 3, Delete: true}}}, bot.ErrConflict)
		w.refuses(desk.Commit{Write: []desk.Write{put(desk.Ref{Kind: desk.KindContact, ID: "ee"}, 1)}}, bot.ErrConflict)
		w.has(w.loadsAna().Contact, 1, field("l", "es"))
	})
}

func TestADocumentIsDeletedAtAnyVersionAndWrittenAtNone(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		whatever := desk.Write{Ref: contact, Expect: desk.AnyVersion, Delete: true}
		w.refuses(desk.Commit{Write: []desk.Write{whatever, put(session, 7)}}, bot.ErrConflict)
		w.has(w.loadsAna().Contact, 1, field("l", "es"))
		for range 2 { // the second time there is none
			w.commits(desk.Commit{Write: []desk.Write{whatever}})
			w.has(w.loadsAna().Contact, 0)
		}
		for _, bad := range []desk.Write{put(contact, desk.AnyVersion), {Ref: contact, Expect: -2, Delete: true}} {
			if err := w.Commit(t.Context(), &desk.Commit{Write: []desk.Write{bad}}); err == nil {
				t.Errorf("%+v was taken", bad)
			}
		}
	})
}

func TestACommitIsAllOrNothing(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		all := func() desk.Commit {
			return desk.Commit{
				Claim:  &desk.Claim{Marks: []string{"e1"}, Keep: time.Hour, Answer: "sealed", KeepAnswer: time.Hour},
				Write:  []desk.Write{put(contact, 1, field("l", "so")), put(session, 1), put(incident, 1)},
				Touch:  []desk.Touch{{Ref: index, TTL: 2 * time.Hour}},
				Append: []desk.Ticket{ticket(urgent, "a1")},
				Set:    []desk.SetTimer{{Timer: desk.Timer{Contact: ana, Wait: 1}}},
				Count:  []desk.Count{{Name: "messages", Add: 1}},
			}
		}
		before := w.everything()
		stale := all()
		stale.Write[2].Expect = 0
		w.refuses(stale, bot.ErrConflict)
		w.is(before)

		w.commits(desk.Commit{Claim: &desk.Claim{Marks: []string{"e1"}, Keep: time.Hour}})
		before = w.everything()
		w.refuses(all(), bot.ErrDuplicate)
		w.is(before)
	})
}

// everything is what Redis holds, key by key; lifetimes are told by whether there is one.
func (w *world) everything() map[string]string {
	w.t.Helper()
	ctx := context.Background()
	all := make(map[string]string)
	for _, k := range w.client.Keys(ctx, "*").Val() {
		kind := w.client.Type(ctx, k).Val()
		switch kind {
		case "hash":
			all[k] = fmt.Sprint(w.client.HGetAll(ctx, k).Val())
		case "string":
			all[k] = fmt.Sprint(w.client.Get(ctx, k).Val(), w.client.TTL(ctx, k).Val() > 90*time.Minute)
		case "stream":
			all[k] = fmt.Sprint(w.client.XRange(ctx, k, "-", "+").Val())
		case "zset":
			all[k] = fmt.Sprint(w.client.ZRangeWithScores(ctx, k, 0, -1).Val())
		default:
			all[k] = kind
		}
	}
	return all
}

func (w *world) is(want map[string]string) {
	w.t.Helper()
	if got := w.everything(); fmt.Sprint(got) != fmt.Sprint(want) {
		w.t.Fatalf("Redis holds\n%v\nwant\n%v", got, want)
	}
}

func TestAnyBytesSurvive(t *testing.T) {
	onBoth(t, func(w *world) {
		whole := make([]byte, 256)
		for i := range whole {
			whole[i] = byte(i)
		}
		values := []string{"", "\x00", "\r\n$3\r\n", string(whole), strings.Repeat("\xff", 70_000), "-1", "v", "ñ 🚪"}
		var fields []desk.Field
		for i, v := range values {
			fields = append(fields, field(string(rune('a'+i)), v))
		}
		answer := values[3]
		w.commits(desk.Commit{
			Claim: &desk.Claim{Marks: []string{"e1"}, Keep: time.Hour, Answer: answer, KeepAnswer: time.Hour},
			Write: []desk.Write{put(contact, 0, fields...)},
		})
		w.has(w.loadsAna().Contact, 1, fields...)
		if l := w.loads(desk.Query{Contact: ana, Marks: []string{"e1"}}); l.Answer != answer {
			t.Fatalf("answer: got %q", l.Answer)
		}
		w.has(w.reads(contact)[0], 1, fields...)
	})
}

func TestADocumentOfManyFields(t *testing.T) {
	onBoth(t, func(w *world) {
		fields := make([]desk.Field, 999)
		for i := range fields {
			fields[i] = field(fmt.Sprintf("%03d", i), "x")
		}
		w.commits(desk.Commit{Write: []desk.Write{put(contact, 0, fields...)}})
		w.has(w.loadsAna().Contact, 1, fields...)
	})
}
