package twilio

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// item is a message as Twilio lists it.
type item map[string]any

func (i item) with(changes item) item {
	out := item{}
	for _, from := range []item{i, changes} {
		for k, v := range from {
			out[k] = v
		}
	}
	return out
}

func sidOf(n int) string { return fmt.Sprintf("SM%032x", n) }

func outbound(n int, text string) item {
	return item{"sid": sidOf(n), "direction": "outbound-api", "from": "+15005550006", "to": "+15005550001", "body": text, "status": "delivered",
		"num_media": "0", "error_code": nil, "date_sent": nil, "date_created": noon.Add(time.Duration(n) * time.Second).Format(time.RFC1123Z)}
}

func inbound(n int, text string) item {
	return outbound(n, text).with(item{"direction": "inbound", "status": "received", "from": "+15005550001", "to": "+15005550006"})
}

// listing answers with pages of two, newest first, of what is listed to an address; "" is everybody.
func listing(t *testing.T, byTo map[string][]item) *rest { return newREST(t, pages(t, byTo)) }

func pages(t *testing.T, byTo map[string][]item) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/Media.json") {
			listedMedia(w, r)
			return
		}
		items := byTo[r.Form.Get("To")]
		page, _ := strconv.Atoi(r.Form.Get("Page"))
		shown := map[string]any{"messages": items[min(2*page, len(items)):min(2*page+2, len(items))], "next_page_uri": nil}
		if 2*page+2 < len(items) {
			query := r.URL.Query()
			query.Set("Page", strconv.Itoa(page+1))
			shown["next_page_uri"] = messages + "?" + query.Encode()
		}
		reply(http.StatusOK, toJSON(t, shown))(w, r)
	}
}

// listedMedia answers with two attachments, or with an error for messages whose SID ends in e.
func listedMedia(w http.ResponseWriter, r *http.Request) {
	if strings.Contains(r.URL.Path, "e/Media.json") {
		reply(http.StatusNotFound, `{"code":20404}`)(w, r)
		return
	}
	reply(http.StatusOK, `{"media_list":[{"sid":"ME`+sid[2:]+`","content_type":"image/jpeg"},
		{"sid":"ME`+sid[2:33]+`2","content_type":"audio/ogg; codecs=opus"},{"sid":"x","content_type":"image/png"}]}`)(w, r)
}

func search(text string) bot.Search {
	return bot.Search{From: bot.SenderSMS, To: bot.Address{Channel: bot.SMS, Value: "+15005550001"}, Since: noon.Add(900 * time.Millisecond), Text: bot.Private(text)}
}

func TestFind(t *testing.T) {
	s := listing(t, map[string][]item{"+15005550001": {
		outbound(9, "Raid at 5th St").with(item{"status": "queued"}),
		outbound(8, "something else"),
		inbound(7, "Raid at 5th St"),
		outbound(6, "Sent from your Twilio trial account - Raid at 5th St ").with(item{"status": "undelivered", "error_code": 30005}),
		outbound(5, "Raid at 5th St (repeat)"),
		outbound(4, "Raid at 5th St").with(item{"status": "failed", "error_code": nil}),
		outbound(3, "Raid at 5th St").with(item{"direction": "outbound-reply", "status": "brand new"}),
		outbound(-1, "Raid at 5th St"),
		outbound(0, "Raid at 5th St").with(item{"status": "read"}),
		outbound(-90000, "Raid at 5th St"),
		outbound(2, "Raid at 5th St"), // behind one that is a day too old
	}})
	found, err := s.client(t).Find(context.Background(), search("Raid at 5th St"))
	if err != nil {
		t.Fatal(err)
	}
	want := []bot.Receipt{
		{SID: sidOf(9), State: bot.MessagePosted},
		{SID: sidOf(6), State: bot.MessageUndelivered, Code: 30005, Outcome: bot.Permanent},
		{SID: sidOf(4), State: bot.MessageFailed},
		{SID: sidOf(3), State: bot.MessagePosted},
		{SID: sidOf(0), State: bot.MessageRead},
	}
	var got []bot.Receipt
	for _, f := range found {
		got = append(got, f.Receipt)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if !found[0].At.Equal(noon.Add(9*time.Second)) || found[0].Text != "Raid at 5th St" {
		t.Errorf("got %v, %q", found[0].At, found[0].Text.Reveal())
	}
	first := s.all()[0].form
	if first.Get("From") != "+15005550006" || first.Has("DateSent>") {
		t.Errorf("asked %v", first)
	}
}

func TestFindAnyText(t *testing.T) {
	s := listing(t, map[string][]item{"+15005550001": {outbound(2, "a"), outbound(1, "b")}})
	found, err := s.client(t, func(c *ClientConfig) { c.MessagingService = poolSid }).Find(context.Background(), search(""))
	if err != nil || len(found) != 2 || s.all()[0].form.Has("From") {
		t.Errorf("%d found, %v, asked %v", len(found), err, s.all()[0].form)
	}
}

func TestFindSaysWhatItLacks(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		found  int
	}{
		"refused":              {reply(http.StatusUnauthorized, `{"code":20003}`), 0},
		"HTML":                 {reply(http.StatusOK, "<html>"), 0},
		"without a date":       {reply(http.StatusOK, toJSON(t, item{"messages": []item{outbound(1, "x"), outbound(2, "x").with(item{"date_created": nil})}})), 1},
		"pages without end":    {reply(http.StatusOK, `{"messages":[],"next_page_uri":"`+messages+`?Page=1"}`), 0},
		"a page elsewhere":     {reply(http.StatusOK, `{"messages":[],"next_page_uri":"@evil.example/2010-04-01/"}`), 0},
		"a number for a text":  {reply(http.StatusOK, `{"messages":[{"body":15005550001}]}`), 0},
		"second page missing":  {secondPage(reply(http.StatusBadGateway, "<html>")), 1},
		"second page not JSON": {secondPage(reply(http.StatusOK, "<html>")), 1},
	} {
		s := newREST(t, c.answer)
		found, err := s.client(t).Find(context.Background(), search("x"))
		if err == nil || len(found) != c.found {
			t.Errorf("%s: %d found, %v", name, len(found), err)
		}
		if err != nil && strings.Contains(err.Error(), "5550001") || len(s.all()) > maxPages+1 {
			t.Errorf("%s: %v after %d requests", name, err, len(s.all()))
		}
	}
	s := newREST(t, reply(http.StatusOK, "{}"))
	if _, err := s.client(t).Find(context.Background(), bot.Search{From: bot.SenderSMS}); err == nil || len(s.all()) > 0 {
		t.Errorf("no address: %v", err)
	}
}

func secondPage(answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("Page") {
			answer(w, r)
			return
		}
		reply(http.StatusOK, `{"messages":[{"sid":"`+sid+`","direction":"outbound-api","body":"x","date_created":"`+
			noon.Add(time.Minute).Format(time.RFC1123Z)+`"}],"next_page_uri":"`+messages+`?Page=1"}`)(w, r)
	}
}

func TestListingEndsWithTheContext(t *testing.T) {
	s, arrived := hanging(t)
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-arrived; cancel() }()
	if _, err := s.client(t).Find(ctx, search("")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
