// Package i18n embeds the texts and word lists that Aldaba ships with.
package i18n

import "embed"

// FS holds active.<lang>.toml, links.yaml and words.<lang>.yaml.
//
//go:embed *.toml *.yaml
var FS embed.FS
