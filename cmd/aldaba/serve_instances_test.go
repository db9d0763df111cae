package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

// accepted reads how many messages a server has handed over, and fails if the fate of one is unknown.
func (h *hotline) accepted() int {
	h.t.Helper()
	if n := h.total(`aldaba_outbox_tries_total\{[^}]*outcome="unknown"[^}]*\}`); n > 0 {
		h.t.Errorf("%d tries of unknown fate", n)
	}
	return h.total(`aldaba_outbox_tries_total\{[^}]*outcome="accepted"[^}]*\}`)
}

// sentOnce fails unless each message went out at its first try.
func (o *outlet) sentOnce(ids []bot.MessageID) {
	o.t.Helper()
	o.onceEach()
	for _, id := range ids {
		if m := o.record(id); m.State != bot.MessagePosted || len(m.Tries) != 1 || m.Tries[0].Outcome != bot.Accepted || m.Repeat {
			o.t.Errorf("the record says %+v", m)
		}
	}
}

// A server that ends finishes what it has begun, and gives up the rest so that nobody has to wait for it.
func TestSIGTERMInTheMiddleOfSending(t *testing.T) {
	t.Parallel()
	const texts, first = 16, 12 // a server takes 16 at once; 13 may go at once
	o := newOutlet(t, "rates: {sms: 4}\n")
	o.provider.Always(twiliotest.Slow(500 * time.Millisecond))
	ids := o.queues(bot.LaneUrgent, texts)
	h := o.serve()
	o.provider.Await(first, patience)
	if n := o.leases(); n != 1 {
		t.Errorf("one server has %d leases", n)
	}
	o.ends(h)
	taken, posted := o.provider.Taken(), 0
	for _, id := range ids {
		switch m := o.record(id); m.State {
		case bot.MessagePosted:
			posted++
		case bot.MessageQueued:
		default:
			t.Errorf("a server that ended has left %+v", m)
		}
	}
	if taken < first || taken == texts || posted != taken {
		t.Errorf("%d texts were taken, of %d that is known", taken, posted)
	}
	if leases := o.leases(); leases > 0 {
		t.Errorf("%d leases are left", leases)
	}
	o.serve()
	began := time.Now() // it runs: what languages it learns first takes longer, with the race detector, than a lease would keep it waiting
	o.provider.Await(taken+1, patience)
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the first of what was left goes out after %v", took)
	}
	o.drains(patience)
	o.sentOnce(ids)
}

// Servers are replaced one after the other while texts keep coming.
func TestRollingRestarts(t *testing.T) {
	t.Parallel()
	const each, restarts = 120, 5 // texts that a server takes before the next one comes
	o := newOutlet(t, "rates: {sms: 80}\n")
	o.provider.Always(twiliotest.Slow(100 * time.Millisecond).With(twiliotest.Plan{{Status: "queued"}}))
	var ids []bot.MessageID
	streaming, over := context.WithCancel(t.Context())
	var stream sync.WaitGroup
	stream.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-streaming.Done():
				return
			case <-time.After(15 * time.Millisecond):
				ids = append(ids, o.queues(bot.Lanes()[n%3], 1)...)
			}
		}
	})
	servers := []*hotline{o.serve()}
	for n := range restarts {
		o.provider.Await((n+1)*each, patience)
		h := o.serve()
		servers[n].accepted()
		o.terminates(servers[n])
		servers = append(servers, h)
	}
	o.provider.Await(o.provider.Taken()+each, patience) // by the last server
	over()
	stream.Wait()
	o.drains(patience)
	o.provider.Settle(patience)
	servers[restarts].accepted()
	for _, h := range servers[:restarts] {
		o.hasEnded(h)
	}
	o.sentOnce(ids)
}

// Two servers work off one queue, and together send as fast as their sender may: not twice as fast.
func TestTwoServersShareOneRate(t *testing.T) {
	t.Parallel()
	const texts, rate, seconds = 200, 40, 3
	o := newOutlet(t, fmt.Sprintf("rates: {sms: %d}\n", rate))
	a, b := o.serve(), o.serve()
	ids := o.queues(bot.LaneReply, texts)
	o.drains(2 * patience)
	o.sentOnce(ids)
	one, other := a.accepted(), b.accepted()
	if one == 0 || other == 0 || one+other != texts {
		t.Errorf("one server sent %d and the other %d of %d", one, other, texts)
	}
	posts := o.provider.Posts()
	slices.SortFunc(posts, func(p, q twiliotest.Post) int { return p.At.Compare(q.At) })
	from := posts[0].At.Add(time.Second) // behind what may go at once
	sent := 0
	for _, p := range posts {
		if at := p.At.Sub(from); at >= 0 && at < seconds*time.Second {
			sent += p.Segments
		}
	}
	// Exactly, it is kept in package store; here the machine may stop for a moment, and what it missed comes at once.
	if off := float64(sent)/(seconds*rate) - 1; off > 0.2 || off < -0.2 {
		t.Errorf("%d segments in %d s are %+.0f%% off the rate", sent, seconds, 100*off)
	}
}
