package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

type broadcastReportCmd struct {
	recordsFlags
	broadcastArg
	JSON  bool `name:"json" help:"As JSON."`
	CSV   bool `name:"csv" help:"As CSV, by language, sender, outcome and code."`
	Watch bool `help:"Show the progress until it is done, then the report."`
}

// Validate refuses two forms at once.
func (c *broadcastReportCmd) Validate() error {
	if c.JSON && c.CSV {
		return errors.New("--json and --csv exclude each other")
	}
	return c.broadcastArg.Validate()
}

// Run prints what became of a broadcast.
func (c *broadcastReportCmd) Run(ctx context.Context, s streams) error {
	return c.users(ctx, false, func(d *desk.Desk) error {
		r, err := d.BroadcastReport(ctx, c.id())
		if err == nil && c.Watch {
			r, err = watchReport(ctx, s.Err, d, r)
		}
		if err != nil {
			return err
		}
		switch {
		case c.JSON:
			return printJSON(s.Out, r)
		case c.CSV:
			_, err := s.Out.Write(r.CSV())
			return err
		}
		return printReport(s.Out, r)
	})
}

// watchReport shows the progress of a broadcast until nothing more goes out by itself, or whoever looks has seen enough: Ctrl-C.
func watchReport(ctx context.Context, w io.Writer, d *desk.Desk, r broadcast.Report) (broadcast.Report, error) {
	b := newBar(w)
	for r.State.Open() && ctx.Err() == nil {
		b.show(r)
		sleepFor(ctx, time.Second)
		next, err := d.BroadcastReport(context.WithoutCancel(ctx), r.ID)
		if err != nil {
			return r, err
		}
		r = next
	}
	b.last(r)
	return r, nil
}

func sleepFor(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

func printReport(w io.Writer, r broadcast.Report) error {
	fmt.Fprintf(w, "broadcast %s (%s) is %s\n", r.ID, r.Name, r.State)
	for _, wait := range waits(r) {
		fmt.Fprintf(w, "it waits: %s\n", wait)
	}
	t := newTable(w)
	t.row("LANGUAGE", "RECIPIENTS", "QUEUED", "POSTED", "DELIVERED", "UNDELIVERED", "FAILED", "UNKNOWN", "HELD", "OPTED OUT", "WITHDRAWN")
	line := func(name string, o broadcast.Outcome) {
		t.row(name, o.Recipients, o.Queued, o.Posted, o.Delivered, o.Undelivered, o.Failed, o.Unknown, o.Held, o.OptedOut, o.Withdrawn)
	}
	for _, lang := range slices.Sorted(maps.Keys(r.ByLanguage)) {
		line(string(lang), *r.ByLanguage[lang])
	}
	line("all", r.Outcome)
	if len(r.ByCode) > 0 {
		t.part()
		t.row("CODE", "RECIPIENTS")
		for _, code := range slices.Sorted(maps.Keys(r.ByCode)) {
			t.row(code, r.ByCode[code])
		}
	}
	t.part()
	for _, e := range r.Events {
		t.row(e.At, e.By, e.What, e.Note)
	}
	return t.Flush()
}

func printPreview(w io.Writer, p broadcast.Preview) error {
	fmt.Fprintf(w, "broadcast %s (%s), drafted by %s: %d recipients, %d segments, %.2f %s, %s to send, %d in quiet hours\n", p.ID, p.Name, p.Author, p.Recipients, p.Segments,
		p.Cost, p.Currency, (time.Duration(p.Seconds * float64(time.Second))).Round(time.Second), p.Quiet)
	for _, line := range p.Terms {
		fmt.Fprintln(w, line)
	}
	t := newTable(w)
	t.row("LANGUAGE", "RECIPIENTS", "SMS", "WHATSAPP", "SEGMENTS", "EACH", "DEAR CHARACTERS")
	for _, lang := range slices.Sorted(maps.Keys(p.ByLanguage)) {
		l := p.ByLanguage[lang]
		t.row(lang, l.Recipients, l.ByChannel[bot.SMS], l.ByChannel[bot.WhatsApp], l.Segments, l.Each, dear(l.UCS2))
	}
	for _, why := range slices.Sorted(maps.Keys(p.Unreachable)) {
		t.row("not reached", p.Unreachable[why], why)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, lang := range slices.Sorted(maps.Keys(p.ByLanguage)) {
		fmt.Fprintf(w, "--- %s\n%s\n", lang, p.ByLanguage[lang].Text)
	}
	for _, line := range p.Warnings {
		fmt.Fprintf(w, "warning: %s\n", line)
	}
	for _, line := range p.Blockers {
		fmt.Fprintf(w, "blocker: %s\n", line)
	}
	_, err := fmt.Fprintf(w, "hash: %s\n", p.Hash)
	return err
}

// mostDear is how many characters are shown that make a text cost more.
const mostDear = 8

func dear(all []broadcast.Spelling) string {
	var shown []string
	for _, s := range all[:min(len(all), mostDear)] {
		word := s.Char
		if s.Instead != "" {
			word += "=" + s.Instead
		}
		shown = append(shown, word)
	}
	if len(all) > mostDear {
		shown = append(shown, fmt.Sprintf("and %d more", len(all)-mostDear))
	}
	return strings.Join(shown, " ")
}

type broadcastListCmd struct {
	recordsFlags
	JSON bool `name:"json" help:"As JSON."`
}

type broadcastView struct {
	ID     bot.BroadcastID    `json:"id"`
	Name   string             `json:"name"`
	State  bot.BroadcastState `json:"state"`
	Author string             `json:"author"`
	At     string             `json:"drafted"`
}

// Run lists the broadcasts.
func (c *broadcastListCmd) Run(ctx context.Context, s streams) error {
	return c.users(ctx, false, func(d *desk.Desk) error {
		all, names, err := d.Broadcasts(ctx)
		if err != nil {
			return err
		}
		view := make([]broadcastView, len(all))
		for i, b := range all {
			view[i] = broadcastView{b.ID, names[b.ID], b.State, b.Author, time.UnixMilli(b.Drafted).UTC().Format(time.RFC3339)}
		}
		if c.JSON {
			return printJSON(s.Out, view)
		}
		t := newTable(s.Out)
		t.row("NUMBER", "STATE", "DRAFTED", "BY", "NAME")
		for _, v := range view {
			t.row(v.ID, v.State, v.At, v.Author, v.Name)
		}
		return t.Flush()
	})
}
