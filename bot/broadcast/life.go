package broadcast

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// leastHold is how long an approved broadcast waits at least: what is still remembered of an earlier wording is forgotten by then.
const leastHold = 2 * time.Second

// Remembered is how long after its first text it is known at least who got a broadcast: longer than any is valid.
const Remembered = 10 * 24 * time.Hour

// What people do about broadcasts, as events tell it.
const (
	Drafted  = "drafted"
	Revised  = "revised"
	Approved = "approved"
	Paused   = "paused"
	Resumed  = "resumed"
	Killed   = "killed"
	Retried  = "retried"
	Overrode = "override"
)

// mostEvents is how many events are kept.
const mostEvents = 64

// noted is a broadcast with one more event.
func noted(b bot.Broadcast, what, by, note string, now time.Time) bot.Broadcast {
	b.Events = trail(b.Events, bot.BroadcastEvent{At: now.UnixMilli(), By: by, What: what, Note: note})
	return b
}

// trail is what was done, with one more event. The first one stays.
func trail(before []bot.BroadcastEvent, e bot.BroadcastEvent) []bot.BroadcastEvent {
	events := append(append([]bot.BroadcastEvent{}, before...), e)
	if len(events) > mostEvents {
		events = append(events[:1], events[len(events)-mostEvents+1:]...)
	}
	return events
}

// refuse says that a rule forbids something.
func refuse(b bot.Broadcast, why string) error {
	return fmt.Errorf("broadcast %s is %s: %s: %w", b.ID, b.State, why, bot.ErrRefused)
}

// Draft begins a broadcast. Salt is random.
func Draft(id bot.BroadcastID, s bot.Script, by, salt string, now time.Time) bot.Broadcast {
	b := bot.Broadcast{ID: id, State: bot.BroadcastDraft, Salt: salt, Hash: Hash(s), Author: by, Drafted: now.UnixMilli()}
	return noted(b, Drafted, by, b.Hash, now)
}

// Revise makes it say something else, which needs approval again. Who has got it does not get it again: the records stay.
func Revise(b bot.Broadcast, s bot.Script, by string, now time.Time) (bot.Broadcast, error) {
	if b.State != bot.BroadcastDraft && b.State != bot.BroadcastHolding && b.State != bot.BroadcastPaused {
		return b, refuse(b, "pause it first; what was sent to its end is corrected by a new one with answers: "+string(b.ID))
	}
	b.State, b.Hash, b.Author, b.Approver, b.Starts, b.Stale = bot.BroadcastDraft, Hash(s), by, "", 0, 0
	return noted(again(b), Revised, by, b.Hash, now), nil
}

// Keeps refuses a revision of what has begun that changes how its audience is found other than by what is known of each contact: nobody could look
// at that in the moment of sending.
func Keeps(b bot.Broadcast, before, after bot.BroadcastSpec) error {
	if b.Began == 0 {
		return nil
	}
	was, is := before.Audience, after.Audience
	switch {
	case before.Answers != after.Answers, kind(was) != kind(is), !slices.Equal(was.Except, is.Except), kind(was) == Responders && !sameAudience(was, is):
		return refuse(b, "some have got it, so answers:, except:, the kind of its audience and which responders it means stay; kill it, and draft another one with except: ["+string(b.ID)+"]")
	}
	return nil
}

func kind(a bot.Audience) string { return cmp.Or(a.Kind, Subscribers) }

func sameAudience(a, b bot.Audience) bool {
	return slices.Equal(a.Regions, b.Regions) && slices.Equal(a.Languages, b.Languages) && slices.Equal(a.Groups, b.Groups) && slices.Equal(a.Channels, b.Channels)
}

// again lets a broadcast walk the list from its beginning.
func again(b bot.Broadcast) bot.Broadcast {
	b.Walked, b.Through, b.Left, b.Next, b.Ended = nil, nil, 0, 0, 0
	return b
}

// Approve lets it go, after its hold and not before its start. Hash is what the approver has seen.
func Approve(b bot.Broadcast, s bot.Script, hash, by string, hold time.Duration, now time.Time) (bot.Broadcast, error) {
	switch {
	case b.State != bot.BroadcastDraft:
		return b, refuse(b, "only a draft is approved")
	case by == b.Author:
		return b, refuse(b, "its author cannot approve it; ask another organizer")
	case hash != b.Hash:
		return b, refuse(b, "it says something else than what you have seen; look at it again with aldaba broadcast preview "+string(b.ID))
	}
	start, err := When(s.Spec.Start)
	if err != nil {
		return b, refuse(b, err.Error())
	}
	first, stale := goes(s.Spec, start, now, hold)
	if !stale.After(first) {
		return b, refuse(b, "its hold ends when it is not valid any more; give it another start, or say valid: with a longer time")
	}
	if b.Began > 0 && stale.After(time.UnixMilli(b.Began).Add(Remembered)) {
		return b, refuse(b, "it began so long ago that some who got it would get it again; draft a new one")
	}
	b.State, b.Approver, b.Starts, b.Stale = bot.BroadcastHolding, by, first.UnixMilli(), stale.UnixMilli()
	b = noted(b, Approved, by, hash, now)
	if s.Spec.Quiet == QuietOverride {
		b = noted(b, Overrode, by, s.Spec.Reason, now)
	}
	return b, nil
}

