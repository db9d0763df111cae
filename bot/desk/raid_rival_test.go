package desk_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

var (
	boardRef = desk.Ref{Kind: desk.KindWork, ID: "board"}
	turnRef  = desk.Ref{Kind: desk.KindWork, ID: "turn"}
)

// server is one of several that share a Redis. It notes how often it reads the board, and commits.
type server struct {
	desk.Store
	desk           *desk.Desk
	hesitate       func() // before each commit of the board
	reads, commits atomic.Int64
	boards         atomic.Int64 // commits of the board that met no conflict
}

func (s *server) Read(ctx context.Context, refs ...desk.Ref) ([]desk.Document, error) {
	if slices.Contains(refs, boardRef) {
		s.reads.Add(1)
	}
	return s.Store.Read(ctx, refs...)
}

func (s *server) Commit(ctx context.Context, c *desk.Commit) error {
	s.commits.Add(1)
	if !slices.ContainsFunc(c.Write, func(w desk.Write) bool { return w.Ref == boardRef }) {
		return s.Store.Commit(ctx, c)
	}
	s.hesitate()
	err := s.Store.Commit(ctx, c)
	if err == nil {
		s.boards.Add(1)
	}
	return err
}

// servers are so many on one Redis, each with connections of its own.
func servers(t testing.TB, n int) []*server {
	t.Helper()
	url, sealer := redistest.Start(t), keys(t)
	all := make([]*server, n)
	for i := range all {
		all[i] = &server{Store: real(t, url), hesitate: func() {}}
		p := ports(t, all[i])
		p.Sealer = sealer
		all[i].desk = desk.New(brainWith(t, nil), p)
	}
	return all
}

// reports lets somebody new report a raid at a place of its own.
func (s *server) reports(i int) error {
	words := fmt.Sprintf("ICE is here now %dth St & Main, Oakland", 10+i)
	_, err := s.desk.Receive(context.Background(), received(i, fmt.Sprintf("+1510%07d", i), words))
	return err
}

// until lets new people report to a server, two at a time, until done. Their numbers begin at first.
func (s *server) until(t *testing.T, first int, done <-chan struct{}) {
	var all sync.WaitGroup
	var last atomic.Int64
	for range 2 {
		all.Go(func() {
			for open := true; open; {
				select {
				case <-done:
					open = false
				default:
					if err := s.reports(first + int(last.Add(1))); err != nil {
						t.Errorf("the fast server: %v", err)
					}
				}
			}
		})
	}
	all.Wait()
}

// Here the slow server is as slow as can be: the busy one has always changed the board before it commits, if it may within a tenth of a second.
func TestAServerThatDecidesSlowlyIsNotLeftBehindByABusyOne(t *testing.T) {
	both := servers(t, 2)
	slow, busy := both[0], both[1]
	slow.hesitate = func() {
		seen := busy.boards.Load()
		for end := time.Now().Add(100 * time.Millisecond); busy.boards.Load() == seen && time.Now().Before(end); {
			time.Sleep(time.Millisecond)
		}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 3 {
			if err := slow.reports(i); err != nil {
				t.Errorf("the slow server, report %d: %v", i, err)
			}
		}
	}()
	busy.until(t, 1000, done)
	t.Logf("the slow server tried %d commits for 3 reports, the busy one took %d reports meanwhile", slow.commits.Load(), busy.boards.Load())
	if docs, err := slow.Store.Read(context.Background(), turnRef); err != nil || docs[0].Version != 0 {
		t.Errorf("a mark is left: %v, %v", docs, err)
	}
}

// A server that was killed while others let it pass. The embedded store's clock stands still: the mark does not even end by itself.
func TestAMarkThatNobodyTakesAwayHoldsADecisionBackForHalfASecond(t *testing.T) {
	s := &server{Store: embedded(t), hesitate: func() {}}
	s.desk = desk.New(brainWith(t, nil), ports(t, s))
	mark := desk.Write{Ref: turnRef, Next: 1, TTL: time.Hour}
	if err := s.Store.Commit(context.Background(), &desk.Commit{Write: []desk.Write{mark}}); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := s.reports(1); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took < 400*time.Millisecond || took > 3*time.Second {
		t.Errorf("it was held back for %v", took)
	}
}

// A server whose mark another's commit, or a Redis that was restarted, has taken away just before it commits.
func TestADecisionWhoseMarkIsLostIsMadeAllTheSame(t *testing.T) {
	e, tries := embedded(t), 0
	s := &server{Store: e}
	s.hesitate = func() {
		switch tries++; tries {
		case 1, 2, 3:
			s.changeBoard(t)
		case 4:
			docs, err := e.Read(context.Background(), turnRef)
			if err != nil || docs[0].Version == 0 {
				t.Errorf("after three conflicts it has not asked: %v", err)
			}
			if err := e.Commit(context.Background(), &desk.Commit{Write: []desk.Write{{Ref: turnRef, Expect: docs[0].Version, Delete: true}}}); err != nil {
				t.Error(err)
			}
		}
	}
	s.desk = desk.New(brainWith(t, nil), ports(t, s))
	if err := s.reports(1); err != nil || tries != 4 {
		t.Errorf("%d tries, %v", tries, err)
	}
}

// changeBoard changes the board as another server would.
func (s *server) changeBoard(t *testing.T) {
	ctx := context.Background()
	docs, err := s.Store.Read(ctx, boardRef)
	if err != nil {
		t.Error(err)
		return
	}
	w := desk.Write{Ref: boardRef, Expect: docs[0].Version, Next: docs[0].Version + 1, Fields: docs[0].Fields, TTL: time.Hour}
	if err := s.Store.Commit(ctx, &desk.Commit{Write: []desk.Write{w}}); err != nil {
		t.Error(err)
	}
}

// In a flood two reports may draw one number, and would be decided again for it, were the board not looked at.
func TestWhereNobodyAsksEachReportOfAFloodIsReadAndCommittedOnce(t *testing.T) {
	const flood = 120
	s := servers(t, 1)[0]
	for i := range flood {
		if err := s.reports(i); err != nil {
			t.Fatal(err)
		}
	}
	if reads, commits := s.reads.Load(), s.commits.Load(); reads != flood || commits != flood {
		t.Errorf("%d reads and %d commits", reads, commits)
	}
}

// Two servers in a flood, equally fast or one of them much slower.
func BenchmarkTwoServersInAFlood(b *testing.B) {
	for _, hesitation := range []time.Duration{0, 20 * time.Millisecond} {
		b.Run("slower by "+hesitation.String(), func(b *testing.B) {
			both := servers(b, 2)
			both[0].hesitate = func() { time.Sleep(hesitation) }
			var unanswered [2]atomic.Int64
			var next atomic.Int64
			var all sync.WaitGroup
			b.ResetTimer()
			for i := range 8 {
				all.Go(func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						if both[i%2].reports(int(n)) != nil {
							unanswered[i%2].Add(1)
						}
					}
				})
			}
			all.Wait()
			b.ReportMetric(float64(both[0].boards.Load()), "by-the-first")
			b.ReportMetric(float64(unanswered[0].Load()+unanswered[1].Load()), "unanswered")
		})
	}
}
