package store

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

const (
	// batchesInFlight is how many commands or batches of commands are on their way to Redis at once.
	batchesInFlight = 2
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
	mu       sync.Mutex
	inFlight int
	queue    []*passenger
}

// passenger is a command that waits for the next batch.
type passenger struct {
	cmd   redis.Cmder
	taken atomic.Bool   // by the batch, or by its own goroutine when that leaves
	done  chan struct{} // closed once cmd has its answer
}

// do sends a command and waits for its answer, no longer than ctx lasts. After the error of ctx itself, cmd may still
// be on its way: it must not be touched any more.
func (b *batcher) do(ctx context.Context, cmd redis.Cmder) error {
	p := b.board(cmd)
	if p == nil {
		defer b.arrived()
		return b.client.Process(ctx, cmd)
	}
	select {
	case <-p.done:
		return cmd.Err()
	case <-ctx.Done():
		p.taken.Store(true) // spares Redis a command that nobody waits for, if it has not left yet
		return ctx.Err()
	}
}

// board queues a command for the next batch. It returns nil when the way is free.
func (b *batcher) board(cmd redis.Cmder) *passenger {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.inFlight < batchesInFlight {
		b.inFlight++
		return nil
	}
	p := &passenger{cmd: cmd, done: make(chan struct{})}
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
				_ = pipe.Process(context.Background(), p.cmd) // queues
			}
		}
		_, _ = pipe.Exec(context.Background()) // every command has its own error
		for _, p := range batch {
			close(p.done)
		}
	}
}
