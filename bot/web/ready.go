package web

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"
)

// readyFor is how long an answer of /readyz is given again without looking: the path is public, and a look
// writes to the store.
const readyFor = 200 * time.Millisecond

// Check is one thing without which the hotline cannot answer. Name is shown to everybody.
type Check struct {
	Name string
	Func func(context.Context) error // nil error: works; should return when the context ends
}

// readiness answers /readyz. At most one look is under way; requests that come meanwhile share its result.
type readiness struct {
	checks   []Check
	limit    time.Duration
	draining <-chan struct{}
	log      *slog.Logger

	mu     sync.Mutex
	looked time.Time
	failed []string
}

func newReadiness(checks []Check, limit time.Duration, draining <-chan struct{}, log *slog.Logger) *readiness {
	return &readiness{checks: slices.Clone(checks), limit: limit, draining: draining, log: log}
}

type readyAnswer struct {
	Ready    bool     `json:"ready"`
	Draining bool     `json:"draining,omitempty"`
	Failed   []string `json:"failed,omitempty"` // names of checks; never their errors
}

func (rd *readiness) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	answer := rd.answer()
	body, _ := json.Marshal(answer) // cannot fail for this type
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if !answer.Ready {
		w.Header().Set("Retry-After", "5")
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_, _ = w.Write(append(body, '\n'))
}

func (rd *readiness) answer() readyAnswer {
	select {
	case <-rd.draining:
		return readyAnswer{Draining: true}
	default:
	}
	failed := rd.look()
	return readyAnswer{Ready: len(failed) == 0, Failed: failed}
}

// look returns the names of the failing checks, in their order. It does not follow the request's context:
// others wait for the same result.
func (rd *readiness) look() []string {
	rd.mu.Lock()
	defer rd.mu.Unlock()
	if !rd.looked.IsZero() && time.Since(rd.looked) < readyFor {
		return rd.failed
	}
	ctx, cancel := context.WithTimeout(context.Background(), rd.limit)
	defer cancel()
	results := make([]chan error, len(rd.checks))
	for i, check := range rd.checks {
		results[i] = make(chan error, 1)
		go func() { results[i] <- check.Func(ctx) }()
	}
	was := rd.failed
	rd.failed = nil
	for i, check := range rd.checks {
		if err := within(ctx, results[i]); err != nil {
			rd.failed = append(rd.failed, check.Name)
			rd.tell(was, check.Name, err)
		}
	}
	rd.looked = time.Now()
	return rd.failed
}

// within returns a check's result, or the context's error when that ends first: not every client of a
// database heeds its context.
func within(ctx context.Context, result <-chan error) error {
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return fmt.Errorf("no answer: %w", ctx.Err())
	}
}

// tell logs a check that has begun to fail, once.
func (rd *readiness) tell(was []string, name string, err error) {
	if !slices.Contains(was, name) {
		rd.log.Warn("not ready", "check", name, "err", err)
	}
}

// alive answers /healthz: whoever can read it knows that the process runs.
func alive(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "ok\n")
}
