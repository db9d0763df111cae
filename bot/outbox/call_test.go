package outbox_test

import (
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/outbox"
)

// told is the plan for a call that ends: whoever sent it must know, and that is all.
var told = outbox.Plan{Tell: true}

// call is a phone call that waits in its queue.
func call(t *testing.T) *life {
	l := message(t, bot.PurposePage)
	l.m.Content.Call = true
	return l
}

func TestACallThatNobodyTakesIsOverAndTold(t *testing.T) {
	for _, state := range []bot.MessageState{bot.MessageUndelivered, bot.MessageFailed} {
		l := call(t).begins().ends(bot.Accepted).is(bot.MessagePosted, nothing)
		l.receipt(state).is(state, told).turns(1, outbox.Nothing)
		l.receipt(state).is(state, nothing)
		if !outbox.Final(l.m) {
			t.Errorf("%s is not final", state)
		}
	}
}

// The receipt may overtake the answer to the request, and may be the only thing that is ever heard of a call.
func TestANoAnswerMayComeInAnyOrder(t *testing.T) {
	call(t).begins().receipt(bot.MessageUndelivered).is(bot.MessageUndelivered, told).ends(bot.Accepted).is(bot.MessageUndelivered, nothing)
	call(t).begins().ends(bot.Unknown).receipt(bot.MessageUndelivered).is(bot.MessageUndelivered, told).
		findsNothing().is(bot.MessageUndelivered, nothing)
	call(t).begins().ends(bot.Unknown).findsNothing().receipt(bot.MessageUndelivered).is(bot.MessageUndelivered, told).turns(1, outbox.Nothing)
	call(t).begins().ends(bot.Accepted).receipt(bot.MessageUndelivered).receipt(bot.MessageDelivered).is(bot.MessageDelivered, nothing)
}

func TestAnAnsweredCallIsDelivered(t *testing.T) {
	call(t).begins().ends(bot.Accepted).receipt(bot.MessageSent).is(bot.MessageSent, nothing).receipt(bot.MessageDelivered).is(bot.MessageDelivered, nothing)
}

// Whatever the provider says against a call, the phone may still be texted, and so may everybody else.
func TestARefusedCallHoldsNothingBack(t *testing.T) {
	for o, want := range map[bot.Outcome]outbox.Plan{
		bot.Permanent:     told,
		bot.OptedOut:      told,
		bot.Strike:        told,
		bot.Defer:         told,
		bot.NeedsTemplate: told,
		bot.PauseBulk:     {Tell: true, Alarm: true},
		bot.PauseSender:   {Tell: true, Alarm: true},
	} {
		l := call(t).begins().ends(o).is(bot.MessageFailed, want)
		if l.m.Code != 30000 {
			t.Errorf("%s: code %d", o, l.m.Code)
		}
		call(t).begins().ends(bot.Accepted).reported(bot.Receipt{SID: sid, State: bot.MessageFailed, Code: 30000, Outcome: o}).is(bot.MessageFailed, want)
	}
}

func TestACallThatDidNotRingIsMadeAgainForAWhile(t *testing.T) {
	for _, o := range []bot.Outcome{bot.BackOff, bot.Unreached} {
		l := call(t)
		for try := 1; try < 8; try++ {
			l.begins().result(bot.Result{Outcome: o, RetryAfter: time.Hour})
			if p := l.plan; l.m.State != bot.MessageQueued || !p.Again || p.After > 30*time.Second || p.Slow || p.Dead || p.Alarm != (try == 2) || p.Tell != (try == 2) {
				t.Fatalf("%s, try %d: %s, %+v", o, try, l.m.State, p)
			}
		}
		l.begins().ends(o).is(bot.MessageFailed, told)
	}
}

// Nobody can be asked about a call: it is made again, and a third time, and then it has rung often enough.
func TestACallOfUnknownFate(t *testing.T) {
	l := call(t)
	for range 2 {
		l.begins().ends(bot.Unknown)
		if l.m.State != bot.MessageUnknown || !l.plan.Again || l.plan.After != callSettle {
			t.Fatalf("%s, %+v", l.m.State, l.plan)
		}
		l.findsNothing().is(bot.MessageQueued, outbox.Plan{Again: true})
	}
	l.begins().ends(bot.Unknown).findsNothing().is(bot.MessageFailed, told)
}

func TestNobodyLetsACallGoLater(t *testing.T) {
	l := call(t).begins().ends(bot.Strike)
	l.m.Content = bot.Content{Call: true} // what a desk keeps of it
	l.step(outbox.Released{}).is(bot.MessageFailed, nothing)
}
