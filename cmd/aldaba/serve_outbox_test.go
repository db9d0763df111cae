package main

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

// A flood of people is answered directly while the sender keeps up, then by the outbox, at the sender's rate; but whoever has ICE at the
// door is answered at once.
func TestAFloodIsAnsweredByTheOutbox(t *testing.T) {
	t.Parallel()
	o := newOutlet(t, "rates: {sms: 6}\n")
	h := o.serve()
	direct, parts, later := "", 0, map[string]bool{}
	for len(later) < 2 {
		mia := h.newPhone(bot.SMS)
		r := h.post(mia.text("good morning"))
		ids := r.callbacks(t)
		switch words := r.says(t); {
		case words == "" && direct == "":
			t.Fatalf("the first answer is silence: %s", r.body)
		case words == "":
			later[mia.address.Value.Reveal()] = true
			if string(r.body) != `<?xml version="1.0" encoding="UTF-8"?><Response></Response>` {
				t.Errorf("an answer that comes later begins with %s", r.body)
			}
		default:
			direct, parts = words, len(ids)
		}
	}
	r := h.post(h.newPhone(bot.SMS).text("ICE is at my door"))
	if r.says(t) == "" || len(r.callbacks(t)) == 0 {
		t.Errorf("an urgent text is not answered directly: %s", r.body)
	}
	heard := map[string]string{}
	for _, p := range o.provider.Await(len(later)*parts, patience) {
		heard[p.To] = strings.TrimPrefix(heard[p.To]+"\n"+p.Body, "\n")
		if !later[p.To] || p.Callback != publicURL+"/twilio/status/"+p.Message || len(p.Message) != 32 {
			t.Errorf("posted to a stranger, or with the callback %q", p.Callback)
		}
	}
	for number := range later {
		if heard[number] != direct {
			t.Errorf("%s heard %q, want %q", number, heard[number], direct)
		}
	}
}

// With wrong credentials nothing is lost: everything waits for the right ones, and the provider is not pestered.
func TestWrongCredentialsLoseNothing(t *testing.T) {
	t.Parallel()
	const texts = 120
	o := newOutlet(t, "rates: {sms: 100}\n")
	secret := "wr0ng-s3cret-0f-the-key"
	o.hidden = append(o.hidden, secret)
	for _, lane := range bot.Lanes() {
		o.queues(lane, texts/len(bot.Lanes()))
	}
	h := o.serve("TWILIO_API_KEY=SK"+strings.Repeat("0a", 16), "TWILIO_API_SECRET="+secret)
	h.awaits(t, h.err, "msg=alarm about=sender")
	waiting := func() int { return h.total(`aldaba_outbox_waiting\{[^}]*\}`) + h.total("aldaba_outbox_later") }
	time.Sleep(time.Second)
	refused := o.provider.Refusals()[20003]
	time.Sleep(time.Second)
	if now := o.provider.Refusals()[20003]; refused == 0 || refused >= texts || now > refused {
		t.Errorf("%d requests in the first second, %d in two", refused, now)
	}
	if n := waiting(); n != texts || o.provider.Taken() > 0 {
		t.Errorf("%d of %d texts wait, %d were taken", n, texts, o.provider.Taken())
	}
	if n := h.total(`aldaba_alarms_total\{about="sender"\}`); n == 0 {
		t.Error("no alarm is counted")
	}
	h.newPhone(bot.SMS).says("good morning")
	o.ends(h)

	o.forgetsPause()
	o.serve()
	o.drains(patience)
	o.onceEach()
}

func TestARecipientThatIsNoneIsADeadLetter(t *testing.T) {
	t.Parallel()
	o := newOutlet(t, "")
	h := o.serve()
	id := o.queuesTo("somewhere else", bot.LaneReply, bot.PurposeNotice)
	m := o.becomes(id, bot.MessageFailed)
	o.drains(patience)
	if again := o.record(id); len(again.Tries) != 1 || again.Tries[0].Outcome != bot.Permanent || again.State != m.State || again.Content.Text != "" {
		t.Errorf("the record says %+v", again)
	}
	if n := h.total("aldaba_outbox_dead_letters"); n != 1 {
		t.Errorf("%d dead letters, want 1", n)
	}
	if n := o.provider.Requests("messages.create"); n != 0 {
		t.Errorf("%d requests, want 0", n)
	}
}

// What the provider calls too fast waits as long as the provider asks, and so does everything behind it.
func TestTooFastForTheProvider(t *testing.T) {
	t.Parallel()
	const texts = 40
	o := newOutlet(t, "rates: {sms: 10}\n")
	var mu sync.Mutex
	var asked []time.Time
	o.provider.Behave(func(n int, _ url.Values) twiliotest.Fault {
		mu.Lock()
		defer mu.Unlock()
		if asked = append(asked, time.Now()); n == 8 {
			return twiliotest.RateLimit(time.Second)
		}
		return twiliotest.Accept()
	})
	o.queues(bot.LaneReply, texts)
	h := o.serve()
	o.until("the sender is held back", func() bool { return len(heldBack.FindString(string(h.get(h.admin, "/metrics").body))) > 0 })
	o.drains(patience)
	o.onceEach()
	mu.Lock()
	defer mu.Unlock()
	if len(asked) != texts+1 {
		t.Errorf("%d requests for %d texts, want one more", len(asked), texts)
	}
	quiet := 0
	for _, at := range asked[8:] {
		if since := at.Sub(asked[7]); since > 200*time.Millisecond && since < 900*time.Millisecond {
			quiet++
		}
	}
	// At half the rate, which comes back within a minute, 32 texts take more than five seconds.
	if took := asked[texts].Sub(asked[7]); quiet > 0 || took < 4*time.Second {
		t.Errorf("%d requests while the provider wanted none, the rest within %v", quiet, took)
	}
}

