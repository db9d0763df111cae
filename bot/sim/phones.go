package sim

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Webhook carries one message to the hotline the way the provider does, and returns its direct answer.
type Webhook func(ctx context.Context, e bot.Event) (texts []string, err error)

// Bubble is one text on a phone's screen.
type Bubble struct {
	Seq         int // 1, 2, 3 … on each phone
	FromHotline bool
	Text        string
	Media       string // MIME type of what was sent instead of words, "location", or "call"
	At          time.Time
}

// Phones is a network of simulated phones. It is also the Sender of whatever the hotline texts by itself. The zero
// value is not usable; call NewPhones.
type Phones struct {
	hotline Webhook
	network Network
	mu      sync.Mutex
	sent    int
	phones  map[string]*phone
}

type phone struct {
	address bot.Address
	bubbles []Bubble
	ringing map[int]Pressed // by the bubble's number
	changed chan struct{}   // closed and replaced with every bubble
}

// Network is what the provider does beside carrying texts.
type Network interface {
	// Delivered reports that a text is on its phone.
	Delivered(ctx context.Context, id bot.MessageID, sid string) error
	// Answered tells what is said to somebody who has answered a call and, with a digit, pressed it.
	Answered(ctx context.Context, id bot.MessageID, to bot.Address, digit string) (says string, err error)
}

// Connect lets the network report texts and carry calls. Without one, nobody hears what became of a text, and calls only show.
func (ps *Phones) Connect(n Network) { ps.network = n }

// NewPhones makes a network without phones, connected to a hotline.
func NewPhones(hotline Webhook) *Phones {
	return &Phones{hotline: hotline, phones: map[string]*phone{}}
}

// New switches on a phone with a number that nobody had.
func (ps *Phones) New(ch bot.Channel) (number string) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	number = fmt.Sprintf("+1500555%04d", 1000+len(ps.phones))
	ps.phones[number] = &phone{address: bot.Address{Channel: ch, Value: bot.Private(number)}, ringing: map[int]Pressed{}, changed: make(chan struct{})}
	return number
}

// Say sends what a phone's owner wrote, and shows the answer on the phone.
func (ps *Phones) Say(ctx context.Context, number string, e bot.Event) error {
	p, id, err := ps.show(number, ownBubble(e))
	if err != nil {
		return err
	}
	e.Kind, e.From, e.ID = bot.Received, p.address, id
	texts, err := ps.hotline(ctx, e)
	if err != nil {
		return fmt.Errorf("text the hotline: %w", err)
	}
	for _, t := range texts {
		if _, _, err := ps.show(number, Bubble{FromHotline: true, Text: t}); err != nil {
			return err
		}
	}
	return nil
}

func ownBubble(e bot.Event) Bubble {
	b := Bubble{Text: e.Text.Reveal()}
	if e.Location != nil {
		b.Media = "location"
		b.Text = fmt.Sprintf("%.4f, %.4f", e.Location.Latitude, e.Location.Longitude)
	}
	if len(e.Media) > 0 {
		b.Media = e.Media[0].Type
	}
	return b
}

// Send shows a text of the hotline on a phone, or lets it ring; it implements desk.Sender.
func (ps *Phones) Send(ctx context.Context, p bot.Parcel) bot.Result {
	if p.Call {
		return ps.call(ctx, p)
	}
	_, id, err := ps.show(p.To.Value.Reveal(), Bubble{FromHotline: true, Text: p.Text.Reveal()})
	if err == nil && ps.network != nil {
		err = ps.network.Delivered(ctx, p.ID, id)
	}
	if err != nil {
		return bot.Result{Outcome: bot.Permanent, Err: err}
	}
	return bot.Result{Outcome: bot.Accepted, SID: id}
}

// Find finds a text on the phone that it was sent to; it implements desk.Sender.
func (ps *Phones) Find(_ context.Context, s bot.Search) ([]bot.Sighting, error) {
	bubbles, _, err := ps.Since(s.To.Value.Reveal(), 0)
	var found []bot.Sighting
	for _, b := range bubbles {
		if b.FromHotline && b.Media == "" && !b.At.Before(s.Since) && (s.Text == "" || s.Text.Reveal() == b.Text) {
			found = append(found, bot.Sighting{Receipt: bot.Receipt{State: bot.MessageDelivered}, Text: bot.Private(b.Text), At: b.At})
		}
	}
	return found, err
}

// show adds a bubble to a phone and returns an id for a message that was never used before.
func (ps *Phones) show(number string, b Bubble) (*phone, string, error) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	return ps.put(number, b)
}

// put is show for who holds the lock.
func (ps *Phones) put(number string, b Bubble) (*phone, string, error) {
	p := ps.phones[number]
	if p == nil {
		return nil, "", fmt.Errorf("no such phone")
	}
	ps.sent++
	b.Seq, b.At = len(p.bubbles)+1, time.Now()
	p.bubbles = append(p.bubbles, b)
	close(p.changed)
	p.changed = make(chan struct{})
	return p, fmt.Sprintf("SM%032x", ps.sent), nil
}

// Has reports whether a phone exists.
func (ps *Phones) Has(number string) bool { return ps.Channel(number) != "" }

// Channel returns how a phone texts, or "" when it does not exist.
func (ps *Phones) Channel(number string) bot.Channel {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if p := ps.phones[number]; p != nil {
		return p.address.Channel
	}
	return ""
}

// Since returns the bubbles of a phone after a sequence number, and a channel that is closed when there are more.
func (ps *Phones) Since(number string, seq int) ([]Bubble, <-chan struct{}, error) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	p := ps.phones[number]
	if p == nil {
		return nil, nil, fmt.Errorf("no such phone")
	}
	return p.bubbles[min(max(seq, 0), len(p.bubbles)):], p.changed, nil
}
