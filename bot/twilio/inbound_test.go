package twilio

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

// nobody is an Answerer without memory, for tests with many callers.
type nobody struct{}

func (nobody) Receive(context.Context, bot.Event) ([]bot.Reply, error) {
	return []bot.Reply{{Text: "ok"}}, nil
}

func TestAnswersAreTwiML(t *testing.T) {
	const head = `<?xml version="1.0" encoding="UTF-8"?><Response>`
	for name, c := range map[string]struct {
		texts []string
		want  string
	}{
		"none":       {nil, head + `</Response>`},
		"one":        {[]string{"Hola"}, head + `<Message>Hola</Message></Response>`},
		"two":        {[]string{"1", "2"}, head + `<Message>1</Message><Message>2</Message></Response>`},
		"escaped":    {[]string{`<b> & "c"`}, head + `<Message>&lt;b&gt; &amp; "c"</Message></Response>`},
		"lines":      {[]string{"a\n\tb\r"}, head + "<Message>a\n\tb&#xD;</Message></Response>"},
		"forbidden":  {[]string{"a\x00\x08\x1b\uFFFE\uFFFF\xffb"}, head + `<Message>ab</Message></Response>`},
		"any script": {[]string{"مرحبا 👋 \uFFFD"}, head + "<Message>مرحبا 👋 \uFFFD</Message></Response>"},
		"empty":      {[]string{""}, head + `<Message></Message></Response>`},
	} {
		l := newLine(t, c.texts...)
		w := l.serve(signedRequest(sms("hi").values()))
		if w.Code != 200 || w.Body.String() != c.want || w.Header().Get("Content-Type") != "text/xml; charset=utf-8" {
			t.Errorf("%s: %d %s %s", name, w.Code, w.Header(), w.Body)
		}
		if l.counts["answered"] != 1 || l.logged.Len() > 0 {
			t.Errorf("%s: counted %v, logged %s", name, l.counts, l.logged)
		}
	}
}

func TestWhatIsNotStoredIsNotAcknowledged(t *testing.T) {
	l := newLine(t, "not to be sent")
	l.heard.err = bot.ErrUnavailable
	w := l.serve(signedRequest(sms("secret words").values()))
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") != "2" || w.Body.Len() > 0 {
		t.Errorf("%d %v %q", w.Code, w.Header(), w.Body)
	}
	if l.counts["unavailable"] != 1 || !strings.Contains(l.logged.String(), "may try again") {
		t.Errorf("counted %v, logged %s", l.counts, l.logged)
	}
	if strings.Contains(l.logged.String(), sid) || strings.Contains(l.logged.String(), "secret") || strings.Contains(l.logged.String(), "+1500") {
		t.Errorf("logged what somebody wrote or their number: %s", l.logged)
	}
}

