package store

import (
	"fmt"
	"math"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/racetest"
)

func TestTheRateIsKeptExactly(t *testing.T) {
	racetest.Alone(t)
	uneven := func(i int) int { return 1 + (i*i+i/3)%3 } // 1 to 3 segments
	for _, c := range []struct {
		rate      float64
		size      func(int) int
		oversleep time.Duration
	}{
		{10, uneven, 0}, {100, uneven, 0}, {100, uneven, 90 * time.Millisecond}, {3, nil, 0}, {0.7, nil, 50 * time.Millisecond},
	} {
		w := onAClock(t)
		for _, p := range []*pacer{w.bulkPacer(c.rate), w.replyPacer(c.rate), w.urgentPacer(c.rate)} {
			p.size = c.size
			p.keepsBusy(4*time.Second, c.oversleep) // until its lane has no room any more
			const long = 30 * time.Second
			before := p.segments
			p.keepsBusy(long, c.oversleep)
			most := 3 + c.rate*c.oversleep.Seconds() // the last sleep may end late
			within(t, most, fmt.Sprintf("lane %s at %v/s, oversleeping %v", p.name, c.rate, c.oversleep), p.segments-before, c.rate, long)
		}
	}
}

func TestAnIdleSenderSavesNothingUp(t *testing.T) {
	w := onAClock(t)
	p := w.replyPacer(100)
	p.goes(true)
	w.elapse(time.Hour)
	p.fills()
	near(t, "at once after an hour", p.segments-1, 100, p.depth)
}

func TestTheMoreUrgentLaneAlwaysFindsRoom(t *testing.T) {
	racetest.Alone(t)
	w := onAClock(t)
	bulk, reply, urgent := w.bulkPacer(100), w.replyPacer(100), w.urgentPacer(100)
	bulk.keepsBusy(10*time.Second, 0)
	for range 30 {
		reply.goes(true)
	}
	bulk.goes(false)
	reply.fills()
	reply.goes(false)
	for range 140 {
		urgent.goes(true)
	}
	bulk.goes(false)
	reply.goes(false)
	urgent.fills()
	near(t, "all lanes after ten seconds", bulk.segments+reply.segments+urgent.segments, 100, urgent.depth+10*time.Second)
	w.elapse(time.Second) // urgent messages stand in line until then
	reply.goes(false)
	w.elapse(time.Second)
	reply.goes(true)
}

func TestBroadcastsLeaveTheirRateToOthers(t *testing.T) {
	racetest.Alone(t)
	w := onAClock(t)
	bulk, reply := w.bulkPacer(100), w.replyPacer(100)
	const steps = 600
	begin := 0
	for i := range steps { // tenths of a second
		if i == 20 {
			begin = bulk.segments
		}
		bulk.fills()
		reply.goes(true) // ten a second, none of which waits
		w.elapse(time.Second / 10)
	}
	near(t, "broadcasts beside a tenth of replies", bulk.segments-begin, 90, (steps-20)*time.Second/10)
}

func TestBroadcastsWaitWhileOthersNeedTheWholeRate(t *testing.T) {
	w := onAClock(t)
	bulk, reply := w.bulkPacer(100), w.replyPacer(100)
	reply.fills()
	for range 50 {
		bulk.goes(false)
		w.elapse(time.Second / 10)
		reply.fills()
	}
	near(t, "replies", reply.segments, 100, 5*time.Second+reply.depth)
}

func TestASenderThatIsHeldLetsNothingGo(t *testing.T) {
	w := onAClock(t)
	lanes := []*pacer{w.bulkPacer(100), w.replyPacer(100), w.urgentPacer(100)}
	w.holds(desk.Holding{All: time.Minute})
	w.holds(desk.Holding{All: time.Second}) // a shorter hold does not end a longer one
	for _, p := range lanes {
		if wait := p.asks(1); wait != time.Minute {
			t.Errorf("%s waits %v", p.name, wait)
		}
	}
	w.elapse(time.Minute - time.Millisecond)
	for _, p := range lanes {
		p.goes(false)
	}
	w.elapse(time.Millisecond)
	for _, p := range lanes {
		p.goes(true)
	}
}

func TestHoldingBroadcastsHoldsNothingElse(t *testing.T) {
	for _, d := range []time.Duration{time.Hour, 50 * time.Millisecond} { // longer and shorter than the lane's depth
		w := onAClock(t)
		bulk, reply := w.bulkPacer(100), w.replyPacer(100)
		bulk.goes(true)
		w.holds(desk.Holding{Bulk: d})
		if now, err := w.Traffic(t.Context()); err != nil || now.Still[bot.SenderSMS] != d || now.Held[bot.SenderSMS] != 0 {
			t.Errorf("held for %v, it tells %v, %v", d, now.Still, err)
		}
		reply.goes(true)
		if wait := bulk.asks(1); wait != d {
			t.Errorf("held for %v, waits %v", d, wait)
		}
		w.elapse(d - time.Millisecond)
		bulk.goes(false)
		w.elapse(time.Millisecond)
		bulk.goes(true)
	}
}

