package text

import (
	"regexp"
	"strings"
)

// figure is what a spreadsheet would take for a number and write back in its own way, such as 000000000012 and 12e456789012, or what has been
// kept from that already.
var figure = regexp.MustCompile(`^'*[0-9]+([eE][0-9]+)?$`)

// Code is a code such as a hash as a cell of a spreadsheet: what would be taken for a number gets an apostrophe in front.
func Code(s string) string {
	if figure.MatchString(s) {
		return "'" + s
	}
	return s
}

// FromCode reverses Code.
func FromCode(s string) string {
	if strings.HasPrefix(s, "'") && figure.MatchString(s) {
		return s[1:]
	}
	return s
}
