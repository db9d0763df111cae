package main

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/twilio"
)

// Each message meets an open question and may be refused or answered, but the next answer to that question counts.
func TestServeSurvivesWhatPeopleSend(t *testing.T) {
	t.Parallel()
	h := openHotline(t)
	for _, c := range []struct {
		name string
		send bot.Event
	}{
		{"an empty message", bot.Event{}},
		{"spaces", bot.Event{Text: " \n\t "}},
		{"invalid UTF-8", bot.Event{Text: "hol\xff\xfe\xc3"}},
		{"half of a surrogate pair", bot.Event{Text: "hol\xed\xa0\xbd"}},
		{"NUL", bot.Event{Text: "good\x00by\x00"}},
		{"only NUL", bot.Event{Text: "\x00"}},
		{"other control characters", bot.Event{Text: "\x01\x1b[31m\x7f\u0085\u202e"}},
		{"only emoji", bot.Event{Text: "😀🚪👨‍👩‍👧🇲🇽"}},
		{"1,600 characters", bot.Event{Text: bot.Private(strings.Repeat("qwx ", 400))}},
		{"1,600 characters without a space", bot.Event{Text: bot.Private(strings.Repeat("ñ", 1600))}},
		{"1,600 emoji", bot.Event{Text: bot.Private(strings.Repeat("🚪", 1600))}},
		{"markup", bot.Event{Text: `</Message><Redirect>x</Redirect>{{.Name}}%s`}},
		{"only a photo", bot.Event{Media: photo()}},
		{"a voice message", bot.Event{Media: voice()}},
		{"only a pin", bot.Event{Location: &bot.Location{Latitude: 37.8044, Longitude: -122.2712}}},
		{"a pin on the equator", bot.Event{Location: &bot.Location{}}},
		{"a button that no question has", bot.Event{Button: "nothing/at/all"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			mia := h.newPhone(bot.WhatsApp)
			mia.t = t
			mia.says("good morning")
			mia.says(wording(t, "en", bot.WhatsApp, "menu.opt.work"))
			r := h.post(mia.form(c.send))
			if refused := 400 <= r.status && r.status < 500; !refused && r.says(t) == "" {
				t.Errorf("status %d, %s; want words or a 4xx", r.status, r.body)
			}
			mia.says(wording(t, "en", bot.WhatsApp, "work.opt.here"))
			mia.hears("en", "work.here")
		})
	}
}

// A first message of that kind is met with a welcome.
func TestServeWelcomesWhoeverBeginsOddly(t *testing.T) {
	t.Parallel()
	h := openHotline(t)
	for name, e := range map[string]bot.Event{
		"empty": {}, "emoji": {Text: "🙏"}, "photo": {Media: photo()}, "NUL": {Text: "\x00"}, "bytes": {Text: "\xff"},
	} {
		for _, channel := range []bot.Channel{bot.SMS, bot.WhatsApp} {
			if words := h.post(h.newPhone(channel).form(e)).says(t); words == "" {
				t.Errorf("%s on %s is met with silence", name, channel)
			}
		}
	}
}

func TestServeRefusesWhatIsNoMessage(t *testing.T) {
	t.Parallel()
	h := openHotline(t)
	mia := h.newPhone(bot.SMS)
	mia.says("good morning")
	form := mia.text("hello there, hotline")
	signed := twilio.Sign(theToken, publicURL+inboundPath, form)
	before := h.stored()
	for _, c := range []struct {
		name string
		want int
		r    *http.Request
	}{
		{"too large", 413, h.request(large(form))},
		{"too large, of unknown length", 413, unknownLength(h.request(large(form)))},
		{"JSON", 415, typed(h.request(form), "application/json")},
		{"a form with files", 415, typed(h.request(form), "multipart/form-data; boundary=x")},
		{"no content type", 415, typed(h.request(form), "")},
		{"Body twice, alike", 400, h.raw(form.Encode()+"&Body="+url.QueryEscape(form.Get("Body")), signed)},
		{"Body twice, different", 400, h.request(twice(form, "Body", "STOP"))},
		{"From twice", 400, h.request(twice(form, "From", "+15551230000"))},
		{"MessageSid twice", 400, h.request(twice(form, "MessageSid", "SM"+strings.Repeat("0", 32)))},
		{"no sender", 400, h.request(without(form, "From"))},
		{"no id", 400, h.request(without(form, "MessageSid"))},
		{"a broken escape", 400, h.raw("Body=%zz", signed)},
		{"no pairs", 400, h.raw("\x00\x01\x02", signed)},
		{"nothing", 403, h.raw("", signed)},
	} {
		if r := h.do(c.r); r.status != c.want {
			t.Errorf("%s: status %d, want %d", c.name, r.status, c.want)
		}
	}
	if after := h.stored(); strings.Join(before, "\n") != strings.Join(after, "\n") {
		t.Error("a refused request changed what Redis holds")
	}
	mia.says(wording(t, "en", bot.SMS, "menu.opt.home"))
	mia.hears("en", "door.ask")
}

// Bytes of a body need no escape to be signed and read.
func TestServeAnswersUnescapedBytes(t *testing.T) {
	t.Parallel()
	h := openHotline(t)
	mia := h.newPhone(bot.SMS)
	form := mia.text("hol\xff\x00 amigos")
	body := without(form, "Body").Encode() + "&Body=hol\xff\x00 amigos"
	if words := h.do(h.raw(body, twilio.Sign(theToken, publicURL+inboundPath, form))).says(t); words == "" {
		t.Error("it is met with silence")
	}
}

func cloned(form url.Values) url.Values {
	c := url.Values{}
	for k, v := range form {
		c[k] = append([]string(nil), v...)
	}
	return c
}

func large(form url.Values) url.Values {
	c := cloned(form)
	c.Set("Body", strings.Repeat("much ", 20_000))
	return c
}

func twice(form url.Values, key, value string) url.Values {
	c := cloned(form)
	c.Add(key, value)
	return c
}

func without(form url.Values, key string) url.Values {
	c := cloned(form)
	c.Del(key)
	return c
}

func typed(r *http.Request, kind string) *http.Request {
	if r.Header.Set("Content-Type", kind); kind == "" {
		r.Header.Del("Content-Type")
	}
	return r
}

func unknownLength(r *http.Request) *http.Request {
	r.Body, r.ContentLength = io.NopCloser(io.MultiReader(r.Body)), -1
	return r
}
