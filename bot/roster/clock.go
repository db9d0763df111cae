package roster

import (
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Clock tells who is on call. It holds the time zones of a roster, and never changes: any number of goroutines may share it.
type Clock struct{ zones map[string]*time.Location }

// New makes the clock of some people. It works for others too, only slower.
func New(people []bot.Responder) *Clock {
	c := &Clock{map[string]*time.Location{}}
	for _, p := range people {
		for _, s := range p.Shifts {
			if _, done := c.zones[s.Zone]; !done {
				c.zones[s.Zone] = load(s.Zone)
			}
		}
	}
	return c
}

func (c *Clock) zone(name string) *time.Location {
	if loc, done := c.zones[name]; done {
		return loc
	}
	return load(name)
}

// span is a stretch of time; its end is no part of it.
type span struct{ from, to time.Time }

func (s span) holds(t time.Time) bool { return !t.Before(s.from) && t.Before(s.to) }

// OnCall reports whether somebody is on call: by an override while it lasts, else by their shifts. A shift in a zone that this
// machine does not know never begins.
//
// At the change to summer time, a shift that begins or ends in the hour which the clocks leave out does so at the change. At the
// change back, it begins when the clocks first show its beginning, and ends when they show its end for the last time: nobody who hands
// over in the hour that comes twice leaves a hole.
func (c *Clock) OnCall(r bot.Responder, d bot.Duty, now time.Time) bool {
	if on, _, active := override(d, now); active {
		return on
	}
	return c.onShift(r.Shifts, now)
}

func (c *Clock) onShift(shifts []bot.Shift, now time.Time) bool {
	return slices.ContainsFunc(shifts, func(s bot.Shift) bool {
		return s.Always || slices.ContainsFunc(c.spans(s, now, now), func(s span) bool { return s.holds(now) })
	})
}

// override returns what a duty says in spite of the shifts, and until when; the zero time is for ever.
func override(d bot.Duty, now time.Time) (on bool, until time.Time, active bool) {
	if d.Until != 0 {
		until = time.UnixMilli(d.Until)
	}
	return d.On && !d.Off, until, (d.On || d.Off) && (until.IsZero() || now.Before(until))
}

// lookAhead is more than a week, so that every shift begins within it.
const lookAhead = 9 * 24 * time.Hour

// Next returns when somebody who is not on call will be, and for somebody who is, when they will be again after they were not. It is
// false where that never happens by itself.
func (c *Clock) Next(r bot.Responder, d bot.Duty, now time.Time) (starts time.Time, ok bool) {
	from := now
	if on, until, active := override(d, now); active {
		switch {
		case until.IsZero():
			return time.Time{}, false
		case !on && c.onShift(r.Shifts, until):
			return until, true
		}
		from = until
	}
	for _, s := range c.stretches(r.Shifts, from, from.Add(lookAhead)) {
		if s.from.After(from) {
			return s.from, true
		}
	}
	return time.Time{}, false
}

// onCall returns when somebody is on call between two times, in order.
func (c *Clock) onCall(r bot.Responder, d bot.Duty, from, to time.Time) []span {
	var all []span
	on, until, active := override(d, from)
	if active && (until.IsZero() || until.After(to)) {
		until = to
	}
	if !active {
		until = from
	} else if on {
		all = []span{{from, until}}
	}
	for _, s := range c.stretches(r.Shifts, until, to) {
		if s = s.within(until, to); s.from.Before(s.to) {
			all = append(all, s)
		}
	}
	return all
}

func (s span) within(from, to time.Time) span {
	if s.from.Before(from) {
		s.from = from
	}
	if s.to.After(to) {
		s.to = to
	}
	return s
}

// stretches are the times of shifts that reach between two times, merged where they touch.
func (c *Clock) stretches(shifts []bot.Shift, from, to time.Time) []span {
	var all []span
	for _, s := range shifts {
		if s.Always {
			return []span{{from, to}}
		}
		all = append(all, c.spans(s, from, to)...)
	}
	return merged(all)
}

// merged puts spans in order, and those that touch together.
func merged(all []span) []span {
	slices.SortFunc(all, func(a, b span) int { return a.from.Compare(b.from) })
	var out []span
	for _, s := range all {
		if last := len(out) - 1; last >= 0 && !s.from.After(out[last].to) {
			if s.to.After(out[last].to) {
				out[last].to = s.to
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// spans are the times of a shift that begin between the day before from and the day after to.
func (c *Clock) spans(s bot.Shift, from, to time.Time) []span {
	loc := c.zone(s.Zone)
	if loc == nil {
		return nil
	}
	year, month, first := from.In(loc).Date()
	lastYear, lastMonth, last := to.In(loc).Date()
	end := time.Date(lastYear, lastMonth, last+1, 0, 0, 0, 0, time.UTC)
	var all []span
	for d := time.Date(year, month, first-1, 0, 0, 0, 0, time.UTC); !d.After(end); d = d.AddDate(0, 0, 1) {
		if !s.Days[d.Weekday()] {
			continue
		}
		begins, _ := shown(d.Add(time.Duration(s.From)*time.Minute), loc)
		_, ends := shown(d.Add(time.Duration(s.From+length(s))*time.Minute), loc)
		if begins.Before(ends) {
			all = append(all, span{begins, ends})
		}
	}
	return all
}

// shown returns when the clocks of a zone show a time of day, for the first and for the last time. Where they leave it out, both are
// the moment at which they do. The time of day is given as if it were UTC.
func shown(wall time.Time, loc *time.Location) (first, last time.Time) {
	const most = 16 * time.Hour // more than any zone is away from UTC
	before, after := offset(wall.Add(-most), loc), offset(wall.Add(most), loc)
	early, late := wall.Add(-before), wall.Add(-after)
	isEarly, isLate := offset(early, loc) == before, offset(late, loc) == after
	switch {
	case isEarly && isLate:
		return early, late
	case isEarly:
		return early, early
	case isLate:
		return late, late
	}
	change, _ := early.In(loc).ZoneBounds()
	return change, change
}

func offset(t time.Time, loc *time.Location) time.Duration {
	_, seconds := t.In(loc).Zone()
	return time.Duration(seconds) * time.Second
}
