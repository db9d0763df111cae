package twilio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

func TestErrorsLeaveTheirConnectionsUsable(t *testing.T) {
	padding := strings.Repeat("x", 9<<10)
	for name, body := range map[string]string{
		"JSON": `{"code":21211,"message":"` + padding + `","status":400}`,
		"HTML": "<html>" + padding + "</html>",
	} {
		t.Run(name, func(t *testing.T) {
			s := newREST(t, reply(http.StatusBadRequest, body))
			c := s.client(t)
			for range 50 {
				if r := c.Send(context.Background(), textTo("+15005550001")); r.Err == nil {
					t.Fatalf("got %+v", r)
				}
			}
			if n := s.connections.Load(); n != 1 {
				t.Errorf("%d connections for 50 errors", n)
			}
		})
	}
}

func TestManyAtOnceKeepTheirConnections(t *testing.T) {
	const workers = 64
	s := newREST(t, created())
	c := s.client(t)
	for range 5 {
		var all sync.WaitGroup
		for range workers {
			all.Go(func() {
				if r := c.Send(context.Background(), textTo("+15005550001")); r.Outcome != bot.Accepted {
					t.Errorf("got %+v", r)
				}
			})
		}
		all.Wait()
	}
	if n := s.connections.Load(); n > workers+8 {
		t.Errorf("%d connections for %d workers", n, workers)
	}
}

// conclude sends one message and checks what is said about it.
func conclude(ctx context.Context, t *testing.T, c *Client, want bot.Outcome) bot.Result {
	t.Helper()
	r := c.Send(ctx, textTo("+15005550001"))
	if r.Outcome != want || r.Err == nil {
		t.Errorf("outcome %q, error %v; want %q", r.Outcome, r.Err, want)
	}
	if said := fmt.Sprint(r.Err); strings.Contains(said, "5550001") || strings.Contains(said, "5th") || strings.Contains(said, token) {
		t.Errorf("the error says too much: %s", said)
	}
	return r
}

// Nothing of these requests reaches Twilio: they are surely not processed.
func TestUnreached(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	untrusted := httptest.NewUnstartedServer(created())
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	t.Cleanup(untrusted.Close)
	noTLS := newREST(t, created())
	for name, url := range map[string]string{
		"nobody listens":          closed.URL,
		"certificate not trusted": untrusted.URL,
		"no TLS":                  strings.Replace(noTLS.URL, "http:", "https:", 1),
		"no such host":            "https://name.invalid",
	} {
		t.Run(name, func(t *testing.T) {
			c := (&rest{Server: &httptest.Server{URL: url}}).client(t)
			conclude(context.Background(), t, c, bot.Unreached)
		})
	}
	t.Run("given up before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		r := conclude(ctx, t, noTLS.client(t), bot.Unreached)
		if !errors.Is(r.Err, context.Canceled) {
			t.Errorf("got %v", r.Err)
		}
	})
	if n := len(noTLS.all()); n != 0 {
		t.Errorf("%d requests arrived", n)
	}
}

// These requests arrive, and nothing tells whether they are processed.
func TestUnknown(t *testing.T) {
	raw := func(answer string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.WriteString(conn, answer)
			if tcp, ok := conn.(*net.TCPConn); ok && answer == "" {
				_ = tcp.SetLinger(0) // a reset
			}
			_ = conn.Close()
		}
	}
	for name, answer := range map[string]http.HandlerFunc{
		"reset":                raw(""),
		"not HTTP":             raw("To: +15005550001 Raid at 5th St\r\n\r\n"),
		"hung up in the head":  raw("HTTP/1.1 201 Created\r\nContent-"),
		"hung up in the body":  raw("HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n{\"sid\":"),
		"another body":         reply(http.StatusOK, "<html>Raid at 5th St</html>"),
		"another JSON":         reply(http.StatusOK, `["+15005550001"]`),
		"no SID":               reply(http.StatusCreated, `{"status":"queued"}`),
		"a SID of other kind":  reply(http.StatusCreated, `{"sid":"`+accSid+`"}`),
		"too much":             reply(http.StatusCreated, strings.Repeat(" ", maxAnswer+1)),
		"internal error":       reply(http.StatusInternalServerError, `{"code":20500,"message":"To +15005550001"}`),
		"HTML error page":      reply(http.StatusBadGateway, "<html>Raid at 5th St</html>"),
		"unavailable":          reply(http.StatusServiceUnavailable, ""),
		"refusal in a 5xx":     reply(http.StatusServiceUnavailable, `{"code":21211}`),
		"request timed out":    reply(http.StatusRequestTimeout, ""),
		"gateway timed out":    reply(http.StatusGatewayTimeout, `{"code":20504}`),
		"error cut in its end": raw("HTTP/1.1 503 No\r\nContent-Length: 900\r\n\r\n{\"code\":"),
	} {
		t.Run(name, func(t *testing.T) {
			s := newREST(t, answer)
			conclude(context.Background(), t, s.client(t), bot.Unknown)
			if n := len(s.all()); n != 1 {
				t.Errorf("%d requests for one message", n)
			}
		})
	}
}

