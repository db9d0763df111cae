package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

// planAtOnce is how many recipients one commit plans at most: Redis is busy with them for some milliseconds.
const planAtOnce = 500

// How many people of the list are looked at together at least, and at most before the checkpoint is written.
const (
	leastLook  = 64
	mostLooked = 10 * walkAtOnce
)

// planning is one broadcast on its way into the queues. Its cast is where the broadcast stands after the last commit.
type planning struct {
	*Desk
	cast
	now   time.Time
	rule  *broadcast.Rule
	clock *broadcast.Clock
	who   *crowd
}

// open gets ready what planning needs, when there is something to plan.
func (p *planning) open(ctx context.Context) (err error) {
	if p.rule != nil {
		return nil
	}
	h := p.brain.Load().hotline
	p.rule, p.clock = broadcast.NewRule(p.script, h), broadcast.NewClock(h)
	p.who, err = p.crowd(ctx, p.script.Spec)
	return err
}

// fill fills a sender's queue of broadcasts up to what may wait there.
func (p *planning) fill(ctx context.Context, s bot.SenderName) error {
	if err := p.open(ctx); err != nil {
		return err
	}
	traffic, err := p.Store.Traffic(ctx)
	if err != nil {
		return err
	}
	most := p.rule.Most()
	if s == bot.SenderWhatsApp {
		most = 1
	}
	room := broadcast.Room(p.rate(s), traffic.Waiting[bot.Queue{Lane: bot.LaneBulk, Sender: s}], most)
	for room > 0 && !p.Through[s] && ctx.Err() == nil {
		planned, err := p.some(ctx, s, min(room, planAtOnce))
		if errors.Is(err, errHourFull) {
			return nil
		}
		if err != nil {
			return err
		}
		room -= planned
	}
	return nil
}

// batch is what one commit plans.
type batch struct {
	records []planned
	last    string // the contact of the list at which it ends
	end     bool   // of the list
	left    int    // for the next round
	next    time.Time
	skipped map[string]int64
}

// planned is one recipient's text, and what there was of it before.
type planned struct {
	bot.Message
	before bot.Message // without a state: nothing
	doc    Document
}

// plannable reports whether somebody may be written to anew of whom there is such a record: none, or of a text that never left, since an earlier
// wording was not for them.
func plannable(before bot.Message) bool {
	left := func(t bot.Try) bool { return t.Outcome != "" && t.Outcome != bot.Unreached }
	return before.State == "" || before.State == bot.MessageWithdrawn && before.Refusal == bot.RefusedOutside && !before.Repeat && !slices.ContainsFunc(before.Tries, left)
}

// some plans at most limit recipients of a sender, and moves the checkpoint with them, in one commit: whoever dies before it has planned nobody.
func (p *planning) some(ctx context.Context, s bot.SenderName, limit int) (int, error) {
	list, listDoc, err := p.castList(ctx)
	if err != nil {
		return 0, err
	}
	if limit = p.capped(&list, limit); limit == 0 {
		return 0, errHourFull
	}
	b, err := p.collect(ctx, s, limit)
	if err != nil {
		return 0, err
	}
	var c Commit
	after := p.moved(s, b)
	if err := p.broadcastWrite(&c, after, p.doc, p.now); err != nil {
		return 0, err
	}
	if p.brain.Load().hotline.Broadcast.CapPerHour > 0 && len(b.records) > 0 {
		list.Sent += len(b.records)
		if err := p.castListWrite(&c, list, listDoc, p.now); err != nil {
			return 0, err
		}
	}
	if err := p.enqueue(&c, b); err != nil {
		return 0, err
	}
	if err := p.Store.Commit(ctx, &c); err != nil {
		return 0, err
	}
	p.Broadcast, p.doc.Version = after, p.doc.Version+1
	return len(b.records), nil
}

// errHourFull means that as many were written to in this hour as may be.
var errHourFull = errors.New("as many recipients as may be have been planned in this hour")

// capped is how many may still be planned in this hour, at most limit.
func (p *planning) capped(l *castList, limit int) int {
	most := p.brain.Load().hotline.Broadcast.CapPerHour
	if most <= 0 {
		return limit
	}
	if hour := p.now.Unix() / secondsAnHour; l.Hour != hour {
		l.Hour, l.Sent = hour, 0
	}
	return max(0, min(limit, most-l.Sent))
}

