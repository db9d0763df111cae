package desk

import (
	"context"
	"errors"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
	"github.com/aldaba-hotline/aldaba/bot/outbox"
)

// How far a sender may be ahead of its rate for each lane: the more urgent lane always finds room that the others may not use. Each
// is longer than a pump oversleeps, so no part of the rate is lost.
const (
	urgentDepth = 2 * time.Second
	replyDepth  = 500 * time.Millisecond
	bulkDepth   = 100 * time.Millisecond
	// At a low rate that is less than one text, so it is so many segments at least.
	urgentSegments = 12
	replySegments  = 10
)

const (
	// ownCost and ownDepth are each contact's own limit, for all but urgent messages: one in 6 s after the first ten, which is
	// WhatsApp's limit for a pair of numbers too (Twilio error 63018).
	ownCost  = 6 * time.Second
	ownDepth = 9 * ownCost
	// keyWait is how long a message waits that this instance lacks the key of; another may have it.
	keyWait = 10 * time.Second
	// maxNap is how long a pump sleeps at most before it looks again: a sender may be let go earlier than it was told.
	maxNap = time.Second
)

// pump takes the entries of one queue and lets them go, one after the other, as fast as its sender may.
type pump struct {
	*worker
	queue     bot.Queue
	trying    context.Context // of tries, which end later than the pump
	recording context.Context // of what became of them
	free      chan struct{}   // holds one value for each hand in use
	claimed   time.Time
	last      lasts
	turns     turns
}

func (w *worker) pump(trying, recording context.Context, q bot.Queue) *pump {
	return &pump{worker: w, queue: q, trying: trying, recording: recording, free: make(chan struct{}, hands), last: lasts{}, turns: turns{}}
}

// job is an entry with its message as it was read.
type job struct {
	entry Entry
	doc   Document
	m     bot.Message
	todo  outbox.Todo
}

func (p *pump) run(ctx context.Context) {
	for ctx.Err() == nil {
		n := p.hands(ctx)
		entries, err := p.next(ctx, n)
		if err == nil && len(entries) > 0 {
			err = p.work(ctx, entries, &n)
		}
		p.release(n)
		if err != nil && ctx.Err() == nil {
			p.Log.Error("a queue is left to the next worker", "queue", p.queue.String(), "err", err)
			p.end() // the store may have given it entries of which it never heard: whoever claims what it leaves finds them
		}
	}
}

// some deals with so many entries, or as many as there are.
func (p *pump) some(ctx context.Context, n int64) error {
	for n > 0 {
		free := p.hands(ctx)
		entries, err := p.next(ctx, min(free, int(n)))
		if err == nil {
			err = p.work(ctx, entries, &free)
		}
		p.release(free)
		if err != nil || len(entries) == 0 {
			return err
		}
		n -= int64(len(entries))
	}
	return nil
}

// hands waits for a free hand and takes up to admitAtOnce.
func (p *pump) hands(ctx context.Context) (n int) {
	select {
	case p.free <- struct{}{}:
	case <-ctx.Done():
		return 0
	}
	for n = 1; n < admitAtOnce; n++ {
		select {
		case p.free <- struct{}{}:
		default:
			return n
		}
	}
	return n
}

func (p *pump) release(n int) {
	for range n {
		<-p.free
	}
}

// next takes entries: now and then those of workers that are gone, else new ones.
func (p *pump) next(ctx context.Context, n int) ([]Entry, error) {
	if n == 0 {
		return nil, nil
	}
	if time.Since(p.claimed) >= claimEvery {
		entries, err := p.Store.Claim(ctx, p.queue, p.name, n)
		if err != nil || len(entries) > 0 {
			return entries, err
		}
		p.claimed = time.Now()
	}
	return p.Store.Take(ctx, p.queue, p.name, n)
}

// work deals with entries, with one hand for each. Whatever fails is tried again: the entries are this worker's until they are finished.
func (p *pump) work(ctx context.Context, entries []Entry, hands *int) error {
	for len(entries) > 0 && ctx.Err() == nil {
		left, err := p.once(ctx, entries, hands)
		if err != nil && !errors.Is(err, bot.ErrUnavailable) {
			return err
		}
		if err != nil {
			p.Log.Warn("a queue waits for the store", "err", err)
			_ = sleep(ctx, time.Second)
		}
		entries = left
	}
	return nil
}

// once reads the messages of entries, lets as many go as may, and returns the entries that are left.
func (p *pump) once(ctx context.Context, entries []Entry, hands *int) ([]Entry, error) {
	s, err := p.sort(ctx, entries)
	if err != nil {
		return entries, err
	}
	if len(s.done.Finish) > 0 {
		if err := p.Store.Commit(ctx, &s.done); err != nil {
			return entries, err
		}
	}
	for _, j := range s.unclear {
		p.start(hands, func() { p.settle(j) })
	}
	return p.admit(ctx, s.ready, hands)
}

// sorted are jobs by what there is to do about them.
type sorted struct {
	ready   []job
	unclear []job
	done    Commit
}

