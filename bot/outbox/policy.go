package outbox

import (
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// How often is enough.
const (
	maxFailures = 8 // temporary failures in a row, after which a message is given up
	maxDoubts   = 3 // tries of unknown fate that the provider has no trace of, after which a person decides
	maxSearches = 3 // searches that the provider did not answer, after which it counts as not found
)

// How long to wait before the next try.
const (
	firstBackoff  = 2 * time.Second  // doubles with every failure …
	longBackoff   = 15 * time.Minute // … up to this
	urgentBackoff = 30 * time.Second // … or this in the urgent lane
	strikeWait    = 10 * time.Minute // a phone that was off may be on again
	deferWait     = time.Hour        // a full queue, or a carrier's daily cap
	longestWait   = time.Minute      // that the provider may ask for of an urgent message
	searchAgain   = time.Minute      // after a search that failed, where a hotline sets no time to settle
)

// Policy is what a hotline may set.
type Policy struct {
	Settle time.Duration // how long a message of unknown fate waits for its receipt; 0: for ever
}

// backoff is a random time up to a bound that doubles with every failure ("full jitter"), so that many messages that failed
// together do not come back together.
func (s *step) backoff() time.Duration {
	most := longBackoff
	if s.m.Queue.Lane == bot.LaneUrgent {
		most = urgentBackoff
	}
	return time.Duration(s.chance * float64(min(firstBackoff<<min(s.m.Failures, 20), most)))
}

func (Policy) strikeLater(chance float64) time.Duration { return spread(strikeWait, chance) }
func (Policy) deferral(chance float64) time.Duration    { return spread(deferWait, chance) }

// spread is d and up to as much again.
func spread(d time.Duration, chance float64) time.Duration {
	return d + time.Duration(chance*float64(d))
}

// Todo is what to do about a message whose turn it is.
type Todo int

// What may be to do.
const (
	Nothing Todo = iota // somebody did it already
	Send                // hand it to the provider
	Ask                 // ask the provider whether it has the message
	Recover             // its worker is gone in the middle of a try: note that nobody knows
)

// Turn says what to do about a message when a ticket for it comes up. Tries is how many tries the message had when the ticket was
// written: a ticket whose try has been made is only good for noticing that nobody finished it.
func Turn(m bot.Message, tries int) Todo {
	switch {
	case m.TryCount() == tries+1 && m.State == bot.MessageSending:
		return Recover
	case m.TryCount() != tries:
		return Nothing
	case m.State == bot.MessageQueued:
		return Send
	case doubtful(m):
		return Ask
	}
	return Nothing
}

// doubtful reports whether nobody knows what became of a message: its last try told nothing, or it rode on an answer of which
// nobody heard again.
func doubtful(m bot.Message) bool {
	return m.State == bot.MessageUnknown || m.State == bot.MessagePosted && m.Direct && m.TryCount() == 0
}
