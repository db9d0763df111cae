package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var allVerbs = []string{"demo", "chat", "serve", "check", "test", "understand", "setup", "doctor", "outbox", "outbox list", "outbox show", "outbox release",
	"outbox drop", "review", "review status", "review approve", "review withdraw", "review translated", "review export", "review import",
	"i18n", "i18n export", "i18n import", "keys", "keys new", "init", "version"}

func TestHelpIsAnAnswer(t *testing.T) {
	t.Parallel()
	root := aldaba(t, "--help")
	if bare := aldaba(t); bare != root {
		t.Errorf("without arguments: %+v", bare)
	}
	for _, verb := range append([]string{""}, allVerbs...) {
		for _, flag := range []string{"--help", "-h"} {
			r := aldaba(t, append(strings.Fields(verb), flag)...)
			if r.code != exitOK || r.err != "" || !strings.HasPrefix(r.out, strings.TrimSpace("Usage: aldaba "+verb)) {
				t.Errorf("%s %s: %+v", verb, flag, r)
			}
		}
		if first, _, _ := strings.Cut(verb, " "); !strings.Contains(root.out, "\n  "+first) {
			t.Errorf("aldaba --help does not name %s", verb)
		}
	}
}

func TestHelpNamesEveryVariableAsAFlag(t *testing.T) {
	t.Parallel()
	help := strings.Join(strings.Fields(aldaba(t, "serve", "--help").out), " ")
	for flag, variable := range map[string]string{
		"--redis-url": "ALDABA_REDIS_URL", "--listen": "ALDABA_LISTEN", "--admin-listen": "ALDABA_ADMIN_LISTEN",
		"--public-url": "ALDABA_PUBLIC_URL", "--config": "ALDABA_CONFIG", "--data": "ALDABA_DATA", "--keyset": "ALDABA_KEYSET",
		"--twilio-account-sid": "TWILIO_ACCOUNT_SID", "--twilio-auth-token": "TWILIO_AUTH_TOKEN", "--instance": "ALDABA_INSTANCE",
	} {
		after := regexp.MustCompile(flag + `=.*?\(\$(\w+)\)`).FindStringSubmatch(help)
		if after == nil || after[1] != variable {
			t.Errorf("%s: found %v, want %s", flag, after, variable)
		}
	}
}

func TestBadUsageIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ line, want string }{
		{"answer", "answer"},
		{"Serve", "Serve"},
		{"serve --redis", "--redis"},
		{"serve now", "now"},
		{"check --update", "--update"},
		{"chat --channel fax", `"whatsapp"`},
		{"chat --lang", "--lang"},
		{"keys", "new"},
		{"keys make", "make"},
		{"init a b", "b"},
		{"--verbose", "--verbose"},
	} {
		r := aldaba(t, strings.Fields(c.line)...)
		if r.code != exitUsage || r.out != "" || !strings.Contains(r.err, c.want) || !strings.Contains(r.err, "aldaba --help") {
			t.Errorf("aldaba %s: %+v, want exit status 2 and %s", c.line, r, c.want)
		}
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	r := aldaba(t, "version")
	if r.code != exitOK || r.err != "" || !regexp.MustCompile(`^aldaba \S+, revision \S+, go1\.\S+\n$`).MatchString(r.out) {
		t.Errorf("%+v", r)
	}
}

func TestKeysNewNeverWritesOverAFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := call{dir: dir}.aldaba(t, "keys", "new")
	if r.code != exitOK || r.out != "keyset\n" || !strings.Contains(r.err, "Keep a copy") {
		t.Fatalf("%+v", r)
	}
	path := filepath.Join(dir, "keyset")
	before, mode := content(t, path)
	if mode != 0o600 {
		t.Errorf("mode %v", mode)
	}
	again := call{dir: dir}.aldaba(t, "keys", "new")
	if after, _ := content(t, path); again.code != exitFailed || again.out != "" || !strings.Contains(again.err, "keyset") || after != before {
		t.Errorf("a second time: %+v, changed %t", again, after != before)
	}
	other := filepath.Join(dir, "other")
	byVariable := call{env: []string{"ALDABA_KEYSET=" + other}}.aldaba(t, "keys", "new")
	if second, _ := content(t, other); byVariable.out != other+"\n" || second == before {
		t.Errorf("ALDABA_KEYSET: %+v, the same keys %t", byVariable, second == before)
	}
	if r := aldaba(t, "keys", "new", "--keyset", filepath.Join(dir, "no", "folder")); r.code != exitFailed || !strings.Contains(r.err, "choose") {
		t.Errorf("in no folder: %+v", r)
	}
}

