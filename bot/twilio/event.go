package twilio

import (
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// maxButton is the longest payload of a button, in characters.
const maxButton = 256

// event translates an admitted form. The event shares no memory with it.
func (f *form) event() bot.Event {
	return bot.Event{
		Kind:     bot.Received,
		ID:       string(f.get(messageSid)),
		From:     toAddress(f.get(from)),
		To:       toAddress(f.get(to)),
		Text:     f.text(),
		Media:    f.attachments(),
		Location: f.location(),
		Button:   text.Clean(string(f.get(buttonPayload)), maxButton),
		OptOut:   bot.OptOut(f.get(optOutType)),
	}
}

// toAddress splits a valid From or To into channel and value.
func toAddress(v []byte) bot.Address {
	if hasPrefix(v, whatsAppPrefix) {
		return bot.Address{Channel: bot.WhatsApp, Value: bot.Private(v[len(whatsAppPrefix):])}
	}
	return bot.Address{Channel: bot.SMS, Value: bot.Private(v)}
}

// text returns what the sender wrote or, for a button that has a label but no payload, the label.
func (f *form) text() bot.Private {
	words := f.certain()
	if tapped := f.get(buttonText); len(tapped) > 0 && len(f.get(buttonPayload)) == 0 {
		words = tapped
	}
	return bot.Private(text.Clean(string(words), bot.MaxText))
}

func (f *form) attachments() []bot.Media {
	n := mediaCount(f.get(numMedia))
	if n == 0 {
		return nil
	}
	media := make([]bot.Media, n)
	for _, p := range f.pairs {
		switch p.name {
		case mediaURL:
			media[p.number()].URL = bot.Private(p.value)
		case mediaContentType:
			kind, _, _ := strings.Cut(string(p.value), ";")
			media[p.number()].Type = strings.TrimSpace(kind)
		}
	}
	return media
}

// number returns the number of a numbered field, 0 to 9.
func (p pair) number() int { return int(p.key[len(p.key)-1] - '0') }

func (f *form) location() *bot.Location {
	if !f.has(latitude) {
		return nil
	}
	// Both are valid, so neither conversion can fail.
	lat, _ := strconv.ParseFloat(string(f.get(latitude)), 64)
	long, _ := strconv.ParseFloat(string(f.get(longitude)), 64)
	return &bot.Location{Latitude: lat, Longitude: long, Label: f.place()}
}

// place joins the name of a pinned place and its address, unless one already contains the other.
func (f *form) place() bot.Private {
	name := text.Clean(string(f.get(label)), bot.MaxText)
	where := text.Clean(string(f.get(address)), bot.MaxText)
	switch {
	case strings.Contains(where, name):
		return bot.Private(where)
	case strings.Contains(name, where):
		return bot.Private(name)
	}
	return bot.Private(text.Clean(name+", "+where, bot.MaxText))
}
