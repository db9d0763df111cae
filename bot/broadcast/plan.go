package broadcast

import (
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Ahead is how far the queue of a sender may be filled ahead of its rate.
const Ahead = 2 * time.Second

// mostAhead is how many texts may wait in a queue at most, however fast its sender is: a pause or kill must meet few.
const mostAhead = 3000

// Room is how many more texts may be queued for a sender with a rate in segments a second, when so many wait and each has most segments at most.
// A sender with nothing to do gets one, however slow it is.
func Room(rate float64, waiting int64, most int) int {
	fits := min(int64(rate*Ahead.Seconds())/int64(max(most, 1)), mostAhead)
	if waiting == 0 {
		fits = max(fits, 1)
	}
	if room := fits - waiting; room > fits/4 { // a few at a time would mean looking for them all the time
		return int(room)
	}
	return 0
}

// Moment is what to do about a text whose turn it is.
type Moment struct {
	Wait    time.Duration // not now, but after this
	Refusal bot.Refusal   // not now, nor ever
	Valid   time.Duration // it goes, and the provider may try to deliver it for so long
}

// The provider's own limits of how long it tries to deliver a text, of which it takes whole seconds.
const (
	leastValid = time.Second
	mostValid  = 10 * time.Hour
)

// Now looks at a text once more when its turn comes: it may be too late, or night, where its reader is.
func Now(b bot.Broadcast, spec bot.BroadcastSpec, regions bot.Names, clock *Clock, now time.Time) Moment {
	over := Over(b, spec)
	if !now.Before(over) {
		return Moment{Refusal: bot.RefusedLate}
	}
	valid := over.Sub(now)
	if spec.Quiet != QuietOverride {
		switch end := clock.Quiet(regions, now); {
		case end.IsZero():
			if begin := clock.Begins(regions, now); !begin.IsZero() {
				valid = min(valid, begin.Sub(now))
			}
		case spec.Quiet == QuietDrop:
			return Moment{Refusal: bot.RefusedQuiet}
		case !end.Before(over):
			return Moment{Refusal: bot.RefusedLate} // it would be stale by the morning
		default:
			return Moment{Wait: end.Sub(now)}
		}
	}
	return Moment{Valid: min(max(valid.Truncate(time.Second), leastValid), mostValid)}
}
