package main

import (
	"context"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
	"github.com/aldaba-hotline/aldaba/bot/twilio"
)

// askedWithin is how long the provider may take to say whether senders are registered: a preview is looked at by somebody who waits.
const askedWithin = 1500 * time.Millisecond

// registered adds to a preview what the provider says about the senders from which it would leave. Without an account nobody is asked.
func (f providerFlags) registered(ctx context.Context, h bot.Hotline, p *broadcast.Preview) {
	if !f.given() {
		return
	}
	client, err := twilio.NewClient(f.config(h, ""))
	if err != nil {
		p.Warnings = append(p.Warnings, "sender_unknown: "+err.Error())
		return
	}
	ctx, cancel := context.WithTimeout(ctx, askedWithin)
	defer cancel()
	for _, l := range linesOf(h) {
		if l.name == "pages" || !leavesBy(p, l) {
			continue
		}
		found, err := twilio.NewAdmin(client).Line(ctx, l.address)
		if err != nil {
			p.Warnings = append(p.Warnings, "sender_unknown: "+l.name+": "+err.Error())
			continue
		}
		for _, is := range registration(ctx, twilio.NewAdmin(client), h, l, found) {
			switch is.level {
			case serious:
				p.Blockers = append(p.Blockers, "sender_unregistered: "+is.what+"; "+is.remedy)
			case warning:
				p.Warnings = append(p.Warnings, "sender_unknown: "+is.what+"; "+is.remedy)
			}
		}
	}
}

// leavesBy reports whether some of a broadcast's texts would leave by a line.
func leavesBy(p *broadcast.Preview, l line) bool {
	channel := bot.SMS
	if l.name == string(bot.WhatsApp) {
		channel = bot.WhatsApp
	}
	for _, lang := range p.ByLanguage {
		if lang.ByChannel[channel] > 0 {
			return true
		}
	}
	return false
}
