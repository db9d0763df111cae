package twiliotest

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// callbackTimeout is how long Twilio waits for the answer to a callback.
const callbackTimeout = 15 * time.Second

// round is what becomes of one message, while it does. Its callbacks are told one after the other.
type round struct {
	courier *courier
	message *message
	rest    Plan
}

// courier tells the hotline what became of its messages, with a fixed number of workers.
type courier struct {
	server  *Server
	target  *url.URL
	client  *http.Client
	ctx     context.Context
	cancel  context.CancelFunc
	workers sync.WaitGroup

	mu      sync.Mutex
	wake    *sync.Cond
	queue   []*round
	open    int // rounds that are not finished, queued or not
	closed  bool
	answers map[int]int
}

// CallbacksTo sets where callbacks go from now on: to the scheme and host of a base URL instead of those of each message's
// StatusCallback. Path and query stay, and the signature is that of the original URL. Failed callbacks are not repeated.
func (s *Server) CallbacksTo(base string) {
	s.tb.Helper()
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		s.tb.Fatalf("callbacks to %q: want a base URL such as http://127.0.0.1:8080", base)
	}
	s.courier.mu.Lock()
	defer s.courier.mu.Unlock()
	s.courier.target = u
}

// Settle waits until everything has become of every message taken so far that its plan says; the test fails if that
// takes longer than the time-out.
func (s *Server) Settle(timeout time.Duration) {
	s.tb.Helper()
	for end := time.Now().Add(timeout); ; time.Sleep(time.Millisecond) {
		s.courier.mu.Lock()
		open := s.courier.open
		s.courier.mu.Unlock()
		if open == 0 {
			return
		}
		if time.Now().After(end) {
			s.tb.Fatalf("the callbacks of %d messages are not done after %v", open, timeout)
		}
	}
}

// CallbackAnswers counts the callbacks that were sent, by the HTTP status of their answers; 0 counts those without one.
func (s *Server) CallbackAnswers() map[int]int {
	s.courier.mu.Lock()
	defer s.courier.mu.Unlock()
	return maps.Clone(s.courier.answers)
}

func (c *courier) start(s *Server) {
	c.server, c.answers, c.wake = s, map[int]int{}, sync.NewCond(&c.mu)
	c.ctx, c.cancel = context.WithCancel(context.Background())
	c.client = &http.Client{
		Timeout:   callbackTimeout,
		Transport: &http.Transport{MaxIdleConns: 2 * s.couriers, MaxIdleConnsPerHost: 2 * s.couriers},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
	for range s.couriers {
		c.workers.Go(c.work)
	}
}

// stop returns when no worker runs any more.
func (c *courier) stop() {
	c.cancel()
	c.mu.Lock()
	c.closed = true
	c.wake.Broadcast()
	c.mu.Unlock()
	c.workers.Wait()
	c.client.CloseIdleConnections()
}

// reserve opens the round of a message, so that Settle waits for it from now on.
func (c *courier) reserve(m *message, p Plan) *round {
	if len(p) == 0 {
		return &round{courier: c}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open++
	return &round{c, m, p}
}

// sendEarly tells what is to be told before the POST's own answer.
func (r *round) sendEarly() {
	for len(r.rest) > 0 && r.rest[0].Early {
		r.step()
	}
	r.finishIfEmpty()
}

// begin lets the rest happen.
func (r *round) begin() {
	if len(r.rest) > 0 {
		r.wait()
	}
}

// wait queues the round once its next callback is due.
func (r *round) wait() {
	if d := r.rest[0].After; d > 0 {
		time.AfterFunc(d, r.enqueue)
		return
	}
	r.enqueue()
}

func (r *round) enqueue() {
	r.courier.mu.Lock()
	defer r.courier.mu.Unlock()
	r.courier.queue = append(r.courier.queue, r)
	r.courier.wake.Signal()
}

// finishIfEmpty closes a round that had callbacks and has none left.
func (r *round) finishIfEmpty() {
	if r.rest == nil || len(r.rest) > 0 {
		return
	}
	r.rest = nil
	r.courier.mu.Lock()
	defer r.courier.mu.Unlock()
	r.courier.open--
}

// work tells callbacks until the test ends.
func (c *courier) work() {
	for r := c.next(); r != nil; r = c.next() {
		r.step()
		for len(r.rest) > 0 && r.rest[0].After == 0 {
			r.step()
		}
		if len(r.rest) > 0 {
			r.wait() // from here on the round may be another worker's
			continue
		}
		r.finishIfEmpty()
	}
}

// next waits for a round; nil means that the test ends.
func (c *courier) next() *round {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.queue) == 0 && !c.closed {
		c.wake.Wait()
	}
	if c.closed {
		return nil
	}
	r := c.queue[0]
	c.queue = c.queue[1:]
	return r
}

// step lets the next callback happen.
func (r *round) step() {
	next := r.rest[0]
	r.rest = r.rest[1:]
	r.courier.server.move(r.message, next.Status, next.Code)
	if !next.Lost && r.message.Callback != "" {
		r.courier.tell(r.message, next)
	}
}
