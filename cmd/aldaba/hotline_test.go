package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
	"github.com/aldaba-hotline/aldaba/bot/twilio"
	"github.com/aldaba-hotline/aldaba/i18n"
)

const (
	theToken  = "a11ce0de0fa11ce0de0fa11ce0de0f42"
	publicURL = "https://hotline.example.org"
)

// hotline is `aldaba serve` in a process of its own, and the provider in front of it. When the test ends, nothing of
// what the provider sent may stand in the server's log.
type hotline struct {
	*process
	t        *testing.T
	redis    *redistest.Server
	keyset   string
	admin    string // address of the admin listener
	token    string // that the provider signs with
	account  string // whose messages come in; empty: the trial's
	provider *http.Client
	mu       sync.Mutex
	secrets  []string
}

// openHotline starts a server on a Redis of its own. Extra variables are set beside those that it needs.
func openHotline(t *testing.T, env ...string) *hotline {
	t.Helper()
	h := &hotline{t: t, redis: redistest.New(t, "--appendonly", "yes"), keyset: newKeyset(t), token: theToken}
	h.open(env...)
	return h
}

// another starts one more server on the same Redis and keyset.
func (h *hotline) another() *hotline {
	h.t.Helper()
	other := &hotline{t: h.t, redis: h.redis, keyset: h.keyset, token: h.token}
	other.open()
	return other
}

func newKeyset(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keyset")
	if r := aldaba(t, "keys", "new", "--keyset", path); r.code != exitOK {
		t.Fatalf("keys new: %+v", r)
	}
	return path
}

var addresses = regexp.MustCompile(`msg=ready .*listen=(\S+) admin=(\S+)`)

func (h *hotline) open(env ...string) {
	h.t.Helper()
	env = append([]string{"ALDABA_LISTEN=127.0.0.1:0", "ALDABA_ADMIN_LISTEN=127.0.0.1:0", "ALDABA_PUBLIC_URL=" + publicURL,
		"ALDABA_REDIS_URL=" + h.redis.URL(), "ALDABA_KEYSET=" + h.keyset, "TWILIO_AUTH_TOKEN=" + h.token}, env...)
	h.process = launch(h.t, env, build(h.t), "serve")
	h.provider = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, Timeout: patience}
	h.secrets = append(h.secrets, h.token)
	h.t.Cleanup(h.keepsQuiet)
	h.awaits(h.t, h.err, "msg=ready")
	found := addresses.FindStringSubmatch(h.err.String())
	if found == nil {
		h.t.Fatalf("the log does not tell the addresses: %s", h.err)
	}
	h.addr, h.admin = found[1], found[2]
}

// hides adds what must never stand in the log. Short words could stand there by chance.
func (h *hotline) hides(secrets ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range secrets {
		if s = strings.TrimPrefix(s, "+"); len(s) >= 8 {
			h.secrets = append(h.secrets, s)
		}
	}
}

func (h *hotline) keepsQuiet() { h.holdsNoSecret("the log", h.err.String()+h.out.String()) }

func (h *hotline) holdsNoSecret(what, text string) {
	h.t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, secret := range h.secrets {
		if strings.Contains(text, secret) {
			h.t.Errorf("%s holds %q", what, secret)
		}
	}
}

// reply is how the server answered a request.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (h *hotline) do(r *http.Request) reply {
	h.t.Helper()
	response, err := h.provider.Do(r)
	if err != nil {
		h.t.Errorf("%s %s: %v", r.Method, r.URL.Path, err)
		return reply{}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		h.t.Errorf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	return reply{response.StatusCode, response.Header, body}
}

// get reads a page of one of the two listeners.
func (h *hotline) get(addr, path string) reply {
	h.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "http://"+addr+path, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.do(r)
}

// request is a form on its way to the webhook, signed as the provider does.
func (h *hotline) request(form url.Values) *http.Request {
	return h.signed(inboundPath, form)
}

