package main

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/roster"
)

// gapsAhead is how far gaps are looked for.
const gapsAhead = 24 * time.Hour

type rosterOncallCmd struct {
	recordsFlags
	At   string `placeholder:"TIME" help:"When, such as 2026-12-24T08:00:00-08:00, or 8h from now on (default: now)."`
	JSON bool   `name:"json" help:"As JSON."`
}

// Run prints who is on call.
func (c *rosterOncallCmd) Run(ctx context.Context, s streams) error {
	at, err := moment(cmp.Or(c.At, "0s"))
	if err != nil {
		return err
	}
	return c.staff(ctx, false, func(f *staff) error {
		v := f.onCall(at)
		if c.JSON {
			return printJSON(s.Out, v)
		}
		return v.print(s.Out)
	})
}

// onCallView is what roster oncall shows. It holds no phone.
type onCallView struct {
	At    time.Time  `json:"at"`
	Roles []roleView `json:"roles"`
	Gaps  []gapView  `json:"gaps"` // of the 24 hours from then on
}

type roleView struct {
	Role   bot.Role   `json:"role"`
	OnCall []string   `json:"on_call"`
	Next   string     `json:"next,omitempty"` // who is the first to be on call who is not now
	At     *time.Time `json:"next_at,omitempty"`
}

type gapView struct {
	Role     bot.Role     `json:"role"`
	Region   string       `json:"region,omitempty"`
	Language bot.Language `json:"language,omitempty"`
	From     time.Time    `json:"from"`
	To       time.Time    `json:"to"`
}

func (f *staff) onCall(at time.Time) onCallView {
	v := onCallView{At: at.UTC(), Roles: []roleView{}, Gaps: []gapView{}}
	for _, role := range bot.Roles() {
		has := func(p bot.Responder) bool { return slices.Contains(p.Roles, role) }
		if slices.Contains(roster.Needed(f.hotline()), role) || slices.ContainsFunc(f.People, has) {
			v.Roles = append(v.Roles, f.role(role, at))
		}
	}
	for _, g := range f.Clock().Gaps(f.People, f.board.Duty, f.hotline(), at, gapsAhead) {
		v.Gaps = append(v.Gaps, gapView{g.Role, g.Region, g.Language, g.From.UTC(), g.To.UTC()})
	}
	return v
}

func (f *staff) role(role bot.Role, at time.Time) roleView {
	v := roleView{Role: role, OnCall: []string{}}
	for _, p := range f.People {
		if !slices.Contains(p.Roles, role) {
			continue
		}
		d := f.board.Duty[p.ID]
		switch next, ok := f.Clock().Next(p, d, at); {
		case f.Clock().OnCall(p, d, at):
			v.OnCall = append(v.OnCall, p.Name.Reveal())
		case ok && (v.At == nil || next.Before(*v.At)):
			v.Next, v.At = p.Name.Reveal(), inUTC(next)
		}
	}
	return v
}

func (v onCallView) print(w io.Writer) error {
	t := newTable(w)
	t.row("ROLE", "ON CALL "+instant(v.At), "NEXT", "AT")
	for _, r := range v.Roles {
		t.row(r.Role, cmp.Or(strings.Join(r.OnCall, ", "), "nobody"), cmp.Or(r.Next, "-"), when(r.At))
	}
	t.part()
	if len(v.Gaps) == 0 {
		t.row("no gap in the next 24 hours")
		return t.Flush()
	}
	t.row("GAP", "REGION", "LANGUAGE", "FROM", "TO")
	for _, g := range v.Gaps {
		t.row(g.Role, cmp.Or(g.Region, "-"), cmp.Or(g.Language, "-"), instant(g.From), instant(g.To))
	}
	return t.Flush()
}
