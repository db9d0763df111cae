package twilio

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

// console is an account as Twilio's REST API shows it: answers by "METHOD path", and the calls that came.
type console struct {
	*httptest.Server
	mu      sync.Mutex
	answers map[string]string
	calls   []string // METHOD path?query body
}

func openConsole(t *testing.T, answers map[string]string) *console {
	t.Helper()
	c := &console{answers: answers}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		c.mu.Lock()
		defer c.mu.Unlock()
		c.calls = append(c.calls, strings.TrimSpace(r.Method+" "+r.URL.RequestURI()+" "+string(body)))
		answer, known := c.answers[r.Method+" "+r.URL.Path]
		if user, _, _ := r.BasicAuth(); user != consoleAccount {
			w.WriteHeader(http.StatusUnauthorized)
			answer = `{"code":20003,"message":"Authenticate","status":401}`
		} else if !known {
			w.WriteHeader(http.StatusNotFound)
			answer = `{"code":20404,"message":"The requested resource was not found","status":404}`
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(c.Close)
	return c
}

const (
	consoleAccount = "AC00000000000000000000000000000001"
	consoleToken   = "a11ce0de0fa11ce0de0fa11ce0de0f42"
	consoleService = "MG00000000000000000000000000000001"
	accountPath    = "/2010-04-01/Accounts/" + consoleAccount
)

func (c *console) client(t *testing.T) *Client {
	t.Helper()
	client, err := NewClient(ClientConfig{AccountSID: consoleAccount, Token: consoleToken, URL: c.URL})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// last returns the newest call.
func (c *console) last() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.calls) == 0 {
		return ""
	}
	return c.calls[len(c.calls)-1]
}

func TestAccountStatus(t *testing.T) {
	t.Parallel()
	c := openConsole(t, map[string]string{"GET " + accountPath + ".json": `{"sid":"` + consoleAccount + `","status":"suspended"}`})
	if status, err := NewAdmin(c.client(t)).Account(t.Context()); status != "suspended" || err != nil {
		t.Errorf("%q, %v", status, err)
	}
	other, err := NewClient(ClientConfig{AccountSID: "AC00000000000000000000000000000002", Token: consoleToken, URL: c.URL})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewAdmin(other).Account(t.Context()); err == nil || !strings.Contains(err.Error(), "20003") || strings.Contains(err.Error(), consoleToken) {
		t.Errorf("wrong credentials: %v", err)
	}
}

