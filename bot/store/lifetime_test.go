package store

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// claimed is a commit that claims an event and answers it. The mark stays for an hour.
func claimed(answer string, keepAnswer time.Duration, marks ...string) desk.Commit {
	return desk.Commit{Claim: &desk.Claim{Marks: marks, Keep: time.Hour, Answer: answer, KeepAnswer: keepAnswer}}
}

func TestADuplicateGetsTheSameBytes(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		w.commits(claimed("first", time.Hour, "e1"))
		w.refuses(claimed("second", time.Hour, "e1"), bot.ErrDuplicate)
		l := w.loads(desk.Query{Index: []string{anaIndex}, Marks: []string{"e1"}})
		if !l.Taken || l.Answer != "first" || l.Contact.Version != 0 || l.Now.IsZero() {
			t.Fatalf("got %+v", l)
		}
		if l := w.loads(desk.Query{Index: []string{anaIndex}, Marks: []string{"e2"}}); l.Taken {
			t.Fatal("another event is taken")
		}
	})
}

func TestADuplicateIsKnownByAnyOfItsMarks(t *testing.T) {
	onBoth(t, func(w *world) {
		w.commits(claimed("sealed with the old key", time.Hour, "old"))
		w.refuses(claimed("again", time.Hour, "new", "old"), bot.ErrDuplicate)
		l := w.loads(desk.Query{Contact: ana, Marks: []string{"new", "old"}})
		if !l.Taken || l.Answer != "sealed with the old key" {
			t.Fatalf("got %+v", l)
		}
		if w.loads(desk.Query{Contact: ana, Marks: []string{"new"}}).Taken {
			t.Fatal("a refused claim left its mark")
		}
	})
}

func TestADuplicateOfAStaleDecisionIsADuplicate(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		first := claimed("", 0, "e1")
		first.Write = []desk.Write{put(session, 1)}
		w.commits(first)
		w.refuses(first, bot.ErrDuplicate)
	})
}

func TestAnAnswerExpiresBeforeItsMark(t *testing.T) {
	onBoth(t, func(w *world) {
		w.commits(claimed("sealed", 20*time.Millisecond, "e1"))
		w.elapse(40 * time.Millisecond)
		if l := w.loads(desk.Query{Contact: ana, Marks: []string{"e1"}}); !l.Taken || l.Answer != "" {
			t.Fatalf("got %+v", l)
		}
		w.refuses(claimed("again", time.Hour, "e1"), bot.ErrDuplicate)
	})
}

func TestAMarkExpires(t *testing.T) {
	onBoth(t, func(w *world) {
		c := claimed("sealed", 10*time.Millisecond, "e1")
		c.Claim.Keep = 20 * time.Millisecond
		w.commits(c)
		w.elapse(40 * time.Millisecond)
		w.commits(c)
	})
}

func TestADocumentExpiresUnlessWrittenOrTouched(t *testing.T) {
	const ttl = time.Second // the machine may be busy
	onBoth(t, func(w *world) {
		short := func(r desk.Ref) desk.Write {
			return desk.Write{Ref: r, Next: 1, TTL: ttl, Fields: []desk.Field{field("r", raid)}}
		}
		w.commits(desk.Commit{Write: []desk.Write{short(contact), short(session), short(incident)}})
		w.commits(desk.Commit{
			Write: []desk.Write{put(session, 1, field("r", raid))},
			Touch: []desk.Touch{{Ref: contact, TTL: time.Hour}, {Ref: index, TTL: time.Hour}},
		})
		w.elapse(ttl + 100*time.Millisecond)
		l := w.loadsAna()
		w.has(l.Contact, 1, field("r", raid))
		w.has(l.Session, 2, field("r", raid))
		w.has(l.Incident, 0)
		w.has(w.loads(desk.Query{Index: []string{anaIndex}}).Index, 0)
	})
}

func TestATouchNeverShortensALife(t *testing.T) {
	onBoth(t, func(w *world) {
		w.commits(desk.Commit{Write: []desk.Write{put(contact, 0)}})
		w.commits(desk.Commit{Touch: []desk.Touch{{Ref: contact, TTL: 10 * time.Millisecond}}})
		w.elapse(30 * time.Millisecond)
		w.has(w.loadsAna().Contact, 1)
	})
}

func TestADeletedDocumentIsGone(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		w.commits(desk.Commit{Write: []desk.Write{
			{Ref: index, Expect: 1, Delete: true}, {Ref: session, Expect: 1, Delete: true},
		}})
		w.has(w.loadsAna().Session, 0)
		w.has(w.loadsAna().Contact, 1, field("l", "es"))
		w.has(w.loads(desk.Query{Index: []string{anaIndex}}).Index, 0)
		w.commits(desk.Commit{Write: []desk.Write{{Ref: session, Expect: 0, Next: 9, TTL: time.Hour}}})
		w.has(w.loadsAna().Session, 9)
	})
}

func TestCountersAddUp(t *testing.T) {
	onBoth(t, func(w *world) {
		w.commits(desk.Commit{Count: []desk.Count{{Name: "messages", Add: 2}, {Name: "raids", Add: 1}}})
		w.commits(desk.Commit{Count: []desk.Count{{Name: "messages", Add: 3}, {Name: "raids", Add: -1}}})
		got := w.client.HGetAll(t.Context(), w.keys.counts()).Val()
		if fmt.Sprint(got) != "map[messages:5 raids:0]" {
			t.Fatalf("got %v", got)
		}
	})
}

