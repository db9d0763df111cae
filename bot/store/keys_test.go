package store

import (
	"strings"
	"testing"

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
		"urgent":    k.lane(bot.LaneUrgent),
		"reply":     k.lane(bot.LaneReply),
		"bulk":      k.lane(bot.LaneBulk),
		"counts":    k.counts(),
		"probe":     k.probe(),
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
			Append: []desk.Append{{Lane: bot.LaneBulk, Fields: []desk.Field{field("a", "b")}}},
			Set:    []desk.SetTimer{{Timer: wait(1)}},
			Count:  []desk.Count{{Name: "messages", Add: 1}},
		})
		if err := w.Probe(t.Context()); err != nil {
			t.Fatal(err)
		}
		all := w.client.Keys(t.Context(), "*").Val()
		for _, name := range all {
			if !strings.HasPrefix(name, "{test}:") {
				t.Errorf("key %q lacks the tag", name)
			}
		}
		if len(all) != 10 {
			t.Errorf("want one key of each of 10 sorts, got %q", all)
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
