package twiliotest

import "time"

// Callback is one thing that becomes of a message, told to its StatusCallback unless it is lost.
type Callback struct {
	Status string        // sent, delivered, read, undelivered, failed, ...
	Code   int           // the error code of undelivered and failed
	After  time.Duration // how long after the one before it
	Early  bool          // before the POST's own answer
	Lost   bool          // it happens, and nobody is told
	Forged bool          // its signature is wrong
}

// Plan is what becomes of a message, in the order in which it is told. Without a plan nothing does: the message stays
// queued. Twilio's statuses are told by HTTP requests that may come often, late, in any order or never.
type Plan []Callback

// Delivered is sent, then delivered.
func Delivered() Plan { return Plan{{Status: "sent"}, {Status: "delivered"}} }

// Read is sent, delivered, then read, as WhatsApp can tell.
func Read() Plan { return append(Delivered(), Callback{Status: "read"}) }

// Undelivered is sent, then undelivered with an error code: the carrier could not.
func Undelivered(code int) Plan { return Plan{{Status: "sent"}, {Status: "undelivered", Code: code}} }

// Failed is failed with an error code: Twilio took the message and could not send it.
func Failed(code int) Plan { return Plan{{Status: "failed", Code: code}} }

// each returns a plan with a change to each of its callbacks.
func (p Plan) each(change func(*Callback)) Plan {
	out := append(Plan(nil), p...)
	for i := range out {
		change(&out[i])
	}
	return out
}

// Times returns the plan with each callback n times in a row.
func (p Plan) Times(n int) Plan {
	var out Plan
	for _, c := range p {
		for range n {
			out = append(out, c)
		}
	}
	return out
}

// Backwards returns the plan in the opposite order, so that delivered comes before sent.
func (p Plan) Backwards() Plan {
	out := make(Plan, 0, len(p))
	for i := len(p) - 1; i >= 0; i-- {
		out = append(out, p[i])
	}
	return out
}

// Lost returns the plan with nobody being told.
func (p Plan) Lost() Plan { return p.each(func(c *Callback) { c.Lost = true }) }

// Early returns the plan told before the POST is answered.
func (p Plan) Early() Plan { return p.each(func(c *Callback) { c.Early = true }) }

// Forged returns the plan with wrong signatures.
func (p Plan) Forged() Plan { return p.each(func(c *Callback) { c.Forged = true }) }

// Spaced returns the plan with a pause before each callback.
func (p Plan) Spaced(d time.Duration) Plan { return p.each(func(c *Callback) { c.After = d }) }