func TestOfRacingCommitsOneWinsEachVersion(t *testing.T) {
	const racers = 100
	onBoth(t, func(w *world) {
		w.commits(desk.Commit{Write: []desk.Write{put(session, 0, field("n", "0"))}})
		var won atomic.Int64
		var all sync.WaitGroup
		for range racers {
			all.Go(func() { won.Add(w.races(int64(racers))) })
		}
		all.Wait()
		l := w.loadsAna()
		w.has(l.Session, racers+1, field("n", strconv.Itoa(racers)))
		if won.Load() != racers {
			t.Fatalf("%d commits of %d versions succeeded", won.Load(), racers)
		}
	})
}

// races adds one to the session as often as it can until it is at the goal, and returns how often it could.
func (w *world) races(goal int64) (won int64) {
	for {
		l, err := w.Load(w.t.Context(), desk.Query{Contact: ana})
		if err != nil || l.Session.Version > goal {
			if err != nil {
				w.t.Error(err)
			}
			return won
		}
		n, _ := strconv.Atoi(l.Session.Get("n"))
		err = w.Commit(w.t.Context(), &desk.Commit{
			Write: []desk.Write{put(session, l.Session.Version, field("n", strconv.Itoa(n+1)))},
		})
		if err == nil {
			won++
		} else if !errors.Is(err, bot.ErrConflict) {
			w.t.Error(err)
			return won
		}
	}
}

func TestOfRacingDuplicatesOneWins(t *testing.T) {
	onBoth(t, func(w *world) {
		var won, lost atomic.Int64
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				c := claimed("sealed", time.Hour, "e1")
				switch err := w.Commit(t.Context(), &c); {
				case err == nil:
					won.Add(1)
				case errors.Is(err, bot.ErrDuplicate):
					lost.Add(1)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 || lost.Load() != 49 {
			t.Fatalf("%d won, %d were duplicates", won.Load(), lost.Load())
		}
	})
}

func TestACommitThatBreaksItsContractIsRefused(t *testing.T) {
	some := []desk.Field{field("a", "b")}
	for name, c := range map[string]desk.Commit{
		"claim without a mark":                {Claim: &desk.Claim{Keep: time.Hour}},
		"claim without a lifetime":            {Claim: &desk.Claim{Marks: []string{"e1"}}},
		"document without a lifetime":         {Write: []desk.Write{{Ref: contact, Next: 1, Fields: some}}},
		"version that does not advance":       {Write: []desk.Write{{Ref: contact, Expect: 1, Next: 1, TTL: time.Hour}}},
		"field whose name breaks the packing": {Write: []desk.Write{put(contact, 0, field("a=", "7"))}},
		"touch without a lifetime":            {Touch: []desk.Touch{{Ref: contact}}},
		"ticket for no message":               {Append: []desk.Ticket{{Queue: bulk}}},
		"ticket for no queue":                 {Append: []desk.Ticket{ticket(bot.Queue{Lane: bot.LaneBulk}, "a1")}},
		"later ticket for no message":         {Later: []desk.Later{{Ticket: desk.Ticket{Queue: bulk}}}},
		"later ticket that reads as another":  {Later: []desk.Later{{Ticket: ticket(bulk, "a1:7")}}},
		"later ticket of less than no tries":  {Later: []desk.Later{{Ticket: desk.Ticket{Queue: bulk, Message: "a1", Tries: -1}}}},
		"entry without an id":                 {Finish: []desk.Entry{{Ticket: ticket(bulk, "a1")}}},
		"entry whose id no store gave":        {Finish: []desk.Entry{{ID: "1-x", Ticket: ticket(bulk, "a1")}}},
		"debit that gives":                    {Debit: []desk.Debit{{Sender: bot.SenderSMS, Cost: -time.Second}}},
		"too many timers":                     {Clear: make([]desk.Timer, 1<<16)},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := OpenEmbedded("test")
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = e.Close() }()
			err = e.Commit(t.Context(), &c)
			if err == nil || errors.Is(err, bot.ErrConflict) || errors.Is(err, bot.ErrDuplicate) ||
				errors.Is(err, bot.ErrUnavailable) {
				t.Fatalf("got %v, want an error of no kind: it is a defect", err)
			}
			w := &world{Store: e.Store, t: t}
			w.is(nil)
		})
	}
}

func TestACommitThatMeetsAKeyOfAnotherTypeWritesNothing(t *testing.T) {
	onBoth(t, func(w *world) {
		for name, c := range map[string]struct {
			key    string
			commit desk.Commit
		}{
			"timers":   {w.keys.timers(), desk.Commit{Set: []desk.SetTimer{{Timer: desk.Timer{Contact: ana, Wait: 1}, After: time.Hour}}}},
			"queue":    {w.keys.queue(answers), desk.Commit{Append: []desk.Ticket{ticket(answers, "a1")}}},
			"finished": {w.keys.queue(bulk), desk.Commit{Finish: []desk.Entry{{ID: "1-1", Ticket: ticket(bulk, "a1")}}}},
			"later":    {w.keys.later(), desk.Commit{Later: []desk.Later{{Ticket: ticket(bulk, "a1")}}}},
			"dead":     {w.keys.dead(), desk.Commit{Dead: []desk.DeadLetter{{Message: "a1", Why: "held"}}}},
			"counters": {w.keys.counts(), desk.Commit{Count: []desk.Count{{Name: "messages", Add: 1}}}},
		} {
			w.client.Set(t.Context(), c.key, "x", 0)
			before := w.everything()
			c.commit.Claim = claimed("sealed", time.Hour, "e-"+name).Claim
			c.commit.Write = []desk.Write{put(contact, 0, field("l", "es"))}
			if err := w.Commit(t.Context(), &c.commit); err == nil {
				t.Errorf("%s: committed", name)
			}
			w.is(before)
			w.client.Del(t.Context(), c.key)
		}
	})
}
