package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// dead checks the dead letters, newest first, and returns them.
func (o *office) dead(want ...bot.MessageID) []desk.DeadMessage {
	o.t.Helper()
	all, err := o.DeadLetters(context.Background(), 10)
	if err != nil {
		o.t.Fatal(err)
	}
	var got []bot.MessageID
	for _, m := range all {
		got = append(got, m.Message.ID)
	}
	if !slices.Equal(got, want) {
		o.t.Fatalf("dead letters of %q, want %q", got, want)
	}
	return all
}

// holds makes a broadcast that is held.
func (o *office) holds(words string) bot.MessageID {
	o.t.Helper()
	o.provider.ends(bot.Result{Outcome: bot.Unknown})
	id := o.posts(bot.LaneBulk, bot.PurposeBroadcast, words)
	o.becomes(id, bot.MessageHeld)
	return id
}

// ends says how the next tries end.
func (p *provider) ends(results ...bot.Result) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.results = append(p.results, results...)
}

// refused checks that an operator is told why and what else to do.
func refused(t *testing.T, err error, why string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), why) || !strings.Contains(err.Error(), ";") {
		t.Errorf("got %v, want %q and a remedy", err, why)
	}
}

func TestAHeldBroadcastIsReleasedOnceAndMarked(t *testing.T) {
	o := openOffice(t, nil).opens()
	id := o.holds("clinic")
	letter := o.dead(id)[0]
	if letter.Message.Content.Text != "" || letter.Message.Content.To != nil || !letter.Known || letter.Message.State != bot.MessageHeld || letter.Why != "held 0" {
		t.Errorf("the dead letter is %+v", letter)
	}
	if time.Since(letter.At).Abs() > time.Minute {
		t.Errorf("it is of %v", letter.At)
	}
	if err := o.Release(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	o.dead()
	m := o.becomes(id, bot.MessagePosted)
	if got := o.provider.texts(); !slices.Equal(got, []string{"clinic", "(repetido) clinic"}) || len(m.Tries) != 2 || !m.Repeat {
		t.Errorf("posted %q, the record tells %+v", got, m)
	}
	refused(t, o.Release(t.Context(), id), "is posted: the provider has it")
	refused(t, o.Drop(t.Context(), id), "is posted: the provider has it")
}

func TestAMessageIsHeldAndReleasedAgain(t *testing.T) {
	o := openOffice(t, nil).opens()
	id, other := o.holds("clinic"), o.holds("other")
	o.provider.ends(bot.Result{Outcome: bot.Unknown})
	if err := o.Release(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	o.becomes(id, bot.MessageHeld)
	o.dead(id, other)
	if err := o.Release(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	o.becomes(id, bot.MessagePosted)
	o.dead(other)
}

func TestADroppedMessageNeverGoesOut(t *testing.T) {
	o := openOffice(t, nil)
	queued := o.posts(bot.LaneReply, bot.PurposeNotice, "queued")
	if err := o.Drop(t.Context(), queued); err != nil {
		t.Fatal(err)
	}
	o.opens()
	held := o.holds("held")
	o.provider.ends(bot.Result{Outcome: bot.Permanent, Code: 21211})
	failed := o.posts(bot.LaneReply, bot.PurposeNotice, "failed")
	o.becomes(failed, bot.MessageFailed)
	o.dead(failed, held)
	refused(t, o.Release(t.Context(), failed), "is failed: its text is not kept")
	for _, id := range []bot.MessageID{held, failed} {
		if err := o.Drop(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	o.dead()
	o.empties()
	for _, id := range []bot.MessageID{queued, held, failed} {
		if m := o.becomes(id, bot.MessageWithdrawn); m.Content.Text != "" {
			t.Error("the text of a dropped message is kept")
		}
		refused(t, o.Release(t.Context(), id), "is withdrawn: nobody wants it")
		refused(t, o.Drop(t.Context(), id), "is withdrawn: nobody wants it")
	}
	if got := o.provider.texts(); !slices.Equal(got, []string{"held", "failed"}) {
		t.Errorf("posted %q", got)
	}
}

func TestWhatNeedsNobodyAnyMoreLeavesTheDeadLetters(t *testing.T) {
	o := openOffice(t, nil).opens()
	arrived := o.holds("clinic")
	if err := o.Report(t.Context(), bot.Receipt{Message: arrived, SID: "SM1", State: bot.MessageDelivered}); err != nil {
		t.Fatal(err)
	}
	const gone = bot.MessageID("ab")
	if err := o.store.Commit(t.Context(), &desk.Commit{Dead: []desk.DeadLetter{{Message: gone, Why: "unreadable"}}}); err != nil {
		t.Fatal(err)
	}
	if letter := o.dead(gone, arrived)[0]; letter.Known {
		t.Errorf("the record of nobody is %+v", letter)
	}
	refused(t, o.Release(t.Context(), arrived), "is delivered: the provider has it")
	refused(t, o.Release(t.Context(), gone), "retention.receipts")
	for _, id := range []bot.MessageID{arrived, gone} {
		if err := o.Drop(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	o.dead()
	o.becomes(arrived, bot.MessageDelivered)
}

func TestWhatIsUnderWayIsLeftAlone(t *testing.T) {
	o := openOffice(t, func(h *bot.Hotline) { h.Outbox.Settle = time.Hour }).opens()
	o.provider.ends(bot.Result{Outcome: bot.Unknown})
	id := o.posts(bot.LaneBulk, bot.PurposeBroadcast, "clinic")
	o.becomes(id, bot.MessageUnknown)
	refused(t, o.Release(t.Context(), id), "is unknown: nobody knows yet")
	refused(t, o.Drop(t.Context(), id), "is unknown: nobody knows yet")
}

func TestAQueuedMessageIsNotReleased(t *testing.T) {
	o := openOffice(t, nil)
	refused(t, o.Release(t.Context(), o.posts(bot.LaneBulk, bot.PurposeBroadcast, "clinic")), "is queued: it goes out by itself")
}

func TestARecordTellsEverythingButTheText(t *testing.T) {
	o := openOffice(t, nil).opens()
	id := o.holds("clinic")
	m, err := o.Record(t.Context(), id)
	if err != nil || m.ID != id || m.State != bot.MessageHeld || len(m.Tries) != 1 || m.Content.Text != "" || m.Content.To != nil {
		t.Errorf("the record is %+v, %v", m, err)
	}
	_, err = o.Record(t.Context(), "abcd")
	refused(t, err, "records are kept for ")
	for _, decide := range []func(context.Context, bot.MessageID) error{o.Release, o.Drop} {
		refused(t, decide(t.Context(), "abcd"), "records are kept for ")
	}
}

func TestNobodyDecidesWithAnotherKeyset(t *testing.T) {
	o := openOffice(t, nil).opens()
	id := o.holds("clinic")
	other := desk.New(o.Brain(), ports(t, o.store))
	_, errList := other.DeadLetters(t.Context(), 1)
	_, errRecord := other.Record(t.Context(), id)
	for _, err := range []error{errList, errRecord, other.Release(t.Context(), id), other.Drop(t.Context(), id)} {
		if !errors.Is(err, bot.ErrUnavailable) {
			t.Errorf("got %v", err)
		}
	}
	o.dead(id)
	o.becomes(id, bot.MessageHeld)
}
