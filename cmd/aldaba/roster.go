package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/roster"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

type rosterCmd struct {
	Import   rosterImportCmd   `cmd:"" help:"Make a CSV file the roster. One bad row, and nothing changes."`
	Export   rosterExportCmd   `cmd:"" help:"Write the roster as CSV, phones included."`
	List     rosterListCmd     `cmd:"" help:"Everybody on the roster, and when they are on call."`
	Oncall   rosterOncallCmd   `cmd:"" help:"Who is on call and who is next, and the gaps of the next 24 hours."`
	Ping     rosterPingCmd     `cmd:"" help:"Send a test page to everybody, or to one person, and say what became of it."`
	Override rosterOverrideCmd `cmd:"" help:"Put somebody on or off call, whatever their shifts say."`
}

type rosterExportCmd struct{ recordsFlags }

// Run prints the roster.
func (c *rosterExportCmd) Run(ctx context.Context, s streams) error {
	return c.staff(ctx, false, func(f *staff) error {
		_, err := s.Out.Write(roster.Write(f.People))
		return err
	})
}

// staff is the roster, and what else is known about those on it.
type staff struct {
	desk.Roster
	desk    *desk.Desk
	board   bot.Board
	stopped map[bot.ContactID]bool
}

// staff does something with the server's roster. Whoever is going to write leaves a mark of the keyset, unless there is one: another
// one must not seal what the server reads.
func (f recordsFlags) staff(ctx context.Context, writes bool, do func(*staff) error) error {
	return f.with(func(d *desk.Desk) error {
		if err := d.KnowsKeyset(ctx, writes); err != nil {
			return err
		}
		of := &staff{desk: d}
		if err := of.read(ctx); err != nil {
			return err
		}
		return do(of)
	})
}

func (f *staff) read(ctx context.Context) (err error) {
	if f.Roster, err = f.desk.Roster(ctx); err != nil {
		return err
	}
	if f.board, err = f.desk.Board(ctx); err != nil {
		return err
	}
	f.stopped, err = f.desk.Stopped(ctx, f.People)
	return err
}

func (f *staff) hotline() bot.Hotline { return f.desk.Brain().Hotline() }

// way is how somebody is paged: the first of their addresses that can be. It is -1 when none can, and why says what stands in the way.
func (f *staff) way(p bot.Responder) (address int, why string) {
	var reasons []string
	lang := roster.WrittenIn(p, f.hotline())
	for i, a := range p.Addresses {
		switch {
		case i < len(p.Contacts) && f.stopped[p.Contacts[i]]:
			reasons = append(reasons, "said STOP by "+string(a.Channel))
		case a.Channel == bot.WhatsApp && f.hotline().Templates[say.TemplatePage][lang] == "":
			reasons = append(reasons, fmt.Sprintf("WhatsApp needs %s in %s under templates: in hotline.yaml, see aldaba setup", say.TemplatePage, lang))
		default:
			return i, ""
		}
	}
	return -1, "not reachable: " + strings.Join(reasons, "; ")
}

// why says why somebody cannot be paged, "" for those who can.
func (f *staff) why(p bot.Responder) string {
	if _, why := f.way(p); why != "" {
		return why
	}
	if f.board.Duty[p.ID].Unreached {
		return "not reachable: the last text did not arrive"
	}
	return ""
}

// find returns the one who has that phone, or is called that: the whole name, or else the first word of it.
func (f *staff) find(who string) (bot.Responder, error) {
	for _, same := range []func(bot.Responder) bool{
		func(p bot.Responder) bool { return p.Addresses[0].Value == bot.Private(who) },
		func(p bot.Responder) bool { return strings.EqualFold(p.Name.Reveal(), who) },
		func(p bot.Responder) bool { return strings.EqualFold(firstWord(p), who) },
	} {
		found := slices.DeleteFunc(slices.Clone(f.People), func(p bot.Responder) bool { return !same(p) })
		switch len(found) {
		case 0:
		case 1:
			return found[0], nil
		default:
			return bot.Responder{}, fmt.Errorf("%d people have this name; write it in full, or the phone", len(found))
		}
	}
	return bot.Responder{}, errors.New("nobody on the roster has this name or phone; aldaba roster list names everybody")
}

func firstWord(p bot.Responder) string {
	first, _, _ := strings.Cut(p.Name.Reveal(), " ")
	return first
}

// moment reads a time: RFC 3339, or a duration from now on.
func moment(s string) (time.Time, error) {
	if d, err := time.ParseDuration(s); err == nil {
		return time.Now().Add(d), nil
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return at, fmt.Errorf("%q is not a time; write it as 2026-12-24T08:00:00-08:00, or from now on, such as 8h", s)
	}
	return at, nil
}
