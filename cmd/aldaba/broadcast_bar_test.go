package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

// Who keeps what --watch says in a file finds lines there, few of them, and the last one.
func TestProgressInAFileIsALineNowAndThen(t *testing.T) {
	var out bytes.Buffer
	b := newBar(&out)
	r := broadcast.Report{State: bot.BroadcastSending, Outcome: broadcast.Outcome{Recipients: 60, Queued: 12, Posted: 48}, Again: 12}
	b.show(r)
	b.show(r)
	r.Posted++
	b.show(r)
	r.State, r.Queued, r.Posted, r.Again = bot.BroadcastDone, 0, 60, 0
	b.last(r)
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != 2 || strings.Contains(out.String(), "\r") || !strings.Contains(lines[0], "waits for another try of 12 texts") || !strings.Contains(lines[1], "done: 60 of 60") {
		t.Errorf("%q", lines)
	}
}
