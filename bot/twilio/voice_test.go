package twilio

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"

	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

// speaker is a Speaker that remembers what it was asked, as "id digits".
type speaker struct {
	asked []string
	said  bot.Speech
	err   error
}

func (s *speaker) Answer(_ context.Context, id bot.MessageID, digits string) (bot.Speech, error) {
	s.asked = append(s.asked, string(id)+" "+digits)
	return s.said, s.err
}

// Voice counts outcomes of requests of calls.
func (c counted) Voice(outcome string) { c[outcome]++ }

// booth is where calls are answered, with everything that it noticed.
type booth struct {
	*Voice
	speaker speaker
	tokens  *Tokens
	counts  counted
	logged  strings.Builder
}

func newBooth(t testing.TB) *booth {
	t.Helper()
	tokens, err := NewTokens(token)
	if err != nil {
		t.Fatal(err)
	}
	b := &booth{counts: counted{}, tokens: tokens, speaker: speaker{said: bot.Speech{Language: "es", Say: []string{"Reporte <4 1 7> & más"}, Gather: true}}}
	b.Voice, err = NewVoice(VoiceConfig{Speaker: &b.speaker, Counter: b.counts,
		SignedConfig: SignedConfig{PublicURL: origin, Tokens: tokens, AccountSID: accSid, Log: slog.New(slog.NewTextHandler(&b.logged, nil))}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *booth) serve(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w
}

// pickedUp is what Twilio asks when somebody has answered, and pressing what it asks when they press something.
func pickedUp() fieldsOf {
	return fieldsOf{"AccountSid": accSid, "ApiVersion": "2010-04-01", "CallSid": callSID, "CallStatus": "in-progress", "Called": "+15005550001",
		"CalledCity": "OAKLAND", "Caller": "+15005550008", "CallerName": "", "Direction": "outbound-api", "From": "+15005550008", "FromCity": "SAN BRUNO",
		"StirVerstat": "TN-Validation-Passed-A", "To": "+15005550001", "ToZip": "94601", "CallToken": `{"parentCallInfoToken":"eyJhbGciOiJFUzI1NiJ9"}`}
}

func pressing(digits string) fieldsOf {
	return pickedUp().with(fieldsOf{"Digits": digits, "FinishedOnKey": "", "msg": "Gather End"})
}

func voiceAt(uri string, f fieldsOf, with string) *http.Request {
	r := request(f.values().Encode(), Sign(with, origin+uri, f.values()))
	r.RequestURI = uri
	return r
}

// signedVoice comes to the address for its kind.
func signedVoice(f fieldsOf) *http.Request {
	if _, pressed := f["Digits"]; pressed {
		return voiceAt(voicePath+string(ownID)+pressedMark, f, token)
	}
	return voiceAt(voicePath+string(ownID), f, token)
}

const (
	gather = `<Gather input="dtmf" numDigits="1" finishOnKey="" timeout="8" method="POST" action="` + origin + `/twilio/voice/` + string(ownID) + `?pressed#rc=3&amp;rp=5xx,ct,rt">`
	spoken = `<Say language="es-MX" voice="Polly.Mia">Reporte &lt;4 1 7&gt; &amp; más</Say>`
)

func TestWhatIsSaidInACall(t *testing.T) {
	words := []string{"Reporte <4 1 7> & más"}
	for name, c := range map[string]struct {
		said bot.Speech
		want string
	}{
		"asked twice":       {bot.Speech{Language: "es", Say: words, Gather: true}, gather + spoken + "</Gather>" + gather + spoken + "</Gather>"},
		"asked differently": {bot.Speech{Language: "es", Say: []string{"a", "b"}, Gather: true, Repeat: words[0]}, gather + `<Say language="es-MX" voice="Polly.Mia">a</Say><Say language="es-MX" voice="Polly.Mia">b</Say></Gather>` + gather + spoken + "</Gather>"},
		"told":              {bot.Speech{Language: "es", Say: words}, spoken},
		"in another script": {bot.Speech{Language: "zh-Hant", Say: []string{"四一七"}}, `<Say language="cmn-CN" voice="Polly.Zhiyu">四一七</Say>`},
		"nobody knows it":   {bot.Speech{}, ""},
		"no voice":          {bot.Speech{Language: "ht", Say: []string{"report"}}, `<Say language="en-US" voice="Polly.Joanna">report</Say>`},
	} {
		b := newBooth(t)
		b.speaker.said = c.said
		w := b.serve(signedVoice(pickedUp()))
		if want := twimlHead + c.want + "<Hangup/></Response>"; w.Code != http.StatusOK || w.Body.String() != want || b.counts["answered"] != 1 {
			t.Errorf("%s: status %d, %v\n%s\nwant\n%s", name, w.Code, b.counts, w.Body, want)
		}
		if got := w.Header().Get("Content-Type"); got != "text/xml; charset=utf-8" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestWhatIsPressed(t *testing.T) {
	for name, c := range map[string]struct {
		form    fieldsOf
		digits  string
		outcome string
	}{
		"nothing yet":        {pickedUp(), "", "answered"},
		"one":                {pressing("1"), "1", "pressed"},
		"a star":             {pressing("*"), "*", "pressed"},
		"and hung up":        {pressing("1").with(fieldsOf{"CallStatus": "completed"}), "1", "pressed"},
		"before it answered": {pressing("2").with(fieldsOf{"CallStatus": "ringing"}), "2", "pressed"},
	} {
		b := newBooth(t)
		w := b.serve(signedVoice(c.form))
		if w.Code != http.StatusOK || !slices.Equal(b.speaker.asked, []string{string(ownID) + " " + c.digits}) || b.counts[c.outcome] != 1 {
			t.Errorf("%s: status %d, asked %q, %v\n%s", name, w.Code, b.speaker.asked, b.counts, &b.logged)
		}
	}
}

func TestCallsAreHeardWhileTheTokenIsReplaced(t *testing.T) {
	b := newBooth(t)
	next := strings.Repeat("9", 32)
	if err := b.tokens.Set(token + "," + next); err != nil {
		t.Fatal(err)
	}
	for _, with := range []string{token, next} {
		if w := b.serve(voiceAt(voicePath+string(ownID)+pressedMark, pressing("1"), with)); w.Code != http.StatusOK {
			t.Errorf("status %d", w.Code)
		}
	}
	if len(b.speaker.asked) != 2 {
		t.Errorf("asked %q", b.speaker.asked)
	}
}

// A caller's name may read like a digit. That is why there are two addresses.
func TestNobodyIsNamedAfterADigit(t *testing.T) {
	b := newBooth(t)
	b.serve(signedVoice(pickedUp().with(fieldsOf{"CallerName": "Digits1"})))
	forged := voiceAt(voicePath+string(ownID), pickedUp().with(fieldsOf{"Digits": "1"}), token)
	honest := pickedUp().with(fieldsOf{"CallerName": "Digits1"}).values()
	if Sign(token, origin+voicePath+string(ownID), honest) != forged.Header.Get("X-Twilio-Signature") {
		t.Error("not signed alike, this tests nothing")
	}
	b.serve(forged)
	if want := string(ownID) + " "; !slices.Equal(b.speaker.asked, []string{want, want}) {
		t.Errorf("asked %q", b.speaker.asked)
	}
}

func TestCallsThatNobodyKnows(t *testing.T) {
	for _, uri := range []string{voicePath, voicePath + string(ownID[1:]), voicePath + string(ownID) + "0", voicePath + strings.ToUpper(string(ownID)),
		voicePath + string(ownID) + "?x=1", "/" + string(ownID), statusPath + string(ownID)} {
		b := newBooth(t)
		if w := b.serve(voiceAt(uri, pressing("1"), token)); w.Code != http.StatusOK || w.Body.String() != twimlHead+"<Hangup/></Response>" ||
			len(b.speaker.asked) != 0 || b.counts["ignored"] != 1 {
			t.Errorf("%s: status %d, %s, asked %q", uri, w.Code, w.Body, b.speaker.asked)
		}
	}
}

func TestCallsThatAreRefused(t *testing.T) {
	changed := func(change func(*http.Request)) *http.Request {
		r := signedVoice(pressing("1"))
		change(r)
		return r
	}
	for name, c := range map[string]struct {
		r       *http.Request
		status  int
		outcome string
	}{
		"GET": {changed(func(r *http.Request) { r.Method = http.MethodGet }), 405, "method"},
		"too large": {changed(func(r *http.Request) {
			r.ContentLength, r.Body = -1, io.NopCloser(strings.NewReader(strings.Repeat("x", maxBody+1)))
		}), 413, "too_large"},
		"JSON":          {changed(func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }), 415, "media_type"},
		"no signature":  {changed(func(r *http.Request) { r.Header.Del("X-Twilio-Signature") }), 403, "signature"},
		"another token": {voiceAt(voicePath+string(ownID), pressing("1"), strings.Repeat("9", 32)), 403, "signature"},
		"another call":  {changed(func(r *http.Request) { r.RequestURI = voicePath + "f" + string(ownID[1:]) + pressedMark }), 403, "signature"},
		"signed for no digit": {changed(func(r *http.Request) {
			r.Header.Set("X-Twilio-Signature", Sign(token, origin+voicePath+string(ownID), pressing("1").values()))
		}), 403, "signature"},
		"signed as receipt": {changed(func(r *http.Request) { r.RequestURI = statusPath + string(ownID) }), 403, "signature"},
		"another account":   {signedVoice(pressing("1").with(fieldsOf{"AccountSid": otherAccount})), 403, "account"},
		"half an escape":    {request("x=%4", Sign(token, "", nil)), 400, "form"},
		"no call":           {signedVoice(pressing("1").with(fieldsOf{"-CallSid": ""})), 400, "form"},
		"a message":         {signedVoice(pressing("1").with(fieldsOf{"CallSid": sid})), 400, "form"},
		"no status":         {signedVoice(pressing("1").with(fieldsOf{"-CallStatus": ""})), 400, "form"},
		"status in words":   {signedVoice(pressing("1").with(fieldsOf{"CallStatus": "In progress"})), 400, "form"},
		"digits in words":   {signedVoice(pressing("one")), 400, "form"},
		"digits twice":      {signedVoice(pressing("2").with(fieldsOf{"CallerName": "Digits1"})), 400, "form"},
		"no digits":         {voiceAt(voicePath+string(ownID)+pressedMark, pickedUp(), token), 400, "form"},
		"nothing pressed":   {signedVoice(pressing("")), 400, "form"},
		"strange key":       {signedVoice(pressing("1").with(fieldsOf{"3From": "x"})), 400, "form"},
	} {
		b := newBooth(t)
		w := b.serve(c.r)
		if w.Code != c.status || len(b.speaker.asked) != 0 || b.counts[c.outcome] != 1 || len(b.counts) != 1 {
			t.Errorf("%s: status %d, asked %q, %v", name, w.Code, b.speaker.asked, b.counts)
		}
		if said := b.logged.String(); strings.Contains(said, "5550001") || strings.Contains(said, callSID) || strings.Contains(said, token) || said == "" {
			t.Errorf("%s: logged %q", name, said)
		}
	}
}

func TestWhatCannotBeStoredIsPressedAgain(t *testing.T) {
	b := newBooth(t)
	b.speaker.err = errors.New("no Redis")
	if w := b.serve(signedVoice(pressing("1"))); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || b.counts["unavailable"] != 1 {
		t.Errorf("status %d, %v, %v", w.Code, w.Header(), b.counts)
	}
}

func TestVoiceNeedsWhatItNeeds(t *testing.T) {
	tokens, err := NewTokens(token)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]VoiceConfig{
		"no speaker":    {SignedConfig: SignedConfig{PublicURL: origin, Tokens: tokens, Log: silent()}},
		"no public URL": {Speaker: &speaker{}, SignedConfig: SignedConfig{Tokens: tokens, Log: silent()}},
	} {
		if v, err := NewVoice(c); err == nil || v != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSpeaks(t *testing.T) {
	for lang, want := range map[bot.Language]bot.Language{"es": "es", "es-MX": "es-MX", "zh-Hans": "zh-Hans", "PT-br": "PT-br", "ht": "en", "so": "en", "mam": "en", "": "en", "e": "en"} {
		if got := Speaks(lang); got != want {
			t.Errorf("%q: %q, want %q", lang, got, want)
		}
	}
	for lang, v := range voices {
		if v.locale == "" || !strings.HasPrefix(v.name, "Polly.") && !strings.HasPrefix(v.name, "Google."+v.locale) {
			t.Errorf("%s is spoken by %+v", lang, v)
		}
	}
}

// The demo's phones take Twilio's part.
func TestTheCallerPresses(t *testing.T) {
	c := Caller{Token: token, Account: accSid, URL: origin + path, Senders: senders()}
	to := bot.Address{Channel: bot.SMS, Value: "+15005550001"}
	b := newBooth(t)
	for _, digits := range []string{"", "1"} {
		r, err := c.Voice(t.Context(), ownID, to, digits)
		if err != nil {
			t.Fatal(err)
		}
		if w := b.serve(r); w.Code != http.StatusOK {
			t.Errorf("status %d\n%s", w.Code, &b.logged)
		}
	}
	if want := []string{string(ownID) + " ", string(ownID) + " 1"}; !slices.Equal(b.speaker.asked, want) {
		t.Errorf("asked %q", b.speaker.asked)
	}
	c.URL = origin + "/elsewhere"
	if _, err := c.Voice(t.Context(), ownID, to, "1"); err == nil {
		t.Error("a call is answered nowhere")
	}
}
