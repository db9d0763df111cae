package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Phones is a simulated network of phones. Its methods are safe for concurrent use.
type Phones interface {
	// New adds a phone with a number that nobody had.
	New(ch bot.Channel, lang bot.Language) (number string)
	// Send sends as the phone's owner and returns when the hotline has answered the webhook. It fails with
	// ErrUnknownPhone, or with another error when the hotline did not take the message.
	Send(ctx context.Context, number string, m Outgoing) error
	// Listen returns the bubbles with a Seq greater than after: the past ones, then, in order and without a
	// gap, those to come. The channel is closed when the listener is too slow; it may then listen again. Stop
	// must be called once. It fails with ErrUnknownPhone.
	Listen(number string, after int) (past []Bubble, next <-chan Bubble, stop func(), err error)
	// Press presses a digit during a phone call, which is over then. It fails with ErrUnknownPhone, and with ErrNoCall when the
	// bubble is no call or was answered before.
	Press(ctx context.Context, number string, bubble int, digit string) error
}

// ErrUnknownPhone means that no phone has that number, perhaps because the demo was restarted.
var ErrUnknownPhone = errors.New("unknown phone")

// ErrNoCall means that there is no such phone call, or not any more.
var ErrNoCall = errors.New("no such call")

// Outgoing is what a phone's owner sends: a text, a pin or a file, or a text with one of them.
type Outgoing struct {
	Text     string
	Location *bot.Location
	Media    string // "", "photo" or "voice"
}

// Bubble is one message in a phone's chat.
type Bubble struct {
	Seq         int // 1, 2, 3 … per phone
	FromHotline bool
	Text        string
	Kind        string // "text", "location", "photo", "voice" or "call"; all may have a text
	At          time.Time
	Segments    int    // of an SMS of the hotline, else 0
	Encoding    string // "GSM-7" or "UCS-2", of an SMS of the hotline
}

// Demo is what the page with simulated phones shows.
type Demo struct {
	Phones   Phones
	Name     string // of the hotline
	SMS      string // its number, as people would dial it
	WhatsApp string

	Staff     []StaffPhone // shown beside the reporters' phones, in this order
	Incidents Incidents    // nil: the page shows none

	Broadcast func(ctx context.Context) (Cast, error) // how the demo's broadcast stands; nil: there is none
}

// demo serves the page and its API.
type demo struct {
	Demo
	server *Server
	origin *http.CrossOriginProtection
}

// MountDemo serves the demo page at / and its parts under /demo/. Whoever reaches the public listener can read
// and write all simulated phones, so it belongs on a loopback address and in no real hotline.
func (s *Server) MountDemo(d Demo) {
	dm := &demo{Demo: d, server: s, origin: http.NewCrossOriginProtection()}
	s.handle(http.MethodGet, "/", dm.page)
	s.handle(http.MethodGet, "/demo/:file", dm.asset)
	s.handle(http.MethodGet, "/demo/hotline", dm.hotline)
	s.handle(http.MethodGet, "/demo/incidents", dm.incidents)
	s.handle(http.MethodGet, "/demo/broadcast", dm.broadcast)
	s.handle(http.MethodPost, "/demo/phones", dm.newPhone)
	s.handle(http.MethodPost, "/demo/phones/:number/messages", dm.send)
	s.handle(http.MethodPost, "/demo/phones/:number/calls/:bubble", dm.press)
	s.handle(http.MethodGet, "/demo/phones/:number/events", dm.events)
}
