package sim

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// T is the part of testing.TB that stories need.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// Story is a test told by the people in it: texters write, and hear what they should, and nothing else. Whatever the
// hotline says that nobody expected fails the story when it ends.
type Story struct {
	t       T
	Desk    *desk.Desk
	advance func(time.Duration)
	mu      sync.Mutex
	last    desk.Decision
	people  map[bot.Private]*Texter
	crew    []*Volunteer
	got     map[bot.Private][]got // texts and calls that nobody has looked at, by number
	reports []bot.Receipt         // that have not come in yet
	dead    map[bot.Private]int   // numbers that nothing reaches, and the provider's code
	sent    int
}

// NewStory begins a story at a desk with this brain and these ports; Watch and Sender are the story's own. Advance moves
// the store's clock.
func NewStory(t T, b *desk.Brain, p desk.Ports, advance func(time.Duration)) *Story {
	s := &Story{t: t, advance: advance, people: map[bot.Private]*Texter{}, got: map[bot.Private][]got{}, dead: map[bot.Private]int{}}
	p.Watch, p.Sender = s.watch, s
	s.Desk = desk.New(b, p)
	t.Cleanup(s.end)
	return s
}

func (s *Story) watch(d desk.Decision) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = d
	if p := s.people[d.Contact.Address.Value]; p != nil {
		p.collect(d)
	}
}

// Last returns the decision made last.
func (s *Story) Last() desk.Decision {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last
}

// Send implements desk.Sender. What is a direct answer, or would have been, has been noted when it was decided.
func (s *Story) Send(_ context.Context, p bot.Parcel) bot.Result {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent++
	r := bot.Receipt{Message: p.ID, SID: fmt.Sprintf("SM%032x", s.sent), State: bot.MessageDelivered}
	if code := s.dead[p.To.Value]; code != 0 {
		r.State, r.Code, r.Outcome = bot.MessageUndelivered, code, bot.Permanent
	} else {
		s.got[p.To.Value] = append(s.got[p.To.Value], got{p.ID, p.Text.Reveal(), p.Call, p})
	}
	if s.dead[p.To.Value] != noReceipt {
		s.reports = append(s.reports, r)
	}
	return bot.Result{Outcome: bot.Accepted, SID: r.SID}
}

// receipts lets the provider report what became of everything that was sent.
func (s *Story) receipts() {
	s.t.Helper()
	s.mu.Lock()
	all := s.reports
	s.reports = nil
	s.mu.Unlock()
	for _, r := range all {
		if err := s.Desk.Report(context.Background(), r); err != nil {
			s.t.Fatalf("take a receipt: %v", err)
		}
	}
	if len(all) > 0 {
		s.deliver()
	}
}

// Find implements desk.Sender.
func (s *Story) Find(context.Context, bot.Search) ([]bot.Sighting, error) { return nil, nil }

// Texter returns somebody with a phone who has never written.
func (s *Story) Texter(ch bot.Channel) *Texter {
	s.mu.Lock()
	defer s.mu.Unlock()
	number := bot.Private(fmt.Sprintf("+1500555%04d", len(s.people)))
	x := &Texter{story: s, address: bot.Address{Channel: ch, Value: number}}
	s.people[number] = x
	return x
}

// Wait lets time pass and works off what comes due, in steps of at most a second.
func (s *Story) Wait(d time.Duration) {
	s.t.Helper()
	for ; d > 0; d -= time.Second {
		s.advance(min(d, time.Second))
		if err := s.Desk.WorkTimers(context.Background()); err != nil {
			s.t.Fatalf("work timers: %v", err)
		}
		s.deliver()
	}
}

// deliver lets go what waits in the outbox.
func (s *Story) deliver() {
	s.t.Helper()
	ctx := context.Background()
	if _, err := s.Desk.Store.MoveDue(ctx, 1000); err != nil {
		s.t.Fatalf("move tickets: %v", err)
	}
	now, err := s.Desk.Store.Traffic(ctx)
	if err != nil {
		s.t.Fatalf("look at the outbox: %v", err)
	}
	for _, n := range now.Waiting {
		if n > 0 {
			if err := s.Desk.WorkOutbox(ctx, "story"); err != nil {
				s.t.Fatalf("work the outbox: %v", err)
			}
			break
		}
	}
	s.receipts()
}

func (s *Story) end() {
	s.t.Helper()
	for _, x := range s.people {
		if len(x.unheard) > 0 {
			s.t.Fatalf("nobody expected %v", x.unheard)
		}
	}
	for _, v := range s.crew {
		if left := s.got[v.number]; len(left) > 0 {
			s.t.Fatalf("%s did not expect %q", v.name, left[0].text)
		}
	}
}

// Texter is somebody with a phone.
type Texter struct {
	story   *Story
	address bot.Address
	lang    bot.Language
	unheard []string // message ids and effects, as transcripts write them
	Texts   []string // the answer to the last message
}

func (x *Texter) collect(d desk.Decision) {
	x.lang = d.Language
	x.unheard = append(x.unheard, describe(d, d.Contact.Language)...)
}

// Says sends words.
func (x *Texter) Says(words string) *Texter {
	x.story.t.Helper()
	return x.Sends(bot.Event{Text: bot.Private(words)})
}

// Sends sends anything.
func (x *Texter) Sends(e bot.Event) *Texter {
	x.story.t.Helper()
	x.story.mu.Lock()
	x.story.sent++
	id := fmt.Sprintf("SM%032x", x.story.sent)
	x.story.mu.Unlock()
	e.Kind, e.From = bot.Received, x.address
	if e.ID == "" {
		e.ID = id
	}
	replies, err := x.story.Desk.Receive(context.Background(), e)
	if err != nil {
		x.story.t.Fatalf("the hotline does not answer: %v", err)
	}
	x.Texts = nil
	for _, r := range replies {
		x.Texts = append(x.Texts, r.Text)
		x.story.reports = append(x.story.reports, bot.Receipt{Message: r.ID, SID: id[:2] + "d" + id[3:], State: bot.MessageDelivered})
	}
	x.story.deliver()
	return x
}

// Hears checks everything that was said and done since the last Hears: "door.ask" is a message, "! told place" an effect.
func (x *Texter) Hears(want ...string) *Texter {
	x.story.t.Helper()
	for i, w := range want {
		if w[0] != '!' {
			want[i] = "< " + w
		}
	}
	x.story.mu.Lock()
	got := x.unheard
	x.unheard = nil
	x.story.mu.Unlock()
	if !slices.Equal(got, want) {
		x.story.t.Fatalf("hears %v, want %v", got, want)
	}
	return x
}

// Skips drops everything that was said and done since the last Hears: what another story tells.
func (x *Texter) Skips() *Texter {
	x.story.mu.Lock()
	defer x.story.mu.Unlock()
	x.unheard = nil
	return x
}
