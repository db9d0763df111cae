package outbox_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/outbox"
)

// dice is a linear congruential generator (Knuth's MMIX): the same throws for the same seed.
type dice uint64

func (d *dice) throw(n int) int {
	*d = *d*6364136223846793005 + 1442695040888963407
	return int(*d>>33) % n
}

func pick[T any](d *dice, from []T) T { return from[d.throw(len(from))] }

var (
	outcomes = []bot.Outcome{bot.Accepted, bot.Accepted, bot.Accepted, bot.OptedOut, bot.Permanent, bot.Strike, bot.BackOff, bot.Unreached,
		bot.Defer, bot.NeedsTemplate, bot.PauseBulk, bot.PauseSender, bot.Unknown, bot.Unknown}
	reports = []bot.MessageState{bot.MessagePosted, bot.MessageSent, bot.MessageSent, bot.MessageDelivered, bot.MessageRead,
		bot.MessageUndelivered, bot.MessageFailed}
)

// fate is a life in which anything may happen: workers die and come back, receipts come late and twice. Its tickets are those that
// the plans asked for; working are those whose workers have not told how the try ended, asking those whose workers have not heard
// what the provider has.
type fate struct {
	*life
	dice    dice
	tickets []ticket
	working []ticket
	asking  []ticket
	given   int // tickets ever
	story   []string
}

// ticket is one entry of the message's queue.
type ticket struct{ id, tries int }

func begin(t *testing.T, seed int) *fate {
	f := &fate{dice: dice(seed), tickets: []ticket{{}}}
	f.dice.throw(1)
	f.life = message(t, pick(&f.dice, []bot.Purpose{bot.PurposeAnswer, bot.PurposePage, bot.PurposeBroadcast}))
	if f.dice.throw(4) == 0 {
		f.life = direct(t)
	}
	if f.dice.throw(3) == 0 {
		f.m.Content.Template = "page"
	}
	return f
}

// happens takes one event and checks what must always hold.
func (f *fate) happens(e outbox.Event) {
	f.t.Helper()
	before := f.m
	f.chance = float64(f.dice.throw(1000)) / 1000
	f.step(e)
	f.story = append(f.story, fmt.Sprintf("%T%+v -> %s", e, e, f.m.State))
	f.mustHold(e, before)
	if f.plan.Again {
		f.given++
		f.tickets = append(f.tickets, ticket{f.given, f.m.TryCount()})
	}
}

func (f *fate) mustHold(e outbox.Event, before bot.Message) {
	f.t.Helper()
	_, begun := e.(outbox.Begun)
	if grown := f.m.TryCount() - before.TryCount(); grown != 0 && !(begun && grown == 1) {
		f.fails("%d tries became %d", before.TryCount(), f.m.TryCount())
	}
	for i, t := range before.Tries {
		now := f.m.Tries[i]
		if now.At != t.At || t.Outcome != "" && t.Outcome != bot.Unknown && now != t {
			f.fails("try %d was %+v and became %+v", i+1, t, now)
		}
	}
	_, released := e.(outbox.Released)
	if before.State == bot.MessageWithdrawn && f.plan.Again {
		f.fails("it was withdrawn and goes out again")
	}
	if outbox.Final(before) && !released && (f.plan.Again || !outbox.Final(f.m) && f.m.State != bot.MessageSent && f.m.State != bot.MessagePosted) {
		f.fails("it was %s and became %s", before.State, f.m.State)
	}
	if before.State == bot.MessageDelivered && f.m.State != bot.MessageDelivered && f.m.State != bot.MessageRead {
		f.fails("it was delivered and became %s", f.m.State)
	}
	if f.m.Repeat && !before.Repeat && !released && !mayHaveArrived(before) {
		f.fails("it is marked as a repeat of nothing")
	}
	if f.plan.Again && outbox.Turn(f.m, f.m.TryCount()) == outbox.Nothing {
		f.fails("there is nothing to do about it again")
	}
	if f.plan.Dead && !outbox.Final(f.m) && f.m.State != bot.MessageHeld {
		f.fails("it is given up and %s", f.m.State)
	}
}

// mayHaveArrived reports whether the last that is known of a message is that nobody knows.
func mayHaveArrived(m bot.Message) bool {
	n := len(m.Tries)
	return n == 0 && m.Direct || n > 0 && m.Tries[n-1].Outcome == bot.Unknown
}

func (f *fate) fails(format string, args ...any) {
	f.t.Helper()
	for _, s := range f.story {
		f.t.Log(s)
	}
	f.t.Fatalf(format, args...)
}

