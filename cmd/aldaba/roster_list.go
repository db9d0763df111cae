package main

import (
	"cmp"
	"context"
	"io"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/roster"
)

type rosterListCmd struct {
	recordsFlags
	JSON bool `name:"json" help:"As JSON."`
}

// Run prints everybody.
func (c *rosterListCmd) Run(ctx context.Context, s streams) error {
	return c.staff(ctx, false, func(f *staff) error {
		v := f.view(time.Now())
		if c.JSON {
			return printJSON(s.Out, v)
		}
		return v.print(s.Out)
	})
}

// rosterView is what roster list shows. It holds no phone.
type rosterView []personView

type personView struct {
	Name      string         `json:"name"`
	Roles     []bot.Role     `json:"roles"`
	Languages []bot.Language `json:"languages"`
	Regions   []string       `json:"regions"` // empty: all of them
	Channels  []bot.Channel  `json:"channels"`
	Shifts    string         `json:"shifts"`
	OnCall    bool           `json:"on_call"`
	Override  string         `json:"override,omitempty"` // on or off
	Until     *time.Time     `json:"until,omitempty"`    // of the override
	Next      *time.Time     `json:"next,omitempty"`     // when they are on call again; none: never by themselves
	Reachable bool           `json:"reachable"`
	Why       string         `json:"why,omitempty"` // not reachable
}

func (f *staff) view(now time.Time) rosterView {
	all := rosterView{}
	for _, p := range f.People {
		d := f.board.Duty[p.ID]
		v := personView{Name: p.Name.Reveal(), Roles: p.Roles, Languages: p.Languages, Regions: append([]string{}, p.Regions...),
			Shifts: roster.Shifts(p.Shifts), OnCall: f.Clock().OnCall(p, d, now), Why: f.why(p)}
		for _, a := range p.Addresses {
			v.Channels = append(v.Channels, a.Channel)
		}
		v.Override, v.Until = overridden(d, now)
		if next, ok := f.Clock().Next(p, d, now); ok {
			v.Next = inUTC(next)
		}
		v.Reachable = v.Why == ""
		all = append(all, v)
	}
	return all
}

// overridden tells an override that is in force, and its end.
func overridden(d bot.Duty, now time.Time) (what string, until *time.Time) {
	switch {
	case d.Until != 0 && d.Until <= now.UnixMilli():
		return "", nil
	case d.Off:
		what = "off"
	case d.On:
		what = "on"
	}
	if d.Until != 0 && what != "" {
		until = inUTC(time.UnixMilli(d.Until))
	}
	return what, until
}

func inUTC(t time.Time) *time.Time {
	t = t.UTC()
	return &t
}

func (v rosterView) print(w io.Writer) error {
	t := newTable(w)
	t.row("NAME", "ROLES", "LANGUAGES", "REGIONS", "CHANNELS", "NOW", "NEXT", "SHIFTS")
	for _, p := range v {
		t.row(p.Name, listed(p.Roles), listed(p.Languages), cmp.Or(strings.Join(p.Regions, " "), "all"), listed(p.Channels), p.now(), when(p.Next), cmp.Or(p.Shifts, "none"))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, p := range v {
		if p.Why != "" {
			t.row(p.Name + " is " + p.Why)
		}
	}
	return t.Flush()
}

// now tells whether somebody is on call, and whether by an override.
func (p personView) now() string {
	now := map[bool]string{true: "on", false: "off"}[p.OnCall]
	switch {
	case p.Override == "":
		return now
	case p.Until == nil:
		return now + " by override"
	}
	return now + " until " + instant(*p.Until)
}

func when(t *time.Time) string {
	if t == nil {
		return "-"
	}
	return instant(*t)
}

func listed[S ~string](all []S) string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = string(s)
	}
	return strings.Join(out, " ")
}
