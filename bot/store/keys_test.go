package store

import (
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

func TestEveryKeyCarriesTheHashTag(t *testing.T) {
	k := newKeys("rightsline")
	names := map[string]string{
		"index":     k.index("1"),
		"contact":   k.contact("1"),
		"mark":      k.mark("1"),
		"answer":    k.answer("1"),
		"timers":    k.timers(),
		"urgent":    k.queue(urgent),
		"reply":     k.queue(answers),
		"bulk":      k.queue(bulk),
		"pages":     k.queue(bot.Queue{Lane: bot.LaneUrgent, Sender: bot.SenderPages}),
		"message":   k.document(desk.Ref{Kind: desk.KindMessage, ID: "1"}),
		"miss":      k.document(desk.Ref{Kind: desk.KindMiss, ID: "1"}),
		"work":      k.document(desk.Ref{Kind: desk.KindWork, ID: "1"}),
		"later":     k.later(),
		"dead":      k.dead(),
		"bucket":    k.bucket("1"),
		"lease":     k.lease("1"),
		"withdrawn": k.withdrawn("1"),
		"own":       k.own("1"),
		"counts":    k.counts(),
		"probe":     k.probe(),
		"broadcast": k.broadcast("1"),
		"notice":    k.document(desk.Ref{Kind: desk.KindNotice, ID: "1"}),
		"script":    k.document(desk.Ref{Kind: desk.KindScript, ID: "1"}),
		"tally":     k.tally("1"),
		"list":      k.list(desk.ListSubscribers),
		"sessions":  k.sessions,
		"incidents": k.incidents,
	}
	seen := make(map[string]string)
	for what, name := range names {
		if !strings.HasPrefix(name, "{rightsline}:") {
			t.Errorf("%s: key %q lacks the tag", what, name)
		}
		if other, ok := seen[name]; ok {
			t.Errorf("%s and %s share the key %q", what, other, name)
		}
		seen[name] = what
	}
}

func TestEveryKeyInUseCarriesTheHashTag(t *testing.T) {
	onBoth(t, func(w *world) {
		w.knowsAna()
		w.commits(desk.Commit{
			Claim:  &desk.Claim{Marks: []string{"e1"}, Keep: 1e9, Answer: "sealed", KeepAnswer: 1e9},
			Append: []desk.Ticket{ticket(bulk, "a1")},
			Set:    []desk.SetTimer{{Timer: wait(1)}},
			Count:  []desk.Count{{Name: "messages", Add: 1}},

			Later:    []desk.Later{{Ticket: ticket(answers, "a2")}},
			Debit:    []desk.Debit{{Sender: bot.SenderSMS, Cost: time.Second}},
			Withdraw: []bot.MessageID{"a3"},
			Tally:    &desk.Tally{Of: "7", Add: []desk.Count{{Name: "en.sms.queued.", Add: 1}}, Keep: time.Hour},
			Write:    []desk.Write{listed("c1", 0, true)},
			Dead:     []desk.DeadLetter{{Message: "a4", Why: "held"}},
		})
		w.elapse(2 * time.Millisecond)
		w.moves(1)
		w.leases("worker", time.Hour)
		c := candidate("a5", 0)
		c.Own, c.OwnDepth, c.Regardless = time.Second, time.Second, true
		w.judges(admission(c), desk.VerdictGo)
		if err := w.Probe(t.Context()); err != nil {
			t.Fatal(err)
		}
		all := w.client.Keys(t.Context(), "*").Val()
		for _, name := range all {
			if !strings.HasPrefix(name, "{test}:") {
				t.Errorf("key %q lacks the tag", name)
			}
		}
		if len(all) != 20 { // two queues, and nothing is left for later
			t.Errorf("want 20 keys, got %q", all)
		}
	})
}

func TestADocumentHasOneKey(t *testing.T) {
	k := newKeys("rightsline")
	if k.contact(ana) != k.document(contact) || k.index(anaIndex) != k.document(index) ||
		k.sessions+session.ID != k.document(session) || k.incidents+raid != k.document(incident) {
		t.Error("a document is read under one key and written under another")
	}
}

func TestTimerMembersReadBack(t *testing.T) {
	for _, want := range []desk.Timer{{Contact: ana, Wait: 1}, {Contact: ana, Wait: 1 << 62}, {Contact: "0", Wait: -1}} {
		if got, ok := parseTimer(timerMember(want)); !ok || got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}
	for _, bad := range []string{"", "a0a0", "a0a0:", "a0a0:x"} {
		if got, ok := parseTimer(bad); ok {
			t.Errorf("%q is read as %v", bad, got)
		}
	}
	if got, _ := parseTimer("a0a0:7"); got.Contact != bot.ContactID("a0a0") || got.Wait != 7 {
		t.Errorf("got %v", got)
	}
}
