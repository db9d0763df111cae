package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/aldaba-hotline/aldaba/bot"
)

const (
	pageSize = 200
	maxPages = 100 // of one list: 20,000 messages, newest first
	apiHost  = "https://api.twilio.com"

	// longestQueue is longer than a message waits at Twilio, which lists by when messages left: one that came earlier and
	// waited may stand in front of those that Find looks for.
	longestQueue = 24 * time.Hour
)

// trialMark is what Twilio puts in front of the texts of a trial account.
const trialMark = "Sent from your Twilio trial account - "

var errMore = fmt.Errorf("the provider has more than %d messages since then; the oldest of them are missing", pageSize*maxPages)

// Find lists the messages that went to an address, newest first, as Twilio has them: whoever does not know whether a
// message was taken can tell by its text. An error means that the list may lack some.
func (c *Client) Find(ctx context.Context, s bot.Search) ([]bot.Sighting, error) {
	to, ok := recipient(s.From, s.To)
	if !ok {
		return nil, errRecipient
	}
	// No DateSent: a message that waits in Twilio's queue has none yet.
	params := &openapi.ListMessageParams{To: &to}
	if from := c.sender(s.From); from != "" && (s.From != bot.SenderSMS || c.config.MessagingService == "") {
		params.From = &from
	}
	since := s.Since.Truncate(time.Second) // as precise as Twilio's times
	var found []bot.Sighting
	unread := 0
	err := c.list(ctx, params, func(m *openapi.ApiV2010Message) bool {
		at, dated := dateOf(m)
		switch {
		case dated && at.Before(since):
			return at.After(since.Add(-longestQueue))
		case !strings.HasPrefix(value(m.Direction), "outbound") || !isText(s.Text, value(m.Body)):
		case !dated || !valid(messageSid, []byte(value(m.Sid))):
			unread++
		default:
			found = append(found, sighting(m, at))
		}
		return true
	})
	return found, joined(err, unread)
}

// isText reports whether a listed text is the one that was sent; any is when none is asked for.
func isText(sent bot.Private, listed string) bool {
	want := strings.TrimSpace(sent.Reveal())
	return want == "" || want == strings.TrimSpace(listed) || want == strings.TrimSpace(strings.TrimPrefix(listed, trialMark))
}

// sighting translates a listed message. Twilio has it, so that it is posted at least.
func sighting(m *openapi.ApiV2010Message, at time.Time) bot.Sighting {
	s := bot.Sighting{Text: bot.Private(value(m.Body)), At: at}
	s.SID, s.State = value(m.Sid), bot.MessagePosted
	if state, known := states[value(m.Status)]; known {
		s.State = state
	}
	if s.State == bot.MessageUndelivered || s.State == bot.MessageFailed {
		s.Code = value(m.ErrorCode)
		s.Outcome = OutcomeOf(s.Code)
	}
	return s
}

// dateOf returns when Twilio first knew of a message.
func dateOf(m *openapi.ApiV2010Message) (time.Time, bool) {
	for _, spelled := range []*string{m.DateCreated, m.DateSent, m.DateUpdated} {
		if at, err := mail.ParseDate(value(spelled)); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// list calls each for the listed messages, newest first, until it returns false.
func (c *Client) list(ctx context.Context, params *openapi.ListMessageParams, each func(*openapi.ApiV2010Message) bool) error {
	size := pageSize
	params.PageSize = &size
	page, err := openapi.NewApiService(c.handler(ctx)).PageMessage(params, "", "")
	for range maxPages {
		if err != nil {
			return fmt.Errorf("list messages: %w", tellable(err))
		}
		for i := range page.Messages {
			if !each(&page.Messages[i]) {
				return nil
			}
		}
		next := value(page.NextPageUri)
		if next == "" {
			return nil
		}
		page, err = c.page(ctx, next)
	}
	return errMore
}

// page gets a further page. Its address comes from Twilio without a host.
func (c *Client) page(ctx context.Context, uri string) (*openapi.ListMessageResponse, error) {
	if !strings.HasPrefix(uri, "/2010-04-01/") {
		return nil, errUnreadable
	}
	answer, err := c.handler(ctx).Get(apiHost+uri, nil, nil, "")
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	var page openapi.ListMessageResponse
	if err := json.NewDecoder(answer.Body).Decode(&page); err != nil {
		return nil, errUnreadable
	}
	return &page, nil
}

// joined returns an error for what a list lacks, nil when it lacks nothing. It is bot.ErrUnreadable when nothing else went wrong.
func joined(err error, unread int) error {
	switch {
	case unread == 0:
		return err
	case err == nil:
		return fmt.Errorf("%d listed messages: %w", unread, bot.ErrUnreadable)
	}
	return errors.Join(err, fmt.Errorf("%d listed messages cannot be read", unread))
}
