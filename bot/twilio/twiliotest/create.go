package twiliotest

import (
	"net/http"
	"time"
)

// create answers POST Messages.json: first what the test wants to go wrong before anything is looked at, then the
// rules, then whatever happens to a message that was taken.
func (s *Server) create(w http.ResponseWriter, r *http.Request) {
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
	if e := s.judge(form); e != nil {
		s.refuse(w, e)
		return
	}
	m, shown := s.take(form)
	s.checkForm(form)
	round := s.courier.reserve(m, fault.plan)
	round.sendEarly()
	s.pause(r, fault.latency)
	if fault.ending == hang { // the answer never comes; what becomes of the message goes on
		round.begin()
		s.end(w, r, fault, shown)
		return
	}
	s.end(w, r, fault, shown)
	round.begin()
}

// pause waits as long as the test wants, the client is there and the test goes on.
func (s *Server) pause(r *http.Request, d time.Duration) {
	if d <= 0 {
		return
	}
	select {
	case <-time.After(d):
	case <-r.Context().Done():
	case <-s.done:
	}
}

// end gives the answer that the client gets, if any.
func (s *Server) end(w http.ResponseWriter, r *http.Request, f Fault, shown []byte) {
	switch f.ending {
	case proper:
		answer(w, http.StatusCreated, shown)
	case asError:
		if f.retryAfter > 0 {
			w.Header().Set("Retry-After", f.seconds())
		}
		s.refuse(w, &refusal{f.status, f.code, http.StatusText(f.status)})
	case asPage:
		page(w)
	case hang:
		select {
		case <-r.Context().Done():
		case <-s.done:
		}
		drop(w)
	case reset:
		drop(w)
	}
}
