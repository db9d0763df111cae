package desk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// Draft keeps what an organizer wants to send and returns the number of the broadcast. Nothing goes out before somebody else approves it.
func (d *Desk) Draft(ctx context.Context, spec bot.BroadcastSpec, by string) (id bot.BroadcastID, err error) {
	err = untilSettled(ctx, func() error {
		script, err := d.compose(ctx, spec)
		if err != nil {
			return err
		}
		l, doc, err := d.castList(ctx)
		if err != nil {
			return err
		}
		l.Last++
		id = bot.BroadcastID(strconv.Itoa(l.Last))
		l.All = append(l.All, id)
		now, err := d.Store.Now(ctx)
		if err != nil {
			return err
		}
		var c Commit
		if err := d.castListWrite(&c, l, doc, now); err != nil {
			return err
		}
		if err := d.scriptWrite(&c, id, script, Document{}, now); err != nil {
			return err
		}
		if err := d.broadcastWrite(&c, broadcast.Draft(id, script, by, newID(), now), Document{}, now); err != nil {
			return err
		}
		return d.Store.Commit(ctx, &c)
	})
	return id, err
}

// Revise makes a broadcast say something else. It is a draft again; whoever has got it does not get it again.
func (d *Desk) Revise(ctx context.Context, id bot.BroadcastID, spec bot.BroadcastSpec, by string) error {
	return d.act(ctx, id, func(before cast, c *Commit, now time.Time) (bot.Broadcast, error) {
		script, err := d.compose(ctx, spec)
		if err != nil {
			return bot.Broadcast{}, err
		}
		if err := broadcast.Keeps(before.Broadcast, before.script.Spec, script.Spec); err != nil {
			return bot.Broadcast{}, err
		}
		after, err := broadcast.Revise(before.Broadcast, script, by, now)
		if err != nil {
			return after, err
		}
		return after, d.scriptWrite(c, id, script, before.words, now)
	})
}

// compose puts together what goes out. A broadcast that answers another one goes to the kind of people to whom that one went.
func (d *Desk) compose(ctx context.Context, spec bot.BroadcastSpec) (bot.Script, error) {
	if spec.Phrase != nil {
		var err error
		if spec.Bodies, err = d.brain.Load().Phrase(*spec.Phrase); err != nil {
			return bot.Script{}, err
		}
	}
	if spec.Answers != "" {
		earlier, err := d.earlier(ctx, spec.Answers)
		if err != nil {
			return bot.Script{}, err
		}
		spec.Audience.Kind = earlier.script.Spec.Audience.Kind
	}
	for _, id := range spec.Audience.Except {
		if _, err := d.earlier(ctx, id); err != nil {
			return bot.Script{}, err
		}
	}
	b := d.brain.Load()
	return broadcast.Compose(spec, b.hotline, b.optOut), nil
}

// optOut is the line that says how to get no more of them: in a language, or in the default one if that has none.
func (b *Brain) optOut(lang bot.Language) string {
	for _, l := range []bot.Language{lang, b.hotline.DefaultLanguage, "en"} {
		if line, ok := b.texts.Text(l, bot.SMS, say.OptOut, b.common); ok {
			return line
		}
	}
	return ""
}

// lacking names the hotline's own texts in a broadcast that somebody must approve before they go out.
func (b *Brain) lacking(s bot.Script) []string {
	if b.hotline.RequireReview != "all" {
		return nil
	}
	var all []string
	for _, lang := range b.hotline.Languages {
		if s.Texts[lang] == "" {
			continue
		}
		if _, ok := b.reviews.Approved(lang, say.OptOut); !ok {
			all = append(all, fmt.Sprintf("review_missing: nobody has approved %s in %s; see aldaba review", say.OptOut, lang))
		}
	}
	slices.Sort(all)
	return all
}
