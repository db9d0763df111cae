package main

import (
	"sync"
	"testing"
	"time"
)

// A report with a place wakes somebody at once.
func TestReportsWakePeopleFast(t *testing.T) {
	w := openWatch(t, "flood: {page_every: 0}\n", crewOf(10, "dispatcher", 0)...)
	sent := map[int]time.Time{}
	for i := range 200 {
		sent[i] = w.report(i)
		time.Sleep(10 * time.Millisecond)
	}
	took := w.firstPages(sent, 10*time.Second)
	t.Logf("report to first page, %d one after the other: p50 %v, p99 %v", len(took), percentile(took, .5), percentile(took, .99))
}

// A hundred raids at once, each with ten people to wake.
func TestAHundredRaidsAtOnce(t *testing.T) {
	w := openWatch(t, "flood: {page_every: 0}\nescalation: [{page: 10, role: dispatcher, need: 1, within: 60s}]\n", crewOf(10, "dispatcher", 0)...)
	sent := map[int]time.Time{}
	var mu sync.Mutex
	atOnce(100, func(i int) {
		at := w.report(i)
		mu.Lock()
		sent[i] = at
		mu.Unlock()
	})
	took := w.firstPages(sent, 20*time.Second)
	t.Logf("report to first page, %d at once: p50 %v, p99 %v", len(took), percentile(took, .5), percentile(took, .99))
}
