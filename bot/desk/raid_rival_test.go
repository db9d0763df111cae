package desk_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

type spy struct {
	desk.Store
	before func()
	boards, all, reads atomic.Int64
}

func (s *spy) Read(ctx context.Context, refs ...desk.Ref) ([]desk.Document, error) {
	s.reads.Add(1)
	return s.Store.Read(ctx, refs...)
}

func (s *spy) Commit(ctx context.Context, c *desk.Commit) error {
	board := slices.ContainsFunc(c.Write, func(w desk.Write) bool { return w.Ref == desk.Ref{Kind: desk.KindWork, ID: "board"} })
	if board && s.before != nil {
		s.before()
	}
	err := s.Store.Commit(ctx, c)
	if err == nil {
		s.all.Add(1)
		if board {
			s.boards.Add(1)
		}
	}
	return err
}

func envInt(name string, def int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return def
}

func TestMeasureRivals(t *testing.T) {
	url := redistest.Start(t)
	k := keys(t)
	slowMS, feeders, secs, slowFeeders := envInt("SLOW", 20), envInt("FEED", 4), envInt("SECS", 5), envInt("SLOWFEED", 4)
	mk := func(before func()) (*desk.Desk, *spy, *meter) {
		s := &spy{Store: real(t, url), before: before}
		p := ports(t, s)
		p.Sealer = k
		return desk.New(brainWith(t, nil), p), s, p.Meter.(*meter)
	}
	fast, fs, fm := mk(nil)
	var sl func()
	if slowMS > 0 {
		sl = func() { time.Sleep(time.Duration(slowMS) * time.Millisecond) }
	}
	slow, ss, sm := mk(sl)
	end := time.Now().Add(time.Duration(secs) * time.Second)
	var all sync.WaitGroup
	var ids atomic.Int64
	var mu sync.Mutex
	took := map[*desk.Desk][]time.Duration{}
	failed := map[*desk.Desk]int{}
	feed := func(d *desk.Desk, _, n int) {
		for range n {
			all.Go(func() {
				for j := 0; time.Now().Before(end); j++ {
					began := time.Now()
					id := int(ids.Add(1))
					words := fmt.Sprintf("ICE is here now %dth St & Main, Oakland", 10+id)
					_, err := d.Receive(context.Background(), received(id, fmt.Sprintf("+1510%07d", id), words))
					mu.Lock()
					if err != nil {
						failed[d]++
					}
					took[d] = append(took[d], time.Since(began))
					mu.Unlock()
				}
			})
		}
	}
	feed(fast, 0, feeders)
	feed(slow, 1000, slowFeeders)
	all.Wait()
	show := func(name string, d *desk.Desk, s *spy, m *meter) {
		x := took[d]
		slices.Sort(x)
		fmt.Printf("%s: texts %d failed %d p50 %v p99 %v max %v; commits %d boards %d conflicts %d reads %d\n", name, len(x), failed[d], x[len(x)/2].Round(time.Millisecond), x[len(x)*99/100].Round(time.Millisecond), x[len(x)-1].Round(time.Millisecond), s.all.Load(), s.boards.Load(), m.conflicts, s.reads.Load())
	}
	show("fast", fast, fs, fm)
	show("slow", slow, ss, sm)
}
