package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/twilio"
)

type setupCmd struct {
	dataFlags
	providerFlags
	PublicURL   string `env:"ALDABA_PUBLIC_URL" placeholder:"URL" help:"How the provider reaches the server, such as https://hotline.example.org."`
	DryRun      bool   `help:"Print each call that would change the account, and change nothing."`
	Out         string `default:"templates.yaml" placeholder:"FILE" help:"Where the templates' ids go: a YAML file with a block templates:, such as hotline.yaml (default: ./templates.yaml)."`
	FallbackURL string `placeholder:"URL" help:"What the provider asks when the server cannot be reached: the file that aldaba render --fallback writes, on any web server."`
}

// setup is one run of the verb. What it did goes to out, and what failed is counted, so that one refusal does not keep the rest
// from being done.
type setup struct {
	*setupCmd
	set    book.Set
	admin  *twilio.Admin
	out    io.Writer
	failed int
	made   int // templates
	ids    map[string]map[bot.Language]string
}

// Run configures the provider's account for the hotline. It may be run again at any time: what is right already stays.
func (c *setupCmd) Run(ctx context.Context, s streams) error {
	set, ps := c.checked()
	if err := refuse(ps); err != nil {
		return err
	}
	if err := checkPublicURL(c.PublicURL); err != nil {
		return err
	}
	if c.FallbackURL != "" {
		if err := checkPublicURL(c.FallbackURL); err != nil {
			return fmt.Errorf("the fallback URL %q is not one; name the file as the provider reaches it, such as https://static.example.org/fallback.xml", c.FallbackURL)
		}
	}
	admin, err := c.manager(set.Hotline, s.Out)
	if err != nil {
		return err
	}
	out := s.Out
	if c.DryRun {
		out = s.Err // the calls are the result
	}
	return (&setup{setupCmd: c, set: set, admin: admin, out: out, ids: map[string]map[bot.Language]string{}}).run(ctx)
}

// manager manages the account, or rehearses that: without credentials a rehearsal asks nobody.
func (c *setupCmd) manager(h bot.Hotline, calls io.Writer) (*twilio.Admin, error) {
	if !c.given() {
		if c.DryRun {
			return twilio.NewRehearsal(nil, calls), nil
		}
		return nil, errNoAccount
	}
	client, err := twilio.NewClient(c.config(h, c.PublicURL))
	if err != nil {
		return nil, err
	}
	if c.DryRun {
		return twilio.NewRehearsal(client, calls), nil
	}
	return twilio.NewAdmin(client), nil
}

func (s *setup) run(ctx context.Context) error {
	if err := s.account(ctx); err != nil {
		return err
	}
	lines := linesOf(s.set.Hotline)
	if len(lines) == 0 {
		return errors.New("hotline.yaml names no senders; fill in senders, and name the file with ALDABA_CONFIG")
	}
	for _, l := range lines {
		if err := s.line(ctx, l); err != nil {
			return err
		}
	}
	if err := s.templates(ctx); err != nil {
		return err
	}
	if s.failed > 0 {
		return fmt.Errorf("%d step(s) failed, named above; mend them and run aldaba setup again: what is done stays done", s.failed)
	}
	return nil
}

func (s *setup) says(format string, values ...any) { fmt.Fprintf(s.out, format+"\n", values...) }

func (s *setup) fails(what string, err error) {
	s.failed++
	s.says("%s: failed: %s", what, err)
}

// account makes sure that the credentials are right and the account may send.
func (s *setup) account(ctx context.Context) error {
	status, err := s.admin.Account(ctx)
	if err != nil {
		return fmt.Errorf("%w; check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET", err)
	}
	switch {
	case status == twilio.AccountUntold:
		s.says("account: the API key is right")
	case status != twilio.AccountActive:
		return fmt.Errorf("the account is %s; see the provider's console", status)
	case s.given():
		s.says("account: %s", status)
	}
	return nil
}

// line sees to it that what an address receives comes to the hotline. It returns an error only when there is no use in trying
// the next one.
func (s *setup) line(ctx context.Context, l line) error {
	what := "webhook of " + l.name + " (" + l.address + ")"
	wanted := webhook(s.PublicURL, s.FallbackURL)
	found, err := s.admin.Line(ctx, l.address)
	if err == nil && found.Webhook.Does(wanted) {
		s.says("%s: is set already", what)
		return nil
	}
	if err == nil {
		err = s.admin.SetWebhook(ctx, found, wanted)
	}
	if err != nil {
		s.fails(what, fmt.Errorf("%w; correct senders in hotline.yaml, or set it by hand to POST %s", err, wanted.URL))
		return unavailable(err)
	}
	s.says("%s: %s %s", what, s.done("set to", "would be set to"), wanted.URL)
	if wanted.Fallback != "" {
		s.says("%s: %s %s", what, s.done("falls back to", "would fall back to"), wanted.Fallback)
	}
	return nil
}

// done is how a step is told: as done, or as what a rehearsal would do.
func (s *setup) done(did, would string) string {
	if s.DryRun {
		return would
	}
	return did
}
