package text

import (
	"regexp"
	"strings"
)

// formula is what a spreadsheet would take for one, or what has been kept from that already.
var formula = regexp.MustCompile(`^'*[=+\-@＝＋－＠]`)

// Cell is a text as a cell of a spreadsheet: what would be taken for a formula gets an apostrophe in front.
func Cell(s string) string {
	if formula.MatchString(s) {
		return "'" + s
	}
	return s
}

// FromCell reverses Cell.
func FromCell(s string) string {
	if strings.HasPrefix(s, "'") && formula.MatchString(s) {
		return s[1:]
	}
	return s
}
