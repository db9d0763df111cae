package desk

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/dispatch"
	"github.com/aldaba-hotline/aldaba/bot/roster"
)

const (
	// rosterEvery is how often the roster is looked through, by one of all instances.
	rosterEvery = time.Hour
	// gapsWithin is how far ahead gaps are looked for.
	gapsWithin = 24 * time.Hour
	// mostGaps is how many gaps one look tells of; the others are told the next time.
	mostGaps = 5
)

// rosterLook is the document that all instances share about it.
var rosterLook = Ref{KindWork, "look"}

// Its fields.
const (
	fieldLooked = "b" // when somebody last looked, Unix milliseconds
	fieldGaps   = "g" // the gaps that leads have heard of, separated by line breaks
)

// RunRoster keeps the responders' contacts and warns leads of gaps, once an hour, until ctx ends.
func (d *Desk) RunRoster(ctx context.Context) {
	d.every(ctx, rosterEvery/60, "roster", d.LookAtRoster)
}

// LookAtRoster does so once, if nobody has for an hour.
func (d *Desk) LookAtRoster(ctx context.Context) error {
	docs, err := d.Store.Read(ctx, rosterLook)
	if err != nil {
		return err
	}
	now, err := d.Store.Now(ctx)
	if err != nil || now.Sub(timeOf(docs[0], fieldLooked)) < rosterEvery {
		return err
	}
	if err := d.KeepRoster(ctx); err != nil {
		return err
	}
	if err := d.warnOfGaps(ctx, docs[0]); !errors.Is(err, bot.ErrConflict) {
		return err
	}
	return nil // another instance does it
}

// warnOfGaps tells leads when nobody is on call in the next 24 hours, once for each gap.
func (d *Desk) warnOfGaps(ctx context.Context, look Document) error {
	s, err := d.gather(ctx, nil)
	if err != nil {
		return err
	}
	all, err := d.Roster(ctx)
	if err != nil {
		return err
	}
	room := s.room.begin()
	told := strings.Fields(look.Get(fieldGaps))
	var keep []string
	fresh := 0
	h := d.brain.Load().hotline
	if len(all.People) > 0 {
		for _, g := range all.Clock().Gaps(all.People, s.room.Board.Duty, h, s.now, gapsWithin) {
			name := gapName(g)
			known := slices.Contains(told, name)
			if !known && fresh < mostGaps {
				fresh++
				room.add("", dispatch.Leads(d.brain.Load().rules(room), gapText(g)))
			}
			if known || fresh <= mostGaps {
				keep = append(keep, name)
			}
		}
	}
	c := &Commit{}
	w := writing(rosterLook, look, s.now, rosterTTL)
	w.Fields = []Field{{fieldLooked, strconv.FormatInt(s.now.UnixMilli(), 10)}, {fieldGaps, strings.Join(keep, "\n")}}
	c.Write = append(c.Write, w)
	return d.perform(ctx, c, s, &room)
}

// gapName is what a gap is remembered by: when it ends, for its beginning moves with the clock.
func gapName(g roster.Gap) string {
	return strings.Join([]string{string(g.Role), g.Region, string(g.Language), strconv.FormatInt(g.To.Unix(), 36)}, "/")
}

// gapText tells of a gap.
func gapText(g roster.Gap) dispatch.Text {
	return dispatch.Text{Message: dispatch.CrewGap, Gap: &dispatch.Gap{Role: g.Role, Language: g.Language, Region: g.Region,
		From: g.From.UnixMilli(), To: g.To.UnixMilli()}}
}
