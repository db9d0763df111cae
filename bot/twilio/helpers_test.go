package twilio

import (
	"context"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

const (
	token  = "0123456789abcdef0123456789abcdef"
	origin = "https://hotline.example.org"
	path   = "/twilio/messages"
	sid    = "SM00000000000000000000000000000001"
	accSid = "AC00000000000000000000000000000001"
)

// fieldsOf is a form with one value a key.
type fieldsOf map[string]string

// with returns a copy with other fields; an empty name of a field is written as "-Name" to drop it.
func (f fieldsOf) with(changes fieldsOf) fieldsOf {
	out := maps.Clone(f)
	for k, v := range changes {
		if name, drop := strings.CutPrefix(k, "-"); drop {
			delete(out, name)
		} else {
			out[k] = v
		}
	}
	return out
}

func (f fieldsOf) values() url.Values {
	v := url.Values{}
	for key, value := range f {
		v.Set(key, value)
	}
	return v
}

// The fields of the requests below are those of captured ones, with other numbers.
func sms(text string) fieldsOf {
	return fieldsOf{"ToCountry": "US", "ToState": "CA", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "SAN BRUNO",
		"FromZip": "", "SmsSid": sid, "FromState": "CA", "SmsStatus": "received", "FromCity": "OAKLAND", "Body": text,
		"FromCountry": "US", "To": "+15005550006", "MessagingServiceSid": "MG00000000000000000000000000000001",
		"ToZip": "94030", "NumSegments": "1", "ReferralNumMedia": "0", "MessageSid": sid, "AccountSid": accSid,
		"From": "+15005550001", "ApiVersion": "2010-04-01"}
}

func whatsApp(text string) fieldsOf {
	return fieldsOf{"SmsMessageSid": sid, "NumMedia": "0", "ProfileName": "Ana", "MessageType": "text", "SmsSid": sid,
		"WaId": "15005550001", "SmsStatus": "received", "Body": text, "To": "whatsapp:+15005550006", "NumSegments": "1",
		"ReferralNumMedia": "0", "MessageSid": sid, "AccountSid": accSid, "From": "whatsapp:+15005550001",
		"ApiVersion":      "2010-04-01",
		"ChannelMetadata": `{"type":"whatsapp","data":{"context":{"ProfileName":"Ana","WaId":"15005550001","ExternalUserId":"whatsapp:US.1349"}}}`,
		"ExternalUserId":  "whatsapp:US.13491208655302741918"}
}

func mms(text string) fieldsOf {
	return sms(text).with(fieldsOf{"NumMedia": "2", "MessageSid": "MM" + sid[2:], "SmsSid": "MM" + sid[2:], "SmsMessageSid": "MM" + sid[2:],
		"MediaUrl0": mediaAt("ME01"), "MediaContentType0": "image/jpeg",
		"MediaUrl1": mediaAt("ME02"), "MediaContentType1": "audio/amr"})
}

func mediaAt(id string) string {
	return "https://api.twilio.com/2010-04-01/Accounts/" + accSid + "/Messages/MM" + sid[2:] + "/Media/" + id
}

func voiceNote() fieldsOf {
	return whatsApp("").with(fieldsOf{"NumMedia": "1", "MessageType": "audio", "MediaUrl0": mediaAt("ME03"),
		"MediaContentType0": "audio/ogg; codecs=opus"})
}

func mapPin(label, address string) fieldsOf {
	return whatsApp("").with(fieldsOf{"MessageType": "location", "Latitude": "37.8043514", "Longitude": "-122.2711639",
		"Label": label, "Address": address})
}

func tap(payload, label string) fieldsOf {
	return whatsApp(label).with(fieldsOf{"MessageType": "button", "ButtonPayload": payload, "ButtonText": label,
		"OriginalRepliedMessageSender": "whatsapp:+15005550006",
		"OriginalRepliedMessageSid":    "SM00000000000000000000000000000002"})
}

// recorder is an Answerer that remembers.
type recorder struct {
	events []bot.Event
	texts  []string
	err    error
}

func (r *recorder) Receive(_ context.Context, e bot.Event) ([]bot.Reply, error) {
	r.events = append(r.events, e)
	var replies []bot.Reply
	for _, t := range r.texts {
		replies = append(replies, bot.Reply{Text: t})
	}
	return replies, r.err
}

// counted counts outcomes.
type counted map[string]int

func (c counted) Inbound(outcome string) { c[outcome]++ }

// line is a hotline's end of the wire, with everything that it noticed.
type line struct {
	*Inbound
	heard  *recorder
	counts counted
	logged *strings.Builder
}

func newLine(t testing.TB, texts ...string) *line {
	t.Helper()
	tokens, err := NewTokens(token)
	if err != nil {
		t.Fatal(err)
	}
	l := &line{heard: &recorder{texts: texts}, counts: counted{}, logged: &strings.Builder{}}
	l.Inbound, err = NewInbound(InboundConfig{Answerer: l.heard, Counter: l.counts,
		SignedConfig: SignedConfig{PublicURL: origin, Tokens: tokens, Log: slog.New(slog.NewTextHandler(l.logged, nil))}})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func (l *line) serve(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	l.ServeHTTP(w, r)
	return w
}

// signedRequest is what Twilio sends for a form.
func signedRequest(form url.Values) *http.Request {
	return request(form.Encode(), Sign(token, origin+path, form))
}

func request(body, signature string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	r.Header.Set("X-Twilio-Signature", signature)
	return r
}

// event sends a form and returns the event that it becomes.
func (l *line) event(t testing.TB, f fieldsOf) bot.Event {
	t.Helper()
	l.heard.events = nil
	w := l.serve(signedRequest(f.values()))
	if w.Code != http.StatusOK || len(l.heard.events) != 1 {
		t.Fatalf("status %d, %d events for %v\n%s", w.Code, len(l.heard.events), slices.Sorted(maps.Keys(f)), l.logged)
	}
	return l.heard.events[0]
}

func silent() *slog.Logger { return slog.New(slog.DiscardHandler) }
