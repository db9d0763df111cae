package twiliotest_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

func TestStrictFindsTheUnexpectedAndTheMissing(t *testing.T) {
	rec := &recorder{TB: t}
	s := twiliotest.New(rec, twiliotest.Strict())
	s.Expect(ana, "one")
	s.Expect(ana, "never")
	s.Expect("+15005550002", "one")
	for _, body := range []string{"number one", "number two", "number one"} {
		post(t, s, url.Values{"To": {ana}, "From": {hotline}, "Body": {body}})
	}
	post(t, s, url.Values{"To": {"whatsapp:" + ana}, "From": {"whatsapp:" + hotline},
		"ContentSid": {"HX00000000000000000000000000000001"}, "ContentVariables": {`{"1":"RR12"}`}})
	s.Expect("whatsapp:"+ana, "RR12") // afterwards is early enough
	got := strings.Join(rec.end(), "\n")
	for _, want := range []string{"2 " + ana + " number two", "3 " + ana + " number one", ana + " never", "+15005550002 one"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "\n") + 1; n != 4 {
		t.Errorf("%d failures:\n%s", n, got)
	}
}

func TestStrictIsContentWithWhatWasExpected(t *testing.T) {
	s := twiliotest.New(t, twiliotest.Strict())
	s.Expect(ana, "hi")
	post(t, s, url.Values{"To": {ana}, "From": {hotline}, "Body": {"hi"}})
}

func TestAMessageThatBreaksTheDescriptionFailsTheTest(t *testing.T) {
	for name, c := range map[string]struct {
		every, failures int
	}{"each": {1, 4}, "every other": {2, 2}, "none": {0, 0}} {
		rec := &recorder{TB: t}
		s := twiliotest.New(rec, twiliotest.CheckEvery(c.every))
		for range 4 { // Twilio would take it
			if status, _ := post(t, s, url.Values{"To": {ana}, "From": {hotline}, "Body": {"hi"}, "StatusCallbackUrl": {callback}}); status != 201 {
				t.Errorf("status %d", status)
			}
		}
		if failures := rec.end(); len(failures) != c.failures {
			t.Errorf("%s: failures %q", name, failures)
		}
	}
}

func TestAListingThatBreaksTheDescriptionFailsTheTest(t *testing.T) {
	rec := &recorder{TB: t}
	s := twiliotest.New(rec)
	call(t, s, "GET", messages+"?SentAfter=2026-01-01", "", "")
	if failures := rec.end(); len(failures) != 1 || !strings.Contains(failures[0], "SentAfter") {
		t.Errorf("failures %q", failures)
	}
}
