package store

import (
	"slices"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// buries commits a dead letter for each message.
func (w *world) buries(ids ...bot.MessageID) {
	w.t.Helper()
	for _, id := range ids {
		w.commits(desk.Commit{Dead: []desk.DeadLetter{{Message: id, Why: "why " + string(id)}}})
	}
}

// dead checks the newest dead letters and returns them.
func (w *world) dead(limit int, want ...bot.MessageID) []desk.DeadEntry {
	w.t.Helper()
	letters, err := w.DeadLetters(w.t.Context(), limit)
	if err != nil {
		w.t.Fatal(err)
	}
	var got []bot.MessageID
	for _, l := range letters {
		got = append(got, l.Message)
		if l.Why != "why "+string(l.Message) || time.Since(l.At).Abs() > time.Minute {
			w.t.Errorf("a dead letter reads %+v", l)
		}
	}
	if !slices.Equal(got, want) {
		w.t.Fatalf("dead letters of %q, want %q", got, want)
	}
	return letters
}

func TestDeadLettersAreReadNewestFirst(t *testing.T) {
	onBoth(t, func(w *world) {
		w.dead(9)
		w.buries("a1", "a2", "a3")
		w.dead(9, "a3", "a2", "a1")
		w.dead(2, "a3", "a2")
		w.dead(0)
		w.dead(-1)
	})
}

func TestADeadLetterIsRemovedWithItsDocumentOrNotAtAll(t *testing.T) {
	onBoth(t, func(w *world) {
		w.buries("a1", "a2", "a3")
		letters := w.dead(9, "a3", "a2", "a1")
		c := desk.Commit{
			Write: []desk.Write{put(message("a2"), 1, field("m", "new"))}, Append: []desk.Ticket{ticket(bulk, "a2")},
			Undead: []string{letters[1].ID},
		}
		before := w.everything()
		w.refuses(c, bot.ErrConflict)
		w.is(before)
		c.Write[0].Expect, c.Write[0].Next = 0, 1
		w.commits(c)
		w.dead(9, "a3", "a1")
		w.waits(bulk, 1, 0)
		w.has(w.reads(message("a2"))[0], 1, field("m", "new"))

		w.appends(answers, "b1") // everything that comes before and after it among the keys and arguments
		w.commits(desk.Commit{
			Finish: w.takes(answers, 1), Dead: []desk.DeadLetter{{Message: "a4", Why: "why a4"}}, Undead: []string{letters[0].ID, letters[1].ID},
			Count: []desk.Count{{Name: "messages", Add: 1}}, Touch: []desk.Touch{{Ref: message("a2"), TTL: time.Hour}},
		})
		w.dead(9, "a4", "a1")
		w.waits(answers, 0, 0)
	})
}

func TestWhatIsNoDeadLetterIsNotRemoved(t *testing.T) {
	onBoth(t, func(w *world) {
		w.commits(desk.Commit{Undead: []string{"1-1"}}) // there are none at all
		w.buries("a1")
		for _, id := range []string{"", "-", "a1", "1", "*", "1-x"} {
			if err := w.Commit(t.Context(), &desk.Commit{Undead: []string{id}}); err == nil {
				t.Errorf("entry %q was taken for one", id)
			}
		}
		w.dead(9, "a1")
	})
}
