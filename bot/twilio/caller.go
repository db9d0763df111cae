package twilio

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Caller calls a webhook in this process the way Twilio does: a signed form, answered with TwiML. The demo's phones, the
// chat and load tests text through it.
type Caller struct {
	Token   string // signs
	Account string // SID
	URL     string // of the webhook, as its server was told
	Senders bot.Senders
}

// Text carries one received event to the webhook and returns the texts of its answer.
func (c Caller) Text(ctx context.Context, webhook http.Handler, e bot.Event) ([]string, error) {
	r, err := c.Request(ctx, e)
	if err != nil {
		return nil, err
	}
	w := &answer{header: http.Header{}, status: http.StatusOK}
	webhook.ServeHTTP(w, r)
	if w.status != http.StatusOK {
		return nil, fmt.Errorf("the webhook answers with status %d", w.status)
	}
	return ParseTwiML(w.body.Bytes())
}

// answer keeps what a handler answers.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader implements http.ResponseWriter.
func (a *answer) WriteHeader(status int) { a.status = status }

// Write implements http.ResponseWriter.
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }

// Request makes the signed request that carries an event.
func (c Caller) Request(ctx context.Context, e bot.Event) (*http.Request, error) {
	return c.signed(ctx, c.URL, c.Form(e))
}

// Receipt makes the signed request that reports what became of a message. The caller's URL must end in /twilio/messages, as
// the address of receipts is beside it. Fields are Twilio's, such as MessageSid, MessageStatus and ErrorCode; the account's
// need not be among them.
func (c Caller) Receipt(ctx context.Context, id bot.MessageID, fields url.Values) (*http.Request, error) {
	public, beside := strings.CutSuffix(c.URL, inboundPath)
	if !beside {
		return nil, fmt.Errorf("make a receipt: the webhook's URL must end in %s", inboundPath)
	}
	form := url.Values{"AccountSid": {c.Account}, "ApiVersion": {"2010-04-01"}}
	maps.Copy(form, fields)
	return c.signed(ctx, public+statusPath+string(id), form)
}

// Voice makes the signed request of a call that somebody has answered and, with digits, pressed something in. The caller's URL must end as
// for [Caller.Receipt].
func (c Caller) Voice(ctx context.Context, id bot.MessageID, to bot.Address, digits string) (*http.Request, error) {
	public, beside := strings.CutSuffix(c.URL, inboundPath)
	if !beside {
		return nil, fmt.Errorf("make a call's request: the webhook's URL must end in %s", inboundPath)
	}
	from, number := CallsFrom(c.Senders), to.Value.Reveal()
	form := url.Values{"AccountSid": {c.Account}, "ApiVersion": {"2010-04-01"}, "CallSid": {callKind + string(id)}, "CallStatus": {"in-progress"},
		"Direction": {"outbound-api"}, "From": {from}, "Caller": {from}, "To": {number}, "Called": {number}}
	at := public + voicePath + string(id)
	if digits != "" {
		form.Set(digitsKey, digits)
		at += pressedMark
	}
	return c.signed(ctx, at, form)
}

const inboundPath = "/twilio/messages"

func (c Caller) signed(ctx context.Context, url string, form url.Values) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, fmt.Errorf("make a request for the webhook: %w", err)
	}
	r.Header.Set("Content-Type", formType)
	r.Header.Set("X-Twilio-Signature", Sign(c.Token, url, form))
	return r, nil
}

// Form spells an event in Twilio's fields.
func (c Caller) Form(e bot.Event) url.Values {
	form := url.Values{
		"AccountSid": {c.Account}, "ApiVersion": {"2010-04-01"}, "MessageSid": {e.ID}, "SmsSid": {e.ID}, "SmsMessageSid": {e.ID},
		"Body": {e.Text.Reveal()}, "From": {e.From.Value.Reveal()}, "To": {c.Senders.SMS},
		"SmsStatus": {"received"}, "NumSegments": {"1"}, "NumMedia": {strconv.Itoa(len(e.Media))},
	}
	if e.From.Channel == bot.WhatsApp {
		form.Set("From", whatsAppPrefix+e.From.Value.Reveal())
		form.Set("To", c.Senders.WhatsApp)
		form.Set("WaId", strings.TrimPrefix(e.From.Value.Reveal(), "+"))
	}
	for i, m := range e.Media {
		form.Set("MediaUrl"+strconv.Itoa(i), m.URL.Reveal())
		form.Set("MediaContentType"+strconv.Itoa(i), m.Type)
	}
	if at := e.Location; at != nil {
		form.Set("Latitude", strconv.FormatFloat(at.Latitude, 'f', -1, 64))
		form.Set("Longitude", strconv.FormatFloat(at.Longitude, 'f', -1, 64))
		setIfAny(form, "Label", at.Label.Reveal())
	}
	setIfAny(form, "ButtonPayload", e.Button)
	setIfAny(form, "OptOutType", string(e.OptOut))
	return form
}

func setIfAny(form url.Values, key, value string) {
	if value != "" {
		form.Set(key, value)
	}
}
