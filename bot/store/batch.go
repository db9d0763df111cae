package store

import (
	"context"
	"sync"
	"sync/atomic"

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

// passenger is a command, or a few that belong together, waiting for the next batch.
type passenger struct {
	cmds  []redis.Cmder
	taken atomic.Bool   // by the batch, or by its own goroutine when that leaves
	done  chan struct{} // holds one value once cmd has its answer
}

// do sends commands, which travel together, and waits for their answers, no longer than ctx lasts; the first error is
// returned. After the error of ctx itself, they may still be on their way: they must not be touched any more.
func (b *batcher) do(ctx context.Context, cmds ...redis.Cmder) error {
	p := b.board(cmds)
	if p == nil {
		defer b.arrived()
		return b.alone(ctx, cmds)
	}
	select {
	case <-p.done:
		p.cmds = nil
		p.taken.Store(false)
		b.idle.Put(p)
		return firstError(cmds)
	case <-ctx.Done():
		p.taken.Store(true) // spares Redis a command that nobody waits for, if it has not left yet
		return ctx.Err()
	}
}

// alone sends commands that nobody else travels with.
func (b *batcher) alone(ctx context.Context, cmds []redis.Cmder) error {
	if len(cmds) == 1 {
		return b.client.Process(ctx, cmds[0])
	}
	pipe := b.client.Pipeline()
	for _, cmd := range cmds {
		_ = pipe.Process(ctx, cmd) // queues
	}
	_, err := pipe.Exec(ctx)
	return err
}

func firstError(cmds []redis.Cmder) error {
	for _, cmd := range cmds {
		if err := cmd.Err(); err != nil {
			return err
		}
	}
	return nil
}

// board queues commands for the next batch. It returns nil when the way is free.
func (b *batcher) board(cmds []redis.Cmder) *passenger {
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
	p.cmds = cmds
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
		for _, p := range batch {
			if p.taken.CompareAndSwap(false, true) {
				for _, cmd := range p.cmds {
					_ = pipe.Process(context.Background(), cmd) // queues
				}
			}
		}
		_, _ = pipe.Exec(context.Background()) // every command has its own error
		for _, p := range batch {
			p.done <- struct{}{}
		}
	}
}
