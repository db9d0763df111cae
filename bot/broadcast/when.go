package broadcast

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// When reads a start: RFC 3339, or a day, a time of day and a zone. The zero time is "at once".
func When(start string) (time.Time, error) { return moment("the start", start) }

// moment reads a time; what is how errors call it.
func moment(what, s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at, nil
	}
	at := strings.LastIndexByte(s, ' ')
	if at < 0 {
		return time.Time{}, errors.New(what + " has no time zone")
	}
	zone := s[at+1:]
	where, err := time.LoadLocation(zone)
	if err != nil || zone == "" || zone == "Local" {
		return time.Time{}, errors.New(what + " ends with no time zone")
	}
	wall, err := time.Parse(wallClock, s[:at])
	if err != nil {
		return wall, errors.New(what + " is no day with a time of day")
	}
	switch all := shown(wall, where); len(all) {
	case 0: // clocks that are put forward skip it
		return wall, errors.New(what + " is a time that no clock shows that day")
	case 1:
		return all[0], nil
	default: // clocks that are put back show it again
		return wall, fmt.Errorf("%s is a time that clocks show twice that day: %s, or %s", what, all[0].Format(time.RFC3339), all[1].Format(time.RFC3339))
	}
}

const wallClock = "2006-01-02 15:04"

// shown are the moments in which the clocks of a place show a day and a time of day: one, but for the hours in which they are put forward or back.
func shown(wall time.Time, where *time.Location) (all []time.Time) {
	for _, about := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, ahead := wall.Add(about).In(where).Zone()
		at := wall.Add(-time.Duration(ahead) * time.Second).In(where)
		if at.Format(wallClock) == wall.Format(wallClock) && !slices.ContainsFunc(all, at.Equal) {
			all = append(all, at)
		}
	}
	return all
}

// Clock tells quiet hours. It never changes.
type Clock struct {
	hotline bot.Hotline
	zones   map[string]*time.Location
}

// NewClock makes a clock for a hotline.
func NewClock(h bot.Hotline) *Clock {
	c := &Clock{hotline: h, zones: map[string]*time.Location{}}
	if h.QuietHours == nil {
		return c
	}
	c.load(h.QuietHours.Zone)
	for _, r := range h.Regions {
		c.load(r.Zone)
	}
	return c
}

func (c *Clock) load(zone string) {
	if l, err := time.LoadLocation(zone); err == nil && zone != "" {
		c.zones[zone] = l
	}
}

// Quiet is when the quiet hours end in which somebody of these regions is at a time; zero: they are in none. Of several regions it is the
// one that is quiet for longest: nobody can tell in which of them they are.
func (c *Clock) Quiet(regions bot.Names, at time.Time) time.Time {
	q := c.hotline.QuietHours
	if q == nil {
		return time.Time{}
	}
	if regions == "" {
		return c.ends(q, q.Zone, at)
	}
	var last time.Time
	for _, name := range regions.List() {
		if end := c.ends(q, c.zoneOf(name, q), at); end.After(last) {
			last = end
		}
	}
	return last
}

// Begins is when the next quiet hours begin for somebody of these regions who is in none; zero: never.
func (c *Clock) Begins(regions bot.Names, at time.Time) time.Time {
	q := c.hotline.QuietHours
	if q == nil {
		return time.Time{}
	}
	names := regions.List()
	if len(names) == 0 {
		names = []string{""}
	}
	var first time.Time
	for _, name := range names {
		begin := clockTime(q.From, at.In(c.zone(c.zoneOf(name, q))))
		if !begin.After(at) {
			begin = clockTime(q.From, begin.AddDate(0, 0, 1))
		}
		if first.IsZero() || begin.Before(first) {
			first = begin
		}
	}
	return first
}

func (c *Clock) zoneOf(region string, q *bot.QuietHours) string {
	if zone := c.hotline.Regions[region].Zone; zone != "" {
		return zone
	}
	return q.Zone
}

func (c *Clock) zone(name string) *time.Location {
	if l := c.zones[name]; l != nil {
		return l
	}
	return time.UTC // settings are checked: this does not happen
}

// ends is when the quiet hours end in which a moment lies, by the clocks of a zone; zero: it lies in none.
func (c *Clock) ends(q *bot.QuietHours, zone string, at time.Time) time.Time {
	local := at.In(c.zone(zone))
	from, to := clockTime(q.From, local), clockTime(q.To, local)
	switch {
	case from.Before(to): // within one day
		if !local.Before(from) && local.Before(to) {
			return to
		}
	case local.Before(to):
		return to
	case !local.Before(from):
		return clockTime(q.To, local.AddDate(0, 0, 1))
	}
	return time.Time{}
}

// clockTime is when clocks show a time of day on a day.
func clockTime(hhmm string, day time.Time) time.Time {
	t, err := time.Parse("15:04", hhmm)
	if err != nil { // settings are checked
		return day
	}
	return time.Date(day.Year(), day.Month(), day.Day(), t.Hour(), t.Minute(), 0, 0, day.Location())
}
