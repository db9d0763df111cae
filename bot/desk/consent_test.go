package desk_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
	"github.com/aldaba-hotline/aldaba/bot/understand"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// inTheBay is a hotline with two regions and a number for SMS.
func inTheBay(h *bot.Hotline) {
	h.Senders.SMS, h.Senders.WhatsApp = "+15005550006", "whatsapp:+15005550006"
	h.Regions = map[string]bot.Region{"fremont": {Zips: []string{"945"}, Names: []string{"fremont"}}, "oakland": {Zips: []string{"946"}, Names: []string{"oakland"}}}
}

// anywhere is a hotline without regions.
func anywhere(h *bot.Hotline) { h.Regions = nil }

// subscriber is who a number is on the list of subscribers, with what is sealed; false for who is not on it.
func (o *office) subscriber(number string) (bot.Contact, bool) {
	o.t.Helper()
	var found bot.Contact
	err := o.EachSubscriber(o.t.Context(), func(some []bot.Contact) error {
		if err := o.OpenSubscribers(o.t.Context(), some); err != nil {
			return err
		}
		for _, c := range some {
			if c.Address.Value == bot.Private(number) {
				found = c
			}
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return found, found.ID != ""
}

// gets checks whether a number gets broadcasts.
func (o *office) gets(number string, want bool) {
	o.t.Helper()
	if c, _ := o.subscriber(number); c.Subscribed() != want {
		o.t.Errorf("%s gets broadcasts: %v, want %v; alerts %q, consent %q", number[9:], !want, want, c.Alerts, c.Consent)
	}
}

// says sends words by SMS and checks which texts answer them.
func (o *office) says(number, words string, texts ...string) *office {
	o.t.Helper()
	o.hears(bot.SMS, number, words)
	o.mu.Lock()
	defer o.mu.Unlock()
	var got []string
	for _, s := range o.last.Says {
		got = append(got, s.Message)
	}
	if !slices.Equal(got, texts) {
		o.t.Fatalf("%q is answered with %v, want %v", words, got, texts)
	}
	return o
}

// heard is a record of consent in short.
func heard(all []bot.ConsentRecord) (short []string) {
	for _, r := range all {
		short = append(short, string(r.What)+" "+r.By+": "+r.Said.Reveal())
	}
	return short
}

func TestWhoJoinsSaysSoTwiceAndBothSidesAreKept(t *testing.T) {
	redis := redistest.New(t, "--appendonly", "yes")
	o := officeOn(t, real(t, redis.URL()), inTheBay)
	const number = "+15005550021"
	o.says(number, "JOIN", "join.where").gets(number, false)
	o.says(number, "94607", "join.ask").gets(number, false)
	o.says(number, "agree", "join.done").gets(number, true)
	c, _ := o.subscriber(number)
	if c.Regions != "oakland" || c.Route != "sms+1" {
		t.Errorf("regions %q, route %q", c.Regions, c.Route)
	}
	want := []string{"asked contact: 94607", "asked hotline: join.ask en", "joined contact: agree", "joined hotline: join.done en"}
	all := c.Consents()
	if got := heard(all); !slices.Equal(got, want) {
		t.Errorf("kept %q", got)
	}
	for _, r := range all {
		if r.At == 0 || r.Channel != bot.SMS {
			t.Errorf("%+v", r)
		}
	}
	for _, secret := range []string{"94607", "5005550021", "join.done"} {
		if strings.Contains(redis.Disk(), secret) {
			t.Errorf("Redis knows %q", secret)
		}
	}
}

func TestStopEndsEverythingAndStartRestoresIt(t *testing.T) {
	o := jumpOffice(t, inTheBay)
	const number = "+15005550021"
	o.says(number, "alerts", "join.where").says(number, "fremont", "join.ask").says(number, "1", "join.done").gets(number, true)
	o.says(number, "STOP", "stop.done").gets(number, false)
	o.says(number, "stop").says(number, "JOIN", "join.stopped").gets(number, false)
	o.says(number, "rights", "rights.card").gets(number, false)
	o.says(number, "START", "start.alerts", "menu.ask").gets(number, true)
	c, _ := o.subscriber(number)
	if got := heard(c.Consents())[4:]; !slices.Equal(got, []string{"stopped contact: STOP", "stopped hotline: stop.done en", "restored contact: START", "restored hotline: start.alerts menu.ask en"}) || c.Regions != "fremont" {
		t.Errorf("kept %q, regions %q", got, c.Regions)
	}
}

func TestLeaveEndsAlertsOnly(t *testing.T) {
	o := jumpOffice(t, inTheBay)
	const number = "+15005550021"
	o.says(number, "leave", "leave.none")
	o.says(number, "join", "join.where").says(number, "0", "join.ask").says(number, "AGREE", "join.done")
	if c, _ := o.subscriber(number); c.Regions != "" {
		t.Errorf("regions %q, want all", c.Regions)
	}
	o.says(number, "LEAVE", "leave.done").gets(number, false)
	if _, listed := o.subscriber(number); listed {
		t.Error("they are on the list still")
	}
	o.says(number, "rights", "rights.card")
	for _, word := range []string{"START", "unstop"} {
		o.says(number, word, "leave.done").gets(number, false) // it restores nothing, and tells what does
	}
	o.says(number, "yes", "menu.ask").gets(number, false) // an answer to nothing
	o.says(number, "start", "leave.done", "menu.ask").gets(number, false)
	o.says(number, "join", "join.where").says(number, "oakland", "join.ask").says(number, "no", "join.none", "menu.ask").gets(number, false)
	o.says(number, "join", "join.where").says(number, "oakland", "join.ask").says(number, "agree", "join.done", "menu.ask").gets(number, true)
}

func TestDeleteTakesSomebodyOffTheList(t *testing.T) {
	o := jumpOffice(t, inTheBay)
	const number = "+15005550021"
	o.says(number, "join", "join.where").says(number, "0", "join.ask").says(number, "AGREE", "join.done").gets(number, true)
	o.says(number, "DELETE", "delete.done")
	if _, listed := o.subscriber(number); listed {
		t.Error("they are on the list still")
	}
}

// Whoever is on a list without proof of their consent gets nothing before they say so themselves.
func TestWhoWasImportedWithoutProofIsAskedLikeAnybody(t *testing.T) {
	o := jumpOffice(t, inTheBay)
	const number = "+15005550021"
	who := bot.Enrolment{Address: bot.Address{Channel: bot.SMS, Value: number}, Language: "es", Regions: "fremont"}
	if _, err := o.Enrol(t.Context(), []bot.Enrolment{who}); err != nil {
		t.Fatal(err)
	}
	o.gets(number, false)
	o.says(number, "ALERTAS", "join.where").says(number, "oakland", "join.ask").says(number, "tal vez mañana", "join.agree_again").says(number, "Sí, acepto", "join.done").gets(number, true)
	if c, _ := o.subscriber(number); c.Regions != "fremont oakland" || c.Language != "es" {
		t.Errorf("regions %q, language %q", c.Regions, c.Language)
	}
}

func TestAlertsOfAUSNumberOnWhatsAppGoBySMS(t *testing.T) {
	o := jumpOffice(t, inTheBay)
	for number, want := range map[string]string{"+15005550021": "join.by_sms", "US.13491208655302741918": "join.by_sms", "+525512345678": "join.where"} {
		replies := o.hears(bot.WhatsApp, number, "JOIN")
		o.mu.Lock()
		if got := o.last.Says[0].Message; got != want {
			t.Errorf("%s is answered with %s", want, got)
		}
		o.mu.Unlock()
		if want == "join.by_sms" && !strings.Contains(replies[0].Text, "+15005550006") {
			t.Errorf("no number is named: %q", replies[0].Text)
		}
	}
}

// The provider tells of words that it has answered itself: they count, and the hotline is silent.
func TestWhatTheProviderAnsweredCounts(t *testing.T) {
	o := jumpOffice(t, anywhere)
	const number = "+15005550021"
	o.says(number, "join", "join.ask").says(number, "agree", "join.done")
	sends := func(words string, did bot.OptOut) {
		o.ids++
		e := received(o.ids, number, words)
		e.OptOut = did
		if replies, err := o.Receive(t.Context(), e); err != nil || len(replies) > 0 {
			t.Fatalf("%q: %v, %v", words, replies, err)
		}
	}
	sends("ARRET", bot.OptOutStop)
	o.gets(number, false)
	sends("UNSTOP", bot.OptOutStart)
	o.gets(number, true)
	c, _ := o.subscriber(number)
	if got := heard(c.Consents())[4:]; !slices.Equal(got, []string{"stopped provider: ARRET", "restored provider: UNSTOP"}) {
		t.Errorf("kept %q", got)
	}
}

// forEachLanguage runs a story in every published language, with its words.
func forEachLanguage(t *testing.T, tell func(o *office, w understand.Words)) {
	t.Helper()
	all, ps := understand.LoadWords(i18n.FS)
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	o := jumpOffice(t, anywhere)
	for _, w := range all {
		if slices.Contains(o.Brain().Hotline().Languages, w.Language) {
			tell(o, w)
		}
	}
}

// wants checks whether the one who wrote last gets broadcasts.
func (o *office) wants(alerts bool) {
	o.t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	if c := o.last.Contact; c.Subscribed() != alerts {
		o.t.Errorf("they get broadcasts: %v, want %v; alerts %q, consent %q", !alerts, alerts, c.Alerts, c.Consent)
	}
}

// number is one that nobody has had yet.
func (o *office) number() string {
	o.ids++
	return "+1500555" + string([]byte{byte('0' + o.ids/1000%10), byte('0' + o.ids/100%10), byte('0' + o.ids/10%10), byte('0' + o.ids%10)})
}

// Every word of every language, from JOIN to STOP.
func TestEveryConsentPathInEveryLanguage(t *testing.T) {
	forEachLanguage(t, func(o *office, w understand.Words) {
		agree, ok := o.Brain().Texts().Text(w.Language, bot.SMS, "join.opt.agree", nil)
		if !ok {
			t.Errorf("%s has no word to agree with", w.Language)
			return
		}
		joins := func(word string) string {
			number := o.number()
			o.says(number, word, "join.ask").says(number, strings.ToLower(agree), "join.done").wants(true)
			return number
		}
		for _, word := range w.Commands[bot.CmdJoin] {
			joins(word)
		}
		number := joins(w.Commands[bot.CmdJoin][0])
		for _, word := range w.Commands[bot.CmdLeave] {
			o.says(number, word, "leave.done").wants(false)
			o.says(number, w.Commands[bot.CmdJoin][0], "join.ask").says(number, agree, "join.done")
		}
		for i, word := range w.Commands[bot.CmdStop] {
			start := w.Commands[bot.CmdStart]
			o.says(number, " "+strings.ToUpper(word)+"! ", "stop.done").wants(false)
			o.says(number, start[i%len(start)], "start.alerts", "menu.ask").wants(true)
		}
	})
}

// A word that phone companies answer themselves must not be the one that confirms.
func TestTheWordThatConfirmsIsNobodyElses(t *testing.T) {
	theirs := strings.Fields("stop unsubscribe end quit stopall revoke optout cancel start yes unstop help info")
	forEachLanguage(t, func(o *office, w understand.Words) {
		agree, _ := o.Brain().Texts().Text(w.Language, bot.SMS, "join.opt.agree", nil)
		if slices.Contains(theirs, strings.ToLower(agree)) {
			t.Errorf("%s: %s is a word of the phone companies", w.Language, agree)
		}
		asks, _ := o.Brain().Texts().Text(w.Language, bot.SMS, "join.ask", map[string]string{"Name": "Rights Line"})
		if !strings.Contains(asks, agree) || !strings.Contains(asks, "Rights Line") {
			t.Errorf("%s: %q does not name %q and the hotline", w.Language, asks, agree)
		}
	})
}
