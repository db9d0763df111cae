package main

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
	"github.com/aldaba-hotline/aldaba/deploy"
)

// office is an account at the provider with the senders of the example settings, and a folder with these.
type office struct {
	*twiliotest.Server
	t                    *testing.T
	dir                  string
	sms, pages, whatsApp string // SIDs
	env                  []string
}

func openOffice(t *testing.T) *office {
	t.Helper()
	o := &office{Server: twiliotest.New(t), t: t, dir: t.TempDir()}
	o.sms, o.pages, o.whatsApp = o.AddNumber("+15005550006"), o.AddNumber("+15005550008"), o.AddSender("whatsapp:+15005550006")
	if err := os.WriteFile(filepath.Join(o.dir, "hotline.yaml"), deploy.Example, 0o600); err != nil {
		t.Fatal(err)
	}
	o.env = []string{"ALDABA_CONFIG=hotline.yaml", "ALDABA_PUBLIC_URL=" + publicURL, "TWILIO_ACCOUNT_SID=" + twiliotest.AccountSID,
		"TWILIO_AUTH_TOKEN=" + twiliotest.AuthToken + ",next", "TWILIO_API_URL=" + o.URL()}
	return o
}

// runs runs a verb with the office's environment. Later variables win.
func (o *office) runs(env []string, args ...string) ended {
	o.t.Helper()
	r := call{dir: o.dir, env: slices.Concat(o.env, env)}.aldaba(o.t, args...)
	for _, secret := range []string{twiliotest.AuthToken, "s3cret"} {
		if strings.Contains(r.out+r.err, secret) {
			o.t.Errorf("%s prints a credential:\n%s%s", args, r.out, r.err)
		}
	}
	return r
}

func (o *office) file(name string) string { return filepath.Join(o.dir, name) }

const hook = publicURL + "/twilio/messages#rc=3&rp=5xx,ct,rt"

func TestSetupSetsAnAccountUpOnce(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	first := o.runs(nil, "setup", "--fallback-url", "https://static.example.org/f.xml")
	if first.code != exitOK || first.err != "" {
		t.Fatalf("%+v", first)
	}
	for _, sid := range []string{o.sms, o.pages} {
		n := o.Get(sid)
		if n.Text("sms_url") != hook || n.Text("sms_method") != "POST" || n.Text("sms_fallback_url") != "https://static.example.org/f.xml" || n.Text("sms_fallback_method") != "GET" {
			t.Errorf("%v", n)
		}
	}
	if w := o.Get(o.whatsApp)["webhook"].(twiliotest.Resource); w.Text("callback_url") != hook || w.Text("fallback_url") != "https://static.example.org/f.xml" {
		t.Errorf("%v", w)
	}
	written, _ := content(t, o.file("templates.yaml"))
	h, ps := settings.Read("templates.yaml", []byte(written))
	if ps.Err() != nil || len(h.Templates) < 20 {
		t.Fatalf("%v\n%s", ps, written)
	}
	o.hasTemplates(h)
	made := o.Requests("content.create")
	again := o.runs(nil, "setup")
	if after, _ := content(t, o.file("templates.yaml")); again.code != exitOK || after != written || o.Requests("content.create") != made ||
		o.Requests("numbers.update") != 2 || o.Requests("senders.update") != 1 || o.Requests("approval.create") != 6 {
		t.Errorf("a second time: %+v", again)
	}
	for _, want := range []string{"webhook of sms (+15005550006): is set already\n", "template door/ask in es: is there HX", "approval of template.page in es: received\n"} {
		if !strings.Contains(again.out, want) {
			t.Errorf("a second time: no %q in\n%s", want, again.out)
		}
	}
}

