package store

import (
	"runtime/debug"
	"slices"
	"testing"
)

// alone leaves a test in which nothing runs side by side to the run without the race detector (make unit makes both): here it would
// take ten times as long and find nothing.
func alone(t *testing.T) {
	t.Helper()
	if info, ok := debug.ReadBuildInfo(); ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		t.Skip("nothing runs side by side in it: see the run without -race")
	}
}