// goes is when what is approved now goes out, which is not before its hold is over, and since when it is not worth getting any more. Without a start it
// starts then; what begins late is no fresher for that.
func goes(s bot.BroadcastSpec, start, now time.Time, hold time.Duration) (first, stale time.Time) {
	first = later(start, now.Add(max(hold, leastHold)))
	if start.IsZero() {
		start = first
	}
	return first, start.Add(Valid(s))
}

// Pause stops it until it is resumed.
func Pause(b bot.Broadcast, by string, now time.Time) (bot.Broadcast, error) {
	if b.State != bot.BroadcastHolding && b.State != bot.BroadcastSending {
		return b, refuse(b, "there is nothing to pause")
	}
	b.State = bot.BroadcastPaused
	return noted(b, Paused, by, "", now), nil
}

// Resume lets it go on.
func Resume(b bot.Broadcast, by string, now time.Time) (bot.Broadcast, error) {
	if b.State != bot.BroadcastPaused {
		return b, refuse(b, "it is not paused")
	}
	b.State = bot.BroadcastSending
	if now.UnixMilli() < b.Starts {
		b.State = bot.BroadcastHolding
	}
	return noted(b, Resumed, by, "", now), nil
}

// Kill ends it for good.
func Kill(b bot.Broadcast, by string, now time.Time) (bot.Broadcast, error) {
	if b.State == bot.BroadcastKilled || b.State == bot.BroadcastDone {
		return b, refuse(b, "nothing more goes out")
	}
	b.State, b.Ended = bot.BroadcastKilled, now.UnixMilli()
	return noted(b, Killed, by, "", now), nil
}

// Begin takes one whose hold is over.
func Begin(b bot.Broadcast, now time.Time) bot.Broadcast {
	if b.State == bot.BroadcastHolding && now.UnixMilli() >= b.Starts {
		b.State = bot.BroadcastSending
	}
	return b
}

// Through notes that the list was walked to its end for a sender.
func Through(b bot.Broadcast, s bot.SenderName) bot.Broadcast {
	through := map[bot.SenderName]bool{s: true}
	for name := range b.Through {
		through[name] = true
	}
	b.Through = through
	return b
}

// NextRound begins the next round once its time has come, for those whom quiet hours kept from it.
func NextRound(b bot.Broadcast, now time.Time) (bot.Broadcast, bool) {
	if b.Left == 0 || b.Next == 0 || now.UnixMilli() < b.Next {
		return b, false
	}
	return again(b), true
}

// Over is when nothing of it goes out any more. One that was approved by an older version tells only its start.
func Over(b bot.Broadcast, spec bot.BroadcastSpec) time.Time {
	if b.Stale == 0 {
		return time.UnixMilli(b.Starts).Add(Valid(spec))
	}
	return time.UnixMilli(b.Stale)
}

// Finish ends one of which nothing waits. It is cut when its time was over before everybody had been written to; else those who were are all
// whom it was meant for.
func Finish(b bot.Broadcast, cut bool, now time.Time) bot.Broadcast {
	b.State, b.Ended = bot.BroadcastDone, now.UnixMilli()
	if !cut {
		b.Expected = 0
	}
	return b
}

// Retry lets what was given up go again, within the time in which it is worth getting: after that, a try would only hide why the first one failed.
func Retry(b bot.Broadcast, spec bot.BroadcastSpec, by string, now time.Time) (bot.Broadcast, error) {
	if b.State != bot.BroadcastDone && b.State != bot.BroadcastSending {
		return b, refuse(b, "only what is being sent or done is tried again")
	}
	if over := Over(b, spec); !now.Before(over) {
		return b, refuse(b, "it is not valid any more since "+stamp(over.UnixMilli())+"; draft another one with except: ["+string(b.ID)+"]")
	}
	b.State, b.Ended = bot.BroadcastSending, 0
	return noted(b, Retried, by, "", now), nil
}
