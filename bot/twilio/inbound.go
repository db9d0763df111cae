package twilio

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Answerer takes an event and says what to answer at once. After an error the event counts as never received, so that Twilio
// tries again. desk.Desk is one.
type Answerer interface {
	Receive(ctx context.Context, e bot.Event) ([]bot.Reply, error)
}

// Counter counts requests by outcome: one of "answered", "unavailable", "method", "too_large", "media_type",
// "signature", "form" and "account". It is called on the hot path and must not block.
type Counter interface {
	Inbound(outcome string)
}

// InboundConfig is what an [Inbound] needs.
type InboundConfig struct {
	PublicURL  string // scheme, host and perhaps a path in front of the request's own: what Twilio calls and signs
	Tokens     *Tokens
	AccountSID string // when set, messages of other accounts are refused
	Answerer   Answerer
	Log        *slog.Logger // gets no numbers, texts or values of fields
	Counter    Counter      // may be nil

	// AnswersStop says that Twilio itself answers STOP, START and HELP on the SMS senders, as it does by default on
	// long codes. Such a text counts as if it came with an OptOutType.
	AnswersStop bool
}

// Inbound answers POST /twilio/messages: a signed form becomes an event, the answer to it TwiML.
//
// Status: 200 the answer; 503 with Retry-After when the event could not be stored; 403 not signed by one of the tokens for
// the public URL, or another account's; 400 not a form, or one that does not mean one thing only; 405, 413 (more than
// 64 KiB) and 415 before anything is read or checked.
type Inbound struct {
	config   InboundConfig
	origins  []string
	receipts string // what precedes a message's id in the address of its receipts, as XML
	scratch  sync.Pool
}

// NewInbound returns an error when the public URL is not a URL to which requests can come.
func NewInbound(config InboundConfig) (*Inbound, error) {
	origins, err := origins(config.PublicURL)
	if err != nil {
		return nil, err
	}
	if config.Tokens == nil || config.Answerer == nil || config.Log == nil {
		return nil, errors.New("inbound messages: tokens, answerer and log are required")
	}
	if config.AccountSID != "" && !isSID([]byte(config.AccountSID), "AC") {
		return nil, errors.New("account SID: want AC and 32 lower-case hexadecimal digits")
	}
	receipts := string(appendXML(nil, origins[0]+statusPath))
	return &Inbound{config: config, origins: origins, receipts: strings.ReplaceAll(receipts, `"`, "&quot;"), scratch: sync.Pool{New: func() any { return new(scratch) }}}, nil
}

// scratch is the memory that one request needs until its event is made, kept for the next one.
type scratch struct {
	body, message []byte
	form          form
}

// ServeHTTP implements http.Handler.
func (in *Inbound) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	event, refused := in.event(r)
	if refused != nil {
		in.refuse(w, r, refused)
		return
	}
	replies, err := in.config.Answerer.Receive(r.Context(), event)
	if err != nil {
		in.config.Log.ErrorContext(r.Context(), "message not taken, the provider will retry",
			"request", w.Header().Get("X-Request-Id"), "err", err)
		in.count("unavailable")
		w.Header().Set("Retry-After", "2")
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	in.count("answered")
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	// An error here is a caller that hung up: it will ask again and get the same answer.
	_, _ = w.Write(appendTwiML(make([]byte, 0, 512), in.receipts, replies))
}

// event reads, verifies and translates a request.
func (in *Inbound) event(r *http.Request) (bot.Event, *rejection) {
	if rejected := precheck(r); rejected != nil {
		return bot.Event{}, rejected
	}
	s, _ := in.scratch.Get().(*scratch)
	defer in.keep(s)
	var err error
	if s.body, err = readBody(r, s.body[:0]); err != nil {
		return bot.Event{}, unreadable(err)
	}
	if err := s.form.parse(s.body); err != nil {
		return bot.Event{}, &rejection{http.StatusBadRequest, "form", err}
	}
	var signed bool
	uri := requestURI(r)
	signed, s.message = in.config.Tokens.signed(in.origins, uri, s.form.signed, signature(r), s.message)
	if !signed || strings.Contains(uri, accountSid.name()) { // the first field cannot have moved into the URL
		return bot.Event{}, &rejection{http.StatusForbidden, "signature", errSignature}
	}
	if refused := s.form.admit(); refused != nil {
		return bot.Event{}, &rejection{http.StatusBadRequest, "form", refused}
	}
	if want := in.config.AccountSID; want != "" && want != string(s.form.get(accountSid)) {
		return bot.Event{}, &rejection{http.StatusForbidden, "account", errAccount}
	}
	e := s.form.event()
	if in.config.AnswersStop && e.OptOut == bot.OptOutNone && e.From.Channel == bot.SMS {
		e.OptOut = defaultWord(e.Text.Reveal())
	}
	return e, nil
}

// maxKept is the largest body whose memory is kept for the next request; ordinary ones are under 2 KiB.
const maxKept = 8 << 10

func (in *Inbound) keep(s *scratch) {
	if cap(s.body) <= maxKept && cap(s.message) <= 2*maxKept {
		in.scratch.Put(s)
	}
}

func (in *Inbound) count(outcome string) {
	if in.config.Counter != nil {
		in.config.Counter.Inbound(outcome)
	}
}

func (in *Inbound) refuse(w http.ResponseWriter, r *http.Request, why *rejection) {
	in.count(why.outcome)
	in.config.Log.WarnContext(r.Context(), "inbound request refused", "status", why.status, "outcome", why.outcome,
		"err", why.err)
	switch why.status {
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", http.MethodPost)
	case http.StatusRequestEntityTooLarge:
		w.Header().Set("Connection", "close") // or the server would read on to reuse the connection
	}
	w.WriteHeader(why.status)
}

// requestURI returns the part of the URL that the client sent; in tests without a server, the one it would send.
func requestURI(r *http.Request) string {
	if r.RequestURI == "" {
		return r.URL.RequestURI()
	}
	return r.RequestURI
}

// signature returns the request's signature, or "" when there is none or several.
func signature(r *http.Request) string {
	if all := r.Header.Values("X-Twilio-Signature"); len(all) == 1 {
		return strings.TrimSpace(all[0])
	}
	return ""
}

var (
	errSignature = errors.New("not signed for this address; compare the public URL and the auth token with Twilio's")
	errAccount   = errors.New("comes from another account")
)

// rejection is why a request is not taken, and what is answered.
type rejection struct {
	status  int
	outcome string
	err     error
}
