package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// listed is a contact's document that puts its id on the list of subscribers, or takes it off.
func listed(id string, version int64, on bool) desk.Write {
	w := put(desk.Ref{Kind: desk.KindContact, ID: id}, version, field("al", "on"))
	w.Listing = desk.Listing{List: desk.ListSubscribers, On: on}
	return w
}

func (w *world) walks(after string, limit int) []string {
	w.t.Helper()
	ids, err := w.Walk(w.t.Context(), desk.ListSubscribers, after, limit)
	if err != nil {
		w.t.Fatal(err)
	}
	return ids
}

func TestAListChangesWithItsDocumentsAndIsWalkedInOrder(t *testing.T) {
	onBoth(t, func(w *world) {
		var want []string
		for i := range 25 {
			id := fmt.Sprintf("%032x", i*7919%25)
			w.commits(desk.Commit{Write: []desk.Write{listed(id, 0, true)}})
			want = append(want, id)
		}
		slices.Sort(want)
		if got := append(w.walks("", 10), w.walks(want[9], 100)...); !slices.Equal(got, want) {
			t.Errorf("walked %v", got)
		}
		gone := listed(want[3], 1, true)
		gone.Delete = true
		left := listed(want[4], 1, false)
		w.commits(desk.Commit{Write: []desk.Write{gone, left}})
		if got := w.walks("", 100); len(got) != 23 || slices.Contains(got, want[3]) || slices.Contains(got, want[4]) {
			t.Errorf("walked %v", got)
		}
		w.refuses(desk.Commit{Write: []desk.Write{listed(want[5], 0, false)}}, bot.ErrConflict)
		if len(w.walks("", 100)) != 23 {
			t.Error("a commit that failed changed the list")
		}
	})
}

func TestWhatItsAgeTookIsTakenOffTheList(t *testing.T) {
	onBoth(t, func(w *world) {
		short := listed(string(ana), 0, true)
		short.TTL = 50 * time.Millisecond
		stays := listed("b0", 0, true)
		w.commits(desk.Commit{Write: []desk.Write{short, stays}})
		w.elapse(100 * time.Millisecond)
		if err := w.Tidy(t.Context(), w.walks("", 10)); err != nil {
			t.Fatal(err)
		}
		if got := w.walks("", 10); !slices.Equal(got, []string{"b0"}) {
			t.Errorf("left: %v", got)
		}
		if err := w.Tidy(t.Context(), nil); err != nil {
			t.Error(err)
		}
	})
}

func TestATallyAddsUpWithWhatIsCommitted(t *testing.T) {
	onBoth(t, func(w *world) {
		tally := func(of bot.BroadcastID, name string, n int64) *desk.Tally {
			return &desk.Tally{Of: of, Add: []desk.Count{{Name: name, Add: n}}, Keep: time.Hour}
		}
		w.commits(desk.Commit{Tally: tally("7", "en.sms.queued.", 5), Write: []desk.Write{put(contact, 0)}})
		w.commits(desk.Commit{Tally: tally("7", "en.sms.queued.", -2), Count: []desk.Count{{Name: "others", Add: 1}}})
		w.commits(desk.Commit{Tally: tally("8", "en.sms.queued.", 1)})
		w.refuses(desk.Commit{Tally: tally("7", "en.sms.queued.", 100), Write: []desk.Write{put(contact, 0)}}, bot.ErrConflict)
		got, err := w.Tallied(t.Context(), "7")
		if err != nil || len(got) != 1 || got["en.sms.queued."] != 3 {
			t.Errorf("%v, %v", got, err)
		}
		if got, err := w.Tallied(t.Context(), "9"); err != nil || len(got) != 0 {
			t.Errorf("of nothing: %v, %v", got, err)
		}
		if err := w.Commit(t.Context(), &desk.Commit{Tally: &desk.Tally{Of: "7", Keep: time.Hour}}); err == nil {
			t.Error("a tally of nothing was committed")
		}
		w.elapse(0)
	})
}

// A text of a broadcast goes only while that is being sent, and only to those who want it.
func TestATextOfABroadcastIsAdmittedOnlyWhileItIsSent(t *testing.T) {
	onBoth(t, func(w *world) {
		if _, err := w.Renew(t.Context(), "worker", time.Minute, true); err != nil {
			t.Fatal(err)
		}
		who := func(id string, fields ...desk.Field) bot.ContactID {
			w.commits(desk.Commit{Write: []desk.Write{put(desk.Ref{Kind: desk.KindContact, ID: id}, 0, fields...)}})
			return bot.ContactID(id)
		}
		joined, left := who("c1", field("al", "on")), who("c2", field("al", "left"))
		stopped := who("c3", field("al", "on"), field("k", "stopped"))
		standing, version := desk.Ref{Kind: desk.KindBroadcast, ID: "7"}, int64(0)
		n := 0
		asks := func(id bot.ContactID, subscribed bool) desk.Verdict {
			n++
			m := put(message(fmt.Sprintf("%032x", n)), 0, field("m", "{}"))
			w.commits(desk.Commit{Write: []desk.Write{m}})
			m.Expect, m.Next = 1, 2
			got, err := w.Admit(t.Context(), &desk.Admission{Sender: bot.SenderSMS, Worker: "worker", Depth: time.Hour, Bulk: true, Messages: []desk.Candidate{
				{Write: m, Contact: id, MaxStrikes: 9, Subscribed: subscribed, Broadcast: "7"}}})
			if err != nil || len(got.Judged) != 1 {
				t.Fatalf("%+v, %v", got, err)
			}
			return got.Judged[0].Verdict
		}
		if v := asks(joined, true); v != desk.VerdictKilled {
			t.Errorf("of no broadcast: %d", v)
		}
		for _, x := range []struct {
			state string
			want  desk.Verdict
		}{{"draft", desk.VerdictPaused}, {"holding", desk.VerdictPaused}, {"sending", desk.VerdictGo}, {"paused", desk.VerdictPaused}, {"done", desk.VerdictGo}, {"killed", desk.VerdictKilled}} {
			w.commits(desk.Commit{Write: []desk.Write{put(standing, version, field("st", x.state))}})
			version++
			if v := asks(joined, true); v != x.want {
				t.Errorf("while it is %s: %d, want %d", x.state, v, x.want)
			}
		}
		w.commits(desk.Commit{Write: []desk.Write{put(standing, version, field("st", "sending"))}})
		for id, want := range map[bot.ContactID]desk.Verdict{left: desk.VerdictStopped, stopped: desk.VerdictStopped, "nobody": desk.VerdictStopped} {
			if v := asks(id, true); v != want {
				t.Errorf("to %s: %d, want %d", id, v, want)
			}
		}
		if v := asks(left, false); v != desk.VerdictGo {
			t.Errorf("to a responder who left: %d", v)
		}
	})
}
