package store

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// wait is a timer of Ana's.
func wait(n int64) desk.Timer { return desk.Timer{Contact: ana, Wait: n} }

func (w *world) due(limit int, lease time.Duration) []desk.Timer {
	w.t.Helper()
	due, err := w.Due(w.t.Context(), limit, lease)
	if err != nil {
		w.t.Fatalf("due: %v", err)
	}
	return due
}

func (w *world) rings(want ...desk.Timer) {
	w.t.Helper()
	if got := w.due(100, time.Hour); !slices.Equal(got, want) {
		w.t.Fatalf("due: got %v, want %v", got, want)
	}
}

func TestATimerIsNeverEarly(t *testing.T) {
	const after = 120 * time.Millisecond
	onBoth(t, func(w *world) {
		set := time.Now()
		w.commits(desk.Commit{Set: []desk.SetTimer{{Timer: wait(1), After: after}, {Timer: wait(2), After: time.Hour}}})
		if w.due(1, time.Hour) != nil && time.Since(set) < after {
			t.Fatal("rang at once")
		}
		w.elapse(after - 50*time.Millisecond)
		asked := w.due(1, time.Hour) // on a slow machine it may be time by now
		if asked != nil && time.Since(set) < after {
			t.Fatalf("rang after %v", time.Since(set))
		}
		w.elapse(60 * time.Millisecond)
		if got := slices.Concat(asked, w.due(9, time.Hour)); !slices.Equal(got, []desk.Timer{wait(1)}) {
			t.Fatalf("got %v", got)
		}
	})
}

func TestEmbeddedTimersRingToTheMillisecond(t *testing.T) {
	e, err := OpenEmbedded("test")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	w := &world{Store: e.Store, t: t}
	w.commits(desk.Commit{Set: []desk.SetTimer{{Timer: wait(1), After: time.Minute}}})
	e.Advance(time.Minute - time.Microsecond)
	w.rings()
	e.Advance(-time.Hour)
	e.Advance(time.Millisecond) // the next whole millisecond
	w.rings(wait(1))
}

func TestTheEmbeddedClockRuns(t *testing.T) {
	e, err := OpenEmbedded("test")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	w := &world{Store: e.Store, t: t}
	w.commits(desk.Commit{
		Write: []desk.Write{{Ref: contact, Next: 1, TTL: 50 * time.Millisecond}},
		Set:   []desk.SetTimer{{Timer: wait(1), After: 50 * time.Millisecond}},
	})
	before := w.loadsAna()
	w.has(before.Contact, 1)
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { e.Run(ctx) })
	w.awaits(func() bool { return w.loadsAna().Contact.Version == 0 })
	cancel()
	running.Wait()
	w.rings(wait(1))
	if passed := w.loadsAna().Now.Sub(before.Now); passed < tick || passed > time.Minute {
		t.Errorf("%v have passed", passed)
	}
}

func TestTimersRingEarliestFirst(t *testing.T) {
	onBoth(t, func(w *world) {
		w.commits(desk.Commit{Set: []desk.SetTimer{
			{Timer: wait(3), After: 9 * time.Millisecond},
			{Timer: wait(1), After: -time.Hour},
			{Timer: wait(2), After: 5 * time.Millisecond},
		}})
		w.elapse(20 * time.Millisecond)
		if got := w.due(2, time.Hour); !slices.Equal(got, []desk.Timer{wait(1), wait(2)}) {
			t.Fatalf("got %v", got)
		}
		if got := w.due(0, time.Hour); got != nil {
			t.Fatalf("asked for none, got %v", got)
		}
		w.rings(wait(3))
		w.rings()
	})
}

func TestATimerThatIsNotClearedRingsAgainAfterItsLease(t *testing.T) {
	const lease = time.Second // the machine may be busy
	onBoth(t, func(w *world) {
		w.commits(desk.Commit{Set: []desk.SetTimer{{Timer: wait(1)}, {Timer: wait(2)}}})
		w.elapse(2 * time.Millisecond)
		if got := w.due(9, lease); len(got) != 2 {
			t.Fatalf("got %v", got)
		}
		w.commits(desk.Commit{Clear: []desk.Timer{wait(2), wait(7)}})
		w.rings()
		w.elapse(lease + 20*time.Millisecond)
		w.rings(wait(1))
	})
}

func TestSettingATimerAgainMovesIt(t *testing.T) {
	onBoth(t, func(w *world) {
		w.commits(desk.Commit{Set: []desk.SetTimer{{Timer: wait(1)}}})
		w.commits(desk.Commit{Set: []desk.SetTimer{{Timer: wait(1), After: time.Hour}}})
		w.elapse(5 * time.Millisecond)
		w.rings()
	})
}

func TestProbe(t *testing.T) {
	onBoth(t, func(w *world) {
		for range 2 {
			if err := w.Probe(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if ttl := w.client.PTTL(t.Context(), w.keys.probe()).Val(); ttl <= 0 || ttl > probeTTL {
			t.Fatalf("the probe stays for %v", ttl)
		}
	})
}

func TestHotlinesShareARedis(t *testing.T) {
	e, err := OpenEmbedded("one")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	w := &world{Store: e.Store, t: t}
	w.knowsAna()
	other := &Store{keys: newKeys("two"), scripts: e.scripts, batches: e.batches}
	l, err := other.Load(t.Context(), desk.Query{Contact: ana})
	if err != nil || l.Contact.Version != 0 {
		t.Fatalf("another hotline sees Ana: %+v, %v", l, err)
	}
}
