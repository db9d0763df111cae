// Package deploy holds what a new installation starts from.
package deploy

import _ "embed"

// Example is hotline.example.yaml, the annotated configuration that `aldaba init` writes.
//
//go:embed hotline.example.yaml
var Example []byte
