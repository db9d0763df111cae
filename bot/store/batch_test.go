package store

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// trips counts round trips of scripts, not those that greet a new connection.
type trips struct {
	mu       sync.Mutex
	commands int
	count    int
	hold     chan struct{} // single commands wait until it is closed; nil: they do not
}

func (*trips) DialHook(next redis.DialHook) redis.DialHook { return next }

func (r *trips) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if strings.HasPrefix(cmd.Name(), "eval") {
			r.add(1)
			if r.hold != nil {
				<-r.hold
			}
		}
		return next(ctx, cmd)
	}
}

func (r *trips) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		if strings.HasPrefix(cmds[0].Name(), "eval") {
			r.add(len(cmds))
		}
		return next(ctx, cmds)
	}
}

func (r *trips) add(commands int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count++
	r.commands += commands
}

func (r *trips) soFar() (count, commands int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.count, r.commands
}

func TestAMessageCostsTwoRoundTrips(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		var r trips
		w.client.AddHook(&r)
		l := w.loads(desk.Query{Index: []string{anaIndex}, Marks: []string{"e1"}})
		c := claimed("sealed", time.Hour, "e1")
		c.Write = []desk.Write{put(session, l.Session.Version, field("f", "menu"))}
		w.commits(c)
		if count, _ := r.soFar(); count != 2 {
			t.Errorf("took %d round trips", count)
		}
	})
}

func TestManyCommandsShareARoundTrip(t *testing.T) {
	const crowd = batchesInFlight + 2*batchSize
	onBoth(t, func(w *world) {
		r := &trips{hold: make(chan struct{})}
		w.client.AddHook(r)
		var all sync.WaitGroup
		for i := range crowd {
			all.Go(func() {
				id := fmt.Sprintf("%x", i)
				c := desk.Commit{Write: []desk.Write{put(desk.Ref{Kind: desk.KindContact, ID: id}, 0, field("n", id))}}
				if err := w.Commit(t.Context(), &c); err != nil {
					t.Error(err)
				}
			})
		}
		w.awaits(func() bool { return w.queued() == 2*batchSize })
		close(r.hold)
		all.Wait()
		if count, commands := r.soFar(); count != batchesInFlight+2 || commands != crowd {
			t.Errorf("%d commands took %d round trips", commands, count)
		}
		for i := range crowd { // each got its own
			id := fmt.Sprintf("%x", i)
			if got := w.client.Get(t.Context(), w.keys.contacts+id).Val(); got != fmt.Sprintf("1 \nn=%d:%s", len(id), id) {
				t.Fatalf("contact %s holds %q", id, got)
			}
		}
	})
}

func TestACommandWhoseCallerLeftIsNotSent(t *testing.T) {
	onBoth(t, func(w *world) {
		r := &trips{hold: make(chan struct{})}
		w.client.AddHook(r)
		count := func(ctx context.Context) error {
			return w.Commit(ctx, &desk.Commit{Count: []desk.Count{{Name: "messages", Add: 1}}})
		}
		var all sync.WaitGroup
		for range batchesInFlight {
			all.Go(func() {
				if err := count(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		w.awaits(func() bool { n, _ := r.soFar(); return n == batchesInFlight })
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		if err := count(ctx); err == nil {
			t.Error("served although the way was blocked")
		}
		close(r.hold)
		all.Wait()
		w.awaits(func() bool { w.batches.mu.Lock(); defer w.batches.mu.Unlock(); return w.batches.inFlight == 0 })
		if got := w.client.HGet(t.Context(), w.keys.counts(), "messages").Val(); got != fmt.Sprint(batchesInFlight) {
			t.Errorf("counted %s", got)
		}
	})
}

func (w *world) queued() int {
	w.batches.mu.Lock()
	defer w.batches.mu.Unlock()
	return len(w.batches.queue)
}

// awaits returns once something is so.
func (w *world) awaits(so func() bool) {
	w.t.Helper()
	for end := time.Now().Add(30 * time.Second); !so(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatal("waited in vain")
		}
	}
}
