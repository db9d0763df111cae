package desk_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/sim"
)

// provider is a desk.Sender that remembers, and ends tries as it is told.
type provider struct {
	mu      sync.Mutex
	posted  []bot.Parcel
	results []bot.Result                                  // of the next tries; then everything is accepted
	answer  func(context.Context, bot.Parcel) *bot.Result // if set: ends a try, unless it returns nil
	has     []bot.Sighting
	asked   int
	deaf    error // of Find
	onFind  func()
	turned  map[bot.MessageID]int // away: surely not taken
}

func (p *provider) Send(ctx context.Context, parcel bot.Parcel) bot.Result {
	p.mu.Lock()
	p.posted = append(p.posted, parcel)
	answer := p.answer
	p.mu.Unlock()
	if answer != nil {
		if r := answer(ctx, parcel); r != nil {
			return *r
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.results) > 0 {
		r := p.results[0]
		p.results = p.results[1:]
		return r
	}
	return bot.Result{Outcome: bot.Accepted, SID: fmt.Sprintf("SM%032x", 1000+len(p.posted))}
}

func (p *provider) Find(context.Context, bot.Search) ([]bot.Sighting, error) {
	if p.onFind != nil {
		p.onFind()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	return p.has, p.deaf
}

func (p *provider) texts() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []string
	for _, m := range p.posted {
		all = append(all, m.Text.Reveal())
	}
	return all
}

func TestAMessageGoesOutOnceAndItsReceiptsMoveItForward(t *testing.T) {
	o := openOffice(t, nil).opens()
	id := o.posts(bot.LaneReply, bot.PurposeNotice, "hola")
	m := o.becomes(id, bot.MessagePosted)
	if len(m.Tries) != 1 || m.Tries[0].Outcome != bot.Accepted || m.SID == "" {
		t.Errorf("the record tells %+v", m)
	}
	for _, state := range []bot.MessageState{bot.MessageDelivered, bot.MessageSent, bot.MessageDelivered} {
		if err := o.Report(t.Context(), bot.Receipt{Message: id, SID: m.SID, State: state}); err != nil {
			t.Fatal(err)
		}
	}
	m = o.becomes(id, bot.MessageDelivered)
	if m.Content.Text != "" {
		t.Error("the text is kept although it has arrived")
	}
	if got := o.provider.texts(); !slices.Equal(got, []string{"hola"}) {
		t.Errorf("posted %q", got)
	}
	if o.meter.reported["delivered"] != 1 || o.meter.reported["old"] != 2 {
		t.Errorf("receipts: %v", o.meter.reported)
	}
	if err := o.Report(t.Context(), bot.Receipt{Message: "0123", State: bot.MessageSent}); err != nil || o.meter.reported["unknown"] != 1 {
		t.Errorf("a receipt for nobody: %v, %v", err, o.meter.reported)
	}
}

func TestAMessageOfUnknownFateIsRepeatedAndMarkedInItsLanguage(t *testing.T) {
	o := openOffice(t, nil)
	o.provider.results = []bot.Result{{Outcome: bot.Unknown}}
	o.opens()
	m := o.becomes(o.posts(bot.LaneUrgent, bot.PurposePage, "RR417 agents"), bot.MessagePosted)
	if got := o.provider.texts(); !slices.Equal(got, []string{"RR417 agents", "(repetido) RR417 agents"}) {
		t.Errorf("posted %q", got)
	}
	if m.Tries[0].Outcome != bot.Unknown || !m.Repeat || o.provider.asked != 1 {
		t.Errorf("asked %d times; the record tells %+v", o.provider.asked, m)
	}
}

func TestAMessageThatTheProviderHasIsNotRepeated(t *testing.T) {
	o := openOffice(t, nil)
	o.provider.results = []bot.Result{{Outcome: bot.Unknown}}
	o.provider.has = []bot.Sighting{{Receipt: bot.Receipt{SID: "SM1", State: bot.MessageSent}}}
	o.opens()
	m := o.becomes(o.posts(bot.LaneReply, bot.PurposeAnswer, "hola"), bot.MessageSent)
	o.empties()
	if got := o.provider.texts(); len(got) != 1 || m.SID != "SM1" || m.Tries[0].Outcome != bot.Unknown {
		t.Errorf("posted %q, the record tells %+v", got, m)
	}
}

func TestABroadcastOfUnknownFateIsHeldForAPerson(t *testing.T) {
	o := openOffice(t, nil)
	o.provider.results = []bot.Result{{Outcome: bot.Unknown}}
	o.opens()
	o.becomes(o.posts(bot.LaneBulk, bot.PurposeBroadcast, "clinic"), bot.MessageHeld)
	if now, err := o.store.Traffic(t.Context()); err != nil || now.Dead != 1 || len(o.provider.texts()) != 1 {
		t.Errorf("%d dead letters, %v, posted %q", now.Dead, err, o.provider.texts())
	}
}

func TestAnswersQueueUpWhenTheSenderIsBusy(t *testing.T) {
	o := openOffice(t, func(h *bot.Hotline) { h.Rates.SMS = 2 })
	direct := 0
	const texters = 12
	for i := range texters {
		direct += len(o.hears(bot.SMS, fmt.Sprintf("+1500555%04d", i), "menu"))
	}
	if direct == 0 || direct == texters {
		t.Fatalf("%d answers were direct", direct)
	}
	urgent := o.hears(bot.SMS, "+15005550100", "ICE is at my door")
	if len(urgent) != 1 {
		t.Errorf("the urgent answer is %q", urgent)
	}
	now, err := o.store.Traffic(t.Context())
	if err != nil || now.Waiting[bot.Queue{Lane: bot.LaneReply, Sender: bot.SenderSMS}] != int64(texters-direct) {
		t.Errorf("waiting: %v, %v", now.Waiting, err)
	}
}

func TestAnUrgentAnswerThatNobodyHeardIsSentAgain(t *testing.T) {
	e := embedded(t)
	p := ports(t, e)
	sender := &provider{}
	p.Sender = sender
	d := desk.New(sim.Shipped(t), p)
	ctx := context.Background()
	replies, err := d.Receive(ctx, received(1, "+15005550001", "ICE is at my door"))
	if err != nil || len(replies) != 1 {
		t.Fatal(replies, err)
	}
	heard, err := d.Receive(ctx, received(2, "+15005550002", "ICE is at my door"))
	if err != nil || d.Report(ctx, bot.Receipt{Message: heard[0].ID, SID: "SM2", State: bot.MessageSent}) != nil {
		t.Fatal(heard, err)
	}
	work := func() {
		t.Helper()
		if _, err := e.MoveDue(ctx, 10); err != nil {
			t.Fatal(err)
		}
		if err := d.WorkOutbox(ctx, "test"); err != nil {
			t.Fatal(err)
		}
	}
	e.Advance(59 * time.Second)
	work()
	if sender.asked != 0 || len(sender.texts()) != 0 {
		t.Fatal("it does not wait a minute")
	}
	e.Advance(2 * time.Second)
	work() // asks
	work() // sends
	if got, want := sender.texts(), []string{"(repeat) " + replies[0].Text}; sender.asked != 1 || !slices.Equal(got, want) {
		t.Errorf("asked %d times, sent %q, want %q", sender.asked, got, want)
	}
}
