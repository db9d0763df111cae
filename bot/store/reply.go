package store

import (
	"errors"
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// errReply means that Redis answered in a form that its contract does not know.
var errReply = errors.New("reply not understood")

// reply reads a RESP2 answer front to back. Strings share the memory of the whole answer instead of being copied one
// by one: an ordinary load has thirty of them. After a mistake it yields zero values, and err is set.
type reply struct {
	rest string
	err  error
}

// null is the length of a null string or array.
const null = -1

// array reads the head of an array and returns its length, or null.
func (r *reply) array() int { return r.head('*') }

// integer reads an integer.
func (r *reply) integer() int { return r.head(':') }

// text reads a string of any bytes; a null string is "".
func (r *reply) text() string {
	n := r.head('$')
	if n == null {
		return ""
	}
	if r.err != nil || n < 0 || len(r.rest) < n+2 {
		r.err = errReply
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n+2:]
	return s
}

// number reads a string of decimal digits.
func (r *reply) number() int64 {
	n, err := strconv.ParseInt(r.text(), 10, 64)
	if err != nil {
		r.err = errReply
	}
	return n
}

// head reads a line of the given type that holds a number.
func (r *reply) head(kind byte) int {
	line, rest, ok := strings.Cut(r.rest, "\r\n")
	if r.err != nil || !ok || line == "" || line[0] != kind {
		r.err = errReply
		return 0
	}
	r.rest = rest
	n, err := strconv.Atoi(line[1:])
	if err != nil {
		r.err = errReply
	}
	return n
}

// document reads a packed document into d, its fields behind those in to.
func (r *reply) document(d *desk.Document, to *[]desk.Field) {
	if err := unpack(r.text(), d, to); err != nil && r.err == nil {
		r.err = err
	}
}
