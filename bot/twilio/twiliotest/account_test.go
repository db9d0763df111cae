package twiliotest_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"
	messaging "github.com/twilio/twilio-go/rest/messaging/v1"
	channels "github.com/twilio/twilio-go/rest/messaging/v2"

	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

const inbound = public + "/twilio/messages#rc=3&rp=5xx,ct,rt"

// code is Twilio's error code of an error, 0 for none.
func code(err error) int {
	var e *client.TwilioRestError
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

func TestTheAccountIsActiveUntilItIsNot(t *testing.T) {
	s := twiliotest.New(t)
	for _, status := range []string{"active", "suspended"} {
		s.SetAccount(status)
		a, err := asAccount(t, s).FetchAccount(twiliotest.AccountSID)
		if err != nil || *a.Status != status || *a.Sid != twiliotest.AccountSID || *a.Type != "Full" {
			t.Errorf("%s: %+v, %v", status, a, err)
		}
	}
	if n := s.Requests("account"); n != 2 {
		t.Errorf("%d requests", n)
	}
}

func TestNumbersLearnTheirWebhooks(t *testing.T) {
	s := twiliotest.New(t)
	s.AddNumber("+15005550099")
	sid := s.AddNumber(hotline)
	c := asAccount(t, s)
	found, err := c.ListIncomingPhoneNumber((&api.ListIncomingPhoneNumberParams{}).SetPhoneNumber(hotline))
	if err != nil || len(found) != 1 || *found[0].Sid != sid || *found[0].SmsUrl != "" || !found[0].Capabilities.Sms {
		t.Fatalf("found %+v, %v", found, err)
	}
	params := (&api.UpdateIncomingPhoneNumberParams{}).SetSmsUrl(inbound).SetSmsMethod("POST").
		SetSmsFallbackUrl("https://fallback.example.org/x").SetStatusCallback(public)
	if n, err := c.UpdateIncomingPhoneNumber(sid, params); err != nil || *n.SmsUrl != inbound {
		t.Errorf("updated %+v, %v", n, err)
	}
	if n := s.Get(sid); n.Text("sms_url") != inbound || n.Text("sms_fallback_url") != "https://fallback.example.org/x" || n.Text("status_callback") != public {
		t.Errorf("now %v", n)
	}
	_, err = c.UpdateIncomingPhoneNumber(sid, (&api.UpdateIncomingPhoneNumberParams{}).SetSmsUrl("nowhere").SetFriendlyName("x"))
	if code(err) != 21402 || s.Get(sid).Text("friendly_name") != hotline {
		t.Errorf("a bad URL: %v, %v", err, s.Get(sid))
	}
	_, err = c.UpdateIncomingPhoneNumber(sid, (&api.UpdateIncomingPhoneNumberParams{}).SetSmsMethod("PUT"))
	if code(err) != 21403 {
		t.Errorf("a bad method: %v", err)
	}
	if status, _ := call(t, s, "POST", strings.TrimSuffix(messages, "/Messages.json")+"/IncomingPhoneNumbers/"+sid+".json",
		"application/x-www-form-urlencoded", "SmsUri=x"); status != 400 {
		t.Errorf("a misspelt field: %d", status)
	}
}

func TestShortCodesLearnTheirWebhooks(t *testing.T) {
	s := twiliotest.New(t)
	sid := s.AddShortCode("12345")
	c := asAccount(t, s)
	found, err := c.ListShortCode((&api.ListShortCodeParams{}).SetShortCode("12345"))
	if err != nil || len(found) != 1 || *found[0].Sid != sid {
		t.Fatalf("found %+v, %v", found, err)
	}
	if _, err := c.UpdateShortCode(sid, (&api.UpdateShortCodeParams{}).SetSmsUrl(inbound)); err != nil {
		t.Error(err)
	}
	if got, err := c.FetchShortCode(sid, nil); err != nil || *got.SmsUrl != inbound {
		t.Errorf("now %+v, %v", got, err)
	}
}

func TestAServiceAndItsRegistration(t *testing.T) {
	s := twiliotest.New(t)
	service, other := s.AddService("hotline"), s.AddService("other")
	campaign := s.AddCampaign(service, "IN_PROGRESS")
	c := messaging.NewApiServiceWithClient(twilioGo(t, s, twiliotest.AccountSID, twiliotest.AuthToken))
	got, err := c.FetchService(service)
	if err != nil || *got.FriendlyName != "hotline" || got.InboundRequestUrl != nil || got.ValidityPeriod != 36000 {
		t.Fatalf("fetched %+v, %v", got, err)
	}
	params := (&messaging.UpdateServiceParams{}).SetInboundRequestUrl(inbound).SetInboundMethod("POST").
		SetFallbackUrl(public + "/f").SetUseInboundWebhookOnNumber(true)
	if got, err = c.UpdateService(service, params); err != nil || *got.InboundRequestUrl != inbound || !*got.UseInboundWebhookOnNumber {
		t.Errorf("updated %+v, %v", got, err)
	}
	if s.Get(other).Text("inbound_request_url") != "" {
		t.Error("the other service changed too")
	}
	if _, err := c.UpdateService("MG00000000000000000000000000000009", params); code(err) != 20404 {
		t.Errorf("no such service: %v", err)
	}
	for _, want := range []string{"IN_PROGRESS", "VERIFIED"} {
		s.Set(campaign, "campaign_status", want)
		list, err := c.ListUsAppToPerson(service, nil)
		if err != nil || len(list) != 1 || *list[0].CampaignStatus != want || *list[0].MessagingServiceSid != service {
			t.Errorf("%s: %+v, %v", want, list, err)
		}
	}
	if list, err := c.ListUsAppToPerson(other, nil); err != nil || len(list) != 0 {
		t.Errorf("of the other service: %+v, %v", list, err)
	}
}

func TestTollfreeVerifications(t *testing.T) {
	s := twiliotest.New(t)
	number := s.AddNumber("+18005550006")
	s.AddTollfree(number, "IN_REVIEW")
	s.AddTollfree(s.AddNumber("+18005550007"), "TWILIO_APPROVED")
	c := messaging.NewApiServiceWithClient(twilioGo(t, s, twiliotest.AccountSID, twiliotest.AuthToken))
	list, err := c.ListTollfreeVerification((&messaging.ListTollfreeVerificationParams{}).SetTollfreePhoneNumberSid(number))
	if err != nil || len(list) != 1 || *list[0].Status != "IN_REVIEW" || *list[0].TollfreePhoneNumber != "+18005550006" {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestWhatsAppSendersLearnTheirWebhooks(t *testing.T) {
	s := twiliotest.New(t)
	sid := s.AddSender("whatsapp:" + hotline)
	c := channels.NewApiServiceWithClient(twilioGo(t, s, twiliotest.AccountSID, twiliotest.AuthToken))
	list, err := c.ListChannelsSender((&channels.ListChannelsSenderParams{}).SetChannel("whatsapp"))
	if err != nil || len(list) != 1 || *list[0].SenderId != "whatsapp:"+hotline || *list[0].Status != "ONLINE" || *list[0].Webhook.CallbackMethod != "POST" {
		t.Fatalf("%+v, %v", list, err)
	}
	url := inbound
	update := channels.MessagingV2Update{Webhook: &channels.MessagingV2Webhook{CallbackUrl: &url}}
	if got, err := c.UpdateChannelsSender(sid, (&channels.UpdateChannelsSenderParams{}).SetMessagingV2Update(update)); err != nil || *got.Webhook.CallbackUrl != inbound {
		t.Errorf("updated %+v, %v", got, err)
	}
	if got, err := c.FetchChannelsSender(sid); err != nil || *got.Webhook.CallbackUrl != inbound || *got.Webhook.CallbackMethod != "POST" {
		t.Errorf("now %+v, %v", got, err)
	}
	for _, bad := range []string{`{"webhook":{"callback_url":"x"}}`, `{"webhook":{"callback_method":"PUT"}}`, `{"webhook":{"url":"x"}}`, `{`} {
		if status, _ := call(t, s, "POST", "/v2/Channels/Senders/"+sid, "application/json", bad); status != 400 {
			t.Errorf("%s: %d", bad, status)
		}
	}
	if status, _ := call(t, s, "GET", "/v2/Channels/Senders", "", ""); status != 400 {
		t.Errorf("senders of no channel: %d", status)
	}
}
