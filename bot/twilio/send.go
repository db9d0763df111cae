package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/aldaba-hotline/aldaba/bot"
)

// statusPath is where receipts come in, in front of the message's id.
const statusPath = "/twilio/status/"

var (
	errRecipient = errors.New("the recipient's address is not one of its sender's channel")
	errSender    = errors.New("this sender is not configured; set it under senders in hotline.yaml")
	errNoSID     = errors.New("the provider's answer names no message")
	errFailed    = errors.New("the provider took the message and failed it")
)

// Send hands a message to Twilio, once. It never tries again by itself: what became of the message is in the result.
func (c *Client) Send(ctx context.Context, p bot.Parcel) bot.Result {
	if p.Call {
		return c.call(ctx, p)
	}
	to, ok := recipient(p.From, p.To)
	if !ok {
		return bot.Result{Outcome: bot.Permanent, Err: errRecipient}
	}
	params := &openapi.CreateMessageParams{To: &to}
	if !c.from(p.From, params) {
		return bot.Result{Outcome: bot.PauseSender, Err: errSender}
	}
	c.fill(params, p)
	m, err := openapi.NewApiService(c.permitted(ctx, p.Permit)).CreateMessage(params)
	if err != nil {
		return failure(err)
	}
	return posted(m)
}

// posted reads a message that Twilio has just taken. Without a SID it is unknown whether Twilio has it: whoever answered
// may be somebody else. One that is failed already will have no receipt.
func posted(m *openapi.ApiV2010Message) bot.Result {
	sid := value(m.Sid)
	if !valid(messageSid, []byte(sid)) {
		return bot.Result{Outcome: bot.Unknown, Err: errNoSID}
	}
	r := bot.Result{Outcome: bot.Accepted, SID: sid}
	if state := states[value(m.Status)]; state == bot.MessageFailed || state == bot.MessageUndelivered {
		r.Outcome, r.Code, r.Err = bot.Strike, value(m.ErrorCode), errFailed
		if r.Code != 0 {
			r.Outcome = OutcomeOf(r.Code)
		}
	}
	return r
}

// from sets who sends; it reports false when that sender is not configured.
func (c *Client) from(sender bot.SenderName, params *openapi.CreateMessageParams) bool {
	if sender == bot.SenderSMS && c.config.MessagingService != "" {
		params.MessagingServiceSid = &c.config.MessagingService
		return true
	}
	from := c.sender(sender)
	params.From = &from
	return from != ""
}

// sender returns the configured address of a sender, "" for none.
func (c *Client) sender(name bot.SenderName) string {
	switch name {
	case bot.SenderSMS:
		return c.config.Senders.SMS
	case bot.SenderWhatsApp:
		return c.config.Senders.WhatsApp
	case bot.SenderPages:
		return c.config.Senders.Pages
	}
	return ""
}

// fill sets what is sent: a template, or text and media.
func (c *Client) fill(params *openapi.CreateMessageParams, p bot.Parcel) {
	switch {
	case p.Template != "":
		params.ContentSid = &p.Template
		if len(p.Values) > 0 {
			params.SetContentVariables(variables(p.Values))
		}
	default:
		if p.Text != "" {
			params.SetBody(p.Text.Reveal())
		}
		if len(p.Media) > 0 {
			params.SetMediaUrl(revealed(p.Media))
		}
	}
	if p.Validity > 0 {
		params.SetValidityPeriod(int(min(max(p.Validity/time.Second, 1), 36000)))
	}
	if c.public != "" && p.ID != "" {
		params.SetStatusCallback(c.public + statusPath + string(p.ID))
	}
}

// variables writes a template's values as JSON with sorted keys. Twilio refuses an empty value (21656) and WhatsApp one
// with line breaks, tabs or runs of spaces.
func variables(values map[string]string) string {
	out := make(map[string]string, len(values))
	for name, v := range values {
		if v = strings.Join(strings.Fields(v), " "); v == "" {
			v = "-"
		}
		out[name] = v
	}
	b, err := json.Marshal(out)
	if err != nil {
		return "{}" // a map of strings always marshals
	}
	return string(b)
}

func revealed(media []bot.Private) []string {
	out := make([]string, len(media))
	for i, m := range media {
		out[i] = m.Reveal()
	}
	return out
}

// recipient spells an address as Twilio does; false when it is none, or not on the sender's channel.
func recipient(sender bot.SenderName, to bot.Address) (string, bool) {
	v := to.Value.Reveal()
	switch {
	case (sender == bot.SenderWhatsApp) != (to.Channel == bot.WhatsApp):
		return "", false
	case to.Channel == bot.SMS:
		return v, isE164(v)
	case to.Channel == bot.WhatsApp:
		return whatsAppPrefix + v, isE164(v) || isUserID(v)
	}
	return "", false
}

// isE164 reports whether v is "+" and 7 to 15 digits, the first of them no 0.
func isE164(v string) bool {
	return 8 <= len(v) && len(v) <= 16 && v[0] == '+' && v[1] != '0' && digits([]byte(v[1:])) == len(v)-1
}

// isUserID reports whether v is a WhatsApp user id without a number, such as US.13491208655302741918.
func isUserID(v string) bool {
	return len(v) > 3 && upper(v[0]) && addressEnd([]byte(whatsAppPrefix+v)) == len(whatsAppPrefix)+len(v)
}

// value returns what p points to, or the zero value.
func value[T any](p *T) T {
	if p == nil {
		var none T
		return none
	}
	return *p
}
