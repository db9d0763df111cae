package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/twilio"
)

// providerFlags say which account at the provider is the hotline's, and how to reach it.
type providerFlags struct {
	Account   string `env:"TWILIO_ACCOUNT_SID" name:"twilio-account-sid" placeholder:"SID" help:"The hotline's account at the provider; messages of any other are refused."`
	Tokens    string `env:"TWILIO_AUTH_TOKEN" name:"twilio-auth-token" placeholder:"TOKEN[,NEXT]" help:"The provider's auth token; the next one too while it is being changed."`
	APIKey    string `env:"TWILIO_API_KEY" name:"twilio-api-key" placeholder:"SID" help:"An API key to ask the provider with, instead of the auth token."`
	APISecret string `env:"TWILIO_API_SECRET" name:"twilio-api-secret" placeholder:"SECRET" help:"The API key's secret."`
	APIURL    string `env:"TWILIO_API_URL" name:"twilio-api-url" placeholder:"URL" help:"Ask the provider at another scheme and host: a region of theirs, or a test."`
}

var errNoAccount = errors.New("the provider's account is missing; set TWILIO_ACCOUNT_SID, and TWILIO_AUTH_TOKEN or TWILIO_API_KEY and TWILIO_API_SECRET")

// given reports whether there is an account to ask.
func (f providerFlags) given() bool { return f.Account != "" && (f.Tokens != "" || f.APIKey != "") }

// config is what asks the provider: the API key if there is one, else the account and its first token.
func (f providerFlags) config(h bot.Hotline, publicURL string) twilio.ClientConfig {
	token, _, _ := strings.Cut(f.Tokens, ",")
	return twilio.ClientConfig{
		AccountSID: f.Account, Token: strings.TrimSpace(token), APIKey: f.APIKey, APISecret: f.APISecret, URL: f.APIURL,
		PublicURL: publicURL, Senders: h.Senders, MessagingService: h.MessagingService,
	}
}

// checkPublicURL returns an error for what is not the address of a server.
func checkPublicURL(spelled string) error {
	u, err := url.Parse(spelled)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return fmt.Errorf("the public URL %q is not one; set ALDABA_PUBLIC_URL to how the provider reaches this server, such as https://hotline.example.org", spelled)
	}
	if u.User != nil || strings.Contains(u.Path, "/twilio/") {
		return errors.New("ALDABA_PUBLIC_URL must end after the host, such as https://hotline.example.org: the program adds /twilio/messages itself")
	}
	return nil
}

// line is an address of the hotline that receives messages, or the service that receives for some.
type line struct{ name, address string }

// linesOf lists what receives for a hotline. Behind a messaging service it is the service that receives for the SMS number.
func linesOf(h bot.Hotline) []line {
	sms := line{"sms", h.Senders.SMS}
	if h.MessagingService != "" {
		sms = line{"messaging_service", h.MessagingService}
	}
	all := []line{sms}
	if h.Senders.Pages != h.Senders.SMS {
		all = append(all, line{"pages", h.Senders.Pages})
	}
	all = append(all, line{"whatsapp", h.Senders.WhatsApp})
	var some []line
	for _, l := range all {
		if l.address != "" {
			some = append(some, l)
		}
	}
	return some
}

// webhook is what each line must do with what it receives.
func webhook(publicURL, fallback string) twilio.Webhook {
	return twilio.NewWebhook(strings.TrimRight(publicURL, "/")+inboundPath, fallback)
}
