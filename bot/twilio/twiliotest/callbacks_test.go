package twiliotest_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/twilio/twilio-go/client"

	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

func TestCallbacksKeepToThePlan(t *testing.T) {
	for name, c := range map[string]struct {
		plan   twiliotest.Plan
		want   string // as the hotline hears it
		status string // in the end, at Twilio
	}{
		"none":         {nil, "", "queued"},
		"delivered":    {twiliotest.Delivered(), "sent delivered", "delivered"},
		"read":         {twiliotest.Read(), "sent delivered read", "read"},
		"twice":        {twiliotest.Delivered().Times(2), "sent sent delivered delivered", "delivered"},
		"out of order": {twiliotest.Delivered().Backwards(), "delivered sent", "delivered"},
		"lost":         {twiliotest.Delivered().Lost(), "", "delivered"},
		"spaced":       {twiliotest.Read().Spaced(5 * time.Millisecond), "sent delivered read", "read"},
		"forged":       {twiliotest.Delivered().Forged(), "", "delivered"},
		"undelivered":  {twiliotest.Undelivered(30003), "sent undelivered", "undelivered"},
		"failed":       {twiliotest.Failed(63016), "failed", "failed"},
	} {
		t.Run(name, func(t *testing.T) {
			s := twiliotest.New(t)
			h := newWebhook(t, s)
			s.Always(twiliotest.Accept().With(c.plan))
			m, err := asAccount(t, s).CreateMessage(text("hi"))
			if err != nil {
				t.Fatal(err)
			}
			s.Settle(patience)
			if got := h.statuses(); got != c.want {
				t.Errorf("told %q, want %q", got, c.want)
			}
			if status, _ := s.Status(*m.Sid); status != c.status {
				t.Errorf("status %s, want %s", status, c.status)
			}
		})
	}
}

// A message whose POST got no answer is sent all the same.
func TestCallbacksOfAMessageWhoseAnswerWasLost(t *testing.T) {
	for name, fault := range map[string]twiliotest.Fault{
		"silence": twiliotest.HangAfter(), "reset": twiliotest.ResetAfter(), "500": twiliotest.ErrorAfter(), "502": twiliotest.PageAfter(),
	} {
		s := twiliotest.New(t)
		h := newWebhook(t, s)
		s.Always(fault.With(twiliotest.Delivered()))
		if _, err := asAccount(t, s).CreateMessage(text("hi")); err == nil {
			t.Errorf("%s: no error", name)
		}
		s.Settle(patience)
		if got := h.statuses(); got != "sent delivered" {
			t.Errorf("%s: told %q", name, got)
		}
	}
}

func TestAnEarlyCallbackComesBeforeTheAnswer(t *testing.T) {
	s := twiliotest.New(t)
	h := newWebhook(t, s)
	s.Always(twiliotest.Accept().With(twiliotest.Delivered().Early()))
	if _, err := asAccount(t, s).CreateMessage(text("hi")); err != nil {
		t.Fatal(err)
	}
	if got := h.statuses(); got != "sent delivered" { // no Settle
		t.Errorf("told %q when the answer came", got)
	}
}

func TestACallbackHasTwiliosFields(t *testing.T) {
	s := twiliotest.New(t)
	h := newWebhook(t, s)
	s.Always(twiliotest.Accept().With(append(twiliotest.Delivered(), twiliotest.Failed(30003)...)))
	m, err := asAccount(t, s).CreateMessage(text("hi"))
	if err != nil {
		t.Fatal(err)
	}
	s.Settle(patience)
	s.Always(twiliotest.Accept().With(twiliotest.Delivered()))
	w := text("hi").SetTo("whatsapp:" + ana).SetFrom("whatsapp:" + hotline)
	if _, err := asAccount(t, s).CreateMessage(w); err != nil {
		t.Fatal(err)
	}
	s.Settle(patience)
	for i, fields := range []map[string]string{
		{"MessageSid": *m.Sid, "SmsSid": *m.Sid, "MessageStatus": "sent", "SmsStatus": "sent", "From": hotline, "To": ana,
			"AccountSid": twiliotest.AccountSID, "ApiVersion": "2010-04-01", "ErrorCode": "", "ChannelPrefix": ""},
		{"MessageStatus": "delivered"},
		{"MessageStatus": "failed", "ErrorCode": "30003"},
		{"MessageStatus": "sent", "ChannelPrefix": "whatsapp", "To": "whatsapp:" + ana, "EventType": "SENT"},
	} {
		for name, want := range fields {
			if got := h.told[i].Get(name); got != want {
				t.Errorf("callback %d: %s is %q, want %q", i, name, got, want)
			}
		}
	}
	if got := h.told[1].Get("RawDlrDoneDate"); len(got) != 10 {
		t.Errorf("RawDlrDoneDate %q", got)
	}
	if got := s.CallbackAnswers(); len(got) != 1 || got[204] != 5 {
		t.Errorf("answers %v", got)
	}
}

// Twilio's own library believes the signature, of the original URL without its fragment.
func TestTwiliosLibraryBelievesTheSignature(t *testing.T) {
	s := twiliotest.New(t)
	validator := client.NewRequestValidator(twiliotest.AuthToken)
	verdict := make(chan bool, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		params := map[string]string{}
		for name := range r.PostForm {
			params[name] = r.PostForm.Get(name)
		}
		verdict <- r.Host == "hotline.example.org" &&
			validator.Validate(public+r.URL.RequestURI(), params, r.Header.Get("X-Twilio-Signature"))
	}))
	t.Cleanup(server.Close)
	s.CallbacksTo(server.URL)
	s.Always(twiliotest.Accept().With(twiliotest.Failed(30003)))
	if _, err := asAccount(t, s).CreateMessage(text("hi").SetStatusCallback(callback + "?x=1#rc=3&rp=5xx")); err != nil {
		t.Fatal(err)
	}
	if !<-verdict {
		t.Error("not believed")
	}
}

func TestAForgedCallbackAndAnAbsentHotlineAreCounted(t *testing.T) {
	s := twiliotest.New(t)
	h := newWebhook(t, s)
	s.Always(twiliotest.Accept().With(twiliotest.Delivered().Forged()))
	form := url.Values{"To": {ana}, "From": {hotline}, "Body": {"hi"}, "StatusCallback": {callback}}
	post(t, s, form)
	s.Settle(patience)
	s.CallbacksTo("http://127.0.0.1:1")
	post(t, s, form)
	form.Del("StatusCallback")
	post(t, s, form)
	s.Settle(patience)
	if got := s.CallbackAnswers(); h.forged != 2 || got[403] != 2 || got[0] != 2 || len(got) != 2 {
		t.Errorf("answers %v, %d forged", got, h.forged)
	}
}

func TestACallbackWithNowhereToGoFailsTheTest(t *testing.T) {
	rec := &recorder{TB: t}
	s := twiliotest.New(rec)
	s.Always(twiliotest.Accept().With(twiliotest.Failed(30003)))
	post(t, s, url.Values{"To": {ana}, "From": {hotline}, "Body": {"hi"}, "StatusCallback": {callback}})
	s.Settle(patience)
	if failures := rec.end(); len(failures) != 1 || !strings.Contains(failures[0], "CallbacksTo") {
		t.Errorf("failures %q", failures)
	}
}
