package main

import (
	"log/slog"
	"net/http"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/twilio"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

// Where the provider posts messages and what became of ours, and asks what to say in a call.
const (
	inboundPath  = "/twilio/messages"
	receiptsPath = "/twilio/status/:id"
	voicePath    = "/twilio/voice/:id"
)

// account is how the provider signs, and whose messages are taken.
type account struct {
	publicURL string
	tokens    string // current[,next]
	sid       string // empty: any
}

// mountInbound lets a server answer the provider's messages with a desk, take its receipts, and talk to whoever is called.
func mountInbound(server *web.Server, a account, h bot.Hotline, d *desk.Desk, log *slog.Logger) error {
	tokens, err := twilio.NewTokens(a.tokens)
	if err != nil {
		return err
	}
	signed := twilio.SignedConfig{PublicURL: a.publicURL, Tokens: tokens, AccountSID: a.sid, Log: log}
	in, err := twilio.NewInbound(twilio.InboundConfig{
		SignedConfig: signed, Answerer: d, Counter: server.Metrics(), AnswersStop: h.ProviderAnswersStop,
	})
	if err != nil {
		return err
	}
	receipts, err := twilio.NewReceipts(twilio.ReceiptsConfig{SignedConfig: signed, Reporter: d, Counter: server.Metrics()})
	if err != nil {
		return err
	}
	voice, err := twilio.NewVoice(twilio.VoiceConfig{SignedConfig: signed, Speaker: d, Counter: server.Metrics()})
	if err != nil {
		return err
	}
	server.Mount(http.MethodPost, inboundPath, in)
	server.Mount(http.MethodPost, receiptsPath, receipts)
	server.Mount(http.MethodPost, voicePath, voice)
	return nil
}
