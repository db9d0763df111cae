package twilio

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

func TestBadConfigurationNamesVariableAndRemedy(t *testing.T) {
	good := ClientConfig{AccountSID: accSid, Token: token}
	for name, c := range map[string]struct {
		change func(*ClientConfig)
		want   []string
	}{
		"no account":            {func(c *ClientConfig) { c.AccountSID = "" }, []string{"TWILIO_ACCOUNT_SID", "copy"}},
		"another account":       {func(c *ClientConfig) { c.AccountSID = "ACs3cret" }, []string{"TWILIO_ACCOUNT_SID"}},
		"no credentials":        {func(c *ClientConfig) { c.Token = "" }, []string{"TWILIO_AUTH_TOKEN", "TWILIO_API_KEY"}},
		"two tokens":            {func(c *ClientConfig) { c.Token = "s3cret1,s3cret2" }, []string{"TWILIO_AUTH_TOKEN", "one token"}},
		"key without secret":    {func(c *ClientConfig) { c.APIKey = keySid }, []string{"TWILIO_API_SECRET", "set it"}},
		"secret without key":    {func(c *ClientConfig) { c.APISecret = "s3cret" }, []string{"TWILIO_API_KEY", "set it"}},
		"not a key":             {func(c *ClientConfig) { c.APIKey, c.APISecret = "s3cret", "s3cret" }, []string{"TWILIO_API_KEY", "SK"}},
		"URL without a scheme":  {func(c *ClientConfig) { c.URL = "s3cret.example" }, []string{"TWILIO_API_URL", "https://"}},
		"URL that cannot be":    {func(c *ClientConfig) { c.URL = "https://user:s3cret@%zz" }, []string{"TWILIO_API_URL"}},
		"URL with a password":   {func(c *ClientConfig) { c.URL = "https://user:s3cret@example.org" }, []string{"TWILIO_API_URL", "after the host"}},
		"URL with a path":       {func(c *ClientConfig) { c.URL = "https://example.org/s3cret" }, []string{"TWILIO_API_URL", "after the host"}},
		"URL with a query":      {func(c *ClientConfig) { c.URL = "https://example.org/?s3cret" }, []string{"TWILIO_API_URL", "after the host"}},
		"http beyond loopback":  {func(c *ClientConfig) { c.URL = "http://10.0.0.1" }, []string{"TWILIO_API_URL", "https://"}},
		"http to a look-alike":  {func(c *ClientConfig) { c.URL = "http://localhost.example.org" }, []string{"TWILIO_API_URL", "https://"}},
		"public URL":            {func(c *ClientConfig) { c.PublicURL = "https://user:s3cret@example.org" }, []string{"ALDABA_PUBLIC_URL"}},
		"messaging service":     {func(c *ClientConfig) { c.MessagingService = "s3cret" }, []string{"messaging_service", "MG"}},
		"another scheme in URL": {func(c *ClientConfig) { c.URL = "ftp://s3cret.example" }, []string{"TWILIO_API_URL", "https://"}},
	} {
		config := good
		c.change(&config)
		_, err := NewClient(config)
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q does not say %q", name, err, want)
			}
		}
		if strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), token) {
			t.Errorf("%s: %q shows what it should not", name, err)
		}
	}
}

func TestGoodConfiguration(t *testing.T) {
	for _, url := range []string{"", "https://example.org", "https://example.org:8443/", "http://127.0.0.1:1", "http://[::1]:1", "http://localhost:1"} {
		if _, err := NewClient(ClientConfig{AccountSID: accSid, Token: token, URL: url}); err != nil {
			t.Errorf("%s: %v", url, err)
		}
	}
}

func TestCredentialsAreNeverPrinted(t *testing.T) {
	const secret = "s3cretWord"
	config := ClientConfig{AccountSID: accSid, Token: secret, APIKey: keySid, APISecret: secret}
	c, err := NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "client", c, "config", config)
	slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "client", c, "config", config)
	encoded, _ := strings.CutPrefix(c.authorization, "Basic ")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		fmt.Fprintf(&logged, verb+verb+"\n", c, config)
	}
	if out := logged.String(); strings.Contains(out, secret) || strings.Contains(out, encoded) || strings.Contains(out, fmt.Sprintf("%x", secret)) {
		t.Errorf("printed: %s", out)
	}
}

func TestAPIKeyGoesBeforeToken(t *testing.T) {
	s := newREST(t, created())
	s.client(t).Send(context.Background(), textTo("+15005550001"))
	s.client(t, func(c *ClientConfig) { c.APIKey, c.APISecret = keySid, "swordfish" }).Send(context.Background(), textTo("+15005550001"))
	all := s.all()
	if len(all) != 2 || all[0].user != accSid || all[0].password != token || all[1].user != keySid || all[1].password != "swordfish" {
		t.Errorf("got %+v", all)
	}
	for _, a := range all {
		if a.path != messages {
			t.Errorf("%s is not the account's path", a.path)
		}
	}
}

// The library takes them from the environment and would ask api.dublin.ie1.twilio.com; all hosts are replaced by ours.
func TestEnvironmentChangesNoHost(t *testing.T) {
	t.Setenv("TWILIO_EDGE", "dublin")
	t.Setenv("TWILIO_REGION", "ie1")
	s := newREST(t, reply(http.StatusOK, `{}`))
	h := s.client(t).handler(context.Background())
	for _, url := range []string{"https://api.twilio.com/a", "https://content.twilio.com/v1/Content", "https://messaging.twilio.com/v1/Services"} {
		if built, err := h.BuildUrl(url); err != nil || built != url {
			t.Errorf("%s becomes %s, %v", url, built, err)
		}
		if _, err := h.Get(url, nil, nil, ""); err != nil {
			t.Errorf("%s: %v", url, err)
		}
	}
	if n := len(s.all()); n != 3 {
		t.Errorf("%d requests arrived", n)
	}
}

// The library cuts "US.1349" to "US" in a query.
func TestUserIDsSurviveAQuery(t *testing.T) {
	s := newREST(t, reply(http.StatusOK, `{"messages":[]}`))
	_, err := s.client(t).Find(context.Background(), bot.Search{From: bot.SenderWhatsApp,
		To: bot.Address{Channel: bot.WhatsApp, Value: "US.13491208655302741918"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.all()[0].form.Get("To"); got != "whatsapp:US.13491208655302741918" {
		t.Errorf("asked for %q", got)
	}
}
