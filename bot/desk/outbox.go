package desk

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

const (
	// leaseFor is how long a worker counts as alive after it last said so, which it does every leaseEvery.
	leaseFor   = 3 * time.Second
	leaseEvery = time.Second
	// leaseMargin is how much sooner a worker itself takes its lease for over: clocks of two machines run at different speeds.
	leaseMargin = 200 * time.Millisecond
	// claimEvery is how often a worker looks for entries of workers that are gone.
	claimEvery = time.Second
	// hands is how many messages of one queue a worker hands over at the same time: at the provider's usual 150 ms each, some 400 a second.
	hands = 64
	// admitAtOnce is how many messages one script admits at most.
	admitAtOnce = 16
	// moveBatch is how many tickets one script moves at most.
	moveBatch = 500
	// restAfter is how long a process rests after a worker that had to end.
	restAfter = time.Second
	// drain is how long tries that are under way may take when the worker ends.
	drain = 20 * time.Second
)

// worker hands messages to the provider. Its name is that of no worker before it: whoever starts anew must not find the entries of
// its predecessor, which may still be at work. A worker that loses its lease, or an answer that told of entries, ends: others take what
// it leaves.
type worker struct {
	*Desk
	name    string
	end     func() // lets the pumps end
	began   time.Time
	renewed atomic.Int64 // when the lease was last renewed, on the monotonic clock since began
	busy    sync.WaitGroup
}

// RunOutbox works off the outbox until ctx ends; what is under way then is finished. Instance is what the process is called among
// those that share the store; any number of them may run.
func (d *Desk) RunOutbox(ctx context.Context, instance string) {
	for ctx.Err() == nil {
		pumping, end := context.WithCancel(ctx)
		w := &worker{Desk: d, name: instance + "/" + newID(), end: end, began: time.Now()}
		w.run(ctx, pumping)
		end()
		_ = sleep(ctx, restAfter)
	}
}

// WorkOutbox works off once what waits in the queues now, for the terminal and stories.
func (d *Desk) WorkOutbox(ctx context.Context, instance string) error {
	w := &worker{Desk: d, name: instance + "/" + newID(), end: func() {}, began: time.Now()}
	if _, err := d.Store.Renew(ctx, w.name, leaseFor, true); err != nil {
		return err
	}
	leasing, release := context.WithCancel(ctx)
	var lease sync.WaitGroup
	lease.Go(func() { w.keepLease(leasing, nil) })
	defer lease.Wait()
	defer release()
	waiting, err := d.Store.Traffic(ctx)
	errs := make(chan error, len(waiting.Waiting)+1)
	errs <- err
	var queues sync.WaitGroup
	for q, n := range waiting.Waiting { // side by side: one that is held holds up no other
		queues.Go(func() { errs <- w.pump(ctx, ctx, q).some(ctx, n) })
	}
	queues.Wait()
	w.busy.Wait()
	close(errs)
	var all []error
	for err := range errs {
		all = append(all, err)
	}
	return errors.Join(all...)
}

// run works until ctx ends, which is a part of process. Tries that are under way then may take a while, and what became of them is
// recorded however long the store is away, unless the process ends.
func (w *worker) run(process, ctx context.Context) {
	trying, stop := drained(ctx)
	defer stop()
	recording, end := drained(process)
	defer end()

	var lease, loops sync.WaitGroup
	leasing, release := context.WithCancel(context.WithoutCancel(ctx))
	leased := make(chan struct{})
	lease.Go(func() { w.keepLease(leasing, leased) })
	select {
	case <-leased:
		loops.Go(func() { w.every(ctx, timerTick, "tickets for later", w.moveDue) })
		for _, sender := range bot.SenderNames() {
			for _, lane := range bot.Lanes() {
				p := w.pump(trying, recording, bot.Queue{Lane: lane, Sender: sender})
				loops.Go(func() { p.run(ctx) })
			}
		}
	case <-ctx.Done():
	}
	loops.Wait()
	w.busy.Wait()
	release()
	lease.Wait()
}

// drained is a context that ends a while after ctx.
func drained(ctx context.Context) (context.Context, context.CancelFunc) {
	later, end := context.WithCancel(context.WithoutCancel(ctx))
	unwatch := context.AfterFunc(ctx, func() { time.AfterFunc(drain, end) })
	return later, func() { unwatch(); end() }
}

// keepLease takes a lease, says so, and renews it until ctx ends or it is lost; then it is given up. Whoever has one already does not ask to be told.
func (w *worker) keepLease(ctx context.Context, leased chan<- struct{}) {
	first := leased != nil
	w.every(ctx, leaseEvery, "lease of the outbox", func(ctx context.Context) error {
		at := time.Since(w.began)
		held, err := w.Store.Renew(ctx, w.name, leaseFor, first)
		if err != nil {
			return err
		}
		if !held {
			w.end()
			return errors.New("the lease was lost")
		}
		w.renewed.Store(int64(at))
		w.lease.Store(time.Now().UnixMilli())
		if first {
			close(leased)
			first = false
		}
		return nil
	})
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaseEvery)
	defer cancel()
	if _, err := w.Store.Renew(ctx, w.name, 0, false); err != nil {
		w.Log.Warn("the lease of the outbox ends by itself", "err", err)
	}
}

// alive reports whether nobody else can have taken over this worker's entries yet. It asks the monotonic clock, which goes on while
// the process is stopped.
func (w *worker) alive() bool {
	return time.Since(w.began)-time.Duration(w.renewed.Load()) < leaseFor-leaseMargin
}

func (w *worker) moveDue(ctx context.Context) error {
	for {
		n, err := w.Store.MoveDue(ctx, moveBatch)
		if err != nil || n < moveBatch {
			return err
		}
	}
}

// every does some work at once and then again and again, until ctx ends. That it fails is told once until it succeeds again.
func (d *Desk) every(ctx context.Context, pause time.Duration, work string, do func(context.Context) error) {
	failing := false
	for ctx.Err() == nil {
		err := do(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			d.Log.Warn("a worker is held up", "work", work, "err", err)
		}
		failing = err != nil
		_ = sleep(ctx, pause)
	}
}

// OutboxRuns returns an error when nobody works off the outbox in this process.
func (d *Desk) OutboxRuns(context.Context) error {
	if d.Sender == nil {
		return nil
	}
	if idle := time.Since(time.UnixMilli(d.lease.Load())); idle > maxBeat {
		return errors.New("the outbox is not worked off")
	}
	return nil
}
