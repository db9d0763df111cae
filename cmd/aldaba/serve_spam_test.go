package main

import (
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A flood of nonsense and false reports must not keep a true one from anybody: 60,000 messages in ten minutes, half of them nonsense from
// 2,000 numbers, half false reports from 10,000 numbers at 200 places, beside 100 reports at other places. Spam may be refused, or wait for so
// long that the provider gives up; a report may not. Without a soak, a hundredth of it at the same rate.
func TestAFloodKeepsNoReportFromAnybody(t *testing.T) {
	messages, real := soaks(60_000, 600), soaks(100, 10)
	const every = 10 * time.Millisecond // 100 a second
	rows := append(crewOf(20, "dispatcher", 0), crewOf(3, "lead", 900)...)
	w := openWatch(t, "rates: {sms: 100}\n", rows...)
	spam := func(i int) (number, words string) {
		if i%2 == 0 {
			return fmt.Sprintf("+1415560%04d", i/2%2000), fmt.Sprintf("asdf %d qwer", i)
		}
		return fmt.Sprintf("+14156%06d", i/2%10000), "ICE is here now " + corner(5000+i/2%200)
	}
	sent := map[int]time.Time{}
	var mu sync.Mutex
	var refused atomic.Int64
	var all sync.WaitGroup
	tick := time.NewTicker(every)
	defer tick.Stop()
	for i := range messages {
		<-tick.C
		all.Go(func() {
			number, words := spam(i)
			if !w.takes(i, number, words) {
				refused.Add(1)
			}
		})
		if i%(messages/real) == 0 && i/(messages/real) < real {
			all.Go(func() {
				n := i / (messages / real)
				at := w.report(n)
				mu.Lock()
				sent[n] = at
				mu.Unlock()
			})
		}
	}
	all.Wait()
	took := w.firstPages(maps.Clone(sent), 2*time.Minute)
	t.Logf("%d messages of spam (%d refused for now), %d of %d reports named to somebody: p50 %v, p99 %v", messages, refused.Load(), len(took), real,
		percentile(took, .5), percentile(took, .99))
}
