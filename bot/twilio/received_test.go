package twilio

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

func mediaIn(s *rest, n int) string {
	return s.URL + "/2010-04-01/Accounts/" + accSid + "/Messages/" + sidOf(n) + "/Media"
}

func TestReceived(t *testing.T) {
	s := listing(t, map[string][]item{
		"+15005550006": {
			inbound(9, "last"),
			inbound(8, "help\x00 me\r\n"),
			inbound(7, "a van").with(item{"num_media": "2"}),
			inbound(14, "cannot be listed").with(item{"num_media": "1"}), // its SID ends in e
			outbound(5, "ours").with(item{"to": "+15005550006"}),
			inbound(-1, "too old"),
			inbound(9, "last"), // twice, as when a page moves
		},
		"whatsapp:+15005550006": {inbound(6, "hola").with(item{"from": "whatsapp:US.1349", "to": "whatsapp:+15005550006"})},
		"+15005550008":          {inbound(3, "GO 417KDX").with(item{"to": "+15005550008"})},
	})
	events, err := s.client(t).Received(context.Background(), noon.Add(100*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	ana, us := bot.Address{Channel: bot.SMS, Value: "+15005550001"}, bot.Address{Channel: bot.SMS, Value: "+15005550006"}
	text := func(n int, words bot.Private) bot.Event {
		return bot.Event{Kind: bot.Received, ID: sidOf(n), From: ana, To: us, Text: words}
	}
	want := []bot.Event{text(3, "GO 417KDX"), text(6, "hola"), text(7, "a van"), text(8, "help me\n"), text(9, "last"), text(14, "cannot be listed")}
	want[0].To.Value = "+15005550008"
	want[1].From, want[1].To.Channel = bot.Address{Channel: bot.WhatsApp, Value: "US.1349"}, bot.WhatsApp
	want[2].Media = []bot.Media{{URL: bot.Private(mediaIn(s, 7) + "/ME" + sid[2:]), Type: "image/jpeg"},
		{URL: bot.Private(mediaIn(s, 7) + "/ME" + sid[2:33] + "2"), Type: "audio/ogg"}}
	want[5].Media = []bot.Media{{URL: bot.Private(mediaIn(s, 14)), Type: "application/octet-stream"}}
	for i, seconds := range []int{3, 6, 7, 8, 9, 14} {
		want[i].At = noon.Add(time.Duration(seconds) * time.Second)
	}
	for i := range max(len(want), len(events)) {
		if i >= len(want) || i >= len(events) || !reflect.DeepEqual(events[i], want[i]) {
			t.Fatalf("event %d\n got %s\nwant %s", i, reveal(events[min(i, len(events)-1)]), reveal(want[min(i, len(want)-1)]))
		}
	}
	for _, a := range s.all() {
		if after := a.form.Get("DateSent>"); !a.form.Has("Page") && strings.HasSuffix(a.path, "Messages.json") && after != "2026-11-30T11:59:59Z" {
			t.Errorf("asked for what was sent after %q", after)
		}
	}
}

func TestReceivedByThePool(t *testing.T) {
	pooled := item{"to": "+15005550077", "messaging_service_sid": poolSid}
	s := listing(t, map[string][]item{"": {
		inbound(4, "another hotline's").with(item{"to": "+15005550077", "messaging_service_sid": "MG00000000000000000000000000000002"}),
		inbound(3, "to the pool").with(pooled),
		inbound(2, "to nobody of ours").with(item{"to": "+15005550077"}),
		inbound(1, "to a sender"),
	}})
	ids := func(change func(*ClientConfig)) (out []string) {
		events, err := s.client(t, func(c *ClientConfig) { c.MessagingService = poolSid }, change).Received(context.Background(), noon)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			out = append(out, e.ID)
		}
		return out
	}
	if got := ids(func(*ClientConfig) {}); !slices.Equal(got, []string{sidOf(1), sidOf(3)}) {
		t.Errorf("got %v", got)
	}
	if got := ids(func(c *ClientConfig) { c.Senders = bot.Senders{} }); !slices.Equal(got, []string{sidOf(1), sidOf(2), sidOf(3)}) {
		t.Errorf("without a sender: %v", got)
	}
}

func TestWhatTheProviderAnsweredItself(t *testing.T) {
	s := listing(t, map[string][]item{"+15005550006": {inbound(2, "stop "), inbound(1, "stop it")},
		"whatsapp:+15005550006": {inbound(3, "STOP").with(item{"from": "whatsapp:+15005550001", "to": "whatsapp:+15005550006"})}})
	for answers, want := range map[bool][]bot.OptOut{true: {"", bot.OptOutStop, ""}, false: {"", "", ""}} {
		events, err := s.client(t, func(c *ClientConfig) { c.AnswersStop = answers }).Received(context.Background(), noon)
		if err != nil || len(events) != 3 {
			t.Fatalf("%d events, %v", len(events), err)
		}
		for i, e := range events {
			if e.OptOut != want[i] {
				t.Errorf("%v: %q is %q", answers, e.Text.Reveal(), e.OptOut)
			}
		}
	}
}

func TestMalformedItemsAreCountedAndTheRestTaken(t *testing.T) {
	s := newREST(t, failFor("+15005550008", pages(t, map[string][]item{
		"+15005550006": {
			inbound(1, "x"),
			inbound(2, "x").with(item{"from": "Ana"}),
			inbound(3, "x").with(item{"from": nil}),
			inbound(4, "x").with(item{"sid": "SM1"}),
			inbound(5, "x").with(item{"date_created": "yesterday"}),
			inbound(6, "y"),
		},
	})))
	events, err := s.client(t).Received(context.Background(), noon)
	if len(events) != 2 || err == nil || !strings.Contains(err.Error(), "4 listed messages") || !strings.Contains(err.Error(), "status 502") {
		t.Errorf("%d events, %v", len(events), err)
	}
	if err != nil && (strings.Contains(err.Error(), "555") || strings.Contains(err.Error(), "Ana")) {
		t.Errorf("%v shows an address", err)
	}
}

func failFor(to string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("To") == to {
			reply(http.StatusBadGateway, "<html>")(w, r)
			return
		}
		next(w, r)
	}
}

func TestListsOfMediaAreBounded(t *testing.T) {
	var items []item
	for n := range maxMediaLists + 20 {
		items = append(items, inbound(16*n, "").with(item{"num_media": "1"}))
	}
	s := listing(t, map[string][]item{"+15005550006": items})
	events, err := s.client(t).Received(context.Background(), noon)
	lists := 0
	for _, a := range s.all() {
		if strings.HasSuffix(a.path, "/Media.json") {
			lists++
		}
	}
	if err != nil || len(events) != len(items) || lists != maxMediaLists {
		t.Errorf("%d events, %d lists of media, %v", len(events), lists, err)
	}
	for _, e := range events {
		if len(e.Media) == 0 {
			t.Errorf("%s has no media", e.ID)
		}
	}
}