func TestInitWritesSettingsThatPass(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in := call{dir: dir}
	if r := in.aldaba(t, "init"); r != (ended{exitOK, "hotline.yaml\n", ""}) {
		t.Fatalf("%+v", r)
	}
	if r := in.aldaba(t, "check", "--config", "hotline.yaml"); r.code != exitOK || r.out == "" {
		t.Errorf("check: %+v", r)
	}
	path := filepath.Join(dir, "hotline.yaml")
	before, _ := content(t, path)
	r := in.aldaba(t, "init")
	if after, _ := content(t, path); r.code != exitFailed || r.out != "" || !strings.Contains(r.err, "hotline.yaml exists") || after != before {
		t.Errorf("a second time: %+v, changed %t", r, after != before)
	}
	if r := in.aldaba(t, "init", "-"); r != (ended{exitOK, before, ""}) {
		t.Errorf("to standard output: exit status %d, %d bytes, %s", r.code, len(r.out), r.err)
	}

	change(t, dir, "hotline.yaml", "\nname: ", "\nnaem: ")
	want := "hotline.yaml:" + lineOf(t, dir, "hotline.yaml", "naem: ") + `: unknown key "naem"; `
	for _, verb := range []string{"check", "test", "understand", "demo", "chat"} {
		if r := in.aldaba(t, verb, "--config", "hotline.yaml"); r.code != exitFailed || r.out != "" || !strings.Contains(r.err, want) {
			t.Errorf("%s with an unknown key: %+v, want %s", verb, r, want)
		}
	}
}

func content(t *testing.T, path string) (string, fs.FileMode) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data), info.Mode()
}

func TestUnderstandAnswersLineByLine(t *testing.T) {
	t.Parallel()
	in := []string{
		`{"text":"ay migra aki tocando"}`, `{"text":"hola"}`, `{"text":"MENU"}`, `{"text":""}`, `{"text":"<b>&\u0000\u2028"}`,
		`{"text":"stop ICE from taking my dad","id":7}`, `  {"text":"alto"}  `, `{"text":"what if they come to my work"}`,
	}
	r := call{in: strings.Join(in, "\n")}.aldaba(t, "understand") // the last line has no end
	lines := strings.Split(strings.TrimSuffix(r.out, "\n"), "\n")
	if r.code != exitOK || r.err != "" || len(lines) != len(in) {
		t.Fatalf("%+v, want %d lines", r, len(in))
	}
	first := regexp.MustCompile(`^\{"text":"ay migra aki tocando","language":"es","command":"","urgent":true,"action":"urgent","topics":\[.*\]\}$`)
	if !first.MatchString(lines[0]) {
		t.Errorf("the first line is %s", lines[0])
	}
	for i, line := range lines {
		var asked, got map[string]any
		if json.Unmarshal([]byte(in[i]), &asked) != nil || json.Unmarshal([]byte(line), &got) != nil {
			t.Fatalf("%s is answered with %s", in[i], line)
		}
		var fields []string
		for f := range got {
			fields = append(fields, f)
		}
		slices.Sort(fields)
		if want := "action command language text topics urgent"; strings.Join(fields, " ") != want || got["text"] != asked["text"] {
			t.Errorf("%s is answered with %s", in[i], line)
		}
		if _, list := got["topics"].([]any); !list {
			t.Errorf("topics of %s are not a list", line)
		}
	}
	for i, command := range map[int]string{2: "menu", 5: "", 6: "stop"} {
		if !strings.Contains(lines[i], `"command":"`+command+`"`) {
			t.Errorf("%s is answered with %s", in[i], lines[i])
		}
	}
}

func TestUnderstandNamesTheLineThatIsBad(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]string{
		"words": "hola", "half an object": `{"text":"hola"`, "a list": `["hola"]`, "a number": `{"text":5}`, "two objects": `{"text":"a"}{"text":"b"}`,
		"nothing": "", "a line of 2 MB": `{"text":"` + strings.Repeat("a", 2<<20) + `"}`,
	} {
		r := call{in: "{\"text\":\"hola\"}\n" + bad + "\n{\"text\":\"hola\"}\n"}.aldaba(t, "understand")
		if r.code != exitFailed || !strings.Contains(r.err, "standard input:2: ") || !strings.Contains(r.err, ";") {
			t.Errorf("%s: exit status %d, %s", name, r.code, r.err)
		}
		if strings.Count(r.out, "\n") != 1 {
			t.Errorf("%s: standard output is %q, want the line before", name, r.out)
		}
	}
}
