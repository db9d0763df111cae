package store

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// onServer opens a store on a Redis that the story may stall, kill and start again.
func onServer(t *testing.T) (*world, *redistest.Server) {
	t.Helper()
	r := redistest.New(t)
	s, err := Open(r.URL(), "test", Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return &world{Store: s, t: t, elapse: time.Sleep}, r
}

// attempts is every operation of the store once, by name.
func (w *world) attempts(ctx context.Context) map[string]error {
	all := make(map[string]error)
	_, all["load"] = w.Load(ctx, desk.Query{Contact: ana})
	all["commit"] = w.Commit(ctx, &desk.Commit{Count: []desk.Count{{Name: "messages", Add: 1}}})
	_, all["due"] = w.Due(ctx, 1, time.Second)
	_, all["take"] = w.Take(ctx, answers, "worker", 1)
	_, all["claim"] = w.Claim(ctx, answers, "worker", 1)
	all["finish"] = w.Commit(ctx, &desk.Commit{Finish: []desk.Entry{{ID: "1-1", Ticket: ticket(answers, "a1")}}})
	_, all["read"] = w.Read(ctx, contact)
	_, all["renew"] = w.Renew(ctx, "worker", time.Second, true)
	_, all["admit"] = w.Admit(ctx, &desk.Admission{Sender: bot.SenderSMS, Worker: "nobody"})
	_, all["hold"] = w.Hold(ctx, bot.SenderSMS, desk.Holding{})
	_, all["move due"] = w.MoveDue(ctx, 1)
	_, all["traffic"] = w.Traffic(ctx)
	_, all["dead letters"] = w.DeadLetters(ctx, 1)
	all["probe"] = w.Probe(ctx)
	return all
}

func TestRedisDiesAndComesBack(t *testing.T) {
	w, r := onServer(t)
	w.knowsAna()
	r.Kill()
	for what, err := range w.attempts(t.Context()) {
		if !errors.Is(err, bot.ErrUnavailable) {
			t.Errorf("%s without Redis: got %v", what, err)
		}
	}
	r.Run()
	w.awaits(func() bool {
		for _, err := range w.attempts(t.Context()) {
			if err != nil {
				return false
			}
		}
		return true
	})
	w.knowsAna()
	w.has(w.loadsAna().Contact, 1, field("l", "es"))
}

func TestAStalledRedisKeepsNobodyBeyondTheirDeadline(t *testing.T) {
	const patience, grace = 200 * time.Millisecond, 5 * time.Second
	w, r := onServer(t)
	w.knowsAna()
	r.Stall()
	var all sync.WaitGroup
	for range 40 { // more than there are connections
		all.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			start := time.Now()
			_, err := w.Load(ctx, desk.Query{Contact: ana})
			if !errors.Is(err, bot.ErrUnavailable) {
				t.Errorf("got %v", err)
			}
			if took := time.Since(start); took > patience+grace {
				t.Errorf("took %v", took)
			}
		})
	}
	all.Wait()
	start := time.Now()
	if _, err := w.Load(context.Background(), desk.Query{Contact: ana}); !errors.Is(err, bot.ErrUnavailable) {
		t.Errorf("without a deadline: got %v", err)
	} else if took := time.Since(start); took > 10*time.Second {
		t.Errorf("without a deadline: took %v", took)
	}
	r.Resume()
	w.awaits(func() bool {
		l, err := w.Load(t.Context(), desk.Query{Contact: ana})
		return err == nil && l.Contact.Version == 1
	})
}

func TestACancelledCallerIsNotServed(t *testing.T) {
	w, _ := onServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for what, err := range w.attempts(ctx) {
		if !errors.Is(err, bot.ErrUnavailable) || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v", what, err)
		}
	}
}

func TestAFullRedisRefusesTheWholeCommit(t *testing.T) {
	w, _ := onServer(t)
	w.knowsAna()
	w.client.ConfigSet(t.Context(), "maxmemory", "1")
	before := w.everything()
	whole := claimed("sealed", time.Hour, "e1")
	whole.Write = []desk.Write{put(contact, 1), put(session, 1)}
	w.refuses(whole, bot.ErrUnavailable)
	w.refuses(desk.Commit{Write: []desk.Write{put(contact, 1)}}, bot.ErrUnavailable)
	w.is(before)
	if err := w.Probe(t.Context()); !errors.Is(err, bot.ErrUnavailable) {
		t.Errorf("probe: got %v", err)
	}
	w.has(w.loadsAna().Contact, 1, field("l", "es"))
	w.client.ConfigSet(t.Context(), "maxmemory", "0")
	w.commits(whole)
}

func TestARedisWithoutItsReplicasRefuses(t *testing.T) {
	w, _ := onServer(t)
	w.client.ConfigSet(t.Context(), "min-replicas-to-write", "1")
	w.refuses(claimed("sealed", time.Hour, "e1"), bot.ErrUnavailable)
	w.is(nil)
}

func TestARedisThatForgotTheScriptsIsToldAgain(t *testing.T) {
	onBoth(t, func(w *world) {
		w.client.ScriptFlush(t.Context())
		for what, err := range w.attempts(t.Context()) {
			if err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		if got := w.client.HGet(t.Context(), w.keys.counts(), "messages").Val(); got != "1" {
			t.Errorf("one commit counted %s", got)
		}
	})
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	r := redistest.New(t)
	address := strings.TrimPrefix(r.URL(), "redis://")
	for name, c := range map[string]struct {
		url, id, says string
	}{
		"no scheme":    {address, "test", "redis://"},
		"other scheme": {"http://" + address, "test", "redis://"},
		"bad database": {"redis://" + strings.Replace(address, "/0", "/x", 1), "test", "database"},
		"bad port":     {"redis://:hunter2@localhost:port/0", "test", "port"},
		"no id":        {r.URL(), "", "hotline id"},
		"id of braces": {r.URL(), "a}b", "hotline id"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Open(c.url, c.id, Options{})
			if err == nil {
				_ = s.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %q, want it to speak of %q and to keep the password", err, c.says)
			}
		})
	}
	r.Kill()
	if _, err := Open(r.URL(), "test", Options{}); !errors.Is(err, bot.ErrUnavailable) ||
		!strings.Contains(err.Error(), strings.TrimSuffix(address, "/0")) {
		t.Errorf("nobody listens: got %v", err)
	}
}

func TestAnAccessListIsObeyed(t *testing.T) {
	r := redistest.New(t, "--requirepass", "hunter2")
	if _, err := Open(r.URL(), "test", Options{}); !errors.Is(err, bot.ErrUnavailable) {
		t.Errorf("without the password: got %v", err)
	}
	s, err := Open(strings.Replace(r.URL(), "redis://", "redis://:hunter2@", 1), "test", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Probe(t.Context()); err != nil {
		t.Error(err)
	}
}
