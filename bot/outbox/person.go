package outbox

import "github.com/aldaba-hotline/aldaba/bot"

// Released means that a person wants it to go out once more: one that was held, or that was given up while its text is still
// kept. To any other, nothing happens.
type Released struct{}

// Dropped means that a person wants it to go out no more: one that waits, is held or was given up. To any other, nothing happens.
type Dropped struct{}

// Retried means that a person wants what can succeed now to be tried again: a text that was given up and surely did not arrive, and for a
// reason that passes. It is not marked. To any other, nothing happens.
type Retried struct{}

func (Released) event() {}
func (Dropped) event()  {}
func (Retried) event()  {}

// Retryable reports whether a text that was given up may arrive now.
func Retryable(m bot.Message) bool {
	if m.State != bot.MessageFailed && m.State != bot.MessageUndelivered || m.Wordless() {
		return false
	}
	switch m.Fate {
	case bot.Strike, bot.BackOff, bot.Unreached, bot.Defer:
		return true
	}
	return false
}

// retried lets it go again.
func (s *step) retried() {
	if Retryable(s.m) {
		s.m.Failures, s.m.Struck = 0, false
		s.again(0)
	}
}

// released lets it go again, marked: an earlier try may have arrived, whatever the provider said.
func (s *step) released() {
	switch s.m.State {
	case bot.MessageHeld, bot.MessageFailed, bot.MessageUndelivered:
		if !s.m.Wordless() {
			s.m.Repeat, s.m.Failures = true, 0
			s.again(0)
		}
	}
}

// dropped withdraws it. Whoever sent it knows already if it was given up.
func (s *step) dropped() {
	switch s.m.State {
	case bot.MessageQueued, bot.MessageHeld:
		s.plan.Tell = true
		s.enter(bot.MessageWithdrawn)
	case bot.MessageFailed, bot.MessageUndelivered:
		s.enter(bot.MessageWithdrawn)
	}
}
