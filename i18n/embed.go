// Package i18n embeds the texts and word lists that Aldaba ships with.
package i18n

import "embed"

// FS holds active.<lang>.toml, words.<lang>.yaml, links.yaml, review.csv, what aldaba check reads texts with (glossary, forbidden, style), and eval, the development set.
//
//go:embed *.toml *.yaml *.csv eval
var FS embed.FS