// anything lets one thing happen.
func (f *fate) anything() {
	f.t.Helper()
	switch f.dice.throw(6) {
	case 0, 1:
		if len(f.tickets) > 0 {
			f.works(f.dice.throw(len(f.tickets)), false)
		}
	case 2:
		if len(f.working) > 0 {
			f.tells(f.dice.throw(len(f.working)), pick(&f.dice, outcomes))
		}
	case 3:
		if len(f.asking) > 0 {
			f.hears(f.dice.throw(len(f.asking)), false)
		}
	case 4:
		if f.dice.throw(4) == 0 { // a person has a say, now and then
			f.happens(pick(&f.dice, []outbox.Event{outbox.Released{}, outbox.Dropped{}}))
		}
	default:
		first := f.first()
		if n := f.m.TryCount() + 1 - first; n > 0 {
			f.happens(outbox.Reported{Receipt: bot.Receipt{
				SID: sidOf(first + f.dice.throw(n)), State: pick(&f.dice, reports), Outcome: pick(&f.dice, append(outcomes[3:], "")),
			}})
		}
	}
}

// first is the number of the message's first try: 0 stands for what rode on the answer to a webhook.
func (f *fate) first() int {
	if f.m.Direct {
		return 0
	}
	return 1
}

func sidOf(try int) string { return fmt.Sprint("SM", try) }

// works lets somebody look at a ticket, who may have taken it over from somebody else.
func (f *fate) works(i int, kindly bool) {
	f.t.Helper()
	ticket := f.tickets[i]
	todo := outbox.Turn(f.m, ticket.tries)
	if todo == outbox.Send && (kindly || f.dice.throw(10) > 0) {
		f.happens(outbox.Begun{})
		f.working = append(f.working, ticket)
		return // the ticket is his until he tells
	}
	if todo == outbox.Ask {
		f.asking = append(f.asking, ticket)
		return // and so it is until there is an answer
	}
	f.tickets = slices.Delete(f.tickets, i, i+1)
	switch todo {
	case outbox.Send:
		f.happens(outbox.Refused{Unheard: f.dice.throw(2) == 0})
	case outbox.Recover:
		f.happens(outbox.Lost{})
	}
}

// hears lets a search end, perhaps long after the message was heard of. Kindly, it finds nothing.
func (f *fate) hears(i int, kindly bool) {
	f.t.Helper()
	tries := f.asking[i].tries
	f.finish(f.asking[i])
	f.asking = slices.Delete(f.asking, i, i+1)
	e := outbox.Searched{Tries: tries, Failed: !kindly && f.dice.throw(3) == 0}
	if !e.Failed && !kindly && f.dice.throw(2) == 0 {
		e.Found = &bot.Sighting{Receipt: bot.Receipt{SID: sidOf(max(f.first(), tries-f.dice.throw(2))), State: pick(&f.dice, reports)}}
	}
	f.happens(e)
}

// finish takes a ticket away, if nobody has.
func (f *fate) finish(t ticket) {
	if at := slices.Index(f.tickets, t); at >= 0 {
		f.tickets = slices.Delete(f.tickets, at, at+1)
	}
}

// tells lets a worker tell how its try ended, perhaps long after somebody took it over.
func (f *fate) tells(i int, o bot.Outcome) {
	f.t.Helper()
	try := f.working[i].tries + 1
	f.finish(f.working[i])
	f.working = slices.Delete(f.working, i, i+1)
	r := bot.Result{Outcome: o}
	if o == bot.Accepted {
		r.SID = sidOf(try)
	}
	f.happens(outbox.Ended{Try: try, Result: r})
}

// ends lets everything that is under way come to its end with a provider that is well. Nothing may be left over.
func (f *fate) ends() {
	f.t.Helper()
	for round := 0; len(f.working)+len(f.asking)+len(f.tickets) > 0; round++ {
		if round > 100 {
			f.fails("it never ends")
		}
		switch {
		case len(f.working) > 0 && f.dice.throw(2) == 0:
			f.tells(0, bot.Accepted)
		case len(f.working) > 0: // this worker never will
			f.working = f.working[1:]
		case len(f.asking) > 0:
			f.hears(0, true)
		default:
			f.works(0, true)
		}
	}
	switch f.m.State {
	case bot.MessageQueued, bot.MessageSending, bot.MessageUnknown:
		f.fails("it is lost: %s, and nobody looks at it again", f.m.State)
	}
}

func TestWhateverHappensNothingIsLost(t *testing.T) {
	seen := map[bot.MessageState]bool{}
	for seed := range 20_000 {
		f := begin(t, seed)
		for range f.dice.throw(40) {
			f.anything()
			seen[f.m.State] = true
		}
		f.ends()
	}
	if len(seen) != 11 {
		t.Errorf("the dice never led to some of the 11 states: %v", seen)
	}
}
