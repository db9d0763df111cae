package outbox

import "github.com/aldaba-hotline/aldaba/bot"

// A phone call belongs to its minute. It is made again only if it surely did not ring, or nobody knows whether it did; an engaged line,
// no answer and a refusal end it, and whoever sent it is told at once. What becomes of it says nothing about the texts of the same phone and
// the same sender, so it neither bars nor strikes an address, takes nobody for stopped, and holds no sender back: an account that may not
// call can still text.

// called acts on what became of the try of a call.
func (s *step) called(o bot.Outcome, code int) {
	switch o {
	case bot.Accepted:
		s.m.Code = 0
		s.enter(bot.MessagePosted)
	case bot.BackOff, bot.Unreached:
		s.m.Code = code
		s.fail(s.backoff())
	case bot.Unknown, "":
		s.unknown()
	default:
		s.m.Code = code
		s.hungUp(bot.MessageFailed, o)
	}
}

// hungUp ends a call that reached nobody. A person is alarmed if every other call would fare the same. None is shown to a person: nobody
// should be called later because of it.
func (s *step) hungUp(state bot.MessageState, o bot.Outcome) {
	s.giveUp(state)
	s.plan.Dead = false
	s.plan.Alarm = o == bot.PauseBulk || o == bot.PauseSender
}
