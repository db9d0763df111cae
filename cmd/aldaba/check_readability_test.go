package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestReadabilityIsPrintedOnRequest(t *testing.T) {
	t.Parallel()
	if r := aldaba(t, "check", "--data", made(t, twoLanguages)); strings.Contains(r.out, "Flesch-Kincaid") {
		t.Errorf("printed unasked: %s", r.out)
	}
	r := aldaba(t, "check", "--readability", "--data", made(t, twoLanguages))
	if r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	for _, want := range []string{`(?m)^en: Flesch-Kincaid grade\. \d+ answers, median \d+\.\d; \d+ other texts, median \d+\.\d\. SMS segments of \d+ messages of answers: median [12], most [123];`,
		`(?m)^es: INFLESZ points\. \d+ answers, median [678]\d\.\d;`, `(?m)^ +\d+\.\d +\d+ words +\d  [a-z0-9-]+$`} {
		if !regexp.MustCompile(want).MatchString(r.out) {
			t.Errorf("nothing like %s in\n%s", want, r.out)
		}
	}
	if n := strings.Count(r.out, " words "); n != 4*worst {
		t.Errorf("%d texts are named, not the %d hardest answers and texts of two languages", n, worst)
	}
}

// Whoever breaks the wording of a copy hears where, and the figures come all the same: they tell what to shorten.
func TestATextThatMisleadsIsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	dir := dataCopy(t)
	file := filepath.Join(dir, "i18n", "active.en.toml")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(string(data), `"raid.calm" = "It is saved.`, `"raid.calm" = "They cannot enter. Hide. Call 510-555-0100.`, 1)
	if err := os.WriteFile(file, []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	r := aldaba(t, "check", "--readability", "--data", dir)
	for _, want := range []string{"raid.calm promises what nobody can promise", "raid.calm seems to advise what nobody may advise", "raid.calm has the number 510-555-0100"} {
		if r.code != exitFailed || !regexp.MustCompile(`(?m)^i18n/active\.en\.toml:\d+: `+want).MatchString(r.err) {
			t.Errorf("no line with %q in\n%s", want, r.err)
		}
	}
	if !strings.Contains(r.out, "Flesch-Kincaid") {
		t.Errorf("no figures: %s", r.out)
	}
}
