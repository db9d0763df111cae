package broadcast_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

// Every state allows what is listed, and nothing else.
func TestWhatMayBeDoneInEachState(t *testing.T) {
	s := script(nil)
	hash := broadcast.Hash(s)
	acts := map[string]func(bot.Broadcast) (bot.Broadcast, error){
		"approve": func(b bot.Broadcast) (bot.Broadcast, error) {
			return broadcast.Approve(b, s, hash, "berta", time.Minute, noon)
		},
		"pause":  func(b bot.Broadcast) (bot.Broadcast, error) { return broadcast.Pause(b, "berta", noon) },
		"resume": func(b bot.Broadcast) (bot.Broadcast, error) { return broadcast.Resume(b, "berta", noon) },
		"kill":   func(b bot.Broadcast) (bot.Broadcast, error) { return broadcast.Kill(b, "berta", noon) },
		"revise": func(b bot.Broadcast) (bot.Broadcast, error) { return broadcast.Revise(b, s, "berta", noon) },
		"retry":  func(b bot.Broadcast) (bot.Broadcast, error) { return broadcast.Retry(b, s.Spec, "berta", noon) },
	}
	allowed := map[bot.BroadcastState]map[string]bot.BroadcastState{
		bot.BroadcastDraft:   {"approve": bot.BroadcastHolding, "kill": bot.BroadcastKilled, "revise": bot.BroadcastDraft},
		bot.BroadcastHolding: {"pause": bot.BroadcastPaused, "kill": bot.BroadcastKilled, "revise": bot.BroadcastDraft},
		bot.BroadcastSending: {"pause": bot.BroadcastPaused, "kill": bot.BroadcastKilled, "retry": bot.BroadcastSending},
		bot.BroadcastPaused:  {"resume": bot.BroadcastSending, "kill": bot.BroadcastKilled, "revise": bot.BroadcastDraft},
		bot.BroadcastDone:    {"retry": bot.BroadcastSending},
		bot.BroadcastKilled:  {},
	}
	for state, may := range allowed {
		for name, act := range acts {
			before := broadcast.Draft("7", s, "ana", "salt", noon)
			before.State, before.Starts = state, noon.Add(-time.Hour).UnixMilli()
			after, err := act(before)
			want, ok := may[name]
			if ok != (err == nil) || ok && after.State != want || !ok && (!errors.Is(err, bot.ErrRefused) || after.State != state) {
				t.Errorf("%s in %s: %s, %v", name, state, after.State, err)
			}
			if ok && (len(after.Events) != 2 || len(before.Events) != 1) {
				t.Errorf("%s in %s: %+v", name, state, after.Events)
			}
		}
	}
}

func TestWhatIsStaleIsNotTriedAgain(t *testing.T) {
	b := bot.Broadcast{ID: "7", State: bot.BroadcastDone, Stale: noon.UnixMilli()}
	if _, err := broadcast.Retry(b, bot.BroadcastSpec{}, "ana", noon); !errors.Is(err, bot.ErrRefused) || !strings.Contains(err.Error(), "since 2026-11-20T20:00:00Z") {
		t.Error(err)
	}
	if _, err := broadcast.Retry(b, bot.BroadcastSpec{}, "ana", noon.Add(-time.Second)); err != nil {
		t.Error(err)
	}
}

func TestAnApprovalIsForWhatWasSeenAndNotByItsAuthor(t *testing.T) {
	s := script(func(s *bot.BroadcastSpec) { s.Start = "2026-11-20T21:00:00Z" })
	b := broadcast.Draft("7", s, "ana", "salt", noon)
	for by, hash := range map[string]string{"ana": b.Hash, "berta": "other"} {
		if _, err := broadcast.Approve(b, s, hash, by, 0, noon); !errors.Is(err, bot.ErrRefused) {
			t.Errorf("%s: %v", by, err)
		}
	}
	got, err := broadcast.Approve(b, s, b.Hash, "berta", time.Minute, noon)
	if err != nil || got.Approver != "berta" || got.Starts != noon.Add(time.Hour).UnixMilli() {
		t.Errorf("%+v, %v", got, err)
	}
	if got, _ = broadcast.Approve(b, script(nil), b.Hash, "berta", 0, noon); got.Starts != noon.Add(2*time.Second).UnixMilli() {
		t.Errorf("without a hold it starts at %v", time.UnixMilli(got.Starts))
	}
	b.Began = noon.Add(-9*24*time.Hour - time.Hour).UnixMilli()
	if _, err := broadcast.Approve(b, s, b.Hash, "berta", 0, noon); !errors.Is(err, bot.ErrRefused) {
		t.Errorf("what began nine days ago is approved: %v", err)
	}
}

func TestARoundBeginsAgainForThoseWhoWereLeft(t *testing.T) {
	b := bot.Broadcast{State: bot.BroadcastSending, Left: 3, Next: noon.UnixMilli(), Walked: map[bot.SenderName]string{"sms": "ff"}}
	b = broadcast.Through(broadcast.Through(b, bot.SenderSMS), bot.SenderWhatsApp)
	if _, ok := broadcast.NextRound(b, noon.Add(-time.Second)); ok || !b.Through["sms"] || !b.Through["whatsapp"] {
		t.Errorf("%+v", b)
	}
	again, ok := broadcast.NextRound(b, noon)
	if !ok || again.Left != 0 || again.Walked != nil || again.Through != nil {
		t.Errorf("%+v", again)
	}
	if _, ok := broadcast.NextRound(again, noon.Add(time.Hour)); ok {
		t.Error("a round begins for nobody")
	}
}

func TestOfManyEventsTheFirstAndTheLastAreKept(t *testing.T) {
	b := broadcast.Draft("7", script(nil), "ana", "salt", noon)
	for range 100 {
		b, _ = broadcast.Revise(b, script(nil), "berta", noon)
	}
	if len(b.Events) != 64 || b.Events[0].What != broadcast.Drafted || b.Events[63].What != broadcast.Revised {
		t.Errorf("%d events", len(b.Events))
	}
}
