package twiliotest

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"
)

// Post is one message that the server took, as it was posted.
type Post struct {
	At               time.Time // when it was taken
	SID              string
	To, From         string
	Service          string // MessagingServiceSid
	Body             string
	Media            []string
	ContentSID       string
	ContentVariables string // JSON
	Validity         int    // seconds; 0: not given
	Callback         string // StatusCallback
	Message          string // the last element of the callback's path: the hotline's own id of the message
	Segments         int    // of the body, for SMS; else 1
}

// ledger holds the messages of the account.
type ledger struct {
	mu       sync.Mutex
	posts    []*message // taken, in order
	byTime   []*message // these and the received ones, oldest first
	bySID    map[string]*message
	refusals map[int]int
	lag      time.Duration
	expected []*expectation
}

// insert files a message. Received ones may be older than those that are there.
func (l *ledger) insert(m *message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := len(l.byTime)
	if at > 0 && m.At.Before(l.byTime[at-1].At) {
		at, _ = slices.BinarySearchFunc(l.byTime, m, func(a, b *message) int { return cmp.Or(a.At.Compare(b.At), -1) })
	}
	l.byTime = slices.Insert(l.byTime, at, m)
	l.bySID[m.SID] = m
	if !m.inbound {
		l.posts = append(l.posts, m)
	}
}

func (l *ledger) refused(code int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refusals == nil {
		l.refusals = map[int]int{}
	}
	l.refusals[code]++
}

// find returns a copy of a message.
func (l *ledger) find(sid string) (message, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	m, ok := l.bySID[sid]
	if !ok {
		return message{}, false
	}
	return *m, true
}

// Posts returns every message that was taken, in the order in which they were.
func (s *Server) Posts() []Post { return s.PostsFrom(0) }

// PostsFrom returns the messages that were taken after the first n.
func (s *Server) PostsFrom(n int) []Post {
	s.ledger.mu.Lock()
	defer s.ledger.mu.Unlock()
	all := s.ledger.posts[min(n, len(s.ledger.posts)):]
	posts := make([]Post, len(all))
	for i, m := range all {
		posts[i] = m.Post
	}
	return posts
}

// Taken counts the messages that were taken.
func (s *Server) Taken() int {
	s.ledger.mu.Lock()
	defer s.ledger.mu.Unlock()
	return len(s.ledger.posts)
}

// Await returns the messages that were taken once there are n of them; the test fails if there are fewer after the
// time-out.
func (s *Server) Await(n int, timeout time.Duration) []Post {
	s.tb.Helper()
	for end := time.Now().Add(timeout); s.Taken() < n; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			s.tb.Fatalf("%d messages were posted within %v, want %d", s.Taken(), timeout, n)
		}
	}
	return s.Posts()
}

// Status returns a message's status and error code (0: none), as a fetch of it would show them.
func (s *Server) Status(sid string) (string, int) {
	s.tb.Helper()
	m, ok := s.ledger.find(sid)
	if !ok {
		s.tb.Fatalf("no message %s", sid)
	}
	return m.status, m.code
}

// Refusals counts the requests that were refused, by Twilio's error code.
func (s *Server) Refusals() map[int]int {
	s.ledger.mu.Lock()
	defer s.ledger.mu.Unlock()
	return maps.Clone(s.ledger.refusals)
}
