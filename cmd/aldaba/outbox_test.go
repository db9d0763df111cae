package main

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

// operator is a hotline with somebody who looks after its outbox.
type operator struct {
	*fault
	*testing.T
}

func newOperator(t *testing.T) *operator {
	f := &fault{t: t, provider: twiliotest.New(t)}
	f.provider.AddNumber("+15005550006")
	f.configure(redistest.New(t).URL(), newKeyset(t), "operator", "outbox: {settle: 200ms}\n")
	return &operator{f, t}
}

const (
	secretWords  = "clinic on friday"
	secretNumber = "+14155550123"
)

// posts queues a text that says nobody's business.
func (o *operator) posts(lane bot.Lane, purpose bot.Purpose) bot.MessageID {
	o.Helper()
	m := &bot.Message{Queue: bot.Queue{Lane: lane, Sender: bot.SenderSMS}, Purpose: purpose, Language: "en", Consent: bot.ConsentStopped,
		Content: bot.Content{Text: secretWords, To: &bot.Address{Channel: bot.SMS, Value: secretNumber}}}
	if err := o.desk.Post(o.Context(), m); err != nil {
		o.Fatal(err)
	}
	return m.ID
}

// holds lets the server try a broadcast of which the provider then knows nothing.
func (o *operator) holds() bot.MessageID {
	o.Helper()
	o.provider.Behave(func(int, url.Values) twiliotest.Fault { return twiliotest.ErrorBefore() })
	o.start()
	id := o.posts(bot.LaneBulk, bot.PurposeBroadcast)
	o.becomes(id, bot.MessageHeld)
	o.provider.Behave(func(int, url.Values) twiliotest.Fault { return twiliotest.Accept() })
	return id
}

func (o *operator) becomes(id bot.MessageID, state bot.MessageState) bot.Message {
	o.Helper()
	var m bot.Message
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		var err error
		if m, err = o.desk.Record(o.Context(), id); err != nil {
			o.Fatal(err)
		}
		if m.State == state {
			return m
		}
	}
	o.Fatalf("the message is %s after %+v, want %s", m.State, m.Tries, state)
	return m
}

// says runs the verb, and fails if it tells what is nobody's business.
func (o *operator) says(args ...string) ended {
	o.Helper()
	r := call{env: o.env}.aldaba(o, append([]string{"outbox"}, args...)...)
	for _, secret := range []string{"clinic", "4155550123"} {
		if strings.Contains(r.out+r.err, secret) {
			o.Errorf("outbox %s tells %q: %+v", args, secret, r)
		}
	}
	return r
}

// matches fails unless the verb succeeds and prints all of this.
func (o *operator) matches(want []string, args ...string) {
	o.Helper()
	r := o.says(args...)
	for _, w := range want {
		if r.code != exitOK || r.err != "" || !regexp.MustCompile(`(?m)^`+w+`$`).MatchString(r.out) {
			o.Errorf("outbox %s: no line %q in %+v", args, w, r)
		}
	}
}

// refuses fails unless the verb fails with a reason and a remedy.
func (o *operator) refuses(why, remedy string, args ...string) {
	o.Helper()
	if r := o.says(args...); r.code != exitFailed || r.out != "" || !strings.Contains(r.err, why) || !strings.Contains(r.err, remedy) {
		o.Errorf("outbox %s: %+v, want %q and %q", args, r, why, remedy)
	}
}

func decode[T any](t *testing.T, r ended) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(r.out), &v); err != nil || r.code != exitOK {
		t.Fatalf("%+v: %v", r, err)
	}
	return v
}

func TestAnOperatorReleasesAHeldBroadcast(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	id := string(o.holds())
	const when = `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`
	o.matches([]string{`bulk\.sms +0`, `for later +0`, `whatsapp +0\.0 s +0\.0 s`,
		id + ` +` + when + ` +held 0 +bulk\.sms +broadcast +held +1 +0 +en +\d+s`}, "list")
	o.matches([]string{`message +` + id, `queue +bulk\.sms`, `purpose +broadcast`, `state +held`, `written +` + when, `changed +` + when,
		`provider's id +none`, `incident +none`, `marks +none`, `try 1 +` + when + `  unknown 20500`}, "show", id)

	o.matches([]string{id + ` is released: it goes out once more, marked as a repeat`}, "release", id)
	m := o.becomes(bot.MessageID(id), bot.MessagePosted)
	posts := o.provider.Posts()
	if len(posts) != 1 || posts[0].Body != "(repeat) "+secretWords {
		t.Errorf("posted %+v", posts)
	}
	v := decode[recordView](t, o.says("show", id, "--json"))
	if v.State != "posted" || v.SID != m.SID || v.SID == "" || !v.Repeat || v.Direct || len(v.Tries) != 2 || v.Tries[1].Outcome != "accepted" {
		t.Errorf("the record is %+v", v)
	}
	o.matches([]string{`0 dead letter\(s\)`}, "list")
	o.refuses("is posted", "write a new one", "release", id)
	o.refuses("is posted", "write a new one", "drop", id)
}

