package twiliotest_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

func TestFaultsAsTwiliosClientSeesThem(t *testing.T) {
	for name, c := range map[string]struct {
		fault        twiliotest.Fault
		status, code int // 0: an error that is none of Twilio's
		taken        int
		silent       bool // the client has to give up
	}{
		"too fast":             {twiliotest.RateLimit(time.Second), 429, 20429, 0, false},
		"opted out":            {twiliotest.Refuse(400, 21610), 400, 21610, 0, false},
		"500, not taken":       {twiliotest.ErrorBefore(), 500, 20500, 0, false},
		"500, taken":           {twiliotest.ErrorAfter(), 500, 20500, 1, false},
		"502, not taken":       {twiliotest.PageBefore(), 0, 0, 0, false},
		"502, taken":           {twiliotest.PageAfter(), 0, 0, 1, false},
		"silence, not taken":   {twiliotest.HangBefore(), 0, 0, 0, true},
		"silence, taken":       {twiliotest.HangAfter(), 0, 0, 1, true},
		"reset, not taken":     {twiliotest.ResetBefore(), 0, 0, 0, false},
		"reset, taken":         {twiliotest.ResetAfter(), 0, 0, 1, false},
		"slower than patience": {twiliotest.Slow(time.Minute), 0, 0, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := twiliotest.New(t)
			s.Always(c.fault)
			as := twilioGo(t, s, twiliotest.AccountSID, twiliotest.AuthToken)
			if c.silent {
				as.HTTPClient.Timeout = time.Second
			}
			_, err := api.NewApiServiceWithClient(as).CreateMessage(text("hi"))
			var e *client.TwilioRestError
			switch {
			case err == nil:
				t.Error("no error")
			case errors.As(err, &e) != (c.code != 0):
				t.Errorf("error %v", err)
			case c.code != 0 && (e.Status != c.status || e.Code != c.code):
				t.Errorf("%d, code %d", e.Status, e.Code)
			}
			if n := s.Taken(); n != c.taken {
				t.Errorf("%d taken, want %d", n, c.taken)
			}
		})
	}
}

func TestSlowIsNotLost(t *testing.T) {
	s := twiliotest.New(t)
	s.Always(twiliotest.Accept().After(50 * time.Millisecond))
	begun := time.Now()
	if _, err := asAccount(t, s).CreateMessage(text("hi")); err != nil || time.Since(begun) < 50*time.Millisecond {
		t.Errorf("after %v: %v", time.Since(begun), err)
	}
}

// Each POST gets its own fault, by number or by what is in it.
func TestBehaviourIsChosenForEachPost(t *testing.T) {
	s := twiliotest.New(t)
	s.Behave(func(n int, form url.Values) twiliotest.Fault {
		if n == 2 || form.Get("Body") == "no" {
			return twiliotest.RateLimit(1500 * time.Millisecond)
		}
		return twiliotest.Accept()
	})
	var got []int
	for _, body := range []string{"one", "two", "no", "four"} {
		status, _ := post(t, s, url.Values{"To": {ana}, "From": {hotline}, "Body": {body}})
		got = append(got, status)
	}
	if len(s.Posts()) != 2 || s.PostsFrom(1)[0].Body != "four" || got[0] != 201 || got[1] != 429 || got[2] != 429 || got[3] != 201 {
		t.Errorf("answers %v, posts %+v", got, s.Posts())
	}
	if n := s.Requests("messages.create"); n != 4 {
		t.Errorf("%d requests", n)
	}
}

func TestRetryAfterIsInSeconds(t *testing.T) {
	s := twiliotest.New(t)
	for fault, want := range map[time.Duration]string{0: "", time.Millisecond: "1", 1500 * time.Millisecond: "2"} {
		s.Always(twiliotest.RateLimit(fault))
		resp, err := http.DefaultClient.Do(request(t, s, "POST", messages, "application/x-www-form-urlencoded", "To=1"))
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if got := resp.Header.Get("Retry-After"); got != want {
			t.Errorf("%v: Retry-After %q, want %q", fault, got, want)
		}
	}
}

func TestTheProxysPageIsHTML(t *testing.T) {
	s := twiliotest.New(t)
	s.Always(twiliotest.PageBefore())
	resp, err := http.DefaultClient.Do(request(t, s, "POST", messages, "application/x-www-form-urlencoded", "To=1"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 502 || !strings.HasPrefix(string(body), "<html>") {
		t.Errorf("%d %s %v", resp.StatusCode, body, err)
	}
}

// A test that ends while a client waits for an answer does not wait with it.
func TestAHangingRequestEndsWithTheTest(t *testing.T) {
	rec := &recorder{TB: t}
	s := twiliotest.New(rec)
	s.Always(twiliotest.HangAfter())
	r := request(t, s, "POST", messages, "application/x-www-form-urlencoded", url.Values{"To": {ana}, "From": {hotline}, "Body": {"hi"}}.Encode())
	done := make(chan error, 1)
	go func() {
		resp, err := (&http.Client{Timeout: time.Minute}).Do(r)
		if err == nil {
			_ = resp.Body.Close()
		}
		done <- err
	}()
	s.Await(1, patience)
	if failures := rec.end(); len(failures) > 0 {
		t.Error(failures)
	}
	select {
	case err := <-done:
		if err == nil {
			t.Error("the client got an answer")
		}
	case <-time.After(patience):
		t.Error("the client still waits")
	}
}
