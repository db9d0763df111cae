package twiliotest

import (
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// Fault is what happens to one POST of a message. The zero value is [Accept].
type Fault struct {
	refused    bool // the message is not taken
	ending     ending
	status     int
	code       int
	retryAfter time.Duration
	latency    time.Duration
	plan       Plan
}

// ending is what the client gets.
type ending int

const (
	proper  ending = iota // 201 and the message
	asError               // JSON
	asPage                // 502 and a page for people
	hang                  // nothing, for as long as it waits
	reset                 // the connection is reset
)

// Accept takes the message, if it keeps the rules, and says so.
func Accept() Fault { return Fault{} }

// RateLimit refuses with 429 and code 20429: nothing was processed. Retry-After is rounded up to seconds; 0 sends none.
func RateLimit(retryAfter time.Duration) Fault {
	return Fault{refused: true, ending: asError, status: http.StatusTooManyRequests, code: 20429, retryAfter: retryAfter}
}

// Refuse refuses with an HTTP status and one of Twilio's error codes.
func Refuse(status, code int) Fault {
	return Fault{refused: true, ending: asError, status: status, code: code}
}

// ErrorBefore answers 500 (20500) and has not taken the message.
func ErrorBefore() Fault { return Refuse(http.StatusInternalServerError, 20500) }

// ErrorAfter takes the message and answers 500 (20500).
func ErrorAfter() Fault {
	return Fault{ending: asError, status: http.StatusInternalServerError, code: 20500}
}

// PageBefore answers 502 with a page for people, as a proxy does, and has not taken the message.
func PageBefore() Fault { return Fault{refused: true, ending: asPage} }

// PageAfter takes the message and answers 502 with a page for people.
func PageAfter() Fault { return Fault{ending: asPage} }

// HangBefore never answers and has not taken the message.
func HangBefore() Fault { return Fault{refused: true, ending: hang} }

// HangAfter takes the message and never answers.
func HangAfter() Fault { return Fault{ending: hang} }

// ResetBefore reads the request, resets the connection and has not taken the message.
func ResetBefore() Fault { return Fault{refused: true, ending: reset} }

// ResetAfter takes the message and resets the connection.
func ResetAfter() Fault { return Fault{ending: reset} }

// Slow takes the message and says so after a while.
func Slow(latency time.Duration) Fault { return Fault{latency: latency} }

// After returns the fault with a while between taking the message and the answer.
func (f Fault) After(latency time.Duration) Fault {
	f.latency = latency
	return f
}

// With returns the fault with what becomes of the message; of one that is not taken nothing becomes.
func (f Fault) With(plan Plan) Fault {
	f.plan = plan
	return f
}

// seconds is the value of Retry-After.
func (f Fault) seconds() string {
	return strconv.Itoa(int((f.retryAfter + time.Second - 1) / time.Second))
}

// behaviour chooses a fault for each POST.
type behaviour struct {
	mu     sync.Mutex
	n      int
	choice func(n int, form url.Values) Fault
}

// Behave sets what happens to the POSTs of messages from now on. The function gets the number of the POST, from 1, counting
// all that were let in, and its form, which it must not change; it is called for one POST at a time.
func (s *Server) Behave(choose func(n int, form url.Values) Fault) {
	s.behaviour.mu.Lock()
	defer s.behaviour.mu.Unlock()
	s.behaviour.choice = choose
}

// Always sets what happens to every POST of a message from now on.
func (s *Server) Always(f Fault) {
	s.Behave(func(int, url.Values) Fault { return f })
}

func (b *behaviour) choose(form url.Values) Fault {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.n++
	if b.choice == nil {
		return Fault{}
	}
	return b.choice(b.n, form)
}

// page answers as a broken proxy does.
func page(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(http.StatusBadGateway)
	_, _ = w.Write([]byte("<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>\r\n"))
}

// drop resets the connection of a request.
func drop(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return // the client was faster
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
