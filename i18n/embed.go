// Package i18n embeds the texts and word lists that Aldaba ships with.
package i18n

import "embed"

// FS holds active.<lang>.toml, links.yaml, words.<lang>.yaml and review.csv.
//
//go:embed *.toml *.yaml *.csv
var FS embed.FS
