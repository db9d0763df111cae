package store

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// onAClock is a world whose time passes only when it is told to, with a worker that never ends.
func onAClock(t *testing.T) *world {
	e, err := OpenEmbedded("test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	w := &world{Store: e.Store, t: t, elapse: e.Advance}
	w.leases("worker", 1000*time.Hour)
	return w
}

// pacer is a worker that lets one lane's messages go, at a rate of segments per second.
type pacer struct {
	*world
	name     string
	rate     float64
	depth    time.Duration
	bulk     bool
	size     func(i int) int // segments of the next message; nil: 1
	sent     int             // messages
	segments int
}

// The depths that the desk gives its lanes.
func (w *world) urgentPacer(rate float64) *pacer {
	return &pacer{world: w, name: "u", rate: rate, depth: 2 * time.Second}
}

func (w *world) replyPacer(rate float64) *pacer {
	return &pacer{world: w, name: "r", rate: rate, depth: time.Second / 2}
}

func (w *world) bulkPacer(rate float64) *pacer {
	return &pacer{world: w, name: "b", rate: rate, depth: time.Second / 10, bulk: true}
}

// asks tries to let so many messages go, and returns how long to wait for those that may not.
func (p *pacer) asks(n int) time.Duration {
	p.t.Helper()
	a := &desk.Admission{Sender: bot.SenderSMS, Worker: "worker", Depth: p.depth, Bulk: p.bulk}
	sizes := make([]int, n)
	for i := range n {
		sizes[i] = 1
		if p.size != nil {
			sizes[i] = p.size(p.sent + i)
		}
		a.Messages = append(a.Messages, desk.Candidate{
			Write: put(message(fmt.Sprintf("%s%d", p.name, p.sent+i)), 0), Regardless: true, MaxStrikes: 9,
			Cost: time.Duration(float64(sizes[i]) * float64(time.Second) / p.rate),
		})
	}
	got := p.admits(a)
	for i, j := range got.Judged {
		if j.Verdict != desk.VerdictGo {
			p.t.Fatalf("judged %v", j.Verdict)
		}
		p.segments += sizes[i]
	}
	p.sent += len(got.Judged)
	return got.Wait
}

// goes checks whether one message may go now, and lets it.
func (p *pacer) goes(want bool) {
	p.t.Helper()
	if wait := p.asks(1); wait == 0 != want {
		p.t.Fatalf("after %d messages another one has to wait %v, want it to go: %v", p.sent, wait, want)
	}
}

// fills lets as many go as may now.
func (p *pacer) fills() {
	p.t.Helper()
	for range 1000 {
		if p.asks(8) > 0 {
			return
		}
	}
	p.t.Fatalf("after %d messages there is still room", p.sent)
}

// keepsBusy lets as many go as may, for so long, each time waiting as it is told and oversleeping a little.
func (p *pacer) keepsBusy(d, oversleep time.Duration) {
	p.t.Helper()
	for d > 0 {
		wait := min(p.asks(3), d)
		if wait > 0 {
			wait = min(wait+oversleep, d)
			p.elapse(wait)
			d -= wait
		}
	}
}

func (w *world) holds(h desk.Holding) {
	w.t.Helper()
	if _, err := w.Hold(w.t.Context(), bot.SenderSMS, h); err != nil {
		w.t.Fatalf("hold: %v", err)
	}
}

// near checks a number of segments against a rate over a time, within three segments: the longest message.
func near(t *testing.T, what string, segments int, rate float64, d time.Duration) {
	t.Helper()
	within(t, 3, what, segments, rate, d)
}

func within(t *testing.T, most float64, what string, segments int, rate float64, d time.Duration) {
	t.Helper()
	if want := rate * d.Seconds(); math.Abs(float64(segments)-want) > most {
		t.Errorf("%s: %d segments in %v, want %.0f", what, segments, d, want)
	}
}
