package main

import (
	"fmt"
	"runtime/debug"
)

type versionCmd struct{}

// Run prints the module's version and the revision it was built from, where the build knows them.
func (versionCmd) Run(s streams) error {
	version, revision, goVersion := "unknown", "unknown", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version, goVersion = info.Main.Version, info.GoVersion
		for _, kv := range info.Settings {
			if kv.Key == "vcs.revision" {
				revision = kv.Value
			}
		}
	}
	_, err := fmt.Fprintf(s.Out, "aldaba %s, revision %s, %s\n", version, revision, goVersion)
	return err
}
