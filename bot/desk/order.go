package desk

import (
	"maps"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// inMind is how many contacts a pump remembers before it forgets those about whom nothing is left to remember.
const inMind = 2 * hands

// lasts are channels that are closed when the last text to a contact is out: the next one comes after it.
type lasts map[bot.ContactID]chan struct{}

// after returns what the next text to a contact must wait for, nil for nothing, and what to call when it is out.
func (l lasts) after(c bot.ContactID) (before <-chan struct{}, out func()) {
	if c == "" {
		return nil, func() {} // who is no contact is nobody in particular
	}
	if len(l) > inMind {
		maps.DeleteFunc(l, func(_ bot.ContactID, last chan struct{}) bool { return closed(last) })
	}
	mine := make(chan struct{})
	before, l[c] = l[c], mine
	return before, func() { close(mine) }
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// turns are when the last text to a contact comes back that the contact's own limit holds. The next one comes after it, so that
// they keep their order and do not come back all at once only to wait again.
type turns map[bot.ContactID]time.Time

// next returns how long a text waits that must wait at least so long.
func (t turns) next(c bot.ContactID, least time.Duration) time.Duration {
	now := time.Now()
	if len(t) > inMind {
		maps.DeleteFunc(t, func(_ bot.ContactID, at time.Time) bool { return at.Before(now) })
	}
	at := now.Add(least)
	if behind := t[c].Add(ownCost); behind.After(at) {
		at = behind
	}
	t[c] = at
	return at.Sub(now)
}
