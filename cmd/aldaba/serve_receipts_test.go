package main

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/twilio"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

// duplicates is how often one receipt comes, and courierLines how many of them at the same time, which divides it.
const (
	duplicates   = 10_016
	courierLines = 32
)

func TestADirectAnswerIsFollowedByItsReceipts(t *testing.T) {
	t.Parallel()
	o := newOutlet(t, "")
	h := o.serve()
	mia := h.newPhone(bot.SMS)
	r := h.post(mia.text("good morning"))
	ids := r.callbacks(t)
	if len(ids) == 0 || r.says(t) == "" {
		t.Fatalf("no answer: %s", r.body)
	}
	for i, id := range ids {
		if m := o.record(id); m.State != bot.MessagePosted || !m.Direct {
			t.Errorf("before its receipt: %+v", m)
		}
		form := mia.receipt("delivered")
		if r := h.reports(id, form); r.status != http.StatusNoContent || len(r.body) > 0 {
			t.Errorf("the receipt is answered %d %s", r.status, r.body)
		}
		if m := o.record(id); m.State != bot.MessageDelivered || m.SID != form.Get("MessageSid") {
			t.Errorf("after its receipt: %s, %+v", m.State, m)
		}
		if n := h.received("delivered"); n != i+1 {
			t.Errorf("%d receipts counted, want %d", n, i+1)
		}
	}
	if n := o.provider.Requests("messages.create"); n != 0 {
		t.Errorf("%d messages posted beside the answer", n)
	}
}

// answered is a server with a direct answer that went out.
func answered(t *testing.T) (*outlet, *phone, bot.MessageID) {
	t.Helper()
	o := newOutlet(t, "")
	mia := o.serve().newPhone(bot.SMS)
	ids := mia.h.post(mia.text("good morning")).callbacks(t)
	if len(ids) == 0 {
		t.Fatal("no answer")
	}
	return o, mia, ids[0]
}

func TestReceiptsThatChangeNothing(t *testing.T) {
	t.Parallel()
	o, mia, id := answered(t)
	h := mia.h
	before := o.keys("o:")
	path, form := "/twilio/status/"+string(id), mia.receipt("delivered")
	other := mia.receipt("delivered")
	other.Set("AccountSid", "AC00000000000000000000000000000099")
	unknown := "/twilio/status/" + strings.Repeat("0f", 16)
	for _, c := range []struct {
		name   string
		r      *http.Request
		status int
	}{
		{"no signature", h.rawTo(path, form.Encode(), ""), 403},
		{"another token", h.rawTo(path, form.Encode(), twilio.Sign("another", publicURL+path, form)), 403},
		{"another message's signature", h.rawTo(path, form.Encode(), twilio.Sign(h.token, publicURL+unknown, form)), 403},
		{"another account", h.signed(path, other), 403},
		{"another state than was signed", h.rawTo(path, mia.receipt("failed").Encode(), twilio.Sign(h.token, publicURL+path, form)), 403},
		{"an id that nobody knows", h.signed(unknown, form), 204},
		{"no id of ours", h.signed("/twilio/status/menu", form), 204},
	} {
		if r := h.do(c.r); r.status != c.status || len(r.body) > 0 {
			t.Errorf("%s: %d %s, want %d", c.name, r.status, r.body, c.status)
		}
	}
	if !slices.Equal(before, o.keys("o:")) {
		t.Error("a message's document has changed")
	}
	if n := h.received("unknown"); n != 1 {
		t.Errorf("%d receipts of unknown messages counted, want 1", n)
	}
	if r := h.reports(id, form); r.status != 204 || slices.Equal(before, o.keys("o:")) || h.received("delivered") != 1 {
		t.Errorf("the true one: status %d, %d counted", r.status, h.received("delivered"))
	}
}

func TestTenThousandDuplicatesOfAReceiptAreOneChange(t *testing.T) {
	t.Parallel()
	o, mia, id := answered(t)
	form := mia.receipt("delivered")
	var lines sync.WaitGroup
	var mu sync.Mutex
	got := map[int]int{}
	for range courierLines {
		lines.Go(func() {
			for range duplicates / courierLines {
				status := mia.h.reports(id, form).status
				mu.Lock()
				got[status]++
				mu.Unlock()
			}
		})
	}
	lines.Wait()
	if got[http.StatusNoContent] != duplicates {
		t.Errorf("answers %v, want 204 only", got)
	}
	if delivered, old := mia.h.received("delivered"), mia.h.received("old"); delivered != 1 || delivered+old != duplicates {
		t.Errorf("%d were news and %d were old, of %d", delivered, old, duplicates)
	}
	m := o.record(id)
	after := o.keys("o:")
	for _, late := range []string{"delivered", "sent", "queued", "failed", "undelivered"} {
		again := mia.receipt(late)
		again.Set("MessageSid", form.Get("MessageSid"))
		if r := mia.h.reports(id, again); r.status != http.StatusNoContent {
			t.Errorf("%s after delivered: %d", late, r.status)
		}
	}
	if m.State != bot.MessageDelivered || !slices.Equal(after, o.keys("o:")) {
		t.Errorf("the message is %s, and now %+v", m.State, o.record(id))
	}
}

// The provider tells what became of a message in any order, also before it has told that it took it.
func TestReceiptsOfPostedMessagesComeInAnyOrder(t *testing.T) {
	t.Parallel()
	o := newOutlet(t, "")
	h := o.serve()
	for name, plan := range map[string]twiliotest.Plan{
		"early":     twiliotest.Delivered().Early(),
		"in order":  twiliotest.Delivered(),
		"backwards": twiliotest.Delivered().Backwards(),
		"thrice":    twiliotest.Delivered().Times(3),
	} {
		o.provider.Always(twiliotest.Slow(0).With(plan))
		id := o.queues(bot.LaneReply, 1)[0]
		o.becomes(id, bot.MessageDelivered)
		o.provider.Settle(patience)
		if m := o.record(id); m.State != bot.MessageDelivered || len(m.Tries) != 1 || m.Tries[0].Outcome != bot.Accepted || m.SID == "" {
			t.Errorf("%s: %+v", name, m)
		}
	}
	o.provider.Always(twiliotest.Accept().With(twiliotest.Delivered().Forged()))
	id := o.queues(bot.LaneReply, 1)[0]
	o.becomes(id, bot.MessagePosted)
	o.provider.Settle(patience)
	if m := o.record(id); m.State != bot.MessagePosted {
		t.Errorf("by a forged receipt the message became %s", m.State)
	}
	if got := o.provider.CallbackAnswers(); got[403] != 2 || got[204]+2 != total(got) {
		t.Errorf("callbacks were answered %v", got)
	}
	o.drains(patience)
	o.onceEach()
	if n := h.total(`aldaba_receipt_requests_total\{outcome="signature"\}`); n != 2 {
		t.Errorf("%d refused signatures counted, want 2", n)
	}
}

func total(counts map[int]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}
