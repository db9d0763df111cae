package twilio

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	api "github.com/twilio/twilio-go/rest/api/v2010"
	messaging1 "github.com/twilio/twilio-go/rest/messaging/v1"
	messaging2 "github.com/twilio/twilio-go/rest/messaging/v2"
)

// retries ends a webhook's URL and tells Twilio to try three times more when the server is slow, cannot be reached or answers
// 5xx: by default it gives up, and the text is lost. It is not part of what is signed.
// Source: Twilio's documentation of connection overrides.
const retries = "#rc=3&rp=5xx,ct,rt"

// Webhook is where an address hands what it receives.
type Webhook struct {
	URL            string
	Method         string
	Fallback       string // asked when URL fails; empty: nobody
	FallbackMethod string
	Elsewhere      string // why none of this counts, such as an application; empty: it does
}

// NewWebhook returns the webhook of a hotline that takes messages at url. The fallback, which may be empty, is a file on some web
// server: that answers to GET.
func NewWebhook(url, fallback string) Webhook {
	w := Webhook{URL: url + retries, Method: "POST", Fallback: fallback}
	if fallback != "" {
		w.FallbackMethod = "GET"
	}
	return w
}

// Does reports whether w does all that wanted asks for. Without a wanted fallback, any will do.
func (w Webhook) Does(wanted Webhook) bool {
	same := w.URL == wanted.URL && w.Method == wanted.Method && w.Elsewhere == ""
	return same && (wanted.Fallback == "" || w.Fallback == wanted.Fallback && w.FallbackMethod == wanted.FallbackMethod)
}

// WithoutRetries returns a webhook's URL as the server sees it, without what tells Twilio how to call it.
func WithoutRetries(url string) string {
	url, _, _ = strings.Cut(url, "#")
	return url
}

// Line is one address of an account, or a messaging service, which receives for a pool of them.
type Line struct {
	Address string // as hotline.yaml writes it
	SID     string
	State   string // of a WhatsApp sender, see Online; empty for others
	Webhook Webhook
	Calls   bool // it can place phone calls
}

// Online reports whether a WhatsApp sender can be used. It can while it is being changed, too: ONLINE:UPDATING.
func (l Line) Online() bool { return strings.HasPrefix(l.State, "ONLINE") }

// ErrNoLine means that the account does not have the address.
var ErrNoLine = errors.New("the account does not have it")

// kind tells a messaging service, a WhatsApp sender, a short code and a number apart.
type kind int

const (
	aNumber kind = iota
	aShortCode
	aWhatsAppSender
	aService
)

func kindOf(address string) kind {
	switch {
	case strings.HasPrefix(address, "MG"):
		return aService
	case strings.HasPrefix(address, whatsAppPrefix):
		return aWhatsAppSender
	case strings.HasPrefix(address, "+"):
		return aNumber
	}
	return aShortCode
}

// Line finds an address of hotline.yaml in the account: a number, a short code, a WhatsApp sender or a messaging service. An
// address that is not there is ErrNoLine.
func (a *Admin) Line(ctx context.Context, address string) (Line, error) {
	find := map[kind]func(context.Context, string) (Line, error){
		aNumber: a.number, aShortCode: a.shortCode, aWhatsAppSender: a.whatsAppSender, aService: a.service,
	}[kindOf(address)]
	l, err := find(ctx, address)
	if err != nil {
		return Line{}, said("look for "+address, err)
	}
	l.Address = address
	return l, nil
}

func (a *Admin) number(ctx context.Context, address string) (Line, error) {
	found, err := api.NewApiService(a.handler(ctx)).ListIncomingPhoneNumber((&api.ListIncomingPhoneNumberParams{}).SetPhoneNumber(address).SetLimit(1))
	if err != nil || len(found) == 0 {
		return Line{}, orNoLine(err)
	}
	n := found[0]
	l := Line{SID: value(n.Sid), Webhook: Webhook{URL: value(n.SmsUrl), Method: value(n.SmsMethod), Fallback: value(n.SmsFallbackUrl), FallbackMethod: value(n.SmsFallbackMethod)}}
	l.Calls = n.Capabilities == nil || n.Capabilities.Voice
	if app := value(n.SmsApplicationSid); app != "" {
		l.Webhook.Elsewhere = "the application " + app + " answers"
	}
	return l, nil
}

func (a *Admin) shortCode(ctx context.Context, address string) (Line, error) {
	found, err := api.NewApiService(a.handler(ctx)).ListShortCode((&api.ListShortCodeParams{}).SetShortCode(address).SetLimit(1))
	if err != nil || len(found) == 0 {
		return Line{}, orNoLine(err)
	}
	c := found[0]
	return Line{SID: value(c.Sid), Webhook: Webhook{URL: value(c.SmsUrl), Method: value(c.SmsMethod), Fallback: value(c.SmsFallbackUrl), FallbackMethod: value(c.SmsFallbackMethod)}}, nil
}

