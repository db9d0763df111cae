package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
)

// watchers are two organizers at a terminal, and a server that answers meanwhile.
type watchers struct {
	*committee
	server *hotline
}

func newWatchers(t *testing.T) *watchers {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "hotline.yaml")
	settings := "id: watch\nname: Watch\nlanguages: [en, es]\ndefault_language: en\n" +
		"regions: {fremont: {zips: [\"945\"], names: [Fremont], zone: America/Los_Angeles}, oakland: {zips: [\"946\"], names: [Oakland]}}\n"
	if err := os.WriteFile(config, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	h := openHotline(t, "ALDABA_CONFIG="+config)
	env := []string{"ALDABA_REDIS_URL=" + h.redis.URL(), "ALDABA_KEYSET=" + h.keyset, "ALDABA_CONFIG=" + config}
	w := &watchers{&committee{mailing: &mailing{fault: &fault{t: t, env: env}}, dir: dir}, h}
	for _, name := range []string{"ana", "berta"} {
		if r := w.runs("user", "add", name, "--role", "organizer", "--totp-file", filepath.Join(dir, name)); r.code != exitOK {
			t.Fatalf("%+v", r)
		}
	}
	if r := w.runs("user", "add", "dora", "--role", "dispatcher", "--totp-file", filepath.Join(dir, "dora")); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	return w
}

// notices runs a verb about a notice that must succeed, and returns what it prints.
func (w *watchers) notices(args ...string) string {
	w.t.Helper()
	r := w.runs(append([]string{"notice"}, args...)...)
	if r.code != exitOK {
		w.t.Fatalf("%s: %+v", args, r)
	}
	return strings.TrimSpace(r.out)
}

// refused runs one that must not succeed.
func (w *watchers) refused(want string, args ...string) {
	w.t.Helper()
	if r := w.runs(append([]string{"notice"}, args...)...); r.code != exitFailed || !strings.Contains(r.err, want) {
		w.t.Errorf("%s: %+v, want %q", args, r, want)
	}
}

func (w *watchers) file(yaml string) string {
	w.t.Helper()
	file := filepath.Join(w.dir, "notice.yaml")
	if err := os.WriteFile(file, []byte(yaml), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return file
}

// reads waits until somebody new who texts words reads a part, or does not any more, at most so long.
func (w *watchers) reads(words, part string, want bool, within time.Duration) {
	w.t.Helper()
	var got string
	for end := time.Now().Add(within); ; time.Sleep(100 * time.Millisecond) {
		p := w.server.newPhone(bot.SMS)
		p.says(words)
		got = p.last
		if strings.Contains(got, part) == want {
			return
		}
		if time.Now().After(end) {
			w.t.Fatalf("%q is answered with %q; %q in it: want %t", words, got, part, want)
		}
	}
}

const plaza = `name: plaza
regions: [fremont]
until: 48h
bodies:
  en: Volunteers looked at the plaza in {region} and saw no agents there.
  es: Unos voluntarios miraron la plaza de {region} y no vieron agentes.
`

// From draft to withdrawal, as two organizers do it, while people ask.
func TestANoticeFromDraftToWithdrawal(t *testing.T) {
	t.Parallel()
	w := newWatchers(t)
	id := w.notices("draft", w.file(plaza), "--as", "ana")
	v := decode[noticeView](t, w.runs("notice", "show", id, "--json"))
	if v.State != bot.NoticeDraft || !strings.Contains(v.Texts["en"], "plaza in Fremont") || !strings.HasSuffix(v.Texts["es"], "REDADA.") {
		t.Errorf("%+v", v)
	}
	w.reads("Fremont", "no checked news about Fremont", true, 0)
	w.refused("author", "approve", id, "--hash", v.Hash, "--as", "ana", "--code", w.code("ana"))
	w.refused("not the code", "approve", id, "--hash", v.Hash, "--as", "berta", "--code", "000000")
	w.refused("for organizers", "approve", id, "--hash", v.Hash, "--as", "dora", "--code", w.code("dora"))
	w.notices("approve", id, "--hash", v.Hash, "--as", "berta", "--code", w.code("berta"))
	w.reads("Is ICE in Fremont?", "saw no agents there. Do you see agents? Text RAID.", true, 2*time.Second)
	w.reads("¿es verdad que la migra está en Fremont?", "no vieron agentes", true, 0)
	w.reads("Oakland", "no checked news about Oakland", true, 0)
	if out := w.notices("list"); !strings.Contains(out, "live") || !strings.Contains(out, "fremont") || !strings.Contains(out, "berta") {
		t.Errorf("%s", out)
	}
	if out := w.notices("show", id); !strings.Contains(out, v.Hash) || !strings.Contains(out, "approved") {
		t.Errorf("%s", out)
	}
	w.notices("withdraw", id, "--as", "dora")
	w.reads("Is ICE in Fremont?", "saw no agents", false, 2*time.Second)
	w.refused("nobody reads it any more", "withdraw", id, "--as", "ana")
}

// What makes no sense, and what nobody may promise, is told with its line.
func TestANoticeThatMakesNoSenseIsRefused(t *testing.T) {
	t.Parallel()
	w := newWatchers(t)
	for want, yaml := range map[string]string{
		"notice.yaml:3: there is no region \"paris\"": "name: x\nuntil: 2h\nregions: [paris]\nbodies: {en: x, es: x}\n",
		"notice.yaml:1: until is missing":             "name: x\nbodies: {en: x, es: x}\n",
		"notice.yaml:3: there is no body in es":       "name: x\nuntil: 2h\nbodies: {en: x}\n",
		"says that a place is safe or quiet":          "name: x\nuntil: 2h\nbodies: {en: \"{region} is safe\", es: x}\n",
		"\"no hay ice\"":                              "name: x\nuntil: 2h\nbodies: {en: x, es: \"No hay ICE en la plaza.\"}\n",
		"there is no notice 99":                       "name: x\nuntil: 2h\nanswers: 99\nbodies: {en: x, es: x}\n",
	} {
		w.refused(want, "draft", w.file(yaml), "--as", "ana")
	}
	w.refused("for organizers", "draft", w.file(plaza), "--as", "dora")
	w.refused("no notice 7", "show", "7")
	if r := w.runs("notice", "show", "x"); r.code != exitUsage {
		t.Errorf("%+v", r)
	}
}
