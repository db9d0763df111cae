package twilio

import (
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
)

// Tokens are the auth tokens that requests may be signed with: the current one and, while it is being replaced, the
// next. They can be exchanged while requests are served, and never print themselves.
type Tokens struct{ verifiers atomic.Pointer[[]*verifier] }

// errTokens never quotes the tokens.
var errTokens = errors.New(`auth token: want one token, or "current,next"`)

// NewTokens reads "current" or "current,next", as TWILIO_AUTH_TOKEN spells them.
func NewTokens(list string) (*Tokens, error) {
	var t Tokens
	if err := t.Set(list); err != nil {
		return nil, err
	}
	return &t, nil
}

// Set replaces the tokens. Requests that are being checked finish with the old ones. On error the old ones stay.
func (t *Tokens) Set(list string) error {
	tokens := strings.Split(list, ",")
	if len(tokens) > 2 {
		return errTokens
	}
	verifiers := make([]*verifier, len(tokens))
	for i, token := range tokens {
		token = strings.TrimSpace(token)
		if token == "" || strings.ContainsAny(token, " \t\r\n") {
			return errTokens
		}
		verifiers[i] = newVerifier(token)
	}
	t.verifiers.Store(&verifiers)
	return nil
}

// signed reports whether one of the tokens signed one of the URLs, made of an origin and the request's own part,
// and the form. Scratch is used for the joined message and returned for the next use.
func (t *Tokens) signed(origins []string, uri string, form []byte, signature string, scratch []byte) (bool, []byte) {
	if len(signature) != signatureLength {
		return false, scratch
	}
	verifiers := *t.verifiers.Load()
	for _, origin := range origins {
		scratch = append(append(append(scratch[:0], origin...), uri...), form...)
		for _, v := range verifiers {
			if v.verify(scratch, signature) {
				return true, scratch
			}
		}
	}
	return false, scratch
}

// String returns a fixed mark instead of the tokens.
func (*Tokens) String() string { return redacted }

// GoString returns a fixed mark instead of the tokens, for %#v.
func (*Tokens) GoString() string { return redacted }

// LogValue returns a fixed mark instead of the tokens, for slog.
func (*Tokens) LogValue() slog.Value { return slog.StringValue(redacted) }

const redacted = "[tokens]"
