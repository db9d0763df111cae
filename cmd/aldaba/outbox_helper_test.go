package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

// outlet is a hotline that sends: any number of real servers on a Redis of its own, and one account at the provider.
type outlet struct {
	*fault
	t      *testing.T
	redis  *redistest.Server
	keyset string
	queued int      // texts so far; the text of the next one is words(queued)
	hidden []string // what no server may log or show
}

func newOutlet(t *testing.T, settings string, opts ...twiliotest.Option) *outlet {
	t.Helper()
	o := &outlet{fault: &fault{t: t, provider: twiliotest.New(t, opts...)}, t: t, redis: redistest.New(t, "--appendonly", "yes"), keyset: newKeyset(t)}
	o.provider.AddNumber("+15005550006")
	o.configure(o.redis.URL(), o.keyset, "outlet", settings)
	return o
}

// serve starts a server. Callbacks go to the one that was started last.
func (o *outlet) serve(env ...string) *hotline {
	o.t.Helper()
	h := &hotline{t: o.t, redis: o.redis, keyset: o.keyset, token: twiliotest.AuthToken, account: twiliotest.AccountSID}
	h.open(slices.Concat(o.env, []string{"ALDABA_LISTEN=127.0.0.1:0"}, env)...)
	o.provider.CallbacksTo("http://" + h.addr)
	o.t.Cleanup(func() {
		for _, p := range o.provider.Posts() {
			h.hides(p.SID)
		}
		h.hides(o.hidden...)
		o.showsNothing(h)
	})
	return h
}

// showsNothing looks for what is private in the metrics of a server, if it still runs.
func (o *outlet) showsNothing(h *hotline) {
	select {
	case <-h.done:
	default:
		h.holdsNoSecret("/metrics", string(h.get(h.admin, "/metrics").body))
	}
}

// ends tells a server to end and waits until it has.
func (o *outlet) ends(h *hotline) {
	o.t.Helper()
	o.terminates(h)
	o.hasEnded(h)
}

func (o *outlet) terminates(h *hotline) {
	o.t.Helper()
	o.showsNothing(h)
	h.signal(o.t, syscall.SIGTERM)
}

// hasEnded waits for a server to end, which it must do with status 0 before the test loses its patience.
func (o *outlet) hasEnded(h *hotline) {
	o.t.Helper()
	if code := h.ends(o.t); code != exitOK {
		o.t.Errorf("after SIGTERM the status is %d", code)
	}
}

// queues queues texts, each with words and a recipient of its own.
func (o *outlet) queues(lane bot.Lane, n int) (ids []bot.MessageID) {
	o.t.Helper()
	purpose := map[bot.Lane]bot.Purpose{bot.LaneUrgent: bot.PurposePage, bot.LaneReply: bot.PurposeNotice, bot.LaneBulk: bot.PurposeBroadcast}[lane]
	for range n {
		ids = append(ids, o.queuesTo(fmt.Sprintf("+1415556%04d", o.queued), lane, purpose))
	}
	return ids
}

func (o *outlet) queuesTo(number string, lane bot.Lane, purpose bot.Purpose) bot.MessageID {
	o.t.Helper()
	m := &bot.Message{Queue: bot.Queue{Lane: lane, Sender: bot.SenderSMS}, Purpose: purpose, Language: "en", Consent: bot.ConsentStopped,
		Content: bot.Content{Text: bot.Private(words(o.queued)), To: &bot.Address{Channel: bot.SMS, Value: bot.Private(number)}}}
	o.hidden = append(o.hidden, words(o.queued), strings.TrimPrefix(number, "+"))
	o.queued++
	if err := o.desk.Post(context.Background(), m); err != nil {
		o.t.Errorf("queue a text: %v", err)
	}
	return m.ID
}

// onceEach fails unless the provider took every text that was queued exactly once, and nothing else.
func (o *outlet) onceEach() {
	o.t.Helper()
	taken := map[string]int{}
	for _, p := range o.provider.Posts() {
		taken[p.Body]++
	}
	for i := range o.queued {
		if n := taken[words(i)]; n != 1 {
			o.t.Errorf("text %d was taken %d times", i, n)
		}
		delete(taken, words(i))
	}
	if len(taken) > 0 {
		o.t.Errorf("nobody wrote %v", taken)
	}
}

