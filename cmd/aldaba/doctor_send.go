package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/seal"
	"github.com/aldaba-hotline/aldaba/bot/store"
	"github.com/aldaba-hotline/aldaba/bot/strict"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

// How long the way of a test text may take: to the server's next look at the queue, and to the phone and back.
const (
	takenWithin   = 15 * time.Second
	arrivesWithin = 60 * time.Second
)

// sendTest sends a text through the running server and follows it until somebody reports that it arrived.
func (c *doctorCmd) sendTest(ctx context.Context, set book.Set) []finding {
	if c.SendTo == "" {
		return nil
	}
	d, closeStore, err := openDesk(set, c.RedisURL, c.Keyset)
	if err != nil {
		return []finding{{serious, "no test text: " + err.Error(), ""}}
	}
	defer closeStore()
	m, err := testMessage(set, c.SendTo)
	if err == nil {
		m.Contact, err = d.ContactAt(ctx, *m.Content.To)
	}
	if err == nil {
		err = d.Post(ctx, m)
	}
	if err != nil {
		return []finding{{serious, "no test text: " + err.Error(), "write the number as +15005550006, or whatsapp:+15005550006"}}
	}
	found := follow(ctx, d, m.ID)
	if found.level != fine {
		found.what += " (id " + string(m.ID) + ")"
		_ = d.Drop(ctx, m.ID) // nobody waits for it any more; one that is under way, or done with, stays
	}
	return []finding{found}
}

// openDesk opens a desk that reads and writes the server's records. It sends nothing itself.
func openDesk(set book.Set, redisURL, keyset string) (*desk.Desk, func(), error) {
	if redisURL == "" {
		return nil, nil, errNoRedis
	}
	if set.Library == nil || set.Texts == nil {
		return nil, nil, errors.New("flows and texts cannot be used")
	}
	keys, err := seal.Open(keyset)
	if err != nil {
		return nil, nil, err
	}
	kept, err := store.Open(redisURL, set.Hotline.ID, store.Options{})
	if err != nil {
		return nil, nil, err
	}
	d := desk.New(brainOf(set), desk.Ports{Store: kept, Sealer: keys, Meter: web.NewMetrics(), Log: quiet})
	return d, func() { _ = kept.Close() }, nil
}

// testMessage is a text to somebody who is no contact, by SMS or WhatsApp.
func testMessage(set book.Set, number string) (*bot.Message, error) {
	channel := bot.SMS
	value, whatsApp := strings.CutPrefix(number, "whatsapp:")
	if whatsApp {
		channel = bot.WhatsApp
	}
	if !strict.IsPhone(value) {
		return nil, fmt.Errorf("%q is not a phone number", number)
	}
	if own := set.Hotline.Senders; number == own.SMS || number == own.WhatsApp || number == own.Pages {
		return nil, errors.New("that is the hotline's own number: name a phone that you can look at")
	}
	lang := set.Hotline.DefaultLanguage
	text, _ := set.Texts.Text(lang, channel, say.TestText, nil)
	return &bot.Message{
		Queue:    bot.Queue{Lane: bot.LaneReply, Sender: bot.SenderOf(channel)},
		Purpose:  bot.PurposeNotice,
		Language: lang,
		Consent:  bot.ConsentStopped, // whoever runs the doctor asks for it
		Content:  bot.Content{Text: bot.Private(text), To: &bot.Address{Channel: channel, Value: bot.Private(value)}},
	}, nil
}

// follow waits for what becomes of a test text.
func follow(ctx context.Context, d *desk.Desk, id bot.MessageID) finding {
	var m bot.Message
	for began := time.Now(); ctx.Err() == nil; time.Sleep(100 * time.Millisecond) {
		var known bool
		var err error
		m, known, err = d.Message(ctx, id)
		took := time.Since(began)
		switch {
		case err != nil || !known:
			return finding{serious, fmt.Sprintf("the test text is lost from the store: %v", err), "look at Redis"}
		case m.State == bot.MessageDelivered || m.State == bot.MessageRead:
			return finding{fine, fmt.Sprintf("the test text arrived after %.1f s and %d try(s)", took.Seconds(), m.TryCount()), ""}
		case m.State == bot.MessageFailed && m.Code == 0 && m.Queue.Sender == bot.SenderWhatsApp:
			return finding{serious, "WhatsApp takes no text for somebody who has not written for 24 hours", "write any word from that phone to the hotline first, then run this again"}
		case m.State == bot.MessageFailed || m.State == bot.MessageUndelivered || m.State == bot.MessageHeld:
			return finding{serious, fmt.Sprintf("the test text is %s, the provider's code is %d", m.State, m.Code), "look the code up at twilio.com/docs/api/errors"}
		case m.TryCount() == 0 && took > takenWithin && isHeld(ctx, d, m):
			return finding{serious, "the test text waits: the provider has refused what left through this sender", "correct the credentials, the sender or the account, and restart; the server's log tells the code"}
		case m.TryCount() == 0 && took > takenWithin:
			return finding{serious, "nobody took the test text out of its queue", "start aldaba serve with the same Redis, keyset, id and TWILIO_ACCOUNT_SID, then run this again"}
		case took > arrivesWithin:
			return notArrived(m)
		}
	}
	return finding{serious, "the test text was not followed to its end", "run it again"}
}

// isHeld reports whether nothing leaves through a message's sender.
func isHeld(ctx context.Context, d *desk.Desk, m bot.Message) bool {
	now, err := d.Store.Traffic(ctx)
	return err == nil && now.Held[m.Queue.Sender] > 0
}

// notArrived tells how far a text came.
func notArrived(m bot.Message) finding {
	what := fmt.Sprintf("the test text is %s after %v and %d try(s), the provider's code is %d", m.State, arrivesWithin, m.TryCount(), m.Code)
	if m.State == bot.MessagePosted || m.State == bot.MessageSent {
		return finding{serious, what, "did it arrive? Then the provider's reports do not: ALDABA_PUBLIC_URL must be how it reaches the server, and POST /twilio/status/ must come through"}
	}
	return finding{serious, what, "the server's log tells why"}
}
