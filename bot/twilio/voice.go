package twilio

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Speaker says what is said in a call that somebody has answered, and takes what they press: "" at first, then the digit. It may come
// twice. After an error Twilio asks again, three times, and then hangs up. A message that nobody knows is the zero Speech.
type Speaker interface {
	Answer(ctx context.Context, id bot.MessageID, digits string) (bot.Speech, error)
}

// VoiceCounter counts requests of calls by outcome: "answered" (somebody picked up), "pressed", "ignored" (signed, but at an address that is
// no call's), "unavailable", "method", "too_large", "media_type", "signature", "form" and "account".
type VoiceCounter interface {
	Voice(outcome string)
}

// VoiceConfig is what [Voice] needs.
type VoiceConfig struct {
	SignedConfig
	Speaker Speaker
	Counter VoiceCounter // may be nil
}

// Voice answers POST /twilio/voice/{id}: what to say in the call that is the message with that id, and what to do about a digit pressed.
//
// Status: 200 TwiML, which only hangs up when nobody knows the message; 503 when what was pressed could not be stored; 403 not signed by
// one of the tokens for the public URL, or another account's; 400 not a form, or one that does not mean one thing only; 405, 413 (more than
// 64 KiB) and 415 before anything is read or checked.
//
// Fields are acted on under the same rule as those of [Receipts]: each says the same wherever its name stands in front of something of
// its format. For a digit that is not enough: a request without one, of a caller whose name is "Digits1", reads like one with it, byte by
// byte. So digits are sent to an address of their own, which is signed too, and believed and asked for only there.
type Voice struct {
	*signedForms
	speaker Speaker
	address string // what precedes a message's id in the address of its call
}

// NewVoice returns an error when the public URL is not a URL to which requests can come.
func NewVoice(config VoiceConfig) (*Voice, error) {
	if config.Speaker == nil {
		return nil, errors.New("phone calls: a speaker is required")
	}
	count := func(outcome string) {
		if config.Counter != nil {
			config.Counter.Voice(outcome)
		}
	}
	forms, err := newSignedForms(config.SignedConfig, count)
	if err != nil {
		return nil, err
	}
	return &Voice{signedForms: forms, speaker: config.Speaker, address: forms.origins[0] + voicePath}, nil
}

// ServeHTTP implements http.Handler.
func (v *Voice) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, pressed, refused := v.request(r)
	if refused != nil {
		v.refuse(w, r, refused)
		return
	}
	said, outcome := bot.Speech{}, "ignored"
	if id != "" {
		var err error
		if said, err = v.speaker.Answer(r.Context(), id, pressed); err != nil {
			v.unavailable(w, r, err)
			return
		}
		if outcome = "answered"; pressed != "" {
			outcome = "pressed"
		}
	}
	v.count(outcome)
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	// An error here is a caller that hung up: what was pressed is stored.
	_, _ = w.Write(appendSpeech(make([]byte, 0, 1024), said, v.address+string(id)+pressedMark+retries))
}

// request reads and verifies a request. The id is empty when the address names no call.
func (v *Voice) request(r *http.Request) (bot.MessageID, string, *rejection) {
	s, done := v.lend()
	defer done()
	if rejected := v.read(r, s); rejected != nil {
		return "", "", rejected
	}
	uri, pressing := strings.CutSuffix(requestURI(r), pressedMark)
	pressed, refused := s.form.pressed(pressing)
	if refused != nil {
		return "", "", &rejection{http.StatusBadRequest, "form", refused}
	}
	if rejected := v.foreign(&s.form); rejected != nil {
		return "", "", rejected
	}
	id, ours := strings.CutPrefix(uri, voicePath)
	if !ours || !isHex32([]byte(id)) {
		return "", pressed, nil
	}
	return bot.MessageID(id), pressed, nil
}

// The fields of a call that are acted on.
const (
	callSid    = "CallSid"
	callStatus = "CallStatus"
	digitsKey  = "Digits"

	pressedMark = "?pressed" // ends the address to which digits are sent
	callKind    = "CA"
)

// pressed returns the digits of a form of a call, or why it does not mean one thing only. They count in a call that is over, too: people
// press and hang up. Where none are wanted, none are found.
func (f *form) pressed(wanted bool) (string, *refusal) {
	var sid, status, pressed []byte
	for i, p := range f.pairs {
		switch {
		case i > 0 && bytes.Equal(p.key, f.pairs[i-1].key):
			return "", refuse(p.name, "given twice")
		case !isKey(p.key):
			return "", refuse(p.name, "is not a field name")
		}
		switch string(p.key) {
		case callSid:
			sid = p.value
		case callStatus:
			status = p.value
		case digitsKey:
			pressed = p.value
		}
	}
	switch {
	case !says(f.signed, callSid, sid, callSidEnd) || len(sid) == 0:
		return "", &refusal{callSid, "missing, malformed or ambiguous"}
	case !says(f.signed, callStatus, status, statusEnd) || len(status) == 0:
		return "", &refusal{callStatus, "missing, malformed or ambiguous"}
	case !wanted:
		return "", nil
	case !says(f.signed, digitsKey, pressed, digitsEnd) || len(pressed) == 0:
		return "", &refusal{digitsKey, "missing, malformed or ambiguous"}
	}
	return string(pressed), nil
}

// callSidEnd and digitsEnd return how many bytes of b its beginning takes that has the format; 0: it has another.
func callSidEnd(b []byte) int {
	if len(b) < 34 || !isSID(b[:34], callKind) {
		return 0
	}
	return 34
}

func digitsEnd(b []byte) int {
	return count(b, func(c byte) bool { return digit(c) || c == '*' || c == '#' })
}
