package store

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// Queues used by the stories.
var (
	urgent  = bot.Queue{Lane: bot.LaneUrgent, Sender: bot.SenderSMS}
	answers = bot.Queue{Lane: bot.LaneReply, Sender: bot.SenderSMS}
	bulk    = bot.Queue{Lane: bot.LaneBulk, Sender: bot.SenderSMS}
)

// ticket is the first ticket of a message.
func ticket(q bot.Queue, id bot.MessageID) desk.Ticket { return desk.Ticket{Queue: q, Message: id} }

func (w *world) takes(q bot.Queue, limit int) []desk.Entry {
	w.t.Helper()
	return w.takesAs("worker", q, limit)
}

func (w *world) takesAs(worker string, q bot.Queue, limit int) []desk.Entry {
	w.t.Helper()
	entries, err := w.Take(w.t.Context(), q, worker, limit)
	if err != nil {
		w.t.Fatalf("take: %v", err)
	}
	return entries
}

func (w *world) appends(q bot.Queue, ids ...bot.MessageID) {
	w.t.Helper()
	var c desk.Commit
	for _, id := range ids {
		c.Append = append(c.Append, ticket(q, id))
	}
	w.commits(c)
}

func (w *world) moves(want int) {
	w.t.Helper()
	if n, err := w.MoveDue(w.t.Context(), 100); err != nil || n != want {
		w.t.Fatalf("move due: moved %d, want %d (%v)", n, want, err)
	}
}

func (w *world) reads(refs ...desk.Ref) []desk.Document {
	w.t.Helper()
	docs, err := w.Read(w.t.Context(), refs...)
	if err != nil {
		w.t.Fatalf("read: %v", err)
	}
	return docs
}

func tickets(entries []desk.Entry) []desk.Ticket {
	var all []desk.Ticket
	for _, e := range entries {
		all = append(all, e.Ticket)
	}
	return all
}

// waits checks what is in a queue: all entries, and those that somebody has taken.
func (w *world) waits(q bot.Queue, entries, taken int64) {
	w.t.Helper()
	n := w.client.XLen(w.t.Context(), w.keys.queue(q)).Val()
	pending := int64(0)
	if p, err := w.client.XPending(w.t.Context(), w.keys.queue(q), consumerGroup).Result(); err == nil {
		pending = p.Count
	}
	if n != entries || pending != taken {
		w.t.Fatalf("queue %s holds %d entries and %d are taken, want %d and %d", q.String(), n, pending, entries, taken)
	}
}

func TestAQueueIsTakenInOrderAndOnce(t *testing.T) {
	onBoth(t, func(w *world) {
		w.appends(answers, "a1", "a2")
		third := desk.Ticket{Queue: answers, Message: "a3", Tries: 7}
		w.commits(desk.Commit{Append: []desk.Ticket{third}})
		w.appends(bulk, "b1")
		w.appends(bot.Queue{Lane: bot.LaneReply, Sender: bot.SenderWhatsApp}, "c1")
		first, rest := w.takes(answers, 2), w.takes(answers, 9)
		want := []desk.Ticket{ticket(answers, "a1"), ticket(answers, "a2"), third}
		if len(first) != 2 || !slices.Equal(tickets(slices.Concat(first, rest)), want) {
			t.Fatalf("got %v then %v", first, rest)
		}
	})
}

func TestFinishedEntriesLeaveTheQueue(t *testing.T) {
	onBoth(t, func(w *world) {
		w.appends(urgent, "a1", "a2", "a3")
		entries := w.takes(urgent, 2)
		for range 2 { // the second time there is nothing to finish, which is no error
			w.commits(desk.Commit{Finish: entries[:1]})
			w.waits(urgent, 2, 1)
		}
		w.commits(desk.Commit{Finish: []desk.Entry{{ID: "1-1", Ticket: ticket(bulk, "b1")}}}) // a queue that does not exist
		w.waits(urgent, 2, 1)
	})
}

