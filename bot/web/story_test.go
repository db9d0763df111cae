package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

// wall is a board that a test writes on.
type wall struct {
	mu   sync.Mutex
	open []web.Incident
	err  error
}

func (w *wall) Open(context.Context) ([]web.Incident, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.open, w.err
}

func (w *wall) shows(all ...web.Incident) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open = all
}

func raid() web.Incident {
	now := time.Now()
	ago := func(d time.Duration) int64 { return now.Add(-d).UnixMilli() }
	return web.Incident{Number: 417, State: "VERIFYING", Severity: "urgent", Opened: ago(4 * time.Minute), Activity: "two men at the door, they knock and shout",
		Block: "Fruitvale Ave and E 12th St", Reports: 2, Owner: "Rosa", Next: &web.IncidentWait{What: "here", At: now.Add(9 * time.Minute).UnixMilli()},
		Paged: []web.IncidentPage{{Name: "Rosa", Role: "dispatcher", State: "accepted"}, {Name: "Ana", Role: "verifier", State: "accepted", Minutes: 8}},
		Log: []web.IncidentEntry{{At: ago(4 * time.Minute), State: "NEW", By: "reporter", Why: "urgent text"}, {At: ago(3 * time.Minute), State: "UNVERIFIED", By: "reporter", Why: "place"},
			{At: ago(2 * time.Minute), State: "VERIFYING", By: "Rosa", Why: "SEND 2"}},
		Hint: web.IncidentHint{Do: "here", Who: "Ana"}}
}

// staffedDemo has Rosa's and Ana's phones and a wall.
func staffedDemo() (web.Demo, *echoPhones, *wall) {
	phones, w := newEchoPhones(), &wall{}
	d := demoOf(phones)
	d.Incidents = w
	d.Staff = []web.StaffPhone{{Number: phones.New(bot.SMS, "en"), Name: "Rosa", Role: bot.RoleDispatcher, Language: "en"},
		{Number: phones.New(bot.SMS, "es"), Name: "Ana", Role: bot.RoleVerifier, Language: "es"}}
	return d, phones, w
}

func openStory(t *testing.T) (*browser, web.Demo, *wall) {
	t.Helper()
	d, phones, w := staffedDemo()
	b := &browser{t: t, phones: phones}
	b.visits(d)
	b.until("all phones are connected", `document.querySelectorAll('.log[aria-busy=false]').length === 4`)
	return b, d, w
}

func TestBrowserTheWholeStoryPlaysInOneWindow(t *testing.T) {
	b, d, w := openStory(t)
	rosa, ana := d.Staff[0].Number, d.Staff[1].Number
	b.do(chromedp.EmulateViewport(1600, 1000))
	b.is(`document.querySelector('.do').textContent.startsWith('Nothing is open')`, "true")
	b.shoot("story-empty")
	b.says("sms", "ICE is at my door")
	b.says("whatsapp", "menu")
	w.shows(raid())
	b.until("the card shows it", `document.querySelector('.card .number')?.textContent === '417'`)
	b.is(`document.querySelector('.do').textContent`, "Ana is on the way: send HERE with the same id on arrival.")
	b.is(`/^8:[0-5]\d$/.test(document.querySelector('.next .count').textContent)`, "true")
	b.is(`document.querySelector('.story-log li').textContent.includes('Verifying Rosa: SEND 2')`, "true") // the newest first

	b.phones.says(rosa, "RR417 UNVERIFIED 9:41 two men at the door, Fruitvale Ave and E 12th St\nTAKE 417KDX")
	b.phones.says(ana, "RR417 SIN VERIFICAR 9:42 dos hombres en la puerta, Fruitvale Ave y E 12th St. Hacen falta 2. Responde GO 417PAW 8")
	b.until("the line can be tapped", `document.querySelector('.dispatcher button.line')?.textContent === 'TAKE 417KDX'`)
	b.is(`document.querySelector('.verifier button.line').textContent`, "GO 417PAW 8")
	b.do(chromedp.Click(".dispatcher button.line"))
	b.is(`document.querySelector('.dispatcher .text').value`, "TAKE 417KDX")
	b.is(`document.activeElement === document.querySelector('.dispatcher .text')`, "true")
	b.do(press("Enter", "Enter", 13))
	b.hears("dispatcher", "You said: TAKE 417KDX")

	b.phones.rings(ana, "Línea de derechos, reporte 417. Pulse 1 para aceptar, 2 si no puede.")
	b.until("it rings", `document.querySelectorAll('.verifier .key').length === 2`)
	b.shoot("story-wide")
	b.is(`[...document.querySelectorAll('.panel, .composer, .card, .status')].filter(p => p.scrollWidth > p.clientWidth + 1).map(p => p.className).join()`, "")
	b.do(chromedp.EmulateViewport(1280, 900))
	b.shoot("whole-story-medium")
	b.do(atNight())
	b.shoot("story-dark")
	b.do(chromedp.EmulateViewport(390, 844))
	b.is(`document.documentElement.scrollWidth <= 390`, "true")
	b.shoot("story-narrow")
	b.shoot("whole-story-narrow")
	b.do(chromedp.Click(".verifier .key"))
	b.hears("verifier", "You pressed 1")
	b.is(`document.querySelectorAll('.key').length`, "0")
	b.isQuiet()
}

