package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestCheckAndTestPassTheBuiltInData(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"check", "test"} {
		r := aldaba(t, verb)
		if r.code != exitOK || r.out == "" {
			t.Errorf("%s: %+v", verb, r)
		}
		if here := aldaba(t, verb, "--data", dataCopy(t)); here.code != exitOK || here.out == "" {
			t.Errorf("%s of a copy in two languages: %+v", verb, here)
		}
	}
}

func TestBrokenDataIsToldWithFileLineAndRemedy(t *testing.T) {
	t.Parallel()
	const flow, english, texts, script = "flows/door.yaml", "i18n/active.en.toml", "i18n/active.es.toml", "flows/urgent_es.chat"
	for _, c := range []struct {
		name           string
		file, old, new string
		line           string // where it should be told: the line of file that holds this
		verbs          string
		remedy         string
	}{
		{"a flow goes nowhere", flow, "next: knock", "next: nowhere", "next: nowhere", "check test serve demo chat understand", "use one of"},
		{"a flow is no YAML", flow, "    text: door.knock", "    text: [door.knock", "text: [door.knock", "check test serve demo chat understand", ""},
		{"a key is misspelt", flow, "    text: door.knock", "    txet: door.knock", "txet:", "check test serve demo chat understand", "spelling"},
		{"the English texts are no TOML", english, `"door.ask" = "`, `"door.ask" = `, `"door.ask"`, "check test serve demo chat understand", "write each message as"},
		{"other texts are no TOML", texts, `"door.ask" = "`, `"door.ask" = `, `"door.ask"`, "check test understand", "write each message as"},
		{"a transcript expects something else", script, "< raid.where", "< raid.doing", "> ay migra", "check test", "-update"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := dataCopy(t)
			change(t, dir, c.file, c.old, c.new)
			where := c.file + ":" + lineOf(t, dir, c.file, c.line) + ": "
			for _, verb := range strings.Fields(c.verbs) {
				r := call{env: serveEnvironment(t)}.aldaba(t, verb, "--data", dir)
				if r.code != exitFailed || r.out != "" || !strings.Contains(r.err, where) || !strings.Contains(r.err, c.remedy) {
					t.Errorf("%s: %+v, want %s … %s", verb, r, where, c.remedy)
				}
			}
		})
	}
}

// serveEnvironment is enough for serve to look at its data, which it does first.
func serveEnvironment(t *testing.T) []string {
	return []string{"ALDABA_REDIS_URL=redis://127.0.0.1:1", "TWILIO_AUTH_TOKEN=" + theToken, "ALDABA_PUBLIC_URL=" + publicURL,
		"ALDABA_KEYSET=" + filepath.Join(t.TempDir(), "none")}
}

func TestCheckTellsAMissingMessage(t *testing.T) {
	t.Parallel()
	dir := dataCopy(t)
	change(t, dir, "i18n/active.es.toml", "\n\"door.ask\" = ", "\n#")
	r := aldaba(t, "check", "--data", dir)
	want := "flows/door.yaml:" + lineOf(t, dir, "flows/door.yaml", "text: door.ask") + ": message door.ask has no text in es; add it to i18n/active.es.toml"
	if r.code != exitFailed || r.out != "" || !strings.Contains(r.err, want) {
		t.Errorf("%+v, want %s", r, want)
	}
}

func TestCheckTellsABranchThatNoTranscriptWalks(t *testing.T) {
	t.Parallel()
	dir := dataCopy(t)
	if err := os.Remove(filepath.Join(dir, "flows", "kids.chat")); err != nil {
		t.Fatal(err)
	}
	r := aldaba(t, "check", "--data", dir)
	if r.code != exitFailed || r.out != "" || !strings.Contains(r.err, "no transcript walks kids/ask#ice; write one") {
		t.Fatalf("%+v", r)
	}
	where := "flows/kids.yaml:"
	for _, line := range strings.Split(r.err, "\n") {
		if strings.Contains(line, "kids/ask#ice") && !strings.HasPrefix(line, where) {
			t.Errorf("%q, want %s and the line", line, where)
		}
	}
}

func TestUpdateWritesDownWhatHappens(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"--update", "-update", "-u"} {
		dir := dataCopy(t)
		path := filepath.Join(dir, "flows", "urgent_es.chat")
		right, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		change(t, dir, "flows/urgent_es.chat", "< raid.where", "< raid.doing")
		if r := aldaba(t, "test", flag, "--data", dir); r.code != exitOK || r.out != path+" changed\n" {
			t.Errorf("test %s: %+v", flag, r)
		}
		if now, err := os.ReadFile(path); err != nil || string(now) != string(right) {
			t.Errorf("test %s wrote:\n%s", flag, now)
		}
		if r := aldaba(t, "test", flag, "--data", dir); r.code != exitOK || r.out != "" {
			t.Errorf("a second test %s: %+v", flag, r)
		}
		if r := aldaba(t, "test", flag); r.code != exitFailed || !strings.Contains(r.err, "--data") {
			t.Errorf("test %s of the built-in transcripts: %+v", flag, r)
		}
	}
}

func TestAFolderWithoutDataIsRefused(t *testing.T) {
	t.Parallel()
	r := aldaba(t, "check", "--data", t.TempDir())
	for _, want := range []string{"flows/globals.yaml: is missing; ", "i18n", "; write one"} {
		if r.code != exitFailed || !strings.Contains(r.err, want) {
			t.Errorf("%+v, want %s", r, want)
		}
	}
	none := filepath.Join(t.TempDir(), "none")
	if r := aldaba(t, "check", "--data", none); r.code != exitFailed || !strings.HasPrefix(r.err, none+": there is no such folder; name one") || strings.Contains(r.err, "globals.yaml") {
		t.Errorf("%+v", r)
	}
}

// lineOf is the number of the first line that holds the words.
func lineOf(t *testing.T, dir, file, words string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	before, _, found := strings.Cut(string(data), words)
	if !found {
		t.Fatalf("%s does not hold %q", file, words)
	}
	return strconv.Itoa(1 + strings.Count(before, "\n"))
}
