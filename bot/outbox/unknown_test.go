package outbox_test

import (
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/outbox"
)

func TestWhatTheProviderHasIsNotRepeated(t *testing.T) {
	everyPurpose(t, func(t *testing.T, p bot.Purpose) {
		for _, state := range []bot.MessageState{bot.MessagePosted, bot.MessageSent, bot.MessageDelivered, bot.MessageRead} {
			l := unknown(t, p).turns(1, outbox.Ask).finds(sid, state).is(state, nothing).tried(bot.Unknown)
			if l.m.SID != sid || l.m.Repeat {
				t.Errorf("got %+v", l.m)
			}
		}
		l := unknown(t, p).finds(sid, bot.MessageUndelivered)
		if l.m.State != bot.MessageQueued || !l.plan.Strike || l.m.Repeat {
			t.Errorf("found undelivered: %s, %+v", l.m.State, l.plan)
		}
	})
}

func TestWhatTheProviderHasNotIsRepeatedOrHeld(t *testing.T) {
	everyPurpose(t, func(t *testing.T, p bot.Purpose) {
		l := unknown(t, p).findsNothing()
		if p == bot.PurposeBroadcast {
			l.is(bot.MessageHeld, outbox.Plan{Dead: true}).turns(1, outbox.Nothing)
		} else {
			l.is(bot.MessageQueued, again(0)).turns(1, outbox.Send)
		}
		if l.m.Repeat != (p != bot.PurposeBroadcast) || outbox.Final(l.m) {
			t.Errorf("got %+v", l.m)
		}
	})
}

func TestASearchThatFailsThreeTimesCountsAsNotFound(t *testing.T) {
	everyPurpose(t, func(t *testing.T, p bot.Purpose) {
		l := message(t, p)
		for range 5 { // failures of before are no searches
			l.begins().ends(bot.Unreached)
		}
		l.begins().ends(bot.Unknown)
		for range 2 {
			l.searchFails().is(bot.MessageUnknown, again(settle)).turns(6, outbox.Ask)
		}
		if l.searchFails(); p == bot.PurposeBroadcast {
			l.is(bot.MessageHeld, outbox.Plan{Dead: true})
		} else {
			l.is(bot.MessageQueued, again(0))
		}
	})
}

func TestWithoutATimeToSettleItWaitsForItsReceipt(t *testing.T) {
	l := sending(t, bot.PurposePage)
	l.policy.Settle = 0
	l.ends(bot.Unknown).is(bot.MessageUnknown, nothing)
	l.receipt(bot.MessageSent).is(bot.MessageSent, nothing)
	heard := direct(t)
	heard.policy.Settle = 0
	heard.searchFails().is(bot.MessagePosted, again(time.Minute))
}

func TestASearchThatCameTooLateChangesNothing(t *testing.T) {
	for _, l := range []*life{
		unknown(t, bot.PurposePage).receipt(bot.MessageSent),
		unknown(t, bot.PurposePage).receipt(bot.MessageDelivered),
		unknown(t, bot.PurposePage).receipt(bot.MessageUndelivered),
		unknown(t, bot.PurposePage).ends(bot.Accepted),
		unknown(t, bot.PurposePage).findsNothing(),
		direct(t).receipt(bot.MessageSent),
		posted(t, bot.PurposePage),
	} {
		state := l.m.State
		l.findsNothing().is(state, nothing)
		l.searchFails().is(state, nothing)
		l.finds(sid, bot.MessagePosted).is(state, nothing)
	}
}

func TestASearchThatFindsAnEarlierTryHasNotFoundThisOne(t *testing.T) {
	second := func() *life {
		return posted(t, bot.PurposePage).receipt(bot.MessageUndelivered).begins().ends(bot.Unknown)
	}
	second().finds(sid, bot.MessageUndelivered).is(bot.MessageQueued, again(0)).turns(2, outbox.Send)
	second().finds(sid, bot.MessageDelivered).is(bot.MessageDelivered, nothing)
	second().finds("SM2", bot.MessageSent).is(bot.MessageSent, nothing)
}

func TestAnUrgentAnswerOnTheLineThatNobodyHeardIsRepeated(t *testing.T) {
	l := direct(t).turns(0, outbox.Ask)
	l.searchFails().is(bot.MessagePosted, again(settle)).turns(0, outbox.Ask)
	l.findsNothing().is(bot.MessageQueued, again(0)).turns(0, outbox.Send)
	if !l.m.Repeat {
		t.Error("without a mark")
	}
	l.begins().ends(bot.Accepted).turns(0, outbox.Nothing).turns(1, outbox.Nothing)

	direct(t).receipt(bot.MessageSent).turns(0, outbox.Nothing)
	direct(t).finds(sid, bot.MessageSent).is(bot.MessageSent, nothing)
	direct(t).finds(sid, bot.MessagePosted).is(bot.MessagePosted, nothing)
	late := direct(t).findsNothing().receipt(bot.MessageSent) // just before it would have been repeated
	late.is(bot.MessageSent, nothing).turns(0, outbox.Nothing)
}

