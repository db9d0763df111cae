package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

const anna = "+15005550001"

func TestAStopToTheProviderIsAStopToUs(t *testing.T) {
	o := jumpOffice(t, nil)
	who := o.meets(bot.SMS, anna)
	o.provider.will(outcome(bot.OptedOut, 21610))
	first := o.tells(who, bot.LaneReply, bot.PurposeNotice, "one")
	o.works()
	if m := o.has(first, bot.MessageFailed, 1); m.Code != 21610 || m.Content.Text != "" || o.contact(who, "k") != "stopped" {
		t.Errorf("the record tells %+v, consent %q", m, o.contact(who, "k"))
	}
	second := o.tells(who, bot.LaneReply, bot.PurposeNotice, "two")
	o.works()
	o.has(second, bot.MessageWithdrawn, 0)
	o.isBusy(bot.SenderSMS, time.Minute)
	if direct := o.hears(bot.SMS, anna, "menu"); direct != nil {
		t.Fatalf("a busy sender answers at once: %q", direct)
	}
	o.waits(time.Minute).works()
	if got := o.provider.lastTexts(2); len(got) != 2 || got[0] != "one" || !strings.Contains(got[1], "1") {
		t.Errorf("posted %q, want the first notice and the answer", got)
	}
}

func TestABarredAddressGetsNothingUntilItWrites(t *testing.T) {
	o := jumpOffice(t, nil)
	who := o.meets(bot.SMS, anna)
	o.provider.will(outcome(bot.Permanent, 21614))
	o.tells(who, bot.LaneUrgent, bot.PurposePage, "one")
	o.works()
	if o.contact(who, "x") != "9" {
		t.Errorf("%s strikes", o.contact(who, "x"))
	}
	second := o.tells(who, bot.LaneUrgent, bot.PurposePage, "two")
	o.works()
	o.has(second, bot.MessageWithdrawn, 0)
	o.hears(bot.SMS, anna, "menu")
	third := o.tells(who, bot.LaneUrgent, bot.PurposePage, "three")
	o.works()
	o.has(third, bot.MessagePosted, 1)
	if got := o.provider.texts(); !slices.Equal(got, []string{"one", "three"}) {
		t.Errorf("posted %q", got)
	}
}

func TestAStrikeNeverLiftsABar(t *testing.T) {
	o := jumpOffice(t, nil)
	who := o.meets(bot.SMS, anna)
	first, second := o.tells(who, bot.LaneReply, bot.PurposeNotice, "one"), o.tells(who, bot.LaneReply, bot.PurposeNotice, "two")
	o.works()
	sid := o.has(first, bot.MessagePosted, 1).SID
	o.reports(bot.Receipt{Message: first, SID: sid, State: bot.MessageUndelivered, Code: 30006, Outcome: bot.Permanent})
	sid = o.has(second, bot.MessagePosted, 1).SID
	o.reports(bot.Receipt{Message: second, SID: sid, State: bot.MessageUndelivered, Code: 30003, Outcome: bot.Strike})
	if got := o.contact(who, "x"); got != "9" {
		t.Errorf("%s strikes, want it to stay barred", got)
	}
}

func TestAStrikeIsTriedOnceMoreLaterAndThreeEndBroadcasts(t *testing.T) {
	o := jumpOffice(t, nil)
	who := o.meets(bot.SMS, anna)
	o.provider.will(outcome(bot.Strike, 30003), outcome(bot.Strike, 30003))
	first := o.tells(who, bot.LaneReply, bot.PurposeNotice, "one")
	o.works()
	o.has(first, bot.MessageQueued, 1)
	o.waits(9 * time.Minute).works()
	o.has(first, bot.MessageQueued, 1)
	o.waits(12 * time.Minute).works()
	if m := o.has(first, bot.MessageFailed, 2); m.Code != 30003 || o.contact(who, "x") != "2" || o.traffic().Dead != 1 {
		t.Errorf("code %d, %s strikes, %d dead", m.Code, o.contact(who, "x"), o.traffic().Dead)
	}
	bulk := o.tells(who, bot.LaneBulk, bot.PurposeBroadcast, "clinic")
	o.works()
	o.has(bulk, bot.MessagePosted, 1)
	o.provider.will(outcome(bot.Strike, 30003))
	o.tells(who, bot.LaneReply, bot.PurposeNotice, "three")
	o.works()
	bulk = o.tells(who, bot.LaneBulk, bot.PurposeBroadcast, "clinic again")
	reply := o.tells(who, bot.LaneReply, bot.PurposeNotice, "four")
	o.works()
	o.has(bulk, bot.MessageWithdrawn, 0)
	o.has(reply, bot.MessagePosted, 1)
}