func TestAnEntryIsFinishedWithItsDocumentOrNotAtAll(t *testing.T) {
	onBoth(t, func(w *world) {
		w.appends(answers, "a1")
		c := desk.Commit{
			Finish: w.takes(answers, 1), Write: []desk.Write{put(message("a1"), 1, field("m", "new"))},
			Append: []desk.Ticket{ticket(bulk, "b1")}, Later: []desk.Later{{Ticket: ticket(bulk, "b2")}},
			Debit: []desk.Debit{{Sender: bot.SenderSMS, Cost: time.Hour}}, Withdraw: []bot.MessageID{"a1"},
			Dead: []desk.DeadLetter{{Message: "a1", Why: "held"}},
		}
		before := w.everything()
		w.refuses(c, bot.ErrConflict)
		w.is(before)
		w.waits(answers, 1, 1)
		c.Write[0].Expect, c.Write[0].Next = 0, 1
		w.commits(c)
		w.waits(answers, 0, 0)
		w.waits(bulk, 1, 0)
		w.has(w.reads(message("a1"))[0], 1, field("m", "new"))
	})
}

func TestTakeWaitsForWork(t *testing.T) {
	onBoth(t, func(w *world) {
		if got := w.takes(answers, 0); got != nil {
			t.Fatalf("asked for none, got %v", got)
		}
		start := time.Now()
		if got := w.takes(answers, 1); got != nil || time.Since(start) > 20*time.Second {
			t.Fatalf("an empty queue gave %v after %v", got, time.Since(start))
		}
		var late sync.WaitGroup
		late.Go(func() {
			time.Sleep(50 * time.Millisecond)
			if err := w.Commit(context.Background(), &desk.Commit{Append: []desk.Ticket{ticket(answers, "late")}}); err != nil {
				t.Error(err)
			}
		})
		defer late.Wait()
		if got := w.takes(answers, 1); len(got) != 1 {
			t.Fatalf("got %v", got)
		}
	})
}

func TestAQueueSurvivesTheLossOfEverything(t *testing.T) {
	onBoth(t, func(w *world) {
		w.appends(answers, "a1")
		w.takes(answers, 1)
		w.client.FlushAll(t.Context())
		w.appends(answers, "a2")
		if got := w.takes(answers, 1); len(got) != 1 || got[0].Message != "a2" {
			t.Fatalf("got %v", got)
		}
	})
}

func TestAnEntryThatIsNoTicketIsForNoMessage(t *testing.T) {
	onBoth(t, func(w *world) {
		w.client.Do(t.Context(), "xadd", w.keys.queue(answers), "*", "who", "knows", "n", "many")
		got := w.takes(answers, 1)
		if len(got) != 1 || got[0].Ticket != ticket(answers, "") {
			t.Fatalf("got %v", got)
		}
		w.commits(desk.Commit{Finish: got})
		w.waits(answers, 0, 0)
	})
}

func TestATicketForLaterIsNeverEarly(t *testing.T) {
	const after = 150 * time.Millisecond
	onBoth(t, func(w *world) {
		set := time.Now()
		w.commits(desk.Commit{Later: []desk.Later{{Ticket: ticket(answers, "a1"), After: after}, {Ticket: ticket(answers, "a2"), After: time.Hour}}})
		w.elapse(after - 50*time.Millisecond)
		n, err := w.MoveDue(t.Context(), 9)
		if err != nil || n > 0 && time.Since(set) < after { // on a slow machine it may be time by now
			t.Fatalf("moved %d after %v (%v)", n, time.Since(set), err)
		}
		w.elapse(60 * time.Millisecond)
		w.moves(1 - n)
		w.moves(0)
		if got := tickets(w.takes(answers, 9)); !slices.Equal(got, []desk.Ticket{ticket(answers, "a1")}) {
			t.Fatalf("got %v", got)
		}
	})
}

func TestTicketsForLaterGoBackToTheirOwnQueues(t *testing.T) {
	onBoth(t, func(w *world) {
		var c desk.Commit
		for _, lane := range bot.Lanes() {
			for i, sender := range bot.SenderNames() {
				c.Later = append(c.Later, desk.Later{
					Ticket: desk.Ticket{Queue: bot.Queue{Lane: lane, Sender: sender}, Message: "a1", Tries: 3 * i},
					After:  time.Duration(-i) * time.Second, // a time that has passed: at once
				})
			}
		}
		w.commits(c)
		w.elapse(2 * time.Millisecond)
		if n, err := w.MoveDue(t.Context(), 4); n != 4 || err != nil {
			t.Fatalf("moved %d, want 4 (%v)", n, err)
		}
		w.moves(5)
		for _, l := range c.Later {
			if got := tickets(w.takes(l.Queue, 9)); !slices.Equal(got, []desk.Ticket{l.Ticket}) {
				t.Fatalf("got %v, want %v", got, l.Ticket)
			}
		}
	})
}

