package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// candidate wants to go to Ana, for a tenth of a second of its sender's rate.
func candidate(id string, expect int64) desk.Candidate {
	return desk.Candidate{
		Write: put(message(id), expect, field("m", "sending")), Contact: ana, Cost: time.Second / 10, MaxStrikes: 9,
	}
}

// admission asks for candidates, with all the room there can be.
func admission(c ...desk.Candidate) *desk.Admission {
	return &desk.Admission{Sender: bot.SenderSMS, Worker: "worker", Depth: time.Hour, Messages: c}
}

func (w *world) admits(a *desk.Admission) desk.Admitted {
	w.t.Helper()
	got, err := w.Admit(w.t.Context(), a)
	if err != nil {
		w.t.Fatalf("admit: %v", err)
	}
	return got
}

// judges checks the verdicts on the candidates that need not wait.
func (w *world) judges(a *desk.Admission, want ...desk.Verdict) desk.Admitted {
	w.t.Helper()
	got := w.admits(a)
	var verdicts []desk.Verdict
	for _, j := range got.Judged {
		verdicts = append(verdicts, j.Verdict)
	}
	if got.Expired || !slices.Equal(verdicts, want) {
		w.t.Fatalf("judged %v (wait %v, expired %v), want %v", verdicts, got.Wait, got.Expired, want)
	}
	return got
}

func TestAMessageThatGoesIsWrittenAndDebited(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		w.leases("worker", time.Hour)
		w.commits(desk.Commit{Write: []desk.Write{put(message("a1"), 0, field("m", "queued"))}})
		c := candidate("a1", 1)
		c.Cost = time.Minute
		got := w.judges(admission(c, candidate("a2", 0)), desk.VerdictGo, desk.VerdictGo)
		w.has(got.Judged[0].Contact, 1, field("l", "es"))
		if got.Judged[0].Contact.Ref != contact || got.Wait != 0 || got.Now.IsZero() {
			t.Errorf("got %+v", got)
		}
		docs := w.reads(message("a1"), message("a2"))
		w.has(docs[0], 2, field("m", "sending"))
		w.has(docs[1], 1, field("m", "sending"))
		w.busy(w.loads(desk.Query{Sender: bot.SenderSMS, Contact: ana}).Busy, time.Minute+time.Second/10)
		if ttl := w.client.PTTL(t.Context(), w.keys.document(message("a1"))).Val(); ttl <= 0 || ttl > time.Hour {
			t.Errorf("its document stays for %v", ttl)
		}
	})
}

