package desk

import (
	"context"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"slices"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/outbox"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

const (
	// whatsAppWindow is how long after a message of theirs a contact may be written to by WhatsApp without a template.
	whatsAppWindow = 24 * time.Hour
	// urgentValidity and replyValidity are how long the provider may try to deliver: advice for a knock at the door is wrong an
	// hour later, and an answer the next day.
	urgentValidity = time.Hour
	replyValidity  = 4 * time.Hour
	// searchBefore is how much earlier than our try a message may seem to have come to the provider, whose clock is another. It is
	// short: an equal text from before would pass for this one, which would be lost; a repeat is only marked.
	searchBefore = 5 * time.Second
	// pauseFor is how long nothing leaves through a sender that the provider does not let in; then one message finds out whether
	// the others may go.
	pauseFor = time.Minute
	// bulkPauseFor is how long no broadcast leaves after one was refused for what it is.
	bulkPauseFor = time.Hour
	// slowWait is how long a sender waits that was too fast and was not told how long, and longestWait how long it waits at most:
	// nothing may hold an urgent text for longer. Broadcasts wait as long as the provider asks.
	slowWait    = time.Second
	longestWait = time.Minute
)

func (d *Desk) policy() outbox.Policy {
	return outbox.Policy{Settle: d.brain.Load().hotline.Outbox.Settle}
}

// follow carries out the verdict on a message.
func (p *pump) follow(j job, judged Judged, got Admitted) {
	tries := j.m.TryCount() + 1
	switch judged.Verdict {
	case VerdictGo:
		if judged.Contact.Version == 0 && j.m.Content.To == nil { // forgotten since it was written
			p.conclude(j.entry, outbox.Refused{})
			return
		}
		valid, instead := p.fill(&j.m, judged.Contact, got.Now)
		if instead != nil {
			p.conclude(j.entry, instead)
			return
		}
		if tries == 1 {
			p.Meter.Waited(p.queue, max(0, got.Now.Sub(time.UnixMilli(j.m.At))))
		}
		began := time.Now()
		r, err := p.try(j.m, judged.Contact, valid, got.Now)
		if err != nil {
			p.Log.Warn("a message waits for its contact's key", "message", j.m.ID, "err", err)
			p.conclude(j.entry, outbox.Postponed{Try: tries, After: keyWait})
			return
		}
		p.Meter.Tried(p.queue, r.Outcome, time.Since(began))
		if r.Err != nil {
			p.Log.Warn("a try did not end well", "message", j.m.ID, "outcome", r.Outcome, "code", r.Code, "err", r.Err)
		}
		if got.Probing && r.Outcome == bot.Accepted {
			p.letGo()
		}
		p.conclude(j.entry, outbox.Ended{Try: tries, Result: r})
	case VerdictPaused:
		p.idle(j, got.Now)
	case VerdictWait:
		p.later(j.entry, judged.Wait)
	default:
		p.conclude(j.entry, outbox.Refused{Unheard: judged.Verdict == VerdictStopped || judged.Verdict == VerdictUnreachable, Why: refusalOf(judged.Verdict)})
	}
}

// later looks at a message again after a while.
func (p *pump) later(e Entry, wait time.Duration) {
	p.insistOn(p.recording, func() error {
		return p.Store.Commit(p.recording, &Commit{Finish: []Entry{e}, Later: []Later{{e.Ticket, wait}}})
	})
}

// refusalOf is why a text of a broadcast did not go.
func refusalOf(v Verdict) bot.Refusal {
	switch v {
	case VerdictStopped:
		return bot.RefusedStopped
	case VerdictUnreachable:
		return bot.RefusedUnreachable
	case VerdictKilled:
		return bot.RefusedKilled
	}
	return ""
}

// letGo lets a sender go on that was held back, now that the provider has taken something.
func (p *pump) letGo() {
	if _, err := p.Store.Hold(p.recording, p.queue.Sender, Holding{Free: true}); err != nil {
		p.Log.Warn("a sender stays held back", "sender", p.queue.Sender, "err", err)
	}
}

// try hands a message to the provider, if this worker still may. Valid is how long the provider may try, 0 for what is usual. It fails when this instance lacks the key of the contact's address.
func (p *pump) try(m bot.Message, contact Document, valid time.Duration, now time.Time) (bot.Result, error) {
	c, err := p.recipient(m, contact)
	switch {
	case errors.Is(err, bot.ErrUnavailable):
		return bot.Result{}, err
	case err != nil || c.Address.Value == "":
		return bot.Result{Outcome: bot.Permanent, Err: fmt.Errorf("nobody can tell where it goes: %w", errors.Join(errNoAddress, err))}, nil
	}
	parcel, ok := p.parcel(m, c, now)
	if !ok {
		return bot.Result{Outcome: bot.NeedsTemplate}, nil
	}
	if valid > 0 {
		parcel.Validity = valid
	}
	if !p.alive() {
		return bot.Result{Outcome: bot.Unreached, Err: errors.New("the lease is over")}, nil
	}
	parcel.Permit = p.alive // asked again at the last moment: a process may be stopped at any instruction
	return p.Sender.Send(p.trying, parcel), nil
}

var errNoAddress = errors.New("no address")

// recipient opens whom a message is for. There is no address when they are forgotten.
func (d *Desk) recipient(m bot.Message, contact Document) (bot.Contact, error) {
	c := bot.Contact{ID: m.Contact}
	if m.Content.To != nil {
		c.Address = *m.Content.To
	}
	return c, d.openContact(contact, &c)
}

// parcel is a message as it goes out now. It is false when its text may not go out and it has no template.
func (d *Desk) parcel(m bot.Message, c bot.Contact, now time.Time) (bot.Parcel, bool) {
	p := bot.Parcel{ID: m.ID, From: m.Queue.Sender, To: c.Address, Text: d.words(m), Media: m.Content.Media, Validity: replyValidity}
	if m.Queue.Lane == bot.LaneUrgent {
		p.Validity = urgentValidity
	}
	p.Call = m.Content.Call
	if p.Call || c.Address.Channel != bot.WhatsApp { // a call rings at the number, whatever else arrives there
		return p, true
	}
	forgotten := m.Content.To != nil && m.Purpose == bot.PurposeAnswer // who wrote DELETE has just written
	open := forgotten || now.Sub(time.Unix(c.SeenHour*secondsAnHour, 0)) < whatsAppWindow
	templates := d.brain.Load().hotline.Templates
	template, line := templates[m.Content.Template][m.Language], templates[say.LineTemplate][m.Language]
	switch {
	case open && m.Content.Tap != "" && line != "" && !m.Approved && !m.Repeat:
		p.Text, p.Template, p.Values = "", line, map[string]string{"1": m.Content.Text.Reveal(), "2": m.Content.Tap.Reveal()}
	case m.Repeat && open && m.Content.Text != "" && !m.Approved: // a template cannot be marked
	case template != "" && (m.Content.Buttons || m.Approved || !open):
		p.Text, p.Media, p.Template, p.Values = "", nil, template, m.Content.Values
	case m.Approved || !open:
		return p, false
	}
	return p, true
}

// words are what a message says, marked if it may have arrived before. A call is not: whoever answers has only this one in the ear.
func (d *Desk) words(m bot.Message) bot.Private {
	if !m.Repeat || m.Content.Call {
		return m.Content.Text
	}
	b := d.brain.Load()
	mark, _ := b.texts.Text(m.Language, bot.SMS, say.Repeat, b.common)
	return bot.Private(mark) + " " + m.Content.Text
}

// settle finds out what became of a message of which nobody knows.
func (p *pump) settle(j job) {
	if j.todo == outbox.Recover {
		p.conclude(j.entry, outbox.Lost{})
		return
	}
	found, err := p.find(p.trying, j.m)
	if err != nil {
		p.Log.Warn("the provider was not asked for a message", "message", j.m.ID, "err", err)
	}
	p.conclude(j.entry, outbox.Searched{Tries: j.m.TryCount(), Found: found, Failed: err != nil})
}

// find asks the provider for a message. What cannot be told from other messages is not looked for. Nor is a call: one that rang long ago
// has been reported by now, and one more ring is right for an alarm.
func (p *pump) find(ctx context.Context, m bot.Message) (*bot.Sighting, error) {
	if m.Content.Call {
		return nil, nil
	}
	docs, err := p.Store.Read(ctx, Ref{KindContact, string(m.Contact)})
	if err != nil {
		return nil, err
	}
	c, err := p.recipient(m, docs[0])
	if err == nil && m.Broadcast != "" {
		err = p.word(&m, c)
	}
	if err != nil || c.Address.Value == "" {
		return nil, err // forgotten meanwhile: there is nobody to repeat it to
	}
	since := m.At
	if n := len(m.Tries); n > 0 {
		since = m.Tries[n-1].At
	}
	var found []bot.Sighting
	for _, words := range p.wordings(m) {
		some, err := p.Sender.Find(ctx, bot.Search{From: m.Queue.Sender, To: c.Address, Since: time.UnixMilli(since).Add(-searchBefore), Text: words})
		if err != nil && len(some) == 0 { // beside a sighting an error does not matter: the provider has it
			return nil, err
		}
		found = append(found, some...)
	}
	// A text that says the same may be an earlier try, whose fate is known.
	found = slices.DeleteFunc(found, func(s bot.Sighting) bool { return s.SID != "" && (s.SID == m.SID || slices.Contains(m.Earlier, s.SID)) })
	if len(found) == 0 {
		return nil, nil
	}
	newest := slices.MaxFunc(found, func(a, b bot.Sighting) int { return a.At.Compare(b.At) })
	return &newest, nil
}

// wordings are how a message may read at the provider: as its text or, where it may have gone as one, as its template.
func (d *Desk) wordings(m bot.Message) []bot.Private {
	all := []bot.Private{d.words(m)}
	if m.Content.Template != "" && m.Queue.Sender == bot.SenderWhatsApp {
		all = append(all, d.brain.Load().shown(m))
	}
	return slices.DeleteFunc(all, func(w bot.Private) bool { return w == "" })
}

// conclude takes an event into a message's record and finishes its entry, in one commit. It insists: until that is done, nobody
// knows what happened.
func (p *pump) conclude(e Entry, event outbox.Event) {
	p.insistOn(p.recording, func() error { return p.step(p.recording, e.Message, event, &e) })
}

// insistOn does something until it succeeds, ctx ends, or it fails for good.
func (d *Desk) insistOn(ctx context.Context, do func() error) {
	for try := 0; ctx.Err() == nil; try++ {
		err := do()
		if err == nil {
			return
		}
		if !retry(err) {
			d.Log.Error("a message cannot be recorded", "err", err)
			return
		}
		_ = sleep(ctx, time.Duration(mrand.Int64N(int64(10*time.Millisecond)<<min(try, 7))))
	}
}

// chance is a random number for full jitter.
func chance() float64 { return mrand.Float64() }
