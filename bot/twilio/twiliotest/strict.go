package twiliotest

import "strings"

// expectation is a message that a test waits for.
type expectation struct{ to, substring string }

// meets reports whether a message is the one: sent there, with the words in its text, template or the template's values.
func (e *expectation) meets(p *Post) bool {
	return p.To == e.to &&
		(strings.Contains(p.Body, e.substring) || strings.Contains(p.ContentSID+" "+p.ContentVariables, e.substring))
}

// Expect says that one message to an address ("+1…" or "whatsapp:+1…") will be posted, or has been, with a substring in its
// text, or in its template's SID or values. Each expectation is for one message; see [Strict].
func (s *Server) Expect(to, substring string) {
	s.ledger.mu.Lock()
	defer s.ledger.mu.Unlock()
	s.ledger.expected = append(s.ledger.expected, &expectation{to, substring})
}

// reckon compares what was taken with what was expected, each in its order.
func (s *Server) reckon() {
	s.tb.Helper()
	open := s.ledger.expected
	for i, m := range s.ledger.posts {
		if at := meeting(open, &m.Post); at >= 0 {
			open = append(open[:at:at], open[at+1:]...)
			continue
		}
		s.tb.Errorf("message %d to %s was not expected: %q%s %s", i+1, m.To, m.Body, m.ContentSID, m.ContentVariables)
	}
	for _, e := range open {
		s.tb.Errorf("no message to %s with %q was posted", e.to, e.substring)
	}
}

// meeting is the place of the first expectation that a message meets, or -1.
func meeting(open []*expectation, p *Post) int {
	for i, e := range open {
		if e.meets(p) {
			return i
		}
	}
	return -1
}
