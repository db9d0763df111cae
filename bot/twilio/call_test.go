package twilio

import (
	"context"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

const (
	callSID = "CA00000000000000000000000000000001"
	calls   = "/2010-04-01/Accounts/" + accSid + "/Calls.json"
)

// callTo is a page that rings.
func callTo(a bot.Address) bot.Parcel {
	return bot.Parcel{ID: ownID, From: bot.SenderPages, To: a, Text: "Raid at 5th St", Call: true}
}

func ringing() http.HandlerFunc {
	return reply(http.StatusCreated, `{"sid":"`+callSID+`","status":"queued"}`)
}

// Only where it rings and where to ask leaves: no words, nothing that makes whoever answers wait.
func TestWhatIsAskedOfACall(t *testing.T) {
	ana := bot.Address{Channel: bot.SMS, Value: "+15005550001"}
	for name, c := range map[string]struct {
		to      bot.Address
		senders bot.Senders
		from    string
	}{
		"from the pages number":    {ana, senders(), "+15005550008"},
		"from everybody's":         {ana, bot.Senders{SMS: "+15005550006"}, "+15005550006"},
		"pages are a short code":   {ana, bot.Senders{SMS: "+15005550006", Pages: "12345"}, "+15005550006"},
		"texts are a short code":   {ana, bot.Senders{SMS: "12345", Pages: "+15005550008"}, "+15005550008"},
		"to a number on WhatsApp":  {bot.Address{Channel: bot.WhatsApp, Value: "+15005550001"}, senders(), "+15005550008"},
		"and not through the pool": {ana, bot.Senders{SMS: "+15005550006"}, "+15005550006"},
	} {
		s := newREST(t, ringing())
		client := s.client(t, func(config *ClientConfig) { config.Senders, config.MessagingService = c.senders, poolSid })
		if r := client.Send(context.Background(), callTo(c.to)); r != (bot.Result{Outcome: bot.Accepted, SID: callSID}) {
			t.Errorf("%s: got %+v", name, r)
		}
		want := url.Values{"To": {"+15005550001"}, "From": {c.from}, "Timeout": {"25"}, "Method": {"POST"}, "StatusCallbackMethod": {"POST"},
			"Url": {origin + "/twilio/voice/" + string(ownID) + retries}, "StatusCallback": {origin + "/twilio/status/" + string(ownID) + retries}}
		if all := s.all(); len(all) != 1 || all[0].method != http.MethodPost || all[0].path != calls || !reflect.DeepEqual(all[0].form, want) {
			t.Errorf("%s: asked %+v\nwant %+v", name, all, want)
		}
	}
}

// What cannot ring ends the call and nothing else.
func TestWhatNeverRings(t *testing.T) {
	at := func(v string) bot.Address { return bot.Address{Channel: bot.WhatsApp, Value: bot.Private(v)} }
	for name, c := range map[string]struct {
		to     bot.Address
		change func(*ClientConfig)
	}{
		"no number":         {at(""), func(*ClientConfig) {}},
		"user id":           {at("US.13491208655302741918"), func(*ClientConfig) {}},
		"no country":        {at("5005550001"), func(*ClientConfig) {}},
		"short codes":       {at("+15005550001"), func(c *ClientConfig) { c.Senders = bot.Senders{SMS: "12345", Pages: "123456"} }},
		"WhatsApp only":     {at("+15005550001"), func(c *ClientConfig) { c.Senders = bot.Senders{WhatsApp: "whatsapp:+15005550006"} }},
		"no public address": {at("+15005550001"), func(c *ClientConfig) { c.PublicURL = "" }},
	} {
		s := newREST(t, ringing())
		r := s.client(t, c.change).Send(context.Background(), callTo(c.to))
		if r.Outcome != bot.Strike || r.Err == nil || len(s.all()) != 0 {
			t.Errorf("%s: %+v after %d requests", name, r, len(s.all()))
		}
		if strings.Contains(r.Err.Error(), "5550001") {
			t.Errorf("%s: %v shows the number", name, r.Err)
		}
	}
}

func TestHowACallMayEndBeforeItRings(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   bot.Outcome
		code   int
	}{
		{201, `{"sid":"` + callSID + `","status":"queued"}`, bot.Accepted, 0},
		{201, `{"sid":"` + sid + `","status":"queued"}`, bot.Unknown, 0},
		{201, `{}`, bot.Unknown, 0},
		{201, `<html>`, bot.Unknown, 0},
		{400, `{"code":21210}`, bot.PauseBulk, 21210},
		{400, `{"code":21215}`, bot.PauseBulk, 21215},
		{400, `{"code":21211}`, bot.Permanent, 21211},
		{400, `{"code":21217}`, bot.Permanent, 21217},
		{400, `{"code":21214}`, bot.Strike, 21214},
		{400, `{"code":21216}`, bot.Strike, 21216},
		{400, `{"code":13224}`, bot.Strike, 13224},
		{401, `{"code":20003}`, bot.PauseSender, 20003},
		{429, `{"code":20429}`, bot.BackOff, 20429},
		{500, `{"code":20500}`, bot.Unknown, 20500},
		{502, `<html>`, bot.Unknown, 502},
	} {
		s := newREST(t, reply(c.status, c.body))
		r := s.client(t).Send(context.Background(), callTo(bot.Address{Channel: bot.SMS, Value: "+15005550001"}))
		if r.Outcome != c.want || r.Code != c.code || (r.Outcome == bot.Accepted) != (r.SID != "") {
			t.Errorf("%d %s: got %+v, want %s", c.status, c.body, r, c.want)
		}
	}
	s := newREST(t, ringing())
	p := callTo(bot.Address{Channel: bot.SMS, Value: "+15005550001"})
	p.Permit = func() bool { return false }
	if r := s.client(t).Send(context.Background(), p); r.Outcome != bot.Unreached || len(s.all()) != 0 {
		t.Errorf("without a lease: %+v after %d requests", r, len(s.all()))
	}
}

