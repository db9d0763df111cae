package desk_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/seal"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/store"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// meter counts for a test.
type meter struct {
	mu                         sync.Mutex
	decided, conflicts, unsent int
	recovered                  int
	repaired                   []string
	reported, alarmed, noticed map[string]int
	tried                      map[bot.Outcome]int
	standing                   map[bot.BroadcastState]int
}

func (m *meter) Tried(_ bot.Queue, o bot.Outcome, _ time.Duration) { count(m, &m.tried, o) }
func (m *meter) Reported(what string)                              { count(m, &m.reported, what) }
func (m *meter) Hinted(what string)                                { count(m, &m.noticed, what) }
func (m *meter) Alarmed(what string)                               { count(m, &m.alarmed, what) }
func (m *meter) Broadcasts(standing map[bot.BroadcastState]int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.standing = standing
}

// stands is how many broadcasts the desk has told of that are in a state.
func (m *meter) stands(s bot.BroadcastState) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.standing[s]
}
func (m *meter) Open(int, int) {}
func (m *meter) Repaired(finding string) {
	m.mu.Lock()
	m.repaired = append(m.repaired, finding)
	m.mu.Unlock()
}
func (m *meter) Recovered(n int)                        { m.mu.Lock(); m.recovered += n; m.mu.Unlock() }
func (m *meter) Waited(bot.Queue, time.Duration)        {}
func (m *meter) Ended(bot.Queue, bot.MessageState, int) {}

func count[K comparable](m *meter, in *map[K]int, what K) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if *in == nil {
		*in = map[K]int{}
	}
	(*in)[what]++
}

func (m *meter) Decided(bot.Channel, bot.Action) { m.mu.Lock(); m.decided++; m.mu.Unlock() }
func (m *meter) Conflicted()                     { m.mu.Lock(); m.conflicts++; m.mu.Unlock() }
func (m *meter) Unsent(n int)                    { m.mu.Lock(); m.unsent += n; m.mu.Unlock() }

