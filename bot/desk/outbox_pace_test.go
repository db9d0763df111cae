package desk_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

func TestTheBrainIsReloadedWhileMessagesGoOut(t *testing.T) {
	o := openOffice(t, fast)
	ids := o.queuesMany(100)
	o.opens()
	for i := 0; len(o.provider.texts()) < 100 && i < 50; i++ {
		o.Use(brainWith(t, func(h *bot.Hotline) { h.Rates.SMS = []float64{1e12, 1000, 5000}[i%3] }))
	}
	o.arrives(ids)
}

func TestARateNearNothingLetsOneMessageGo(t *testing.T) {
	o := jumpOffice(t, func(h *bot.Hotline) { h.Rates.SMS = 1e-12 })
	first := o.posts(bot.LaneReply, bot.PurposeNotice, strings.Repeat("long words ", 500))
	o.works()
	second := o.posts(bot.LaneReply, bot.PurposeNotice, "two")
	o.waits(time.Hour).works()
	o.has(first, bot.MessagePosted, 1)
	o.has(second, bot.MessageQueued, 0)
}

func TestTextsToOneContactKeepTheirOrder(t *testing.T) {
	o := openOffice(t, fast)
	who := o.meets(bot.SMS, anna)
	var want []string
	for i := range 50 {
		want = append(want, fmt.Sprintf("%02d %s", i, strings.Repeat("long words ", i%40)))
		o.tells(who, bot.LaneUrgent, bot.PurposePage, want[i])
	}
	var mu sync.Mutex
	var got []string
	o.provider.answer = func(_ context.Context, p bot.Parcel) *bot.Result {
		mu.Lock()
		n := len(got)
		mu.Unlock()
		time.Sleep(time.Duration(5+45*(1-n%2)) * time.Millisecond)
		mu.Lock()
		defer mu.Unlock()
		got = append(got, p.Text.Reveal())
		return nil
	}
	o.opens().empties()
	if !slices.Equal(got, want) {
		t.Errorf("arrived as %.2q", got)
	}
}

func TestManyRepliesToOneContactAreSpreadAndHoldUpNobody(t *testing.T) {
	o := jumpOffice(t, fast)
	who, other := o.meets(bot.SMS, anna), o.meets(bot.SMS, "+15005550002")
	var mine, urgent []bot.MessageID
	for i := range 14 {
		mine = append(mine, o.tells(who, bot.LaneReply, bot.PurposeNotice, fmt.Sprintf("reply %d", i)))
		urgent = append(urgent, o.tells(who, bot.LaneUrgent, bot.PurposePage, fmt.Sprintf("page %d", i)))
	}
	last := o.tells(other, bot.LaneReply, bot.PurposeNotice, "for you")
	o.works()
	gone := func(ids []bot.MessageID) (n int) {
		for _, id := range ids {
			if m, _, _ := o.Message(t.Context(), id); m.State == bot.MessagePosted {
				n++
			}
		}
		return n
	}
	o.has(last, bot.MessagePosted, 1)
	if gone(mine) != 10 || gone(urgent) != 14 {
		t.Fatalf("%d replies and %d pages went out at once", gone(mine), gone(urgent))
	}
	for want := 11; want <= 14; want++ {
		o.waits(6100 * time.Millisecond).works()
		if gone(mine) != want {
			t.Errorf("%d replies went out, want %d", gone(mine), want)
		}
	}
	replies := slices.DeleteFunc(o.provider.texts(), func(s string) bool { return !strings.HasPrefix(s, "reply") })
	for i, words := range replies {
		if words != fmt.Sprintf("reply %d", i) {
			t.Fatalf("they went out as %q", replies)
		}
	}
}

func TestAWithdrawnPageIsNeverPosted(t *testing.T) {
	o := jumpOffice(t, nil)
	page, other := o.posts(bot.LaneUrgent, bot.PurposePage, "wake up"), o.posts(bot.LaneUrgent, bot.PurposePage, "you too")
	if err := o.store.Commit(t.Context(), &desk.Commit{Withdraw: []bot.MessageID{page}}); err != nil {
		t.Fatal(err)
	}
	o.works()
	o.has(page, bot.MessageWithdrawn, 0)
	o.has(other, bot.MessagePosted, 1)
}

func TestTicketsThatMeanNothingAreFinished(t *testing.T) {
	o := openOffice(t, nil)
	id := o.posts(bot.LaneReply, bot.PurposeNotice, "hola")
	q := bot.Queue{Lane: bot.LaneReply, Sender: bot.SenderSMS}
	for _, ticket := range []desk.Ticket{{Queue: q, Message: id}, {Queue: q, Message: id, Tries: 7}, {Queue: q, Message: "0123", Tries: 1}, {Queue: q, Message: id}} {
		if err := o.store.Commit(t.Context(), &desk.Commit{Append: []desk.Ticket{ticket}}); err != nil {
			t.Fatal(err)
		}
	}
	o.opens().empties()
	o.becomes(id, bot.MessagePosted)
	if n := len(o.provider.texts()); n != 1 || o.traffic().Dead != 1 {
		t.Errorf("%d POSTs, %d dead letters", n, o.traffic().Dead)
	}
}

func TestAMessageWhoseRecordHasAgedAwayIsShownToAPerson(t *testing.T) {
	o := jumpOffice(t, func(h *bot.Hotline) { h.Retention.Receipts = time.Hour })
	old := o.posts(bot.LaneReply, bot.PurposeNotice, "old")
	o.waits(2 * time.Hour)
	o.works() // receipts are kept for an hour, and what waits for as long as it waits
	o.has(old, bot.MessagePosted, 1)
	o.posts(bot.LaneReply, bot.PurposeNotice, "forgotten")
	o.waits(31 * 24 * time.Hour)
	young := o.posts(bot.LaneReply, bot.PurposeNotice, "young")
	o.works()
	o.has(young, bot.MessagePosted, 1)
	if now := o.traffic(); now.Dead != 1 || now.Waiting[bot.Queue{Lane: bot.LaneReply, Sender: bot.SenderSMS}] != 0 {
		t.Errorf("traffic %+v", now)
	}
}

// lacking is a sealer that lacks the key of one document.
type lacking struct {
	desk.Sealer
	what atomic.Value
}

func (l *lacking) Open(sealed, bound string) ([]byte, error) {
	if what, _ := l.what.Load().(string); what != "" && strings.Contains(bound, what) {
		return nil, fmt.Errorf("no such key: %w", bot.ErrUnavailable)
	}
	return l.Sealer.Open(sealed, bound)
}

func TestAMessageWhoseKeyIsMissingWaitsAndHoldsUpNoOther(t *testing.T) {
	o := jumpOffice(t, nil)
	l := &lacking{Sealer: o.ports.Sealer}
	o.ports.Sealer = l
	o.Desk = desk.New(o.Brain(), o.ports)
	ids := o.queuesMany(3)
	l.what.Store(string(ids[1]))
	o.works()
	o.has(ids[0], bot.MessagePosted, 1)
	o.has(ids[2], bot.MessagePosted, 1)
	l.what.Store("")
	o.waits(time.Minute).works()
	o.has(ids[1], bot.MessagePosted, 1)
}