func TestIncidentsAreSentOnceAndAtMostTwenty(t *testing.T) {
	d, _, w := staffedDemo()
	s := local(web.Options{})
	s.MountDemo(d)
	first := ask(s, "GET", "/demo/incidents", nil)
	expect(t, first, 200, "[]")
	for range 30 {
		w.shows(append(w.open, raid())...)
	}
	many := ask(s, "GET", "/demo/incidents", nil)
	if n := strings.Count(many.Body.String(), `"number":417`); n != 20 {
		t.Errorf("%d incidents", n)
	}
	if tag := many.Header().Get("ETag"); tag == "" || tag == first.Header().Get("ETag") {
		t.Errorf("the tag is %q", tag)
	}
	again := httptest.NewRequest("GET", "/demo/incidents", nil)
	again.Header.Set("If-None-Match", many.Header().Get("ETag"))
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, again)
	expect(t, answer, 304, "")
	w.err = errors.New("the store is away")
	expect(t, ask(s, "GET", "/demo/incidents", nil), 502, `{"error":"not_answered"}`+"\n")
}

func TestACallIsAnsweredOnceWithADigit(t *testing.T) {
	d, phones, _ := staffedDemo()
	s := local(web.Options{})
	s.MountDemo(d)
	ana := d.Staff[1].Number
	phones.rings(ana, "Press 1")
	path := func(number string, bubble any) string { return fmt.Sprintf("/demo/phones/%s/calls/%v", number, bubble) }
	for _, c := range []struct {
		what, path, body string
		status           int
	}{
		{"no digit", path(ana, 1), `{"digit":"x"}`, 422},
		{"two digits", path(ana, 1), `{"digit":"12"}`, 422},
		{"no call's number", path(ana, "one"), `{"digit":"1"}`, 422},
		{"no such call", path(ana, 7), `{"digit":"1"}`, 409},
		{"nobody's phone", path("+15550000000", 1), `{"digit":"1"}`, 404},
		{"a call", path(ana, 1), `{"digit":"1"}`, 204},
		{"the same again", path(ana, 1), `{"digit":"1"}`, 409},
	} {
		if r := postJSON(s, c.path, c.body); r.Code != c.status {
			t.Errorf("%s: status %d, want %d: %s", c.what, r.Code, c.status, r.Body)
		}
	}
}

// The card says everything in both languages, and has a word for every state.
func TestTheCardHasAWordForEverything(t *testing.T) {
	d, _, _ := staffedDemo()
	s := local(web.Options{})
	s.MountDemo(d)
	var card map[string]map[string]any
	if err := json.Unmarshal(ask(s, "GET", "/demo/card.json", nil).Body.Bytes(), &card); err != nil {
		t.Fatal(err)
	}
	for _, key := range slices.Sorted(maps.Keys(card["en"])) {
		en, nested := card["en"][key].(map[string]any)
		es, _ := card["es"][key].(map[string]any)
		if !nested {
			if word, _ := card["es"][key].(string); word == "" {
				t.Errorf("es: no word for %s", key)
			}
			continue
		}
		if !slices.Equal(slices.Sorted(maps.Keys(en)), slices.Sorted(maps.Keys(es))) {
			t.Errorf("%s differ in en and es", key)
		}
	}
	has := func(in string, key string) {
		if card["en"][in].(map[string]any)[key] == nil {
			t.Errorf("%s: no word for %s", in, key)
		}
	}
	for _, state := range []bot.IncidentState{bot.StateNew, bot.StateTriage, bot.StateUnverified, bot.StateVerifying, bot.StateConfirmed, bot.StateNotICE, bot.StateRumor,
		bot.StateCannotVerify, bot.StateResponding, bot.StateAllClear, bot.StateFollowUp} {
		has("states", string(state))
	}
	for _, state := range []bot.PageState{bot.PageWaiting, bot.PageListed, bot.PageUnreached, bot.PageDeclined, bot.PageAccepted, bot.PageHere, bot.PageDone, bot.PageReplaced, bot.PageStood} {
		has("pages", string(state))
	}
	for _, role := range bot.Roles() {
		has("roles", string(role))
	}
}
