package desk_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// contested is a store whose board another server has changed just before the first commits of ours.
type contested struct {
	desk.Store
	first  func()
	once   sync.Once
	mu     sync.Mutex
	strife int // how many commits still meet a conflict
}

func (s *contested) Commit(ctx context.Context, c *desk.Commit) error {
	if !slices.ContainsFunc(c.Write, func(w desk.Write) bool { return w.Ref == desk.Ref{Kind: desk.KindWork, ID: "board"} }) {
		return s.Store.Commit(ctx, c)
	}
	s.once.Do(s.first)
	s.mu.Lock()
	conflict := s.strife > 0
	s.strife--
	s.mu.Unlock()
	if conflict {
		return bot.ErrConflict
	}
	return s.Store.Commit(ctx, c)
}

// A report that meets conflicts with another server is decided before those that came later, and each of them is decided once.
func TestWhoMeetsAConflictKeepsTheirTurn(t *testing.T) {
	var d *desk.Desk
	var all sync.WaitGroup
	var mu sync.Mutex
	var order []string
	report := func(i int) {
		words := fmt.Sprintf("ICE is here now %dth St & Main, Oakland", 10+i)
		if _, err := d.Receive(context.Background(), received(i, fmt.Sprintf("+1500555%04d", i), words)); err != nil {
			t.Error(err)
		}
	}
	s := &contested{Store: embedded(t), strife: 3, first: func() {
		for i := range 5 {
			all.Go(func() { report(2 + i) })
		}
		time.Sleep(200 * time.Millisecond) // they wait for their turn
	}}
	p := ports(t, s)
	p.Watch = func(after desk.Decision) {
		mu.Lock()
		defer mu.Unlock()
		order = append(order, after.Incident().Place.Words.Reveal())
	}
	d = desk.New(brainWith(t, nil), p)
	report(1)
	all.Wait()
	if len(order) != 6 || order[0] != "ICE is here now 11th St & Main, Oakland" {
		t.Errorf("decided in the order %q", order)
	}
}
