package twilio

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
)

// signedForms are what Twilio posts: forms that one of the tokens has signed, of one account. Both webhooks begin with them.
type signedForms struct {
	origins []string
	tokens  *Tokens
	account string // when set, those of other accounts are refused
	log     *slog.Logger
	count   func(outcome string)
	scratch sync.Pool
}

// SignedConfig is what both webhooks need to tell what the provider has signed.
type SignedConfig struct {
	PublicURL  string // scheme, host and perhaps a path in front of the request's own: what Twilio calls and signs
	Tokens     *Tokens
	AccountSID string       // when set, forms of other accounts are refused
	Log        *slog.Logger // gets no numbers, texts or values of fields
}

// newSignedForms returns an error when the public URL is not a URL to which requests can come.
func newSignedForms(c SignedConfig, count func(string)) (*signedForms, error) {
	origins, err := origins(c.PublicURL)
	if err != nil {
		return nil, err
	}
	if c.Tokens == nil || c.Log == nil {
		return nil, errors.New("signed requests: tokens and log are required")
	}
	if c.AccountSID != "" && !isSID([]byte(c.AccountSID), "AC") {
		return nil, errors.New("account SID: want AC and 32 lower-case hexadecimal digits")
	}
	return &signedForms{origins: origins, tokens: c.Tokens, account: c.AccountSID, log: c.Log, count: count,
		scratch: sync.Pool{New: func() any { return new(scratch) }}}, nil
}

// scratch is the memory that one request needs until it is translated, kept for the next one.
type scratch struct {
	body, message []byte
	form          form
}

// lend returns memory for one request, and what to call when it is not needed any more.
func (sf *signedForms) lend() (*scratch, func()) {
	s, _ := sf.scratch.Get().(*scratch)
	return s, func() {
		if cap(s.body) <= maxKept && cap(s.message) <= 2*maxKept {
			sf.scratch.Put(s)
		}
	}
}

// maxKept is the largest body whose memory is kept for the next request; ordinary ones are under 2 KiB.
const maxKept = 8 << 10

// read reads a request into s and verifies its signature.
func (sf *signedForms) read(r *http.Request, s *scratch) *rejection {
	if rejected := precheck(r); rejected != nil {
		return rejected
	}
	var err error
	if s.body, err = readBody(r, s.body[:0]); err != nil {
		return unreadable(err)
	}
	if err := s.form.parse(s.body); err != nil {
		return &rejection{http.StatusBadRequest, "form", err}
	}
	var signed bool
	signed, s.message = sf.tokens.signed(sf.origins, requestURI(r), s.form.signed, signature(r), s.message)
	if !signed {
		return &rejection{http.StatusForbidden, "signature", errSignature}
	}
	return nil
}

// foreign refuses a form of another account. It must mean one thing only.
func (sf *signedForms) foreign(f *form) *rejection {
	if sf.account != "" && sf.account != string(f.get(accountSid)) {
		return &rejection{http.StatusForbidden, "account", errAccount}
	}
	return nil
}

// refuse answers a request that is not taken.
func (sf *signedForms) refuse(w http.ResponseWriter, r *http.Request, why *rejection) {
	sf.count(why.outcome)
	sf.log.WarnContext(r.Context(), "request of the provider refused", "status", why.status, "outcome", why.outcome, "err", why.err)
	switch why.status {
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", http.MethodPost)
	case http.StatusRequestEntityTooLarge:
		w.Header().Set("Connection", "close") // or the server would read on to reuse the connection
	}
	w.WriteHeader(why.status)
}

// unavailable answers a request that could not be stored: Twilio shall try again.
func (sf *signedForms) unavailable(w http.ResponseWriter, r *http.Request, err error) {
	sf.log.ErrorContext(r.Context(), "request not taken, the provider may try again", "request", w.Header().Get("X-Request-Id"), "err", err)
	sf.count("unavailable")
	w.Header().Set("Retry-After", "2")
	w.WriteHeader(http.StatusServiceUnavailable)
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
