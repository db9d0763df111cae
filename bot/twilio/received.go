package twilio

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

const (
	maxAttachments = 10  // of one message
	maxMediaLists  = 100 // asked for in one call of Received, newest messages first
	unknownType    = "application/octet-stream"
)

// Received lists what came in for the hotline since a time, oldest first, for messages whose webhook call got lost. Their
// events have the ids of those calls; a list has no pins and no payloads of buttons. What cannot be read or listed is
// left out and told by the error, beside all other events.
func (c *Client) Received(ctx context.Context, since time.Time) ([]bot.Event, error) {
	in := inbox{client: c, since: since.Truncate(time.Second), seen: map[string]bool{}}
	var errs []error
	for _, to := range c.addresses() {
		if err := in.list(ctx, to); err != nil {
			errs = append(errs, err)
		}
	}
	for i := range in.arrivals {
		in.arrivals[i].event.Media = in.media(ctx, &in.arrivals[i])
	}
	slices.SortStableFunc(in.arrivals, func(a, b arrival) int { return a.at.Compare(b.at) })
	events := make([]bot.Event, len(in.arrivals))
	for i, m := range in.arrivals {
		events[i] = m.event
	}
	return events, joined(errors.Join(errs...), in.unread)
}

// addresses returns to whom messages are listed: each of the senders, or with a pool everybody ("").
func (c *Client) addresses() []string {
	if c.config.MessagingService != "" {
		return []string{""}
	}
	return c.senders()
}

// senders returns the configured addresses, each once.
func (c *Client) senders() []string {
	var all []string
	for _, name := range bot.SenderNames() {
		if own := c.sender(name); own != "" && !slices.Contains(all, own) {
			all = append(all, own)
		}
	}
	return all
}

// inbox collects listed messages.
type inbox struct {
	client   *Client
	since    time.Time
	arrivals []arrival
	seen     map[string]bool
	unread   int
	asked    int // lists of media
}

// arrival is one message and what its list of media must tell.
type arrival struct {
	event    bot.Event
	at       time.Time
	hasMedia bool
}

// list collects the messages to one address. Twilio's filter includes its limit or not; this one is a second wider.
func (in *inbox) list(ctx context.Context, to string) error {
	after := in.since.UTC().Add(-time.Second)
	params := &openapi.ListMessageParams{DateSentAfter: &after}
	if to != "" {
		params.To = &to
	}
	return in.client.list(ctx, params, func(m *openapi.ApiV2010Message) bool {
		in.take(m)
		return true
	})
}

// take collects a message if it is one for the hotline.
func (in *inbox) take(m *openapi.ApiV2010Message) {
	if value(m.Direction) != "inbound" || !in.client.owns(m) {
		return
	}
	at, dated := dateOf(m)
	switch sid := value(m.Sid); {
	case dated && at.Before(in.since) || in.seen[sid]:
	case !dated || !valid(messageSid, []byte(sid)) || !valid(from, []byte(value(m.From))) || !valid(to, []byte(value(m.To))):
		in.unread++
	default:
		in.seen[sid] = true
		in.arrivals = append(in.arrivals, arrival{in.client.event(m), at, strings.Trim(value(m.NumMedia), "0") != ""})
	}
}

// owns reports whether a message came to one of the senders or to the pool; a pool's numbers may not be listed as senders.
func (c *Client) owns(m *openapi.ApiV2010Message) bool {
	service := value(m.MessagingServiceSid)
	return slices.Contains(c.senders(), value(m.To)) || c.config.MessagingService != "" &&
		(service == c.config.MessagingService || service == "" && c.config.Senders.SMS == "")
}

// event translates a listed message whose fields are valid.
func (c *Client) event(m *openapi.ApiV2010Message) bot.Event {
	e := bot.Event{
		Kind: bot.Received,
		ID:   value(m.Sid),
		From: toAddress([]byte(value(m.From))),
		To:   toAddress([]byte(value(m.To))),
		Text: bot.Private(text.Clean(value(m.Body), bot.MaxText)),
	}
	at, _ := dateOf(m)
	e.At = at.UTC()
	if c.config.AnswersStop && e.From.Channel == bot.SMS {
		e.OptOut = defaultWord(e.Text.Reveal())
	}
	return e
}

// media lists a message's attachments. Where that fails, the event still says that there are some, and where.
func (in *inbox) media(ctx context.Context, m *arrival) []bot.Media {
	if !m.hasMedia {
		return nil
	}
	at := in.client.origin() + "/2010-04-01/Accounts/" + in.client.config.AccountSID + "/Messages/" + m.event.ID + "/Media"
	unlisted := []bot.Media{{URL: bot.Private(at), Type: unknownType}}
	if in.asked++; in.asked > maxMediaLists {
		return unlisted
	}
	size := maxAttachments
	page, err := openapi.NewApiService(in.client.handler(ctx)).PageMedia(m.event.ID, &openapi.ListMediaParams{PageSize: &size}, "", "")
	if err != nil {
		return unlisted
	}
	var media []bot.Media
	for _, item := range page.MediaList[:min(len(page.MediaList), maxAttachments)] {
		kind, _, _ := strings.Cut(value(item.ContentType), ";")
		if kind = strings.TrimSpace(kind); !isMediaType([]byte(kind)) {
			kind = unknownType
		}
		if sid := value(item.Sid); isSID([]byte(sid), "ME") {
			media = append(media, bot.Media{URL: bot.Private(at + "/" + sid), Type: kind})
		}
	}
	if len(media) == 0 {
		return unlisted
	}
	return media
}

// origin is where the API is.
func (c *Client) origin() string {
	if c.base != nil {
		return c.base.String()
	}
	return apiHost
}