func TestWhoMayNotGo(t *testing.T) {
	stopped := []desk.Field{field("l", "es"), field("k", "stopped")}
	struck := []desk.Field{field("a", "k=7:stopped"), field("x", "3")} // a value that looks like another field
	for name, c := range map[string]struct {
		contact []desk.Field // nil: unknown
		change  func(c *desk.Candidate)
		gone    bool
		want    desk.Verdict
	}{
		"another version":           {contact: struck, change: func(c *desk.Candidate) { c.Write.Expect = 2 }, want: desk.VerdictConflict},
		"a version that is absent":  {contact: struck, change: func(c *desk.Candidate) { c.Write.Expect = 0 }, want: desk.VerdictConflict},
		"stopped":                   {contact: stopped, want: desk.VerdictStopped},
		"stopped, regardless":       {contact: stopped, change: func(c *desk.Candidate) { c.Regardless = true }, want: desk.VerdictGo},
		"unknown":                   {want: desk.VerdictStopped},
		"unknown, regardless":       {change: func(c *desk.Candidate) { c.Regardless = true }, want: desk.VerdictGo},
		"subscribed":                {contact: []desk.Field{field("k", "subscribed")}, want: desk.VerdictGo},
		"as many strikes":           {contact: struck, change: func(c *desk.Candidate) { c.MaxStrikes = 3 }, want: desk.VerdictUnreachable},
		"as many strikes, in spite": {contact: struck, change: func(c *desk.Candidate) { c.MaxStrikes, c.Regardless = 3, true }, want: desk.VerdictUnreachable},
		"fewer strikes":             {contact: struck, change: func(c *desk.Candidate) { c.MaxStrikes = 4 }, want: desk.VerdictGo},
		"withdrawn":                 {contact: struck, gone: true, want: desk.VerdictWithdrawn},
		"withdrawn, regardless":     {contact: stopped, gone: true, change: func(c *desk.Candidate) { c.Regardless = true }, want: desk.VerdictWithdrawn},
		"withdrawn and conflict":    {contact: struck, gone: true, change: func(c *desk.Candidate) { c.Write.Expect = 7 }, want: desk.VerdictConflict},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(w *world) {
				w.leases("worker", time.Hour)
				setup := desk.Commit{Write: []desk.Write{put(message("a1"), 0, field("m", "queued"))}}
				if c.contact != nil {
					setup.Write = append(setup.Write, put(contact, 0, c.contact...))
				}
				if c.gone {
					setup.Withdraw = []bot.MessageID{"a1", "a2"}
				}
				w.commits(setup)
				m := candidate("a1", 1)
				m.Own, m.OwnDepth = time.Minute, time.Minute
				if c.change != nil {
					c.change(&m)
				}
				before := w.everything()
				w.judges(admission(m), c.want)
				if c.want == desk.VerdictGo {
					w.has(w.reads(message("a1"))[0], 2, field("m", "sending"))
				} else {
					w.is(before)
				}
			})
		})
	}
}

func TestAContactsOwnLimit(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		w.leases("worker", time.Hour)
		own := func(id string) desk.Candidate {
			c := candidate(id, 0)
			c.Own, c.OwnDepth = time.Minute, 2*time.Minute
			return c
		}
		free := candidate("f1", 0)
		got := w.judges(admission(own("a1"), own("a2"), own("a3"), own("a4"), free),
			desk.VerdictGo, desk.VerdictGo, desk.VerdictGo, desk.VerdictWait, desk.VerdictGo)
		w.busy(got.Judged[3].Wait, time.Minute)
		w.has(w.reads(message("a4"))[0], 0)
		w.busy(w.loads(desk.Query{Sender: bot.SenderSMS, Contact: ana}).Busy, 4*time.Second/10)
		other := own("b1")
		other.Contact, other.Regardless = "b0b0", true
		w.judges(admission(other), desk.VerdictGo)
	})
}

func TestAContactsOwnLimitEnds(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		w.leases("worker", time.Hour)
		own := func(id string) *desk.Admission {
			c := candidate(id, 0)
			c.Own, c.OwnDepth = time.Second, 0
			return admission(c)
		}
		w.judges(own("a1"), desk.VerdictGo)
		wait := w.judges(own("a2"), desk.VerdictWait).Judged[0].Wait
		if wait <= 0 || wait > time.Second {
			t.Fatalf("waits %v", wait)
		}
		w.elapse(wait + time.Millisecond)
		w.judges(own("a2"), desk.VerdictGo)
	})
}

func TestNobodyIsAdmittedWithoutALease(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		w.leases("worker", 50*time.Millisecond)
		w.leases("another", time.Hour)
		w.elapse(100 * time.Millisecond)
		before := w.everything()
		got := w.admits(admission(candidate("a1", 0)))
		if !got.Expired || len(got.Judged) != 0 || got.Wait != 0 {
			t.Fatalf("got %+v", got)
		}
		w.is(before)
	})
}

func TestOneVersionIsAdmittedOnce(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		w.leases("worker", time.Hour)
		w.judges(admission(candidate("a1", 0), candidate("a1", 0)), desk.VerdictGo, desk.VerdictConflict)
		w.judges(admission(candidate("a1", 0)), desk.VerdictConflict)
		w.busy(w.loads(desk.Query{Sender: bot.SenderSMS, Contact: ana}).Busy, time.Second/10)
	})
}

