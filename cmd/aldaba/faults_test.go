package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/seal"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/store"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

const (
	faultMessages = 200 // in each run
	faultKills    = 2   // of each run
	soakRuns      = 200
	soakVariable  = "ALDABA_SOAK" // set by make soak
)

// faultRuns is how many runs the fault tests make: the whole number in a soak, a tenth of it with -short, else one.
func faultRuns() int {
	switch {
	case os.Getenv(soakVariable) == "":
		return 1
	case testing.Short():
		return soakRuns / 10
	}
	return soakRuns
}

// TestKilledInstancesLoseNothing kills the real server with SIGKILL again and again, at random moments, while it sends 200 messages
// through a provider that has bad moments of its own. Whatever was queued must have gone out; a message may go out again only for a
// try of which nobody knew, and the record must say so.
func TestKilledInstancesLoseNothing(t *testing.T) {
	redis := redistest.New(t, "--appendonly", "yes")
	keyset := newKeyset(t)
	for seed := range faultRuns() {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			t.Parallel()
			f := newFault(t, redis.URL(), keyset, seed)
			ids := f.queue(faultMessages)
			for range faultKills {
				f.start()
				time.Sleep(time.Duration(f.chance.Int64N(int64(700 * time.Millisecond))))
				f.server.stop()
			}
			f.start()
			f.drains(3 * time.Minute) // after five failures in a row a message waits up to 64 seconds
			f.accounts(ids)
		})
	}
}

// TestAStoppedInstanceIsReplacedAndDoesNothingLater stops a server in the middle of sending, as a hypervisor does, for longer than its lease. Another
// one takes its messages over; when the first wakes up, it must not send what it had in its hands.
func TestAStoppedInstanceIsReplacedAndDoesNothingLater(t *testing.T) {
	t.Parallel()
	f := newFault(t, redistest.New(t).URL(), newKeyset(t), 1000)
	f.provider.Always(twiliotest.Slow(50 * time.Millisecond))
	ids := f.queue(faultMessages)
	f.start()
	first := f.server
	f.provider.Await(20, patience)
	first.signal(t, syscall.SIGSTOP)
	f.env = append(f.env, "ALDABA_LISTEN=127.0.0.1:0")
	f.start()
	f.drains(60 * time.Second)
	first.signal(t, syscall.SIGCONT)
	time.Sleep(2 * time.Second) // to do what it must not
	f.drains(60 * time.Second)  // what it had begun and must not do, others do
	f.accounts(ids)
}

// fault is one run: a hotline of its own in a shared Redis, with a provider of its own.
type fault struct {
	t        testing.TB
	provider *twiliotest.Server
	store    *store.Store
	desk     *desk.Desk
	chance   *rand.Rand // of the test
	luck     *rand.Rand // of the provider, which asks for it one message at a time
	env      []string
	server   *process
}

func newFault(t *testing.T, redisURL, keyset string, seed int) *fault {
	f := &fault{t: t, provider: twiliotest.New(t), chance: rand.New(rand.NewPCG(uint64(seed), 3)), luck: rand.New(rand.NewPCG(uint64(seed), 4))}
	f.provider.AddNumber("+15005550006")
	f.provider.Behave(f.badMoments)
	f.configure(redisURL, keyset, fmt.Sprintf("fault-%d", seed), "rates: {sms: 400}\noutbox: {settle: 500ms}\n")
	return f
}

// configure writes the settings of a hotline that sends through the provider.
func (f *fault) configure(redisURL, keyset, id, settings string) {
	f.t.Helper()
	port := freePort(f.t)
	config := filepath.Join(f.t.TempDir(), "hotline.yaml")
	yaml := "id: " + id + "\nsenders: {sms: \"+15005550006\"}\nlanguages: [en, es]\n" + settings
	if err := os.WriteFile(config, []byte(yaml), 0o600); err != nil {
		f.t.Fatal(err)
	}
	f.provider.CallbacksTo("http://127.0.0.1:" + port)
	f.env = []string{"ALDABA_LISTEN=127.0.0.1:" + port, "ALDABA_ADMIN_LISTEN=127.0.0.1:0", "ALDABA_PUBLIC_URL=" + publicURL,
		"ALDABA_REDIS_URL=" + redisURL, "ALDABA_KEYSET=" + keyset, "ALDABA_CONFIG=" + config,
		"TWILIO_ACCOUNT_SID=" + twiliotest.AccountSID, "TWILIO_AUTH_TOKEN=" + twiliotest.AuthToken, "TWILIO_API_URL=" + f.provider.URL()}
	f.open(redisURL, keyset, config)
}

