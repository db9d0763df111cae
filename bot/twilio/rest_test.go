package twilio

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

const (
	keySid   = "SK00000000000000000000000000000001"
	poolSid  = "MG00000000000000000000000000000001"
	ownID    = bot.MessageID("0123456789abcdef0123456789abcdef")
	messages = "/2010-04-01/Accounts/" + accSid + "/Messages.json"
)

func senders() bot.Senders {
	return bot.Senders{SMS: "+15005550006", WhatsApp: "whatsapp:+15005550006", Pages: "+15005550008"}
}

// rest is Twilio's REST API as far as one test needs it, and what it was asked.
type rest struct {
	*httptest.Server
	connections atomic.Int32
	mu          sync.Mutex
	asked       []asked
}

type asked struct {
	method, path, user, password string
	form                         url.Values
}

// newREST answers with a function; its requests have been read and noted.
func newREST(t testing.TB, answer http.HandlerFunc) *rest {
	t.Helper()
	s := &rest{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		user, password, _ := r.BasicAuth()
		s.mu.Lock()
		s.asked = append(s.asked, asked{r.Method, r.URL.Path, user, password, r.Form})
		s.mu.Unlock()
		answer(w, r)
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.connections.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func (s *rest) all() []asked {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]asked(nil), s.asked...)
}

// client returns a client of the server; changes come on top of an ordinary configuration.
func (s *rest) client(t testing.TB, changes ...func(*ClientConfig)) *Client {
	t.Helper()
	config := ClientConfig{AccountSID: accSid, Token: token, URL: s.URL, PublicURL: origin, Senders: senders(), Timeout: 5 * time.Second}
	for _, change := range changes {
		change(&config)
	}
	c, err := NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.transport.CloseIdleConnections)
	return c
}

func reply(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func created() http.HandlerFunc {
	return reply(http.StatusCreated, `{"sid":"`+sid+`","status":"queued"}`)
}

func toJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func textTo(number string) bot.Parcel {
	return bot.Parcel{ID: ownID, From: bot.SenderSMS, To: bot.Address{Channel: bot.SMS, Value: bot.Private(number)}, Text: "Raid at 5th St"}
}