// Every kind of address is found, its webhook read, and set with a fallback.
func TestWebhooksOfEveryKindOfAddress(t *testing.T) {
	t.Parallel()
	const old = "https://old.example.org/sms"
	c := openConsole(t, map[string]string{
		"GET " + accountPath + "/IncomingPhoneNumbers.json": `{"incoming_phone_numbers":[{"sid":"PN1","phone_number":"+15005550006","sms_url":"` + old + `","sms_method":"GET","sms_fallback_url":"","sms_application_sid":"AP1"}]}`,
		"GET " + accountPath + "/SMS/ShortCodes.json":       `{"short_codes":[{"sid":"SC1","short_code":"12345","sms_url":"` + old + `","sms_method":"GET"}]}`,
		"GET /v1/Services/" + consoleService:                `{"sid":"` + consoleService + `","inbound_request_url":"` + old + `","inbound_method":"GET","use_inbound_webhook_on_number":true}`,
		"GET /v2/Channels/Senders":                          `{"senders":[{"sid":"XE0","sender_id":"whatsapp:+15005550009"},{"sid":"XE1","status":"ONLINE","sender_id":"whatsapp:+15005550006","webhook":{"callback_url":"` + old + `","callback_method":"GET"}}]}`,

		"POST " + accountPath + "/IncomingPhoneNumbers/PN1.json": "{}",
		"POST " + accountPath + "/SMS/ShortCodes/SC1.json":       "{}",
		"POST /v1/Services/" + consoleService:                    "{}",
		"POST /v2/Channels/Senders/XE1":                          "{}",
	})
	wanted := NewWebhook("https://h.example.org/in", "https://s.example.org/f.xml")
	const hook, fallback = "https%3A%2F%2Fh.example.org%2Fin%23rc%3D3%26rp%3D5xx%2Cct%2Crt", "https%3A%2F%2Fs.example.org%2Ff.xml"
	for address, call := range map[string]string{
		"+15005550006": "POST " + accountPath + "/IncomingPhoneNumbers/PN1.json SmsApplicationSid=&SmsFallbackMethod=GET&SmsFallbackUrl=" + fallback + "&SmsMethod=POST&SmsUrl=" + hook,
		"12345":        "POST " + accountPath + "/SMS/ShortCodes/SC1.json SmsFallbackMethod=GET&SmsFallbackUrl=" + fallback + "&SmsMethod=POST&SmsUrl=" + hook,
		consoleService: "POST /v1/Services/" + consoleService + " FallbackMethod=GET&FallbackUrl=" + fallback + "&InboundMethod=POST&InboundRequestUrl=" + hook + "&UseInboundWebhookOnNumber=false",
		"whatsapp:+15005550006": `POST /v2/Channels/Senders/XE1 {"webhook":{"callback_url":"https://h.example.org/in#rc=3\u0026rp=5xx,ct,rt","callback_method":"POST",` +
			`"fallback_url":"https://s.example.org/f.xml","fallback_method":"GET"}}`,
	} {
		admin := NewAdmin(c.client(t))
		l, err := admin.Line(t.Context(), address)
		if err != nil || l.Address != address || l.SID == "" || l.Webhook.URL != old || l.Webhook.Method != "GET" || l.Webhook.Does(wanted) {
			t.Errorf("%s: %+v, %v", address, l, err)
			continue
		}
		if elsewhere := address[0] == '+' || address == consoleService; elsewhere != (l.Webhook.Elsewhere != "") {
			t.Errorf("%s: elsewhere %q", address, l.Webhook.Elsewhere)
		}
		if err := admin.SetWebhook(t.Context(), l, wanted); err != nil || c.last() != call {
			t.Errorf("%s: %v\n got %s\nwant %s", address, err, c.last(), call)
		}
	}
}

func TestAnAddressThatTheAccountDoesNotHave(t *testing.T) {
	t.Parallel()
	c := openConsole(t, map[string]string{
		"GET " + accountPath + "/IncomingPhoneNumbers.json": `{"incoming_phone_numbers":[]}`,
		"GET " + accountPath + "/SMS/ShortCodes.json":       `{"short_codes":[]}`,
		"GET /v2/Channels/Senders":                          `{"senders":[]}`,
	})
	for _, address := range []string{"+15005550006", "12345", "whatsapp:+15005550006", consoleService} {
		if l, err := NewAdmin(c.client(t)).Line(t.Context(), address); !errors.Is(err, ErrNoLine) || !strings.Contains(err.Error(), address) {
			t.Errorf("%s: %+v, %v", address, l, err)
		}
	}
}

func TestAWebhookDoesWhatIsWanted(t *testing.T) {
	t.Parallel()
	wanted := NewWebhook("https://h.example.org/in", "")
	if wanted.URL != "https://h.example.org/in#rc=3&rp=5xx,ct,rt" || WithoutRetries(wanted.URL) != "https://h.example.org/in" {
		t.Errorf("%+v", wanted)
	}
	for name, c := range map[string]struct {
		change func(*Webhook)
		does   bool
	}{
		"as it is":            {func(*Webhook) {}, true},
		"a fallback besides":  {func(w *Webhook) { w.Fallback = "https://s.example.org" }, true},
		"no retries":          {func(w *Webhook) { w.URL = WithoutRetries(w.URL) }, false},
		"another method":      {func(w *Webhook) { w.Method = "GET" }, false},
		"an application wins": {func(w *Webhook) { w.Elsewhere = "an application" }, false},
	} {
		w := wanted
		if c.change(&w); w.Does(wanted) != c.does {
			t.Errorf("%s: %t", name, !c.does)
		}
	}
	if withFallback := NewWebhook("https://h.example.org/in", "https://s.example.org"); wanted.Does(withFallback) {
		t.Error("a webhook without the wanted fallback does")
	}
}

