package twiliotest

import (
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Call is one phone call that the server made, as it was asked for, and what has become of it.
type Call struct {
	At          time.Time
	SID         string
	To, From    string
	URL, Method string
	Callback    string // StatusCallback
	Message     string // the last element of the URL's path: the hotline's own id of the message
	Timeout     int    // seconds; 0: not given
	Status      string // as a fetch of it would show it
	Heard       []Spoken
	Answers     []int // the HTTP status of each answer about what to say
}

// Spoken is one sentence that the phone spoke.
type Spoken struct{ Language, Voice, Words string }

// exchange holds the calls of the account, and what phones do when they ring.
type exchange struct {
	mu      sync.Mutex
	calls   []*Call
	pickups map[string]Pickup
}

// Calls returns every call that was made, in order, as far as it has come.
func (s *Server) Calls() []Call {
	s.exchange.mu.Lock()
	defer s.exchange.mu.Unlock()
	all := make([]Call, len(s.exchange.calls))
	for i, c := range s.exchange.calls {
		all[i] = *c
		all[i].Heard, all[i].Answers = slices.Clone(c.Heard), slices.Clone(c.Answers)
	}
	return all
}

// AwaitCalls returns the calls once there are n of them and they are over; the test fails if that takes longer than the time-out.
func (s *Server) AwaitCalls(n int, timeout time.Duration) []Call {
	s.tb.Helper()
	for end := time.Now().Add(timeout); ; time.Sleep(time.Millisecond) {
		all := s.Calls()
		if len(all) >= n && !slices.ContainsFunc(all, func(c Call) bool { return c.live() }) {
			return all
		}
		if time.Now().After(end) {
			s.tb.Fatalf("%d calls within %v, over or not, want %d that are over", len(all), timeout, n)
		}
	}
}

func (c Call) live() bool {
	return slices.Contains([]string{"queued", "ringing", "in-progress"}, c.Status)
}

// createCall answers POST Calls.json, like create.
func (s *Server) createCall(w http.ResponseWriter, r *http.Request) {
	form, e := readForm(r)
	if e != nil {
		s.refuse(w, e)
		return
	}
	fault := s.behaviour.choose(form)
	if fault.refused {
		s.pause(r, fault.latency)
		s.end(w, r, fault, nil)
		return
	}
	if e := s.judgeCall(form); e != nil {
		s.refuse(w, e)
		return
	}
	c := s.dial(form)
	s.checkCall(form)
	shown := s.showCall(c)
	s.pause(r, fault.latency)
	if fault.ending == hang { // the answer never comes; the phone rings
		s.ring(c)
		s.end(w, r, fault, shown)
		return
	}
	s.end(w, r, fault, shown)
	s.ring(c)
}

// dial files a call.
func (s *Server) dial(form url.Values) *Call {
	c := &Call{At: time.Now(), SID: s.newSID("CA"), To: form.Get("To"), From: form.Get("From"), URL: form.Get("Url"), Method: form.Get("Method"),
		Callback: form.Get("StatusCallback"), Status: "queued"}
	c.Timeout, _ = strconv.Atoi(form.Get("Timeout"))
	if u, err := url.Parse(c.URL); err == nil {
		c.Message = path.Base(u.Path)
	}
	s.exchange.mu.Lock()
	defer s.exchange.mu.Unlock()
	s.exchange.calls = append(s.exchange.calls, c)
	return c
}

// showCall writes a call as Twilio shows it, as far as anybody reads it.
func (s *Server) showCall(c *Call) []byte {
	o := begin(512)
	o.text("account_sid", s.account)
	o.text("api_version", "2010-04-01")
	o.date("date_created", c.At)
	o.text("direction", "outbound-api")
	o.text("from", c.From)
	o.text("sid", c.SID)
	o.text("status", "queued")
	o.text("to", c.To)
	o.text("uri", s.accountPath()+"/Calls/"+c.SID+".json")
	return o.end()
}

// judgeCall returns what is wrong with a call, or nil.
func (s *Server) judgeCall(form url.Values) *refusal {
	to, from := form.Get("To"), form.Get("From")
	switch {
	case s.estate.suspended():
		return suspended
	case to == "":
		return invalid(21201, "No 'To' number is specified")
	case !e164.MatchString(to):
		return invalid(21211, "Invalid 'To' Phone Number: "+to)
	case from == "":
		return invalid(21213, "Caller phone number required")
	case !e164.MatchString(from):
		return invalid(21212, "The phone number provided as 'From' is not a valid phone number: "+from)
	case !s.estate.ownsNumber(from):
		return invalid(21210, "The source phone number provided is not yet verified for your account")
	case !isWebURL(form.Get("Url")):
		return invalid(21205, "Url is not a valid URL")
	case form.Has("StatusCallback") && !isWebURL(form.Get("StatusCallback")):
		return invalid(21609, "The 'StatusCallback' URL is not a valid URL")
	}
	return nil
}

// withoutFragment returns the part of a URL that is signed and asked for: how to repeat it is for Twilio.
func withoutFragment(u string) string {
	u, _, _ = strings.Cut(u, "#")
	return u
}
