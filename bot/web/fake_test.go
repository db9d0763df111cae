package web_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

// echoPhones is a network of phones whose hotline says back what it hears, with a few words of its own:
// "menu" asks a question, "arabic" answers in Arabic, "later" speaks again by itself, "broken" fails.
type echoPhones struct {
	mu     sync.Mutex
	phones map[string]*echoPhone
	sent   []web.Outgoing
}

type echoPhone struct {
	channel   bot.Channel
	language  bot.Language
	bubbles   []web.Bubble
	listeners map[chan web.Bubble]bool
}

func newEchoPhones() *echoPhones { return &echoPhones{phones: map[string]*echoPhone{}} }

func (e *echoPhones) New(ch bot.Channel, lang bot.Language) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	number := fmt.Sprintf("+1500555%04d", 100+len(e.phones))
	e.phones[number] = &echoPhone{channel: ch, language: lang, listeners: map[chan web.Bubble]bool{}}
	return number
}

func (e *echoPhones) Send(_ context.Context, number string, m web.Outgoing) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	p := e.phones[number]
	if p == nil {
		return fmt.Errorf("send: %w", web.ErrUnknownPhone)
	}
	e.sent = append(e.sent, m)
	kind := "text"
	switch {
	case m.Location != nil:
		kind = "location"
	case m.Media != "":
		kind = m.Media
	}
	if m.Text == "broken" {
		return errors.New("the hotline answered 503")
	}
	p.add(web.Bubble{Text: m.Text, Kind: kind})
	for _, text := range answers(m.Text, kind) {
		p.hotlineSays(text)
	}
	if m.Text == "later" {
		time.AfterFunc(150*time.Millisecond, func() { e.says(number, "Are you still there?") })
	}
	return nil
}

// Press answers the last call once.
func (e *echoPhones) Press(_ context.Context, number string, bubble int, digit string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	p := e.phones[number]
	if p == nil {
		return web.ErrUnknownPhone
	}
	if bubble > len(p.bubbles) || p.bubbles[bubble-1].Kind != "call" {
		return fmt.Errorf("press: %w", web.ErrNoCall)
	}
	p.bubbles[bubble-1].Kind = "text"
	p.add(web.Bubble{Text: digit, Kind: "text"})
	p.hotlineSays("You pressed " + digit)
	return nil
}

// rings lets the hotline call.
func (e *echoPhones) rings(number, says string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.phones[number].add(web.Bubble{FromHotline: true, Text: says, Kind: "call"})
}

// says lets the hotline speak without being asked.
func (e *echoPhones) says(number, text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.phones[number].hotlineSays(text)
}

func answers(text, kind string) []string {
	switch text {
	case "menu":
		return []string{menuText}
	case "arabic":
		return []string{arabicText}
	}
	if kind != "text" {
		return []string{"Thank you for the " + kind + "."}
	}
	return []string{"You said: " + text}
}

const (
	menuText   = "Is ICE at your door now? Do not open it.\n1 Yes, they are here\n2 They just left\n3 No, I want to know my rights"
	arabicText = "لا تفتح الباب. اطلب رؤية أمر موقّع من قاضٍ.\nICE: ask for a warrant\n1 نعم، هم هنا\n2 لا"
)

func (p *echoPhone) hotlineSays(text string) {
	b := web.Bubble{FromHotline: true, Text: text, Kind: "text"}
	if p.channel == bot.SMS {
		b.Segments, b.Encoding = 1+len(text)/160, "GSM-7"
		if strings.ContainsFunc(text, func(r rune) bool { return r > 0x2ff }) {
			b.Encoding = "UCS-2"
		}
	}
	p.add(b)
}

func (p *echoPhone) add(b web.Bubble) {
	b.Seq, b.At = len(p.bubbles)+1, time.Date(2026, 11, 22, 9, 41, 0, 0, time.UTC)
	p.bubbles = append(p.bubbles, b)
	for l := range p.listeners {
		l <- b
	}
}

func (e *echoPhones) Listen(number string, after int) ([]web.Bubble, <-chan web.Bubble, func(), error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	p := e.phones[number]
	if p == nil {
		return nil, nil, nil, web.ErrUnknownPhone
	}
	next := make(chan web.Bubble, 1000)
	p.listeners[next] = true
	stop := func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(p.listeners, next)
	}
	return append([]web.Bubble(nil), p.bubbles[min(after, len(p.bubbles)):]...), next, stop, nil
}

// hangUp ends every open stream of a phone, as a listener that is too slow is dropped.
func (e *echoPhones) hangUp(number string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for l := range e.phones[number].listeners {
		close(l)
		delete(e.phones[number].listeners, l)
	}
}

func (e *echoPhones) listening(number string) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.phones[number].listeners)
}

func (e *echoPhones) lastSent() web.Outgoing {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.sent[len(e.sent)-1]
}

func demoOf(p web.Phones) web.Demo {
	return web.Demo{Phones: p, Name: "Rights Line", SMS: "+15005550006", WhatsApp: "+15005550009"}
}
