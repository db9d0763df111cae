package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/proof"
	"github.com/aldaba-hotline/aldaba/bot/strict"
)

type userCmd struct {
	Add    userAddCmd    `cmd:"" help:"Make a user, who then drafts or approves with the codes of an authenticator app."`
	List   userListCmd   `cmd:"" help:"Who the users are."`
	Remove userRemoveCmd `cmd:"" help:"Remove a user: their codes count no more."`
}

// users does something with the users. Whoever is going to write leaves a mark of the keyset, unless there is one.
func (f recordsFlags) users(ctx context.Context, writes bool, do func(*desk.Desk) error) error {
	return f.with(func(d *desk.Desk) error {
		if err := d.KnowsKeyset(ctx, writes); err != nil {
			return err
		}
		return do(d)
	})
}

type userAddCmd struct {
	recordsFlags
	Name         string `arg:"" help:"What the user is called, such as ana."`
	Role         string `required:"" enum:"dispatcher,organizer,admin" help:"dispatcher, organizer (drafts and approves broadcasts) or admin."`
	Phone        string `placeholder:"NUMBER" help:"From where they may approve and stop broadcasts by text, such as +15005550006; test sends go there."`
	Channel      string `default:"sms" enum:"sms,whatsapp" help:"How texts go to that phone: sms or whatsapp (default: sms)."`
	PasswordFile string `placeholder:"FILE" help:"Where their password stands, for the console: 12 to 256 characters on one line."`
	TotpFile     string `placeholder:"FILE" help:"Where to write the secret of their codes, instead of printing a set-up link."`
}

// Run adds a user, and prints how they get their codes.
func (c *userAddCmd) Run(ctx context.Context, s streams) error {
	u := bot.User{Name: c.Name, Role: bot.UserRole(c.Role)}
	if c.Phone != "" {
		if !strict.IsPhone(c.Phone) {
			return errors.New("--phone is no full number; write +, the country code and the number in digits only, such as +15005550006")
		}
		u.Phone = &bot.Address{Channel: bot.Channel(c.Channel), Value: bot.Private(c.Phone)}
	}
	password, err := c.password()
	if err != nil {
		return err
	}
	secret := make([]byte, proof.SecretBytes)
	rand.Read(secret) // never fails, see crypto/rand
	return c.users(ctx, true, func(d *desk.Desk) error {
		takeBack, err := c.writeSecret(secret)
		if err != nil {
			return err
		}
		if err := d.AddUser(ctx, u, password, secret); err != nil {
			return errors.Join(err, takeBack())
		}
		return c.print(s, d.Brain().Hotline(), secret)
	})
}

func (c *userAddCmd) print(s streams, h bot.Hotline, secret []byte) error {
	if c.TotpFile != "" {
		_, err := fmt.Fprintf(s.Out, "%s is a user; the secret of their codes is in %s\n", c.Name, c.TotpFile)
		return err
	}
	fmt.Fprintln(s.Err, "Whoever holds this link has their codes. Put it into their authenticator app, as a QR code or by hand, and keep no copy:")
	_, err := fmt.Fprintln(s.Out, proof.Link(h.Name, c.Name, secret))
	return err
}

// password is the first line of the file, "" without one.
func (c *userAddCmd) password() (string, error) {
	if c.PasswordFile == "" {
		return "", nil
	}
	data, err := os.ReadFile(c.PasswordFile)
	if err != nil {
		return "", fmt.Errorf("the password cannot be read: %w; name a file that holds it", err)
	}
	first, rest, _ := strings.Cut(string(data), "\n")
	if strings.TrimSpace(rest) != "" {
		return "", fmt.Errorf("%s has several lines; write the password alone on the first", c.PasswordFile)
	}
	if first = strings.TrimSuffix(first, "\r"); first == "" {
		return "", fmt.Errorf("%s is empty; write the password on its first line", c.PasswordFile)
	}
	return first, nil
}

// writeSecret writes the secret where it shall go, never over something, and returns what takes it back.
func (c *userAddCmd) writeSecret(secret []byte) (takeBack func() error, err error) {
	if c.TotpFile == "" {
		return func() error { return nil }, nil
	}
	if info, err := os.Stat(c.TotpFile); err == nil && info.Size() > 0 {
		return nil, fmt.Errorf("%s holds something already; name another file for the secret", c.TotpFile)
	}
	if err := os.WriteFile(c.TotpFile, []byte(proof.Encoded(secret)+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("write the secret: %w; name a file in a folder that you may write to", err)
	}
	return func() error { return os.Remove(c.TotpFile) }, os.Chmod(c.TotpFile, 0o600)
}

type userListCmd struct {
	recordsFlags
	JSON bool `name:"json" help:"As JSON."`
}

type userView struct {
	Name  string       `json:"name"`
	Role  bot.UserRole `json:"role"`
	Phone bool         `json:"phone"` // whether there is one; which is nobody's business
}

// Run prints the users, without their phones.
func (c *userListCmd) Run(ctx context.Context, s streams) error {
	return c.users(ctx, false, func(d *desk.Desk) error {
		all, err := d.Users(ctx)
		if err != nil {
			return err
		}
		view := make([]userView, len(all))
		for i, u := range all {
			view[i] = userView{u.Name, u.Role, u.Phone != nil}
		}
		if c.JSON {
			return printJSON(s.Out, view)
		}
		t := newTable(s.Out)
		t.row("NAME", "ROLE", "BY TEXT")
		for _, u := range view {
			t.row(u.Name, string(u.Role), map[bool]string{true: "yes", false: "no"}[u.Phone])
		}
		return t.Flush()
	})
}

type userRemoveCmd struct {
	recordsFlags
	Name string `arg:"" help:"Who."`
}

// Run removes a user.
func (c *userRemoveCmd) Run(ctx context.Context, s streams) error {
	return c.users(ctx, true, func(d *desk.Desk) error {
		if err := d.RemoveUser(ctx, c.Name); err != nil {
			return err
		}
		_, err := fmt.Fprintf(s.Out, "%s is no user any more\n", c.Name)
		return err
	})
}
