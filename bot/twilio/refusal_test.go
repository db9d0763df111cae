package twilio

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestSignedFormsThatAreRefused(t *testing.T) {
	const evil = "https://evil.example/x"
	for name, form := range map[string]fieldsOf{
		"no MessageSid":             sms("x").with(fieldsOf{"-MessageSid": ""}),
		"no From":                   sms("x").with(fieldsOf{"-From": ""}),
		"no To":                     sms("x").with(fieldsOf{"-To": ""}),
		"nothing":                   {},
		"other SID":                 sms("x").with(fieldsOf{"MessageSid": "CA" + sid[2:]}),
		"short SID":                 sms("x").with(fieldsOf{"MessageSid": sid[:33]}),
		"long SID":                  sms("x").with(fieldsOf{"MessageSid": sid + "0"}),
		"SID in capitals":           sms("x").with(fieldsOf{"MessageSid": "SMABCDEF" + sid[8:]}),
		"bad old SID":               sms("x").with(fieldsOf{"SmsSid": "1"}),
		"bad oldest SID":            sms("x").with(fieldsOf{"SmsMessageSid": ""}),
		"bad account":               sms("x").with(fieldsOf{"AccountSid": "SM" + accSid[2:]}),
		"From a name":               sms("x").with(fieldsOf{"From": "BANK"}),
		"From nobody":               sms("x").with(fieldsOf{"From": ""}),
		"From two digits":           sms("x").with(fieldsOf{"From": "12"}),
		"From sixteen digits":       sms("x").with(fieldsOf{"From": "+1234567890123456"}),
		"From with a space":         sms("x").with(fieldsOf{"From": "+1500555 0001"}),
		"From a user id on SMS":     sms("x").with(fieldsOf{"From": "US.1349"}),
		"From another service":      sms("x").with(fieldsOf{"From": "messenger:123", "To": "messenger:124"}),
		"user id without digits":    whatsApp("x").with(fieldsOf{"From": "whatsapp:US."}),
		"user id in small letters":  whatsApp("x").with(fieldsOf{"From": "whatsapp:us.123"}),
		"half a user id":            whatsApp("x").with(fieldsOf{"From": "whatsapp:U"}),
		"only the prefix":           whatsApp("x").with(fieldsOf{"From": "whatsapp:"}),
		"channels differ":           sms("x").with(fieldsOf{"From": "whatsapp:+15005550001"}),
		"channels differ back":      whatsApp("x").with(fieldsOf{"From": "+15005550001"}),
		"NumMedia a word":           sms("x").with(fieldsOf{"NumMedia": "none"}),
		"NumMedia 11":               sms("x").with(fieldsOf{"NumMedia": "11"}),
		"NumMedia 01":               mms("x").with(fieldsOf{"NumMedia": "02"}),
		"NumMedia too many":         mms("x").with(fieldsOf{"NumMedia": "3"}),
		"NumMedia too few":          mms("x").with(fieldsOf{"NumMedia": "1"}),
		"media but no count":        mms("x").with(fieldsOf{"-NumMedia": ""}),
		"count but no media":        sms("x").with(fieldsOf{"NumMedia": "1"}),
		"media without type":        mms("x").with(fieldsOf{"-MediaContentType1": ""}),
		"type without media":        mms("x").with(fieldsOf{"-MediaUrl1": ""}),
		"media with a gap":          mms("x").with(fieldsOf{"-MediaUrl1": "", "MediaUrl2": evil}),
		"media numbered twice over": mms("x").with(fieldsOf{"MediaUrl00": evil}),
		"media without a number":    mms("x").with(fieldsOf{"MediaUrl": evil}),
		"media over http":           mms("x").with(fieldsOf{"MediaUrl0": "http://evil.example/"}),
		"media from nowhere":        mms("x").with(fieldsOf{"MediaUrl0": "https:///x"}),
		"media with a space":        mms("x").with(fieldsOf{"MediaUrl0": evil + " y"}),
		"media of no type":          mms("x").with(fieldsOf{"MediaContentType0": ""}),
		"media of half a type":      mms("x").with(fieldsOf{"MediaContentType0": "image/"}),
		"latitude alone":            mapPin("", "").with(fieldsOf{"-Longitude": ""}),
		"longitude alone":           mapPin("", "").with(fieldsOf{"-Latitude": ""}),
		"latitude 91":               mapPin("", "").with(fieldsOf{"Latitude": "91"}),
		"longitude -180.1":          mapPin("", "").with(fieldsOf{"Longitude": "-180.1"}),
		"latitude NaN":              mapPin("", "").with(fieldsOf{"Latitude": "NaN"}),
		"latitude in hexadecimal":   mapPin("", "").with(fieldsOf{"Latitude": "0x1p3"}),
		"latitude with exponent":    mapPin("", "").with(fieldsOf{"Latitude": "1e1"}),
		"latitude without end":      mapPin("", "").with(fieldsOf{"Latitude": "1."}),
		"latitude of a sign":        mapPin("", "").with(fieldsOf{"Latitude": "-"}),
		"latitude empty":            mapPin("", "").with(fieldsOf{"Latitude": ""}),
		"latitude endless":          mapPin("", "").with(fieldsOf{"Latitude": "1." + strings.Repeat("0", 40)}),
		"unknown opt-out":           sms("x").with(fieldsOf{"OptOutType": "stop"}),
		"empty opt-out":             sms("x").with(fieldsOf{"OptOutType": ""}),
		"button on SMS":             sms("x").with(fieldsOf{"ButtonPayload": "door/1/ask/raid"}),
		"button in typed words":     whatsApp("x").with(fieldsOf{"ButtonPayload": "door/1/ask/raid"}),
		"label in typed words":      whatsApp("x").with(fieldsOf{"ButtonText": "Raid"}),
		"forwarded how":             whatsApp("x").with(fieldsOf{"Forwarded": " message"}),
		"version of what":           sms("x").with(fieldsOf{"ApiVersion": "2010-04-01x"}),
		"segments of what":          sms("x").with(fieldsOf{"NumSegments": "1ProfileNamex"}),
		"type of what":              whatsApp("x").with(fieldsOf{"MessageType": "Text"}),
		"key of spaces":             sms("x").with(fieldsOf{"My key": "x"}),
		"key of nothing":            sms("x").with(fieldsOf{"": "x"}),
		"key of digits":             sms("x").with(fieldsOf{"0Key": "x"}),
		"endless key":               sms("x").with(fieldsOf{"K" + strings.Repeat("x", 64): "x"}),
	} {
		l := newLine(t)
		w := l.serve(signedRequest(form.values()))
		if w.Code != http.StatusBadRequest || l.counts["form"] != 1 || len(l.heard.events) > 0 {
			t.Errorf("%s: status %d, counted %v, %d events", name, w.Code, l.counts, len(l.heard.events))
		}
		if logged := l.logged.String(); strings.Contains(logged, "evil") || strings.Contains(logged, "1500555") || strings.Contains(logged, "My key") {
			t.Errorf("%s: logged a value: %s", name, logged)
		}
	}
}

