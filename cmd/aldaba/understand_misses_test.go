package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

func missed(day int64, lang bot.Language, text bot.Private) desk.Miss {
	return desk.Miss{Day: day, Language: lang, Text: text}
}

func TestLikeQuestionsAreGroupedTheMostFrequentFirst(t *testing.T) {
	all := []desk.Miss{
		missed(20785, "en", "do you deliver pizza"), missed(20786, "en", "Do you deliver PIZZA?"), missed(20787, "es", "do you deliver pizza today"),
		missed(20785, "en", "who pays my rent"), missed(20785, "en", "who will pay my rent"),
		missed(20785, "zh-Hans", "披萨"),
	}
	want := `[{"count":3,"languages":["en","es"],"days":["2026-11-28","2026-11-29","2026-11-30"],"texts":["Do you deliver PIZZA?","do you deliver pizza today"]},` +
		`{"count":2,"languages":["en"],"days":["2026-11-28"],"texts":["who pays my rent","who will pay my rent"]},{"count":1,"languages":["zh-Hans"],"days":["2026-11-28"],"texts":["披萨"]}]`
	key := func(s string) string { return strings.Trim(strings.ToLower(s), "?") }
	for range 20 {
		got, err := json.Marshal(groupMisses(all, key))
		if err != nil || string(got) != want {
			t.Fatalf("got  %s, %v\nwant %s", got, err, want)
		}
		all = append(all[1:], all[0]) // in any order
	}
}

func TestAGroupShowsFiveTextsAtMost(t *testing.T) {
	var all []desk.Miss
	for i := range 9 {
		all = append(all, missed(20785, "en", bot.Private(fmt.Sprintf("where is the big blue bus stop %d", i))))
	}
	if v := groupMisses(all, func(s string) string { return s }); len(v) != 1 || v[0].Count != 9 || len(v[0].Texts) != 5 {
		t.Errorf("%+v", v)
	}
}

func TestTenThousandQuestionsAreGroupedInTime(t *testing.T) {
	var all []desk.Miss
	for i := range 10_000 {
		all = append(all, missed(20785, "en", bot.Private(fmt.Sprintf("how do i w%d my x%d y%d", i%97, i%89, i%83))))
	}
	begin := time.Now()
	if v := groupMisses(all, func(s string) string { return s }); len(v) < 2 || time.Since(begin) > 20*time.Second {
		t.Errorf("%d groups in %v", len(v), time.Since(begin))
	}
}

func TestWhatPeopleAskedInVainIsListedForWhoeverKeepsTheWords(t *testing.T) {
	t.Parallel()
	f := &fault{t: t, provider: twiliotest.New(t)}
	f.provider.AddNumber("+15005550006")
	f.configure(redistest.New(t).URL(), newKeyset(t), "misses", "keep_misses: true\n")
	o := &operator{f, t}
	lists := func(args ...string) ended {
		return call{env: o.env}.aldaba(t, append([]string{"understand", "--misses"}, args...)...)
	}
	if r := lists(); r != (ended{exitOK, "no unanswered questions\n", ""}) {
		t.Errorf("before anybody wrote: %+v", r)
	}
	for i, words := range []bot.Private{"hello", "do you deliver pizza with mushrooms", "Do you deliver pizza with MUSHROOMS?", "menu"} {
		e := bot.Event{Kind: bot.Received, ID: fmt.Sprintf("SM%032x", i), From: bot.Address{Channel: bot.SMS, Value: secretNumber}, Text: words}
		if _, err := o.desk.Receive(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	r := lists()
	if r.code != exitOK || r.err != "" || !strings.HasPrefix(r.out, "2  en  20") || strings.Count(r.out, "\n") != 2 || !strings.Contains(strings.ToLower(r.out), `"do you deliver pizza with mushrooms`) {
		t.Errorf("%+v", r)
	}
	var v []map[string]any
	if r := lists("--json"); r.code != exitOK || json.Unmarshal([]byte(r.out), &v) != nil || len(v) != 1 || v[0]["count"] != 2.0 || strings.Contains(r.out, "4155550123") {
		t.Errorf("%+v", r)
	}
	other := slices.DeleteFunc(slices.Clone(o.env), func(s string) bool { return strings.HasPrefix(s, "ALDABA_KEYSET=") })
	missing := call{env: append(other, "ALDABA_KEYSET="+t.TempDir()+"/none")}.aldaba(t, "understand", "--misses")
	if missing.code != exitFailed || missing.out != "" {
		t.Errorf("without a keyset: %+v", missing)
	}
	f.off(t)
	if r := lists(); r.code != exitOK || !strings.Contains(r.err, "keep_misses: true") || !strings.HasPrefix(r.out, "2  en") {
		t.Errorf("turned off, with some still there: %+v", r)
	}
}

// off turns the keeping of questions off in the settings.
func (f *fault) off(t *testing.T) {
	t.Helper()
	for _, s := range f.env {
		if file, ok := strings.CutPrefix(s, "ALDABA_CONFIG="); ok {
			text, _ := content(t, file)
			if err := os.WriteFile(file, []byte(strings.ReplaceAll(text, "keep_misses: true", "keep_misses: false")), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestQuestionsAreListedFromTheServersRedisOnly(t *testing.T) {
	t.Parallel()
	if r := aldaba(t, "understand", "--misses"); r.code != exitFailed || !strings.Contains(r.err, "ALDABA_REDIS_URL") {
		t.Errorf("without Redis: %+v", r)
	}
	for _, args := range [][]string{{"--json"}, {"--misses", "--eval"}, {"--misses", "--explain"}} {
		if r := aldaba(t, append([]string{"understand"}, args...)...); r.code != exitUsage || !strings.Contains(r.err, "--misses") {
			t.Errorf("%q: %+v", args, r)
		}
	}
}
