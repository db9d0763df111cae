package twiliotest

import (
	"maps"
	"net/url"
	"strings"
	"testing"
)

const voiceURL = "https://hotline.example.org/twilio/voice/0123456789abcdef0123456789abcdef"

func TestRulesOfCalls(t *testing.T) {
	for name, c := range map[string]struct {
		change url.Values
		code   int
	}{
		"to nobody":          {url.Values{"To": {""}}, 21201},
		"to no number":       {url.Values{"To": {"12345"}}, 21211},
		"to WhatsApp":        {url.Values{"To": {"whatsapp:+15005550001"}}, 21211},
		"from nobody":        {url.Values{"From": {""}}, 21213},
		"from a short code":  {url.Values{"From": {"12345"}}, 21212},
		"from somebody else": {url.Values{"From": {"+15005550009"}}, 21210},
		"nothing to say":     {url.Values{"Url": {"voice"}}, 21205},
		"nobody to tell":     {url.Values{"StatusCallback": {"status"}}, 21609},
	} {
		s := New(t)
		s.AddNumber("+15005550006")
		form := url.Values{"To": {"+15005550001"}, "From": {"+15005550006"}, "Url": {voiceURL}}
		maps.Copy(form, c.change)
		if e := s.judgeCall(form); e == nil || e.code != c.code {
			t.Errorf("%s: %+v, want %d", name, e, c.code)
		}
	}
}

func TestCheckCallHoldsTheDescription(t *testing.T) {
	for name, c := range map[string]struct{ field, value string }{
		"unknown": {"Body", "hi"},
		"enum":    {"MachineDetection", "yes"},
		"range":   {"Timeout", "601"},
		"method":  {"Method", "PUT"},
	} {
		form := url.Values{"To": {"+15005550001"}, "From": {"+15005550006"}, "Url": {voiceURL}}
		if err := CheckCall(form); err != nil {
			t.Fatal(err)
		}
		form.Set(c.field, c.value)
		if err := CheckCall(form); err == nil || !strings.HasPrefix(err.Error(), c.field+": ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := CheckCall(url.Values{"To": {"+15005550001"}, "From": {"+15005550006"}}); err == nil {
		t.Error("a call without anything to say keeps the description")
	}
}

// TwiML that Twilio would not understand, or that would post digits nowhere.
func TestTwiMLThatIsNoCall(t *testing.T) {
	for _, script := range []string{"", "<Response>", "<Response><Message>hi</Message></Response>", "<Response><Say>uno</Say></Response>",
		`<Response><Gather numDigits="1" timeout="8" method="POST"/></Response>`, `<Response><Gather numDigits="1" method="POST" action="` + voiceURL + `"/></Response>`,
		`<Response><Gather numDigits="1" timeout="8" method="POST" action="` + voiceURL + `"><Hangup/></Gather></Response>`} {
		if verbs, err := parseVoice([]byte(script)); err == nil {
			t.Errorf("%s is read as %+v", script, verbs)
		}
	}
}
