package desk_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// calls queues a phone call to a contact.
func (o *office) calls(who bot.ContactID, words string) bot.MessageID {
	o.t.Helper()
	return o.queues(&bot.Message{Queue: bot.Queue{Lane: bot.LaneUrgent, Sender: bot.SenderPages}, Purpose: bot.PurposePage, Contact: who, Language: "es",
		Content: bot.Content{Text: bot.Private(words), Call: true}})
}

func (o *office) answers(id bot.MessageID, digits string) bot.Speech {
	o.t.Helper()
	s, err := o.Answer(context.Background(), id, digits)
	if err != nil {
		o.t.Fatal(err)
	}
	return s
}

// A volunteer who has WhatsApp only, and no window open, is called at the same number.
func TestACallRingsWhereTheyCanBeReached(t *testing.T) {
	o := jumpOffice(t, nil)
	who := o.meets(bot.WhatsApp, anna)
	o.waits(48 * time.Hour)
	id := o.calls(who, "Reporte cuatro uno siete")
	o.works()
	o.has(id, bot.MessagePosted, 1)
	posted := o.provider.posted[len(o.provider.posted)-1]
	if !posted.Call || posted.To.Value != anna || posted.ID != id || posted.Template != "" {
		t.Errorf("handed over %+v", posted)
	}
	want := bot.Speech{Language: "es", Say: []string{"Reporte cuatro uno siete"}, Gather: true}
	if got := o.answers(id, ""); !reflect.DeepEqual(got, want) {
		t.Errorf("said %+v, want %+v", got, want)
	}
	if got := o.answers(id, "3"); !reflect.DeepEqual(got, want) {
		t.Errorf("after 3: %+v, want %+v", got, want)
	}
	o.reports(bot.Receipt{Message: id, SID: "CA1", State: bot.MessageDelivered})
	if m := o.has(id, bot.MessageDelivered, 1); m.Content.Text != "" {
		t.Errorf("kept %+v", m)
	}
	if got := o.answers(id, ""); !reflect.DeepEqual(got, bot.Speech{}) {
		t.Errorf("a call that is over says %+v", got)
	}
}

// Whoever did not pick up can still be texted, and whom no text reaches can be called.
func TestACallSaysNothingAboutTexts(t *testing.T) {
	o := jumpOffice(t, nil)
	who := o.meets(bot.SMS, anna)
	for _, state := range []bot.MessageState{bot.MessageUndelivered, bot.MessageFailed} {
		id := o.calls(who, "uno")
		o.works()
		o.reports(bot.Receipt{Message: id, SID: o.has(id, bot.MessagePosted, 1).SID, State: state, Code: 21211, Outcome: bot.Permanent})
		o.has(id, state, 1)
		o.reports(bot.Receipt{Message: id, SID: "CA2", State: bot.MessageUndelivered, Outcome: bot.Strike})
		o.waits(time.Hour).works()
		o.has(id, state, 1)
	}
	o.provider.will(outcome(bot.PauseSender, 20403))
	refused := o.calls(who, "dos")
	o.works()
	o.has(refused, bot.MessageFailed, 1)
	if o.contact(who, "x") != "" || o.contact(who, "k") != "" {
		t.Errorf("%q strikes, consent %q", o.contact(who, "x"), o.contact(who, "k"))
	}
	o.provider.will(outcome(bot.Permanent, 21614))
	text := o.tells(who, bot.LaneUrgent, bot.PurposePage, "tres")
	o.works()
	o.has(text, bot.MessageFailed, 1)
	barred := o.calls(who, "cuatro")
	o.works()
	o.has(barred, bot.MessagePosted, 1)
	if dead := o.traffic().Dead; dead != 1 {
		t.Errorf("%d dead letters, want that of the text", dead)
	}
	if !strings.Contains(o.log.String(), "msg=alarm about=urgent") {
		t.Error("nobody is told that the account may not call")
	}
}

func TestWhoeverSaidStopIsNotCalled(t *testing.T) {
	o := jumpOffice(t, nil)
	who := o.meets(bot.SMS, anna)
	o.hears(bot.SMS, anna, "stop")
	id := o.calls(who, "uno")
	o.works()
	o.has(id, bot.MessageWithdrawn, 0)
}

// Nobody is asked about a call of unknown fate. It is made again, and not marked.
func TestACallOfUnknownFateIsMadeAgain(t *testing.T) {
	o := jumpOffice(t, nil)
	who := o.meets(bot.SMS, anna)
	o.provider.will(outcome(bot.Unknown, 0))
	id := o.calls(who, "uno")
	o.works()
	o.has(id, bot.MessageUnknown, 1)
	o.waits(time.Minute).works() // time to ask
	o.works()
	m := o.has(id, bot.MessagePosted, 2)
	if got := o.provider.lastTexts(1); got[0] != "uno" || o.provider.asked != 0 || m.Segments != 1 {
		t.Errorf("posted %q, asked %d times, %d segments", got, o.provider.asked, m.Segments)
	}
}

func TestOnlyACallIsAnswered(t *testing.T) {
	o := jumpOffice(t, nil)
	text := o.tells(o.meets(bot.SMS, anna), bot.LaneUrgent, bot.PurposePage, "uno")
	for _, id := range []bot.MessageID{text, bot.MessageID(strings.Repeat("0f", 16))} {
		if got := o.answers(id, "1"); !reflect.DeepEqual(got, bot.Speech{}) {
			t.Errorf("said %+v", got)
		}
	}
}
