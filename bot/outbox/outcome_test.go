package outbox_test

import (
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/outbox"
)

var (
	nothing = outbox.Plan{}
	given   = outbox.Plan{Dead: true, Tell: true}
)

// again is a plan to look again.
func again(after time.Duration) outbox.Plan { return outbox.Plan{Again: true, After: after} }

// with changes a plan.
func with(p outbox.Plan, change func(p *outbox.Plan)) outbox.Plan {
	change(&p)
	return p
}

func everyPurpose(t *testing.T, story func(t *testing.T, p bot.Purpose)) {
	for _, p := range []bot.Purpose{bot.PurposeAnswer, bot.PurposeNotice, bot.PurposePage, bot.PurposeBroadcast} {
		t.Run(string(p), func(t *testing.T) { story(t, p) })
	}
}

// What follows from the first try, for every purpose; pages differ where it says so. Chance is a half.
func TestWhatFollowsFromATry(t *testing.T) {
	struck := with(again(15*time.Minute), func(p *outbox.Plan) { p.Strike = true })
	for outcome, want := range map[bot.Outcome]struct {
		state      bot.MessageState
		plan, page outbox.Plan
	}{
		bot.Accepted:  {bot.MessagePosted, nothing, nothing},
		bot.Permanent: {bot.MessageFailed, with(given, bar), with(given, bar)},
		bot.OptedOut:  {bot.MessageFailed, with(given, stopped), with(given, stopped)},
		bot.Strike:    {bot.MessageQueued, struck, outbox.Plan{Again: true, After: time.Second, Strike: true, Tell: true}},
		bot.BackOff:   {bot.MessageQueued, with(again(time.Second), slow), with(again(time.Second), slow)},
		bot.Unreached: {bot.MessageQueued, again(time.Second), again(time.Second)},
		bot.Defer:     {bot.MessageQueued, again(90 * time.Minute), outbox.Plan{Again: true, After: 90 * time.Minute, Tell: true}},
		bot.NeedsTemplate: {bot.MessageFailed, with(given, func(p *outbox.Plan) { p.Instead = true }),
			with(given, func(p *outbox.Plan) { p.Instead = true })},
		bot.PauseBulk:   {bot.MessageFailed, with(given, bulk), with(given, bulk)},
		bot.PauseSender: {bot.MessageQueued, with(again(0), pause), with(again(0), pause)},
		bot.Unknown:     {bot.MessageUnknown, again(settle), again(pageSettle)},
	} {
		t.Run(string(outcome), func(t *testing.T) {
			everyPurpose(t, func(t *testing.T, p bot.Purpose) {
				plan := want.plan
				if p == bot.PurposePage {
					plan = want.page
				}
				l := sending(t, p).ends(outcome).is(want.state, plan).tried(outcome)
				if l.m.Repeat || l.m.Changed != l.now.UnixMilli() {
					t.Errorf("got %+v", l.m)
				}
				if failed := outcome != bot.Accepted && outcome != bot.Unknown; failed != (l.m.Code == 30000) {
					t.Errorf("code %d", l.m.Code)
				}
				if outbox.Final(l.m) != (want.state == bot.MessageFailed) {
					t.Error("final or not?")
				}
				l.turns(0, outbox.Nothing)
			})
		})
	}
}

func bar(p *outbox.Plan)     { p.Bar = true }
func stopped(p *outbox.Plan) { p.Stopped = true }
func slow(p *outbox.Plan)    { p.Slow = true }
func bulk(p *outbox.Plan)    { p.Bulk, p.Alarm = true, true }
func pause(p *outbox.Plan)   { p.Pause, p.Alarm = true, true }

func TestAStrikeGetsOneLaterTry(t *testing.T) {
	for _, p := range []bot.Purpose{bot.PurposeAnswer, bot.PurposeBroadcast} {
		l := sending(t, p).ends(bot.Strike).turns(1, outbox.Send).begins().ends(bot.Strike)
		l.is(bot.MessageFailed, with(given, func(p *outbox.Plan) { p.Strike = true })).turns(2, outbox.Nothing)
	}
	l := posted(t, bot.PurposeAnswer).receipt(bot.MessageUndelivered)
	l.is(bot.MessageQueued, outbox.Plan{Again: true, After: 15 * time.Minute, Strike: true})
	l.begins().result(bot.Result{Outcome: bot.Accepted, SID: "SM2"}).receiptOf("SM2", bot.MessageUndelivered)
	l.is(bot.MessageUndelivered, with(given, func(p *outbox.Plan) { p.Strike = true }))
}