func TestAnOperatorDropsAHeldBroadcast(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	id := o.holds()
	o.matches([]string{string(id) + ` is dropped`}, "drop", string(id))
	if m := o.becomes(id, bot.MessageWithdrawn); len(o.provider.Posts()) != 0 {
		t.Errorf("it went out: %+v", m)
	}
	o.matches([]string{`0 dead letter\(s\)`}, "list")
	o.matches([]string{`state +withdrawn`}, "show", string(id))
	o.refuses("is withdrawn", "write a new one", "release", string(id))
}

func TestTheOutboxIsListedWithoutAServer(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	waiting := o.posts(bot.LaneUrgent, bot.PurposePage)
	o.posts(bot.LaneReply, bot.PurposeNotice)
	const gone = bot.MessageID("0123456789abcdef0123456789abcdef")
	c := desk.Commit{Dead: []desk.DeadLetter{{Message: waiting, Why: "held 0"}, {Message: gone, Why: "unreadable"}},
		Later: []desk.Later{{Ticket: desk.Ticket{Queue: bot.Queue{Lane: bot.LaneReply, Sender: bot.SenderSMS}, Message: gone}, After: time.Hour}},
		Debit: []desk.Debit{{Sender: bot.SenderSMS, Cost: time.Hour}}}
	if err := o.store.Commit(t.Context(), &c); err != nil {
		t.Fatal(err)
	}
	if _, err := o.store.Hold(t.Context(), bot.SenderPages, desk.Holding{All: time.Hour}); err != nil {
		t.Fatal(err)
	}
	o.matches([]string{`urgent\.sms +1`, `reply\.sms +1`, `bulk\.sms +0`, `for later +1`, `sms +3\d\d\d\.\d s +0\.0 s`, `pages +\S+ s +3\d\d\d\.\d s`,
		string(gone) + ` +\S+ +unreadable +its record is gone`, string(waiting) + ` .*`}, "list")
	o.matches([]string{string(gone) + ` .*`, `1 older one\(s\) are not shown; see --limit`}, "list", "--limit", "1")
	o.matches([]string{`2 dead letter\(s\)`}, "list", "--limit", "0")

	v := decode[outboxView](t, o.says("list", "--json"))
	if len(v.Waiting) != 9 || v.Waiting[0] != (queueView{"urgent.sms", 1}) || v.Later != 1 || len(v.Senders) != 3 || v.Senders[0].Ahead < 3000 ||
		v.Senders[2].Held < 3000 || v.DeadTotal != 2 || len(v.Dead) != 2 {
		t.Fatalf("%+v", v)
	}
	if d := v.Dead[0]; d.ID != string(gone) || d.Known || d.Why != "unreadable" || d.Queue != "" {
		t.Errorf("%+v", d)
	}
	if d := v.Dead[1]; d.ID != string(waiting) || !d.Known || d.Queue != "urgent.sms" || d.Purpose != "page" || d.State != "queued" || d.Tries != 0 || d.Language != "en" {
		t.Errorf("%+v", d)
	}
	o.refuses("is queued", "see that the server runs", "release", string(waiting))
	for _, id := range []bot.MessageID{waiting, gone} {
		o.matches([]string{string(id) + ` is dropped`}, "drop", string(id))
	}
	o.matches([]string{`0 dead letter\(s\)`}, "list")
}

func TestAnOperatorIsToldWhatIsWrong(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	for _, verb := range []string{"show", "release", "drop"} {
		o.refuses("has no record", "retention.receipts", verb, strings.Repeat("ab", 16))
		for _, bad := range []string{secretNumber, "AB", "..", strings.Repeat("AB", 16), strings.Repeat("ab", 17)} {
			o.refuses("no id of a message", "outbox list", verb, bad)
		}
	}
	for _, limit := range []string{"--limit=-1", "--limit=10001"} {
		if r := o.says("list", limit); r.code != exitUsage || !strings.Contains(r.err, "--limit is from 0 to 10000") {
			t.Errorf("%s: %+v", limit, r)
		}
	}
	id := string(o.posts(bot.LaneBulk, bot.PurposeBroadcast))
	env := o.env
	for name, c := range map[string]struct{ env, why, remedy string }{
		"no Redis":       {"ALDABA_REDIS_URL=", "no Redis is configured", "set ALDABA_REDIS_URL"},
		"a dead Redis":   {"ALDABA_REDIS_URL=redis://127.0.0.1:" + freePort(t), "not available", "see that Redis runs"},
		"a wrong URL":    {"ALDABA_REDIS_URL=http://127.0.0.1", "redis URL", "want redis://"},
		"another keyset": {"ALDABA_KEYSET=" + newKeyset(t), "not in the keyset", "ALDABA_KEYSET"},
		"no keyset":      {"ALDABA_KEYSET=" + t.TempDir() + "/none", "keyset", "aldaba keys new"},
		"no settings":    {"ALDABA_CONFIG=" + t.TempDir() + "/none", "cannot be read", "aldaba init"},
	} {
		t.Log(name)
		o.env = append(env[:len(env):len(env)], c.env)
		for _, verb := range []string{"show", "release", "drop"} {
			o.refuses(c.why, c.remedy, verb, id)
		}
	}
	o.env = append(env[:len(env):len(env)], "ALDABA_REDIS_URL=redis://127.0.0.1:"+freePort(t))
	if r := o.says("list"); strings.Count(r.err, "\n") != 1 {
		t.Errorf("a dead Redis is not told once: %s", r.err)
	}
	o.env = env
	o.becomes(bot.MessageID(id), bot.MessageQueued)
}
