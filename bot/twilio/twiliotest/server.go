package twiliotest

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Server is one account at Twilio, with everything that belongs to it. All methods may be called at any time from any
// goroutine.
type Server struct {
	tb         testing.TB
	url        string
	account    string
	token      string
	logins     map[string]bool // Authorization headers; true: of an API key
	strict     bool
	checkEvery int
	couriers   int

	http      http.Server
	mux       *http.ServeMux
	counts    map[string]*atomic.Int64 // requests by kind; the map itself is complete from the start
	done      chan struct{}            // closed when the test ends
	seed      string                   // of this server's SIDs
	sids      atomic.Int64
	checks    atomic.Int64
	behaviour behaviour
	courier   courier
	visits    visits
	ledger    ledger
	exchange  exchange
	estate    estate
}

// New starts a server that ends with the test.
func New(tb testing.TB, opts ...Option) *Server {
	tb.Helper()
	s := &Server{
		tb: tb, account: AccountSID, token: AuthToken, logins: map[string]bool{}, checkEvery: 1, couriers: 16,
		done: make(chan struct{}), seed: randomHex(8), counts: map[string]*atomic.Int64{},
	}
	for _, o := range opts {
		o(s)
	}
	s.logins[basic(s.account, s.token)] = false
	s.ledger.bySID = map[string]*message{}
	s.estate.open(s.account)
	s.visits.wake = sync.NewCond(&s.visits.mu)
	s.route()
	s.listen()
	s.courier.start(s)
	tb.Cleanup(s.close)
	return s
}

// URL is the base URL of the server, without a slash at the end.
func (s *Server) URL() string { return s.url }

func (s *Server) listen() {
	s.tb.Helper()
	l, err := (&net.ListenConfig{}).Listen(s.tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		s.tb.Fatalf("listen on the loopback interface: %v", err)
	}
	s.url = "http://" + l.Addr().String()
	s.http = http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = s.http.Serve(l) }()
}

// close ends the server. It returns when nothing of it runs any more: what runs may still call the test.
func (s *Server) close() {
	s.tb.Helper()
	close(s.done)
	_ = s.http.Close()
	s.visits.end()
	s.courier.stop()
	if s.strict {
		s.reckon()
	}
}

// ServeHTTP answers one request to any of Twilio's hosts.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.visits.begin() {
		drop(w)
		return
	}
	defer s.visits.finish()
	isKey, known := s.logins[r.Header.Get("Authorization")]
	if !known || isKey && r.URL.Path == s.accountPath()+".json" {
		s.refuse(w, unauthorized)
		return
	}
	if r.Method == http.MethodPost && r.URL.Path == s.accountPath()+"/Messages.json" {
		s.counts["messages.create"].Add(1)
		s.create(w, r)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// accountPath is the beginning of the paths of the older API.
func (s *Server) accountPath() string { return "/2010-04-01/Accounts/" + s.account }

// Requests counts the requests of one kind that were let in, such as "messages.create" or "content.list"; see route for
// the kinds. "unknown" counts those to a path that the fake does not have.
func (s *Server) Requests(kind string) int {
	s.tb.Helper()
	count, ok := s.counts[kind]
	if !ok {
		s.tb.Fatalf("no kind of request is called %q", kind)
	}
	return int(count.Load())
}

// newSID returns an id that no other resource has, on any server.
func (s *Server) newSID(prefix string) string {
	return fmt.Sprintf("%s%s%016x", prefix, s.seed, s.sids.Add(1))
}

// randomHex returns 2n hexadecimal digits.
func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// readForm returns the fields of a request's body.
func readForm(r *http.Request) (url.Values, *refusal) {
	if err := r.ParseForm(); err != nil {
		return nil, badRequest("the form cannot be read: " + err.Error())
	}
	return r.PostForm, nil
}

// visits counts the requests that are being answered.
type visits struct {
	mu      sync.Mutex
	wake    *sync.Cond
	running int
	closed  bool
}

func (v *visits) begin() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.closed {
		v.running++
	}
	return !v.closed
}

func (v *visits) finish() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.running--
	v.wake.Broadcast()
}

// end lets nobody in any more and returns when the last one is out.
func (v *visits) end() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.closed = true
	for v.running > 0 {
		v.wake.Wait()
	}
}