// callReport is what Twilio reports about a call.
func callReport(s string) fieldsOf {
	return fieldsOf{"AccountSid": accSid, "ApiVersion": "2010-04-01", "CallSid": callSID, "CallStatus": s, "Called": "+15005550001", "Caller": "+15005550008",
		"CallbackSource": "call-progress-events", "CallDuration": "0", "Direction": "outbound-api", "Duration": "0", "From": "+15005550008",
		"To": "+15005550001", "SequenceNumber": "0", "SipResponseCode": "487", "Timestamp": "Sat, 28 Nov 2026 03:30:00 +0000", "ToCity": ""}
}

func TestReceiptsOfCalls(t *testing.T) {
	for s, want := range map[string]bot.MessageState{
		"queued": bot.MessagePosted, "initiated": bot.MessagePosted, "ringing": bot.MessageSent, "in-progress": bot.MessageSent,
		"completed": bot.MessageDelivered, "busy": bot.MessageUndelivered, "no-answer": bot.MessageUndelivered,
		"failed": bot.MessageFailed, "canceled": bot.MessageFailed,
	} {
		d := newDesk(t)
		w := d.serve(signedReceipt(callReport(s)))
		if w.Code != http.StatusNoContent || !reflect.DeepEqual(d.ledger.receipts, []bot.Receipt{{Message: ownID, SID: callSID, State: want}}) {
			t.Errorf("%s: status %d, %+v\n%s", s, w.Code, d.ledger.receipts, &d.logged)
		}
	}
	d := newDesk(t)
	d.serve(signedReceipt(callReport("failed").with(fieldsOf{"ErrorCode": "13224"})))
	if got := d.ledger.receipts; len(got) != 1 || got[0].Code != 13224 || got[0].Outcome != bot.Strike {
		t.Errorf("with a code: %+v", got)
	}
}

// A receipt is about a message or about a call. Nothing signed as one can be cut into the other.
func TestReceiptsThatMixMessagesAndCalls(t *testing.T) {
	for name, f := range map[string]fieldsOf{
		"both":                   callReport("completed").with(status("sent")),
		"a call with a status":   callReport("completed").with(fieldsOf{"MessageStatus": "sent"}),
		"a message, call status": status("sent").with(fieldsOf{"CallStatus": "completed"}),
		"a message, call SID":    status("sent").with(fieldsOf{"CallSid": callSID}),
		"no call status":         callReport("completed").with(fieldsOf{"-CallStatus": ""}),
		"no call SID":            callReport("completed").with(fieldsOf{"-CallSid": ""}),
		"two calls":              callReport("completed").with(fieldsOf{"ParentCallSid": "CA00000000000000000000000000000002"}),
		"other SID":              callReport("completed").with(fieldsOf{"CallSid": sid}),
		"a call in words":        failedWith("failed", "30005").with(fieldsOf{"ErrorMessage": "CallSid" + callSID + "CallStatuscompleted"}),
		"a message in words":     callReport("busy").with(fieldsOf{"ToCity": "MessageSid" + sid + "MessageStatussent"}),
		"a status in words":      callReport("busy").with(fieldsOf{"ToCity": "CallStatuscompleted"}),
	} {
		d := newDesk(t)
		if w := d.serve(signedReceipt(f)); w.Code != http.StatusBadRequest || len(d.ledger.receipts) != 0 {
			t.Errorf("%s: status %d, %+v", name, w.Code, d.ledger.receipts)
		}
	}
}
