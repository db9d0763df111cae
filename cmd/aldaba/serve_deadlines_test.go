package main

import (
	"context"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// The first tier has two seconds, then the second is woken: never early, and soon after.
const shortTiers = "flood: {page_every: 0}\ncall_after: 0\nescalation:\n  - {page: 1, role: dispatcher, need: 1, within: 2s}\n" +
	"  - {page: all, role: lead, off_shift: true, need: 1, within: 60s}\n"

func TestDeadlinesAreKept(t *testing.T) {
	w := openWatch(t, shortTiers, append(crewOf(1, "dispatcher", 0), crewOf(1, "lead", 900)...)...)
	n := soaks(500, 60)
	sent := map[int]time.Time{}
	for i := range n {
		sent[i] = w.report(i)
	}
	late := w.lateness(n)
	t.Logf("%d deadlines: p50 %v, p99 %v late, the earliest %v", len(late), percentile(late, .5), percentile(late, .99), percentile(late, 0))
}

// One of two servers dies in the middle of the second in which the deadlines come: what it had in its hands comes a little later.
func TestDeadlinesSurviveAServer(t *testing.T) {
	w := openWatch(t, shortTiers, append(crewOf(1, "dispatcher", 0), crewOf(1, "lead", 900)...)...)
	const n = 100
	began := time.Now()
	for i := range n {
		w.report(i)
		time.Sleep(10 * time.Millisecond)
	}
	w.servers[0].stopsAt(began.Add(2500 * time.Millisecond))
	late := w.lateness(n)
	if worst := percentile(late, 1); worst > 10*time.Second {
		t.Errorf("a deadline was %v late", worst)
	}
	t.Logf("%d deadlines across a kill -9: p50 %v, p99 %v late, the latest %v", len(late), percentile(late, .5), percentile(late, .99), percentile(late, 1))
}

// stopsAt kills a server at a moment.
func (h *hotline) stopsAt(at time.Time) {
	time.Sleep(time.Until(at))
	h.stop()
}

// lateness waits until the second tier has been woken for so many incidents, and returns how long after the deadline that was decided, by
// Redis' clock.
func (w *watch) lateness(n int) []time.Duration {
	w.t.Helper()
	board, err := w.desk.Board(context.Background())
	if err != nil || len(board.Open) != n {
		w.t.Fatalf("%d of %d incidents are on the board, %v", len(board.Open), n, err)
	}
	var late []time.Duration
	for _, p := range board.Open {
		var in bot.Incident
		w.until("the second tier is woken", func() bool {
			in, _, err = w.desk.Incident(context.Background(), p.Incident)
			return err == nil && len(in.Pages) > 1
		})
		after := time.Duration(in.Pages[1].At-in.Pages[0].At)*time.Millisecond - 2*time.Second
		if after < 0 {
			w.t.Errorf("incident %d: the next tier was woken %v early", p.Number, -after)
		}
		late = append(late, after)
	}
	return late
}