func TestRequestsThatAreNoSignedForms(t *testing.T) {
	form := sms("hi").values()
	good := Sign(token, origin+path, form)
	edit := func(change func(*http.Request)) *http.Request {
		r := signedRequest(form)
		change(r)
		return r
	}
	header := func(name string, values ...string) *http.Request {
		return edit(func(r *http.Request) { r.Header[name] = values })
	}
	for name, c := range map[string]struct {
		request *http.Request
		status  int
		outcome string
	}{
		"GET":                              {edit(func(r *http.Request) { r.Method = http.MethodGet }), 405, "method"},
		"PUT":                              {edit(func(r *http.Request) { r.Method = http.MethodPut }), 405, "method"},
		"JSON":                             {header("Content-Type", "application/json"), 415, "media_type"},
		"multipart":                        {header("Content-Type", "multipart/form-data; boundary=x"), 415, "media_type"},
		"no Content-Type":                  {header("Content-Type"), 415, "media_type"},
		"two Content-Types":                {header("Content-Type", formType, formType), 415, "media_type"},
		"longer Content-Type":              {header("Content-Type", formType+"x"), 415, "media_type"},
		"no signature":                     {header("X-Twilio-Signature"), 403, "signature"},
		"empty signature":                  {header("X-Twilio-Signature", ""), 403, "signature"},
		"two signatures, one of them good": {header("X-Twilio-Signature", good, good[1:]+"A"), 403, "signature"},
		"the good signature twice":         {header("X-Twilio-Signature", good, good), 403, "signature"},
		"both in one":                      {header("X-Twilio-Signature", good+", "+good), 403, "signature"},
		"another case":                     {header("X-Twilio-Signature", strings.ToLower(good)), 403, "signature"},
		"no padding":                       {header("X-Twilio-Signature", good[:27]), 403, "signature"},
		"another token":                    {header("X-Twilio-Signature", Sign("other", origin+path, form)), 403, "signature"},
		"another path":                     {edit(func(r *http.Request) { r.RequestURI = "/other" }), 403, "signature"},
		"absolute URL":                     {edit(func(r *http.Request) { r.RequestURI = origin + path }), 403, "signature"},
		"another body":                     {request(sms("ho").values().Encode(), good), 403, "signature"},
		"empty body":                       {request("", good), 403, "signature"},
		"half an escape":                   {request("Body=%4", good), 400, "form"},
		"escape of other letters":          {request("Body=%zz", good), 400, "form"},
		"no equals sign":                   {request("Body", good), 400, "form"},
		"empty pair":                       {request("a=1&&b=2", good), 400, "form"},
		"too many fields":                  {request(strings.Repeat("a=1&", 300)+"a=1", good), 400, "form"},
		"broken off":                       {edit(func(r *http.Request) { r.Body = io.NopCloser(broken{}) }), 400, "form"},
		"longer than a server in front takes": {edit(func(r *http.Request) {
			r.Body = http.MaxBytesReader(nil, r.Body, 100)
		}), 413, "too_large"},
	} {
		l := newLine(t)
		w := l.serve(c.request)
		if w.Code != c.status || l.counts[c.outcome] != 1 || len(l.counts) != 1 || w.Body.Len() > 0 {
			t.Errorf("%s: status %d, counted %v, want %d and %s", name, w.Code, l.counts, c.status, c.outcome)
		}
		if len(l.heard.events) > 0 {
			t.Errorf("%s: was acted on", name)
		}
		if c.status == 405 && w.Header().Get("Allow") != "POST" {
			t.Errorf("%s: Allow is %q", name, w.Header().Get("Allow"))
		}
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

func TestContentTypeAndSignatureMayBeSpeltOtherwise(t *testing.T) {
	for _, media := range []string{formType, "Application/X-WWW-Form-URLencoded", formType + " ; charset=utf-8", formType + ";charset=ISO-8859-1"} {
		r := signedRequest(sms("hi").values())
		r.Header.Set("Content-Type", media)
		if w := newLine(t).serve(r); w.Code != http.StatusOK {
			t.Errorf("%s: status %d", media, w.Code)
		}
	}
	r := signedRequest(sms("hi").values())
	r.Header = http.Header{"Content-Type": {formType}, "X-Twilio-Signature": {" " + r.Header.Get("x-twilio-signature") + " "}}
	if w := newLine(t).serve(r); w.Code != http.StatusOK {
		t.Errorf("signature with spaces around it: status %d", w.Code)
	}
}

// meter counts what is read of it.
type meter struct {
	io.Reader
	read int
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	m.read += n
	return n, err
}

func TestOversizedBodiesAreNotRead(t *testing.T) {
	const mib10 = 10 << 20
	for name, c := range map[string]struct {
		length   int64
		size     int
		mostRead int
		want     int
	}{
		"announced":                  {mib10, mib10, 0, 413},
		"not announced":              {-1, mib10, 64 << 10, 413},
		"one byte too long":          {64<<10 + 1, 64<<10 + 1, 0, 413},
		"just short enough":          {64 << 10, 64 << 10, 64 << 10, 403},
		"short and not announced":    {-1, 64<<10 - 1, 64 << 10, 403},
		"longer than it announced":   {100, 100, 100, 403},
		"shorter than it announced":  {2000, 100, 100, 403},
		"nothing":                    {0, 0, 0, 403},
		"nothing, and not announced": {-1, 0, 0, 403},
	} {
		body := &meter{Reader: bytes.NewReader(append([]byte("Body="), bytes.Repeat([]byte("x"), c.size)...)[:c.size])}
		r := httptest.NewRequest(http.MethodPost, path, body)
		r.ContentLength = c.length
		r.Header.Set("Content-Type", formType)
		r.Header.Set("X-Twilio-Signature", Sign(token, "x", nil))
		w := newLine(t).serve(r)
		if w.Code != c.want || body.read > c.mostRead {
			t.Errorf("%s: status %d after %d bytes, want %d after at most %d", name, w.Code, body.read, c.want, c.mostRead)
		}
		if w.Code == 413 && w.Header().Get("Connection") != "close" {
			t.Errorf("%s: the server would read on", name)
		}
	}
}

func TestProviderMayAnswerStopItself(t *testing.T) {
	for text, want := range map[string]bot.OptOut{"STOP": "STOP", " stop\n": "STOP", "Cancel": "STOP", "unstop": "START", "HELP": "HELP", "info": "HELP",
		"STOP PLEASE": "", "stop.": "", "ALTO": "", "yes": "", "": ""} {
		l := newLine(t)
		if got := l.event(t, sms(text)).OptOut; got != "" {
			t.Errorf("%q, answered by the hotline: %q", text, got)
		}
		l.config.AnswersStop = true
		if got := l.event(t, sms(text)).OptOut; got != want {
			t.Errorf("%q, answered by Twilio: %q, want %q", text, got, want)
		}
		if got := l.event(t, whatsApp(text)).OptOut; got != "" {
			t.Errorf("%q on WhatsApp: %q", text, got)
		}
		if got := l.event(t, sms(text).with(fieldsOf{"OptOutType": "HELP"})).OptOut; got != "HELP" {
			t.Errorf("%q with an OptOutType of HELP: %q", text, got)
		}
	}
}

func TestInboundNeedsItsParts(t *testing.T) {
	tokens, err := NewTokens(token)
	if err != nil {
		t.Fatal(err)
	}
	whole := InboundConfig{SignedConfig: SignedConfig{PublicURL: origin, Tokens: tokens, Log: silent()}, Answerer: nobody{}}
	if _, err := NewInbound(whole); err != nil {
		t.Errorf("without a counter and an account: %v", err)
	}
	for name, remove := range map[string]func(*InboundConfig){
		"public URL": func(c *InboundConfig) { c.PublicURL = "" },
		"tokens":     func(c *InboundConfig) { c.Tokens = nil },
		"answerer":   func(c *InboundConfig) { c.Answerer = nil },
		"log":        func(c *InboundConfig) { c.Log = nil },
		"account":    func(c *InboundConfig) { c.AccountSID = "AC1" },
	} {
		part := whole
		remove(&part)
		if _, err := NewInbound(part); err == nil {
			t.Errorf("made without a usable %s", name)
		}
	}
}

func TestParseTwiMLReadsWhatIsWritten(t *testing.T) {
	for _, texts := range [][]string{nil, {"a"}, {"a", "b\nc"}, {`<&>"'`, "", " \t\r\n ", "é👋"}} {
		if got, err := ParseTwiML(TwiML(texts)); err != nil || !slices.Equal(got, texts) {
			t.Errorf("%q became %q, %v", texts, got, err)
		}
	}
	for _, bad := range []string{"", "hello", "<Response>", "<Other/>", "<Response><Message><Media>x</Media></Message></Response>"} {
		if got, err := ParseTwiML([]byte(bad)); err == nil {
			t.Errorf("%q became %q", bad, got)
		}
	}
}

func TestCallerSpeaksLikeTwilio(t *testing.T) {
	l := newLine(t, "hola", "adiós")
	caller := Caller{Token: token, Account: accSid, URL: origin + path,
		Senders: bot.Senders{SMS: "+15005550006", WhatsApp: "whatsapp:+15005550006"}}
	for name, e := range map[string]bot.Event{
		"SMS":    {ID: sid, From: bot.Address{Channel: bot.SMS, Value: "+15005550001"}, Text: "ayuda & más", OptOut: bot.OptOutHelp},
		"button": {ID: sid, From: bot.Address{Channel: bot.WhatsApp, Value: "+15005550001"}, Text: "In", Button: "door/1/ask/in"},
		"pin":    {ID: sid, From: bot.Address{Channel: bot.WhatsApp, Value: "US.1349"}, Location: &bot.Location{Latitude: -1.5, Longitude: 0, Label: "Main"}},
		"photo":  {ID: sid, From: bot.Address{Channel: bot.SMS, Value: "+15005550001"}, Media: []bot.Media{{URL: "https://a.example/1", Type: "image/png"}}},
	} {
		l.heard.events = nil
		texts, err := caller.Text(t.Context(), l, e)
		if err != nil || !slices.Equal(texts, l.heard.texts) {
			t.Fatalf("%s: %q, %v\n%s", name, texts, err, l.logged)
		}
		e.Kind, e.To = bot.Received, bot.Address{Channel: e.From.Channel, Value: "+15005550006"}
		if got := l.heard.events[0]; reveal(got) != reveal(e) {
			t.Errorf("%s:\n got %s\nwant %s", name, reveal(got), reveal(e))
		}
	}
	if _, err := caller.Text(t.Context(), l, bot.Event{}); err == nil {
		t.Error("a refused event seems answered")
	}
	caller.URL = "://"
	if _, err := caller.Text(t.Context(), l, bot.Event{}); err == nil {
		t.Error("a call to nowhere seems answered")
	}
}