// record is what is known about a message.
func (o *outlet) record(id bot.MessageID) bot.Message {
	o.t.Helper()
	m, known, err := o.desk.Message(context.Background(), id)
	if err != nil || !known {
		o.t.Fatalf("message %s: known %t, %v", id, known, err)
	}
	return m
}

// becomes waits until a message is in a state.
func (o *outlet) becomes(id bot.MessageID, want bot.MessageState) bot.Message {
	o.t.Helper()
	var m bot.Message
	o.until(fmt.Sprintf("message %s is %s", id, want), func() bool {
		m = o.record(id)
		return m.State == want
	})
	return m
}

// until waits for something that should come to pass at once.
func (o *outlet) until(what string, done func() bool) {
	o.t.Helper()
	for end := time.Now().Add(patience); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			o.t.Fatalf("after %v still not: %s", patience, what)
		}
	}
}

// keys returns what Redis holds under keys with a prefix behind the hotline's own, key=value.
func (o *outlet) keys(prefix string) []string {
	o.t.Helper()
	return slices.DeleteFunc((&hotline{t: o.t, redis: o.redis}).stored(), func(s string) bool { return !strings.HasPrefix(s, "{outlet}:"+prefix) })
}

// leases counts the servers that Redis takes for alive.
func (o *outlet) leases() int {
	o.t.Helper()
	return len(o.keys("lease:"))
}

// forgetsPause deletes what the sender has spent and how long it is held back, as if a minute had passed.
func (o *outlet) forgetsPause() {
	o.t.Helper()
	if n, err := o.client().Del(context.Background(), "{outlet}:bucket:sms").Result(); err != nil || n != 1 {
		o.t.Fatalf("the bucket of the sender: %d, %v", n, err)
	}
}

// client talks to Redis past the store.
func (o *outlet) client() *redis.Client {
	o.t.Helper()
	options, err := redis.ParseURL(o.redis.URL())
	if err != nil {
		o.t.Fatal(err)
	}
	client := redis.NewClient(options)
	o.t.Cleanup(func() { _ = client.Close() })
	return client
}

var (
	callback = regexp.MustCompile(`<Message statusCallback="` + regexp.QuoteMeta(publicURL) + `/twilio/status/([0-9a-f]{32})">`)
	heldBack = regexp.MustCompile(`(?m)^aldaba_outbox_held_seconds\{sender="sms"\} (0\.[1-9]|[1-9])`)
	element  = regexp.MustCompile(`<Message[ >]`)
)

// callbacks returns the ids behind the callbacks of an answer, one for each of its messages.
func (r reply) callbacks(t *testing.T) (ids []bot.MessageID) {
	t.Helper()
	for _, found := range callback.FindAllSubmatch(r.body, -1) {
		ids = append(ids, bot.MessageID(found[1]))
	}
	if n := len(element.FindAll(r.body, -1)); n != len(ids) || r.status != 200 {
		t.Errorf("status %d, %d messages with %d callbacks: %s", r.status, n, len(ids), r.body)
	}
	return ids
}

// receipt is what the provider reports about a message to a phone.
func (p *phone) receipt(state string) url.Values {
	sid := "SM" + hex.EncodeToString(randomBytes(16))
	p.h.hides(sid)
	return url.Values{"AccountSid": {p.h.account}, "ApiVersion": {"2010-04-01"}, "To": {p.address.Value.Reveal()}, "From": {"+15005550006"},
		"MessageSid": {sid}, "SmsSid": {sid}, "MessageStatus": {state}, "SmsStatus": {state}}
}

// reports sends a signed receipt.
func (h *hotline) reports(id bot.MessageID, form url.Values) reply {
	h.t.Helper()
	return h.do(h.signed("/twilio/status/"+string(id), form))
}

// received reads how many receipts told a state, or "unknown" or "old".
func (h *hotline) received(what string) int {
	h.t.Helper()
	return h.total(`aldaba_receipts_total\{state="` + what + `"\}`)
}
