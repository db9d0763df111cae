package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// CI fails where a change makes the hotline understand less than is recorded in i18n/eval/floors.yaml.
func TestTheDevelopmentSetIsUnderstoodAsRecorded(t *testing.T) {
	t.Parallel()
	r := aldaba(t, "understand", "--eval")
	if r.code != exitOK || !strings.Contains(r.out, "first topic") || !strings.Contains(r.out, "zh-Hans") {
		t.Errorf("%+v", r)
	}
}

func TestLabelledMessagesOfOnesOwnAreExamined(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "mine.jsonl")
	write := func(lines string) {
		if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"text":"ice is at my door","language":"en","urgent":true}` + "\n" + `{"text":"do you sell pizza","language":"en","urgent":true}`)
	r := aldaba(t, "understand", "--eval", "--mistakes", file)
	if r.code != exitOK || !strings.Contains(r.out, `mine.jsonl:2: urgent: "do you sell pizza"`) || !strings.Contains(r.out, "50.0 %") {
		t.Errorf("%+v", r)
	}
	write(`{"text":"x"}`)
	if r := aldaba(t, "understand", "--eval", file); r.code != exitFailed || !strings.Contains(r.err, "mine.jsonl:1: language is missing") {
		t.Errorf("%+v", r)
	}
}
