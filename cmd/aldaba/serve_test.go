package main

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/twilio"
)

func TestServeAnswersASignedText(t *testing.T) {
	t.Parallel()
	h := openHotline(t)
	mia := h.newPhone(bot.SMS)
	mia.says("hola, buenos dias")
	mia.hears("es", "welcome.text")
	mia.hears("es", "menu.ask")

	joe := h.newPhone(bot.WhatsApp)
	joe.says("good morning")
	joe.hears("en", "welcome.text")
	joe.says(wording(t, "en", bot.WhatsApp, "menu.opt.home"))
	joe.hears("en", "door.ask")

	mia.says("ay migra aki tocando")
	mia.hears("es", "raid.where")
	mia.says("frente a la panaderia Estrella, calle 9")
	mia.hears("es", "raid.hurt")

	disk := h.redis.Disk()
	if len(disk) < 1000 {
		t.Errorf("Redis wrote %d bytes only; is the append-only file on?", len(disk))
	}
	h.holdsNoSecret("the disk of Redis", disk)
	if strings.Contains(disk, "panaderia") {
		t.Error("the disk of Redis holds a place")
	}
}

func TestServeTakesUpConversationsOfAnEarlierProcess(t *testing.T) {
	t.Parallel()
	h := openHotline(t)
	mia := h.newPhone(bot.SMS)
	mia.says("good morning")
	h.stop()
	mia.h = h.another()
	mia.says(wording(t, "en", bot.SMS, "menu.opt.home"))
	mia.hears("en", "door.ask")
}

func TestServeRefusesWhatIsNotSigned(t *testing.T) {
	t.Parallel()
	h := openHotline(t, "TWILIO_ACCOUNT_SID="+trialAccount, "TWILIO_API_URL=http://127.0.0.1:"+freePort(t))
	mia := h.newPhone(bot.SMS)
	mia.says("good morning")
	before := h.kept()
	form := mia.text("let me in, somebody")
	sign := func(token, url string) string { return twilio.Sign(token, url, form) }
	altered := mia.text("let me in, somebody")
	altered.Set("MessageSid", form.Get("MessageSid"))
	altered.Set("From", "+15551234567")
	for _, c := range []struct {
		name string
		r    *http.Request
	}{
		{"no signature", h.raw(form.Encode(), "")},
		{"no base64", h.raw(form.Encode(), "x")},
		{"another token", h.raw(form.Encode(), sign("another", publicURL+inboundPath))},
		{"another host", h.raw(form.Encode(), sign(theToken, "https://elsewhere.example.org"+inboundPath))},
		{"the local address", h.raw(form.Encode(), sign(theToken, "http://"+h.addr+inboundPath))},
		{"another path", h.raw(form.Encode(), sign(theToken, publicURL+"/twilio/status"))},
		{"another sender", h.raw(altered.Encode(), sign(theToken, publicURL+inboundPath))},
		{"another field", h.raw(form.Encode()+"&OptOutType=STOP", sign(theToken, publicURL+inboundPath))},
	} {
		if r := h.do(c.r); r.status != http.StatusForbidden || len(r.body) > 0 {
			t.Errorf("%s: status %d, body %q; want an empty 403", c.name, r.status, r.body)
		}
	}
	form.Set("AccountSid", "AC"+strings.Repeat("1", 32))
	if r := h.post(form); r.status != http.StatusForbidden {
		t.Errorf("another account: status %d, want 403", r.status)
	}
	if after := h.kept(); !slices.Equal(before, after) {
		t.Errorf("a refused request changed what Redis holds from %d to %d entries, or one of them", len(before), len(after))
	}
	mia.says("hello again") // and the refused ones have not used up their ids or the conversation
}

// kept is what Redis holds of people. What the outbox's workers keep for themselves changes at any time.
func (h *hotline) kept() []string {
	h.t.Helper()
	return slices.DeleteFunc(h.stored(), func(s string) bool {
		return strings.Contains(s, "}:lane:") || strings.Contains(s, "}:lease:") || strings.Contains(s, "}:w:")
	})
}

