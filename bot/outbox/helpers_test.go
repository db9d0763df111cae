package outbox_test

import (
	"slices"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/outbox"
)

const (
	settle = time.Minute
	// pageSettle and callSettle are how long a page and a call wait at most.
	pageSettle = 5 * time.Second
	callSettle = 30 * time.Second
	sid        = "SM1"
	almost     = 0.999999
)

// life is one message and what was decided about it last.
type life struct {
	t      *testing.T
	m      bot.Message
	plan   outbox.Plan
	policy outbox.Policy
	now    time.Time
	chance float64
}

// message is a text of a purpose, in the lane where such texts go, that waits in its queue.
func message(t *testing.T, purpose bot.Purpose) *life {
	lane := map[bot.Purpose]bot.Lane{
		bot.PurposeAnswer: bot.LaneReply, bot.PurposeNotice: bot.LaneReply, bot.PurposePage: bot.LaneUrgent, bot.PurposeBroadcast: bot.LaneBulk,
	}[purpose]
	return &life{t: t, policy: outbox.Policy{Settle: settle}, now: time.UnixMilli(1_764_000_000_000), chance: 0.5, m: bot.Message{
		ID: "a1", Queue: bot.Queue{Lane: lane, Sender: bot.SenderSMS}, Purpose: purpose, State: bot.MessageQueued,
		Content: bot.Content{Text: "text"},
	}}
}

// direct is an urgent answer that rode on the answer to a webhook.
func direct(t *testing.T) *life {
	l := message(t, bot.PurposeAnswer)
	l.m.Queue.Lane, l.m.Direct, l.m.State = bot.LaneUrgent, true, bot.MessagePosted
	return l
}

// sending is a message in its first try.
func sending(t *testing.T, purpose bot.Purpose) *life { return message(t, purpose).begins() }

// posted is a message that the provider took.
func posted(t *testing.T, purpose bot.Purpose) *life { return sending(t, purpose).ends(bot.Accepted) }

// unknown is a message of which nobody knows whether it was taken.
func unknown(t *testing.T, purpose bot.Purpose) *life { return sending(t, purpose).ends(bot.Unknown) }

func (l *life) step(e outbox.Event) *life {
	l.t.Helper()
	before := l.m
	kept := slices.Clone(l.m.Tries)
	l.now = l.now.Add(time.Second)
	l.m, l.plan = outbox.Step(l.m, e, l.policy, l.now, l.chance)
	if !slices.Equal(before.Tries, kept) {
		l.t.Fatalf("%T changed the message that was passed in", e)
	}
	return l
}

func (l *life) begins() *life { l.t.Helper(); return l.step(outbox.Begun{}) }

// ends ends the latest try; an accepted one under the message's only id.
func (l *life) ends(o bot.Outcome) *life {
	l.t.Helper()
	r := bot.Result{Outcome: o}
	switch o {
	case bot.Accepted:
		r.SID = sid
	case bot.Unknown:
	default:
		r.Code = 30000
	}
	return l.result(r)
}

func (l *life) result(r bot.Result) *life {
	l.t.Helper()
	return l.step(outbox.Ended{Try: l.m.TryCount(), Result: r})
}

// receipt is one of the message's first try.
func (l *life) receipt(state bot.MessageState) *life { l.t.Helper(); return l.receiptOf(sid, state) }

func (l *life) receiptOf(sid string, state bot.MessageState) *life {
	l.t.Helper()
	return l.reported(bot.Receipt{SID: sid, State: state})
}

func (l *life) reported(r bot.Receipt) *life {
	l.t.Helper()
	return l.step(outbox.Reported{Receipt: r})
}

func (l *life) finds(sid string, state bot.MessageState) *life {
	l.t.Helper()
	return l.step(outbox.Searched{Tries: l.m.TryCount(), Found: &bot.Sighting{Receipt: bot.Receipt{SID: sid, State: state}}})
}

func (l *life) findsNothing() *life {
	l.t.Helper()
	return l.step(outbox.Searched{Tries: l.m.TryCount()})
}

func (l *life) searchFails() *life {
	l.t.Helper()
	return l.step(outbox.Searched{Tries: l.m.TryCount(), Failed: true})
}

// is checks where the message stands and what is to be done about it, all of it.
func (l *life) is(state bot.MessageState, plan outbox.Plan) *life {
	l.t.Helper()
	if l.m.State != state {
		l.t.Errorf("it is %s, want %s", l.m.State, state)
	}
	if l.plan != plan {
		l.t.Errorf("%s: plan %+v, want %+v", l.m.State, l.plan, plan)
	}
	return l
}

// turns checks what there is to do when a ticket of so many tries comes up.
func (l *life) turns(tries int, want outbox.Todo) *life {
	l.t.Helper()
	if got := outbox.Turn(l.m, tries); got != want {
		l.t.Errorf("%s, after %d tries, a ticket of %d: to do %d, want %d", l.m.State, l.m.TryCount(), tries, got, want)
	}
	return l
}

// tried checks how the tries ended.
func (l *life) tried(want ...bot.Outcome) *life {
	l.t.Helper()
	var got []bot.Outcome
	for _, t := range l.m.Tries {
		got = append(got, t.Outcome)
	}
	if !slices.Equal(got, want) {
		l.t.Errorf("tries ended %q, want %q", got, want)
	}
	return l
}
