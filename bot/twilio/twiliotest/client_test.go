package twiliotest_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"

	ours "github.com/aldaba-hotline/aldaba/bot/twilio"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

const (
	hotline  = "+15005550006"
	ana      = "+15005550001"
	public   = "https://hotline.example.org"
	callback = public + "/twilio/status/0123456789abcdef0123456789abcdef"
)

// patience is how long a test waits for what should happen at once; the machine may be busy.
const patience = 30 * time.Second

// rewrite sends requests to the fake instead of to Twilio.
type rewrite struct {
	base *url.URL
	next http.RoundTripper
}

func (t rewrite) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host = t.base.Scheme, t.base.Host
	return t.next.RoundTrip(r)
}

// twilioGo is Twilio's own client, logged in with a user and password.
func twilioGo(t *testing.T, s *twiliotest.Server, user, password string) *client.Client {
	t.Helper()
	base, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	c := &client.Client{
		Credentials: client.NewCredentials(user, password),
		HTTPClient:  &http.Client{Transport: rewrite{base, transport}, Timeout: patience},
	}
	c.SetAccountSid(twiliotest.AccountSID)
	return c
}

// asAccount is the older API for the account itself.
func asAccount(t *testing.T, s *twiliotest.Server) *api.ApiService {
	t.Helper()
	return api.NewApiServiceWithClient(twilioGo(t, s, twiliotest.AccountSID, twiliotest.AuthToken))
}

// text is a message to Ana.
func text(body string) *api.CreateMessageParams {
	return (&api.CreateMessageParams{}).SetTo(ana).SetFrom(hotline).SetBody(body).SetStatusCallback(callback)
}

// webhook is the hotline's side of the callbacks: it believes the signed ones.
type webhook struct {
	mu     sync.Mutex
	told   []url.Values
	forged int
}

func newWebhook(t *testing.T, s *twiliotest.Server) *webhook {
	t.Helper()
	h := &webhook{}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	s.CallbacksTo(server.URL)
	return h
}

func (h *webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	h.mu.Lock()
	defer h.mu.Unlock()
	signed := ours.Sign(twiliotest.AuthToken, public+r.URL.RequestURI(), r.PostForm)
	if r.Header.Get("X-Twilio-Signature") != signed {
		h.forged++
		w.WriteHeader(http.StatusForbidden)
		return
	}
	h.told = append(h.told, r.PostForm)
	w.WriteHeader(http.StatusNoContent)
}

// statuses lists what was told, in order.
func (h *webhook) statuses() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var all []string
	for _, form := range h.told {
		all = append(all, form.Get("MessageStatus"))
	}
	return strings.Join(all, " ")
}

// recorder is a test that may fail without failing the one that looks on.
type recorder struct {
	testing.TB
	mu       sync.Mutex
	failures []string
	cleanups []func()
}

func (r *recorder) Helper() {}

func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }

func (r *recorder) Error(args ...any) { r.Errorf("%v", args) }

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures = append(r.failures, strings.TrimSpace(strings.Join([]string{format, strings.Join(texts(args), " ")}, " ")))
}

func (r *recorder) end() []string {
	for _, f := range r.cleanups {
		f()
	}
	return r.failures
}
