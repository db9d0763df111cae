package twiliotest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"unicode/utf8"
)

// refusal is an error of Twilio's, see twilio.com/docs/api/errors.
type refusal struct {
	status, code int
	message      string
}

var (
	unauthorized = &refusal{http.StatusUnauthorized, 20003, "Authenticate"}
	notFound     = &refusal{http.StatusNotFound, 20404, "The requested resource was not found"}
	suspended    = &refusal{http.StatusUnauthorized, 20005, "Account not active"}
)

// badRequest is the refusal for what is wrong in no way that has a code of its own.
func badRequest(message string) *refusal {
	return &refusal{http.StatusBadRequest, 20001, message}
}

// invalid refuses a field of a message.
func invalid(code int, message string) *refusal {
	return &refusal{http.StatusBadRequest, code, message}
}

// refuse answers with an error and counts it.
func (s *Server) refuse(w http.ResponseWriter, e *refusal) {
	s.ledger.refused(e.code)
	o := begin(256)
	o.number("code", e.code)
	o.text("message", e.message)
	o.text("more_info", "https://www.twilio.com/docs/errors/"+strconv.Itoa(e.code))
	o.number("status", e.status)
	answer(w, e.status, o.end())
}

// answer sends JSON at once, so that what happens next happens after it.
func answer(w http.ResponseWriter, status int, body []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/json;charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that has gone is the client's business
	_ = http.NewResponseController(w).Flush()
}

// show answers with anything; it is for the requests that come seldom.
func (s *Server) show(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		s.tb.Errorf("write an answer: %v", err)
	}
	answer(w, status, body)
}

// object is a JSON object being written, without reflection: a busy test asks for thousands a second.
type object []byte

func begin(size int) object { return append(make(object, 0, size), '{') }

func (o *object) key(name string) {
	if (*o)[len(*o)-1] != '{' {
		*o = append(*o, ',')
	}
	*o = append(*o, '"')
	*o = append(*o, name...)
	*o = append(*o, '"', ':')
}

func (o *object) text(name, value string) {
	o.key(name)
	*o = appendText(*o, value)
}

// optional writes a text, or null for none.
func (o *object) optional(name, value string) {
	if value == "" {
		o.raw(name, "null")
		return
	}
	o.text(name, value)
}

func (o *object) number(name string, n int) {
	o.key(name)
	*o = strconv.AppendInt(*o, int64(n), 10)
}

func (o *object) raw(name, value string) {
	o.key(name)
	*o = append(*o, value...)
}

func (o *object) end() []byte { return append(*o, '}') }

// appendText writes a JSON string. Bytes that are no UTF-8 become U+FFFD.
func appendText(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, '\\', 'n')
		case r < 0x20:
			b = append(b, '\\', 'u', '0', '0', digits[r>>4], digits[r&0xF])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}
