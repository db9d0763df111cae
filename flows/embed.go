// Package flows embeds the conversations, topics and transcripts that Aldaba ships with.
package flows

import "embed"

// FS holds *.yaml, *.chat and topics/*.yaml.
//
//go:embed *.yaml *.chat topics/*.yaml
var FS embed.FS
