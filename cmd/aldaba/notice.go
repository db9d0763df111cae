package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

type noticeCmd struct {
	Draft    noticeDraftCmd    `cmd:"" help:"Keep what people shall know about a place, and print the notice's number. Nobody reads it yet."`
	Show     noticeShowCmd     `cmd:"" help:"What it says in each language, where it stands, who did what about it, and its hash."`
	Approve  noticeApproveCmd  `cmd:"" help:"Let whoever asks about the place read it: somebody else than its author, who has seen it."`
	Withdraw noticeWithdrawCmd `cmd:"" help:"End it for good; servers stop telling it within a second or two."`
	List     noticeListCmd     `cmd:"" help:"The live notices, and those of the last 30 days."`
}

// noticeArg names a notice.
type noticeArg struct {
	ID string `arg:"" help:"The notice's number, as draft and list tell it."`
}

// Validate refuses what is no number of a notice.
func (a noticeArg) Validate() error {
	if !broadcast.IsID(a.ID) {
		return errors.New("a notice's number is 1 or more; aldaba notice list tells it")
	}
	return nil
}

func (a noticeArg) id() bot.NoticeID { return bot.NoticeID(a.ID) }

type noticeDraftCmd struct {
	recordsFlags
	asFlag
	File   string `arg:"" help:"YAML: name, regions, bodies, until; see deploy/NOTICES.md."`
	Revise string `placeholder:"ID" help:"Make this notice say so instead; it needs approval again, and nobody reads it until then."`
}

// Validate refuses to revise what is no notice.
func (c *noticeDraftCmd) Validate() error {
	if c.Revise == "" {
		return nil
	}
	return noticeArg{c.Revise}.Validate()
}

// Run keeps a draft.
func (c *noticeDraftCmd) Run(ctx context.Context, s streams) error {
	spec, err := draft(c.dataFlags, s, c.File, func(data []byte, set book.Set) (bot.NoticeSpec, bot.Problems) {
		return broadcast.ReadNotice(c.File, data, set.Hotline, set.Lint.Quiet, time.Now())
	})
	if err != nil {
		return err
	}
	id := bot.NoticeID(c.Revise)
	return kept(ctx, c.recordsFlags, c.asFlag, s, id, func(d *desk.Desk, by string) (bot.NoticeID, error) { return d.DraftNotice(ctx, spec, by) },
		func(d *desk.Desk, by string) error { return d.ReviseNotice(ctx, id, spec, by) })
}

type noticeShowCmd struct {
	recordsFlags
	noticeArg
	JSON bool `name:"json" help:"As JSON."`
}

// noticeView is a notice as it is shown.
type noticeView struct {
	ID       bot.NoticeID            `json:"id"`
	Name     string                  `json:"name"`
	State    bot.NoticeState         `json:"state"`
	Hash     string                  `json:"hash"`
	Regions  []string                `json:"regions"` // empty: everywhere
	Author   string                  `json:"author"`
	Approver string                  `json:"approver"`
	Answers  bot.NoticeID            `json:"answers,omitempty"`
	Checked  string                  `json:"checked"`
	Until    string                  `json:"until"` // of a draft: as it was written
	Texts    map[bot.Language]string `json:"texts,omitempty"`
	Events   []noticeEvent           `json:"events"`
}

type noticeEvent struct {
	At   string `json:"at"`
	By   string `json:"by"`
	What string `json:"what"`
	Note string `json:"note,omitempty"`
}

func viewNotice(n bot.Notice, texts map[bot.Language]string, now time.Time) noticeView {
	stamp := func(ms int64) string { return time.UnixMilli(ms).UTC().Format(time.RFC3339) }
	v := noticeView{ID: n.ID, Name: n.Spec.Name, State: n.At(now), Hash: n.Hash, Regions: append([]string{}, n.Spec.Regions...), Author: n.Author, Approver: n.Approver,
		Answers: n.Spec.Answers, Checked: stamp(n.Checked), Until: n.Spec.Until, Texts: texts, Events: []noticeEvent{}}
	if n.Until != 0 {
		v.Until = stamp(n.Until)
	}
	for _, e := range n.Events {
		v.Events = append(v.Events, noticeEvent{stamp(e.At), e.By, e.What, e.Note})
	}
	return v
}

func (v noticeView) where() string {
	if len(v.Regions) == 0 {
		return "everywhere"
	}
	return strings.Join(v.Regions, " ")
}

// Run prints a notice.
func (c *noticeShowCmd) Run(ctx context.Context, s streams) error {
	return c.users(ctx, false, func(d *desk.Desk) error {
		n, err := d.Notice(ctx, c.id())
		if err != nil {
			return err
		}
		v := viewNotice(n.Notice, n.Reads, n.Now)
		if c.JSON {
			return printJSON(s.Out, v)
		}
		return printNotice(s, v)
	})
}

func printNotice(s streams, v noticeView) error {
	fmt.Fprintf(s.Out, "notice %s (%s) is %s: %s, until %s\nhash %s\n", v.ID, v.Name, v.State, v.where(), v.Until, v.Hash)
	for _, lang := range slices.Sorted(maps.Keys(v.Texts)) {
		fmt.Fprintf(s.Out, "\n%s, %d segment(s):\n%s\n", lang, text.Segments(v.Texts[lang]).Segments, v.Texts[lang])
	}
	fmt.Fprintln(s.Out)
	t := newTable(s.Out)
	for _, e := range v.Events {
		t.row(e.At, e.By, e.What, e.Note)
	}
	return t.Flush()
}

type noticeListCmd struct {
	recordsFlags
	JSON bool `name:"json" help:"As JSON."`
}

// Run prints which notices there are.
func (c *noticeListCmd) Run(ctx context.Context, s streams) error {
	return c.users(ctx, false, func(d *desk.Desk) error {
		all, now, err := d.NoticeList(ctx)
		if err != nil {
			return err
		}
		views := []noticeView{}
		for _, n := range all {
			views = append(views, viewNotice(n, nil, now))
		}
		if c.JSON {
			return printJSON(s.Out, views)
		}
		t := newTable(s.Out)
		t.row("ID", "STATE", "NAME", "WHERE", "UNTIL", "AUTHOR", "APPROVER")
		for _, v := range views {
			t.row(v.ID, v.State, v.Name, v.where(), v.Until, v.Author, v.Approver)
		}
		return t.Flush()
	})
}
