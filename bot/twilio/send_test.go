package twilio

import (
	"context"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

func sent(number string, more url.Values) url.Values {
	form := url.Values{"To": {number}, "StatusCallback": {origin + "/twilio/status/" + string(ownID)}}
	for key, values := range more {
		form[key] = values
	}
	return form
}

func TestWhatIsPosted(t *testing.T) {
	ana := bot.Address{Channel: bot.SMS, Value: "+15005550001"}
	onWhatsApp := bot.Address{Channel: bot.WhatsApp, Value: "+15005550001"}
	photos := []bot.Private{"https://a.example/1", "https://a.example/2"}
	pooled := func(c *ClientConfig) { c.MessagingService = poolSid }
	for name, c := range map[string]struct {
		parcel bot.Parcel
		change func(*ClientConfig)
		want   url.Values
	}{
		"text": {bot.Parcel{From: bot.SenderSMS, To: ana, Text: "¿Dónde? 👋"}, nil,
			sent("+15005550001", url.Values{"From": {"+15005550006"}, "Body": {"¿Dónde? 👋"}})},
		"text and photos": {bot.Parcel{From: bot.SenderSMS, To: ana, Text: "x", Media: photos}, nil,
			sent("+15005550001", url.Values{"From": {"+15005550006"}, "Body": {"x"}, "MediaUrl": {"https://a.example/1", "https://a.example/2"}})},
		"through the pool": {bot.Parcel{From: bot.SenderSMS, To: ana, Text: "x"}, pooled,
			sent("+15005550001", url.Values{"MessagingServiceSid": {poolSid}, "Body": {"x"}})},
		"a page": {bot.Parcel{From: bot.SenderPages, To: ana, Text: "x"}, pooled,
			sent("+15005550001", url.Values{"From": {"+15005550008"}, "Body": {"x"}})},
		"on WhatsApp": {bot.Parcel{From: bot.SenderWhatsApp, To: onWhatsApp, Text: "x"}, pooled,
			sent("whatsapp:+15005550001", url.Values{"From": {"whatsapp:+15005550006"}, "Body": {"x"}})},
		"photos on WhatsApp": {bot.Parcel{From: bot.SenderWhatsApp, To: onWhatsApp, Media: photos[:1]}, nil,
			sent("whatsapp:+15005550001", url.Values{"From": {"whatsapp:+15005550006"}, "MediaUrl": {"https://a.example/1"}})},
		"to a user id": {bot.Parcel{From: bot.SenderWhatsApp, To: bot.Address{Channel: bot.WhatsApp, Value: "US.13491208655302741918"}, Text: "x"}, nil,
			sent("whatsapp:US.13491208655302741918", url.Values{"From": {"whatsapp:+15005550006"}, "Body": {"x"}})},
		"template": {bot.Parcel{From: bot.SenderWhatsApp, To: onWhatsApp, Template: "HX01", Values: map[string]string{"2": "", "10": " \n", "1": "5th\nSt  \"A\""}}, nil,
			sent("whatsapp:+15005550001", url.Values{"From": {"whatsapp:+15005550006"}, "ContentSid": {"HX01"},
				"ContentVariables": {`{"1":"5th St \"A\"","10":"-","2":"-"}`}})},
		"template without values": {bot.Parcel{From: bot.SenderWhatsApp, To: onWhatsApp, Template: "HX01", Values: map[string]string{}}, nil,
			sent("whatsapp:+15005550001", url.Values{"From": {"whatsapp:+15005550006"}, "ContentSid": {"HX01"}})},
		"for a while": {bot.Parcel{From: bot.SenderSMS, To: ana, Text: "x", Validity: 90 * time.Second}, nil,
			sent("+15005550001", url.Values{"From": {"+15005550006"}, "Body": {"x"}, "ValidityPeriod": {"90"}})},
		"for a moment": {bot.Parcel{From: bot.SenderSMS, To: ana, Text: "x", Validity: time.Millisecond}, nil,
			sent("+15005550001", url.Values{"From": {"+15005550006"}, "Body": {"x"}, "ValidityPeriod": {"1"}})},
		"for days": {bot.Parcel{From: bot.SenderSMS, To: ana, Text: "x", Validity: 72 * time.Hour}, nil,
			sent("+15005550001", url.Values{"From": {"+15005550006"}, "Body": {"x"}, "ValidityPeriod": {"36000"}})},
		"behind a path": {bot.Parcel{From: bot.SenderSMS, To: ana, Text: "x"}, func(c *ClientConfig) { c.PublicURL = "https://x.example/a/" },
			sent("+15005550001", url.Values{"From": {"+15005550006"}, "Body": {"x"}, "StatusCallback": {"https://x.example/a/twilio/status/" + string(ownID)}})},
	} {
		t.Run(name, func(t *testing.T) {
			s := newREST(t, created())
			change := c.change
			if change == nil {
				change = func(*ClientConfig) {}
			}
			c.parcel.ID = ownID
			r := s.client(t, change).Send(context.Background(), c.parcel)
			if want := (bot.Result{Outcome: bot.Accepted, SID: sid}); r != want {
				t.Errorf("got %+v, want %+v", r, want)
			}
			all := s.all()
			if len(all) != 1 || all[0].method != http.MethodPost || all[0].path != messages || !reflect.DeepEqual(all[0].form, c.want) {
				t.Errorf("asked %+v\nwant %+v", all, c.want)
			}
		})
	}
}

func TestNoPublicURLNoReceipts(t *testing.T) {
	s := newREST(t, created())
	s.client(t, func(c *ClientConfig) { c.PublicURL = "" }).Send(context.Background(), textTo("+15005550001"))
	if form := s.all()[0].form; form.Has("StatusCallback") {
		t.Errorf("asked %+v", form)
	}
}

func TestWhatIsNeverPosted(t *testing.T) {
	at := func(ch bot.Channel, v string) bot.Address { return bot.Address{Channel: ch, Value: bot.Private(v)} }
	for name, c := range map[string]struct {
		from bot.SenderName
		to   bot.Address
		want bot.Outcome
	}{
		"no address":               {bot.SenderSMS, at(bot.SMS, ""), bot.Permanent},
		"no channel":               {bot.SenderSMS, at("", "+15005550001"), bot.Permanent},
		"no country":               {bot.SenderSMS, at(bot.SMS, "5005550001"), bot.Permanent},
		"country 0":                {bot.SenderSMS, at(bot.SMS, "+05005550001"), bot.Permanent},
		"too short":                {bot.SenderSMS, at(bot.SMS, "+123456"), bot.Permanent},
		"too long":                 {bot.SenderSMS, at(bot.SMS, "+1234567890123456"), bot.Permanent},
		"short code":               {bot.SenderSMS, at(bot.SMS, "12345"), bot.Permanent},
		"with spaces":              {bot.SenderSMS, at(bot.SMS, "+1 500 555 0001"), bot.Permanent},
		"other digits":             {bot.SenderSMS, at(bot.SMS, "+1500555٠٠٠١"), bot.Permanent},
		"WhatsApp on SMS":          {bot.SenderSMS, at(bot.WhatsApp, "+15005550001"), bot.Permanent},
		"SMS on WhatsApp":          {bot.SenderWhatsApp, at(bot.SMS, "+15005550001"), bot.Permanent},
		"user id on SMS":           {bot.SenderPages, at(bot.SMS, "US.13491208655302741918"), bot.Permanent},
		"prefix twice":             {bot.SenderWhatsApp, at(bot.WhatsApp, "whatsapp:+15005550001"), bot.Permanent},
		"user id without number":   {bot.SenderWhatsApp, at(bot.WhatsApp, "US."), bot.Permanent},
		"user id in small letters": {bot.SenderWhatsApp, at(bot.WhatsApp, "us.1349"), bot.Permanent},
		"number without +":         {bot.SenderWhatsApp, at(bot.WhatsApp, "15005550001"), bot.Permanent},
		"a name":                   {bot.SenderWhatsApp, at(bot.WhatsApp, "Ana"), bot.Permanent},
		"no such sender":           {"fax", at(bot.SMS, "+15005550001"), bot.PauseSender},
		"no SMS sender":            {bot.SenderSMS, at(bot.SMS, "+15005550001"), bot.PauseSender},
		"no WhatsApp sender":       {bot.SenderWhatsApp, at(bot.WhatsApp, "+15005550001"), bot.PauseSender},
		"no pages sender":          {bot.SenderPages, at(bot.SMS, "+15005550001"), bot.PauseSender},
	} {
		s := newREST(t, created())
		client := s.client(t, func(c *ClientConfig) { c.Senders = bot.Senders{} })
		r := client.Send(context.Background(), bot.Parcel{ID: ownID, From: c.from, To: c.to, Text: "x"})
		if r.Outcome != c.want || r.Err == nil || len(s.all()) != 0 {
			t.Errorf("%s: %+v after %d requests", name, r, len(s.all()))
		}
		if v := c.to.Value.Reveal(); v != "" && strings.Contains(r.Err.Error(), v) {
			t.Errorf("%s: %v shows the address", name, r.Err)
		}
	}
}

// Twilio calls back about changes only, so that one which is failed from the start would never be heard of.
func TestFailedWhenTaken(t *testing.T) {
	for body, want := range map[string]bot.Result{
		`{"sid":"` + sid + `","status":"failed","error_code":30006}`: {Outcome: bot.Permanent, SID: sid, Code: 30006, Err: errFailed},
		`{"sid":"` + sid + `","status":"failed","error_code":null}`:  {Outcome: bot.Strike, SID: sid, Err: errFailed},
		`{"sid":"` + sid + `","status":"accepted"}`:                  {Outcome: bot.Accepted, SID: sid},
	} {
		s := newREST(t, reply(http.StatusCreated, body))
		if r := s.client(t).Send(context.Background(), textTo("+15005550001")); r != want {
			t.Errorf("%s: got %+v, want %+v", body, r, want)
		}
	}
}