// hasTemplates looks at what was made of a question with few options, one with many, and a page.
func (o *office) hasTemplates(h bot.Hotline) {
	o.t.Helper()
	buttons := o.Get(h.Templates["isitnow/ask"]["es"])
	list := o.Get(h.Templates["door/ask"]["en"])
	page := h.Templates["template.page"]["es"]
	types := func(r twiliotest.Resource, kind string) map[string]any {
		all, _ := r["types"].(map[string]map[string]any)
		return all[kind]
	}
	if types(buttons, "twilio/quick-reply") == nil || buttons.Text("language") != "es" || !strings.HasPrefix(buttons.Text("friendly_name"), "aldaba_isitnow_ask_v") {
		o.t.Errorf("%v", buttons)
	}
	items, _ := types(list, "twilio/list-picker")["items"].([]any)
	if len(items) != 5 || items[1].(map[string]any)["id"] != "door/2/ask/paper" {
		o.t.Errorf("%v", list)
	}
	if body, _ := types(o.Get(page), "twilio/quick-reply")["body"].(string); !strings.HasPrefix(body, "RR{{1}}: ") {
		o.t.Errorf("%v", o.Get(page))
	}
	if a := o.Approval(page); a.Text("status") != "received" || a.Text("category") != "UTILITY" {
		o.t.Errorf("%v", a)
	}
	if a := o.Approval(h.Templates["door/ask"]["en"]); a.Text("status") != "unsubmitted" {
		o.t.Errorf("a question was submitted: %v", a)
	}
}

func TestSetupWritesIntoHotlineYAMLAndLosesNothing(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	change(t, o.dir, "hotline.yaml", "templates: {}", "templates:\n  by.hand: {en: HX00000000000000000000000000000009}\n")
	if r := o.runs(nil, "setup", "--out", "hotline.yaml"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	after, _ := content(t, o.file("hotline.yaml"))
	h, ps := settings.Read("hotline.yaml", []byte(after))
	if ps.Err() != nil || h.Templates["by.hand"]["en"] != "HX00000000000000000000000000000009" || h.Templates["door/ask"]["es"] == "" || !strings.Contains(after, "# How to change it\n") {
		t.Errorf("%v\n%s", ps, after)
	}
}

func TestSetupThroughAMessagingServiceAndAShortCode(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	service, code := o.AddService("pool"), o.AddShortCode("12345")
	o.Set(service, "use_inbound_webhook_on_number", true)
	change(t, o.dir, "hotline.yaml", `messaging_service: ""`, "messaging_service: "+service)
	change(t, o.dir, "hotline.yaml", `pages: "+15005550008"`, `pages: "12345"`)
	if r := o.runs(nil, "setup"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	if s := o.Get(service); s.Text("inbound_request_url") != hook || s["use_inbound_webhook_on_number"] != false || o.Get(code).Text("sms_url") != hook || o.Requests("numbers.update") != 0 {
		t.Errorf("%v, %v", s, o.Get(code))
	}
}

func TestSetupDryRunChangesNothing(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	r := o.runs(nil, "setup", "--dry-run")
	lines := strings.Split(strings.TrimSpace(r.out), "\n")
	if r.code != exitOK || len(lines) < 50 {
		t.Fatalf("%+v", r)
	}
	for _, line := range lines {
		if !strings.HasPrefix(line, "POST /") {
			t.Errorf("%s", line)
		}
	}
	if want := "POST /2010-04-01/Accounts/" + twiliotest.AccountSID + "/IncomingPhoneNumbers/" + o.sms + `.json SmsMethod="POST" SmsUrl="` + hook + `"`; lines[0] != want {
		t.Errorf("%s, want %s", lines[0], want)
	}
	if _, err := os.Stat(o.file("templates.yaml")); err == nil {
		t.Error("it writes templates.yaml")
	}
	for _, kind := range []string{"numbers.update", "senders.update", "content.create", "approval.create"} {
		if o.Requests(kind) != 0 {
			t.Errorf("%s: %d", kind, o.Requests(kind))
		}
	}
}

func TestSetupDryRunNeedsNoAccount(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	o.env = o.env[:2] // settings and public address
	r := o.runs(nil, "setup", "--dry-run", "--fallback-url", "https://static.example.org/f.xml")
	for _, want := range []string{`SmsUrl="` + hook + `"`, `SmsFallbackUrl="https://static.example.org/f.xml"`, `"callback_url":"` + hook + `"`,
		`"friendly_name":"aldaba_template_page_v`, `"id":"door/2/ask/inside"`, `/ApprovalRequests/whatsapp {"name":"aldaba_template_checkin_v`} {
		if r.code != exitOK || !strings.Contains(r.out, want) {
			t.Errorf("exit status %d, no %s in\n%s%s", r.code, want, r.out, r.err)
		}
	}
}

// What fails does not keep the rest from being done, and the next run does what is left.
func TestSetupGoesOnAfterARefusal(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	change(t, o.dir, "hotline.yaml", `pages: "+15005550008"`, `pages: "+15005550009"`)
	r := o.runs(nil, "setup")
	if r.code != exitFailed || !strings.Contains(r.out, "webhook of pages (+15005550009): failed: ") || !strings.Contains(r.out, "by hand to POST "+hook) ||
		!strings.Contains(r.err, "1 step(s) failed") || o.Get(o.whatsApp)["webhook"].(twiliotest.Resource).Text("callback_url") != hook {
		t.Fatalf("%+v", r)
	}
	o.AddNumber("+15005550009")
	if r := o.runs(nil, "setup"); r.code != exitOK {
		t.Errorf("once it is there: %+v", r)
	}
	h, _ := settings.Read("templates.yaml", []byte(first(content(t, o.file("templates.yaml")))))
	o.SetApproval(h.Templates["template.page"]["en"], "rejected", "too vague")
	if r := o.runs(nil, "setup"); r.code != exitFailed || !strings.Contains(r.out, "approval of template.page in en: failed: rejected: too vague; change the text") {
		t.Errorf("rejected: %+v", r)
	}
}

// A provider that goes away in the middle is not asked sixty times more, and what was made until then is written down.
func TestSetupStopsWhenTheProviderGoesAway(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	provider, err := url.Parse(o.URL())
	if err != nil {
		t.Fatal(err)
	}
	var created atomic.Int64
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.URL.Path == "/v1/Content" {
			if created.Add(1) > 10 {
				panic(http.ErrAbortHandler) // the connection breaks
			}
		}
		httputil.NewSingleHostReverseProxy(provider).ServeHTTP(w, r)
	}))
	defer front.Close()
	r := o.runs([]string{"TWILIO_API_URL=" + front.URL}, "setup")
	h, ps := settings.Read("templates.yaml", []byte(first(content(t, o.file("templates.yaml")))))
	if r.code != exitFailed || !strings.Contains(r.err, "run aldaba setup again once the provider can be reached") || created.Load() != 11 || ps.Err() != nil || len(h.Templates) != 10 {
		t.Errorf("%+v, %d created, %d written", r, created.Load(), len(h.Templates))
	}
	if r := o.runs(nil, "setup"); r.code != exitOK || o.Requests("content.create") != questions(t)+6 {
		t.Errorf("again: %+v, %d created", r, o.Requests("content.create"))
	}
}

