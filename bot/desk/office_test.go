package desk_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/store"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// office is a desk with its outbox, and its provider. What it logs is checked when the test ends.
type office struct {
	*desk.Desk
	t        *testing.T
	store    desk.Store
	clock    *store.Embedded // nil on a real Redis
	provider *provider
	meter    *meter
	log      *diary
	ports    desk.Ports
	ids      int
	mu       sync.Mutex
	last     desk.Decision
}

// diary is a log that may be read while it is written.
type diary struct {
	mu  sync.Mutex
	all strings.Builder
}

func (d *diary) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.all.Write(p)
}

func (d *diary) String() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.all.String()
}

// openOffice opens a desk on a real Redis, whose settings can be changed first. Unknown fates are settled at once.
func openOffice(t *testing.T, change func(*bot.Hotline)) *office {
	t.Helper()
	return officeOn(t, real(t, redistest.Start(t)), change)
}

// jumpOffice is openOffice on an embedded Redis whose clock the story moves.
func jumpOffice(t *testing.T, change func(*bot.Hotline)) *office {
	t.Helper()
	e := embedded(t)
	o := officeOn(t, e, change)
	o.clock = e
	return o
}

func officeOn(t *testing.T, s desk.Store, change func(*bot.Hotline)) *office {
	t.Helper()
	o := &office{t: t, store: s, provider: &provider{}, log: &diary{}}
	o.ports = ports(t, s)
	o.meter = o.ports.Meter.(*meter)
	o.ports.Sender, o.ports.Log = o.provider, slog.New(slog.NewTextHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	o.ports.Watch = func(d desk.Decision) { o.mu.Lock(); o.last = d; o.mu.Unlock() }
	o.Desk = desk.New(brainWith(t, change), o.ports)
	t.Cleanup(o.tellsNothing)
	return o
}

func brainWith(t testing.TB, change func(*bot.Hotline)) *desk.Brain {
	t.Helper()
	h := settings.Default()
	h.Outbox.Settle = 50 * time.Millisecond
	if change != nil {
		change(&h)
	}
	return sim.ShippedAs(t, h)
}

// tellsNothing checks that the log holds no number, no text and no id of the provider's.
func (o *office) tellsNothing() {
	log := o.log.String()
	secrets := []string{"1500555", "SM00000"}
	for _, words := range o.provider.texts() {
		if len(words) > 3 {
			secrets = append(secrets, words)
		}
	}
	for _, secret := range secrets {
		if strings.Contains(log, secret) {
			o.t.Errorf("the log tells %q:\n%s", secret, log)
			return
		}
	}
}

// again is a second instance that shares everything with the first.
func (o *office) again(s desk.Store) *office {
	p := o.ports
	p.Store = s
	return &office{Desk: desk.New(o.Brain(), p), t: o.t, store: s, provider: o.provider, meter: o.meter, log: o.log, ports: p}
}

// opens lets the outbox work until the test ends.
func (o *office) opens() *office {
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { o.RunOutbox(ctx, "test") })
	o.t.Cleanup(func() { stop(); running.Wait() })
	return o
}

// hears takes a text of somebody and returns the direct answer.
func (o *office) hears(channel bot.Channel, number, words string) []bot.Reply {
	o.t.Helper()
	o.ids++
	e := received(o.ids, number, words)
	e.From.Channel = channel
	replies, err := o.Receive(context.Background(), e)
	if err != nil {
		o.t.Fatal(err)
	}
	return replies
}

// posts queues a text to somebody who is no contact.
func (o *office) posts(lane bot.Lane, purpose bot.Purpose, words string) bot.MessageID {
	o.t.Helper()
	m := &bot.Message{Queue: bot.Queue{Lane: lane, Sender: bot.SenderSMS}, Purpose: purpose, Language: "es", Consent: bot.ConsentStopped,
		Content: bot.Content{Text: bot.Private(words), To: &bot.Address{Channel: bot.SMS, Value: "+15005559999"}}}
	if err := o.Post(context.Background(), m); err != nil {
		o.t.Fatal(err)
	}
	return m.ID
}