// costs is how far one message more puts the sender ahead of its rate, in parts of what it costs.
func (p *pacer) costs() float64 {
	p.t.Helper()
	ahead := func() time.Duration {
		got, err := p.Traffic(p.t.Context())
		if err != nil {
			p.t.Fatal(err)
		}
		return got.Busy[bot.SenderSMS]
	}
	before := ahead()
	p.goes(true)
	return (ahead() - before).Seconds() * p.rate
}

func TestASenderThatWasTooFastSlowsDownForAMinute(t *testing.T) {
	w := onAClock(t)
	p := w.urgentPacer(10)
	is := func(want float64) {
		t.Helper()
		if got := p.costs(); math.Abs(got-want) > 0.001 {
			t.Errorf("a message costs %v times itself, want %v", got, want)
		}
	}
	is(1)
	w.holds(desk.Holding{Slow: true})
	w.holds(desk.Holding{Slow: true}) // many refusals of one moment count once
	is(2)
	w.elapse(30 * time.Second)
	is(1.5)
	w.holds(desk.Holding{Slow: true})
	is(2) // twice the half that is left
	w.elapse(6 * time.Second)
	w.holds(desk.Holding{Slow: true})
	is(2.8)
	w.elapse(60 * time.Second)
	is(1)
	for range 20 {
		w.holds(desk.Holding{Slow: true})
		w.elapse(2 * time.Second)
	}
	if got := p.costs(); got < 10 || got > 16 { // there is an end to it
		t.Errorf("after many refusals a message costs %v times itself", got)
	}
	w.elapse(time.Minute)
	is(1)
}

func TestASlowedSenderSendsAtHalfItsRate(t *testing.T) {
	racetest.Alone(t)
	w := onAClock(t)
	p := w.replyPacer(100)
	p.keepsBusy(5*time.Second, 0)
	w.holds(desk.Holding{Slow: true})
	before := p.segments
	p.keepsBusy(time.Second, 0)
	if got := p.segments - before; got < 49 || got > 53 {
		t.Errorf("%d segments in the second after a refusal, want some 50", got)
	}
	w.elapse(time.Minute)
	p.keepsBusy(time.Second, 0)
	before = p.segments
	p.keepsBusy(5*time.Second, 0)
	near(t, "a minute later", p.segments-before, 100, 5*time.Second)
}

func TestDirectAnswersUseUpTheRate(t *testing.T) {
	w := onAClock(t)
	bulk, reply := w.bulkPacer(100), w.replyPacer(100)
	w.commits(desk.Commit{Debit: []desk.Debit{{Sender: bot.SenderSMS, Cost: 300 * time.Millisecond}}})
	if wait := bulk.asks(1); wait != 200*time.Millisecond {
		t.Errorf("a broadcast waits %v", wait)
	}
	reply.goes(true)
	w.commits(desk.Commit{Debit: []desk.Debit{{Sender: bot.SenderSMS, Cost: time.Second}}})
	reply.goes(false)
}

func TestTwoWorkersShareOneRate(t *testing.T) {
	onBoth(t, func(w *world) {
		const rate, long = 200, 1500 * time.Millisecond
		w.leases("worker", time.Hour)
		var segments atomic.Int64
		var begin, end = w.loadsAna().Now, time.Time{}
		var workers sync.WaitGroup
		for i := range 2 {
			workers.Go(func() {
				p := w.replyPacer(rate)
				p.name = fmt.Sprint("w", i)
				for asked := 0; asked < 1000 && w.now().Sub(begin) < long; asked++ {
					w.elapse(min(p.asks(8), 20*time.Millisecond))
				}
				segments.Add(int64(p.segments))
			})
		}
		workers.Wait()
		end = w.now()
		most := rate*(end.Sub(begin)+time.Second/2).Seconds() + 1
		if n := float64(segments.Load()); n > most || n < rate*long.Seconds()/2 {
			t.Errorf("%v segments in %v, want at most %v", n, end.Sub(begin), most)
		}
	})
}

// now is the store's clock.
func (w *world) now() time.Time {
	l, err := w.Load(w.t.Context(), desk.Query{Contact: ana})
	if err != nil {
		w.t.Error(err)
	}
	return l.Now
}