func first[A, B any](a A, _ B) A { return a }

func TestSetupRefusesBadInput(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	for name, c := range map[string]struct {
		env  []string
		args []string
		want string
	}{
		"no account":       {[]string{"TWILIO_ACCOUNT_SID="}, nil, "set TWILIO_ACCOUNT_SID"},
		"a bad account":    {[]string{"TWILIO_ACCOUNT_SID=AC1"}, nil, "TWILIO_ACCOUNT_SID"},
		"wrong token":      {[]string{"TWILIO_AUTH_TOKEN=s3cret"}, nil, "check TWILIO_ACCOUNT_SID"},
		"wrong key":        {[]string{"TWILIO_API_KEY=SK00000000000000000000000000000001", "TWILIO_API_SECRET=s3cret"}, nil, "TWILIO_API_KEY"},
		"no public URL":    {[]string{"ALDABA_PUBLIC_URL="}, nil, "ALDABA_PUBLIC_URL"},
		"fallback no URL":  {nil, []string{"--fallback-url", "static"}, `the fallback URL "static"`},
		"no such settings": {[]string{"ALDABA_CONFIG=other.yaml"}, nil, "other.yaml"},
		"no senders":       {[]string{"ALDABA_CONFIG="}, nil, "fill in senders"},
		"out in no folder": {nil, []string{"--out", "no/folder/t.yaml"}, "folder that exists"},
	} {
		if r := o.runs(c.env, append([]string{"setup"}, c.args...)...); r.code != exitFailed || !strings.Contains(r.err, c.want) {
			t.Errorf("%s: %+v, want %s", name, r, c.want)
		}
	}
	o.SetAccount("suspended")
	if r := o.runs(nil, "setup"); r.code != exitFailed || !strings.Contains(r.err, "the account is suspended") {
		t.Errorf("suspended: %+v", r)
	}
}