// open reads and writes the same records as the server.
func (f *fault) open(redisURL, keyset, config string) {
	f.t.Helper()
	keys, err := seal.Open(keyset)
	if err != nil {
		f.t.Fatal(err)
	}
	data, err := os.ReadFile(config)
	if err != nil {
		f.t.Fatal(err)
	}
	h, ps := settings.Read(config, data)
	if ps.Err() != nil {
		f.t.Fatal(ps)
	}
	if f.store, err = store.Open(redisURL, h.ID, store.Options{}); err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { _ = f.store.Close() })
	f.desk = desk.New(sim.ShippedAs(f.t, h), desk.Ports{Store: f.store, Sealer: keys, Meter: web.NewMetrics(), Log: slog.New(slog.DiscardHandler)})
}

// badMoments are what the provider does to one try in five.
func (f *fault) badMoments(int, url.Values) twiliotest.Fault {
	latency := time.Duration(f.luck.Int64N(int64(30 * time.Millisecond)))
	bad := []twiliotest.Fault{twiliotest.RateLimit(0), twiliotest.ErrorBefore(), twiliotest.ErrorAfter(), twiliotest.PageAfter(),
		twiliotest.ResetBefore(), twiliotest.ResetAfter()}
	fault := twiliotest.Slow(latency)
	if f.luck.IntN(5) == 0 {
		fault = bad[f.luck.IntN(len(bad))]
	}
	if f.luck.IntN(2) == 0 {
		fault = fault.With(twiliotest.Delivered())
	}
	return fault
}

// queue queues messages of all kinds, each with words and a recipient of its own.
func (f *fault) queue(n int) []bot.MessageID {
	f.t.Helper()
	var all []*bot.Message
	var ids []bot.MessageID
	for i := range n {
		m := &bot.Message{Queue: bot.Queue{Lane: bot.LaneReply, Sender: bot.SenderSMS}, Purpose: bot.PurposeNotice, Language: "en", Consent: bot.ConsentStopped,
			Content: bot.Content{Text: bot.Private(words(i)), To: &bot.Address{Channel: bot.SMS, Value: bot.Private(fmt.Sprintf("+1415555%04d", i))}}}
		switch i % 3 {
		case 0:
			m.Queue.Lane, m.Purpose = bot.LaneUrgent, bot.PurposePage
		case 1:
			m.Queue.Lane, m.Purpose = bot.LaneBulk, bot.PurposeBroadcast
		}
		all = append(all, m)
	}
	if err := f.desk.Post(context.Background(), all...); err != nil {
		f.t.Fatal(err)
	}
	for _, m := range all {
		ids = append(ids, m.ID)
	}
	return ids
}

func words(i int) string { return fmt.Sprintf("message %04d", i) }

func (f *fault) start() {
	f.t.Helper()
	f.server = launch(f.t, f.env, build(f.t), "serve")
	f.server.awaits(f.t, f.server.err, "msg=ready")
}

// drains waits until nothing is left to do.
func (f *fault) drains(within time.Duration) {
	f.t.Helper()
	var now desk.Traffic
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		var err error
		if now, err = f.store.Traffic(context.Background()); err != nil {
			f.t.Fatal(err)
		}
		left := now.Later
		for _, n := range now.Waiting {
			left += n
		}
		if left == 0 {
			return
		}
	}
	f.t.Fatalf("after %v there is still to do: %+v", within, now)
}

// accounts compares what the provider took with what the records say.
func (f *fault) accounts(ids []bot.MessageID) {
	f.t.Helper()
	taken := map[string]int{}
	for _, p := range f.provider.Posts() {
		text, repeated := strings.CutPrefix(p.Body, "(repeat) ")
		if taken[text]++; taken[text] > 1 && !repeated {
			f.t.Errorf("%q was taken again without a mark", text)
		}
	}
	lost, held, repeats, unknown := 0, 0, 0, 0
	for i, id := range ids {
		m, known, err := f.desk.Message(context.Background(), id)
		if err != nil || !known {
			f.t.Fatalf("message %d: %v", i, err)
		}
		doubt := 0
		for _, try := range m.Tries {
			if try.Outcome == bot.Unknown {
				doubt++
			}
		}
		unknown += doubt
		n := taken[words(i)]
		switch {
		case m.State == bot.MessageHeld && doubt > 0:
			held++
		case n == 0:
			lost++
			f.t.Errorf("message %d is lost: %+v", i, m)
		case n > 1+doubt:
			f.t.Errorf("message %d was taken %d times, and the record tells of %d unknown tries: %+v", i, n, doubt, m)
		case n > 1 && !m.Repeat:
			f.t.Errorf("message %d was repeated, and the record does not say so: %+v", i, m)
		}
		repeats += max(0, n-1)
	}
	f.t.Logf("%d lost, %d taken twice, %d tries of unknown fate, %d held", lost, repeats, unknown, held)
}
