package bot

import "log/slog"

// Private is text that a person wrote or could be found by: a number, a message, a place.
//
// Printed with the verbs for text (%v, %+v, %#v, %s, %q, %x) or given to slog by itself, it yields "[private]". Three things
// still show it: encoding/json, which sealed documents need, and with it slog's JSON handler when the value is part of a
// struct; fmt, when it is in an unexported field, where Go calls no methods; and a wrong verb such as %d. So log ids, never
// structs. Code that must handle the text calls [Private.Reveal], so that every disclosure can be found by name.
type Private string

const redacted = "[private]"

// Reveal returns the text itself, for sealing, matching or sending; never for a log.
func (p Private) Reveal() string { return string(p) }

// String returns a fixed mark instead of the text.
func (p Private) String() string { return redacted }

// GoString returns a fixed mark instead of the text, for %#v.
func (p Private) GoString() string { return redacted }

// LogValue returns a fixed mark instead of the text, for slog.
func (p Private) LogValue() slog.Value { return slog.StringValue(redacted) }
