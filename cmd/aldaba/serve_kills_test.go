package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Servers are killed at random moments while reports come in. A report that was answered is on the board, and somebody has been told of
// it; one that was not is sent again, as the provider does.
func TestKillsLoseNoReport(t *testing.T) {
	for seed := range soaks(10, 1) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			t.Parallel()
			kills := soaks(100, 4)
			k := &killing{watch: openWatch(t, "flood: {page_every: 1s}\nescalation: [{page: 5, role: dispatcher, need: 1, within: 60s}]\n",
				crewOf(5, "dispatcher", 0)...), chance: rand.New(rand.NewPCG(uint64(seed), 9))}
			var killer sync.WaitGroup
			done := make(chan struct{})
			killer.Go(func() { defer close(done); k.kill(kills) })
			sent := k.reports(done)
			killer.Wait()
			told := k.firstPages(sent, time.Minute)
			t.Logf("%d kills, %d reports, %d of them lost", kills, len(sent), len(sent)-len(told))
		})
	}
}

// killing is a watch whose servers die.
type killing struct {
	*watch
	chance *rand.Rand
	mu     sync.Mutex // of servers
}

// kill kills one server after the other and starts another in its place.
func (k *killing) kill(times int) {
	for range times {
		time.Sleep(time.Duration(k.chance.Int64N(int64(400 * time.Millisecond))))
		i := k.chance.IntN(2)
		k.server(i).stop()
		fresh := k.serve()
		k.mu.Lock()
		k.servers[i] = fresh
		k.mu.Unlock()
	}
}

// server is one of those that run now.
func (k *killing) server(i int) *hotline {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.servers[i%2]
}

// reports sends reports from different places until done, each again and again until it is answered.
func (k *killing) reports(done <-chan struct{}) map[int]time.Time {
	sent := map[int]time.Time{}
	for i := 0; ; i++ {
		select {
		case <-done:
			return sent
		case <-time.After(50 * time.Millisecond):
		}
		number := bot.Private(fmt.Sprintf("+1415558%04d", i))
		form := (&phone{t: k.t, h: k.server(0), address: bot.Address{Channel: bot.SMS, Value: number}}).text("ICE is here now " + corner(i))
		sent[i] = time.Now()
		for try := 0; k.try(i+try, form) != http.StatusOK; try++ {
			time.Sleep(20 * time.Millisecond)
		}
	}
}

// try sends a form to one of the servers and returns the status; 0 when it died meanwhile.
func (k *killing) try(i int, form url.Values) int {
	h := k.server(i)
	response, err := h.provider.Do(h.request(form))
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	return response.StatusCode
}