func TestAPageIsNeverGivenUpForTheMoment(t *testing.T) {
	for _, o := range []bot.Outcome{bot.Strike, bot.BackOff, bot.Unreached, bot.Defer, bot.PauseSender} {
		l := message(t, bot.PurposePage)
		for range 50 {
			l.begins().ends(o)
			if !l.plan.Again || l.m.State != bot.MessageQueued || l.plan.Dead {
				t.Fatalf("%s, try %d: %s, %+v", o, l.m.TryCount(), l.m.State, l.plan)
			}
			l.turns(l.m.TryCount(), outbox.Send)
		}
	}
}

func TestOtherMessagesEndAfterEightFailures(t *testing.T) {
	for _, p := range []bot.Purpose{bot.PurposeAnswer, bot.PurposeNotice, bot.PurposeBroadcast} {
		for _, o := range []bot.Outcome{bot.BackOff, bot.Unreached, bot.Defer} {
			l := message(t, p)
			for range 7 {
				l.begins().ends(o)
				if l.m.State != bot.MessageQueued {
					t.Fatalf("%s %s ends after %d", p, o, l.m.TryCount())
				}
			}
			l.begins().ends(o)
			want := given
			want.Slow = o == bot.BackOff
			l.is(bot.MessageFailed, want)
		}
	}
}

func TestAnAnswerThatTellsNothingBreaksTheRowOfFailures(t *testing.T) {
	l := message(t, bot.PurposeAnswer)
	for range 7 {
		l.begins().ends(bot.Unreached)
	}
	l.begins().ends(bot.Unknown).searchFails().searchFails().searchFails().begins().ends(bot.Unreached)
	l.is(bot.MessageQueued, again(time.Second))
}

func TestWhatIsTakenAndSentBackEveryTimeEndsToo(t *testing.T) {
	l := message(t, bot.PurposeAnswer)
	for i := range 8 {
		id := string(rune('A' + i))
		l.begins().result(bot.Result{Outcome: bot.Accepted, SID: id})
		l.reported(bot.Receipt{SID: id, State: bot.MessageFailed, Code: 30001, Outcome: bot.Defer})
	}
	l.is(bot.MessageFailed, given)
	page := message(t, bot.PurposePage)
	page.chance = almost
	for i := range 8 {
		id := string(rune('A' + i))
		page.begins().result(bot.Result{Outcome: bot.Accepted, SID: id}).receiptOf(id, bot.MessageUndelivered)
	}
	if page.m.State != bot.MessageQueued || page.plan.After < 29*time.Second {
		t.Errorf("a page whose phone is off: %s, again after %v", page.m.State, page.plan.After)
	}
}

func TestBackoffIsRandomAndBounded(t *testing.T) {
	for _, c := range []struct {
		purpose bot.Purpose
		bounds  []time.Duration
	}{
		{bot.PurposeAnswer, []time.Duration{2, 4, 8, 16, 32, 64, 128}},
		{bot.PurposePage, []time.Duration{2, 4, 8, 16, 30, 30, 30, 30, 30, 30}},
	} {
		for _, chance := range []float64{0, almost} {
			l := message(t, c.purpose)
			l.chance = chance
			for i, bound := range c.bounds {
				l.begins().ends(bot.Unreached)
				bound *= time.Second
				if got := l.plan.After; chance == 0 && got != 0 || chance != 0 && (got >= bound || got < bound-bound/1000) {
					t.Errorf("%s, failure %d, chance %v: after %v, want up to %v", c.purpose, i+1, chance, got, bound)
				}
			}
		}
	}
	l := message(t, bot.PurposePage)
	l.m.Queue.Lane, l.chance = bot.LaneReply, almost
	for range 60 {
		l.begins().ends(bot.Unreached)
	}
	if l.plan.After > 15*time.Minute || l.plan.After < 14*time.Minute {
		t.Errorf("after 60 failures: %v", l.plan.After)
	}
}

func TestTheLaterTriesOfStrikesAndDeferralsAreSpread(t *testing.T) {
	for _, c := range []struct {
		outcome bot.Outcome
		chance  float64
		want    time.Duration
	}{
		{bot.Strike, 0, 10 * time.Minute}, {bot.Strike, almost, 20 * time.Minute},
		{bot.Defer, 0, time.Hour}, {bot.Defer, almost, 2 * time.Hour},
	} {
		l := sending(t, bot.PurposeAnswer)
		l.chance = c.chance
		if l.ends(c.outcome); (c.want - l.plan.After).Abs() > time.Second {
			t.Errorf("%s, chance %v: after %v, want %v", c.outcome, c.chance, l.plan.After, c.want)
		}
	}
}

