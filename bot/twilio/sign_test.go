package twilio

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/twilio/twilio-go/client"
)

// The vectors were computed with Twilio's library for Node, 6.2.0.
func TestSignMatchesTwiliosNodeLibrary(t *testing.T) {
	const at = "https://hotline.example.org/sms"
	unicode := url.Values{"Body": {"¿Dónde está la ayuda? مرحبا 👋"}, "From": {"whatsapp:+15005550006"}, "To": {"whatsapp:+15005550001"}}
	media := func(urls ...string) url.Values {
		form := url.Values{"MediaUrl": urls}
		for k, v := range unicode {
			form[k] = v
		}
		return form
	}
	for name, c := range map[string]struct {
		url  string
		form url.Values
		want string
	}{
		"SMS": {at, url.Values{"Body": {"JOIN"}, "From": {"+15005550006"}, "MessageSid": {sid}, "To": {"12345"}}, "3PK07ddDStihGhqYk2/gxsJqiuc="},
		"Unicode and a value given twice": {at, media("https://a.example/1", "https://a.example/2", "https://a.example/1"),
			"edfJqoYWVU/KwDxguxQwOXgMCSI="},
		"the first of several values": {at, media("https://a.example/1"), "DByIkzS6S3bCTHUALoBU9CI3NYc="},
		"query and port": {"https://hotline.example.org:8443/sms?lang=es&src=a%20b", url.Values{"Body": {"HELP"}, "From": {"+15005550006"}},
			"VzNCWZxlYSC5j0AvlRKwXkJvaNY="},
		"query without its port": {"https://hotline.example.org/sms?lang=es&src=a%20b", url.Values{"Body": {"HELP"}, "From": {"+15005550006"}},
			"LWHTKj5dhoUyNPL9zeyKoMvkxcw="},
		"JSON, whose hash is in the URL": {at + "?bodySHA256=015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862", nil,
			"WD6NFcEadzpqf+gBDd3hB158bAw="},
	} {
		if got := Sign(token, c.url, c.form); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if c.form == nil {
			continue
		}
		var f form
		if err := f.parse([]byte(c.form.Encode())); err != nil {
			t.Fatal(err)
		}
		if got := string(newMAC(token).signature(append([]byte(c.url), f.signed...))); got != c.want {
			t.Errorf("%s, as received: %s, want %s", name, got, c.want)
		}
	}
}

func TestSignAgreesWithTwiliosGoLibrary(t *testing.T) {
	validator := client.NewRequestValidator(token)
	random := rand.New(rand.NewPCG(1, 2))
	const alphabet = "aZ09 +&=%;/?#\x00\xff\né€👋"
	word := func() string {
		var s strings.Builder
		for range random.IntN(12) {
			s.WriteByte(alphabet[random.IntN(len(alphabet))])
		}
		return s.String()
	}
	for range 1000 {
		form := url.Values{}
		for range 1 + random.IntN(8) {
			form.Set("K"+word(), word())
		}
		if !validator.ValidateBody(origin+path, []byte(form.Encode()), Sign(token, origin+path, form)) {
			t.Fatalf("twilio-go does not accept the signature of %q", form)
		}
	}
}

func TestPortsAndPathsOfThePublicURL(t *testing.T) {
	form := sms("hi").values()
	for name, c := range map[string]struct {
		public, signedFor string
		want              int
	}{
		"as configured":                     {"https://h.example", "https://h.example" + path, 200},
		"slash at the end":                  {"https://h.example/", "https://h.example" + path, 200},
		"signed with the standard port":     {"https://h.example", "https://h.example:443" + path, 200},
		"configured with the standard port": {"https://h.example:443", "https://h.example" + path, 200},
		"signed without our port":           {"https://h.example:8443", "https://h.example" + path, 200},
		"signed with our port":              {"https://h.example:8443", "https://h.example:8443" + path, 200},
		"signed for another port":           {"https://h.example", "https://h.example:8443" + path, 403},
		"http":                              {"http://127.0.0.1:8080", "http://127.0.0.1:8080" + path, 200},
		"http and its standard port":        {"http://127.0.0.1", "http://127.0.0.1:80" + path, 200},
		"IPv6":                              {"https://[::1]", "https://[::1]:443" + path, 200},
		"a path before ours":                {"https://h.example/hotline/", "https://h.example/hotline" + path, 200},
		"signed for http":                   {"https://h.example", "http://h.example" + path, 403},
		"signed for another host":           {"https://h.example", "https://example.com" + path, 403},
	} {
		l := newLine(t)
		l.origins, _ = origins(c.public)
		if w := l.serve(request(form.Encode(), Sign(token, c.signedFor, form))); w.Code != c.want {
			t.Errorf("%s: status %d, want %d", name, w.Code, c.want)
		}
	}
}

