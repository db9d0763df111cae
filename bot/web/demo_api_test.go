package web_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

func demoServer() (*web.Server, *echoPhones) {
	s, phones := local(web.Options{}), newEchoPhones()
	s.MountDemo(demoOf(phones))
	return s, phones
}

// postJSON posts as the page does.
func postJSON(h http.Handler, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func messagesOf(number string) string { return "/demo/phones/" + url.PathEscape(number) + "/messages" }

func TestAPhoneIsBoughtAndSends(t *testing.T) {
	s, phones := demoServer()
	w := postJSON(s, "/demo/phones", `{"channel":"whatsapp","language":"zh-Hans"}`)
	expect(t, w, 201, `{"number":"+15005550100"}`+"\n")
	bought := phones.phones["+15005550100"]
	if bought.channel != bot.WhatsApp || bought.language != "zh-Hans" {
		t.Errorf("bought a phone for %s on %s", bought.language, bought.channel)
	}
	for _, tt := range []struct {
		name, path, body string
		want             web.Outgoing
	}{
		{"a text", messagesOf("+15005550100"), `{"text":"你好"}`, web.Outgoing{Text: "你好"}},
		{"with the plus sign escaped", "/demo/phones/%2B15005550100/messages", `{"text":"a"}`, web.Outgoing{Text: "a"}},
		{"a photo with a text", messagesOf("+15005550100"), `{"text":"look","media":"photo"}`, web.Outgoing{Text: "look", Media: "photo"}},
		{"the longest text", messagesOf("+15005550100"), `{"text":"` + strings.Repeat("语", bot.MaxText) + `"}`,
			web.Outgoing{Text: strings.Repeat("语", bot.MaxText)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, postJSON(s, tt.path, tt.body), 204, "")
			if got := phones.lastSent(); got != tt.want {
				t.Errorf("sent %+v, want %+v", got, tt.want)
			}
		})
	}
	expect(t, postJSON(s, messagesOf("+15005550100"), `{"location":{"latitude":37.8,"longitude":-122.3}}`), 204, "")
	if got := phones.lastSent().Location; got == nil || got.Latitude != 37.8 || got.Longitude != -122.3 {
		t.Errorf("sent the pin %v", got)
	}
}

func TestBadRequestsOfTheDemoAreRefused(t *testing.T) {
	s, phones := demoServer()
	number := phones.New(bot.SMS, "en")
	messages := messagesOf(number)
	for _, tt := range []struct {
		name, path, body string
		status           int
		word             string
	}{
		{"not JSON", messages, `text=hola`, 400, "bad_json"},
		{"nothing", messages, ``, 400, "bad_json"},
		{"two values", messages, `{"text":"a"}{"text":"b"}`, 400, "bad_json"},
		{"a field that nobody knows", messages, `{"text":"a","from":"me"}`, 400, "bad_json"},
		{"another type", messages, `{"text":7}`, 400, "bad_json"},
		{"an empty message", messages, `{}`, 422, "empty"},
		{"unknown media", messages, `{"media":"film"}`, 422, "unknown_media"},
		{"a pin beyond the pole", messages, `{"location":{"latitude":91,"longitude":0}}`, 422, "bad_location"},
		{"a pin beyond the date line", messages, `{"location":{"latitude":0,"longitude":-181}}`, 422, "bad_location"},
		{"1,601 characters", messages, `{"text":"` + strings.Repeat("a", 1601) + `"}`, 413, "text_too_long"},
		{"20 KiB", messages, `{"text":"` + strings.Repeat("a", 20<<10) + `"}`, 413, "body_too_long"},
		{"a phone that nobody has", messagesOf("+15005559999"), `{"text":"a"}`, 404, "unknown_phone"},
		{"no number at all", "/demo/phones/%zz/messages", `{"text":"a"}`, 404, "unknown_phone"},
		{"a message that the hotline does not take", messages, `{"text":"broken"}`, 502, "not_answered"},
		{"a phone without a channel", "/demo/phones", `{"language":"en"}`, 422, "unknown_channel"},
		{"a phone on a pager network", "/demo/phones", `{"channel":"pager","language":"en"}`, 422, "unknown_channel"},
		{"a phone without a language", "/demo/phones", `{"channel":"sms"}`, 422, "bad_language"},
		{"a phone with a strange language", "/demo/phones", `{"channel":"sms","language":"../en"}`, 422, "bad_language"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/", strings.NewReader(tt.body))
			r.URL.Path, r.URL.RawPath = tt.path, tt.path
			r.Header.Set("Content-Type", "application/json; charset=utf-8")
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			expect(t, w, tt.status, `{"error":"`+tt.word+`"}`+"\n")
		})
	}
}