// becomes waits until a message has one of some states, and returns it.
func (o *office) becomes(id bot.MessageID, states ...bot.MessageState) bot.Message {
	o.t.Helper()
	var m bot.Message
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		var known bool
		var err error
		m, known, err = o.Message(context.Background(), id)
		if errors.Is(err, bot.ErrUnavailable) {
			continue // Redis has died in the middle
		}
		if err != nil || !known {
			o.t.Fatalf("message: known %v, %v", known, err)
		}
		if slices.Contains(states, m.State) {
			return m
		}
	}
	o.t.Fatalf("the message is %s after %+v, want %s; the log:\n%s", m.State, m.Tries, states, o.log)
	return m
}

// empties waits until nothing is left in the queues.
func (o *office) empties() {
	o.t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		now, err := o.store.Traffic(context.Background())
		if err != nil {
			o.t.Fatal(err)
		}
		left := int64(0)
		for _, n := range now.Waiting {
			left += n
		}
		if left == 0 {
			return
		}
	}
	o.t.Fatal("the queues do not become empty")
}

// meets lets somebody write for the first time and returns who it is.
func (o *office) meets(channel bot.Channel, number string) bot.ContactID {
	o.t.Helper()
	o.hears(channel, number, "hola")
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.last.Contact.ID
}

// tells queues a text to a contact by SMS.
func (o *office) tells(who bot.ContactID, lane bot.Lane, purpose bot.Purpose, words string) bot.MessageID {
	o.t.Helper()
	return o.queues(&bot.Message{Queue: bot.Queue{Lane: lane, Sender: bot.SenderSMS}, Purpose: purpose, Contact: who, Language: "es",
		Content: bot.Content{Text: bot.Private(words)}})
}

func (o *office) queues(m *bot.Message) bot.MessageID {
	o.t.Helper()
	if err := o.Post(context.Background(), m); err != nil {
		o.t.Fatal(err)
	}
	return m.ID
}

// waits moves the clock.
func (o *office) waits(d time.Duration) *office {
	o.clock.Advance(d)
	return o
}

// works lets one worker deal with everything that is due, for at most so long that a held sender does not hold up the story.
func (o *office) works() {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 1500*time.Millisecond)
	defer cancel()
	if _, err := o.store.MoveDue(ctx, 1000); err != nil {
		o.t.Fatal(err)
	}
	if err := o.WorkOutbox(ctx, "test"); err != nil && ctx.Err() == nil {
		o.t.Fatal(err)
	}
}

// has checks the state of a message and how many tries it had, and returns it.
func (o *office) has(id bot.MessageID, state bot.MessageState, tries int) bot.Message {
	o.t.Helper()
	m, known, err := o.Message(context.Background(), id)
	if err != nil || !known || m.State != state || len(m.Tries) != tries {
		o.t.Fatalf("the message is %s, code %d, after %+v (known %v, %v); want %s after %d tries", m.State, m.Code, m.Tries, known, err, state, tries)
	}
	return m
}

// contact returns a field of a contact's document.
func (o *office) contact(who bot.ContactID, field string) string {
	o.t.Helper()
	docs, err := o.store.Read(context.Background(), desk.Ref{Kind: desk.KindContact, ID: string(who)})
	if err != nil {
		o.t.Fatal(err)
	}
	return docs[0].Get(field)
}

func (o *office) traffic() desk.Traffic {
	o.t.Helper()
	now, err := o.store.Traffic(context.Background())
	if err != nil {
		o.t.Fatal(err)
	}
	return now
}

// isBusy makes a sender busy for so long that answers go through the outbox.
func (o *office) isBusy(s bot.SenderName, d time.Duration) {
	o.t.Helper()
	if err := o.store.Commit(context.Background(), &desk.Commit{Debit: []desk.Debit{{Sender: s, Cost: d}}}); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) reports(r bot.Receipt) {
	o.t.Helper()
	if err := o.Report(context.Background(), r); err != nil {
		o.t.Fatal(err)
	}
}

// words are what was posted, the last n.
func (p *provider) lastTexts(n int) []string {
	all := p.texts()
	return all[max(0, len(all)-n):]
}

// will tells how the next tries end.
func (p *provider) will(results ...bot.Result) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.results = results
}

func outcome(o bot.Outcome, code int) bot.Result { return bot.Result{Outcome: o, Code: code} }
