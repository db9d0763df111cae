package main

import (
	"context"
	"errors"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/text"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

// demoPhones shows simulated phones to the demo's page.
type demoPhones struct{ *sim.Phones }

func (p demoPhones) New(ch bot.Channel, _ bot.Language) string { return p.Phones.New(ch) }

func (p demoPhones) Send(ctx context.Context, number string, m web.Outgoing) error {
	e := bot.Event{Text: bot.Private(m.Text), Location: m.Location}
	switch m.Media {
	case "photo":
		e.Media = photo()
	case "voice":
		e.Media = voice()
	}
	if !p.Has(number) {
		return web.ErrUnknownPhone
	}
	return p.Say(ctx, number, e)
}

func photo() []bot.Media { return []bot.Media{{URL: "https://example.org/photo", Type: "image/jpeg"}} }
func voice() []bot.Media { return []bot.Media{{URL: "https://example.org/voice", Type: "audio/ogg"}} }

func (p demoPhones) Press(ctx context.Context, number string, bubble int, digit string) error {
	if !p.Has(number) {
		return web.ErrUnknownPhone
	}
	err := p.Phones.Press(ctx, number, bubble, digit)
	if errors.Is(err, sim.ErrNoCall) {
		return web.ErrNoCall
	}
	return err
}

func (p demoPhones) Listen(number string, after int) ([]web.Bubble, <-chan web.Bubble, func(), error) {
	past, changed, err := p.Since(number, after)
	if err != nil {
		return nil, nil, nil, web.ErrUnknownPhone
	}
	ctx, stop := context.WithCancel(context.Background())
	next := make(chan web.Bubble)
	go func() {
		defer close(next)
		seen := after + len(past)
		for {
			select {
			case <-changed:
			case <-ctx.Done():
				return
			}
			var more []sim.Bubble
			more, changed, _ = p.Since(number, seen)
			for _, b := range more {
				select {
				case next <- p.bubble(number, b):
					seen = b.Seq
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return p.bubbles(number, past), next, stop, nil
}

func (p demoPhones) bubbles(number string, all []sim.Bubble) []web.Bubble {
	var out []web.Bubble
	for _, b := range all {
		out = append(out, p.bubble(number, b))
	}
	return out
}

func (p demoPhones) bubble(number string, b sim.Bubble) web.Bubble {
	w := web.Bubble{Seq: b.Seq, FromHotline: b.FromHotline, Text: b.Text, Kind: bubbleKind(b.Media), At: b.At}
	if b.FromHotline && b.Media == "" && p.Channel(number) == bot.SMS {
		c := text.Segments(b.Text)
		w.Segments, w.Encoding = c.Segments, string(c.Encoding)
	}
	return w
}

func bubbleKind(media string) string {
	switch {
	case media == "location", media == "call":
		return media
	case strings.HasPrefix(media, "image/"):
		return "photo"
	case strings.HasPrefix(media, "audio/"):
		return "voice"
	}
	return "text"
}
