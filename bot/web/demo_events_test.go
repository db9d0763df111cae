package web_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

// listener reads one phone's events as a browser does.
type listener struct {
	t      *testing.T
	answer *http.Response
	lines  *bufio.Scanner
}

func listen(t *testing.T, r *running, number, lastEventID string) *listener {
	t.Helper()
	request, _ := http.NewRequest(http.MethodGet, "http://"+r.Addr()+"/demo/phones/"+url.PathEscape(number)+"/events", nil)
	if lastEventID != "" {
		request.Header.Set("Last-Event-ID", lastEventID)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	l := &listener{t: t, answer: answer, lines: bufio.NewScanner(answer.Body)}
	t.Cleanup(l.close)
	return l
}

func (l *listener) close() { _ = l.answer.Body.Close() }

// hears returns the next event: "ready", "end" or "<id> <from>: <text>".
func (l *listener) hears() string {
	l.t.Helper()
	var id, kind, data string
	for l.lines.Scan() {
		name, value, _ := strings.Cut(l.lines.Text(), ": ")
		switch name {
		case "id":
			id = value
		case "event":
			kind = value
		case "data":
			data = value
		case "":
			if kind == "ready" {
				return kind
			}
			if kind == "bubble" {
				var b struct{ From, Text string }
				if err := json.Unmarshal([]byte(data), &b); err != nil {
					l.t.Fatal(err)
				}
				return fmt.Sprintf("%s %s: %s", id, b.From, b.Text)
			}
		}
	}
	return "end"
}

func (l *listener) expect(want ...string) {
	l.t.Helper()
	for _, w := range want {
		if got := l.hears(); got != w {
			l.t.Fatalf("heard %q, want %q", got, w)
		}
	}
}

func TestEventsGoOnWhereTheyStopped(t *testing.T) {
	s, phones := demoServer()
	r := run(t, s)
	number := phones.New(bot.SMS, "en")
	postJSON(s, messagesOf(number), `{"text":"hola"}`)

	first := listen(t, r, number, "")
	if kind := first.answer.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Errorf("Content-Type = %q", kind)
	}
	first.expect("1 owner: hola", "2 hotline: You said: hola", "ready")
	phones.says(number, "Are you there?")
	first.expect("3 hotline: Are you there?")
	first.close()

	waitFor(t, "nobody listens", func() bool { return phones.listening(number) == 0 })
	phones.says(number, "line one\nline two")
	second := listen(t, r, number, "3")
	second.expect("4 hotline: line one\nline two", "ready")
	phones.hangUp(number) // a listener that is dropped comes back with what it has
	second.expect("end")
	listen(t, r, number, "4").expect("ready")
}

func TestBubblesCarryWhatAnSMSCosts(t *testing.T) {
	s, phones := demoServer()
	r := run(t, s)
	number := phones.New(bot.SMS, "ar")
	phones.says(number, "مرحبا")
	l := listen(t, r, number, "")
	for l.lines.Scan() {
		if data, is := strings.CutPrefix(l.lines.Text(), "data: "); is {
			want := `{"seq":1,"from":"hotline","text":"مرحبا","kind":"text","at":1795340460000,"segments":1,"encoding":"UCS-2"}`
			if data != want {
				t.Errorf("data = %s\nwant   %s", data, want)
			}
			return
		}
	}
	t.Error("no bubble came")
}

// The server's limits on a whole request would cut a stream in the middle of a quiet night.
func TestAStreamOutlivesTheServersLimits(t *testing.T) {
	s := local(web.Options{Limits: web.Limits{Read: 200 * time.Millisecond, Write: 200 * time.Millisecond}})
	phones := newEchoPhones()
	s.MountDemo(demoOf(phones))
	r := run(t, s)
	number := phones.New(bot.SMS, "en")
	l := listen(t, r, number, "")
	l.expect("ready")
	time.Sleep(600 * time.Millisecond)
	phones.says(number, "still here")
	l.expect("1 hotline: still here")
}

func TestADrainEndsTheStreams(t *testing.T) {
	s, phones := demoServer()
	r := run(t, s)
	l := listen(t, r, phones.New(bot.SMS, "en"), "")
	l.expect("ready")
	start := time.Now()
	if err := r.end(t); err != nil {
		t.Errorf("Run = %v", err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("an open stream held the drain up for %v", took)
	}
	l.expect("end")
}

func TestStreamsThatCannotBeAreRefused(t *testing.T) {
	s, phones := demoServer()
	number := phones.New(bot.SMS, "en")
	expect(t, ask(s, "GET", "/demo/phones/+15005559999/events", nil), 404, `{"error":"unknown_phone"}`+"\n")
	expect(t, ask(s, "GET", "/demo/phones/"+number+"/events?after=x", nil), 400, `{"error":"bad_event_id"}`+"\n")
	expect(t, ask(s, "GET", "/demo/phones/"+number+"/events?after=-1", nil), 400, `{"error":"bad_event_id"}`+"\n")
}
