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

//go:embed bucket.lua
var bucketSource string

//go:embed admit.lua
var admitSource string

//go:embed slow.lua
var slowSource string

//go:embed later.lua
var laterSource string

//go:embed claim.lua
var claimSource string

//go:embed tidy.lua
var tidySource string

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

// scripts are the programs of the store; each has its contract on top of its file. Those that look at a sender's bucket begin
// with bucket.lua.
type scripts struct {
	load, commit, due, admit, slow, later, claim, tidy, probe script
}

func newScripts() scripts {
	return scripts{
		load:   newScript(loadSource),
		commit: newScript(bucketSource + commitSource),
		due:    newScript(dueSource),
		admit:  newScript(bucketSource + admitSource),
		slow:   newScript(bucketSource + slowSource),
		later:  newScript(laterSource),
		claim:  newScript(claimSource),
		tidy:   newScript(tidySource),
		probe:  newScript(probeSource),
	}
}

func (s scripts) all() []script {
	return []script{s.load, s.commit, s.due, s.admit, s.slow, s.later, s.claim, s.tidy, s.probe}
}
