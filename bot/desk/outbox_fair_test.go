package desk_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// One message a minute finds out whether a sender that was stopped may go on, however many wait in however many lanes.
func TestASenderThatIsNotLetInTriesOneMessageAMinute(t *testing.T) {
	o := jumpOffice(t, fast)
	o.provider.will(outcome(bot.PauseSender, 20003))
	first := o.posts(bot.LaneReply, bot.PurposeNotice, "first")
	o.works()
	o.has(first, bot.MessageQueued, 1)
	for i := range 40 {
		o.posts(bot.Lanes()[i%3], bot.PurposeNotice, fmt.Sprintf("message %d", i))
	}
	for range 4 {
		o.provider.will(outcome(bot.PauseSender, 20003), outcome(bot.PauseSender, 20003), outcome(bot.PauseSender, 20003))
		before := len(o.provider.texts())
		o.waits(61 * time.Second).works()
		if n := len(o.provider.texts()) - before; n != 1 {
			t.Errorf("%d were tried", n)
		}
		o.provider.mu.Lock()
		o.provider.results = nil
		o.provider.mu.Unlock()
	}
	if o.meter.alarmed["sender"] != 1 {
		t.Errorf("%d alarms for one outage", o.meter.alarmed["sender"])
	}
	o.waits(61 * time.Second).works() // the provider lets it in again
	o.works()
	o.works()
	if now := o.traffic(); now.Later != 0 || now.Held[bot.SenderSMS] != 0 || len(o.provider.texts()) != 1+4+41 {
		t.Errorf("%d were posted, %+v", len(o.provider.texts()), now)
	}
}

// Newcomers must not be answered directly for ever while somebody who came first waits in the queue.
func TestWhoWaitsInTheQueueIsNotOvertakenForEver(t *testing.T) {
	o := jumpOffice(t, func(h *bot.Hotline) { h.Rates.SMS = 5 })
	queued := 0
	for i := range 90 { // twice as many as the sender can answer
		if len(o.hears(bot.SMS, fmt.Sprintf("+1500555%04d", i), "menu")) == 0 {
			queued++
		}
		o.waits(100 * time.Millisecond)
		if i%30 == 29 {
			o.works()
		}
	}
	sent := len(o.provider.texts())
	if queued == 0 || sent == 0 {
		t.Errorf("of %d queued answers %d went out while newcomers kept writing", queued, sent)
	}
}

func TestARepeatOfAQuestionWithButtonsIsANumberedTextWithItsMark(t *testing.T) {
	o := jumpOffice(t, withTemplates)
	o.hears(bot.WhatsApp, anna, "hola")
	o.works()
	o.provider.posted = nil
	o.provider.will(bot.Result{Outcome: bot.Unknown})
	o.hears(bot.WhatsApp, anna, "menu")
	o.works()
	o.waits(time.Minute).works()
	o.works()
	got := o.provider.posted
	if len(got) != 2 || got[0].Template != "HXmenu-es" || got[1].Template != "" || !strings.HasPrefix(got[1].Text.Reveal(), "(repetido) ") || !strings.Contains(got[1].Text.Reveal(), "\n1 ") {
		t.Errorf("posted %+v", got)
	}
	if o.provider.asked != 2 { // as its text, and as its template shows it
		t.Errorf("asked %d times", o.provider.asked)
	}
}

func TestTheAnswerToDELETEArrivesByWhatsAppToo(t *testing.T) {
	o := jumpOffice(t, nil)
	o.meets(bot.WhatsApp, anna)
	o.isBusy(bot.SenderWhatsApp, 10*time.Second)
	if direct := o.hears(bot.WhatsApp, anna, "BORRAR"); len(direct) != 0 {
		t.Fatalf("direct: %v", direct)
	}
	o.waits(20 * time.Second).works()
	if n := len(o.provider.texts()); n != 1 || o.traffic().Dead != 0 {
		t.Errorf("%d posted, %d dead", n, o.traffic().Dead)
	}
}

func TestPagesLeaveFromTheNumberThatThereIs(t *testing.T) {
	for _, own := range []string{"", "+15005550006"} {
		o := jumpOffice(t, func(h *bot.Hotline) { h.Senders = bot.Senders{SMS: "+15005550006", Pages: own} })
		id := o.queues(&bot.Message{Queue: bot.Queue{Lane: bot.LaneUrgent, Sender: bot.SenderPages}, Purpose: bot.PurposePage, Consent: bot.ConsentStopped,
			Language: "en", Content: bot.Content{Text: "RR1", To: &bot.Address{Channel: bot.SMS, Value: anna}}})
		o.works()
		if m := o.has(id, bot.MessagePosted, 1); m.Queue.Sender != bot.SenderSMS || o.provider.posted[0].From != bot.SenderSMS {
			t.Errorf("from %s", m.Queue)
		}
	}
}

// An instance that lacks a contact's key leaves the message to one that has it.
func TestAContactWhoseKeyIsMissingCostsNoTries(t *testing.T) {
	o := jumpOffice(t, nil)
	l := &lacking{Sealer: o.ports.Sealer}
	o.ports.Sealer = l
	o.Desk = desk.New(o.Brain(), o.ports)
	who := o.meets(bot.SMS, anna)
	id := o.tells(who, bot.LaneReply, bot.PurposeNotice, "hola")
	l.what.Store(string(who))
	for range 12 {
		o.works()
		o.waits(11 * time.Second)
	}
	if m, _, _ := o.Message(t.Context(), id); m.State != bot.MessageQueued || m.Failures != 0 {
		t.Errorf("%s after %d failures", m.State, m.Failures)
	}
	l.what.Store("")
	o.works()
	if n := len(o.provider.texts()); n != 1 {
		t.Errorf("%d posted", n)
	}
}

// What cannot be read in the provider's list does not keep the rest from being read once only.
func TestAListWithNonsenseInItIsReadToItsEnd(t *testing.T) {
	o := jumpOffice(t, nil)
	in := &inbox{fails: fmt.Errorf("1 listed message: %w", bot.ErrUnreadable)}
	o.ports.Inbox = in
	o.Desk = desk.New(o.Brain(), o.ports)
	for range 3 {
		if err := o.WorkReconciliation(t.Context()); err != nil {
			t.Fatal(err)
		}
		o.waits(20 * time.Minute)
	}
	if n := len(in.since); n != 3 || in.since[2].Sub(in.since[1]) < 15*time.Minute {
		t.Errorf("asked from %v", in.since)
	}
	in.fails = errors.New("no list at all")
	if o.WorkReconciliation(t.Context()) == nil {
		t.Error("a list that was not read counts as read")
	}
}

// Somebody wrote START, then STOP; the list tells of the START an hour later.
func TestAnOldSTARTUndoesNoSTOP(t *testing.T) {
	o := jumpOffice(t, nil)
	who := o.meets(bot.SMS, anna)
	before := o.now()
	o.waits(time.Minute)
	o.hears(bot.SMS, anna, "STOP")
	o.waits(time.Hour)
	late := received(900, anna, "START")
	late.At = before
	o.ports.Inbox = &inbox{list: []bot.Event{late}}
	o.Desk = desk.New(o.Brain(), o.ports)
	if err := o.WorkReconciliation(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := o.contact(who, "k"); got != "stopped" {
		t.Errorf("consent %q", got)
	}
	o.hears(bot.SMS, anna, "START")
	if got := o.contact(who, "k"); got != "" {
		t.Errorf("after a new START: consent %q", got)
	}
}

// now is the store's clock.
func (o *office) now() time.Time {
	o.t.Helper()
	now, err := o.store.Now(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return now
}