// hanging answers when the test is over.
func hanging(t *testing.T) (*rest, chan struct{}) {
	over, arrived := make(chan struct{}), make(chan struct{}, 8)
	s := newREST(t, func(http.ResponseWriter, *http.Request) { arrived <- struct{}{}; <-over })
	t.Cleanup(func() { close(over) })
	return s, arrived
}

func TestHangEndsWithTheTimeOut(t *testing.T) {
	s, _ := hanging(t)
	c := s.client(t, func(c *ClientConfig) { c.Timeout = 50 * time.Millisecond })
	begin := time.Now()
	r := conclude(context.Background(), t, c, bot.Unknown)
	if took := time.Since(begin); took > 4*time.Second || !errors.Is(r.Err, context.DeadlineExceeded) {
		t.Errorf("after %v: %v", took, r.Err)
	}
}

func TestHangEndsWithTheContext(t *testing.T) {
	s, arrived := hanging(t)
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-arrived; cancel() }()
	if r := conclude(ctx, t, s.client(t), bot.Unknown); !errors.Is(r.Err, context.Canceled) {
		t.Error(r.Err)
	}
}

func TestBodyThatNeverEndsIsGivenUp(t *testing.T) {
	over := make(chan struct{})
	s := newREST(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusCreated)
		_ = http.NewResponseController(w).Flush()
		<-over
	})
	t.Cleanup(func() { close(over) })
	conclude(context.Background(), t, s.client(t, func(c *ClientConfig) { c.Timeout = 50 * time.Millisecond }), bot.Unknown)
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 307, 308} {
		s := newREST(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
		})
		r := conclude(context.Background(), t, s.client(t), bot.PauseSender)
		if n := len(s.all()); n != 1 || r.Code != status {
			t.Errorf("%d requests, code %d", n, r.Code)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for v, want := range map[string]time.Duration{
		"": 0, "3": 3 * time.Second, "0": 0, "-1": 0, "soon": 0, "999999999": longestWait, "99999999999999999999": 0,
		"Mon, 30 Nov 2026 12:00:07 GMT": 7 * time.Second, "Mon, 30 Nov 2026 11:00:00 GMT": 0, "Mon, 30 Nov 2037 11:00:00 GMT": longestWait,
	} {
		if got := retryAfter(v, now); got != want {
			t.Errorf("%q is %v, want %v", v, got, want)
		}
	}
	s := newREST(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "4")
		reply(http.StatusTooManyRequests, `{"code":20429,"message":"Too Many Requests"}`)(w, r)
	})
	r := conclude(context.Background(), t, s.client(t), bot.BackOff)
	if r.RetryAfter != 4*time.Second || r.Code != 20429 || len(s.all()) != 1 {
		t.Errorf("got %+v after %d requests", r, len(s.all()))
	}
}

// A permit that ends while there is a connection already, and so would the whole request, keeps it from being sent.
func TestWhatMayNotBeWrittenAnyMoreIsNot(t *testing.T) {
	for _, encrypted := range []bool{false, true} {
		var arrived atomic.Int32
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			arrived.Add(1)
			created()(w, r)
		}))
		s.Config.ErrorLog = log.New(io.Discard, "", 0)
		if encrypted {
			s.StartTLS()
		} else {
			s.Start()
		}
		t.Cleanup(s.Close)
		c, err := NewClient(ClientConfig{AccountSID: accSid, Token: token, URL: s.URL, Senders: senders()})
		if err != nil {
			t.Fatal(err)
		}
		if encrypted {
			c.transport.TLSClientConfig = s.Client().Transport.(*http.Transport).TLSClientConfig
		}
		for i, may := range []bool{true, false, false, true} {
			parcel := textTo("+15005550001")
			parcel.Permit = func() bool { return may }
			want, before := bot.Unreached, arrived.Load()
			if may {
				want = bot.Accepted
			}
			if r := c.Send(context.Background(), parcel); r.Outcome != want || may != (r.Err == nil) || may != (arrived.Load() > before) {
				t.Errorf("encrypted %t, message %d: %+v, %d arrived", encrypted, i, r, arrived.Load()-before)
			}
		}
	}
}
