package desk

import (
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Ticket asks for a look at a message. Tries is how many tries the message had when the ticket was written, so that a ticket that
// comes late is recognised.
type Ticket struct {
	Queue   bot.Queue
	Message bot.MessageID
	Tries   int
}

// Entry is a ticket in its queue, with the id that the store gave it there.
type Entry struct {
	ID string
	Ticket
}

// Later is a ticket whose time comes after a duration, by the store's clock.
type Later struct {
	Ticket
	After time.Duration
}

// Debit counts what was sent against a sender's rate without having been admitted: how long the sender needs for it.
type Debit struct {
	Sender bot.SenderName
	Cost   time.Duration
}

// DeadLetter is a message that a person should see. Why is a word or two in lower case.
type DeadLetter struct {
	Message bot.MessageID
	Why     string
}

// DeadEntry is a dead letter as it is kept, with the id that the store gave it and the store's time.
type DeadEntry struct {
	ID string
	At time.Time
	DeadLetter
}

// Admission asks to let messages of one sender go, in their order.
type Admission struct {
	Sender   bot.SenderName
	Worker   string        // must hold a lease
	Depth    time.Duration // how far the sender may be ahead of its rate
	Bulk     bool          // these are broadcasts, which may be held back alone
	Messages []Candidate
}

// Candidate is a message that wants to go.
type Candidate struct {
	Write      Write           // its document, which says that it is being sent
	Contact    bot.ContactID   // whose consent is looked at
	Cost       time.Duration   // how long its sender needs for it
	Regardless bool            // it goes in spite of a STOP
	Subscribed bool            // it goes to nobody who does not want broadcasts
	Broadcast  bot.BroadcastID // what it is one text of: it goes only while that is being sent
	MaxStrikes int             // as many strikes or more bar it
	Own        time.Duration   // what it costs of its contact's own limit; 0: nothing
	OwnDepth   time.Duration   // how far the contact may be ahead of it
}

// Verdict says what became of a candidate.
type Verdict int

// The verdicts.
const (
	VerdictGo          Verdict = iota // it was written and debited
	VerdictConflict                   // its document is at another version
	VerdictStopped                    // its contact said STOP, or is not known any more
	VerdictUnreachable                // too many strikes
	VerdictWithdrawn                  // nobody wants it any more
	VerdictWait                       // its contact gets too much
	VerdictPaused                     // its broadcast is not being sent now
	VerdictKilled                     // its broadcast will never be sent again
)

// Judged is the verdict on one candidate.
type Judged struct {
	Verdict Verdict
	Contact Document      // VerdictGo: Version 0 when there is none
	Wait    time.Duration // VerdictWait
}

// Admitted is the answer to an Admission.
type Admitted struct {
	Now     time.Time
	Judged  []Judged      // of the first candidates; the others must wait
	Wait    time.Duration // before asking again about the others; 0: there are none
	Expired bool          // the worker has no lease: nobody was admitted
	Probing bool          // the sender was held back, and this message finds out whether it may go on
}

// Holding says how to hold a sender back.
type Holding struct {
	All  time.Duration // nothing leaves
	Bulk time.Duration // no broadcast leaves
	Slow bool          // it was too fast: everything costs more for about a minute
	// Probe lets one message a minute leave after All, until one is taken and Free says so.
	Probe bool
	Free  bool // nothing holds it any more
}

// Traffic is what waits and how busy the senders are, for metrics.
type Traffic struct {
	Waiting map[bot.Queue]int64 // tickets in the queues, taken ones included
	Later   int64               // tickets whose time has not come
	Dead    int64
	Busy    map[bot.SenderName]time.Duration // how far each sender is ahead of its rate
	Held    map[bot.SenderName]time.Duration // how long nothing leaves through it
	Still   map[bot.SenderName]time.Duration // how long no broadcast does
}
