package twilio

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twilio/twilio-go/client"

	"github.com/aldaba-hotline/aldaba/bot"
)

// ClientConfig is what a [Client] needs. It never prints its credentials.
type ClientConfig struct {
	AccountSID, Token string // Token: the first one; used when there is no API key
	APIKey, APISecret string
	URL               string // TWILIO_API_URL: replaces scheme and host of every request; http only on loopback; empty: Twilio's own
	PublicURL         string // in front of /twilio/status/{id} for receipts; empty: no callbacks
	Senders           bot.Senders
	MessagingService  string        // SID of a pool that SMS leave from, other than pages; empty: they leave from Senders.SMS
	Timeout           time.Duration // of one request; default 10 s
	AnswersStop       bool          // as in [InboundConfig], for messages that are listed
}

const hidden = "[twilio client]"

// String returns a fixed mark instead of the credentials.
func (ClientConfig) String() string { return hidden }

// GoString returns a fixed mark instead of the credentials, for %#v.
func (ClientConfig) GoString() string { return hidden }

// LogValue returns a fixed mark instead of the credentials, for slog.
func (ClientConfig) LogValue() slog.Value { return slog.StringValue(hidden) }

// Client asks Twilio's REST API. Any number of goroutines may use it at once.
type Client struct {
	config        ClientConfig
	base          *url.URL // replaces scheme and host; nil: it does not
	public        string   // the public URL without a slash at its end
	authorization string
	transport     *http.Transport
}

// NewClient checks the configuration; it does not call Twilio. Its errors name the variable and the remedy, never a
// credential.
func NewClient(config ClientConfig) (*Client, error) {
	if config.Timeout <= 0 {
		config.Timeout = 10 * time.Second
	}
	c := &Client{config: config, transport: newTransport()}
	var err error
	if c.authorization, err = config.authorization(); err != nil {
		return nil, err
	}
	if c.base, err = apiURL(config.URL); err != nil {
		return nil, err
	}
	if config.PublicURL != "" {
		own, err := origins(config.PublicURL)
		if err != nil {
			return nil, fmt.Errorf("ALDABA_PUBLIC_URL: %w", err)
		}
		c.public = own[0]
	}
	if config.MessagingService != "" && !isSID([]byte(config.MessagingService), "MG") {
		return nil, errors.New("messaging_service: want MG and 32 lower-case hexadecimal digits; copy it from Twilio's console")
	}
	return c, nil
}

// handler is what the library's services are made of, as in openapi.NewApiService(c.handler(ctx)): both cost an allocation
// and end with ctx. The library's own RestClient makes all its sixty services, has no context, needs another dependency and
// changes hosts for TWILIO_EDGE and TWILIO_REGION in the environment, which this does not read.
func (c *Client) handler(ctx context.Context) *client.RequestHandler {
	return &client.RequestHandler{Client: call{client: c, ctx: ctx}}
}

// permitted is handler for requests that must not be written any more once permit says so; nil: they may.
func (c *Client) permitted(ctx context.Context, permit func() bool) *client.RequestHandler {
	return &client.RequestHandler{Client: call{c, ctx, permit}}
}

// String returns a fixed mark instead of the credentials.
func (*Client) String() string { return hidden }

// GoString returns a fixed mark instead of the credentials, for %#v.
func (*Client) GoString() string { return hidden }

// LogValue returns a fixed mark instead of the credentials, for slog.
func (*Client) LogValue() slog.Value { return slog.StringValue(hidden) }

// authorization returns the header that shows the API key or, without one, the account's token.
func (config ClientConfig) authorization() (string, error) {
	if !isSID([]byte(config.AccountSID), "AC") {
		return "", errors.New("TWILIO_ACCOUNT_SID: want AC and 32 lower-case hexadecimal digits; copy it from Twilio's console")
	}
	user, password := config.AccountSID, config.Token
	switch {
	case config.APIKey != "" && !isSID([]byte(config.APIKey), "SK"):
		return "", errors.New("TWILIO_API_KEY: want SK and 32 lower-case hexadecimal digits; copy the key's SID from Twilio's console")
	case config.APIKey != "" && config.APISecret == "":
		return "", errors.New("TWILIO_API_SECRET: missing; set it to the secret of TWILIO_API_KEY, or unset both to use TWILIO_AUTH_TOKEN")
	case config.APIKey == "" && config.APISecret != "":
		return "", errors.New("TWILIO_API_KEY: missing; set it to the key of TWILIO_API_SECRET, or unset both to use TWILIO_AUTH_TOKEN")
	case config.APIKey != "":
		user, password = config.APIKey, config.APISecret
	case password == "":
		return "", errors.New("TWILIO_AUTH_TOKEN: missing; set it, or TWILIO_API_KEY and TWILIO_API_SECRET")
	case strings.ContainsAny(password, ", \t\r\n"):
		return "", errors.New("TWILIO_AUTH_TOKEN: want one token without spaces")
	}
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password)), nil
}

// apiURL reads TWILIO_API_URL; empty, it returns nil.
func apiURL(spelled string) (*url.URL, error) {
	if spelled == "" {
		return nil, nil //nolint:nilnil // no URL is a URL that replaces nothing
	}
	u, err := url.Parse(spelled)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http": // err quotes it, with any password
		return nil, errors.New("TWILIO_API_URL: cannot be read; write it as https://host, or unset it for Twilio's own")
	case u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("TWILIO_API_URL: must end after the host; the credentials have variables of their own")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return nil, errors.New("TWILIO_API_URL: http only on loopback, because the credentials go there; write https://")
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