// moved is where the broadcast stands once a batch is planned.
func (p *planning) moved(s bot.SenderName, b batch) bot.Broadcast {
	after := p.Broadcast
	walked := map[bot.SenderName]string{s: b.last}
	for name, id := range p.Walked {
		if name != s {
			walked[name] = id
		}
	}
	after.Walked = walked
	after.Left += b.left
	if after.Began == 0 && len(b.records) > 0 {
		after.Began = p.now.UnixMilli()
	}
	if !b.next.IsZero() && (after.Next == 0 || b.next.UnixMilli() < after.Next) {
		after.Next = b.next.UnixMilli()
	}
	if b.end {
		after = broadcast.Through(after, s)
	}
	return after
}

// collect walks the list until it has enough recipients of a sender, or is at its end.
func (p *planning) collect(ctx context.Context, s bot.SenderName, limit int) (batch, error) {
	b := batch{last: p.Walked[s], skipped: map[string]int64{}}
	look := max(leastLook, limit)
	for looked := 0; len(b.records) < limit && looked < mostLooked; looked += look {
		if looked > 0 {
			look = walkAtOnce // they are rare
		}
		some, last, err := p.who.next(ctx, b.last, look)
		if err != nil {
			return b, err
		}
		if last == "" {
			b.end = true
			return b, nil
		}
		had, docs, err := p.recordDocuments(ctx, p.Broadcast, some)
		if err != nil {
			return b, err
		}
		for i, who := range some {
			if len(b.records) == limit {
				return b, nil
			}
			b.last = string(who.ID)
			if plannable(had[i]) {
				p.judge(&b, s, who, planned{before: had[i], doc: docs[i]})
			}
		}
		b.last = last
	}
	return b, nil
}

// judge puts one person into a batch, if it is their turn.
func (p *planning) judge(b *batch, s bot.SenderName, who bot.Contact, m planned) {
	to, fate := p.rule.Judge(who, p.now)
	if fate != broadcast.Gets || bot.SenderOf(to.Channel) != s {
		return
	}
	switch then := broadcast.Now(p.Broadcast, p.script.Spec, who.Regions, p.clock, p.now); {
	case then.Refusal != "" && m.before.State != "": // it is counted already
	case then.Refusal != "":
		b.skipped[broadcast.Skipped(to.Language, s, then.Refusal)]++
	case then.Wait > 0:
		b.left++
		if at := p.now.Add(then.Wait); b.next.IsZero() || at.Before(b.next) {
			b.next = at
		}
	default:
		m.Message = p.record(s, who, to)
		m.Tries, m.Untold = m.before.Tries, m.before.Untold
		b.records = append(b.records, m)
	}
}

// record begins the life of one recipient's text. What it says is read from the broadcast when it goes.
func (p *planning) record(s bot.SenderName, who bot.Contact, to broadcast.Recipient) bot.Message {
	m := bot.Message{
		ID: broadcast.Name(p.Broadcast, who.ID), Queue: bot.Queue{Lane: bot.LaneBulk, Sender: s}, Purpose: bot.PurposeBroadcast, Contact: who.ID,
		Language: to.Language, Segments: to.Segments, State: bot.MessageQueued, At: p.now.UnixMilli(), Changed: p.now.UnixMilli(), Broadcast: p.ID,
	}
	if p.script.Spec.Audience.Kind != broadcast.Responders {
		m.Consent = bot.ConsentAlerts
	}
	return m
}

// enqueue adds records, their tickets and their counters to a commit.
func (p *planning) enqueue(c *Commit, b batch) error {
	counters := b.skipped
	for _, m := range b.records {
		if err := p.add(c)(p.messageWrite(m.Message, m.doc, p.now)); err != nil {
			return err
		}
		c.Append = append(c.Append, Ticket{Queue: m.Queue, Message: m.ID, Tries: m.TryCount()})
		counters[broadcast.Counter(m.Message)]++
		if m.before.State != "" {
			counters[broadcast.Counter(m.before)]--
		}
	}
	if len(counters) == 0 {
		return nil
	}
	c.Tally = &Tally{Of: p.ID, Keep: broadcastLife}
	for name, n := range counters {
		c.Tally.Add = append(c.Tally.Add, Count{name, n})
	}
	return nil
}