func keys(t testing.TB) *seal.Keyset {
	t.Helper()
	k, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func ports(t testing.TB, s desk.Store) desk.Ports {
	return desk.Ports{Store: s, Sealer: keys(t), Meter: &meter{}, Log: slog.New(slog.DiscardHandler)}
}

func embedded(t testing.TB) *store.Embedded {
	t.Helper()
	e, err := store.OpenEmbedded("story")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

func real(t testing.TB, url string) *store.Store {
	t.Helper()
	s, err := store.Open(url, "story", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func story(t *testing.T) *sim.Story {
	e := embedded(t)
	return sim.NewStory(t, sim.Shipped(t), ports(t, e), e.Advance)
}

func received(id int, from, words string) bot.Event {
	return bot.Event{Kind: bot.Received, ID: fmt.Sprintf("SM%032x", id), From: bot.Address{Channel: bot.SMS, Value: bot.Private(from)}, Text: bot.Private(words)}
}

func TestAMotherBehindHerDoor(t *testing.T) {
	s := story(t)
	mother := s.Texter(bot.SMS)
	mother.Says("ay migra aki tocando").Hears("! incident open severity=urgent", "! told report", "! told doing", "raid.where")
	if got := s.Last().Language; got != "es" {
		t.Errorf("she is answered in %s", got)
	}
	mother.Says("calle 5 y main, oakland").Hears("! told place", "raid.hurt")
	if got := s.Last().Incident(); got.State != bot.StateUnverified || len(got.Facts) != 3 {
		t.Errorf("the report is %s with %d facts", got.State, len(got.Facts))
	}
	s.Wait(20 * time.Minute)
	mother.Says("ALTO").Hears("! consent stopped", "stop.done")
	mother.Says("alto").Hears("! consent stopped")
	if mother.Texts != nil {
		t.Error("a second STOP is answered")
	}
}

func TestWhereTheProviderAnswersStopTheHotlineIsSilent(t *testing.T) {
	s := story(t)
	x := s.Texter(bot.SMS)
	x.Sends(bot.Event{Text: "STOP", OptOut: bot.OptOutStop}).Hears("! consent stopped")
	if x.Texts != nil || s.Last().Contact.Consent != bot.ConsentStopped {
		t.Errorf("answers %q, consent %q", x.Texts, s.Last().Contact.Consent)
	}
	x.Says("ICE is at my door").Hears("! incident open severity=urgent", "! told report", "! told doing", "raid.where") // a report is still heard
	x.Sends(bot.Event{Text: "START", OptOut: bot.OptOutStart}).Hears("! consent none")
	x.Sends(bot.Event{Text: "HELP", OptOut: bot.OptOutHelp}).Hears()
	if x.Texts != nil {
		t.Errorf("answers %q", x.Texts)
	}
}

func TestAPhraseWithStopIsNoOptOut(t *testing.T) {
	s := story(t)
	s.Texter(bot.WhatsApp).Says("stop ICE from taking my dad").Hears("! incident open severity=urgent", "! told report", "! told doing", "raid.where")
	if s.Last().Contact.Consent != bot.ConsentNone {
		t.Error("opted out")
	}
}

func TestARepeatedMessageGetsTheSameAnswerForTenMinutes(t *testing.T) {
	e := embedded(t)
	d := desk.New(sim.Shipped(t), ports(t, e))
	ctx := context.Background()
	first, err := d.Receive(ctx, received(1, "+15005550001", "hola"))
	if err != nil || len(first) == 0 {
		t.Fatal(first, err)
	}
	if _, err := d.Receive(ctx, received(2, "+15005550001", "1")); err != nil {
		t.Fatal(err)
	}
	again, err := d.Receive(ctx, received(1, "+15005550001", "hola"))
	if err != nil || !reflect.DeepEqual(first, again) {
		t.Errorf("got %q, %v; want %q", again, err, first)
	}
	e.Advance(11 * time.Minute)
	if late, err := d.Receive(ctx, received(1, "+15005550001", "hola")); err != nil || late != nil {
		t.Errorf("later it gets %q, %v; want silence", late, err)
	}
}

// TestMessagesRacingThroughTwoInstances sends one reporter's messages at once through two desks on a real Redis: every one
// must be answered and kept, in some serial order.
func TestMessagesRacingThroughTwoInstances(t *testing.T) {
	url := redistest.Start(t)
	p := ports(t, real(t, url))
	q := p
	q.Store = real(t, url)
	brain := sim.Shipped(t)
	desks := []*desk.Desk{desk.New(brain, p), desk.New(brain, q)}
	ctx := context.Background()
	if _, err := desks[0].Receive(ctx, received(0, "+15005550001", "migra en mi puerta")); err != nil {
		t.Fatal(err)
	}
	const n = 40
	var group sync.WaitGroup
	for i := 1; i <= n; i++ {
		group.Go(func() {
			texts, err := desks[i%2].Receive(ctx, received(i, "+15005550001", fmt.Sprintf("words %d", i)))
			if err != nil || len(texts) == 0 {
				t.Errorf("got %q, %v", texts, err)
			}
		})
	}
	group.Wait()
	var last desk.Decision
	p.Watch = func(d desk.Decision) { last = d }
	if _, err := desk.New(brain, p).Receive(ctx, received(n+1, "+15005550001", "UPDATE")); err != nil {
		t.Fatal(err)
	}
	kept := map[string]int{}
	for _, f := range last.Incident().Facts {
		kept[f.Text.Reveal()]++
	}
	for i := 1; i <= n; i++ {
		if words := fmt.Sprintf("words %d", i); kept[words] != 1 {
			t.Errorf("%q is in the report %d times", words, kept[words])
		}
	}
}

func TestOneMessageRacingWithItselfActsOnce(t *testing.T) {
	url := redistest.Start(t)
	p := ports(t, real(t, url))
	q := p
	q.Store = real(t, url)
	m := p.Meter.(*meter)
	brain := sim.Shipped(t)
	desks := []*desk.Desk{desk.New(brain, p), desk.New(brain, q)}
	answers := make([][]bot.Reply, 50)
	var group sync.WaitGroup
	for i := range answers {
		group.Go(func() {
			var err error
			if answers[i], err = desks[i%2].Receive(context.Background(), received(7, "+15005550001", "ICE is at my door")); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for _, a := range answers {
		if len(a) == 0 || !reflect.DeepEqual(a, answers[0]) {
			t.Fatalf("got %q and %q", answers[0], a)
		}
	}
	if m.decided != 1 {
		t.Errorf("decided %d times", m.decided)
	}
}

func TestEveryMessageOfACrowdIsAnswered(t *testing.T) {
	d := desk.New(sim.Shipped(t), ports(t, real(t, redistest.Start(t))))
	var group sync.WaitGroup
	for who := range 20 {
		group.Go(func() {
			for i := range 10 {
				texts, err := d.Receive(context.Background(), received(who*100+i, fmt.Sprintf("+1500555%04d", who), "menu"))
				if err != nil || len(texts) == 0 {
					t.Errorf("got %q, %v", texts, err)
				}
			}
		})
	}
	group.Wait()
}

func TestNothingAPersonWroteLiesOpenInRedis(t *testing.T) {
	server := redistest.New(t, "--appendonly", "yes")
	d := desk.New(sim.Shipped(t), ports(t, real(t, server.URL())))
	ctx := context.Background()
	for i, words := range []string{"ICE is at my door, Zanzibar Street 7", "Timbuktu Avenue and 5th", "2", "LAWYER"} {
		if _, err := d.Receive(ctx, received(i, "+15005557777", words)); err != nil {
			t.Fatal(err)
		}
	}
	pin := received(9, "+15005557777", "")
	pin.Location = &bot.Location{Latitude: 37.804363, Longitude: -122.271111, Label: "Zanzibar Cafe"}
	if _, err := d.Receive(ctx, pin); err != nil {
		t.Fatal(err)
	}
	disk := strings.ToLower(server.Disk())
	if len(disk) < 500 {
		t.Fatalf("the disk holds only %q", disk)
	}
	for _, secret := range []string{"5005557777", "5557777", "zanzibar", "timbuktu", "37.804", "122.271", "SM000000000000000000000000000000"} {
		if strings.Contains(disk, strings.ToLower(secret)) {
			t.Errorf("%q lies open in Redis", secret)
		}
	}
}

func TestDeleteForgetsThePersonAndKeepsTheReport(t *testing.T) {
	s := story(t)
	x := s.Texter(bot.SMS)
	x.Says("ICE is at my door").Hears("! incident open severity=urgent", "! told report", "! told doing", "raid.where")
	x.Says("DELETE").Hears("! erased", "delete.done")
	if s.Last().Incident().Reporter != "" || len(s.Last().Incident().Facts) != 2 {
		t.Errorf("the report: %+v", s.Last().Incident())
	}
	x.Says("hola").Hears("welcome.text", "menu.ask") // somebody new
}

func TestAMessageIsRefusedWhileRedisIsGoneAndTakenAgainAfterwards(t *testing.T) {
	server := redistest.New(t)
	d := desk.New(sim.Shipped(t), ports(t, real(t, server.URL())))
	ctx := context.Background()
	if _, err := d.Receive(ctx, received(1, "+15005550001", "hola")); err != nil {
		t.Fatal(err)
	}
	server.Kill()
	if _, err := d.Receive(ctx, received(2, "+15005550001", "1")); !errors.Is(err, bot.ErrUnavailable) {
		t.Fatalf("got %v, want an error that a later try can mend", err)
	}
	server.Run()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if texts, err := d.Receive(ctx, received(2, "+15005550001", "1")); err == nil {
			if len(texts) == 0 {
				t.Error("answered with silence")
			}
			return
		} else if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

// TestSomebodyWhoseRecordAgedAwayKeepsOneConversation shortens how long contacts are kept, so that the index document outlives
// the contact that it leads to.
func TestSomebodyWhoseRecordAgedAwayKeepsOneConversation(t *testing.T) {
	e := embedded(t)
	p := ports(t, e)
	var last desk.Decision
	p.Watch = func(d desk.Decision) { last = d }
	long := sim.Shipped(t)
	short := long.Hotline()
	short.Retention.Contact = 30 * 24 * time.Hour
	d := desk.New(long, p)
	say := func(id int, words string) bot.ContactID {
		if _, err := d.Receive(context.Background(), received(id, "+15005550001", words)); err != nil {
			t.Fatal(err)
		}
		return last.Contact.ID
	}
	first := say(1, "hola")
	d.Use(sim.ShippedAs(t, short))
	e.Advance(24 * time.Hour)
	say(2, "menu")
	e.Advance(40 * 24 * time.Hour)
	if again, next := say(3, "hola"), say(4, "1"); again != first || next != again || last.Says[0].Message == "welcome.text" {
		t.Errorf("was %s, is %s and then %s, and hears %v", first, again, next, last.Says)
	}
}

func TestSomebodyWhoseConversationCannotBeOpenedIsStillAnswered(t *testing.T) {
	e := embedded(t)
	p := ports(t, e)
	ctx := context.Background()
	who := received(1, "+15005550001", "ICE is at my door")
	if _, err := desk.New(sim.Shipped(t), p).Receive(ctx, who); err != nil {
		t.Fatal(err)
	}
	p.Sealer = forgetful{p.Sealer}
	who = received(2, "+15005550001", "menu")
	texts, err := desk.New(sim.Shipped(t), p).Receive(ctx, who)
	if err != nil || len(texts) == 0 {
		t.Errorf("got %q, %v", texts, err)
	}
}

// forgetful opens nothing.
type forgetful struct{ desk.Sealer }

func (forgetful) Open(string, string) ([]byte, error) { return nil, errors.New("no key fits") }

func TestTheTimerWorkerTellsWhetherItRuns(t *testing.T) {
	d := desk.New(sim.Shipped(t), ports(t, embedded(t)))
	if d.TimersRun(context.Background()) == nil {
		t.Error("it has not begun, and counts as running")
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go d.RunTimers(ctx)
	for end := time.Now().Add(30 * time.Second); d.TimersRun(ctx) != nil; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it runs, and counts as stuck")
		}
	}
}

func TestReloadedFlowsTakeEffectForTheNextMessage(t *testing.T) {
	d := desk.New(sim.Shipped(t), ports(t, embedded(t)))
	other := sim.Shipped(t).Hotline()
	other.Name = "Other Line"
	brain := sim.ShippedAs(t, other)
	ctx := context.Background()
	before, _ := d.Receive(ctx, received(1, "+15005550001", "hola"))
	d.Use(brain)
	after, _ := d.Receive(ctx, received(2, "+15005550002", "hola"))
	if strings.Contains(before[0].Text, "Other Line") || !strings.Contains(after[0].Text, "Other Line") {
		t.Errorf("before %q, after %q", before, after)
	}
}
