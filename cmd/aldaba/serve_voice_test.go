package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

const (
	volunteer = "+14155560001"
	alarm     = "Report 4 1 7, near 5th street. Press 1 to accept."
)

// calls queues a phone call to a volunteer who is no contact.
func (o *outlet) calls(number string) bot.MessageID {
	o.t.Helper()
	m := &bot.Message{Queue: bot.Queue{Lane: bot.LaneUrgent, Sender: bot.SenderPages}, Purpose: bot.PurposePage, Language: "en", Consent: bot.ConsentStopped,
		Content: bot.Content{Text: alarm, Call: true, To: &bot.Address{Channel: bot.SMS, Value: bot.Private(number)}}}
	o.hidden = append(o.hidden, alarm, strings.TrimPrefix(number, "+"))
	if err := o.desk.Post(o.t.Context(), m); err != nil {
		o.t.Fatalf("queue a call: %v", err)
	}
	return m.ID
}

// A phone rings, says what it is about in a voice of its language, and takes a digit.
func TestAVolunteerIsCalled(t *testing.T) {
	t.Parallel()
	o := newOutlet(t, "")
	h := o.serve()
	o.provider.WhenCalled(volunteer, twiliotest.Press("1"))
	id := o.calls(volunteer)
	c := o.provider.AwaitCalls(1, patience)[0]
	o.becomes(id, bot.MessageDelivered)
	if c.To != volunteer || c.From != "+15005550006" || c.Message != string(id) || c.Timeout != 25 || c.Status != "completed" {
		t.Errorf("called %+v", c)
	}
	if len(c.Heard) != 1 || c.Heard[0] != (twiliotest.Spoken{Language: "en-US", Voice: "Polly.Joanna", Words: alarm}) || len(c.Answers) != 2 {
		t.Errorf("heard %+v, answers %v", c.Heard, c.Answers)
	}
	for outcome, want := range map[string]int{"answered": 1, "pressed": 1} {
		if n := h.total(`aldaba_voice_requests_total\{outcome="` + outcome + `"\}`); n != want {
			t.Errorf("%d requests %s, want %d", n, outcome, want)
		}
	}
	o.hidden = append(o.hidden, c.SID)
}

// A mailbox hears it twice and has accepted nothing; whoever does not pick up is not called again by itself.
func TestNobodyAccepts(t *testing.T) {
	t.Parallel()
	o := newOutlet(t, "")
	h := o.serve()
	for number, plays := range map[string]struct {
		pickup twiliotest.Pickup
		state  bot.MessageState
		heard  int
	}{
		"+14155560011": {twiliotest.Voicemail(), bot.MessageDelivered, 2},
		"+14155560012": {twiliotest.Press("3", "*", "2"), bot.MessageDelivered, 3},
		"+14155560013": {twiliotest.NoAnswer(), bot.MessageUndelivered, 0},
		"+14155560014": {twiliotest.Busy(), bot.MessageUndelivered, 0},
		"+14155560015": {twiliotest.CallFails(), bot.MessageFailed, 0},
	} {
		o.provider.WhenCalled(number, plays.pickup)
		before := len(o.provider.Calls())
		id := o.calls(number)
		m := o.becomes(id, plays.state)
		all := o.provider.AwaitCalls(before+1, patience)
		if c := all[before]; len(all) != before+1 || len(c.Heard) != plays.heard || len(m.Tries) != 1 {
			t.Errorf("%s: %d calls, heard %v, tries %+v", number, len(all)-before, c.Heard, m.Tries)
		}
	}
	o.drains(patience)
	if n := h.total("aldaba_outbox_dead_letters"); n != 0 {
		t.Errorf("%d dead letters, want none", n)
	}
	for _, c := range o.provider.Calls() {
		o.hidden = append(o.hidden, c.SID)
	}
}

// An account that may not call can still text, from the same number.
func TestAnAccountThatMayNotCall(t *testing.T) {
	t.Parallel()
	o := newOutlet(t, "")
	o.provider.Behave(func(_ int, form url.Values) twiliotest.Fault {
		if form.Has("Url") {
			return twiliotest.Refuse(http.StatusUnauthorized, 20003)
		}
		return twiliotest.Accept()
	})
	h := o.serve()
	call := o.calls(volunteer)
	o.becomes(call, bot.MessageFailed)
	h.awaits(t, h.err, "msg=alarm about=urgent")
	text := o.queuesTo(volunteer, bot.LaneUrgent, bot.PurposePage)
	o.becomes(text, bot.MessagePosted)
	o.onceEach()
}

// After an answer that tells nothing the phone rings once more, and neither call is marked.
func TestACallOfUnknownFateRingsAgain(t *testing.T) {
	t.Parallel()
	o := newOutlet(t, "outbox: {settle: 300ms}\n")
	o.provider.Behave(func(n int, _ url.Values) twiliotest.Fault {
		if n == 1 {
			return twiliotest.PageBefore()
		}
		return twiliotest.Accept()
	})
	o.provider.WhenCalled(volunteer, twiliotest.Press("1"))
	o.serve()
	id := o.calls(volunteer)
	m := o.becomes(id, bot.MessageDelivered)
	calls := o.provider.AwaitCalls(1, patience)
	if len(calls) != 1 || calls[0].Heard[0].Words != alarm || len(m.Tries) != 2 {
		t.Errorf("%d calls, %+v, tries %+v", len(calls), calls[0].Heard, m.Tries)
	}
	o.hidden = append(o.hidden, calls[0].SID)
}

// While Redis is away nothing that is pressed is taken for stored; the provider asks again.
func TestWhatIsPressedDuringAnOutage(t *testing.T) {
	t.Parallel()
	o := newOutlet(t, "")
	h := o.serve()
	form := url.Values{"AccountSid": {h.account}, "CallSid": {"CA" + strings.Repeat("0", 32)}, "CallStatus": {"in-progress"}, "Digits": {"1"}}
	path := "/twilio/voice/" + strings.Repeat("0f", 16) + "?pressed"
	if r := h.do(h.signed(path, form)); r.status != 200 || string(r.body) != `<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>` {
		t.Errorf("a message that nobody knows: %d %s", r.status, r.body)
	}
	o.redis.Kill()
	if r := h.do(h.signed(path, form)); r.status != http.StatusServiceUnavailable {
		t.Errorf("without Redis: %d %s", r.status, r.body)
	}
}
