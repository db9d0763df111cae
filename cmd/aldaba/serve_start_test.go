package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// Each case lacks or spoils one of the things without which serve must not start, and is told how to mend it.
func TestServeTellsWhatItNeeds(t *testing.T) {
	t.Parallel()
	redisURL, keyset := redistest.Start(t), newKeyset(t)
	open := copyOf(t, keyset)
	if err := os.Chmod(open, 0o640); err != nil {
		t.Fatal(err)
	}
	settings := filepath.Join(t.TempDir(), "hotline.yaml")
	if err := os.WriteFile(settings, []byte("id: rightsline\nnaem: Rights Line\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	whole := map[string]string{
		"--redis-url": redisURL, "--twilio-auth-token": theToken, "--public-url": publicURL, "--keyset": keyset,
		"--listen": "127.0.0.1:0", "--admin-listen": "127.0.0.1:0",
	}
	for _, c := range []struct {
		name, flag, value string
		want              []string
	}{
		{"no Redis named", "--redis-url", "", []string{"ALDABA_REDIS_URL", "apt install redis-server", "aldaba demo"}},
		{"no Redis there", "--redis-url", "redis://:s3cret-word@127.0.0.1:1", []string{"127.0.0.1:1", "start Redis", "ALDABA_REDIS_URL"}},
		{"no Redis URL", "--redis-url", "localhost:6379", []string{"redis://"}},
		{"no token", "--twilio-auth-token", "", []string{"TWILIO_AUTH_TOKEN"}},
		{"three tokens", "--twilio-auth-token", "s3cret-word,b,c", []string{"current,next"}},
		{"no public URL", "--public-url", "", []string{"ALDABA_PUBLIC_URL", "https://hotline.example.org"}},
		{"the webhook's address as public URL", "--public-url", publicURL + inboundPath, []string{"ALDABA_PUBLIC_URL", "must end after the host"}},
		{"a public URL without scheme", "--public-url", "hotline.example.org", []string{"ALDABA_PUBLIC_URL", "https://hotline.example.org"}},
		{"no keyset", "--keyset", filepath.Join(t.TempDir(), "none"), []string{"none", "aldaba keys new"}},
		{"a keyset that others may read", "--keyset", open, []string{open, "chmod 600"}},
		{"a keyset that is none", "--keyset", private(t, "nothing"), []string{"aldaba keys new"}},
		{"no settings", "--config", "nowhere.yaml", []string{"nowhere.yaml", "aldaba init"}},
		{"a key that no setting has", "--config", settings, []string{settings + `:2: unknown key "naem"; `}},
		{"an account that is none", "--twilio-account-sid", "s3cret-word", []string{"AC and 32"}},
		{"a port in use", "--listen", busy.Addr().String(), []string{busy.Addr().String(), "--listen"}},
		{"an admin port in use", "--admin-listen", busy.Addr().String(), []string{busy.Addr().String(), "--admin-listen"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			args := []string{"serve"}
			for flag, value := range whole {
				if flag != c.flag {
					args = append(args, flag+"="+value)
				}
			}
			r := aldaba(t, append(args, c.flag+"="+c.value)...)
			if r.code != exitFailed || r.out != "" {
				t.Errorf("%+v, want exit status 1 and nothing on standard output", r)
			}
			for _, want := range c.want {
				if !strings.Contains(r.err, want) {
					t.Errorf("standard error %q lacks %q", r.err, want)
				}
			}
			if strings.Contains(r.err, "s3cret-word") || strings.Contains(r.err, theToken) {
				t.Errorf("standard error tells a secret: %s", r.err)
			}
		})
	}
}

// What the environment says, a flag says louder.
func TestFlagsBeatTheEnvironment(t *testing.T) {
	t.Parallel()
	env := []string{"ALDABA_REDIS_URL=redis://127.0.0.1:1", "TWILIO_AUTH_TOKEN=" + theToken, "ALDABA_PUBLIC_URL=" + publicURL,
		"ALDABA_KEYSET=" + newKeyset(t)}
	r := call{env: env}.aldaba(t, "serve", "--redis-url", "redis://127.0.0.1:2")
	if r.code != exitFailed || !strings.Contains(r.err, "127.0.0.1:2") || strings.Contains(r.err, "127.0.0.1:1;") {
		t.Errorf("%+v", r)
	}
}

func copyOf(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return private(t, string(data))
}

// private is a file that only its owner may read.
func private(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