// Another site's page can make a browser post a form to this computer, but neither JSON nor from our origin.
func TestOtherSitesCannotPost(t *testing.T) {
	s, phones := demoServer()
	messages := messagesOf(phones.New(bot.SMS, "en"))
	for _, tt := range []struct {
		name, header, value string
		status              int
		word                string
	}{
		{"a form", "Content-Type", "application/x-www-form-urlencoded", 415, "not_json"},
		{"a form of plain text", "Content-Type", "text/plain", 415, "not_json"},
		{"no type", "Content-Type", "", 415, "not_json"},
		{"another site's script", "Sec-Fetch-Site", "cross-site", 403, "other_origin"},
		{"an old browser's script", "Origin", "https://example.org", 403, "other_origin"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", messages, strings.NewReader(`{"text":"a"}`))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set(tt.header, tt.value)
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			expect(t, w, tt.status, `{"error":"`+tt.word+`"}`+"\n")
		})
	}
}

func TestThePageIsServedWholeAndLocked(t *testing.T) {
	s, _ := demoServer()
	for path, kind := range map[string]string{
		"/": "text/html", "/demo/page.css": "text/css", "/demo/phone.css": "text/css", "/demo/page.js": "text/javascript",
		"/demo/chat.js": "text/javascript", "/demo/line.js": "text/javascript", "/demo/owners.json": "application/json",
		"/demo/knocker.svg": "image/svg+xml",
	} {
		w := ask(s, "GET", path, nil)
		if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), kind) {
			t.Errorf("GET %s = %d %s, want 200 %s", path, w.Code, w.Header().Get("Content-Type"), kind)
		}
		if !strings.HasPrefix(w.Header().Get("Content-Security-Policy"), "default-src 'none'; ") {
			t.Errorf("GET %s has the policy %q", path, w.Header().Get("Content-Security-Policy"))
		}
	}
	for _, path := range []string{"/demo/nothing.js", "/demo/..%2f..%2fserver.go", "/demo/"} {
		if w := ask(s, "GET", path, nil); w.Code != 404 {
			t.Errorf("GET %s = %d, want 404", path, w.Code)
		}
	}
	expect(t, ask(s, "GET", "/demo/hotline", nil), 200,
		`{"name":"Rights Line","sms":"+15005550006","whatsapp":"+15005550009"}`+"\n")
}

func TestWithoutADemoThereIsNoPage(t *testing.T) {
	s := local(web.Options{})
	for _, path := range []string{"/", "/demo/page.js", "/demo/hotline"} {
		expect(t, ask(s, "GET", path, nil), 404, "Not Found\n")
	}
}

// Every owner's phone says everything, in a language that the demo can buy a phone for.
func TestEveryOwnerIsComplete(t *testing.T) {
	s, _ := demoServer()
	var owners []struct {
		Tag, Name, Dir string
		Say, Samples   map[string]string
	}
	body, _ := io.ReadAll(ask(s, "GET", "/demo/owners.json", nil).Body)
	if err := json.Unmarshal(body, &owners); err != nil {
		t.Fatal(err)
	}
	if len(owners) != 12 || owners[0].Tag != "en" {
		t.Fatalf("%d owners, the first reads %s; want 12 and en", len(owners), owners[0].Tag)
	}
	for _, o := range owners {
		if (o.Dir == "rtl") != (o.Tag == "ar") {
			t.Errorf("%s: dir = %s", o.Tag, o.Dir)
		}
		for key := range owners[0].Say {
			if strings.TrimSpace(o.Say[key]) == "" {
				t.Errorf("%s: no word for %s", o.Tag, key)
			}
		}
		if len(o.Say) != len(owners[0].Say) || len(o.Samples) != 3 {
			t.Errorf("%s: %d words and %d samples", o.Tag, len(o.Say), len(o.Samples))
		}
		if w := postJSON(s, "/demo/phones", `{"channel":"sms","language":"`+o.Tag+`"}`); w.Code != 201 {
			t.Errorf("%s: no phone to be had: %d", o.Tag, w.Code)
		}
	}
}