// signed is a form on its way to any path, signed as the provider does.
func (h *hotline) signed(path string, form url.Values) *http.Request {
	return h.rawTo(path, form.Encode(), twilio.Sign(h.token, publicURL+path, form))
}

// raw is a body on its way to the webhook, with this signature if there is one.
func (h *hotline) raw(body, signature string) *http.Request {
	return h.rawTo(inboundPath, body, signature)
}

func (h *hotline) rawTo(path, body, signature string) *http.Request {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://"+h.addr+path, bytes.NewReader([]byte(body)))
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if signature != "" {
		r.Header.Set("X-Twilio-Signature", signature)
	}
	return r
}

// post sends a signed form.
func (h *hotline) post(form url.Values) reply {
	h.t.Helper()
	return h.do(h.request(form))
}

// eventually asks again and again until the answer has this status, at most so long.
func (h *hotline) eventually(status int, within time.Duration, ask func() reply) reply {
	h.t.Helper()
	var last reply
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if last = ask(); last.status == status {
			return last
		}
	}
	h.t.Fatalf("still status %d after %v, want %d", last.status, within, status)
	return last
}

// phone is somebody's phone in the provider's network.
type phone struct {
	t       *testing.T
	h       *hotline
	address bot.Address
	last    string // what the hotline said last
}

func (h *hotline) newPhone(channel bot.Channel) *phone {
	number := "+1555"
	for _, b := range randomBytes(7) {
		number += string('0' + rune(b%10))
	}
	h.hides(number)
	return &phone{t: h.t, h: h, address: bot.Address{Channel: channel, Value: bot.Private(number)}}
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails, see crypto/rand
	return b
}

// form spells a message of this phone in the provider's fields.
func (p *phone) form(e bot.Event) url.Values {
	e.ID, e.From = "SM"+hex.EncodeToString(randomBytes(16)), p.address
	p.h.hides(e.Text.Reveal(), e.ID)
	provider := twilio.Caller{Account: cmp.Or(p.h.account, trialAccount), Senders: trialSenders(bot.Senders{})}
	return provider.Form(e)
}

// text spells a text of this phone in the provider's fields.
func (p *phone) text(words string) url.Values { return p.form(bot.Event{Text: bot.Private(words)}) }

// says sends a text that must be answered.
func (p *phone) says(words string) {
	p.t.Helper()
	r := p.h.post(p.text(words))
	if p.last = r.says(p.t); p.last == "" {
		p.t.Errorf("%q is met with silence", words)
	}
}

// says returns what an answer of the webhook lets the phone show.
func (r reply) says(t *testing.T) string {
	t.Helper()
	if kind := r.header.Get("Content-Type"); r.status != http.StatusOK || !strings.HasPrefix(kind, "text/xml") {
		t.Errorf("status %d, %q; want 200, text/xml", r.status, kind)
		return ""
	}
	texts, err := twilio.ParseTwiML(r.body)
	if err != nil {
		t.Error(err)
	}
	return strings.Join(texts, "\n")
}

// hears checks that the last answer holds a message in a language.
func (p *phone) hears(lang bot.Language, id string) {
	p.t.Helper()
	if want := wording(p.t, lang, p.address.Channel, id); !holds(p.last, want) {
		p.t.Errorf("heard %q, want %s: %q", p.last, id, want)
	}
}

// builtIn are the texts that the program is built with, read once for all tests.
var builtIn = sync.OnceValues(func() (*say.Catalogue, error) {
	texts, ps := say.Load(i18n.FS)
	return texts, ps.Err()
})

// wording is what the built-in texts say.
func wording(t *testing.T, lang bot.Language, channel bot.Channel, id string) string {
	t.Helper()
	texts, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	words, ok := texts.Text(lang, channel, id, map[string]string{"Name": "Rights Line"})
	if !ok {
		t.Fatalf("no text %s in %s", id, lang)
	}
	return words
}

// holds compares words alone: an answer may be cut into several messages at any space.
func holds(all, part string) bool {
	return strings.Contains(strings.Join(strings.Fields(all), " "), strings.Join(strings.Fields(part), " "))
}
