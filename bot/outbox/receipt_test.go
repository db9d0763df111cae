package outbox_test

import (
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/outbox"
)

// orders calls each with every order of some states.
func orders(states []bot.MessageState, each func(order []bot.MessageState)) {
	var place func(n int)
	place = func(n int) {
		if n == len(states) {
			each(states)
			return
		}
		for i := n; i < len(states); i++ {
			states[n], states[i] = states[i], states[n]
			place(n + 1)
			states[n], states[i] = states[i], states[n]
		}
	}
	place(0)
}

// starts are the states in which receipts may find a message's only try.
var starts = map[string]func(t *testing.T) *life{
	"posted":  func(t *testing.T) *life { return posted(t, bot.PurposeAnswer) },
	"sending": func(t *testing.T) *life { return sending(t, bot.PurposeAnswer) },
	"unknown": func(t *testing.T) *life { return unknown(t, bot.PurposeAnswer) },
	"direct":  direct,
	"repeat":  func(t *testing.T) *life { return unknown(t, bot.PurposeAnswer).findsNothing() },
	"heard":   func(t *testing.T) *life { return direct(t).findsNothing() },
	"held":    func(t *testing.T) *life { return unknown(t, bot.PurposeBroadcast).findsNothing() },
}

func TestReceiptsEndInTheBestStateInAnyOrder(t *testing.T) {
	sets := []struct {
		states []bot.MessageState
		want   bot.MessageState
	}{
		{[]bot.MessageState{"posted", "sent", "delivered", "read", "undelivered"}, bot.MessageRead},
		{[]bot.MessageState{"posted", "sent", "delivered", "undelivered"}, bot.MessageDelivered},
		{[]bot.MessageState{"posted", "sent", "delivered", "failed"}, bot.MessageDelivered},
		{[]bot.MessageState{"posted", "sent", "undelivered"}, bot.MessageQueued}, // for the later try of a strike
		{[]bot.MessageState{"posted", "sent"}, bot.MessageSent},
	}
	for name, start := range starts {
		t.Run(name, func(t *testing.T) {
			for _, set := range sets {
				for _, twice := range set.states {
					orders(append([]bot.MessageState{twice}, set.states...), func(order []bot.MessageState) {
						l := start(t)
						strikes := 0
						for _, state := range order {
							if l.receipt(state); l.plan.Strike {
								strikes++
							}
						}
						if l.m.State != set.want || strikes > 1 || l.m.SID != sid {
							t.Fatalf("%v: ended %s after %d strikes", order, l.m.State, strikes)
						}
					})
				}
			}
		})
	}
}

func TestTheAnswerMayComeAfterItsReceipts(t *testing.T) {
	for state, want := range map[bot.MessageState]bot.MessageState{
		bot.MessagePosted: bot.MessagePosted, bot.MessageSent: bot.MessageSent, bot.MessageDelivered: bot.MessageDelivered,
		bot.MessageUndelivered: bot.MessageQueued,
	} {
		l := sending(t, bot.PurposeAnswer).receipt(state).tried(bot.Accepted)
		l.ends(bot.Accepted).is(want, nothing).tried(bot.Accepted)
		l = unknown(t, bot.PurposeAnswer).receipt(state).tried(bot.Unknown) // that it was unknown stays in the record
		l.step(outbox.Ended{Try: 1, Result: bot.Result{Outcome: bot.Accepted, SID: sid}}).is(want, nothing)
	}
}

func TestWhatAReceiptWithACodeMeans(t *testing.T) {
	for outcome, want := range map[bot.Outcome]struct {
		state bot.MessageState
		plan  outbox.Plan
	}{
		bot.Permanent:     {bot.MessageUndelivered, with(given, bar)},
		bot.OptedOut:      {bot.MessageUndelivered, with(given, stopped)},
		bot.PauseBulk:     {bot.MessageUndelivered, with(given, bulk)},
		bot.PauseSender:   {bot.MessageUndelivered, with(given, pause)},
		bot.NeedsTemplate: {bot.MessageUndelivered, with(given, func(p *outbox.Plan) { p.Instead = true })},
		bot.Defer:         {bot.MessageQueued, again(5400e9)},
		bot.Strike:        {bot.MessageQueued, with(again(900e9), func(p *outbox.Plan) { p.Strike = true })},
		bot.Unknown:       {bot.MessageQueued, with(again(900e9), func(p *outbox.Plan) { p.Strike = true })}, // a code nobody knows
		"":                {bot.MessageQueued, with(again(900e9), func(p *outbox.Plan) { p.Strike = true })},
	} {
		r := bot.Receipt{SID: sid, State: bot.MessageUndelivered, Code: 30005, Outcome: outcome}
		l := posted(t, bot.PurposeAnswer).reported(r).is(want.state, want.plan).tried(bot.Accepted)
		if l.m.Code != 30005 {
			t.Errorf("%q: code %d", outcome, l.m.Code)
		}
		l.reported(r).is(want.state, nothing) // once more tells nothing new
		r.State = bot.MessageFailed
		if l = posted(t, bot.PurposeAnswer).reported(r); want.state == bot.MessageUndelivered && l.m.State != bot.MessageFailed {
			t.Errorf("%q: failed became %s", outcome, l.m.State)
		}
	}
}