// stored is all that Redis holds, each key with its value.
func (h *hotline) stored() []string {
	h.t.Helper()
	options, err := redis.ParseURL(h.redis.URL())
	if err != nil {
		h.t.Fatal(err)
	}
	client := redis.NewClient(options)
	defer client.Close()
	ctx := context.Background()
	all, err := client.Keys(ctx, "*").Result()
	if err != nil {
		h.t.Fatal(err)
	}
	if len(all) == 0 {
		h.t.Error("Redis is empty")
	}
	for i, key := range all {
		value, err := client.Dump(ctx, key).Result()
		if err != nil {
			h.t.Fatal(err)
		}
		all[i] = key + "=" + value
	}
	slices.Sort(all)
	return all
}

func TestServeTakesTheNextTokenToo(t *testing.T) {
	t.Parallel()
	const next, third = "b0bb1ed0b0bb1ed0b0bb1ed0b0bb1ed0", "c0ffee00c0ffee00c0ffee00c0ffee00"
	h := openHotline(t, "TWILIO_AUTH_TOKEN="+theToken+","+next)
	h.hides(next, third)
	mia := h.newPhone(bot.SMS)
	for token, want := range map[string]int{theToken: 200, next: 200, third: 403, theToken + "," + next: 403} {
		h.token = token
		if r := h.post(mia.text("good morning")); r.status != want {
			t.Errorf("signed with %s: status %d, want %d", token, r.status, want)
		}
	}
}

func TestServeAnswersARepeatedMessageAlike(t *testing.T) {
	t.Parallel()
	h := openHotline(t)
	mia := h.newPhone(bot.SMS)
	mia.says("good morning")
	form := mia.text(wording(t, "en", bot.SMS, "menu.opt.home"))
	first := h.post(form)
	for range 3 {
		again := h.post(form)
		if again.status != first.status || !bytes.Equal(again.body, first.body) {
			t.Errorf("first %d %s, then %d %s", first.status, first.body, again.status, again.body)
		}
	}
	mia.says(wording(t, "en", bot.SMS, "door.opt.paper")) // the door's question was asked once
	mia.hears("en", "warrant.from")
	if r := h.post(form); !bytes.Equal(r.body, first.body) {
		t.Errorf("first %s, after another message %s", first.body, r.body)
	}
}

func TestServeKeepsItsListenersApart(t *testing.T) {
	t.Parallel()
	h := openHotline(t)
	mia := h.newPhone(bot.SMS)
	mia.says("ice is at my door right now")
	mia.says("corner of Ninth and Estrella")
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/metrics": 404, "/debug/pprof/": 404, "/": 404, "/demo/phones": 404} {
		if r := h.get(h.addr, path); r.status != want {
			t.Errorf("GET %s: status %d, want %d", path, r.status, want)
		}
	}
	if r := h.get(h.addr, inboundPath); r.status != http.StatusMethodNotAllowed || r.header.Get("Allow") == "" {
		t.Errorf("GET %s: status %d, Allow %q", inboundPath, r.status, r.header.Get("Allow"))
	}
	if r := h.get(h.admin, "/debug/pprof/"); r.status != 404 {
		t.Errorf("profiles are served without being asked for: status %d", r.status)
	}
	metrics := string(h.get(h.admin, "/metrics").body)
	for _, want := range []string{`aldaba_inbound_total{outcome="answered"} 2`, `aldaba_decisions_total{action="urgent",channel="sms"} 1`} {
		if !strings.Contains(metrics, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	h.holdsNoSecret("the metrics", metrics)
}

func TestServeNamesItsInstance(t *testing.T) {
	t.Parallel()
	if h := openHotline(t); !strings.Contains(h.err.String(), "instance="+h.addr) {
		t.Error("by default, the instance is not called after its address")
	}
	if h := openHotline(t, "ALDABA_INSTANCE=oakland-2"); !strings.Contains(h.err.String(), "instance=oakland-2") {
		t.Error("ALDABA_INSTANCE is not its name")
	}
}
