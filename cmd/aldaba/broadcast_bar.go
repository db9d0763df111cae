package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/broadcast"
)

const (
	// barWidth is how many characters the progress bar has.
	barWidth = 30
	// barPause is how long nothing more is written where each line stays: into a file, or a log.
	barPause = 10 * time.Second
)

// bar shows how far a broadcast is: on a terminal one line that changes, elsewhere a line now and then.
type bar struct {
	w     io.Writer
	live  bool
	line  string // that was written last
	since time.Time
}

func newBar(w io.Writer) *bar {
	b := &bar{w: w}
	if f, ok := w.(*os.File); ok {
		info, err := f.Stat()
		b.live = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return b
}

func (b *bar) show(r broadcast.Report) {
	line := progress(r)
	switch {
	case b.live:
		fmt.Fprintf(b.w, "\r%-*s", len(b.line), line)
	case line == b.line || time.Since(b.since) < barPause:
		return
	default:
		fmt.Fprintln(b.w, line)
	}
	b.line, b.since = line, time.Now()
}

// last shows how it ended.
func (b *bar) last(r broadcast.Report) {
	b.since = time.Time{}
	if b.show(r); b.live {
		fmt.Fprintln(b.w)
	}
}

func progress(r broadcast.Report) string {
	done := 0
	if r.Recipients > 0 {
		done = min(barWidth, r.Settled()*barWidth/r.Recipients)
	}
	line := fmt.Sprintf("[%s%s] %s: %d of %d, %d delivered, %d failed", strings.Repeat("#", done), strings.Repeat(".", barWidth-done), r.State, r.Settled(), r.Recipients,
		r.Delivered, r.Failed+r.Undelivered)
	if all := waits(r); len(all) > 0 {
		line += ", waits for " + strings.Join(all, ", ")
	}
	if r.Seconds > 0 {
		line += fmt.Sprintf(", %s left", (time.Duration(r.Seconds) * time.Second).String())
	}
	return line
}

// waits are what a broadcast waits for.
func waits(r broadcast.Report) []string {
	if r.Again == 0 || !r.State.Open() {
		return r.Waits
	}
	return append(r.Waits[:len(r.Waits):len(r.Waits)], fmt.Sprintf("another try of %d texts, each later than the one before", r.Again))
}
