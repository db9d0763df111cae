package web_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/web"
)

// says answers every request with the same words.
func says(words string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, words) })
}

// reads answers with the length of the body, or hands on the error of reading it as 413.
func reads() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		_, _ = fmt.Fprint(w, len(body))
	})
}

func ask(h http.Handler, method, target string, body io.Reader) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, target, body))
	return w
}

func expect(t *testing.T, w *httptest.ResponseRecorder, status int, body string) {
	t.Helper()
	if w.Code != status || w.Body.String() != body {
		t.Errorf("answer = %d %q, want %d %q", w.Code, w.Body.String(), status, body)
	}
}

func TestMountedHandlersAnswer(t *testing.T) {
	s := local(web.Options{})
	s.Mount(http.MethodPost, "/twilio/messages", says("heard"))
	s.Mount("", "/console/*", says("console"))
	expect(t, ask(s, "POST", "/twilio/messages", nil), 200, "heard")
	expect(t, ask(s, "GET", "/console/sign-in", nil), 200, "console")
	expect(t, ask(s, "PUT", "/console/a/b", nil), 200, "console")
}

func TestStrangersGetShortAnswers(t *testing.T) {
	s := local(web.Options{})
	s.Mount(http.MethodPost, "/twilio/messages", says("heard"))
	expect(t, ask(s, "GET", "/wp-login.php", nil), 404, "Not Found\n")
	w := ask(s, "GET", "/twilio/messages", nil)
	expect(t, w, 405, "Method Not Allowed\n")
	if allow := w.Header().Get("Allow"); !strings.Contains(allow, "POST") {
		t.Errorf("Allow = %q, want POST in it", allow)
	}
}

func TestEveryAnswerHasAnIDOfItsOwn(t *testing.T) {
	s := local(web.Options{})
	seen := map[string]bool{}
	for _, path := range []string{"/healthz", "/healthz", "/nowhere"} {
		id := ask(s, "GET", path, nil).Header().Get("X-Request-Id")
		if id == "" || seen[id] {
			t.Errorf("request id %q is empty or used twice", id)
		}
		seen[id] = true
	}
}

func TestBodiesAreLimited(t *testing.T) {
	s := local(web.Options{})
	s.Mount(http.MethodPost, "/read", reads())
	const limit = 64 << 10
	for _, tt := range []struct {
		name   string
		body   io.Reader
		status int
	}{
		{"announced, at the limit", bytes.NewReader(make([]byte, limit)), 200},
		{"announced, over the limit", bytes.NewReader(make([]byte, limit+1)), 413},
		{"unannounced, at the limit", io.LimitReader(zeros{}, limit), 200},
		{"unannounced, over the limit", io.LimitReader(zeros{}, limit+1), 413},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if w := ask(s, "POST", "/read", tt.body); w.Code != tt.status {
				t.Errorf("status = %d, want %d", w.Code, tt.status)
			}
		})
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestAPanicIsAnsweredCountedAndLoggedWithoutTheRequest(t *testing.T) {
	var log bytes.Buffer
	s := local(web.Options{Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	s.Mount(http.MethodPost, "/boom", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		panic("cannot handle " + string(body))
	}))
	s.Mount(http.MethodGet, "/index", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_ = []string{}[len(r.URL.Path)]
	}))
	expect(t, ask(s, "POST", "/boom?from=+15005550123", strings.NewReader("la migra")), 500, "Internal Server Error\n")
	expect(t, ask(s, "GET", "/index", nil), 500, "Internal Server Error\n")
	expect(t, ask(s, "GET", "/healthz", nil), 200, "ok\n")
	for _, secret := range []string{"la migra", "5550123"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, log.String())
		}
	}
	for _, needed := range []string{"server_test.go", "route=/boom", "panic=string", "index out of range"} {
		if !strings.Contains(log.String(), needed) {
			t.Errorf("the log lacks %q:\n%s", needed, log.String())
		}
	}
	if got := scrape(t, s); !strings.Contains(got, "aldaba_http_panics_total 2\n") {
		t.Errorf("panics are not counted:\n%s", got)
	}
}

func TestAPanicAfterHalfAnAnswerBreaksTheConnection(t *testing.T) {
	s := local(web.Options{})
	s.Mount(http.MethodGet, "/half", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half")
		_ = http.NewResponseController(w).Flush()
		panic("the other half is lost")
	}))
	r := run(t, s)
	answer, err := http.Get("http://" + r.Addr() + "/half")
	if err == nil {
		_, err = io.ReadAll(answer.Body)
		_ = answer.Body.Close()
	}
	if err == nil {
		t.Error("the client takes half an answer for a whole one")
	}
}

func TestTheAccessLogNamesNoQuery(t *testing.T) {
	var log bytes.Buffer
	s := local(web.Options{Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	s.Mount(http.MethodPost, "/twilio/status/:id", says("ok"))
	ask(s, "POST", "/twilio/status/abc123?To=+15005550123", strings.NewReader("Body=hola"))
	ask(s, "SECRETWORD", "/people/maria", nil)
	for _, secret := range []string{"abc123", "555", "hola", "SECRETWORD", "maria", "192.0.2.1"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, log.String())
		}
	}
	if !strings.Contains(log.String(), "route=/twilio/status/:id status=200") {
		t.Errorf("the log lacks the request:\n%s", log.String())
	}
}

// A few connections that send their headers a byte at a time are cut, and others are served meanwhile.
func TestSlowHeadersAreCut(t *testing.T) {
	r := run(t, local(web.Options{Limits: web.Limits{ReadHeader: 300 * time.Millisecond}}))
	var slow []net.Conn
	for range 5 {
		c, err := net.Dial("tcp", r.Addr())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = c.Close() }()
		_, _ = io.WriteString(c, "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: ")
		slow = append(slow, c)
	}
	answer, err := http.Get("http://" + r.Addr() + "/healthz")
	if err != nil || answer.StatusCode != 200 {
		t.Fatalf("a quick client meanwhile: %v %v", answer, err)
	}
	_ = answer.Body.Close()
	for _, c := range slow {
		_ = c.SetReadDeadline(time.Now().Add(patience))
		if _, err := io.ReadAll(c); err != nil {
			t.Errorf("a slow connection is still open long after its limit: %v", err)
		}
	}
}

func TestSlowBodiesAndLongHeadersAreCut(t *testing.T) {
	s := local(web.Options{Limits: web.Limits{Read: 300 * time.Millisecond}})
	s.Mount(http.MethodPost, "/read", reads())
	r := run(t, s)
	c, err := net.Dial("tcp", r.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	_, _ = io.WriteString(c, "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nonly this")
	_ = c.SetReadDeadline(time.Now().Add(patience))
	if got, err := io.ReadAll(c); err != nil || strings.Contains(string(got), "200 OK") {
		t.Errorf("a body that never comes: %q, %v", got, err)
	}

	long, _ := http.NewRequest(http.MethodGet, "http://"+r.Addr()+"/healthz", nil)
	long.Header.Set("X-Long", strings.Repeat("x", 24<<10))
	answer, err := http.DefaultClient.Do(long)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("status of 24 KiB of headers = %d, want 431", answer.StatusCode)
	}
}
