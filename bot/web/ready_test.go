package web_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/web"
)

// switchable is a check that a test breaks and mends.
type switchable struct {
	broken atomic.Bool
	looks  atomic.Int64
}

func (c *switchable) check(context.Context) error {
	c.looks.Add(1)
	if c.broken.Load() {
		return errors.New("dial redis://user:hunter2@10.0.0.1: refused")
	}
	return nil
}

func TestReadinessTurnsRedAndRecovers(t *testing.T) {
	var store, workers switchable
	s := local(web.Options{Checks: []web.Check{{Name: "store", Func: store.check}, {Name: "workers", Func: workers.check}}})
	expect(t, ask(s, "GET", "/readyz", nil), 200, `{"ready":true}`+"\n")

	store.broken.Store(true)
	time.Sleep(250 * time.Millisecond) // an answer holds for 200 ms
	w := ask(s, "GET", "/readyz", nil)
	expect(t, w, 503, `{"ready":false,"failed":["store"]}`+"\n")
	if w.Header().Get("Retry-After") == "" {
		t.Error("a red answer lacks Retry-After")
	}
	expect(t, ask(s, "GET", "/healthz", nil), 200, "ok\n")

	store.broken.Store(false)
	time.Sleep(250 * time.Millisecond)
	expect(t, ask(s, "GET", "/readyz", nil), 200, `{"ready":true}`+"\n")
	if w := ask(s, "HEAD", "/readyz", nil); w.Code != 200 {
		t.Errorf("HEAD /readyz = %d", w.Code)
	}
}

func TestManyReadinessQuestionsAreOneLook(t *testing.T) {
	var store switchable
	s := local(web.Options{Checks: []web.Check{{Name: "store", Func: store.check}}})
	began := time.Now()
	for range 100 {
		ask(s, "GET", "/readyz", nil)
	}
	if n, took := store.looks.Load(), time.Since(began); n > 3+int64(took/(200*time.Millisecond)) {
		t.Errorf("100 questions within %v made %d looks at the store", took, n)
	}
}

func TestACheckThatHangsIsRed(t *testing.T) {
	forever := make(chan struct{})
	defer close(forever)
	s := local(web.Options{
		Limits: web.Limits{Ready: 100 * time.Millisecond},
		Checks: []web.Check{{Name: "store", Func: func(context.Context) error { <-forever; return nil }}},
	})
	start := time.Now()
	expect(t, ask(s, "GET", "/readyz", nil), 503, `{"ready":false,"failed":["store"]}`+"\n")
	if took := time.Since(start); took > patience {
		t.Errorf("the answer took %v, want about 100 ms", took)
	}
}

// A request that is under way when the end comes is answered; meanwhile readiness is red and new
// connections find the port closed.
func TestDrainLetsRequestsInFlightFinish(t *testing.T) {
	s := local(web.Options{})
	began, goOn := make(chan struct{}), make(chan struct{})
	s.Mount(http.MethodPost, "/slow", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(began)
		<-goOn
		if r.Context().Err() == nil {
			_, _ = w.Write([]byte("stored"))
		}
	}))
	r := run(t, s)
	answered := make(chan string, 1)
	go func() {
		answer, err := http.Post("http://"+r.Addr()+"/slow", "text/plain", nil)
		if err != nil {
			answered <- err.Error()
			return
		}
		defer func() { _ = answer.Body.Close() }()
		answered <- answer.Status
	}()
	<-began
	r.stop()
	waitFor(t, "readiness is red", func() bool {
		status, body := get(t, "http://"+r.AdminAddr()+"/readyz")
		return status == 503 && strings.Contains(body, `"draining":true`)
	})
	waitFor(t, "the port is closed", func() bool {
		_, err := http.Get("http://" + r.Addr() + "/healthz")
		return err != nil
	})
	close(goOn)
	if got := <-answered; got != "200 OK" {
		t.Errorf("the request in flight got %q", got)
	}
	if err := r.end(t); err != nil {
		t.Errorf("Run = %v, want nil after a clean end", err)
	}
}

func TestReadinessIsRedWhileThePortIsStillOpen(t *testing.T) {
	r := run(t, local(web.Options{Limits: web.Limits{Notice: 2 * time.Second}}))
	get(t, "http://"+r.Addr()+"/readyz")
	r.stop()
	waitFor(t, "readiness is red in public", func() bool {
		status, _ := get(t, "http://"+r.Addr()+"/readyz")
		return status == 503
	})
	if err := r.end(t); err != nil {
		t.Errorf("Run = %v", err)
	}
}

func TestDrainCutsARequestThatNeverEnds(t *testing.T) {
	s := local(web.Options{Limits: web.Limits{Drain: 200 * time.Millisecond}})
	began := make(chan struct{})
	s.Mount(http.MethodGet, "/stuck", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(began)
		<-r.Context().Done()
	}))
	r := run(t, s)
	go func() {
		if answer, err := http.Get("http://" + r.Addr() + "/stuck"); err == nil {
			_ = answer.Body.Close()
		}
	}()
	<-began
	if err := r.end(t); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Run = %v, want a word about the requests that were cut", err)
	}
}

func TestRunNamesThePortThatIsTaken(t *testing.T) {
	first := run(t, local(web.Options{}))
	second := web.New(web.Options{Listen: "127.0.0.1:0", Admin: first.AdminAddr()})
	if err := second.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "admin listener") {
		t.Errorf("Run = %v, want an error that names the admin listener", err)
	}
}

func waitFor(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("waited in vain until %s", what)
}
