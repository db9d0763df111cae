package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/seal"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/store"
	"github.com/aldaba-hotline/aldaba/bot/twilio"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

// The trial's own account: it exists nowhere, and nothing leaves this machine.
const (
	trialToken   = "a-token-for-trying-out"
	trialAccount = "AC00000000000000000000000000000000"
	trialURL     = "https://hotline.invalid"
)

// trialSenders are the hotline's numbers where its settings name none.
func trialSenders(s bot.Senders) bot.Senders {
	if s.SMS == "" {
		s.SMS = "+15005550006"
	}
	if s.WhatsApp == "" {
		s.WhatsApp = "whatsapp:+15005550006"
	}
	return s
}

// trial is the whole hotline in one process, for the demo and the terminal: the same code as serve, on an embedded store
// that keeps nothing, with a throw-away keyset and simulated phones that text through the signed webhook.
type trial struct {
	store  *store.Embedded
	desk   *desk.Desk
	server *web.Server
	phones *sim.Phones
}

func newTrial(b *desk.Brain, o web.Options, watch func(desk.Decision)) (*trial, error) {
	kept, err := store.OpenEmbedded(b.Hotline().ID)
	if err != nil {
		return nil, err
	}
	keys, err := seal.Generate()
	if err != nil {
		return nil, errors.Join(err, kept.Close())
	}
	t := &trial{store: kept, server: web.New(o)}
	caller := twilio.Caller{Token: trialToken, Account: trialAccount, URL: trialURL + inboundPath, Senders: trialSenders(b.Hotline().Senders)}
	t.phones = sim.NewPhones(func(ctx context.Context, e bot.Event) ([]string, error) {
		return caller.Text(ctx, t.server, e)
	})
	t.phones.Connect(trialNetwork{caller, t.server})
	t.desk = desk.New(b, desk.Ports{Store: kept, Sealer: keys, Meter: t.server.Metrics(), Log: o.Log, Sender: t.phones, Watch: watch})
	if err := mountInbound(t.server, account{trialURL, trialToken, trialAccount}, b.Hotline(), t.desk, o.Log); err != nil {
		return nil, errors.Join(err, kept.Close())
	}
	return t, nil
}

// deliver lets go what waits in the outbox now.
func (t *trial) deliver(ctx context.Context) error {
	if _, err := t.store.MoveDue(ctx, 100); err != nil {
		return err
	}
	now, err := t.store.Traffic(ctx)
	if err != nil {
		return err
	}
	for _, n := range now.Waiting {
		if n > 0 {
			return t.desk.WorkOutbox(ctx, "trial")
		}
	}
	return nil
}

func (t *trial) close() { t.store.Close() }

var quiet = slog.New(slog.DiscardHandler)

// trialNetwork carries receipts and calls of the simulated phones through the signed webhooks.
type trialNetwork struct {
	caller twilio.Caller
	server http.Handler
}

func (n trialNetwork) Delivered(ctx context.Context, id bot.MessageID, sid string) error {
	return n.caller.Delivered(ctx, n.server, id, sid)
}

func (n trialNetwork) Answered(ctx context.Context, id bot.MessageID, to bot.Address, digit string) (string, error) {
	return n.caller.Answer(ctx, n.server, id, to, digit)
}