func TestTheURLIsTheConfiguredOne(t *testing.T) {
	form := sms("hi").values()
	forged := request(form.Encode(), Sign(token, "https://evil.example"+path, form))
	forged.Host = "evil.example"
	forged.Header.Set("X-Forwarded-Host", "evil.example")
	forged.Header.Set("X-Forwarded-Proto", "https")
	if w := newLine(t).serve(forged); w.Code != http.StatusForbidden {
		t.Errorf("a request signed for the host that it names: status %d", w.Code)
	}
	honest := signedRequest(form)
	honest.Host = "10.0.0.7:8080"
	if w := newLine(t).serve(honest); w.Code != http.StatusOK {
		t.Errorf("an honest request through a proxy: status %d", w.Code)
	}
	withQuery := request(form.Encode(), Sign(token, origin+path+"?lang=es&src=a%20b", form))
	withQuery.RequestURI = path + "?lang=es&src=a%20b"
	if w := newLine(t).serve(withQuery); w.Code != http.StatusOK {
		t.Errorf("a webhook URL with a query: status %d", w.Code)
	}
	withQuery = request(form.Encode(), Sign(token, origin+path+"?lang=es&src=a%20b", form))
	withQuery.RequestURI = path + "?lang=es&src=a+b"
	if w := newLine(t).serve(withQuery); w.Code != http.StatusForbidden {
		t.Errorf("the query spelt otherwise: status %d", w.Code)
	}
}

func TestPublicURLsThatCannotWorkAreRefused(t *testing.T) {
	for _, public := range []string{"", "hotline.example.org", "ftp://h.example", "https://", "https://h.example?x=1", "https://h.example?",
		"https://h.example#x", "https://user:secret@h.example", "https://h.example:port", "https://user:secret@h.example:port", "://"} {
		got, err := origins(public)
		if err == nil {
			t.Errorf("%q was taken as %q", public, got)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the error tells a password: %v", public, err)
		}
	}
}

func TestTokensAreReplacedWithoutRefusingAnybody(t *testing.T) {
	l := newLine(t)
	l.config.Answerer, l.log, l.config.Counter = nobody{}, silent(), nil
	const next = "ffffffffffffffffffffffffffffffff"
	form := sms("hi").values()
	body := form.Encode()
	oldSignature, newSignature := Sign(token, origin+path, form), Sign(next, origin+path, form)
	mustSet := func(list string) {
		if err := l.tokens.Set(list); err != nil {
			t.Error(err)
		}
	}

	var stop atomic.Bool
	var refused atomic.Int64
	var callers sync.WaitGroup
	flood := func(signature string) {
		callers.Go(func() {
			for !stop.Load() {
				if l.serve(request(body, signature)).Code != http.StatusOK {
					refused.Add(1)
				}
			}
		})
	}
	flood(oldSignature)
	for range 100 {
		mustSet(token + "," + next)
		mustSet(next + ", " + token)
		mustSet(token)
	}
	mustSet(token + "," + next)
	flood(newSignature)
	for range 100 {
		mustSet(next + "," + token)
		mustSet(token + "," + next)
	}
	stop.Store(true)
	callers.Wait()
	if n := refused.Load(); n > 0 {
		t.Errorf("%d valid requests were refused during the change", n)
	}
	mustSet(next)
	if w := l.serve(request(body, oldSignature)); w.Code != http.StatusForbidden {
		t.Errorf("the retired token still works: status %d", w.Code)
	}
	if w := l.serve(request(body, newSignature)); w.Code != http.StatusOK {
		t.Errorf("the new token does not work: status %d", w.Code)
	}
}

func TestTokensAreCheckedAndNeverShown(t *testing.T) {
	for _, list := range []string{"", " ", ",", "a,", ",b", "a,b,c", "a b", "a\nb"} {
		if _, err := NewTokens(list); err == nil {
			t.Errorf("%q was taken", list)
		}
	}
	tokens, err := NewTokens(token)
	if err != nil {
		t.Fatal(err)
	}
	if err := tokens.Set("bad bad " + token); err == nil || strings.Contains(err.Error(), token) {
		t.Errorf("Set returns %v", err)
	}
	if ok, _ := tokens.signed([]string{"u"}, "", nil, Sign(token, "u", nil), nil); !ok {
		t.Error("after a refused change the old token no longer works")
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "tokens", tokens)
	for _, shown := range []string{log.String(), fmt.Sprintf("%v %+v %#v %s", tokens, tokens, tokens, tokens)} {
		if strings.Contains(shown, token) || !strings.Contains(shown, redacted) {
			t.Errorf("shown as %s", shown)
		}
	}
}
