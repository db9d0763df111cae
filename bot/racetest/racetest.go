// Package racetest tells tests whether the race detector watches them.
package racetest

import (
	"runtime/debug"
	"slices"
	"testing"
)

// On reports whether the running program was built with the race detector.
func On() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// Alone leaves a test in which nothing runs side by side to the run without the race detector (make unit makes both): with it, it would
// take ten times as long and find nothing.
func Alone(tb testing.TB) {
	tb.Helper()
	if On() {
		tb.Skip("nothing runs side by side in it: see the run without -race")
	}
}
