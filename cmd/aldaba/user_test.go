package main

import (
	"encoding/base32"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/proof"
)

// user runs a verb about users.
func (c *coordinator) user(args ...string) ended {
	c.Helper()
	return call{env: c.env, dir: c.dir}.aldaba(c, append([]string{"user"}, args...)...)
}

func TestAUserGetsALinkForTheirCodes(t *testing.T) {
	t.Parallel()
	c := newCoordinator(t)
	r := c.user("add", "Ana Ruiz", "--role", "organizer", "--phone", "+14155550111")
	u, err := url.Parse(strings.TrimSpace(r.out))
	if err != nil || r.code != exitOK || u.Scheme != "otpauth" || !strings.HasSuffix(u.Path, ":Ana Ruiz") || strings.Contains(r.err, u.Query().Get("secret")) {
		t.Fatalf("%+v", r)
	}
	if who, err := c.desk.UserNamed(t.Context(), "ana ruiz"); err != nil || !who.Organizes() || who.Phone.Value != "+14155550111" {
		t.Errorf("%+v, %v", who, err)
	}
	if r := c.user("list"); !strings.Contains(r.out, "Ana Ruiz  organizer  yes") || strings.Contains(r.out, "4155550111") {
		t.Errorf("%+v", r)
	}
	if v := decode[[]userView](t, c.user("list", "--json")); len(v) != 1 || v[0] != (userView{"Ana Ruiz", bot.UserOrganizer, true}) {
		t.Errorf("%+v", v)
	}
	if r := c.user("add", "ana ruiz", "--role", "admin"); r.code != exitFailed || r.out != "" || !strings.Contains(r.err, "choose another name") {
		t.Errorf("twice: %+v", r)
	}
	if r := c.user("remove", "Ana Ruiz"); r.code != exitOK {
		t.Errorf("%+v", r)
	}
}

func TestAUserWithFiles(t *testing.T) {
	t.Parallel()
	c := newCoordinator(t)
	password, totp := filepath.Join(c.dir, "password"), filepath.Join(c.dir, "totp")
	writes := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	add := []string{"add", "bo", "--role", "organizer", "--password-file", password, "--totp-file", totp}
	for text, want := range map[string]string{"": "is empty", "short\n": "12 to 256", "correct horse battery\nand more\n": "several lines"} {
		writes(password, text)
		if r := c.user(add...); r.code != exitFailed || !strings.Contains(r.err, want) || strings.Contains(r.err, "horse") {
			t.Errorf("%q: %+v", text, r)
		}
		if _, err := os.Stat(totp); err == nil {
			t.Errorf("%q: the secret of nobody was written", text)
		}
	}
	writes(password, "correct horse battery\r\n")
	writes(totp, "") // as mktemp leaves it
	if r := c.user(add...); r.code != exitOK || strings.Contains(r.out+r.err, "otpauth") {
		t.Fatalf("%+v", r)
	}
	written, err := os.ReadFile(totp)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.TrimSpace(string(written)))
	if info, e := os.Stat(totp); err != nil || e != nil || len(secret) != 20 || info.Mode() != 0o600 {
		t.Fatalf("%q %v %v", written, err, e)
	}
	if _, err := c.desk.SignIn(t.Context(), "bo", "correct horse battery", codeNow(secret)); err != nil {
		t.Error(err)
	}
	if r := c.user("add", "cy", "--role", "admin", "--totp-file", totp); r.code != exitFailed || !strings.Contains(r.err, "holds something already") {
		t.Errorf("%+v", r)
	}
}

func TestUsersThatMakeNoSenseAreNotAdded(t *testing.T) {
	t.Parallel()
	c := newCoordinator(t)
	for want, args := range map[string][]string{"is no full number": {"add", "cy", "--role", "admin", "--phone", "4155550111"}, "is no name": {"add", " ", "--role", "admin"},
		"cannot be read": {"add", "cy", "--role", "admin", "--password-file", "none"}, "aldaba user list": {"remove", "zoe"}} {
		if r := c.user(args...); r.code != exitFailed || !strings.Contains(r.err, want) {
			t.Errorf("%s: %+v", args, r)
		}
	}
	for _, args := range [][]string{{"add", "cy"}, {"add", "cy", "--role", "boss"}} {
		if r := c.user(args...); r.code != exitUsage {
			t.Errorf("%s: %+v", args, r)
		}
	}
	c.env = append(c.env, "ALDABA_REDIS_URL=")
	if r := c.user("list"); r.code != exitFailed || !strings.Contains(r.err, "no Redis is configured") {
		t.Errorf("%+v", r)
	}
}

// codeNow is what an authenticator app shows.
func codeNow(secret []byte) string { return proof.Code(secret, proof.StepAt(time.Now())) }
