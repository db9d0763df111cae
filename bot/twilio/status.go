package twilio

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// states are Twilio's statuses of a message on its way out.
var states = map[string]bot.MessageState{
	"accepted":    bot.MessagePosted,
	"scheduled":   bot.MessagePosted,
	"queued":      bot.MessagePosted,
	"sending":     bot.MessagePosted,
	"sent":        bot.MessageSent,
	"delivered":   bot.MessageDelivered,
	"read":        bot.MessageRead,
	"undelivered": bot.MessageUndelivered,
	"failed":      bot.MessageFailed,
	"canceled":    bot.MessageFailed,
}

// callStates are Twilio's statuses of a call. One that was completed was answered, perhaps by a machine: that it rang is all that is known.
var callStates = map[string]bot.MessageState{
	"queued":      bot.MessagePosted,
	"initiated":   bot.MessagePosted,
	"ringing":     bot.MessageSent,
	"in-progress": bot.MessageSent,
	"completed":   bot.MessageDelivered,
	"busy":        bot.MessageUndelivered,
	"no-answer":   bot.MessageUndelivered,
	"failed":      bot.MessageFailed,
	"canceled":    bot.MessageFailed,
}

// Reporter takes what Twilio reports about a message, known or not, once or often. After an error Twilio is asked to try
// again.
type Reporter interface {
	Report(ctx context.Context, r bot.Receipt) error
}

// ReceiptCounter counts receipts by outcome: "taken" (reported), "ignored" (signed, but for no id that we give out, or
// with a status that means nothing to us), "unavailable" (could not be reported), "method", "too_large", "media_type",
// "signature", "form" and "account".
type ReceiptCounter interface {
	Receipt(outcome string)
}

// ReceiptsConfig is what [Receipts] need.
type ReceiptsConfig struct {
	SignedConfig
	Reporter Reporter
	Counter  ReceiptCounter // may be nil
}

// Receipts answers POST /twilio/status/{id}, where Twilio reports what became of the message, or the call, with that id.
//
// Status: 204 when signed, whether the id is known or not; 503 with Retry-After when the receipt could not be stored; 403
// not signed by one of the tokens for the public URL, or another account's; 400 not a form, or one that does not mean one
// thing only; 405, 413 (more than 64 KiB) and 415 before anything is read or checked.
//
// Whoever holds a signed receipt can cut its bytes into other fields, see the package documentation. Three fields are
// acted on (of a message and of a call, of which one must be absent), and each must say the same wherever its name stands in front of something of its format, in a field or not:
// what is reported then follows from the signed bytes alone. The id is pinned by its length at the end of the URL.
type Receipts struct {
	*signedForms
	reporter Reporter
}

// NewReceipts returns an error when the public URL is not a URL to which requests can come.
func NewReceipts(config ReceiptsConfig) (*Receipts, error) {
	if config.Reporter == nil {
		return nil, errors.New("receipts: a reporter is required")
	}
	count := func(outcome string) {
		if config.Counter != nil {
			config.Counter.Receipt(outcome)
		}
	}
	forms, err := newSignedForms(config.SignedConfig, count)
	if err != nil {
		return nil, err
	}
	return &Receipts{signedForms: forms, reporter: config.Reporter}, nil
}

// ServeHTTP implements http.Handler.
func (rs *Receipts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	receipt, refused := rs.receipt(r)
	switch {
	case refused != nil:
		rs.refuse(w, r, refused)
		return
	case receipt.Message == "" || receipt.State == "":
		rs.count("ignored")
	default:
		if err := rs.reporter.Report(r.Context(), receipt); err != nil {
			rs.unavailable(w, r, err)
			return
		}
		rs.count("taken")
	}
	w.WriteHeader(http.StatusNoContent)
}

// receipt reads, verifies and translates a request. The receipt has no Message when the address names none, and no State
// when the status means nothing.
func (rs *Receipts) receipt(r *http.Request) (bot.Receipt, *rejection) {
	s, done := rs.lend()
	defer done()
	if rejected := rs.read(r, s); rejected != nil {
		return bot.Receipt{}, rejected
	}
	read, refused := s.form.receipt()
	if refused != nil {
		return bot.Receipt{}, &rejection{http.StatusBadRequest, "form", refused}
	}
	if rejected := rs.foreign(&s.form); rejected != nil {
		return bot.Receipt{}, rejected
	}
	read.Message = messageOf(requestURI(r))
	return read, nil
}

