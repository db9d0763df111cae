package roster

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
)

const (
	day  = 24 * 60 // minutes
	week = 7 * day
	// always is the shift of who can be woken at any time.
	always = "always"
)

var (
	hyphen = regexp.MustCompile(`\s*[-–]\s*`)
	hours  = regexp.MustCompile(`^([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})$`)
	zone   = regexp.MustCompile(`^(UTC|[A-Za-z]+(/[A-Za-z0-9_+-]+){1,2})$`)
)

const exampleShift = "mon-fri 18:00-23:00 America/Los_Angeles"

func dayNames() []string { return []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} }

// shifts reads "mon-fri 18:00-23:00 America/Los_Angeles; sat 09:00-17:00 America/Los_Angeles", or "always".
func (r *reader) shifts(s string, line int) (all []bot.Shift) {
	before := len(r.problems)
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		shift, what, remedy := r.shift(part)
		if what != "" {
			r.bad(line, "shift "+strict.Quoted(part)+": "+what, remedy)
			continue
		}
		all = append(all, shift)
	}
	if len(r.problems) > before {
		return nil
	}
	if len(all) == 0 {
		r.warn(line, "there are no shifts: this person is never on call, and paged only by a tier with off_shift: true", "write "+always+", or times such as "+exampleShift)
	}
	r.overlaps(all, line)
	return all
}

func (r *reader) shift(s string) (shift bot.Shift, what, remedy string) {
	if strings.EqualFold(s, always) {
		return bot.Shift{Always: true}, "", ""
	}
	words := strings.Fields(hyphen.ReplaceAllString(s, "-"))
	at := slices.IndexFunc(words, func(w string) bool { return strings.Contains(w, ":") })
	switch {
	case at < 0:
		return shift, "it has no times", "write days, times and zone, such as " + exampleShift + ", or " + always
	case at == 0:
		return shift, "it has no days", "write days before the times, such as mon-fri, sat, mon,wed or daily"
	case len(words) != at+2:
		return shift, "it does not end with one time zone", "write one after the times, such as America/Los_Angeles; put ; between shifts"
	}
	if shift.Days, what = days(words[:at]); what != "" {
		return shift, what, "use mon, tue, wed, thu, fri, sat, sun, ranges such as mon-fri, or daily"
	}
	if shift.From, shift.To, what = times(words[at]); what != "" {
		return shift, what, "write 24-hour times such as 18:00-23:00; 22:00-06:00 ends on the next day, 00:00-24:00 is the whole day"
	}
	shift.Zone = words[at+1]
	if r.location(shift.Zone) == nil {
		return shift, "unknown time zone " + strict.Quoted(shift.Zone), "use an IANA name such as America/Los_Angeles"
	}
	return shift, "", ""
}

// location loads a zone, nil if there is none of this name. Abbreviations such as EST are refused: they have no summer time.
func (r *reader) location(name string) *time.Location {
	loc, done := r.zones[name]
	if !done {
		loc = load(name)
		r.zones[name] = loc
	}
	return loc
}

func load(name string) *time.Location {
	if !zone.MatchString(name) || strings.HasPrefix(name, "posix/") || strings.HasPrefix(name, "right/") {
		return nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return loc
}

func days(words []string) (set [7]bool, what string) {
	for _, word := range strict.List(strings.Join(words, " ")) {
		word = strings.ToLower(word)
		if word == "daily" {
			set = [7]bool{true, true, true, true, true, true, true}
			continue
		}
		first, last, ranged := strings.Cut(word, "-")
		from, to := weekday(first), weekday(last)
		if !ranged {
			to = from
		}
		if from < 0 || to < 0 {
			return set, "unknown day " + strict.Quoted(word)
		}
		for d := from; ; d = (d + 1) % 7 {
			set[d] = true
			if d == to {
				break
			}
		}
	}
	return set, ""
}

// weekday is the number of a day by its English name or first three letters, -1 for none.
func weekday(s string) int {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if full := strings.ToLower(d.String()); s == full || s == full[:3] {
			return int(d)
		}
	}
	return -1
}

// times reads "18:00-23:00" into minutes; 24:00 is the midnight at the end of a day.
func times(s string) (from, to int, what string) {
	m := hours.FindStringSubmatch(s)
	if m == nil {
		return 0, 0, strict.Quoted(s) + " are no times"
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1])
	}
	from, to = n[0]*60+n[1], n[2]*60+n[3]
	switch {
	case n[1] > 59 || n[3] > 59 || from >= day || to > day:
		return 0, 0, fmt.Sprintf("%s is impossible", strict.Quoted(s))
	case from == to:
		return 0, 0, "it ends when it begins"
	}
	return from, to % day, ""
}

// overlaps finds two shifts of one person that are at the same time.
func (r *reader) overlaps(all []bot.Shift, line int) {
	for i, a := range all {
		for _, b := range all[:i] {
			if r.meet(a, b) {
				r.bad(line, fmt.Sprintf("the shifts %q and %q overlap", shiftText(b), shiftText(a)), "cut one of them; a shift may begin when another ends")
			}
		}
	}
}

// meet reports whether two shifts overlap: in one zone by its clocks, else in a week of winter or one of summer.
func (r *reader) meet(a, b bot.Shift) bool {
	if a.Always || b.Always {
		return true
	}
	if a.Zone == b.Zone {
		return clocksMeet(a, b)
	}
	c := &Clock{r.zones}
	for _, month := range []time.Month{time.January, time.July} {
		from := time.Date(2026, month, 11, 0, 0, 0, 0, time.UTC)
		spans := append(c.spans(a, from, from.AddDate(0, 0, 7)), c.spans(b, from, from.AddDate(0, 0, 7))...)
		slices.SortFunc(spans, func(x, y span) int { return x.from.Compare(y.from) })
		for i := 1; i < len(spans); i++ {
			if spans[i].from.Before(spans[i-1].to) {
				return true
			}
		}
	}
	return false
}

func clocksMeet(a, b bot.Shift) bool {
	for i, x := range a.Days {
		for j, y := range b.Days {
			if !x || !y {
				continue
			}
			ahead := ((j*day + b.From) - (i*day + a.From) + week) % week // how much later b begins
			if ahead < length(a) || week-ahead < length(b) {
				return true
			}
		}
	}
	return false
}

// length is how long a shift is by the clock, in minutes.
func length(s bot.Shift) int {
	if s.To <= s.From {
		return s.To + day - s.From
	}
	return s.To - s.From
}