func (p *pump) sort(ctx context.Context, entries []Entry) (s sorted, err error) {
	refs := make([]Ref, len(entries))
	for i, e := range entries {
		refs[i] = Ref{KindMessage, string(e.Message)}
	}
	docs, err := p.Store.Read(ctx, refs...)
	if err != nil {
		return s, err
	}
	for i, e := range entries {
		m, known, err := p.message(docs[i])
		switch todo := outbox.Turn(m, e.Tries); {
		case err != nil:
			p.Log.Warn("a message waits for its key", "message", e.Message, "err", err)
			s.done.Finish = append(s.done.Finish, e)
			s.done.Later = append(s.done.Later, Later{e.Ticket, keyWait})
		case !known:
			s.done.Finish = append(s.done.Finish, e)
			s.done.Dead = append(s.done.Dead, DeadLetter{e.Message, "unreadable"})
		case todo == outbox.Nothing:
			s.done.Finish = append(s.done.Finish, e)
		case todo == outbox.Send:
			s.ready = append(s.ready, job{e, docs[i], m, todo})
		default:
			s.unclear = append(s.unclear, job{e, docs[i], m, todo})
		}
	}
	return s, nil
}

func entriesOf(jobs []job) []Entry {
	all := make([]Entry, len(jobs))
	for i, j := range jobs {
		all[i] = j.entry
	}
	return all
}

// start gives something to one of the hands.
func (p *pump) start(hands *int, do func()) {
	*hands--
	p.busy.Go(func() {
		defer p.release(1)
		do()
	})
}

// admit lets messages go in their order, waiting for their sender's rate. It returns the entries that must be looked at again.
func (p *pump) admit(ctx context.Context, ready []job, hands *int) (again []Entry, err error) {
	for len(ready) > 0 && ctx.Err() == nil {
		a, err := p.admission(ready)
		if err != nil {
			return append(again, entriesOf(ready)...), err
		}
		got, err := p.Store.Admit(ctx, a)
		if err != nil {
			return append(again, entriesOf(ready)...), err
		}
		if got.Expired {
			p.end()
			return nil, nil
		}
		for i, judged := range got.Judged {
			j := ready[i]
			if judged.Verdict == VerdictConflict {
				again = append(again, j.entry)
				continue
			}
			if judged.Verdict == VerdictWait {
				judged.Wait = p.turns.next(j.m.Contact, judged.Wait)
			}
			before, out := p.last.after(j.m.Contact)
			p.start(hands, func() {
				defer out()
				if before != nil {
					<-before
				}
				p.follow(j, judged, got)
			})
		}
		ready = ready[len(got.Judged):]
		_ = sleep(ctx, min(got.Wait, maxNap))
	}
	return append(again, entriesOf(ready)...), nil
}

// admission asks to let messages go.
func (p *pump) admission(ready []job) (*Admission, error) {
	a := &Admission{Sender: p.queue.Sender, Worker: p.name, Messages: make([]Candidate, len(ready))}
	switch p.queue.Lane {
	case bot.LaneUrgent:
		a.Depth = p.depth(p.queue.Sender, urgentDepth, urgentSegments)
	case bot.LaneReply:
		a.Depth = p.depth(p.queue.Sender, replyDepth, replySegments)
	default:
		a.Depth, a.Bulk = bulkDepth, true
	}
	for i, j := range ready {
		if err := p.candidate(&a.Messages[i], j); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// candidate says what it takes to let a message go, and how its document reads then.
func (p *pump) candidate(c *Candidate, j job) error {
	now := time.Now() // only for the record of the try; the store decides by its own clock
	begun, _ := outbox.Step(j.m, outbox.Begun{}, p.policy(), now, 0)
	if j.m.Broadcast == "" { // what those cost was counted with their region
		begun.Segments = weight(begun, p.words(j.m))
	}
	w, err := p.messageWrite(begun, j.doc, now)
	if err != nil {
		return err
	}
	*c = Candidate{
		Write:      w,
		Contact:    j.m.Contact,
		Cost:       p.cost(p.queue.Sender, begun.Segments),
		Regardless: j.m.Consent == bot.ConsentStopped,
		Subscribed: j.m.Consent == bot.ConsentAlerts,
		Broadcast:  j.m.Broadcast,
		MaxStrikes: bot.Barred,
	}
	if p.queue.Lane == bot.LaneBulk {
		c.MaxStrikes = broadcast.Strikes
	}
	if j.m.Content.Call {
		c.MaxStrikes = bot.Barred + 1 // where no text arrives a call may
	}
	if p.queue.Lane != bot.LaneUrgent && j.m.Contact != "" && !update(j.m) {
		c.Own, c.OwnDepth = ownCost, ownDepth
	}
	return nil
}

// update reports whether a message tells of an incident by itself: such texts ignore each contact's own limit.
func update(m bot.Message) bool { return m.Incident != "" && m.Purpose == bot.PurposeNotice }