func TestAnUndeliveredPageTellsAtOnceAndIsTriedAgain(t *testing.T) {
	l := posted(t, bot.PurposePage).receipt(bot.MessageUndelivered)
	l.is(bot.MessageQueued, outbox.Plan{Again: true, After: l.plan.After, Strike: true, Tell: true}).turns(1, outbox.Send)
}

// secondTry is a message whose first try was taken and came back, in its second.
func secondTry(t *testing.T) *life {
	return posted(t, bot.PurposeAnswer).receipt(bot.MessageUndelivered).begins()
}

func TestALateReceiptOfAnOldTryStopsNothing(t *testing.T) {
	for _, state := range []bot.MessageState{bot.MessagePosted, bot.MessageSent, bot.MessageUndelivered, bot.MessageFailed} {
		waits := posted(t, bot.PurposeAnswer).receipt(bot.MessageUndelivered)
		waits.receipt(state).is(bot.MessageQueued, nothing).turns(1, outbox.Send)

		waits = unknown(t, bot.PurposeAnswer).receipt(bot.MessageUndelivered)
		waits.receipt(state).is(bot.MessageQueued, nothing).turns(1, outbox.Send)

		begun := secondTry(t).receipt(state).is(bot.MessageSending, nothing).tried(bot.Accepted, "")
		begun.turns(1, outbox.Recover)
		begun.result(bot.Result{Outcome: bot.Accepted, SID: "SM2"}).is(bot.MessagePosted, nothing)
		begun.receipt(state).is(bot.MessagePosted, nothing)
		begun.receiptOf("SM2", bot.MessageSent).is(bot.MessageSent, nothing)
		secondTry(t).ends(bot.Unknown).receipt(state).is(bot.MessageUnknown, nothing).turns(2, outbox.Ask)
	}
}

func TestDeliveryOfAnOldTryIsDelivery(t *testing.T) {
	posted(t, bot.PurposePage).receipt(bot.MessageUndelivered).receipt(bot.MessageDelivered).
		is(bot.MessageDelivered, nothing).turns(1, outbox.Nothing)
	l := secondTry(t).receipt(bot.MessageDelivered).is(bot.MessageDelivered, nothing).tried(bot.Accepted, "")
	l.result(bot.Result{Outcome: bot.Unreached}).is(bot.MessageDelivered, nothing).tried(bot.Accepted, bot.Unreached)
	l = secondTry(t).result(bot.Result{Outcome: bot.Accepted, SID: "SM2"}).receipt(bot.MessageRead)
	l.is(bot.MessageRead, nothing).receiptOf("SM2", bot.MessageUndelivered).is(bot.MessageRead, nothing)
}

func TestAWithdrawnMessageStaysWithdrawnUnlessItWentOut(t *testing.T) {
	gone := func() *life { return unknown(t, bot.PurposeAnswer).findsNothing().step(outbox.Refused{}) }
	gone().receipt(bot.MessageUndelivered).is(bot.MessageWithdrawn, nothing)
	gone().receipt(bot.MessageSent).is(bot.MessageSent, nothing)
	gone().step(outbox.Ended{Try: 1, Result: bot.Result{Outcome: bot.Accepted, SID: sid}}).is(bot.MessagePosted, nothing)
	never := message(t, bot.PurposeAnswer).step(outbox.Refused{})
	never.receipt(bot.MessageSent).is(bot.MessageWithdrawn, nothing)
}

func TestAReceiptBeforeAnyTryIsNoNews(t *testing.T) {
	for _, state := range []bot.MessageState{bot.MessagePosted, bot.MessageSent, bot.MessageUndelivered} {
		message(t, bot.PurposeAnswer).receipt(state).is(bot.MessageQueued, nothing).turns(0, outbox.Send)
	}
}