func TestWrongCredentialsStopTheSenderAndKeepEverything(t *testing.T) {
	o := jumpOffice(t, nil)
	o.provider.will(outcome(bot.PauseSender, 20003))
	first := o.posts(bot.LaneReply, bot.PurposeNotice, "one")
	o.works()
	o.has(first, bot.MessageQueued, 1)
	second := o.posts(bot.LaneUrgent, bot.PurposePage, "two")
	third := o.posts(bot.LaneBulk, bot.PurposeBroadcast, "three")
	o.waits(50 * time.Second).works()
	o.has(second, bot.MessageQueued, 0)
	if o.meter.alarmed["sender"] != 1 || o.traffic().Dead != 0 || o.traffic().Held[bot.SenderSMS] <= 0 || len(o.provider.texts()) != 1 {
		t.Errorf("alarms %v, traffic %+v, posted %q", o.meter.alarmed, o.traffic(), o.provider.texts())
	}
	o.waits(15 * time.Second).works()
	o.has(first, bot.MessagePosted, 2)
	o.has(second, bot.MessagePosted, 1)
	o.has(third, bot.MessagePosted, 1)
}

func TestARefusedBroadcastHoldsBroadcastsOnly(t *testing.T) {
	o := jumpOffice(t, nil)
	o.provider.will(outcome(bot.PauseBulk, 30007))
	first := o.posts(bot.LaneBulk, bot.PurposeBroadcast, "one")
	o.works()
	o.has(first, bot.MessageFailed, 1)
	second, third := o.posts(bot.LaneBulk, bot.PurposeBroadcast, "two"), o.posts(bot.LaneReply, bot.PurposeAnswer, "three")
	o.waits(50 * time.Minute).works()
	o.has(second, bot.MessageQueued, 0)
	o.has(third, bot.MessagePosted, 1)
	if o.meter.alarmed["bulk"] != 1 {
		t.Errorf("alarms %v", o.meter.alarmed)
	}
	o.waits(11 * time.Minute).works()
	o.has(second, bot.MessagePosted, 1)
}

func TestASenderThatIsTooFastSlowsDown(t *testing.T) {
	o := jumpOffice(t, func(h *bot.Hotline) { h.Rates.SMS = 1 })
	o.provider.will(bot.Result{Outcome: bot.BackOff, Code: 20429, RetryAfter: 7 * time.Second})
	first := o.posts(bot.LaneReply, bot.PurposeNotice, "one")
	o.works()
	if m := o.has(first, bot.MessageQueued, 1); m.Failures != 1 || o.traffic().Held[bot.SenderSMS] != 7*time.Second {
		t.Errorf("%d failures, held %v", m.Failures, o.traffic().Held)
	}
	o.waits(5 * time.Second).works()
	o.has(first, bot.MessageQueued, 1)
	o.waits(3 * time.Second).works()
	o.has(first, bot.MessagePosted, 2)
	if busy := o.traffic().Busy[bot.SenderSMS]; busy < 1500*time.Millisecond || busy > 2*time.Second {
		t.Errorf("a segment takes %v, want nearly twice as long as before", busy)
	}
}

func TestEightFailuresEndANoticeAndNeverAPage(t *testing.T) {
	o := jumpOffice(t, nil)
	var failures []bot.Result
	for range 24 {
		failures = append(failures, outcome(bot.Unreached, 0))
	}
	o.provider.will(failures...)
	notice, page := o.posts(bot.LaneReply, bot.PurposeNotice, "one"), o.posts(bot.LaneUrgent, bot.PurposePage, "two")
	for i := 1; i <= 12; i++ {
		o.works()
		if got := o.meter.alarmed["urgent"]; got != map[bool]int{i >= 2: 1}[true]+map[bool]int{i >= 12: 1}[true] {
			t.Errorf("%d alarms after %d tries", got, i)
		}
		o.has(page, bot.MessageQueued, i)
		o.waits(16 * time.Minute)
	}
	o.has(notice, bot.MessageFailed, 8)
	if now := o.traffic(); now.Dead != 1 || now.Later != 1 {
		t.Errorf("%d dead, %d for later", now.Dead, now.Later)
	}
	o.provider.will()
	o.works()
	o.has(page, bot.MessagePosted, 13)
}

