package desk

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
	"github.com/aldaba-hotline/aldaba/bot/outbox"
)

// castFresh is how long what a broadcast says is remembered. A new wording needs approval, and waits for longer than this.
const castFresh = time.Second

// casts remembers what broadcasts say while their texts go out.
type casts struct {
	mu  sync.Mutex
	now map[bot.BroadcastID]readCast
}

type readCast struct {
	cast
	rule  *broadcast.Rule
	clock *broadcast.Clock
	err   error
	at    time.Time
}

// remembered is a broadcast as it was at most a second ago. One caller at a time reads it anew.
func (d *Desk) remembered(ctx context.Context, id bot.BroadcastID) readCast {
	d.casts.mu.Lock()
	defer d.casts.mu.Unlock()
	if c, ok := d.casts.now[id]; ok && time.Since(c.at) < castFresh {
		return c
	}
	at := time.Now()
	c, err := d.cast(ctx, id)
	h := d.brain.Load().hotline
	read := readCast{cast: c, rule: broadcast.NewRule(c.script, h), clock: broadcast.NewClock(h), err: err, at: at}
	if d.casts.now == nil || len(d.casts.now) > mostListed {
		d.casts.now = map[bot.BroadcastID]readCast{}
	}
	d.casts.now[id] = read
	return read
}

// fill words one text of a broadcast, now that its reader is known, and says how long the provider may try to deliver it. Or it says what happens
// instead: it may be night where they are, or too late. Any other message stays as it is.
func (p *pump) fill(m *bot.Message, contact Document, now time.Time) (valid time.Duration, instead outbox.Event) {
	if m.Broadcast == "" {
		return 0, nil
	}
	read, tries := p.remembered(p.trying, m.Broadcast), m.TryCount()+1
	c := subscriber(contact)
	switch {
	case errors.Is(read.err, bot.ErrRefused):
		return 0, outbox.Refused{Why: bot.RefusedKilled}
	case read.err != nil:
		p.Log.Warn("a text waits for its broadcast", "message", m.ID, "err", read.err)
		return 0, outbox.Postponed{Try: tries, After: keyWait}
	}
	lang, ok := read.rule.In(m.Language)
	if !ok || !read.rule.Still(c) {
		return 0, outbox.Refused{Why: bot.RefusedOutside}
	}
	m.Language = lang
	then := broadcast.Now(read.Broadcast, read.script.Spec, c.Regions, read.clock, now)
	switch {
	case then.Refusal != "":
		return 0, outbox.Refused{Why: then.Refusal}
	case then.Wait > 0:
		return 0, outbox.Postponed{Try: tries, After: then.Wait}
	}
	m.Content = read.content(*m, c)
	return then.Valid, nil
}

// A text whose broadcast is paused looks again whether that goes on: soon at first, then less often.
const (
	leastIdle = 5 * time.Second
	mostIdle  = time.Minute
)

// idle puts a text off whose broadcast is not being sent now, or for good once it would be stale.
func (p *pump) idle(j job, now time.Time) {
	read := p.remembered(p.trying, j.m.Broadcast)
	if read.err == nil && read.Starts > 0 && !now.Before(broadcast.Over(read.Broadcast, read.script.Spec)) {
		p.conclude(j.entry, outbox.Refused{Why: bot.RefusedLate})
		return
	}
	waited := now.Sub(time.UnixMilli(j.m.At))
	p.later(j.entry, min(max(waited/4, leastIdle), mostIdle))
}

// word words one text of a broadcast as it went out, to look for it.
func (p *pump) word(m *bot.Message, c bot.Contact) error {
	read := p.remembered(p.trying, m.Broadcast)
	if read.err != nil {
		return read.err
	}
	m.Content = read.content(*m, c)
	return nil
}

// content is what somebody reads.
func (r readCast) content(m bot.Message, c bot.Contact) bot.Content {
	region := r.rule.Region(c.Regions)
	body := broadcast.Fill(r.script.Texts[m.Language], region)
	return bot.Content{Text: body, Template: r.script.Spec.Template, Values: map[string]string{"1": broadcast.OneLine(body)}}
}