func TestRegistration(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"+15005550006": Campaign, "+18335550006": TollFreeVerification, "12345": "", "+525512345678": "", "whatsapp:+15005550006": "", consoleService: "",
	} {
		if got := Registrable(address); got != want {
			t.Errorf("%s: %q", address, got)
		}
	}
	for state, want := range map[string]Registration{
		`{"campaign_status":"FAILED"},{"campaign_status":"VERIFIED"}`: {Campaign, "VERIFIED", true, false, ""},
		`{"campaign_status":"FAILED"}`:                                {Campaign, "FAILED", false, true, ""},
		`{"campaign_status":"IN_PROGRESS"}`:                           {Campaign, "IN_PROGRESS", false, false, ""},
		``:                                                            {Campaign, "", false, false, ""},
	} {
		c := openConsole(t, map[string]string{"GET /v1/Services/" + consoleService + "/Compliance/Usa2p": `{"compliance":[` + state + `]}`})
		if got, err := NewAdmin(c.client(t)).Campaign(t.Context(), consoleService); got != want || err != nil {
			t.Errorf("%s: %+v, %v", state, got, err)
		}
	}
	for state, want := range map[string]Registration{
		`{"status":"TWILIO_APPROVED"}`:                                 {TollFreeVerification, "TWILIO_APPROVED", true, false, ""},
		`{"status":"TWILIO_REJECTED","rejection_reason":"no website"}`: {TollFreeVerification, "TWILIO_REJECTED", false, true, "no website"},
		`{"status":"IN_REVIEW"}`:                                       {TollFreeVerification, "IN_REVIEW", false, false, ""},
	} {
		c := openConsole(t, map[string]string{"GET /v1/Tollfree/Verifications": `{"verifications":[` + state + `]}`})
		got, err := NewAdmin(c.client(t)).TollFree(t.Context(), Line{Address: "+18335550006", SID: "PN1"})
		if got != want || err != nil || !strings.Contains(c.last(), "TollfreePhoneNumberSid=PN1") {
			t.Errorf("%s: %+v, %v, %s", state, got, err, c.last())
		}
	}
}

func TestNumbersInAPool(t *testing.T) {
	t.Parallel()
	c := openConsole(t, map[string]string{"GET /v1/Services/" + consoleService + "/PhoneNumbers/PN1": `{"sid":"PN1"}`})
	for sid, want := range map[string]bool{"PN1": true, "PN2": false} {
		if in, err := NewAdmin(c.client(t)).InPool(t.Context(), consoleService, Line{SID: sid}); in != want || err != nil {
			t.Errorf("%s: %t, %v", sid, in, err)
		}
	}
	c.Close()
	if _, err := NewAdmin(c.client(t)).InPool(t.Context(), consoleService, Line{SID: "PN1"}); !errors.Is(err, bot.ErrUnavailable) {
		t.Errorf("nobody answers: %v", err)
	}
}

func TestTemplatesAtTheProvider(t *testing.T) {
	t.Parallel()
	// Two pages: the library follows the address of the next one.
	c := openConsole(t, map[string]string{
		"POST /v1/Content": `{"sid":"HX3"}`,
		"POST /v1/Content/HX3/ApprovalRequests/whatsapp": `{"status":"received","category":"UTILITY"}`,
		"GET /v1/Content/HX3/ApprovalRequests":           `{"sid":"HX3","whatsapp":{"status":"rejected","category":"UTILITY","rejection_reason":"too short"}}`,
		"GET /v1/Content/HX4/ApprovalRequests":           `{"sid":"HX4","whatsapp":{}}`,
		"GET /v1/Content/more":                           `{"contents":[{"sid":"HX2","friendly_name":"b"},{"sid":"HX9","friendly_name":"a"}],"meta":{"key":"contents","next_page_url":null}}`,
	})
	c.answers["GET /v1/Content"] = fmt.Sprintf(`{"contents":[{"sid":"HX1","friendly_name":"a"}],"meta":{"key":"contents","next_page_url":"%s/v1/Content/more"}}`, c.URL)
	admin := NewAdmin(c.client(t))
	if all, err := admin.Templates(t.Context()); err != nil || len(all) != 2 || all["a"] != "HX1" || all["b"] != "HX2" {
		t.Errorf("list: %v, %v", all, err)
	}
	tmpl := Template{Name: "template.page", Language: "zh-Hans", Text: "RR{{1}} here", Samples: map[string]string{"1": "417"}}
	name := tmpl.FriendlyName()
	if sid, err := admin.CreateTemplate(t.Context(), tmpl); sid != "HX3" || err != nil ||
		c.last() != `POST /v1/Content {"friendly_name":"`+name+`","variables":{"1":"417"},"language":"zh_CN","types":{"twilio/text":{"body":"RR{{1}} here"}}}` {
		t.Errorf("create: %q, %v, %s", sid, err, c.last())
	}
	got, err := admin.Submit(t.Context(), "HX3", name)
	if got != (Approval{"received", "UTILITY", ""}) || err != nil || !strings.HasSuffix(c.last(), ` {"name":"`+name+`","category":"UTILITY"}`) {
		t.Errorf("submit: %+v, %v, %s", got, err, c.last())
	}
	if got, err := admin.Approval(t.Context(), "HX3"); got != (Approval{Rejected, "UTILITY", "too short"}) || err != nil {
		t.Errorf("approval: %+v, %v", got, err)
	}
	if got, err := admin.Approval(t.Context(), "HX4"); got.State != Unsubmitted || err != nil {
		t.Errorf("never submitted: %+v, %v", got, err)
	}
}

