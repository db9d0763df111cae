package store

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// BenchmarkMessage is the store's share of an ordinary message: one load, one commit. It is run by one goroutine and by
// 16, and without batching, in turns, so that the ratios hold on a busy machine.
func BenchmarkMessage(b *testing.B) {
	url := redistest.Start(b)
	for _, callers := range []int{1, 16} {
		for _, batching := range []bool{true, false} {
			b.Run(fmt.Sprintf("callers=%d/batching=%v", callers, batching), func(b *testing.B) {
				s := benchStore(b, url)
				if !batching {
					s.batches.inFlight = math.MinInt32 // the way is always free
				}
				converse(b, s, callers)
			})
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	s := benchStore(b, redistest.Start(b))
	p := newPerson(1)
	p.message(b, s)
	q := p.query("e0")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Load(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCommit(b *testing.B) {
	s := benchStore(b, redistest.Start(b))
	p := newPerson(1)
	p.message(b, s)
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Commit(b.Context(), p.next()); err != nil {
			b.Fatal(err)
		}
	}
}

func benchStore(b *testing.B, url string) *Store {
	b.Helper()
	s, err := Open(url, "bench", Options{PoolSize: 20})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

// converse lets callers share b.N messages, each caller with contacts of its own.
func converse(b *testing.B, s *Store, callers int) {
	var left atomic.Int64
	left.Store(int64(b.N))
	done := make(chan struct{})
	b.ReportAllocs()
	for i := range callers {
		p := newPerson(i)
		p.message(b, s)
		go func() {
			for left.Add(-1) >= 0 {
				p.message(b, s)
			}
			done <- struct{}{}
		}()
	}
	for range callers {
		<-done
	}
}

// person texts the hotline again and again.
type person struct {
	id      string
	events  int
	version int64
	commit  desk.Commit
}

func newPerson(i int) *person {
	return &person{id: fmt.Sprintf("%016x%016x", time.Now().UnixNano(), i)}
}

func (p *person) query(event string) desk.Query {
	return desk.Query{Index: []string{p.id}, Marks: []string{event}}
}

// message loads and commits once.
func (p *person) message(b *testing.B, s *Store) {
	ctx, cancel := context.WithTimeout(b.Context(), 5*time.Second)
	defer cancel()
	c := p.next()
	l, err := s.Load(ctx, p.query(c.Claim.Marks[0]))
	if err == nil && l.Taken {
		err = fmt.Errorf("event %q is taken", c.Claim.Marks[0])
	}
	if err == nil {
		err = s.Commit(ctx, c)
	}
	if err != nil {
		b.Error(err)
	}
}

// next is the decision about the person's next message; the first also introduces them.
func (p *person) next() *desk.Commit {
	p.events++
	sealed := strings.Repeat("\x8f", 120) // as long as a short text that was sealed
	session := desk.Write{
		Ref: desk.Ref{Kind: desk.KindSession, ID: p.id}, Expect: p.version, Next: p.version + 1, TTL: time.Hour,
		Fields: []desk.Field{
			field("f", "door"), field("n", "ask"), field("w", "17"), field("d", "1764000000000"), field("x", sealed),
		},
	}
	p.commit = desk.Commit{
		Claim: &desk.Claim{
			Marks: []string{fmt.Sprintf("%s%016x", p.id[:16], p.events<<16|int(p.id[31]))},
			Keep:  time.Minute, Answer: sealed, KeepAnswer: time.Minute,
		},
		Write: []desk.Write{session},
	}
	if p.version == 0 {
		p.commit.Write = append(p.commit.Write,
			put(desk.Ref{Kind: desk.KindIndex, ID: p.id}, 0, field("c", p.id)),
			put(desk.Ref{Kind: desk.KindContact, ID: p.id}, 0, field("l", "es"), field("d", "20400"), field("a", sealed)))
	}
	p.version++
	return &p.commit
}
