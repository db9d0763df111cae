package desk_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// inbox is a desk.Inbox that remembers since when it was asked.
type inbox struct {
	mu    sync.Mutex
	list  []bot.Event
	fails error
	since []time.Time
}

func (i *inbox) Received(_ context.Context, since time.Time) ([]bot.Event, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.since = append(i.since, since)
	return i.list, i.fails
}

// ago is how long ago the list was last asked for from; less than a second is lost.
func (i *inbox) ago() time.Duration {
	return time.Since(i.since[len(i.since)-1]).Truncate(time.Second)
}

// withInbox gives an office an inbox.
func (o *office) withInbox(i *inbox) *office {
	o.ports.Inbox = i
	o.Desk = desk.New(o.Brain(), o.ports)
	return o
}

func listed(id int, from, words string, ago time.Duration) bot.Event {
	e := received(id, from, words)
	e.At = time.Now().Add(-ago)
	return e
}

// reconciles reads the list, as if the last reading had been a while ago.
func (o *office) reconciles(ago time.Duration) error {
	o.t.Helper()
	ref := desk.Ref{Kind: desk.KindWork, ID: "inbound"}
	docs, err := o.store.Read(context.Background(), ref)
	if err != nil {
		o.t.Fatal(err)
	}
	if v := docs[0].Version; v != 0 {
		w := desk.Write{Ref: ref, Expect: v, Next: v + 1, TTL: time.Hour}
		for _, f := range docs[0].Fields {
			at, _ := strconv.ParseInt(f.Value, 10, 64)
			w.Fields = append(w.Fields, desk.Field{Name: f.Name, Value: strconv.FormatInt(at-ago.Milliseconds(), 10)})
		}
		if err := o.store.Commit(context.Background(), &desk.Commit{Write: []desk.Write{w}}); err != nil {
			o.t.Fatal(err)
		}
	}
	return o.WorkReconciliation(context.Background())
}

func TestAMessageThatOnlyTheListTellsOfIsAnsweredOnce(t *testing.T) {
	i := &inbox{list: []bot.Event{
		listed(1, "+15005550001", "hola", 3*time.Minute),
		listed(901, "+15005550002", "menu", 2*time.Minute),
		listed(902, "+15005550003", "menu", 10*time.Second), // may still come by itself
	}}
	o := jumpOffice(t, nil).withInbox(i)
	o.hears(bot.SMS, "+15005550001", "hola") // number 1 came as it should
	for range 3 {
		if err := o.reconciles(2 * time.Minute); err != nil {
			t.Fatal(err)
		}
	}
	o.works()
	if got := o.provider.posted; len(got) == 0 || o.meter.recovered != 1 || o.meter.decided != 2 {
		t.Fatalf("recovered %d, decided %d, posted %q", o.meter.recovered, o.meter.decided, o.provider.texts())
	}
	for _, p := range o.provider.posted {
		if p.To.Value != "+15005550002" {
			t.Errorf("posted to %s", p.To.Value.Reveal())
		}
	}
	if late, err := o.Receive(t.Context(), i.list[1]); err != nil || late != nil {
		t.Errorf("when it comes by itself after all it is answered again: %q, %v", late, err)
	}
}

func TestTheListIsReadFromWhereItEndedLastTime(t *testing.T) {
	i := &inbox{}
	o := jumpOffice(t, nil).withInbox(i)
	check := func(after, want time.Duration) {
		t.Helper()
		if err := o.reconciles(after); err != nil && i.fails == nil {
			t.Fatal(err)
		}
		if got := i.ago(); got < want || got > want+2*time.Second {
			t.Errorf("it is read from %v ago, want %v", got, want)
		}
	}
	check(0, 5*time.Minute)
	check(time.Minute, 6*time.Minute)
	check(3*time.Hour, 3*time.Hour+5*time.Minute)
	check(50*time.Hour, 24*time.Hour)
	i.fails = errors.New("the provider is away")
	check(2*time.Minute, 7*time.Minute)
	check(2*time.Minute, 9*time.Minute)
	i.fails = nil
	check(2*time.Minute, 11*time.Minute)
	check(2*time.Minute, 7*time.Minute)
	asked := len(i.since)
	if err := o.WorkReconciliation(t.Context()); err != nil || len(i.since) != asked {
		t.Errorf("it is read again within a minute: %v", err)
	}
}

// TestOneMessageThatCannotBeTakenIsTriedAgainAndHoldsUpNoOther breaks the store for the claim of one message.
func TestOneMessageThatCannotBeTakenIsTriedAgainAndHoldsUpNoOther(t *testing.T) {
	i := &inbox{list: []bot.Event{listed(901, "+15005550001", "menu", time.Minute), listed(902, "+15005550002", "menu", time.Minute)}}
	e := embedded(t)
	refusing := &refusing{Store: e, refuse: 1}
	o := officeOn(t, refusing, nil).withInbox(i)
	if err := o.reconciles(0); !errors.Is(err, bot.ErrUnavailable) || o.meter.recovered != 1 {
		t.Fatalf("%v, recovered %d", err, o.meter.recovered)
	}
	if err := o.reconciles(10 * time.Minute); err != nil || o.meter.recovered != 2 {
		t.Fatalf("%v, recovered %d", err, o.meter.recovered)
	}
	if got := i.ago(); got < 15*time.Minute {
		t.Errorf("the second time it is read from %v ago", got)
	}
}

// refusing is a store that refuses to claim so many events.
type refusing struct {
	desk.Store
	refuse int
}

func (r *refusing) Commit(ctx context.Context, c *desk.Commit) error {
	if c.Claim != nil && r.refuse > 0 {
		r.refuse--
		return bot.ErrUnavailable
	}
	return r.Store.Commit(ctx, c)
}

func TestTwoInstancesReadTheListOnceAMinuteTogether(t *testing.T) {
	url := redistest.Start(t)
	i := &inbox{list: []bot.Event{listed(901, "+15005550001", "menu", time.Minute)}}
	o := officeOn(t, real(t, url), nil).withInbox(i)
	other := o.again(real(t, url))
	var group sync.WaitGroup
	for n := range 20 {
		d := []*desk.Desk{o.Desk, other.Desk}[n%2]
		group.Go(func() {
			if err := d.WorkReconciliation(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if len(i.since) != 1 || o.meter.recovered != 1 {
		t.Errorf("read %d times, recovered %d", len(i.since), o.meter.recovered)
	}
}

func TestTheListIsReadAtOnceWhenTheHotlineStarts(t *testing.T) {
	i := &inbox{list: []bot.Event{listed(901, anna, "menu", time.Minute)}}
	o := jumpOffice(t, nil).withInbox(i)
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { o.RunReconciliation(ctx) })
	defer running.Wait()
	defer stop()
	q := bot.Queue{Lane: bot.LaneReply, Sender: bot.SenderSMS}
	for end := time.Now().Add(30 * time.Second); o.traffic().Waiting[q] == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("nobody reads it")
		}
	}
}
