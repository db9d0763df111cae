package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// Embedded is a Store on a Redis inside this process, for the demo, the chat and fast tests. It keeps nothing.
//
// Its clock stands still until Advance or Run moves it, and lifetimes and timers follow that clock.
type Embedded struct {
	*Store
	redis *miniredis.Miniredis

	mu  sync.Mutex
	now time.Time
}

// tick is how often Run moves the clock.
const tick = 100 * time.Millisecond

// OpenEmbedded starts an empty Redis on a free port of the loopback interface, behind a random password, and opens a
// Store on it. Its clock starts at the time of day.
func OpenEmbedded(hotlineID string) (*Embedded, error) {
	e := &Embedded{redis: miniredis.NewMiniRedis(), now: time.Now()}
	password := rand.Text()
	e.redis.RequireAuth(password)
	e.redis.SetTime(e.now)
	e.redis.ClockTTL(true) // keys expire by the clock that TIME tells, so the two cannot drift apart
	if err := e.redis.Start(); err != nil {
		return nil, fmt.Errorf("start the embedded redis: %w", err)
	}
	s, err := Open("redis://:"+password+"@"+e.redis.Addr(), hotlineID, Options{})
	if err != nil {
		e.redis.Close()
		return nil, err
	}
	e.Store = s
	return e, nil
}

// Advance moves the clock forward: keys expire and timers come due. A negative d does nothing.
func (e *Embedded) Advance(d time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if d > 0 {
		e.now = e.now.Add(d)
		e.redis.SetTime(e.now)
	}
}

// Run lets the clock go at its natural pace, in steps of a tenth of a second, until ctx ends.
func (e *Embedded) Run(ctx context.Context) {
	t := time.NewTicker(tick)
	defer t.Stop()
	for last := time.Now(); ; {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			now := time.Now() // not the ticker's: it skips ticks when the machine is busy
			e.Advance(now.Sub(last))
			last = now
		}
	}
}

// Close closes the Store and forgets everything.
func (e *Embedded) Close() error {
	err := e.Store.Close()
	e.redis.Close()
	return err
}
