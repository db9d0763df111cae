package desk_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

func fast(h *bot.Hotline) { h.Rates.SMS = 5000 }

// queuesMany posts texts to nobody in particular: "words 0" and so on.
func (o *office) queuesMany(n int) (ids []bot.MessageID) {
	for i := range n {
		ids = append(ids, o.posts(bot.LaneReply, bot.PurposeNotice, fmt.Sprintf("words %d", i)))
	}
	return ids
}

// arrives waits until every message is with the provider, and checks that each went out once for each time its record says so:
// what may have arrived twice is marked. Of tries that the provider turned away, none can have arrived.
func (o *office) arrives(ids []bot.MessageID) {
	o.t.Helper()
	posts, marked := map[bot.MessageID]int{}, map[bot.MessageID]int{}
	for _, id := range ids {
		o.becomes(id, bot.MessagePosted, bot.MessageSent, bot.MessageDelivered, bot.MessageHeld)
	}
	o.provider.mu.Lock()
	defer o.provider.mu.Unlock()
	for _, p := range o.provider.posted {
		posts[p.ID]++
		if strings.HasPrefix(p.Text.Reveal(), "(repetido) ") {
			marked[p.ID]++
		}
	}
	for _, id := range ids {
		m, _, _ := o.Message(context.Background(), id)
		unknown := 0
		for _, t := range m.Tries {
			if t.Outcome == bot.Unknown {
				unknown++
			}
		}
		if m.State == bot.MessageHeld && unknown < 3 {
			o.t.Errorf("a person shall decide after %d unknown tries", unknown)
		}
		posts[id] -= o.provider.turned[id]
		if posts[id] <= 0 || posts[id] > 1+unknown || posts[id] > 1+marked[id] {
			o.t.Errorf("posted %d times, %d of them marked; the record tells %+v", posts[id], marked[id], m.Tries)
		}
	}
}

// failing is a store that stops working for one worker.
type failing struct {
	desk.Store
	dead   atomic.Bool // nothing works
	stalls atomic.Bool // leases are not renewed
}

func (f *failing) gone() error {
	if f.dead.Load() {
		return fmt.Errorf("the worker is dead: %w", bot.ErrUnavailable)
	}
	return nil
}

func (f *failing) Commit(ctx context.Context, c *desk.Commit) error {
	if err := f.gone(); err != nil {
		return err
	}
	return f.Store.Commit(ctx, c)
}

func (f *failing) Read(ctx context.Context, refs ...desk.Ref) ([]desk.Document, error) {
	if err := f.gone(); err != nil {
		return nil, err
	}
	return f.Store.Read(ctx, refs...)
}

func (f *failing) Take(ctx context.Context, q bot.Queue, worker string, limit int) ([]desk.Entry, error) {
	if err := f.gone(); err != nil {
		return nil, err
	}
	return f.Store.Take(ctx, q, worker, limit)
}

func (f *failing) Claim(ctx context.Context, q bot.Queue, worker string, limit int) ([]desk.Entry, error) {
	if err := f.gone(); err != nil {
		return nil, err
	}
	return f.Store.Claim(ctx, q, worker, limit)
}

func (f *failing) Admit(ctx context.Context, a *desk.Admission) (desk.Admitted, error) {
	if err := f.gone(); err != nil {
		return desk.Admitted{}, err
	}
	return f.Store.Admit(ctx, a)
}

func (f *failing) Renew(ctx context.Context, worker string, lease time.Duration, first bool) (bool, error) {
	if err := f.gone(); err != nil || f.stalls.Load() {
		return false, fmt.Errorf("not renewed: %w", bot.ErrUnavailable)
	}
	return f.Store.Renew(ctx, worker, lease, first)
}

func (f *failing) MoveDue(ctx context.Context, limit int) (int, error) {
	if err := f.gone(); err != nil {
		return 0, err
	}
	return f.Store.MoveDue(ctx, limit)
}

func TestTwoWorkersShareTheWork(t *testing.T) {
	o := openOffice(t, fast)
	ids := o.queuesMany(200)
	o.opens()
	o.again(o.store).opens()
	o.arrives(ids)
	o.empties()
	if n := len(o.provider.texts()); n != 200 {
		t.Errorf("%d POSTs", n)
	}
}

