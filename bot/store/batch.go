package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// batchesInFlight is how many commands or batches of commands are on their way to Redis at once.
	batchesInFlight = 4
	// batchSize is how many commands a batch holds at most: what is written before the first answer is read must fit
	// the buffers between the two processes.
	batchSize = 128
)

// batcher sends the commands of many goroutines in few round trips. While batchesInFlight are on their way, further
// commands wait and then travel together, as one pipeline: the busier the hotline, the cheaper each message. A command
// that finds the way free does not wait. Batching changes nothing else: every command has an answer or error of its
// own, and none is ever sent twice.
type batcher struct {
	client   redis.UniversalClient
	idle     sync.Pool // of passengers that have arrived
	mu       sync.Mutex
	inFlight int
	queue    []*passenger
}

// passenger is a command that waits for the next batch.
type passenger struct {
	cmd   redis.Cmder
	clock *redis.TimeCmd // of the batch, when it asks for the time
	timed bool           // wants to know Redis' time
	taken atomic.Bool    // by the batch, or by its own goroutine when that leaves
	done  chan struct{}  // holds one value once cmd has its answer
}

// do sends a command and waits for its answer, no longer than ctx lasts. After the error of ctx itself, cmd may still
// be on its way: it must not be touched any more.
func (b *batcher) do(ctx context.Context, cmd redis.Cmder) error {
	_, err := b.ride(ctx, cmd, false)
	return err
}

// timed is do that also tells Redis' time, asked for right before the command; commands of one batch share it.
func (b *batcher) timed(ctx context.Context, cmd redis.Cmder) (time.Time, error) {
	clock, err := b.ride(ctx, cmd, true)
	if err == nil {
		err = clock.Err()
	}
	if err != nil {
		return time.Time{}, err
	}
	return clock.Val().UTC(), nil
}

func (b *batcher) ride(ctx context.Context, cmd redis.Cmder, timed bool) (*redis.TimeCmd, error) {
	p := b.board(cmd, timed)
	if p == nil {
		defer b.arrived()
		return b.alone(ctx, cmd, timed)
	}
	select {
	case <-p.done:
		clock := p.clock
		p.cmd, p.clock = nil, nil
		p.taken.Store(false)
		b.idle.Put(p)
		return clock, cmd.Err()
	case <-ctx.Done():
		p.taken.Store(true) // spares Redis a command that nobody waits for, if it has not left yet
		return nil, ctx.Err()
	}
}

// alone sends a command that nobody else travels with.
func (b *batcher) alone(ctx context.Context, cmd redis.Cmder, timed bool) (*redis.TimeCmd, error) {
	if !timed {
		return nil, b.client.Process(ctx, cmd)
	}
	pipe := b.client.Pipeline()
	clock := pipe.Time(ctx)
	_ = pipe.Process(ctx, cmd) // queues
	_, err := pipe.Exec(ctx)
	return clock, err
}

// board queues a command for the next batch. It returns nil when the way is free.
func (b *batcher) board(cmd redis.Cmder, timed bool) *passenger {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.inFlight < batchesInFlight {
		b.inFlight++
		return nil
	}
	p, ok := b.idle.Get().(*passenger)
	if !ok {
		p = &passenger{done: make(chan struct{}, 1)}
	}
	p.cmd, p.timed = cmd, timed
	b.queue = append(b.queue, p)
	return p
}

// arrived lets the next batch go, now that a command or batch is back.
func (b *batcher) arrived() {
	if next := b.next(); len(next) > 0 {
		go b.send(next)
	}
}

// next takes a batch off the queue. When there is none, the way is free again.
func (b *batcher) next() []*passenger {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := min(len(b.queue), batchSize)
	next := b.queue[:n:n]
	b.queue = b.queue[n:]
	if n == 0 {
		b.inFlight--
		b.queue = nil
	}
	return next
}

// send sends batches until the queue is empty. How long each may take is up to the client's timeouts, for the
// passengers' own deadlines differ.
func (b *batcher) send(batch []*passenger) {
	for ; len(batch) > 0; batch = b.next() {
		pipe := b.client.Pipeline()
		load(pipe, batch)
		_, _ = pipe.Exec(context.Background()) // every command has its own error
		for _, p := range batch {
			p.done <- struct{}{}
		}
	}
}

// load queues the commands of a batch, and one for the time before the first that wants to know it.
func load(pipe redis.Pipeliner, batch []*passenger) {
	var clock *redis.TimeCmd
	for _, p := range batch {
		if !p.taken.CompareAndSwap(false, true) {
			continue
		}
		if p.timed && clock == nil {
			clock = pipe.Time(context.Background())
		}
		p.clock = clock
		_ = pipe.Process(context.Background(), p.cmd) // queues
	}
}