// After an answer that tells nothing the provider's list is read: what is in it is not sent again.
func TestAnAnswerThatTellsNothing(t *testing.T) {
	t.Parallel()
	o := newOutlet(t, "outbox: {settle: 300ms}\n")
	o.provider.Behave(func(_ int, form url.Values) twiliotest.Fault {
		switch form.Get("Body") {
		case words(0):
			return twiliotest.PageAfter()
		case words(1):
			return twiliotest.PageBefore()
		}
		return twiliotest.Accept()
	})
	there, lost := o.queues(bot.LaneReply, 1)[0], o.queues(bot.LaneReply, 1)[0]
	h := o.serve()
	o.becomes(there, bot.MessagePosted)
	m := o.becomes(lost, bot.MessagePosted)
	o.drains(patience)
	bodies := map[string]int{}
	for _, p := range o.provider.Posts() {
		bodies[p.Body]++
	}
	if len(bodies) != 2 || bodies[words(0)] != 1 || bodies["(repeat) "+words(1)] != 1 {
		t.Errorf("the provider took %v", bodies)
	}
	if !m.Repeat || len(m.Tries) != 2 || m.Tries[0].Outcome != bot.Unknown {
		t.Errorf("the record of the repeated text: %+v", m)
	}
	if m := o.record(there); m.Repeat || len(m.Tries) != 1 || m.Tries[0].Outcome != bot.Unknown || m.SID == "" {
		t.Errorf("the record of the other text: %+v", m)
	}
	if n := h.total(`aldaba_outbox_tries_total\{[^}]*outcome="unknown"[^}]*\}`); n != 2 {
		t.Errorf("%d unknown tries counted, want 2", n)
	}
}

// Messages that came while no webhook answered are found in the provider's list when a server starts.
func TestMessagesOfAnOutageAreAnswered(t *testing.T) {
	t.Parallel()
	o := newOutlet(t, "")
	h := o.serve("TWILIO_ACCOUNT_SID=", "TWILIO_API_URL=")
	if !strings.Contains(h.err.String(), "nothing is sent but direct answers") || !strings.Contains(h.err.String(), "TWILIO_ACCOUNT_SID") {
		t.Error("the log does not tell that nothing is sent")
	}
	mia, joe := h.newPhone(bot.SMS), h.newPhone(bot.SMS)
	seen := o.provider.Receives(mia.address.Value.Reveal(), "+15005550006", "good morning", time.Now().Add(-time.Minute))
	missed := o.provider.Receives(joe.address.Value.Reveal(), "+15005550006", "buenos dias, que hago", time.Now().Add(-time.Minute))
	o.hidden = append(o.hidden, seen, missed, "buenos dias", mia.address.Value.Reveal()[1:], joe.address.Value.Reveal()[1:])
	form := mia.text("good morning")
	form.Set("MessageSid", seen)
	if r := h.post(form); r.says(t) == "" {
		t.Errorf("no answer: %s", r.body)
	}
	o.ends(h)

	h = o.serve()
	o.until("a message is recovered", func() bool { return h.total("aldaba_recovered_messages_total") == 1 })
	o.drains(patience)
	posts := o.provider.Posts()
	heard := ""
	for _, p := range posts {
		if p.To != joe.address.Value.Reveal() {
			t.Error("somebody else is written to")
		}
		heard += p.Body + "\n"
	}
	if !holds(heard, wording(t, "es", bot.SMS, "menu.ask")) {
		t.Errorf("the one who was missed hears %q", heard)
	}
	if n := h.decided(); n != 1 {
		t.Errorf("%d decisions, want 1", n)
	}
	form = joe.text("buenos dias, que hago") // the provider calls after all
	form.Set("MessageSid", missed)
	if r := h.post(form); r.says(t) != "" || h.decided() != 1 || o.provider.Taken() != len(posts) {
		t.Errorf("what was answered is answered again: %s", r.body)
	}
}

// A provider that is down is no reason to take webhooks elsewhere.
func TestServeIsReadyWithoutTheProvider(t *testing.T) {
	t.Parallel()
	o := newOutlet(t, "")
	h := o.serve("TWILIO_API_URL=http://127.0.0.1:" + freePort(t))
	id := o.queues(bot.LaneReply, 1)[0]
	o.until("a try fails", func() bool { return h.total(`aldaba_outbox_tries_total\{[^}]*outcome="unreached"[^}]*\}`) > 0 })
	if r := h.get(h.addr, "/readyz"); r.status != 200 || string(r.body) != "{\"ready\":true}\n" {
		t.Errorf("/readyz: %d %s", r.status, r.body)
	}
	h.newPhone(bot.SMS).says("good morning")
	if m := o.record(id); m.State != bot.MessageQueued && m.State != bot.MessageSending {
		t.Errorf("the message is %s", m.State)
	}
}

// While nothing can be written nobody holds a lease, so nothing goes out.
func TestServeIsNotReadyWithoutItsOutbox(t *testing.T) {
	t.Parallel()
	o := newOutlet(t, "")
	client := o.client()
	limit := func(memory string) {
		if err := client.ConfigSet(t.Context(), "maxmemory", memory).Err(); err != nil {
			t.Fatal(err)
		}
	}
	id := o.queues(bot.LaneReply, 1)[0]
	limit("1")
	h := o.serve()
	r := h.eventually(http.StatusServiceUnavailable, patience, func() reply { return h.get(h.addr, "/readyz") })
	if !strings.Contains(string(r.body), `"outbox"`) {
		t.Errorf("/readyz: %s", r.body)
	}
	limit("0")
	h.eventually(http.StatusOK, patience, func() reply { return h.get(h.addr, "/readyz") })
	o.becomes(id, bot.MessagePosted)
}