func TestARehearsalReadsAndChangesNothing(t *testing.T) {
	t.Parallel()
	c := openConsole(t, map[string]string{
		"GET " + accountPath + "/IncomingPhoneNumbers.json": `{"incoming_phone_numbers":[{"sid":"PN1","phone_number":"+15005550006"}]}`,
	})
	var calls strings.Builder
	admin := NewRehearsal(c.client(t), &calls)
	l, err := admin.Line(t.Context(), "+15005550006")
	if err != nil || calls.String() != "" {
		t.Fatalf("%v, %s", err, calls.String())
	}
	if err := admin.SetWebhook(t.Context(), l, NewWebhook("https://h.example.org/in", "")); err != nil {
		t.Fatal(err)
	}
	if sid, err := admin.CreateTemplate(t.Context(), Template{Name: "a & b", Language: "en", Text: "a & b"}); err != nil || !strings.HasPrefix(sid, "{aldaba_a___b_v") {
		t.Fatalf("%q, %v", sid, err)
	}
	lines := strings.Split(calls.String(), "\n")
	if len(lines) != 3 || lines[0] != "POST "+accountPath+`/IncomingPhoneNumbers/PN1.json SmsMethod="POST" SmsUrl="https://h.example.org/in#rc=3&rp=5xx,ct,rt"` ||
		!strings.Contains(lines[1], `"body":"a & b"`) || lines[2] != "" {
		t.Errorf("%q", lines)
	}
	if strings.Contains(calls.String(), consoleToken) || len(c.calls) != 1 || !strings.HasPrefix(c.calls[0], "GET ") {
		t.Errorf("the account was asked %q", c.calls)
	}
}

func TestARehearsalWithoutAnAccountAsksNobody(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"+15005550006", "12345", "whatsapp:+15005550006", consoleService} {
		var calls strings.Builder
		admin := NewRehearsal(nil, &calls)
		l, err := admin.Line(t.Context(), address)
		if err != nil || l.Address != address || l.SID == "" {
			t.Fatalf("%s: %+v, %v", address, l, err)
		}
		if err := admin.SetWebhook(t.Context(), l, NewWebhook("https://h.example.org/in", "")); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(calls.String(), "\n")
		if len(lines) != 3 || !strings.HasPrefix(lines[0], "GET /") || !strings.HasPrefix(lines[1], "POST /") || !strings.Contains(lines[1], "https://h.example.org/in#rc=3&rp=5xx,ct,rt") {
			t.Errorf("%s: %q", address, lines)
		}
	}
	admin := NewRehearsal(nil, io.Discard)
	if status, err := admin.Account(t.Context()); status != AccountActive || err != nil {
		t.Errorf("account %q, %v", status, err)
	}
	if all, err := admin.Templates(t.Context()); len(all) != 0 || err != nil {
		t.Errorf("templates %v, %v", all, err)
	}
}
