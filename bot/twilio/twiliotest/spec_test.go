package twiliotest

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	api "github.com/twilio/twilio-go/rest/api/v2010"
)

func TestCheckFormHoldsTheDescription(t *testing.T) {
	for name, c := range map[string]struct{ field, value string }{
		"unknown":     {"Boddy", "hi"},
		"twice":       {"Body", "hi"},
		"pattern":     {"MessagingServiceSid", "MG1"},
		"enum":        {"RiskCheck", "off"},
		"integer":     {"ValidityPeriod", "1.5"},
		"range":       {"ValidityPeriod", "36001"},
		"boolean":     {"SmartEncoded", "yes"},
		"number":      {"MaxPrice", "cheap"},
		"uri":         {"StatusCallback", "status"},
		"one of many": {"MediaUrl", "photo"},
		"time":        {"SendAt", "noon"},
	} {
		form := url.Values{"To": {"+15005550001"}, "From": {"+15005550006"}, "Body": {"hi"}, "MediaUrl": {"https://a.example/1"}}
		if err := CheckForm(form); err != nil {
			t.Fatal(err)
		}
		form.Add(c.field, c.value)
		if err := CheckForm(form); err == nil || !strings.HasPrefix(err.Error(), c.field+": ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, missing := range []string{"To", "From", "Body"} {
		form := url.Values{"To": {"+15005550001"}, "From": {"+15005550006"}, "Body": {"hi"}}
		form.Del(missing)
		if err := CheckForm(form); err == nil || !strings.Contains(err.Error(), missing) {
			t.Errorf("without %s: %v", missing, err)
		}
	}
}

// The table has the parameters of Twilio's library, which is generated from the description, and no others, of the same types.
func TestTheTableHasTheParametersOfTwiliosLibrary(t *testing.T) {
	for _, c := range []struct {
		table  map[string]parameter
		params any
		rename map[string]string
	}{
		{createMessage, api.CreateMessageParams{}, nil},
		{createCallParameters, api.CreateCallParams{}, nil},
		{listMessage, api.ListMessageParams{}, map[string]string{"DateSentBefore": "DateSent<", "DateSentAfter": "DateSent>"}},
	} {
		found := map[string]bool{"Page": true, "PageToken": true} // the library gives them apart
		params := reflect.TypeOf(c.params)
		for i := range params.NumField() {
			name := params.Field(i).Name
			if name == "PathAccountSid" || name == "Limit" {
				continue
			}
			if renamed, ok := c.rename[name]; ok {
				name = renamed
			}
			found[name] = true
			p, known := c.table[name]
			if want := typeOf(p); !known || params.Field(i).Type.Elem().String() != want {
				t.Errorf("%s is %v there, %s here", name, params.Field(i).Type.Elem(), want)
			}
		}
		for name := range c.table {
			if !found[name] {
				t.Errorf("Twilio's library has no %s", name)
			}
		}
	}
}

// typeOf is the Go type of a parameter in Twilio's library.
func typeOf(p parameter) string {
	if p.many {
		return "[]string"
	}
	switch p.kind {
	case boolean:
		return "bool"
	case integer:
		return "int"
	case number:
		return "float32"
	case dateTime:
		return "time.Time"
	case str, uri:
	}
	return "string"
}
