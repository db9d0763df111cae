package roster

import (
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Gap is a time in which a role has nobody on call: nobody at all, nobody for a region, or nobody who speaks a language.
type Gap struct {
	Role     bot.Role
	Region   string       // empty: in all of them
	Language bot.Language // empty: whatever the language
	From, To time.Time
}

// Needed are the roles that a report cannot do without somebody on call for: those of the tiers that are paged by shift, and those who go.
func Needed(h bot.Hotline) []bot.Role {
	var all []bot.Role
	add := func(name string) {
		if r := bot.Role(name); name != "" && !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	for _, t := range h.Escalation {
		if !t.OffShift {
			add(t.Role)
		}
	}
	add(h.Deploy.Role)
	return all
}

// Gaps returns when nobody is on call, from a time on and for a while: for each role of [Needed]; where somebody is, for each region; and for
// each published language that no dispatcher speaks. Who cannot be reached does not count. Duties are by responder; one without any has
// none.
func (c *Clock) Gaps(people []bot.Responder, duties map[bot.ResponderID]bot.Duty, h bot.Hotline, from time.Time, span time.Duration) []Gap {
	g := &gapFinder{people: people, hours: c.hoursOf(people, duties, from, from.Add(span)), from: from, to: from.Add(span)}
	for _, role := range Needed(h) {
		g.role(role, h)
	}
	return g.gaps
}

// hoursOf are the times of everybody, in the order of the people.
func (c *Clock) hoursOf(people []bot.Responder, duties map[bot.ResponderID]bot.Duty, from, to time.Time) [][]span {
	all := make([][]span, len(people))
	for i, p := range people {
		if d := duties[p.ID]; !d.Unreached {
			all[i] = c.onCall(p, d, from, to)
		}
	}
	return all
}

type gapFinder struct {
	people   []bot.Responder
	hours    [][]span
	from, to time.Time
	gaps     []Gap
}

func (g *gapFinder) role(role bot.Role, h bot.Hotline) {
	nobody := g.add(Gap{Role: role}, nil, func(bot.Responder) bool { return true })
	for _, region := range slices.Sorted(maps.Keys(h.Regions)) {
		g.add(Gap{Role: role, Region: region}, nobody, func(p bot.Responder) bool { return p.Serves(region) })
	}
	if role != bot.RoleDispatcher {
		return
	}
	for _, lang := range h.Languages {
		g.add(Gap{Role: role, Language: lang}, nobody, func(p bot.Responder) bool { return Speaks(p, lang) })
	}
}

// add finds the gaps of those in a role who fit, but for the times that are known as gaps of the whole role; it returns them.
func (g *gapFinder) add(what Gap, known []span, fits func(bot.Responder) bool) []span {
	covered := slices.Clone(known)
	for i, p := range g.people {
		if slices.Contains(p.Roles, what.Role) && fits(p) {
			covered = append(covered, g.hours[i]...)
		}
	}
	var open []span
	at := g.from
	for _, s := range append(merged(covered), span{g.to, g.to}) {
		if s.from.After(at) {
			open = append(open, span{at, s.from})
			what.From, what.To = at, s.from
			g.gaps = append(g.gaps, what)
		}
		at = s.to
	}
	return open
}

// Speaks reports whether somebody speaks a language: es-MX speaks es, zh speaks zh-Hans, and fil is tl.
func Speaks(p bot.Responder, lang bot.Language) bool {
	want := canonical(lang)
	return slices.ContainsFunc(p.Languages, func(l bot.Language) bool {
		have := canonical(l)
		return have == want || strings.HasPrefix(have, want+"-") || strings.HasPrefix(want, have+"-")
	})
}

func canonical(l bot.Language) string {
	tag, err := language.Parse(string(l))
	if err != nil {
		return strings.ToLower(string(l))
	}
	return tag.String()
}

// WrittenIn is the language in which somebody is written to: the first of theirs that the hotline publishes, else its default.
func WrittenIn(p bot.Responder, h bot.Hotline) bot.Language {
	for _, l := range p.Languages {
		for _, published := range h.Languages {
			if Speaks(bot.Responder{Languages: []bot.Language{l}}, published) {
				return published
			}
		}
	}
	return h.DefaultLanguage
}
