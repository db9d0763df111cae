package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

const day = 24 * time.Hour

func volunteer(name, number string, channels ...bot.Channel) bot.Responder {
	p := bot.Responder{Name: bot.Private(name), Languages: []bot.Language{"es", "en"}, Roles: []bot.Role{bot.RoleDispatcher}, Shifts: []bot.Shift{{Always: true}}}
	for _, ch := range channels {
		p.Addresses = append(p.Addresses, bot.Address{Channel: ch, Value: bot.Private(number)})
	}
	return p
}

func (o *office) sets(people ...bot.Responder) desk.Roster {
	o.t.Helper()
	if err := o.SetRoster(context.Background(), people); err != nil {
		o.t.Fatal(err)
	}
	return o.roster()
}

func (o *office) keeps() desk.Roster {
	o.t.Helper()
	if err := o.KeepRoster(context.Background()); err != nil {
		o.t.Fatal(err)
	}
	return o.roster()
}

func (o *office) roster() desk.Roster {
	o.t.Helper()
	r, err := o.Roster(context.Background())
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

func TestARosterIsEverywhereWithinASecondAndNowhereReadable(t *testing.T) {
	redis := redistest.New(t, "--appendonly", "yes")
	o := officeOn(t, real(t, redis.URL()), nil)
	other := o.again(real(t, redis.URL()))
	if r := other.roster(); len(r.People) != 0 || r.Version != 0 || r.ByID("") != nil {
		t.Fatalf("the first roster is %+v", r)
	}
	r := o.sets(volunteer("Ana Ruiz", "+15005550001", bot.WhatsApp, bot.SMS), volunteer("Bo", "+15005550002", bot.SMS))
	time.Sleep(time.Second)
	there := other.roster()
	ana := there.ByAddress(bot.Address{Channel: bot.SMS, Value: "+15005550001"})
	if ana == nil || ana.Name != "Ana Ruiz" || len(ana.ID) != 32 || len(ana.Contacts) != 2 || ana.Contacts[0] == ana.Contacts[1] || there.ByID(ana.ID) != ana {
		t.Fatalf("Ana is %+v", ana)
	}
	if there.ByContact(ana.Contacts[1]) != ana || there.ByAddress(bot.Address{Channel: bot.WhatsApp, Value: "+15005550002"}) != nil || there.Version != r.Version {
		t.Error("they are mixed up")
	}
	if !there.Clock().OnCall(*ana, bot.Duty{}, time.Now()) || !(desk.Roster{}).Clock().OnCall(*ana, bot.Duty{}, time.Now()) {
		t.Error("Ana is not on call")
	}
	for _, secret := range []string{"Ana", "Ruiz", "5005550001"} {
		if strings.Contains(redis.Disk(), secret) {
			t.Errorf("Redis knows %q", secret)
		}
	}
}

func TestWhoKeepsTheNumberKeepsTheID(t *testing.T) {
	o := jumpOffice(t, nil)
	before := o.sets(volunteer("Ana", "+15005550001", bot.SMS), volunteer("Bo", "+15005550002", bot.SMS)).People
	after := o.sets(volunteer("Cy", "+15005550003", bot.SMS), volunteer("Ana María", "+15005550001", bot.WhatsApp, bot.SMS)).People
	if len(after) != 2 || after[1].ID != before[0].ID || after[1].Contacts[1] != before[0].Contacts[0] || after[1].Name != "Ana María" {
		t.Errorf("Ana was %+v and is %+v", before[0], after[1])
	}
	if after[0].ID == before[1].ID || after[0].ID == "" {
		t.Errorf("Cy is %s, Bo was %s", after[0].ID, before[1].ID)
	}
	version := o.roster().Version
	if again := o.sets(after...); again.Version != version {
		t.Error("the same roster was written again")
	}
}

func TestAContactThatWasThereBeforeKeepsItsStop(t *testing.T) {
	o := jumpOffice(t, nil)
	who := o.meets(bot.SMS, "+15005550001")
	o.hears(bot.SMS, "+15005550001", "STOP")
	language := o.contact(who, "l")
	r := o.sets(volunteer("Ana", "+15005550001", bot.SMS), volunteer("Bo", "+15005550002", bot.SMS))
	if r.People[0].Contacts[0] != who || o.contact(who, "k") != "stopped" || o.contact(who, "l") != language {
		t.Errorf("she is %s, %q, %q", r.People[0].Contacts[0], o.contact(who, "k"), o.contact(who, "l"))
	}
	bo := r.People[1].Contacts[0]
	if o.contact(bo, "l") != "es" || o.contact(bo, "k") != "" {
		t.Errorf("Bo reads %q, consent %q", o.contact(bo, "l"), o.contact(bo, "k"))
	}
	stopped, err := o.Stopped(t.Context(), r.People)
	if err != nil || len(stopped) != 1 || !stopped[who] {
		t.Errorf("stopped %v, %v", stopped, err)
	}
	if id := o.meets(bot.SMS, "+15005550002"); id != bo {
		t.Errorf("Bo writes as %s, and is %s on the roster", id, bo)
	}
}

func TestContactsOfRespondersDoNotGrowOld(t *testing.T) {
	o := jumpOffice(t, nil)
	ana := o.sets(volunteer("Ana", "+15005550001", bot.SMS)).People[0]
	o.waits(80 * day).keeps()
	o.waits(80 * day)
	if o.contact(ana.Contacts[0], "l") != "es" {
		t.Error("the contact is gone though it was prolonged")
	}
	o.waits(80 * day)
	if o.contact(ana.Contacts[0], "l") != "" {
		t.Error("the contact stays though nobody prolonged it")
	}
	if again := o.keeps().People[0]; again.Contacts[0] != ana.Contacts[0] || o.contact(ana.Contacts[0], "l") != "es" {
		t.Errorf("after it was gone, it is %s instead of %s", again.Contacts[0], ana.Contacts[0])
	}
	if who := o.meets(bot.SMS, "+15005550001"); who != ana.Contacts[0] {
		t.Errorf("Ana writes as %s", who)
	}
}

func TestWhoAskedToBeForgottenIsMetAgain(t *testing.T) {
	o := jumpOffice(t, nil)
	ana := o.sets(volunteer("Ana", "+15005550001", bot.SMS)).People[0]
	docs := []desk.Ref{{Kind: desk.KindContact, ID: string(ana.Contacts[0])}}
	o.hears(bot.SMS, "+15005550001", "DELETE")
	o.hears(bot.SMS, "+15005550001", "1")
	if found, err := o.store.Read(t.Context(), docs...); err != nil || found[0].Version != 0 {
		t.Fatalf("she is not forgotten: %v, %v", found, err)
	}
	now := o.meets(bot.SMS, "+15005550001")
	if again := o.keeps().People[0]; again.Contacts[0] != now || now == ana.Contacts[0] || again.ID != ana.ID {
		t.Errorf("she writes as %s, and is %s on the roster", now, again.Contacts[0])
	}
}

// countingStore counts who reads, and can be slow.
type countingStore struct {
	desk.Store
	reads atomic.Int64
	slow  time.Duration
}

func (s *countingStore) Read(ctx context.Context, refs ...desk.Ref) ([]desk.Document, error) {
	s.reads.Add(1)
	time.Sleep(s.slow)
	return s.Store.Read(ctx, refs...)
}

func TestOneReadsForAll(t *testing.T) {
	o := jumpOffice(t, nil)
	o.sets(volunteer("Ana", "+15005550001", bot.SMS))
	counting := &countingStore{Store: o.store, slow: 50 * time.Millisecond}
	many := o.again(counting)
	var readers sync.WaitGroup
	began := time.Now()
	for range 20 {
		readers.Go(func() {
			for time.Since(began) < 1200*time.Millisecond {
				if r, err := many.Roster(context.Background()); err != nil || len(r.People) != 1 {
					t.Errorf("%+v, %v", r, err)
				}
				time.Sleep(time.Millisecond)
			}
		})
	}
	readers.Wait()
	took := time.Since(began)
	if n := counting.reads.Load(); n < 2 || n > 3+int64(took.Seconds()) {
		t.Errorf("read %d times in %v", n, took)
	}
}

func TestAnOverrideStaysOnTheBoard(t *testing.T) {
	o := jumpOffice(t, nil)
	later := time.Now().Add(time.Hour)
	for _, c := range []struct {
		on    bool
		until time.Time
		want  bot.Duty
	}{
		{false, time.Time{}, bot.Duty{Off: true}},
		{true, later, bot.Duty{On: true, Until: later.UnixMilli()}},
		{false, time.Now().Add(-time.Second), bot.Duty{}},
	} {
		if err := o.Override(t.Context(), "a", c.on, c.until); err != nil {
			t.Fatal(err)
		}
		b, err := o.Board(t.Context())
		if got := b.Duty["a"]; err != nil || got.On != c.want.On || got.Off != c.want.Off || got.Until != c.want.Until {
			t.Errorf("got %+v, want %+v, %v", got, c.want, err)
		}
	}
}

func TestNobodyIsLostWhenManyChangeThings(t *testing.T) {
	url := redistest.Start(t)
	o := officeOn(t, real(t, url), nil)
	offices := []*office{o, o.again(real(t, url))}
	people := []bot.Responder{volunteer("Ana", "+15005550001", bot.SMS, bot.WhatsApp), volunteer("Bo", "+15005550002", bot.SMS)}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			d := offices[i%2]
			if err := errors.Join(d.SetRoster(context.Background(), people), d.KeepRoster(context.Background()),
				d.Override(context.Background(), bot.ResponderID(rune('a'+i)), true, time.Time{})); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	b, err := o.Board(t.Context())
	if err != nil || len(b.Duty) != 8 {
		t.Errorf("%d on the board, %v", len(b.Duty), err)
	}
	r := o.roster()
	for _, p := range r.People {
		for n, a := range p.Addresses {
			if id, err := o.ContactAt(t.Context(), a); err != nil || id != p.Contacts[n] {
				t.Errorf("the contact is %s, the roster tells %s, %v", id, p.Contacts[n], err)
			}
		}
	}
	if again := o.sets(people...); !slices.EqualFunc(r.People, again.People, func(a, b bot.Responder) bool { return a.ID == b.ID }) {
		t.Error("the ids are others")
	}
}

func TestARosterThatMakesNoSenseIsRefused(t *testing.T) {
	o := jumpOffice(t, nil)
	ana := volunteer("Ana", "+15005550001", bot.SMS)
	for _, people := range [][]bot.Responder{{ana, ana}, {volunteer("Bo", "")}} {
		if err := o.SetRoster(t.Context(), people); err == nil || len(o.roster().People) > 0 {
			t.Errorf("%d people are taken, %v", len(people), err)
		}
	}
}

func TestARosterOfAnotherKeysetIsNotWrittenOver(t *testing.T) {
	o := jumpOffice(t, nil)
	ana := o.sets(volunteer("Ana", "+15005550001", bot.SMS)).People[0]
	if err := o.Override(t.Context(), ana.ID, true, time.Time{}); err != nil {
		t.Fatal(err)
	}
	other := desk.New(o.Brain(), ports(t, o.store))
	_, errRoster := other.Roster(t.Context())
	_, errBoard := other.Board(t.Context())
	for _, err := range []error{errRoster, errBoard, other.SetRoster(t.Context(), nil), other.KeepRoster(t.Context()), other.Override(t.Context(), ana.ID, false, time.Time{})} {
		if !errors.Is(err, bot.ErrUnavailable) {
			t.Errorf("got %v", err)
		}
	}
	if r := o.roster(); len(r.People) != 1 {
		t.Errorf("%d people are left", len(r.People))
	}
}
