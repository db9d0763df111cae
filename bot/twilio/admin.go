package twilio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Admin reads and sets how an account is configured. Its errors are for the eyes of whoever manages the account. Any number of goroutines may use it at once, unless it rehearses.
type Admin struct {
	client    *Client   // nil: there is no account to ask
	rehearsal io.Writer // nil: it is no rehearsal
}

// NewAdmin manages the account of a client.
func NewAdmin(c *Client) *Admin { return &Admin{client: c} }

// NewRehearsal reads the account of a client, and writes down each call that would change it instead of making it. A nil client
// means that there is no account yet: what would be read is written down too.
func NewRehearsal(c *Client, out io.Writer) *Admin { return &Admin{client: c, rehearsal: out} }

// handler is what the library's services are made of.
func (a *Admin) handler(ctx context.Context) *client.RequestHandler {
	var next client.BaseClient
	if a.client != nil {
		next = call{client: a.client, ctx: ctx}
	}
	if a.rehearsal != nil {
		next = rehearsal{a.rehearsal, next}
	}
	return &client.RequestHandler{Client: next}
}

// States of an account.
const (
	AccountActive = "active" // it may send
	AccountUntold = ""       // the credentials are right, and do not let the account itself be read
)

// Account returns the account's status: active, suspended or closed, or AccountUntold with a standard API key, which may do
// everything else. Wrong credentials are an error.
func (a *Admin) Account(ctx context.Context) (string, error) {
	h := a.handler(ctx)
	account, err := api.NewApiService(h).FetchAccount(h.Client.AccountSid())
	refused := (*apiError)(nil)
	if errors.As(err, &refused) && refused.status == http.StatusUnauthorized && a.client.config.APIKey != "" {
		if _, err := api.NewApiService(h).PageIncomingPhoneNumber((&api.ListIncomingPhoneNumberParams{}).SetPageSize(1), "", ""); err == nil {
			return AccountUntold, nil
		}
	}
	if err != nil {
		return "", said("read the account", err)
	}
	return value(account.Status), nil
}

// said says what was being done when the provider refused, and what it said. What it says of an account's own settings is for
// the eyes of whoever manages it, not for a log. The error of one that does not answer wraps bot.ErrUnavailable.
func said(doing string, err error) error {
	var refused *apiError
	var lost *netError
	switch {
	case errors.As(err, &refused) && refused.message != "":
		return fmt.Errorf("%s: %w: %s", doing, err, refused.message)
	case errors.As(err, &lost):
		return fmt.Errorf("%s: %w: %w", doing, bot.ErrUnavailable, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}