func TestAMessageIsWithdrawnWhileItWaits(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		w.leases("worker", time.Hour)
		w.appends(answers, "a1")
		w.commits(desk.Commit{Withdraw: []bot.MessageID{"a1"}})
		w.commits(desk.Commit{Withdraw: []bot.MessageID{"a1"}}) // once more is no error
		if ttl := w.client.PTTL(t.Context(), w.keys.withdrawn("a1")).Val(); ttl <= 24*time.Hour {
			t.Errorf("that is remembered for %v", ttl)
		}
		w.judges(admission(candidate("a1", 0), candidate("a2", 0)), desk.VerdictWithdrawn, desk.VerdictGo)
	})
}

func TestAFullRedisRefusesAnAdmissionAsAWhole(t *testing.T) {
	w, _ := onServer(t)
	w.knowsAna()
	w.leases("worker", time.Hour)
	w.appends(answers, "a1")
	entries := w.takes(answers, 1)
	w.client.ConfigSet(t.Context(), "maxmemory", "1")
	before := w.everything()
	c := candidate("a1", 0)
	c.Own, c.OwnDepth = time.Second, time.Second
	if _, err := w.Admit(t.Context(), admission(c, candidate("a2", 0))); !errors.Is(err, bot.ErrUnavailable) {
		t.Errorf("admit: got %v", err)
	}
	if _, err := w.Hold(t.Context(), bot.SenderSMS, desk.Holding{All: time.Hour}); !errors.Is(err, bot.ErrUnavailable) {
		t.Errorf("hold: got %v", err)
	}
	w.is(before)
	w.commits(desk.Commit{Finish: entries}) // gives memory back
	w.client.ConfigSet(t.Context(), "maxmemory", "0")
	w.judges(admission(c, candidate("a2", 0)), desk.VerdictGo, desk.VerdictGo)
}

func TestTraffic(t *testing.T) {
	onBoth(t, func(w *world) {
		nothing, err := w.Traffic(t.Context())
		if err != nil || nothing.Later+nothing.Dead != 0 || len(nothing.Waiting) != 9 || len(nothing.Busy) != 3 || len(nothing.Held) != 3 {
			t.Fatalf("at first: got %+v, %v", nothing, err)
		}
		w.appends(answers, "a1", "a2", "a3")
		w.appends(bot.Queue{Lane: bot.LaneUrgent, Sender: bot.SenderPages}, "a4")
		w.commits(desk.Commit{Finish: w.takes(answers, 2)[:1]})
		w.commits(desk.Commit{
			Later: []desk.Later{{Ticket: ticket(bulk, "b1"), After: time.Hour}, {Ticket: ticket(bulk, "b2"), After: 0}},
			Dead:  []desk.DeadLetter{{Message: "c1", Why: "held"}},
			Debit: []desk.Debit{{Sender: bot.SenderSMS, Cost: time.Minute}},
		})
		if _, err := w.Hold(t.Context(), bot.SenderWhatsApp, desk.Holding{All: time.Hour}); err != nil {
			t.Fatal(err)
		}
		got, err := w.Traffic(t.Context())
		if err != nil || got.Later != 2 || got.Dead != 1 {
			t.Fatalf("got %+v, %v", got, err)
		}
		for q, n := range got.Waiting {
			want := map[bot.Queue]int64{answers: 2, {Lane: bot.LaneUrgent, Sender: bot.SenderPages}: 1}[q]
			if n != want {
				t.Errorf("in %v wait %d, want %d", q, n, want)
			}
		}
		w.busy(got.Busy[bot.SenderSMS], time.Minute)
		w.busy(got.Busy[bot.SenderWhatsApp], 0)
		w.busy(got.Held[bot.SenderWhatsApp], time.Hour)
		w.busy(got.Held[bot.SenderSMS], 0)
	})
}
