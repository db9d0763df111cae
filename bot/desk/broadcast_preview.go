package desk

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// Preview tells what would happen if a broadcast went out now, or at its start.
func (d *Desk) Preview(ctx context.Context, id bot.BroadcastID) (broadcast.Preview, error) {
	c, err := d.cast(ctx, id)
	if err != nil {
		return broadcast.Preview{}, err
	}
	now, err := d.Store.Now(ctx)
	if err != nil {
		return broadcast.Preview{}, err
	}
	return d.preview(ctx, c, now)
}

func (d *Desk) preview(ctx context.Context, c cast, now time.Time) (broadcast.Preview, error) {
	b := d.brain.Load()
	who, err := d.crowd(ctx, c.script.Spec)
	if err != nil {
		return broadcast.Preview{}, err
	}
	start, err := broadcast.When(c.script.Spec.Start)
	if err != nil {
		return broadcast.Preview{}, err
	}
	rule := broadcast.NewRule(c.script, b.hotline)
	count := broadcast.NewCount(rule, now, start)
	for after := ""; ; {
		some, last, err := who.next(ctx, after, walkAtOnce)
		if err != nil {
			return broadcast.Preview{}, err
		}
		if last == "" {
			break
		}
		for _, p := range some {
			to, fate := rule.Judge(p, now)
			count.Add(p, to, fate)
		}
		after = last
	}
	preview := count.Done(append(b.lacking(c.script), unfinished(who)...))
	preview.ID, preview.State, preview.Author = c.ID, c.State, c.Author
	return preview, nil
}

// unfinished says what must end before a broadcast can answer it: only then is it known who got it.
func unfinished(p *crowd) []string {
	if p.answers == nil || !p.answers.State.Open() && (p.answers.State != bot.BroadcastDraft || p.answers.Began == 0) { // a draft that some got goes on once it is approved
		return nil
	}
	return []string{fmt.Sprintf("answers_open: broadcast %s, which it answers, is %s; kill it first, or wait for its end", p.answers.ID, p.answers.State)}
}

// TestBroadcast sends a broadcast to its author, in each of its languages, marked as a test. It returns how many texts that are.
func (d *Desk) TestBroadcast(ctx context.Context, id bot.BroadcastID, to bot.Address) (int, error) {
	c, err := d.cast(ctx, id)
	if err != nil {
		return 0, err
	}
	b := d.brain.Load()
	rule := broadcast.NewRule(c.script, b.hotline)
	var all []*bot.Message
	for _, lang := range b.hotline.Languages {
		words := c.script.Texts[lang]
		if words == "" {
			continue
		}
		mark, _ := b.texts.Text(lang, bot.SMS, say.Test, b.common)
		words = broadcast.Fill(words, cmp.Or(rule.Region(""), b.hotline.Name))
		all = append(all, &bot.Message{Queue: bot.Queue{Lane: bot.LaneReply, Sender: bot.SenderOf(to.Channel)}, Purpose: bot.PurposeNotice,
			Language: lang, Consent: bot.ConsentStopped, Content: bot.Content{Text: bot.Private(mark) + " " + words, To: &to}})
	}
	return len(all), d.Post(ctx, all...)
}
