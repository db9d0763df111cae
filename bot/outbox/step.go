package outbox

import (
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Event is something that happens to a message on its way.
type Event interface{ event() }

// Begun means that a worker is about to hand the message to the provider. It is written down before it is done.
type Begun struct{}

// Ended means that a try ended, by its number from 1. It may come late, when somebody else has taken the message over.
type Ended struct {
	Try int
	bot.Result
}

// Lost means that the worker of the try under way is gone: nobody knows how far it got.
type Lost struct{}

// Searched means that the provider was asked for a message of unknown fate, when it had so many tries. Found is nil when it has none,
// and when it could not be asked, which Failed tells.
type Searched struct {
	Tries  int
	Found  *bot.Sighting
	Failed bool
}

// Reported means that a receipt came.
type Reported struct{ bot.Receipt }

// Refused means that it may no longer go: its contact said STOP or cannot be reached, which Unheard tells, or nobody wants it any
// more.
type Refused struct {
	Unheard bool
	Why     bot.Refusal // of one of a broadcast
}

// Postponed means that a try was begun and could not be made for a reason that is not its own. It counts as no failure.
type Postponed struct {
	Try   int
	After time.Duration
}

func (Begun) event()     {}
func (Ended) event()     {}
func (Lost) event()      {}
func (Searched) event()  {}
func (Reported) event()  {}
func (Refused) event()   {}
func (Postponed) event() {}

// Plan is what should be done about a message, beside keeping it.
type Plan struct {
	Again   bool          // look at it again …
	After   time.Duration // … after this
	Dead    bool          // show it to a person: it was given up, or held
	Alarm   bool          // wake somebody who can mend it
	Tell    bool          // it did not arrive: whoever sent it must know
	Strike  bool          // count a strike against the address
	Bar     bool          // nothing else can arrive at the address
	Stopped bool          // the contact said STOP
	Slow    bool          // the sender is too fast …
	Wait    time.Duration // … and should wait this long
	Pause   bool          // nothing may leave through the sender for a while
	Bulk    bool          // no broadcast may leave through the sender for a while
	Instead bool          // try the contact's other channel
}

// Step decides what one event does to a message. The message passed in is not changed. Chance is a random number from 0 up to 1.
func Step(m bot.Message, e Event, p Policy, now time.Time, chance float64) (bot.Message, Plan) {
	s := step{m: m, policy: p, now: now.UnixMilli(), chance: chance}
	s.m.Tries = slices.Clone(m.Tries)
	switch e := e.(type) {
	case Begun:
		s.begin()
		s.enter(bot.MessageSending)
	case Ended:
		s.ended(e)
	case Lost:
		if s.m.State == bot.MessageSending {
			s.ended(Ended{s.m.TryCount(), bot.Result{Outcome: bot.Unknown}})
		}
	case Searched:
		s.searched(e)
	case Reported:
		s.reported(e.Receipt)
	case Refused:
		s.refused(e)
	case Postponed:
		s.postponed(e)
	case Released:
		s.released()
	case Dropped:
		s.dropped()
	case Retried:
		s.retried()
	}
	return s.m, s.plan
}

// refused withdraws a message that waits, or whose try was begun and not made. What a receipt told meanwhile stays.
func (s *step) refused(e Refused) {
	if s.m.State == bot.MessageQueued || s.m.State == bot.MessageSending {
		s.enter(bot.MessageWithdrawn)
		s.m.Refusal = e.Why
		s.plan.Tell = e.Unheard
	}
}

// How many tries a record keeps: the first and the last tell what happened.
const (
	firstKept = 4
	lastKept  = 28
)

// begin adds a try.
func (s *step) begin() {
	s.m.Tries = append(s.m.Tries, bot.Try{At: s.now})
	if len(s.m.Tries) > firstKept+lastKept {
		s.m.Tries = slices.Delete(s.m.Tries, firstKept, firstKept+1)
		s.m.Untold++
	}
}

// postponed undoes what was begun.
func (s *step) postponed(e Postponed) {
	if e.Try == s.m.TryCount() && s.m.State == bot.MessageSending {
		s.m.Tries[len(s.m.Tries)-1].Outcome = bot.Unreached
		s.again(e.After)
	}
}

// step is one decision on its way.
type step struct {
	m      bot.Message
	plan   Plan
	policy Policy
	now    int64
	chance float64
}

func (s *step) enter(state bot.MessageState) {
	s.m.State, s.m.Changed = state, s.now
}

// again puts the message back into its queue after a while. One whose text was not kept is given up.
func (s *step) again(after time.Duration) {
	if s.m.Wordless() {
		s.giveUp(bot.MessageFailed)
		return
	}
	s.enter(bot.MessageQueued)
	s.plan.Again, s.plan.After = true, after
}

// giveUp ends the message in a state from which only a late receipt can bring it back.
func (s *step) giveUp(state bot.MessageState) {
	s.enter(state)
	s.plan.Again, s.plan.Dead, s.plan.Tell = false, true, true
}

// ended closes the try under way. Of a try that was taken over meanwhile, only that it was not unknown after all is news.
func (s *step) ended(e Ended) {
	if e.Try != s.m.TryCount() || len(s.m.Tries) == 0 || !s.open() {
		return
	}
	last := &s.m.Tries[len(s.m.Tries)-1]
	late := last.Outcome == bot.Unknown
	if late && e.Outcome == bot.Unknown {
		return
	}
	last.Outcome, last.Code = e.Outcome, e.Code
	reported := e.SID != "" && e.SID == s.m.SID
	s.taken(e.SID)
	switch s.m.State {
	case bot.MessageSending, bot.MessageUnknown:
		s.judge(e.Outcome, e.Code, e.RetryAfter)
		if !late {
			s.alarm(e.Outcome)
		}
	case bot.MessageHeld: // no person need decide any more
		if !reported {
			s.judge(e.Outcome, e.Code, e.RetryAfter)
		}
	case bot.MessageQueued, bot.MessageWithdrawn: // about to be repeated, or not
		if e.Outcome == bot.Accepted && !reported {
			s.judge(e.Outcome, e.Code, 0)
		}
	}
}

// judge acts on what became of a try, whether its answer told it or a receipt.
func (s *step) judge(o bot.Outcome, code int, wait time.Duration) {
	if s.m.Content.Call {
		s.called(o, code)
		return
	}
	if o != bot.Accepted && o != bot.Unknown {
		s.m.Code, s.m.Fate = code, o
	}
	switch o {
	case bot.Accepted:
		s.m.Code, s.m.Fate = 0, "" // the failures count until it arrives: what is taken and sent back every time must end too
		s.enter(bot.MessagePosted)
	case bot.OptedOut:
		s.plan.Stopped = true
		s.giveUp(bot.MessageFailed)
	case bot.Permanent:
		s.plan.Bar = true
		s.giveUp(bot.MessageFailed)
	case bot.PauseBulk:
		s.plan.Bulk, s.plan.Alarm = true, true
		s.refusedForWhatItIs()
	case bot.PauseSender:
		s.plan.Pause, s.plan.Alarm = true, true
		s.again(0)
	case bot.NeedsTemplate:
		s.template()
	case bot.Strike:
		s.strike()
	case bot.Defer:
		s.plan.Tell = s.m.Purpose == bot.PurposePage // whoever is not paged for hours must be replaced
		s.fail(s.policy.deferral(s.chance))
	case bot.BackOff:
		s.plan.Slow, s.plan.Wait = true, wait
		if s.m.Queue.Lane == bot.LaneUrgent {
			wait = min(wait, longestWait)
		}
		s.fail(max(s.backoff(), wait))
	case bot.Unreached:
		s.fail(s.backoff())
	default:
		s.unknown()
	}
}

// refusedForWhatItIs gives a message up. A question goes without its buttons first: their template may be gone.
func (s *step) refusedForWhatItIs() {
	if c := &s.m.Content; c.Buttons && c.Text != "" {
		c.Buttons, c.Template, c.Values = false, "", nil
		s.again(0)
		return
	}
	s.giveUp(bot.MessageFailed)
}

// fail tries again after a temporary failure, until it has failed too often. A page is never given up, unless it is a call.
func (s *step) fail(after time.Duration) {
	s.m.Failures++
	switch {
	case s.m.Failures < maxFailures:
	case s.m.Content.Call:
		s.hungUp(bot.MessageFailed, "")
		return
	case s.m.Purpose != bot.PurposePage:
		s.giveUp(bot.MessageFailed)
		return
	}
	s.again(after)
}

// strike tries once more, later. Whoever is paged is replaced at once, and tried again all the same.
func (s *step) strike() {
	s.plan.Strike = true
	switch {
	case s.m.Purpose == bot.PurposePage:
		s.plan.Tell = true
		s.fail(s.backoff())
	case s.m.Struck:
		s.giveUp(bot.MessageFailed)
	default:
		s.m.Struck = true
		s.again(s.policy.strikeLater(s.chance))
	}
}

// template sends the message again as its approved template; without one, on another channel.
func (s *step) template() {
	if s.m.Content.Template != "" && !s.m.Approved {
		s.m.Approved = true
		s.again(0)
		return
	}
	s.plan.Instead = s.m.Content.Text != ""
	s.giveUp(bot.MessageFailed)
}

// alarm wakes somebody when an urgent message has failed twice, and again with every further ten failures.
func (s *step) alarm(o bot.Outcome) {
	if o == bot.Accepted || s.m.Queue.Lane != bot.LaneUrgent {
		return
	}
	failed := s.m.Bounces + s.m.Untold
	for _, t := range s.m.Tries {
		if t.Outcome != bot.Accepted && t.Outcome != "" {
			failed++
		}
	}
	if failed%10 == 2 {
		s.plan.Alarm, s.plan.Tell = true, true
	}
}
