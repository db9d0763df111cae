package desk_test

import (
	"slices"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// joins puts a number on the list, of Oakland.
func (o *office) joins(number string) {
	o.t.Helper()
	o.says(number, "JOIN", "join.where").says(number, "oakland", "join.ask").says(number, "agree", "join.done").gets(number, true)
}

// enrolledAs tells what an import with proof makes of a number.
func (o *office) enrolledAs(number string) bot.Enrolled {
	o.t.Helper()
	did, err := o.Enrol(o.t.Context(), []bot.Enrolment{{Address: bot.Address{Channel: bot.SMS, Value: bot.Private(number)}, Proof: "paper form"}})
	if err != nil {
		o.t.Fatal(err)
	}
	return did[0]
}

// Nobody must answer a question to be rid of alerts, and nothing but silence is needed after it.
func TestFreeWordsEndAlertsAtOnce(t *testing.T) {
	for _, words := range []string{"please stop the alerts", "no more alerts", "cancel alerts", "i dont want alerts anymore", "ya no quiero alertas", "stop sending me alerts"} {
		o := jumpOffice(t, inTheBay)
		const number = "+15005550021"
		o.joins(number)
		o.says(number, words, "leave.done").gets(number, false)
		if _, listed := o.subscriber(number); listed {
			t.Errorf("after %q they are on the list", words)
		}
		if got := o.enrolledAs(number); got != bot.EnrolLeft {
			t.Errorf("after %q an import makes them %s", words, got)
		}
	}
}

// Both sides of a LEAVE are kept also of somebody on no list, and no list brings them back; they themselves can.
func TestWhoRefusedAlertsIsPutOnNoListLater(t *testing.T) {
	o := jumpOffice(t, inTheBay)
	const never, declined, asked = "+15005550021", "+15005550022", "+15005550023"
	o.says(never, "LEAVE", "leave.none").says(never, "LEAVE", "leave.none")
	o.says(declined, "JOIN", "join.where").says(declined, "oakland", "join.ask").says(declined, "no", "join.none")
	if _, err := o.Enrol(t.Context(), []bot.Enrolment{{Address: bot.Address{Channel: bot.SMS, Value: asked}}}); err != nil {
		t.Fatal(err)
	}
	o.says(asked, "JOIN", "join.where").says(asked, "oakland", "join.ask").says(asked, "I do not agree", "join.none")
	if _, listed := o.subscriber(asked); listed {
		t.Error("who was told to be on no list is on one")
	}
	for _, number := range []string{never, declined, asked} {
		if got := o.enrolledAs(number); got != bot.EnrolLeft {
			t.Errorf("an import makes %s %s", number[10:], got)
		}
		o.gets(number, false)
	}
	o.joins(never)
	c, _ := o.subscriber(never)
	want := []string{"left contact: LEAVE", "left hotline: leave.none en", "asked contact: oakland", "asked hotline: join.ask en", "joined contact: agree", "joined hotline: join.done en"}
	if got := heard(c.Consents()); !slices.Equal(got, want) {
		t.Errorf("kept %q", got)
	}
}

func TestAQuestionIsNoConsent(t *testing.T) {
	o := jumpOffice(t, anywhere)
	for _, words := range []string{"agree?", "Agreed?", "¿acepto?", "同意？", "موافق؟"} {
		number := o.number()
		o.says(number, "JOIN", "join.ask").says(number, words, "join.agree_again").wants(false)
		o.says(number, "AGREE", "join.done").wants(true)
	}
}

// The word that agrees means that only as the answer to its question, and only in time.
func TestAgreeMeansNothingElsewhere(t *testing.T) {
	o := jumpOffice(t, anywhere)
	for _, words := range []string{"AGREE", "yes", "ok", "1"} {
		number := o.number()
		o.hears(bot.SMS, number, words)
		o.wants(false)
		o.says(number, "JOIN", "join.ask").says(number, "STOP", "stop.done")
		o.hears(bot.SMS, number, words)
		o.wants(false)
		o.hears(bot.SMS, number, "START")
		o.hears(bot.SMS, number, words)
		o.wants(false)
		o.says(number, "JOIN", "join.ask")
		o.hears(bot.SMS, number, "LEAVE")
		o.says(number, "RAID", "raid.where")
		o.hears(bot.SMS, number, words)
		o.wants(false)
		late := o.number()
		o.says(late, "JOIN", "join.ask")
		o.waits(61 * time.Minute)
		o.hears(bot.SMS, late, words)
		o.wants(false)
	}
}

// Twilio may call YES one of its words for START. It is the answer to our question all the same.
func TestYesIsAnAnswerThoughTheProviderTakesItForStart(t *testing.T) {
	o := jumpOffice(t, anywhere)
	const number = "+15005550021"
	o.says(number, "they stop us on the street", "isitnow.ask")
	o.ids++
	e := received(o.ids, number, "YES")
	e.OptOut = bot.OptOutStart
	if replies, err := o.Receive(t.Context(), e); err != nil || len(replies) == 0 || o.last.Says[0].Message != "raid.where" {
		t.Errorf("%v, %v, %+v", replies, err, o.last.Says)
	}
}

// START counts although a question is open that it does not answer; YES, which might answer one, restores nothing then.
func TestStartIsHeardWhateverIsOpen(t *testing.T) {
	o := jumpOffice(t, anywhere)
	const number = "+15005550021"
	o.says(number, "JOIN", "join.ask").says(number, "AGREE", "join.done").says(number, "STOP", "stop.done")
	o.says(number, "menu", "menu.ask")
	o.hears(bot.SMS, number, "YES")
	o.wants(false)
	o.says(number, "Start", "start.alerts", "menu.ask").wants(true)
}

// A place is called what our own text calls it, also where the settings give it no other name.
func TestAPlaceIsKnownByTheNameThatWeTell(t *testing.T) {
	o := jumpOffice(t, func(h *bot.Hotline) { h.Regions = map[string]bot.Region{"east-bay": {}, "oakland": {}} })
	for _, words := range []string{"East Bay", " east bay.", "east-bay", "1"} {
		number := o.number()
		o.says(number, "JOIN", "join.where").says(number, words, "join.ask").says(number, "AGREE", "join.done")
		if c, _ := o.subscriber(number); c.Regions != "east-bay" {
			t.Errorf("%q is %q", words, c.Regions)
		}
	}
}
