package outbox_test

import (
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/outbox"
)

// Nobody gets the same text every minute because a provider answers nonsense and lists nothing.
func TestWhatIsUnknownAgainAndAgainIsHeldForAPerson(t *testing.T) {
	for _, p := range []bot.Purpose{bot.PurposeAnswer, bot.PurposeNotice} {
		l := unknown(t, p).findsNothing()
		for l.m.State == bot.MessageQueued && l.m.TryCount() < 10 {
			l.begins().ends(bot.Unknown).findsNothing()
		}
		if l.m.State != bot.MessageHeld || l.m.TryCount() != 3 || !l.plan.Dead || !l.plan.Tell || l.m.Content.Empty() {
			t.Errorf("%s: %s after %d tries, %+v", p, l.m.State, l.m.TryCount(), l.plan)
		}
	}
}

// A page goes on, for somebody must come; but not at once every time.
func TestAPageOfUnknownFateGoesOnMoreSlowly(t *testing.T) {
	l := unknown(t, bot.PurposePage).findsNothing()
	for range 20 {
		l.begins().ends(bot.Unknown).findsNothing()
	}
	if l.m.State != bot.MessageQueued || !l.plan.Again || l.plan.After < 10*time.Second {
		t.Errorf("%s, %+v", l.m.State, l.plan)
	}
}

func TestARecordKeepsTheFirstAndTheLastTries(t *testing.T) {
	l := sending(t, bot.PurposePage)
	first := l.m.Tries[0].At
	for range 100 {
		l.now = l.now.Add(time.Second)
		l.ends(bot.Unreached).begins()
	}
	if n := len(l.m.Tries); n != 32 || l.m.TryCount() != 101 || l.m.Tries[0].At != first || l.m.Tries[n-1].At != l.now.UnixMilli() {
		t.Errorf("%d tries of %d", n, l.m.TryCount())
	}
	l.turns(100, outbox.Recover).turns(99, outbox.Nothing)
	l.ends(bot.Accepted).is(bot.MessagePosted, nothing)
}

func TestWhatCouldNotBeTriedCountsAsNoFailure(t *testing.T) {
	l := sending(t, bot.PurposeNotice)
	for range 20 {
		l.step(outbox.Postponed{Try: l.m.TryCount(), After: time.Minute}).is(bot.MessageQueued, again(time.Minute)).begins()
	}
	l.step(outbox.Postponed{Try: 3, After: time.Minute}).is(bot.MessageSending, nothing) // another try's
}

func TestAReceiptMaySayThatTheSenderIsTooFast(t *testing.T) {
	l := sending(t, bot.PurposeNotice).ends(bot.Accepted)
	l.reported(bot.Receipt{SID: sid, State: bot.MessageUndelivered, Code: 30022, Outcome: bot.BackOff})
	if l.m.State != bot.MessageQueued || !l.plan.Slow || l.plan.Strike || l.m.Struck {
		t.Errorf("%s, %+v", l.m.State, l.plan)
	}
}

// Taken twice and sent back twice is failed twice.
func TestTwoPagesThatCameBackRaiseTheAlarm(t *testing.T) {
	l := sending(t, bot.PurposePage)
	alarms := 0
	for range 3 {
		l.ends(bot.Accepted)
		l.reported(bot.Receipt{State: bot.MessageUndelivered, Code: 30003, Outcome: bot.Strike})
		if l.plan.Alarm {
			alarms++
		}
		l.begins()
	}
	if alarms != 1 || l.m.Bounces != 3 {
		t.Errorf("%d alarms, %d bounces", alarms, l.m.Bounces)
	}
}

// The template of a question's buttons may be gone; the question goes as a numbered text then.
func TestAQuestionWhoseButtonsAreRefusedGoesWithoutThem(t *testing.T) {
	l := sending(t, bot.PurposeAnswer)
	l.m.Content.Template, l.m.Content.Buttons = "menu/ask", true
	l.ends(bot.PauseBulk)
	if l.m.State != bot.MessageQueued || l.m.Content.Buttons || l.m.Content.Template != "" || !l.plan.Alarm {
		t.Errorf("%s, %+v, %+v", l.m.State, l.m.Content, l.plan)
	}
	l.begins().ends(bot.PauseBulk)
	if l.m.State != bot.MessageFailed {
		t.Errorf("then it is %s", l.m.State)
	}
}

func TestAnUrgentMessageWaitsNoLongerThanAMinuteForTheProvider(t *testing.T) {
	l := sending(t, bot.PurposePage)
	l.result(bot.Result{Outcome: bot.BackOff, RetryAfter: time.Hour})
	if l.plan.After > time.Minute || l.plan.Wait != time.Hour {
		t.Errorf("%+v", l.plan)
	}
}