// messageOf returns the id in an address of ours, "" in any other.
func messageOf(uri string) bot.MessageID {
	id, ours := strings.CutPrefix(uri, statusPath)
	if !ours || !isHex32([]byte(id)) {
		return ""
	}
	return bot.MessageID(id)
}

func isHex32(b []byte) bool {
	return len(b) == 32 && count(b, func(c byte) bool { return digit(c) || 'a' <= c && c <= 'f' }) == 32
}

// The fields of a receipt that are acted on, besides MessageSid.
const (
	messageStatus = "MessageStatus"
	errorCode     = "ErrorCode"
)

// told are the fields of a receipt that are acted on: those of a message, or those of a call.
type told struct{ sid, status, callSid, callStatus, code []byte }

// told collects them. No field may be given twice.
func (f *form) told() (told, *refusal) {
	var t told
	for i, p := range f.pairs {
		switch {
		case i > 0 && bytes.Equal(p.key, f.pairs[i-1].key):
			return t, refuse(p.name, "given twice")
		case !isKey(p.key):
			return t, refuse(p.name, "is not a field name")
		case p.name == messageSid:
			t.sid = p.value
		}
		switch string(p.key) {
		case messageStatus:
			t.status = p.value
		case callSid:
			t.callSid = p.value
		case callStatus:
			t.callStatus = p.value
		case errorCode:
			t.code = p.value
		}
	}
	return t, nil
}

// receipt translates the form, or tells why it does not mean one thing only.
func (f *form) receipt() (bot.Receipt, *refusal) {
	t, refused := f.told()
	if refused != nil {
		return bot.Receipt{}, refused
	}
	call := len(t.callSid) > 0
	switch {
	case !says(f.signed, messageSid.name(), t.sid, sidEnd) || call != (len(t.sid) == 0):
		return bot.Receipt{}, refuse(messageSid, "missing, malformed or ambiguous")
	case !says(f.signed, messageStatus, t.status, statusEnd) || call != (len(t.status) == 0):
		return bot.Receipt{}, &refusal{messageStatus, "missing, malformed or ambiguous"}
	case !says(f.signed, callSid, t.callSid, callSidEnd):
		return bot.Receipt{}, &refusal{callSid, "malformed or ambiguous"}
	case !says(f.signed, callStatus, t.callStatus, statusEnd) || call == (len(t.callStatus) == 0):
		return bot.Receipt{}, &refusal{callStatus, "missing, malformed or ambiguous"}
	case !says(f.signed, errorCode, t.code, codeEnd):
		return bot.Receipt{}, &refusal{errorCode, "malformed or ambiguous"}
	}
	return t.receipt(call), nil
}

func (t told) receipt(call bool) bot.Receipt {
	r := bot.Receipt{SID: string(t.sid), State: states[string(t.status)]}
	if call {
		r.SID, r.State = string(t.callSid), callStates[string(t.callStatus)]
	}
	if r.State == bot.MessageUndelivered || r.State == bot.MessageFailed {
		r.Code, _ = strconv.Atoi(string(t.code)) // digits only; none is 0
		r.Outcome = OutcomeOf(r.Code)
	}
	return r
}

// says reports whether a value has the format that end finds, and whether name says this value wherever in what was
// signed it stands in front of something of that format. An absent or empty value wants it to say nothing anywhere.
func says(signed []byte, name string, value []byte, end func([]byte) int) bool {
	if end(value) != len(value) {
		return false
	}
	for rest := signed; ; {
		_, behind, found := bytes.Cut(rest, []byte(name))
		if !found {
			return true
		}
		if n := end(behind); n > 0 && !bytes.Equal(behind[:n], value) {
			return false
		}
		rest = behind
	}
}

// sidEnd, statusEnd and codeEnd return how many bytes of b its beginning takes that has the format; 0: it has another.
func sidEnd(b []byte) int {
	if len(b) < 34 || !valid(messageSid, b[:34]) {
		return 0
	}
	return 34
}

func statusEnd(b []byte) int {
	return count(b, func(c byte) bool { return lower(c) || c == '_' || c == '-' })
}

func codeEnd(b []byte) int {
	if n := digits(b); n <= 6 {
		return n
	}
	return 0
}
