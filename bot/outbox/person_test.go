package outbox_test

import (
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/outbox"
)

func held(t *testing.T) *life { return unknown(t, bot.PurposeBroadcast).findsNothing() }

// bounced was undelivered for good.
func bounced(t *testing.T) *life {
	return posted(t, bot.PurposeBroadcast).reported(bot.Receipt{SID: sid, State: bot.MessageUndelivered, Outcome: bot.Permanent, Code: 30005})
}

func TestAPersonReleasesWhatIsHeldOrGivenUp(t *testing.T) {
	for name, l := range map[string]*life{
		"held": held(t), "failed": sending(t, bot.PurposeBroadcast).ends(bot.Permanent), "undelivered": bounced(t),
	} {
		t.Run(name, func(t *testing.T) {
			l.t = t
			l.step(outbox.Released{}).is(bot.MessageQueued, again(0)).turns(0, outbox.Nothing).turns(1, outbox.Send)
			if !l.m.Repeat || l.m.Failures != 0 || l.m.Changed != l.now.UnixMilli() {
				t.Errorf("got %+v", l.m)
			}
			l.step(outbox.Released{}).is(bot.MessageQueued, nothing) // once
			l.begins().ends(bot.Unknown).findsNothing().is(bot.MessageHeld, outbox.Plan{Dead: true})
		})
	}
}

func TestWhatIsReleasedMayHaveArrivedAllTheSame(t *testing.T) {
	late := held(t).step(outbox.Released{}).receipt(bot.MessageDelivered)
	late.is(bot.MessageDelivered, nothing).turns(1, outbox.Nothing)
}

func TestAPersonDropsWhatHasNotGoneOut(t *testing.T) {
	told := outbox.Plan{Tell: true}
	for name, c := range map[string]struct {
		l    *life
		want outbox.Plan
	}{
		"queued":      {message(t, bot.PurposePage), told},
		"held":        {held(t), told},
		"failed":      {sending(t, bot.PurposeBroadcast).ends(bot.Permanent), nothing},
		"undelivered": {bounced(t), nothing},
	} {
		t.Run(name, func(t *testing.T) {
			l := c.l
			l.t = t
			tries := l.m.TryCount()
			l.step(outbox.Dropped{}).is(bot.MessageWithdrawn, c.want).turns(tries, outbox.Nothing)
			l.step(outbox.Released{}).is(bot.MessageWithdrawn, nothing)
			l.step(outbox.Dropped{}).is(bot.MessageWithdrawn, nothing)
		})
	}
	held(t).step(outbox.Dropped{}).receipt(bot.MessageDelivered).is(bot.MessageDelivered, nothing)
}

func TestAPersonChangesNothingElse(t *testing.T) {
	for state, l := range map[bot.MessageState]*life{
		bot.MessageSending:   sending(t, bot.PurposePage),
		bot.MessageUnknown:   unknown(t, bot.PurposePage),
		bot.MessagePosted:    posted(t, bot.PurposePage),
		bot.MessageSent:      posted(t, bot.PurposePage).receipt(bot.MessageSent),
		bot.MessageDelivered: posted(t, bot.PurposePage).receipt(bot.MessageDelivered),
		bot.MessageRead:      posted(t, bot.PurposePage).receipt(bot.MessageRead),
		"":                   {t: t},
	} {
		l.step(outbox.Released{}).is(state, nothing)
		l.step(outbox.Dropped{}).is(state, nothing)
	}
	message(t, bot.PurposePage).step(outbox.Released{}).is(bot.MessageQueued, nothing)
}

func TestWhatHasNoTextIsNotReleased(t *testing.T) {
	for state, l := range map[bot.MessageState]*life{bot.MessageHeld: held(t), bot.MessageUndelivered: bounced(t)} {
		l.m.Content = bot.Content{}
		if l.step(outbox.Released{}).is(state, nothing); l.m.Repeat {
			t.Errorf("%s: marked as a repeat", state)
		}
	}
}

// oneOfMany is one of a broadcast, which has no text of its own: that is read from the broadcast when it goes.
func oneOfMany(t *testing.T) *life {
	l := message(t, bot.PurposeBroadcast)
	l.m.Content, l.m.Broadcast = bot.Content{}, "7"
	return l
}

func TestWhatCanSucceedIsTriedAgainUnmarked(t *testing.T) {
	for name, x := range map[string]struct {
		l    *life
		goes bool
	}{
		"the phone was off":        {oneOfMany(t).begins().ends(bot.Strike).begins().ends(bot.Strike), true},
		"the provider was not met": {oneOfMany(t).gives(bot.Unreached), true},
		"a number that is none":    {oneOfMany(t).begins().ends(bot.Permanent), false},
		"who said STOP":            {oneOfMany(t).begins().ends(bot.OptedOut), false},
		"refused for its content":  {oneOfMany(t).begins().ends(bot.PauseBulk), false},
		"nobody knows":             {oneOfMany(t).begins().ends(bot.Unknown).findsNothing(), false},
		"it has arrived":           {oneOfMany(t).begins().ends(bot.Accepted), false},
		"not wanted any more":      {oneOfMany(t).step(outbox.Refused{Why: bot.RefusedKilled}), false},
	} {
		t.Run(name, func(t *testing.T) {
			x.l.t = t
			before := x.l.m.State
			x.l.step(outbox.Retried{})
			if !x.goes {
				x.l.is(before, nothing)
				return
			}
			x.l.is(bot.MessageQueued, again(0))
			if x.l.m.Repeat || x.l.m.Failures != 0 || x.l.m.Struck {
				t.Errorf("%+v", x.l.m)
			}
			if x.l.begins().ends(bot.Accepted); x.l.m.Fate != "" || x.l.m.State != bot.MessagePosted {
				t.Errorf("%+v", x.l.m)
			}
		})
	}
}

// gives lets every try end so until the message is given up.
func (l *life) gives(o bot.Outcome) *life {
	for range 20 {
		if l.m.State == bot.MessageQueued {
			l.begins().ends(o)
		}
	}
	return l
}

func TestARefusalIsKept(t *testing.T) {
	l := oneOfMany(t).step(outbox.Refused{Unheard: true, Why: bot.RefusedStopped})
	if l.m.State != bot.MessageWithdrawn || l.m.Refusal != bot.RefusedStopped {
		t.Errorf("%+v", l.m)
	}
}
