package store

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

func client(url string) *redis.Client {
	o, _ := redis.ParseURL(url)
	o.Protocol = 2
	o.DisableIdentity = true
	o.MaxRetries = -1
	o.PoolSize = 20
	o.MinIdleConns = 20
	o.MaxIdleConns = 20
	o.ReadTimeout = 2 * time.Second
	o.WriteTimeout = 2 * time.Second
	o.ContextTimeoutEnabled = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return redis.NewClient(o)
}

// group commit
type batcher struct {
	c       *redis.Client
	mu      sync.Mutex
	queue   []*waiting
	running int
	max     int
}
type waiting struct {
	cmd  redis.Cmder
	done chan struct{}
}

func (b *batcher) do(ctx context.Context, cmd redis.Cmder) error {
	b.mu.Lock()
	if b.running < b.max {
		b.running++
		b.mu.Unlock()
		err := b.c.Process(ctx, cmd)
		b.mu.Lock()
		b.next()
		return err
	}
	w := &waiting{cmd, make(chan struct{})}
	b.queue = append(b.queue, w)
	b.mu.Unlock()
	<-w.done
	return cmd.Err()
}
func (b *batcher) next() {
	if len(b.queue) == 0 {
		b.running--
		b.mu.Unlock()
		return
	}
	q := b.queue
	b.queue = nil
	b.mu.Unlock()
	go func() {
		if len(q) == 1 {
			_ = b.c.Process(context.Background(), q[0].cmd)
		} else {
			p := b.c.Pipeline()
			for _, w := range q {
				_ = p.Process(context.Background(), w.cmd)
			}
			_, _ = p.Exec(context.Background())
		}
		for _, w := range q {
			close(w.done)
		}
		b.mu.Lock()
		b.next()
	}()
}

func BenchmarkProto(b *testing.B) {
	url := redistest.Start(b)
	variants := []struct {
		name string
		mk   func() (func(ctx context.Context, cmd redis.Cmder) error, func())
	}{
		{"plain", func() (func(ctx context.Context, cmd redis.Cmder) error, func()) {
			c := client(url)
			return func(ctx context.Context, cmd redis.Cmder) error { return c.Process(ctx, cmd) }, func() { c.Close() }
		}},
		{"blocking", func() (func(ctx context.Context, cmd redis.Cmder) error, func()) {
			c := client(url)
			ap, err := c.AutoPipeline()
			if err != nil {
				b.Fatal(err)
			}
			return func(ctx context.Context, cmd redis.Cmder) error { return ap.Process(ctx, cmd) }, func() { c.Close() }
		}},
		{"async", func() (func(ctx context.Context, cmd redis.Cmder) error, func()) {
			c := client(url)
			ap, err := c.AsyncAutoPipeline()
			if err != nil {
				b.Fatal(err)
			}
			return func(ctx context.Context, cmd redis.Cmder) error { return ap.Submit(ctx, cmd).WaitContext(ctx) }, func() { c.Close() }
		}},
		{"fullduplex", func() (func(ctx context.Context, cmd redis.Cmder) error, func()) {
			c := client(url)
			ap, err := c.AutoPipelineWithOptions(&redis.AutoPipelineOptions{FullDuplex: true})
			if err != nil {
				b.Fatal(err)
			}
			return func(ctx context.Context, cmd redis.Cmder) error { return ap.Process(ctx, cmd) }, func() { c.Close() }
		}},
		{"group1", func() (func(ctx context.Context, cmd redis.Cmder) error, func()) {
			c := client(url)
			g := &batcher{c: c, max: 1}
			return g.do, func() { c.Close() }
		}},
		{"group2", func() (func(ctx context.Context, cmd redis.Cmder) error, func()) {
			c := client(url)
			g := &batcher{c: c, max: 2}
			return g.do, func() { c.Close() }
		}},
	}
	for round := range 2 {
		for _, par := range []int{1, 16} {
			for _, v := range variants {
				b.Run(fmt.Sprintf("%d/par%d/%s", round, par, v.name), func(b *testing.B) {
					do, stop := v.mk()
					defer stop()
					s := newProto(do)
					talk(b, s, par)
				})
			}
		}
	}
}

func talk(b *testing.B, s *Store, par int) {
	ctx := context.Background()
	sealed := strings.Repeat("x", 120)
	var n atomic.Int64
	b.ReportAllocs()
	var wg sync.WaitGroup
	start := time.Now()
	for g := range par {
		wg.Add(1)
		go func() {
			defer wg.Done()
			pseud := fmt.Sprintf("%08x%024x", time.Now().UnixNano()&0xffffffff, g)
			id := fmt.Sprintf("%032x", g+1000)
			for {
				i := n.Add(1)
				if i > int64(b.N) {
					return
				}
				mark := fmt.Sprintf("%s%x%016x", pseud, start.UnixNano(), i)
				cx, cancel := context.WithTimeout(ctx, time.Second)
				l, err := s.Load(cx, desk.Query{Index: []string{pseud}, Marks: []string{mark}})
				if err != nil {
					b.Error(err)
				}
				c := desk.Commit{Claim: &desk.Claim{Marks: []string{mark}, Keep: 10 * time.Second, Answer: sealed, KeepAnswer: 5 * time.Second}}
				if l.Index.Version == 0 {
					c.Write = append(c.Write, desk.Write{Ref: desk.Ref{Kind: desk.KindIndex, ID: pseud}, Next: 1, Fields: []desk.Field{{Name: "c", Value: id}}, TTL: time.Hour})
				}
				c.Write = append(c.Write, desk.Write{Ref: desk.Ref{Kind: desk.KindSession, ID: id}, Expect: l.Session.Version, Next: max(i, l.Session.Version+1),
					Fields: []desk.Field{{Name: "f", Value: "door"}, {Name: "n", Value: "ask"}, {Name: "w", Value: "17"}, {Name: "d", Value: "1764000000000"}, {Name: "x", Value: sealed}}, TTL: time.Hour})
				if err := s.Commit(cx, &c); err != nil && l.Session.Version != 0 {
					b.Error(err, l.Session.Version, i)
				}
				cancel()
			}
		}()
	}
	wg.Wait()
}
