package store

import (
	"slices"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

func (w *world) leases(worker string, d time.Duration) {
	w.t.Helper()
	w.renews(worker, d, true, true)
}

func (w *world) renews(worker string, d time.Duration, first, want bool) {
	w.t.Helper()
	if held, err := w.Renew(w.t.Context(), worker, d, first); err != nil || held != want {
		w.t.Fatalf("renew: got %v, want %v (%v)", held, want, err)
	}
}

func (w *world) claims(worker string, limit int) []desk.Entry {
	w.t.Helper()
	entries, err := w.Claim(w.t.Context(), answers, worker, limit)
	if err != nil {
		w.t.Fatalf("claim: %v", err)
	}
	return entries
}

// consumers names those whom Redis remembers, in alphabetical order.
func (w *world) consumers(want ...string) {
	w.t.Helper()
	all, err := w.client.XInfoConsumers(w.t.Context(), w.keys.queue(answers), consumerGroup).Result()
	if err != nil {
		w.t.Fatal(err)
	}
	var names []string
	for _, c := range all {
		names = append(names, c.Name)
	}
	slices.Sort(names)
	if !slices.Equal(names, want) {
		w.t.Fatalf("Redis remembers the workers %q, want %q", names, want)
	}
}

func TestALeaseThatWasLostIsNeverRenewed(t *testing.T) {
	const short = time.Second // the machine may be busy
	onBoth(t, func(w *world) {
		w.renews("ana/1", time.Hour, false, false) // it never had one
		w.leases("ana/1", short)
		w.renews("ana/1", time.Hour, true, false) // somebody of that name is there
		w.renews("ana/1", time.Hour, false, true)
		w.elapse(short + 100*time.Millisecond)
		w.renews("ana/1", short, false, true)
		w.elapse(short + 100*time.Millisecond)
		w.renews("ana/1", time.Hour, false, false)
		w.renews("ana/1", time.Hour, false, false)
	})
}

func TestALeaseIsGivenUpAtOnce(t *testing.T) {
	onBoth(t, func(w *world) {
		w.leases("ana/1", time.Hour)
		w.appends(answers, "a1")
		w.takesAs("ana/1", answers, 1)
		if got := w.claims("berta/1", 9); len(got) != 0 {
			t.Fatalf("took %v from a worker with a lease", got)
		}
		w.renews("ana/1", 0, false, true)
		w.renews("ana/1", -time.Second, false, true) // once more is no error
		if got := w.claims("berta/1", 9); len(got) != 1 {
			t.Fatalf("got %v", got)
		}
		w.renews("ana/1", time.Hour, false, false)
	})
}

func TestNothingIsTakenFromASlowWorker(t *testing.T) {
	onBoth(t, func(w *world) {
		if got := w.claims("berta/1", 9); len(got) != 0 { // there is no queue yet
			t.Fatalf("got %v", got)
		}
		w.appends(answers, "a1", "a2")
		if got := w.claims("berta/1", 9); len(got) != 0 { // nor a group
			t.Fatalf("got %v", got)
		}
		w.leases("ana/1", time.Hour)
		w.takesAs("ana/1", answers, 1)
		w.elapse(300 * time.Millisecond)
		if got := w.claims("berta/1", 9); len(got) != 0 {
			t.Fatalf("took %v from a worker with a lease", got)
		}
		w.waits(answers, 2, 1)
		w.consumers("ana/1")
	})
}

func TestTheEntriesOfAWorkerThatIsGoneAreTakenOver(t *testing.T) {
	onBoth(t, func(w *world) {
		w.leases("ana/1", 50*time.Millisecond)
		w.leases("berta/1", time.Hour)
		w.appends(answers, "a1", "a2", "a3", "a4", "a5")
		gone := slices.Concat(w.takesAs("ana/1", answers, 2), w.takesAs("ana/0", answers, 1)) // ana/0 never had one
		own := w.takesAs("berta/1", answers, 1)
		w.elapse(100 * time.Millisecond)

		if got := w.claims("berta/1", 0); len(got) != 0 {
			t.Fatalf("asked for none, got %v", got)
		}
		got := w.claims("berta/1", 2)
		if len(got) != 2 {
			t.Fatalf("asked for 2, got %v", got)
		}
		got = append(got, w.claims("berta/1", 2)...)
		slices.SortFunc(got, func(a, b desk.Entry) int { return int(a.Message[1]) - int(b.Message[1]) })
		if !slices.Equal(got, gone) {
			t.Fatalf("got %v, want %v", got, gone)
		}
		if got := w.claims("berta/1", 9); len(got) != 0 { // her own are not taken over
			t.Fatalf("got %v again", got)
		}
		w.renews("berta/1", 0, false, true)
		if got := w.claims("berta/1", 9); len(got) != 0 { // not even once her lease is over
			t.Fatalf("got %v again", got)
		}
		w.consumers("berta/1")
		w.waits(answers, 5, 4)
		w.commits(desk.Commit{Finish: slices.Concat(own, got)})
		w.waits(answers, 1, 0)
		if rest := w.takesAs("berta/1", answers, 9); len(rest) != 1 || rest[0].Message != "a5" {
			t.Fatalf("what nobody had taken: got %v", rest)
		}
	})
}

func TestAWorkerWithALeaseIsRememberedWithoutEntries(t *testing.T) {
	onBoth(t, func(w *world) {
		for _, worker := range []string{"ana/1", "berta/1", "carla/1"} {
			w.leases(worker, time.Hour)
			w.appends(answers, bot.MessageID(worker[:1]))
			w.commits(desk.Commit{Finish: w.takesAs(worker, answers, 1)})
		}
		w.consumers("ana/1", "berta/1", "carla/1")
		w.renews("carla/1", 0, false, true)
		w.claims("ana/1", 9)
		w.consumers("ana/1", "berta/1")
		w.appends(answers, "a9")
		if got := w.takesAs("carla/1", answers, 1); len(got) != 1 { // whoever was forgotten may still come back
			t.Fatalf("got %v", got)
		}
	})
}

func TestEntriesThatWereDeletedAreNotTakenOver(t *testing.T) {
	onBoth(t, func(w *world) {
		w.leases("berta/1", time.Hour)
		w.appends(answers, "a1", "a2")
		entries := w.takesAs("ana/1", answers, 2)
		w.client.XDel(t.Context(), w.keys.queue(answers), entries[0].ID)
		got := w.claims("berta/1", 9)
		if !slices.Equal(got, entries[1:]) {
			t.Fatalf("got %v, want %v", got, entries[1:])
		}
		w.waits(answers, 1, 1)
		w.claims("berta/1", 9)
		w.consumers("berta/1")
	})
}
