package outbox

import (
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
)

// rank orders the states that a receipt can tell. Receipts come in any order and more than once, so a message only moves to a higher
// rank: a late "sent" never undoes "delivered". Good news beats bad: carriers sometimes give up a text that arrives after all.
func rank(s bot.MessageState) int {
	switch s {
	case bot.MessagePosted:
		return 1
	case bot.MessageSent:
		return 2
	case bot.MessageUndelivered, bot.MessageFailed:
		return 3
	case bot.MessageDelivered:
		return 4
	case bot.MessageRead:
		return 5
	}
	return 0
}

// reported acts on a receipt that tells something new.
func (s *step) reported(r bot.Receipt) {
	if rank(r.State) <= rank(s.m.State) || s.old(r) {
		return
	}
	if !s.earlier(r) {
		s.settle()
	}
	s.taken(r.SID)
	switch r.State {
	case bot.MessageUndelivered, bot.MessageFailed:
		s.enter(r.State)
		s.m.Code = r.Code
		s.bounced(r)
	default:
		s.enter(r.State)
	}
}

// old reports whether a receipt belongs to a try before the one that the message is about now. Of those, only that the text
// arrived is still news.
func (s *step) old(r bot.Receipt) bool {
	if r.State == bot.MessageDelivered || r.State == bot.MessageRead {
		return false
	}
	switch s.m.State {
	case bot.MessageQueued, bot.MessageHeld:
		return !s.open() || s.earlier(r)
	case bot.MessageWithdrawn: // nobody wants to hear that it did not arrive
		return !s.open() || s.earlier(r) || rank(r.State) == rank(bot.MessageUndelivered)
	case bot.MessageSending, bot.MessageUnknown:
		return s.earlier(r)
	}
	return r.SID != "" && s.m.SID != "" && r.SID != s.m.SID
}

// earlier reports whether a receipt for a message that waits for an answer, or for its next try, is about one that was heard of
// before.
func (s *step) earlier(r bot.Receipt) bool {
	return r.SID != "" && (r.SID == s.m.SID || slices.Contains(s.m.Earlier, r.SID))
}

// taken notes under which id the provider took the message. Those of earlier tries are kept: their receipts may still come.
func (s *step) taken(sid string) {
	if sid == "" || sid == s.m.SID || slices.Contains(s.m.Earlier, sid) {
		return
	}
	if s.m.SID != "" {
		s.m.Earlier = append(slices.Clone(s.m.Earlier), s.m.SID)
	}
	s.m.SID = sid
}

// open reports whether nobody knows yet how the last try ended. Of one that rode on the answer to a webhook, nobody does.
func (s *step) open() bool {
	n := len(s.m.Tries)
	if n == 0 {
		return s.m.Direct
	}
	return s.m.Tries[n-1].Outcome == "" || s.m.Tries[n-1].Outcome == bot.Unknown
}

// settle notes that the provider had taken the try under way after all. That its fate was unknown stays in the record.
func (s *step) settle() {
	if n := len(s.m.Tries); n > 0 && s.m.Tries[n-1].Outcome == "" {
		s.m.Tries[n-1].Outcome = bot.Accepted
	}
}

// bounced acts on a message that the provider took and could not deliver. A code that says nothing counts as a strike.
func (s *step) bounced(r bot.Receipt) {
	state := r.State
	s.m.Bounces++
	if s.m.Content.Call {
		s.hungUp(state, r.Outcome)
		return
	}
	switch r.Outcome {
	case bot.OptedOut, bot.Permanent, bot.PauseBulk, bot.NeedsTemplate, bot.Defer, bot.BackOff:
		s.judge(r.Outcome, r.Code, 0)
	case bot.PauseSender:
		s.plan.Pause, s.plan.Alarm = true, true
		s.giveUp(state)
	default:
		s.judge(bot.Strike, r.Code, 0)
	}
	if s.m.State == bot.MessageFailed {
		s.m.State = state
	}
	s.alarm(bot.Strike)
}

// Final reports whether nothing can follow any more that would need the text itself.
func Final(m bot.Message) bool {
	switch m.State {
	case bot.MessageDelivered, bot.MessageRead, bot.MessageUndelivered, bot.MessageFailed, bot.MessageWithdrawn:
		return true
	}
	return false
}
