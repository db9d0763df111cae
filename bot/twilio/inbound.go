package twilio

import (
	"context"
	"errors"
	"net/http"
	"strings"

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
	SignedConfig
	Answerer Answerer
	Counter  Counter // may be nil

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
	*signedForms
	config   InboundConfig
	receipts string // what precedes a message's id in the address of its receipts, as XML
}

// NewInbound returns an error when the public URL is not a URL to which requests can come.
func NewInbound(config InboundConfig) (*Inbound, error) {
	if config.Answerer == nil {
		return nil, errors.New("inbound messages: an answerer is required")
	}
	count := func(outcome string) {
		if config.Counter != nil {
			config.Counter.Inbound(outcome)
		}
	}
	forms, err := newSignedForms(config.SignedConfig, count)
	if err != nil {
		return nil, err
	}
	receipts := string(appendXML(nil, forms.origins[0]+statusPath))
	return &Inbound{signedForms: forms, config: config, receipts: strings.ReplaceAll(receipts, `"`, "&quot;")}, nil
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
		in.unavailable(w, r, err)
		return
	}
	in.count("answered")
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	// An error here is a caller that hung up: it will ask again and get the same answer.
	_, _ = w.Write(appendTwiML(make([]byte, 0, 512), in.receipts, replies))
}

// event reads, verifies and translates a request.
func (in *Inbound) event(r *http.Request) (bot.Event, *rejection) {
	s, done := in.lend()
	defer done()
	if rejected := in.read(r, s); rejected != nil {
		return bot.Event{}, rejected
	}
	if strings.Contains(requestURI(r), accountSid.name()) { // the first field cannot have moved into the URL
		return bot.Event{}, &rejection{http.StatusForbidden, "signature", errSignature}
	}
	if refused := s.form.admit(); refused != nil {
		return bot.Event{}, &rejection{http.StatusBadRequest, "form", refused}
	}
	if rejected := in.foreign(&s.form); rejected != nil {
		return bot.Event{}, rejected
	}
	e := s.form.event()
	if in.config.AnswersStop && e.OptOut == bot.OptOutNone && e.From.Channel == bot.SMS {
		e.OptOut = defaultWord(e.Text.Reveal())
	}
	return e, nil
}
