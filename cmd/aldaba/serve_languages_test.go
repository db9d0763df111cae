package main

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// threeLanguages is a data folder with English, Spanish and Haitian Creole.
func threeLanguages(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	err := os.CopyFS(dir, os.DirFS(made(t, twoWords)))
	for _, name := range []string{"active.ht.toml", "words.ht.yaml"} {
		data, missing := fs.ReadFile(i18n.FS, name)
		err = errors.Join(err, missing, os.WriteFile(filepath.Join(dir, "i18n", name), data, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// Whoever corrects a file in the night may break it: the others must not pay for it, neither at a start nor at a reload.
func TestAServerGoesOnWithoutALanguageThatIsBroken(t *testing.T) {
	t.Parallel()
	dir := threeLanguages(t)
	const texts, words, english = "i18n/active.es.toml", "i18n/words.ht.yaml", "i18n/active.en.toml"
	change(t, dir, texts, `"door.ask" = "`, `"door.ask" = `)
	where := texts + ":" + lineOf(t, dir, texts, `"door.ask"`) + ": is not TOML"
	if r := aldaba(t, "check", "--data", dir); r.code != exitFailed || !strings.Contains(r.err, where) {
		t.Errorf("check: %+v", r)
	}
	h := openHotline(t, "ALDABA_DATA="+dir)
	h.awaits(t, h.err, `languages="[en ht]"`)
	h.tells(t, where, "write each message as", texts+": es is not published, because of "+texts+" (broken); aldaba check")
	if r := h.get(h.addr, "/readyz"); r.status != http.StatusOK {
		t.Errorf("readyz: %d", r.status)
	}
	mia, jan := h.newPhone(bot.SMS), h.newPhone(bot.SMS)
	mia.says("ay migra aki tocando mi puerta") // understood, though it cannot be answered in Spanish
	mia.hears("en", "raid.where")
	jan.says("imigrasyon nan pòt mwen kounye a")
	jan.hears("ht", "raid.where")
	verb := call{env: []string{"ALDABA_DATA=" + dir, "ALDABA_REDIS_URL=" + h.redis.URL(), "ALDABA_KEYSET=" + h.keyset}}
	if r := verb.aldaba(t, "outbox", "list"); r.code != exitOK {
		t.Errorf("a broken language keeps operators from their work: %+v", r)
	}

	change(t, dir, texts, `"door.ask" = `, `"door.ask" = "`)
	change(t, dir, words, "numbers:", "nmbers:")
	h.signal(t, syscall.SIGHUP)
	h.awaits(t, h.err, `msg=reloaded languages="[en es]"`)
	h.tells(t, words+":"+lineOf(t, dir, words, "nmbers:")+`: unknown key \"nmbers\"; check its spelling`)
	eva := h.newPhone(bot.SMS)
	eva.says("ay migra aki tocando mi puerta")
	eva.hears("es", "raid.where")
	jan.says("MENU") // their language is remembered
	jan.hears("ht", "common.not_in_language")
	jan.hears("en", "menu.ask")

	change(t, dir, english, `"door.ask" = "`, `"door.ask" = `)
	h.signal(t, syscall.SIGHUP)
	h.awaits(t, h.err, "reload refused: the old set stays in use")
	eva.says("MENU")
	eva.hears("es", "menu.ask")
}

// tells checks what the log has told already.
func (h *hotline) tells(t *testing.T, all ...string) {
	t.Helper()
	for _, words := range all {
		if !strings.Contains(h.err.String(), words) {
			t.Errorf("the log does not tell %q", words)
		}
	}
}

func TestTheDemoSaysWhichLanguagesItGoesOnWithout(t *testing.T) {
	t.Parallel()
	dir := dataCopy(t)
	change(t, dir, "i18n/active.es.toml", "\n\"raid.where\" = ", "\n#")
	r := call{in: "hi\n"}.aldaba(t, "chat", "--data", dir)
	if r.code != exitOK || !strings.HasPrefix(r.err, "languages that are not offered: [es]; aldaba check tells why") {
		t.Errorf("chat: %+v", r)
	}
	p := launch(t, nil, build(t), "demo", "--listen", "127.0.0.1:0", "--data", dir)
	p.awaits(t, p.out, "/\n")
	if !strings.Contains(p.err.String(), "languages that are not offered: [es]") {
		t.Errorf("the demo says %s", p.err)
	}
}
