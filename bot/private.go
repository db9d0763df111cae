package bot

import "log/slog"

// Private is text that a person wrote or could be found by: a number, a message, a place.
//
// Every way of printing it yields "[private]": fmt, slog and panics that format their values never show it.
// Code that must handle the text calls [Private.Reveal], so that every disclosure can be found by name.
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
