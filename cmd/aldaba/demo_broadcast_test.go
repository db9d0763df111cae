package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

// A broadcast in the demo, from draft to report, as an organizer with a phone does it.
func TestTheDemoSendsABroadcastFromDraftToReport(t *testing.T) {
	t.Parallel()
	h := settings.Default()
	h.Senders, h.Broadcast.Hold = trialSenders(h.Senders), time.Second
	tr, err := newTrial(sim.ShippedAs(t, h), web.Options{Log: quiet}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tr.close)
	rosa := tr.phones.New(bot.SMS)
	cast, err := tr.subscribed(t.Context(), tr.phones.Address(rosa))
	if err != nil {
		t.Fatal(err)
	}
	tr.server.MountDemo(web.Demo{Phones: demoPhones{tr.phones}, Broadcast: cast.View})
	go tr.store.Run(t.Context())
	go tr.desk.RunOutbox(t.Context(), "demo")
	go tr.desk.RunBroadcasts(t.Context())
	shows := func() (v web.Cast) {
		t.Helper()
		w := httptest.NewRecorder()
		tr.server.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1/demo/broadcast", nil))
		if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
			t.Fatalf("%d: %v", w.Code, err)
		}
		return v
	}
	v := shows()
	languages := map[bot.Language]bool{}
	for _, p := range v.Phones {
		languages[p.Language] = true
	}
	if v.State != bot.BroadcastDraft || len(v.Phones) != 10 || len(languages) != 6 || len(v.Code) != 6 {
		t.Fatalf("%+v", v)
	}
	for _, words := range []string{"SHOW 1", "APPROVE 1 " + v.Code} {
		if err := tr.phones.Say(t.Context(), rosa, bot.Event{Text: bot.Private(words)}); err != nil {
			t.Fatal(err)
		}
	}
	for end := time.Now().Add(30 * time.Second); v.State != bot.BroadcastDone || v.Delivered != 10; v = shows() {
		if time.Now().After(end) {
			t.Fatalf("%+v", v)
		}
		time.Sleep(50 * time.Millisecond)
	}
	for _, p := range v.Phones {
		if len(p.Got) != 1 || !strings.Contains(p.Got[0], "Main Library") {
			t.Errorf("%s got %q", p.Language, p.Got)
		}
	}
}
