package bot

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Kinds of errors that callers act on. Wrap them with what was being done; test with errors.Is.
var (
	// ErrConflict means that somebody else changed the same document first: load and decide again.
	ErrConflict = errors.New("changed meanwhile")
	// ErrDuplicate means that the event was taken before: nothing was written.
	ErrDuplicate = errors.New("event already taken")
	// ErrKey means that this instance lacks the key of something sealed: with the right keyset, a later try can help.
	ErrKey = fmt.Errorf("sealed with a key that is not in the keyset: %w", ErrUnavailable)
	// ErrRefused means that a rule forbids it: the error says which, and what to do instead. No later try will help.
	ErrRefused = errors.New("refused")
	// ErrUnreadable means that something of a list was left out because it makes no sense: no later try will help.
	ErrUnreadable = errors.New("cannot be read")
	// ErrUnavailable means that the store or provider cannot be reached: a later try can help.
	ErrUnavailable = errors.New("not available")
)

// Problem is one mistake in a data or configuration file, described so that its author can fix it.
type Problem struct {
	File    string // path as the author knows it, such as "flows/door.yaml"
	Line    int    // 1-based; 0 when the whole file is meant
	What    string // what is wrong
	Remedy  string // what to do about it
	Warning bool   // worth knowing, but nothing refuses to start because of it
	Loud    bool   // a warning that somebody has to act on

	Language Language // the one language that alone has this mistake; empty when it touches more than one
	Message  string   // the id of the one text of Language that alone has it; empty when the whole file does
}

// Error formats the problem as file:line: what; remedy.
func (p Problem) Error() string {
	where := p.File
	if p.Line > 0 {
		where = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	if p.Remedy == "" {
		return where + ": " + p.What
	}
	return where + ": " + p.What + "; " + p.Remedy
}

// Problems is every mistake found in one go, so that an author can fix them together. As an error it is the
// list, one a line.
type Problems []Problem

// Sort orders the problems by file and line.
func (ps Problems) Sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.What, b.What))
	})
}

// Error joins the problems with newlines.
func (ps Problems) Error() string {
	var all string
	for i, p := range ps {
		if i > 0 {
			all += "\n"
		}
		all += p.Error()
	}
	return all
}

// Err returns the problems as an error when at least one is not a mere warning, otherwise nil.
func (ps Problems) Err() error {
	for _, p := range ps {
		if !p.Warning {
			return ps
		}
	}
	return nil
}