func TestAFieldGivenTwiceIsRefused(t *testing.T) {
	for _, key := range slices.Sorted(maps.Keys(tap("door/1/ask/in", "In"))) {
		for _, second := range []string{"", "other", tap("door/1/ask/in", "In")[key]} {
			form := tap("door/1/ask/in", "In").values()
			form.Add(key, second)
			l := newLine(t)
			if w := l.serve(signedRequest(form)); w.Code != http.StatusBadRequest || l.counts["form"] != 1 {
				t.Errorf("%s twice, the second %q: status %d", key, second, w.Code)
			}
		}
	}
}

func TestOtherAccountsAreRefused(t *testing.T) {
	for account, want := range map[string]int{accSid: 200, "AC" + sid[2:31] + "fff": 403} {
		l := newLine(t)
		l.account = account
		if w := l.serve(signedRequest(sms("x").values())); w.Code != want || want == 403 && l.counts["account"] != 1 {
			t.Errorf("only %s: status %d, counted %v", account, w.Code, l.counts)
		}
	}
}

func TestRefusedFormsNameTheField(t *testing.T) {
	var f form
	if err := f.parse([]byte(sms("x").with(fieldsOf{"MessageSid": "secret"}).values().Encode())); err != nil {
		t.Fatal(err)
	}
	if r := f.admit(); r == nil || r.Error() != "MessageSid: has another format" {
		t.Errorf("refusal %v", r)
	}
	if err := f.parse([]byte(url.Values{"Secret words": {"x"}}.Encode())); err != nil {
		t.Fatal(err)
	}
	if r := f.admit(); r == nil || strings.Contains(r.Error(), "Secret") {
		t.Errorf("refusal %v", r)
	}
}
