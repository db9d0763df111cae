package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// recoverWithin is how long the server may take to answer again once Redis does.
const recoverWithin = 10 * time.Second

func TestServeOutlivesItsRedis(t *testing.T) {
	t.Parallel()
	h := openHotline(t)
	mia := h.newPhone(bot.SMS)
	mia.says("good morning")
	h.redis.Kill()

	form := mia.text("what if they come to my work")
	if r := h.post(form); r.status != http.StatusServiceUnavailable || r.header.Get("Retry-After") == "" || len(r.body) > 0 {
		t.Errorf("without Redis: status %d, Retry-After %q, body %q", r.status, r.header.Get("Retry-After"), r.body)
	}
	h.eventually(http.StatusServiceUnavailable, patience, func() reply { return h.get(h.addr, "/readyz") })
	if r := h.get(h.addr, "/healthz"); r.status != http.StatusOK {
		t.Errorf("/healthz without Redis: status %d", r.status)
	}
	if r := h.do(h.raw(form.Encode(), "")); r.status != http.StatusForbidden {
		t.Errorf("an unsigned request without Redis: status %d, want 403", r.status)
	}

	h.redis.Run("--appendonly", "yes") // what was written before is still there
	back := time.Now()
	r := h.eventually(http.StatusOK, recoverWithin, func() reply { return h.post(form) })
	t.Logf("answered again %v after Redis came back", time.Since(back).Round(time.Millisecond))
	if r.says(t) == "" {
		t.Error("the message that was refused before is met with silence")
	}
	h.eventually(http.StatusOK, recoverWithin, func() reply { return h.get(h.addr, "/readyz") })
	mia.says("menu")
	mia.hears("en", "menu.ask")
}

// A Redis that has lost everything, its scripts too, is as good as a new one.
func TestServeGoesOnWithAnEmptyRedis(t *testing.T) {
	t.Parallel()
	h := openHotline(t)
	mia := h.newPhone(bot.SMS)
	mia.says("good morning")
	h.redis.Kill()
	h.redis.Run() // reads no append-only file
	h.eventually(http.StatusOK, recoverWithin, func() reply { return h.post(mia.text("menu")) })
	mia.says("menu")
	mia.hears("en", "menu.ask")
}

// A Redis that hangs must not hold a message longer than the provider waits, which is 15 s.
func TestServeRefusesWhileRedisHangs(t *testing.T) {
	t.Parallel()
	h := openHotline(t)
	mia := h.newPhone(bot.SMS)
	mia.says("good morning")
	h.redis.Stall()
	began := time.Now()
	r := h.post(mia.text("menu"))
	if took := time.Since(began); r.status != http.StatusServiceUnavailable || took > recoverWithin {
		t.Errorf("status %d after %v, want 503 within %v", r.status, took, recoverWithin)
	}
	h.redis.Resume()
	h.eventually(http.StatusOK, recoverWithin, func() reply { return h.post(mia.text("menu")) })
}

func TestServeAnswersWhatIsInFlightWhenItIsStopped(t *testing.T) {
	t.Parallel()
	h := openHotline(t)
	mia := h.newPhone(bot.SMS)
	mia.says("good morning")
	h.redis.Stall()
	answer := make(chan reply, 1)
	go func() { answer <- h.post(mia.text("menu")) }()
	h.eventually(http.StatusOK, patience, func() reply { return h.get(h.addr, "/healthz") })
	time.Sleep(200 * time.Millisecond) // the message is on its way to Redis by now
	h.signal(t, syscall.SIGTERM)
	h.awaits(t, h.err, "draining")
	h.redis.Resume()
	if r := <-answer; !holds(r.says(t), wording(t, "en", bot.SMS, "menu.ask")) {
		t.Errorf("the last message is answered with %d %q", r.status, r.body)
	}
	if code := h.ends(t); code != exitOK {
		t.Errorf("exit status %d", code)
	}
}

func TestServeReloadsItsDataOnHangup(t *testing.T) {
	t.Parallel()
	dir := dataCopy(t)
	h := openHotline(t, "ALDABA_DATA="+dir)
	ask := func() string {
		mia := h.newPhone(bot.SMS)
		mia.says("menu")
		return mia.last
	}
	before := ask()

	change(t, dir, "flows/door.yaml", "next: knock", "next: nowhere")
	h.signal(t, syscall.SIGHUP)
	h.awaits(t, h.err, "reload refused")
	if log := h.err.String(); !strings.Contains(log, "flows/door.yaml:"+lineOf(t, dir, "flows/door.yaml", "next: nowhere")) {
		t.Errorf("the log does not name the line: %s", log)
	}
	if after := ask(); after != before {
		t.Errorf("with a broken flow: %q, want %q as before", after, before)
	}

	change(t, dir, "flows/door.yaml", "next: nowhere", "next: knock")
	change(t, dir, "i18n/active.en.toml", `"menu.ask" = "`, `"menu.ask" = "Fresh words. `)
	h.signal(t, syscall.SIGHUP)
	h.awaits(t, h.err, "msg=reloaded")
	if after := ask(); !strings.Contains(after, "Fresh words.") {
		t.Errorf("after the reload: %q", after)
	}

	change(t, dir, "i18n/active.en.toml", `"menu.ask" = "`, `"menu.ask = "`)
	h.signal(t, syscall.SIGHUP)
	h.awaits(t, h.err, "i18n/active.en.toml:"+lineOf(t, dir, "i18n/active.en.toml", `"menu.ask = "`))
	if after := ask(); !strings.Contains(after, "Fresh words.") {
		t.Errorf("with a broken file of texts: %q", after)
	}
}

// dataCopy is a folder with the built-in data, to change.
func dataCopy(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(made(t, twoLanguages))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// change replaces the first place where old stands in a file.
func change(t *testing.T, dir, file, old, instead string) {
	t.Helper()
	path := filepath.Join(dir, file)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(data), old, instead, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}
