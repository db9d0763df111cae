package twiliotest

import (
	"net/url"
	"time"
)

// Pickup is what happens when a phone rings.
type Pickup struct {
	status string        // of a call that nobody answers
	press  []string      // of one that is answered: one digit after each time that digits are waited for
	rings  time.Duration // before anything happens
}

// NoAnswer lets it ring. It is what every phone does without another plan.
func NoAnswer() Pickup { return Pickup{status: "no-answer"} }

// Busy is an engaged line.
func Busy() Pickup { return Pickup{status: "busy"} }

// CallFails is a number to which no carrier connects.
func CallFails() Pickup { return Pickup{status: "failed"} }

// Voicemail answers, listens to everything and presses nothing.
func Voicemail() Pickup { return Pickup{} }

// Press answers and presses digits, one for each time that the call waits for one; then nothing any more.
func Press(digits ...string) Pickup { return Pickup{press: digits} }

// Ringing returns the same after the phone has rung for a while.
func (p Pickup) Ringing(d time.Duration) Pickup {
	p.rings = d
	return p
}

// WhenCalled sets what happens when a number is called from now on; an empty one is every other number.
func (s *Server) WhenCalled(number string, p Pickup) {
	s.exchange.mu.Lock()
	defer s.exchange.mu.Unlock()
	if s.exchange.pickups == nil {
		s.exchange.pickups = map[string]Pickup{}
	}
	s.exchange.pickups[number] = p
}

func (x *exchange) pickup(number string) Pickup {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, n := range []string{number, ""} {
		if p, ok := x.pickups[n]; ok {
			return p
		}
	}
	return NoAnswer()
}

// ring lets a call happen. Settle waits for it.
func (s *Server) ring(c *Call) {
	s.courier.mu.Lock()
	s.courier.open++
	s.courier.mu.Unlock()
	s.courier.workers.Go(func() { // the server is being asked, so that it does not end before this is counted
		s.play(c, s.exchange.pickup(c.To))
		s.courier.mu.Lock()
		defer s.courier.mu.Unlock()
		s.courier.open--
	})
}

func (s *Server) play(c *Call, p Pickup) {
	s.goes(c, "ringing")
	select {
	case <-time.After(p.rings):
	case <-s.done:
		return
	}
	status := p.status
	if status == "" {
		s.goes(c, "in-progress")
		s.attend(c, p.press)
		status = "completed"
	}
	s.goes(c, status)
	if c.Callback == "" {
		return
	}
	answer, _ := s.ask(c, c.Callback, status, url.Values{"CallDuration": {"7"}, "Duration": {"1"}, "CallbackSource": {"call-progress-events"},
		"SequenceNumber": {"0"}, "Timestamp": {time.Now().UTC().Format(time.RFC1123Z)}})
	s.courier.mu.Lock()
	defer s.courier.mu.Unlock()
	s.courier.answers[answer]++
}

func (s *Server) goes(c *Call, status string) {
	s.exchange.mu.Lock()
	defer s.exchange.mu.Unlock()
	c.Status = status
}