func TestARecipientThatIsNoNumberIsTriedOnce(t *testing.T) {
	o := jumpOffice(t, nil)
	o.provider.will(outcome(bot.Permanent, 21211))
	id := o.queues(&bot.Message{Queue: bot.Queue{Lane: bot.LaneUrgent, Sender: bot.SenderPages}, Purpose: bot.PurposePage, Language: "en",
		Consent: bot.ConsentStopped, Content: bot.Content{Text: "wake up", To: &bot.Address{Channel: bot.SMS, Value: "next door"}}})
	o.works()
	o.waits(time.Hour).works()
	if m := o.has(id, bot.MessageFailed, 1); m.Code != 21211 || o.traffic().Dead != 1 || o.traffic().Later != 0 {
		t.Errorf("code %d, traffic %+v", m.Code, o.traffic())
	}
}

func TestWhoSaysStopOrDeleteGetsNothingThatWasQueuedBefore(t *testing.T) {
	for i, words := range []string{"STOP", "DELETE"} {
		o := jumpOffice(t, nil)
		number := fmt.Sprintf("+1500555%04d", i)
		who := o.meets(bot.SMS, number)
		notice := o.tells(who, bot.LaneReply, bot.PurposeNotice, "one")
		o.isBusy(bot.SenderSMS, time.Minute)
		if direct := o.hears(bot.SMS, number, words); direct != nil {
			t.Fatalf("%s: a busy sender answers at once: %q", words, direct)
		}
		o.waits(time.Minute).works()
		o.has(notice, bot.MessageWithdrawn, 0)
		if got := o.provider.posted; len(got) != 1 || got[0].To.Value.Reveal() != number || got[0].Text == "one" {
			t.Errorf("%s: posted %q, want its answer", words, o.provider.texts())
		}
	}
}

// TestAnAnswerToSomebodyWhoIsForgottenMeanwhileIsWithdrawn is about one who had said STOP: their answers go in spite of it.
func TestAnAnswerToSomebodyWhoIsForgottenMeanwhileIsWithdrawn(t *testing.T) {
	o := jumpOffice(t, nil)
	o.meets(bot.SMS, anna)
	o.hears(bot.SMS, anna, "STOP")
	o.isBusy(bot.SenderSMS, time.Minute)
	o.hears(bot.SMS, anna, "menu")
	o.hears(bot.SMS, anna, "DELETE")
	o.waits(time.Minute).works()
	if got := o.provider.texts(); len(got) != 1 || o.traffic().Later != 0 || o.traffic().Dead != 0 {
		t.Errorf("posted %q, traffic %+v", got, o.traffic())
	}
}

func TestAPageThatMustWaitForHoursIsToldToWhoeverSentIt(t *testing.T) {
	o := jumpOffice(t, nil)
	o.hears(bot.SMS, anna, "ICE is at my door")
	o.provider.will(outcome(bot.Defer, 30001))
	id := o.queues(&bot.Message{Queue: bot.Queue{Lane: bot.LaneUrgent, Sender: bot.SenderSMS}, Purpose: bot.PurposePage, Contact: "0123",
		Incident: o.last.Incident().ID, Consent: bot.ConsentStopped, Content: bot.Content{Text: "wake up", To: &bot.Address{Channel: bot.SMS, Value: "+15005550009"}}})
	o.works()
	o.has(id, bot.MessageQueued, 1)
	o.hears(bot.SMS, anna, "UPDATE")
	log := o.last.Incident().Log
	if n := len(log); log[n-1].By != "outbox" || !strings.Contains(log[n-1].Why, "responder") || !strings.Contains(log[n-1].Why, "30001") {
		t.Errorf("the report's log: %+v", log)
	}
}