func TestAWorkerThatIsGoneLeavesItsTryUnknown(t *testing.T) {
	l := sending(t, bot.PurposePage).turns(0, outbox.Recover).step(outbox.Lost{})
	l.is(bot.MessageUnknown, again(pageSettle)).tried(bot.Unknown).turns(0, outbox.Nothing).turns(1, outbox.Ask)
	l.step(outbox.Lost{}).is(bot.MessageUnknown, nothing)
	posted(t, bot.PurposePage).step(outbox.Lost{}).is(bot.MessagePosted, nothing)
	sending(t, bot.PurposePage).receipt(bot.MessageSent).step(outbox.Lost{}).is(bot.MessageSent, nothing).tried(bot.Accepted)
}

func TestAWorkerThatWasTakenOverMayStillTell(t *testing.T) {
	taken := func() *life { return sending(t, bot.PurposePage).step(outbox.Lost{}) }
	late := func(o bot.Outcome, sid string) outbox.Ended {
		return outbox.Ended{Try: 1, Result: bot.Result{Outcome: o, SID: sid}}
	}
	taken().step(late(bot.Accepted, sid)).is(bot.MessagePosted, nothing).tried(bot.Accepted)
	taken().step(late(bot.Unreached, "")).is(bot.MessageQueued, again(time.Second)).tried(bot.Unreached)
	taken().step(late(bot.Unknown, "")).is(bot.MessageUnknown, nothing).tried(bot.Unknown)

	l := taken().findsNothing().step(late(bot.Accepted, sid)) // just before it would have been repeated
	l.is(bot.MessagePosted, nothing).turns(1, outbox.Nothing)
	l = taken().findsNothing().step(late(bot.Unreached, ""))
	l.is(bot.MessageQueued, nothing).turns(1, outbox.Send)
	l = taken().findsNothing().begins().step(late(bot.Accepted, sid)) // too late
	l.is(bot.MessageSending, nothing).tried(bot.Unknown, "")
	held := unknown(t, bot.PurposeBroadcast).findsNothing().step(late(bot.Accepted, sid))
	held.is(bot.MessagePosted, nothing)
	heard := unknown(t, bot.PurposeBroadcast).findsNothing().step(late(bot.Unreached, "")) // it was surely not sent: nobody need decide
	heard.is(bot.MessageQueued, again(time.Second)).tried(bot.Unreached)

	l = taken().step(late(bot.Accepted, sid)).step(late(bot.Permanent, "")) // a try ends once
	l.is(bot.MessagePosted, nothing).tried(bot.Accepted)
	for _, try := range []int{-1, 0, 2} {
		sending(t, bot.PurposePage).step(outbox.Ended{Try: try, Result: bot.Result{Outcome: bot.Permanent}}).
			is(bot.MessageSending, nothing).tried("")
	}
}

func TestATicketIsGoodForOneTry(t *testing.T) {
	for name, c := range map[string]struct {
		l    *life
		want []outbox.Todo // by the tries on the ticket, from 0
	}{
		"queued":           {message(t, bot.PurposeAnswer), []outbox.Todo{outbox.Send, outbox.Nothing, outbox.Nothing}},
		"sending":          {sending(t, bot.PurposeAnswer), []outbox.Todo{outbox.Recover, outbox.Nothing, outbox.Nothing}},
		"unknown":          {unknown(t, bot.PurposeAnswer), []outbox.Todo{outbox.Nothing, outbox.Ask, outbox.Nothing}},
		"posted":           {posted(t, bot.PurposeAnswer), []outbox.Todo{outbox.Nothing, outbox.Nothing, outbox.Nothing}},
		"on the line":      {direct(t), []outbox.Todo{outbox.Ask, outbox.Nothing, outbox.Nothing}},
		"to be tried":      {sending(t, bot.PurposeAnswer).ends(bot.Unreached), []outbox.Todo{outbox.Nothing, outbox.Send, outbox.Nothing}},
		"in its 2nd try":   {sending(t, bot.PurposeAnswer).ends(bot.Unreached).begins(), []outbox.Todo{outbox.Nothing, outbox.Recover, outbox.Nothing}},
		"failed":           {sending(t, bot.PurposeAnswer).ends(bot.Permanent), []outbox.Todo{outbox.Nothing, outbox.Nothing, outbox.Nothing}},
		"held":             {unknown(t, bot.PurposeBroadcast).findsNothing(), []outbox.Todo{outbox.Nothing, outbox.Nothing, outbox.Nothing}},
		"nobody's message": {&life{t: t}, []outbox.Todo{outbox.Nothing, outbox.Nothing, outbox.Nothing}},
	} {
		t.Run(name, func(t *testing.T) {
			c.l.t = t
			for tries, want := range c.want {
				c.l.turns(tries, want)
			}
		})
	}
}