func TestTheProvidersWishIsHeard(t *testing.T) {
	for wait, want := range map[time.Duration]time.Duration{0: time.Second, time.Millisecond: time.Second, 20 * time.Second: 20 * time.Second} {
		l := sending(t, bot.PurposePage).result(bot.Result{Outcome: bot.BackOff, Code: 429, RetryAfter: wait})
		l.is(bot.MessageQueued, outbox.Plan{Again: true, After: want, Slow: true, Wait: wait})
	}
}

func TestATemplateGoesInsteadOfATextOnce(t *testing.T) {
	l := message(t, bot.PurposeAnswer)
	l.m.Content.Template = "update"
	l.begins().ends(bot.NeedsTemplate).is(bot.MessageQueued, again(0))
	if !l.m.Approved || l.m.Failures != 0 {
		t.Errorf("got %+v", l.m)
	}
	l.turns(1, outbox.Send).begins().ends(bot.NeedsTemplate)
	l.is(bot.MessageFailed, with(given, func(p *outbox.Plan) { p.Instead = true }))

	l = message(t, bot.PurposePage)
	l.m.Content.Template = "page"
	l.begins().ends(bot.Accepted).reported(bot.Receipt{SID: sid, State: bot.MessageFailed, Code: 63016, Outcome: bot.NeedsTemplate})
	l.is(bot.MessageQueued, again(0))
}

func TestAPauseKeepsTheMessageHoweverLongItLasts(t *testing.T) {
	everyPurpose(t, func(t *testing.T, p bot.Purpose) {
		l := message(t, p)
		for range 100 {
			l.begins().ends(bot.PauseSender).turns(l.m.TryCount(), outbox.Send)
		}
		if l.m.State != bot.MessageQueued || l.m.Failures != 0 {
			t.Errorf("got %s after %d failures", l.m.State, l.m.Failures)
		}
	})
}

func TestTheUrgentLaneAlarmsAtTheSecondFailure(t *testing.T) {
	for _, lane := range bot.Lanes() {
		l := message(t, bot.PurposePage)
		l.m.Queue.Lane = lane
		for n := 1; n <= 25; n++ {
			l.begins().ends(bot.Unreached)
			want := lane == bot.LaneUrgent && (n == 2 || n == 12 || n == 22)
			if l.plan.Alarm != want || l.plan.Tell != want {
				t.Errorf("%s, failure %d: %+v, want an alarm: %v", lane, n, l.plan, want)
			}
		}
	}
	l := sending(t, bot.PurposePage).ends(bot.Unreached).begins().ends(bot.Unknown)
	if !l.plan.Alarm || !l.plan.Tell {
		t.Errorf("a try of unknown fate is a failure too: %+v", l.plan)
	}
	if l.ends(bot.Unreached); l.plan.Alarm {
		t.Error("what the try turned out to be alarmed again")
	}
	l = sending(t, bot.PurposePage).ends(bot.Unreached).begins().ends(bot.BackOff).begins().ends(bot.Accepted)
	if l.plan.Alarm {
		t.Error("a success alarmed")
	}
	if l.receipt(bot.MessageUndelivered); l.plan.Alarm || !l.plan.Tell {
		t.Errorf("the receipt of a third: %+v", l.plan)
	}
}

func TestAMessageThatMayNotGoIsWithdrawn(t *testing.T) {
	message(t, bot.PurposeAnswer).step(outbox.Refused{}).is(bot.MessageWithdrawn, nothing).turns(0, outbox.Nothing)
	l := message(t, bot.PurposePage).step(outbox.Refused{Unheard: true}).is(bot.MessageWithdrawn, outbox.Plan{Tell: true})
	l.step(outbox.Refused{Unheard: true}).is(bot.MessageWithdrawn, nothing)
	l = unknown(t, bot.PurposeAnswer).findsNothing().receipt(bot.MessageDelivered)
	l.step(outbox.Refused{Unheard: true}).is(bot.MessageDelivered, nothing)
}

func TestAMessageWhoseTextWasNotKeptIsNotTriedAgain(t *testing.T) {
	l := direct(t)
	l.m.Content = bot.Content{}
	l.receipt(bot.MessageUndelivered).is(bot.MessageUndelivered, with(given, func(p *outbox.Plan) { p.Strike = true }))
	l = direct(t)
	l.m.Content = bot.Content{Media: []bot.Private{"https://example.org/a.png"}}
	l.receipt(bot.MessageUndelivered).turns(0, outbox.Send)
}
