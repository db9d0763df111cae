package store

import (
	"crypto/sha1" //nolint:gosec // EVALSHA names scripts by their SHA-1
	_ "embed"
	"encoding/hex"
)

//go:embed load.lua
var loadSource string

//go:embed commit.lua
var commitSource string

//go:embed due.lua
var dueSource string

//go:embed finish.lua
var finishSource string

//go:embed probe.lua
var probeSource string

// script is a program that runs inside Redis.
type script struct {
	source string
	digest string // what Redis calls it once it has seen the source
}

func newScript(source string) script {
	sum := sha1.Sum([]byte(source)) //nolint:gosec // see the import
	return script{source: source, digest: hex.EncodeToString(sum[:])}
}

// scripts are the programs of the store; each has its contract on top of its file.
type scripts struct {
	load, commit, due, finish, probe script
}

func newScripts() scripts {
	return scripts{
		load:   newScript(loadSource),
		commit: newScript(commitSource),
		due:    newScript(dueSource),
		finish: newScript(finishSource),
		probe:  newScript(probeSource),
	}
}

func (s scripts) all() []script {
	return []script{s.load, s.commit, s.due, s.finish, s.probe}
}