func TestATicketForLaterIsMovedOnceByManyMovers(t *testing.T) {
	const many = 200
	onBoth(t, func(w *world) {
		var c desk.Commit
		for i := range many {
			c.Later = append(c.Later, desk.Later{Ticket: ticket(answers, bot.MessageID(fmt.Sprintf("%04x", i)))})
		}
		w.commits(c)
		w.elapse(2 * time.Millisecond)
		var moved atomic.Int64
		var movers sync.WaitGroup
		for range 2 {
			movers.Go(func() {
				for range many {
					n, err := w.MoveDue(context.Background(), 3)
					if err != nil {
						t.Error(err)
					}
					if moved.Add(int64(n)); n < 3 {
						return
					}
				}
			})
		}
		movers.Wait()
		seen := map[bot.MessageID]bool{}
		for _, e := range w.takes(answers, 2*many) {
			seen[e.Message] = true
		}
		if moved.Load() != many || len(seen) != many {
			t.Errorf("moved %d and found %d different, want %d", moved.Load(), len(seen), many)
		}
		w.waits(answers, many, many)
	})
}

func TestReadReturnsDocumentsInOrder(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		refs := []desk.Ref{incident, message("ab"), session, contact, contact}
		docs := w.reads(refs...)
		for i, d := range docs {
			if d.Ref != refs[i] {
				t.Errorf("%d: got %v, want %v", i, d.Ref, refs[i])
			}
		}
		w.has(docs[0], 1, field("st", "open"))
		w.has(docs[1], 0)
		w.has(docs[2], 1, field("f", "door"), field("r", raid))
		w.has(docs[4], 1, field("l", "es"))
		if got := w.reads(); got != nil {
			t.Errorf("asked for none, got %v", got)
		}
	})
}

func TestDirectAnswersCountAgainstTheirSender(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		debit := func(s bot.SenderName, cost time.Duration) {
			w.commits(desk.Commit{Debit: []desk.Debit{{Sender: s, Cost: cost}, {Sender: s, Cost: cost}}})
		}
		query := desk.Query{Sender: bot.SenderSMS, Index: []string{anaIndex}, Marks: []string{"e1"}}
		w.busy(w.loads(query).Busy, 0)
		debit(bot.SenderSMS, time.Minute)
		debit(bot.SenderWhatsApp, time.Hour)
		w.busy(w.loads(query).Busy, 2*time.Minute) // without a script, for she is remembered
		w.busy(w.loads(desk.Query{Sender: bot.SenderWhatsApp, Contact: ana}).Busy, 2*time.Hour)
		w.busy(w.loads(desk.Query{Sender: bot.SenderPages, Contact: ana}).Busy, 0)
		w.busy(w.loads(desk.Query{Sender: bot.SenderSMS, Index: []string{"9999"}}).Busy, 2*time.Minute) // nobody knows her
	})
}

// busy checks how far a sender is ahead; on a real Redis some of it has passed.
func (w *world) busy(got, want time.Duration) {
	w.t.Helper()
	if got > want || got < want-20*time.Second {
		w.t.Fatalf("the sender is busy for %v, want %v", got, want)
	}
}

func TestDeadLettersAreKeptInOrder(t *testing.T) {
	onBoth(t, func(w *world) {
		w.commits(desk.Commit{Dead: []desk.DeadLetter{{Message: "a1", Why: "held"}, {Message: "a2", Why: "failed 30005"}}})
		w.commits(desk.Commit{Dead: []desk.DeadLetter{{Message: "a3", Why: "unreadable"}}})
		var got []string
		for _, e := range w.client.XRange(t.Context(), w.keys.dead(), "-", "+").Val() {
			got = append(got, fmt.Sprint(e.Values["m"], " ", e.Values["w"]))
		}
		if want := []string{"a1 held", "a2 failed 30005", "a3 unreadable"}; !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}