func (a *Admin) service(ctx context.Context, address string) (Line, error) {
	s, err := messaging1.NewApiService(a.handler(ctx)).FetchService(address)
	if refused := (*apiError)(nil); errors.As(err, &refused) && refused.status == http.StatusNotFound {
		return Line{}, ErrNoLine
	}
	if err != nil {
		return Line{}, err
	}
	l := Line{SID: value(s.Sid), Webhook: Webhook{URL: value(s.InboundRequestUrl), Method: value(s.InboundMethod), Fallback: value(s.FallbackUrl), FallbackMethod: value(s.FallbackMethod)}}
	if s.UseInboundWebhookOnNumber != nil && *s.UseInboundWebhookOnNumber {
		l.Webhook.Elsewhere = "each number of the service answers for itself"
	}
	return l, nil
}

func (a *Admin) whatsAppSender(ctx context.Context, address string) (Line, error) {
	found, err := messaging2.NewApiService(a.handler(ctx)).ListChannelsSender((&messaging2.ListChannelsSenderParams{}).SetChannel("whatsapp"))
	if err != nil {
		return Line{}, err
	}
	for _, s := range found {
		if id := value(s.SenderId); id != address && id != anySender {
			continue
		}
		l := Line{SID: value(s.Sid), State: value(s.Status)}
		if w := s.Webhook; w != nil {
			l.Webhook = Webhook{URL: value(w.CallbackUrl), Method: value(w.CallbackMethod), Fallback: value(w.FallbackUrl), FallbackMethod: value(w.FallbackMethod)}
		}
		return l, nil
	}
	return Line{}, ErrNoLine
}

func orNoLine(err error) error {
	if err != nil {
		return err
	}
	return ErrNoLine
}

// SetWebhook makes a line hand what it receives to w. An empty fallback leaves the line's own as it is.
func (a *Admin) SetWebhook(ctx context.Context, l Line, w Webhook) error {
	set := map[kind]func(context.Context, Line, Webhook) error{
		aNumber: a.setNumber, aShortCode: a.setShortCode, aWhatsAppSender: a.setWhatsAppSender, aService: a.setService,
	}[kindOf(l.Address)]
	if err := set(ctx, l, w); err != nil {
		return said(fmt.Sprintf("set the webhook of %s", l.Address), err)
	}
	return nil
}

func (a *Admin) setNumber(ctx context.Context, l Line, w Webhook) error {
	p := (&api.UpdateIncomingPhoneNumberParams{}).SetSmsUrl(w.URL).SetSmsMethod(w.Method)
	if w.Fallback != "" {
		p.SetSmsFallbackUrl(w.Fallback).SetSmsFallbackMethod(w.FallbackMethod)
	}
	if l.Webhook.Elsewhere != "" {
		p.SetSmsApplicationSid("")
	}
	_, err := api.NewApiService(a.handler(ctx)).UpdateIncomingPhoneNumber(l.SID, p)
	return err
}

func (a *Admin) setShortCode(ctx context.Context, l Line, w Webhook) error {
	p := (&api.UpdateShortCodeParams{}).SetSmsUrl(w.URL).SetSmsMethod(w.Method)
	if w.Fallback != "" {
		p.SetSmsFallbackUrl(w.Fallback).SetSmsFallbackMethod(w.FallbackMethod)
	}
	_, err := api.NewApiService(a.handler(ctx)).UpdateShortCode(l.SID, p)
	return err
}

func (a *Admin) setService(ctx context.Context, l Line, w Webhook) error {
	p := (&messaging1.UpdateServiceParams{}).SetInboundRequestUrl(w.URL).SetInboundMethod(w.Method).SetUseInboundWebhookOnNumber(false)
	if w.Fallback != "" {
		p.SetFallbackUrl(w.Fallback).SetFallbackMethod(w.FallbackMethod)
	}
	_, err := messaging1.NewApiService(a.handler(ctx)).UpdateService(l.SID, p)
	return err
}

func (a *Admin) setWhatsAppSender(ctx context.Context, l Line, w Webhook) error {
	hook := messaging2.MessagingV2Webhook{CallbackUrl: &w.URL, CallbackMethod: &w.Method}
	if w.Fallback != "" {
		hook.FallbackUrl, hook.FallbackMethod = &w.Fallback, &w.FallbackMethod
	}
	p := (&messaging2.UpdateChannelsSenderParams{}).SetMessagingV2Update(messaging2.MessagingV2Update{Webhook: &hook})
	_, err := messaging2.NewApiService(a.handler(ctx)).UpdateChannelsSender(l.SID, p)
	return err
}
