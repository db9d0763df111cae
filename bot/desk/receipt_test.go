package desk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

func TestAnUrgentAnswerThatDidNotArriveIsInTheReport(t *testing.T) {
	o := jumpOffice(t, nil)
	direct := o.hears(bot.SMS, anna, "ICE is at my door")
	if len(direct) != 1 {
		t.Fatal(direct)
	}
	bad := bot.Receipt{Message: direct[0].ID, SID: "SM1", State: bot.MessageUndelivered, Code: 30003, Outcome: bot.Strike}
	o.reports(bad)
	o.has(bad.Message, bot.MessageQueued, 0)
	o.waits(2 * time.Minute).works() // nobody asks the provider: it is known what became of it
	o.waits(20 * time.Minute).works()
	m := o.has(bad.Message, bot.MessagePosted, 1)
	if got := o.provider.texts(); o.provider.asked != 0 || len(got) != 1 || got[0] != direct[0].Text {
		t.Errorf("asked %d times, posted %q", o.provider.asked, got)
	}
	o.reports(bot.Receipt{Message: m.ID, SID: "SM1", State: bot.MessageSent}) // late, of the first try
	o.has(m.ID, bot.MessagePosted, 1)
	bad.SID = m.SID
	o.reports(bad)
	o.has(m.ID, bot.MessageUndelivered, 1)
	o.hears(bot.SMS, anna, "UPDATE")
	log := o.last.Incident().Log
	if n := len(log); n == 0 || log[n-1].By != "outbox" || !strings.Contains(log[n-1].Why, "30003") || !strings.Contains(log[n-1].Why, "reporter") {
		t.Errorf("the report's log: %+v", log)
	}
	o.reports(bot.Receipt{Message: m.ID, SID: m.SID, State: bot.MessageDelivered}) // carriers are sometimes wrong
	o.has(m.ID, bot.MessageDelivered, 1)
}

// TestADirectAnswerWhoseTextIsGoneIsNotSentEmpty is about answers that are not urgent: their texts are not kept.
func TestADirectAnswerWhoseTextIsGoneIsNotSentEmpty(t *testing.T) {
	for _, outcome := range []bot.Outcome{bot.Strike, bot.Defer, bot.NeedsTemplate} {
		o := jumpOffice(t, nil)
		o.meets(bot.SMS, anna)
		direct := o.hears(bot.WhatsApp, anna, "menu")
		o.reports(bot.Receipt{Message: direct[0].ID, SID: "SM1", State: bot.MessageUndelivered, Code: 1, Outcome: outcome})
		o.works()
		o.waits(3 * time.Hour).works()
		o.has(direct[0].ID, bot.MessageUndelivered, 0)
		if got := o.provider.posted; len(got) != 0 || o.traffic().Dead != 1 {
			t.Errorf("%s: posted %+v, %d dead", outcome, got, o.traffic().Dead)
		}
	}
}

func TestAReceiptThatIsFasterThanItsResponseStays(t *testing.T) {
	o := openOffice(t, nil)
	var early bot.MessageID
	o.provider.answer = func(_ context.Context, p bot.Parcel) *bot.Result {
		early = p.ID
		if err := o.Report(context.Background(), bot.Receipt{Message: p.ID, SID: "SMearly", State: bot.MessageDelivered}); err != nil {
			t.Error(err)
		}
		return &bot.Result{Outcome: bot.Accepted, SID: "SMearly"}
	}
	id := o.posts(bot.LaneReply, bot.PurposeAnswer, "hola")
	o.opens().empties()
	if m := o.has(id, bot.MessageDelivered, 1); early != id || m.SID != "SMearly" || m.Tries[0].Outcome != bot.Accepted || o.traffic().Later != 0 {
		t.Errorf("the record tells %+v", m)
	}
}

// TestAReceiptThatComesWhileTheProviderIsAskedStays is about a list that does not have the message yet.
func TestAReceiptThatComesWhileTheProviderIsAskedStays(t *testing.T) {
	o := jumpOffice(t, nil)
	o.provider.will(outcome(bot.Unknown, 0))
	id := o.posts(bot.LaneUrgent, bot.PurposePage, "wake up")
	o.works()
	o.has(id, bot.MessageUnknown, 1)
	o.provider.onFind = func() {
		o.reports(bot.Receipt{Message: id, SID: "SM1", State: bot.MessageDelivered})
	}
	o.waits(time.Minute).works()
	o.works()
	if o.has(id, bot.MessageDelivered, 1); o.provider.asked != 1 || len(o.provider.texts()) != 1 {
		t.Errorf("asked %d times, posted %q", o.provider.asked, o.provider.texts())
	}
}

// TestAnEarlierTryIsNoProofOfALaterOne is about a page: tried again at once, so that both tries are in the same search.
func TestAnEarlierTryIsNoProofOfALaterOne(t *testing.T) {
	o := jumpOffice(t, nil)
	id := o.posts(bot.LaneUrgent, bot.PurposePage, "wake up")
	o.works()
	bad := bot.Receipt{Message: id, SID: o.has(id, bot.MessagePosted, 1).SID, State: bot.MessageUndelivered, Code: 30003, Outcome: bot.Strike}
	o.reports(bad)
	o.provider.will(outcome(bot.Unknown, 0))
	o.provider.has = []bot.Sighting{{Receipt: bad}}
	o.waits(time.Minute).works()
	o.has(id, bot.MessageUnknown, 2)
	o.waits(time.Minute).works()
	o.works()
	if m := o.has(id, bot.MessagePosted, 3); !m.Repeat || o.provider.asked != 1 {
		t.Errorf("the record tells %+v", m)
	}
}

func TestAStopWhileAReceiptComesUndoesNothing(t *testing.T) {
	o := jumpOffice(t, nil)
	who := o.meets(bot.SMS, anna)
	o.provider.will(outcome(bot.Unknown, 0))
	id := o.tells(who, bot.LaneReply, bot.PurposeNotice, "one")
	o.works()
	o.waits(time.Minute).works() // to be repeated
	o.has(id, bot.MessageQueued, 1)
	o.hears(bot.SMS, anna, "STOP")
	o.reports(bot.Receipt{Message: id, SID: "SM1", State: bot.MessageDelivered})
	o.works()
	o.has(id, bot.MessageDelivered, 1)
}

func TestTenThousandReceiptsThatTellNothingNewChangeNothing(t *testing.T) {
	o := openOffice(t, nil).opens()
	id := o.posts(bot.LaneReply, bot.PurposeAnswer, "hola")
	m := o.becomes(id, bot.MessagePosted)
	good := bot.Receipt{Message: id, SID: m.SID, State: bot.MessageDelivered}
	o.reports(good)
	o.empties()
	version := func() int64 {
		docs, err := o.store.Read(t.Context(), desk.Ref{Kind: desk.KindMessage, ID: string(id)})
		if err != nil {
			t.Fatal(err)
		}
		return docs[0].Version
	}
	before := version()
	for range 10000 {
		o.reports(good)
	}
	if version() != before || o.meter.reported["old"] != 10000 || o.meter.reported["delivered"] != 1 {
		t.Errorf("version %d, then %d; counted %v", before, version(), o.meter.reported)
	}
}
