// Package i18n embeds the texts and word lists that Aldaba ships with.
package i18n

import "embed"

// FS holds active.<lang>.toml, words.<lang>.yaml, links.yaml, review.csv, and what aldaba check reads texts with: glossary, forbidden, style.
//
//go:embed *.toml *.yaml *.csv
var FS embed.FS