func TestADeadWorkersMessagesAreTakenOverWhenItsLeaseEnds(t *testing.T) {
	t.Parallel()
	o := openOffice(t, func(h *bot.Hotline) { h.Rates.SMS = 10 })
	mortal := &failing{Store: o.store}
	died, buried := make(chan time.Time, 1), make(chan struct{})
	var first atomic.Bool
	var second atomic.Int64
	o.provider.answer = func(context.Context, bot.Parcel) *bot.Result {
		if first.CompareAndSwap(false, true) {
			time.Sleep(500 * time.Millisecond) // the other one has been taken as well
			mortal.dead.Store(true)
			died <- time.Now()
			<-buried
			return &bot.Result{Outcome: bot.Unknown}
		}
		second.CompareAndSwap(0, time.Now().UnixNano())
		return nil
	}
	// The first is so long that the second has to wait for the rate.
	ids := []bot.MessageID{o.posts(bot.LaneReply, bot.PurposeNotice, strings.Repeat("long words ", 400)), o.posts(bot.LaneReply, bot.PurposeNotice, "short")}
	dying := o.again(mortal)
	ctx, stop := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() { dying.RunOutbox(ctx, "dying") })
	t.Cleanup(func() { mortal.dead.Store(false); close(buried); ended.Wait() })
	death := <-died
	stop()
	o.opens()
	o.arrives(ids)
	if after := time.Unix(0, second.Load()).Sub(death); after < 1500*time.Millisecond {
		t.Errorf("taken over after %v, while the lease lasts", after)
	}
	if m := o.has(ids[0], bot.MessagePosted, 2); m.Tries[0].Outcome != bot.Unknown || !m.Repeat {
		t.Errorf("the record of what was under way tells %+v", m)
	}
	o.has(ids[1], bot.MessagePosted, 1)
}

func TestASlowWorkerKeepsItsMessages(t *testing.T) {
	t.Parallel()
	o := openOffice(t, fast)
	o.provider.answer = func(context.Context, bot.Parcel) *bot.Result {
		time.Sleep(5 * time.Second)
		return nil
	}
	ids := o.queuesMany(30)
	o.opens()
	o.again(o.store).opens()
	o.arrives(ids)
	if n := len(o.provider.texts()); n != 30 {
		t.Errorf("%d POSTs", n)
	}
}

func TestAStalledWorkerStopsAndOthersTakeOver(t *testing.T) {
	t.Parallel()
	o := openOffice(t, func(h *bot.Hotline) { h.Rates.SMS = 10 })
	stalling := &failing{Store: o.store}
	ids := o.queuesMany(45)
	o.again(stalling).opens()
	for len(o.provider.texts()) == 0 {
		time.Sleep(time.Millisecond)
	}
	stalling.stalls.Store(true)
	o.opens()
	o.arrives(ids)
}

// TestAWorkerWhoseLeaseIsOverPostsNothingThatItWasAdmittedFor is about a text that waits behind another one to the same contact.
func TestAWorkerWhoseLeaseIsOverPostsNothingThatItWasAdmittedFor(t *testing.T) {
	t.Parallel()
	o := openOffice(t, fast)
	who := o.meets(bot.SMS, anna)
	stalling := &failing{Store: o.store}
	var first atomic.Bool
	o.provider.answer = func(context.Context, bot.Parcel) *bot.Result {
		if first.CompareAndSwap(false, true) {
			stalling.stalls.Store(true)
			time.Sleep(4500 * time.Millisecond)
		}
		return nil
	}
	ids := []bot.MessageID{o.tells(who, bot.LaneUrgent, bot.PurposePage, "one"), o.tells(who, bot.LaneUrgent, bot.PurposePage, "two")}
	o.again(stalling).opens()
	for len(o.provider.texts()) == 0 {
		time.Sleep(time.Millisecond)
	}
	o.opens()
	o.arrives(ids)
	time.Sleep(2 * time.Second) // the first worker comes to itself
	if got := o.provider.texts(); len(got) != 3 || slices.Contains(got, "two") {
		t.Errorf("posted %q", got)
	}
}

func TestRedisDiesInTheMiddleAndEverythingGoesOut(t *testing.T) {
	t.Parallel()
	args := []string{"--appendonly", "yes", "--appendfsync", "always"}
	server := redistest.New(t, args...)
	o := officeOn(t, real(t, server.URL()), func(h *bot.Hotline) { h.Rates.SMS = 60 })
	ids := o.queuesMany(150)
	o.opens()
	o.again(real(t, server.URL())).opens()
	for _, at := range []int{20, 90} {
		for len(o.provider.texts()) < at {
			time.Sleep(time.Millisecond)
		}
		server.Kill()
		time.Sleep(500 * time.Millisecond)
		server.Run(args...)
	}
	o.arrives(ids)
}

func TestTheOutboxTellsWhetherItRuns(t *testing.T) {
	o := openOffice(t, nil)
	if o.OutboxRuns(t.Context()) == nil {
		t.Error("it has not begun, and counts as running")
	}
	o.opens()
	for end := time.Now().Add(30 * time.Second); o.OutboxRuns(t.Context()) != nil; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it runs, and counts as stuck")
		}
	}
	o.ports.Sender = nil
	if err := desk.New(o.Brain(), o.ports).OutboxRuns(t.Context()); err != nil {
		t.Errorf("without a sender there is none, and yet: %v", err)
	}
}
