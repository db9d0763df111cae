package outbox

import (
	"cmp"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// unknown waits for a receipt, then asks the provider. From here on it is searches that fail.
func (s *step) unknown() {
	s.m.Failures = 0
	s.enter(bot.MessageUnknown)
	s.plan.Again, s.plan.After = s.policy.Settle > 0, s.settleAfter()
}

// searched settles a message of unknown fate. If a receipt has told it meanwhile, the answer is old.
func (s *step) searched(e Searched) {
	switch {
	case Turn(s.m, e.Tries) != Ask: // it was heard of, or tried again, while the provider was asked
	case e.Found != nil && !s.old(e.Found.Receipt):
		s.m.Failures = 0
		s.reported(e.Found.Receipt)
	case e.Failed && s.m.Failures+1 < maxSearches:
		s.m.Failures++
		s.plan.Again, s.plan.After = true, cmp.Or(s.policy.Settle, searchAgain)
	case s.m.Purpose == bot.PurposeBroadcast:
		s.enter(bot.MessageHeld)
		s.plan.Dead = true
	default:
		s.repeat()
	}
}

// repeat sends it again, marked. When nobody could tell three times what became of it, it may have arrived three times: then a
// person decides, except about a page, which goes on more slowly.
func (s *step) repeat() {
	doubts := s.m.Untold
	for _, t := range s.m.Tries {
		if t.Outcome == bot.Unknown {
			doubts++
		}
	}
	s.m.Repeat, s.m.Failures = true, 0
	switch {
	case doubts < maxDoubts:
		s.again(0)
	case s.m.Content.Call: // it has rung often enough
		s.hungUp(bot.MessageFailed, "")
	case s.m.Purpose == bot.PurposePage:
		s.again(spread(urgentBackoff, s.chance))
	default:
		s.giveUp(bot.MessageHeld)
		s.plan.Alarm = s.m.Queue.Lane == bot.LaneUrgent
	}
}

// A page of unknown fate waits for its receipt no longer than wakeSettle: somebody waits behind a door. A call rings for 25 s, and must not meet
// itself.
const (
	wakeSettle = 5 * time.Second
	callSettle = 30 * time.Second
)

func (s *step) settleAfter() time.Duration {
	switch {
	case s.m.Content.Call:
		return min(s.policy.Settle, callSettle)
	case s.m.Purpose == bot.PurposePage:
		return min(s.policy.Settle, wakeSettle)
	}
	return s.policy.Settle
}
