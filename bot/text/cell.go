package text

import (
	"regexp"
	"strings"
)

// formula is what a spreadsheet would take for one, or what has been kept from that already.
var formula = regexp.MustCompile(`^'*[=+\-@＝＋－＠]`)

// figure is what a spreadsheet would take for a number and write back in its own way, such as 000000000012 and 12e456789012, or what has been
// kept from that already.
var figure = regexp.MustCompile(`^'*[0-9]+([eE][0-9]+)?$`)

// Defuse makes a cell of a CSV file safe to open in a spreadsheet: one that would be a formula gets an apostrophe in front. [Fuse] takes it off.
func Defuse(cell string) string { return guard(cell, formula) }

// DefuseCode is Defuse for a code such as a hash, which may look like a number.
func DefuseCode(code string) string { return guard(code, figure) }

func guard(cell string, from *regexp.Regexp) string {
	if from.MatchString(cell) {
		return "'" + cell
	}
	return cell
}

// Fuse reverses [Defuse].
func Fuse(cell string) string { return bare(cell, formula) }

// FuseCode reverses [DefuseCode].
func FuseCode(code string) string { return bare(code, figure) }

func bare(cell string, from *regexp.Regexp) string {
	if strings.HasPrefix(cell, "'") && from.MatchString(cell) {
		return cell[1:]
	}
	return cell
}
