package twiliotest

import (
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/text"
)

// message is a message that was taken or received. What Post holds never changes; the rest belongs to the ledger's mutex.
type message struct {
	Post
	inbound bool
	status  string
	code    int
	updated time.Time
	sent    time.Time // zero: not yet
}

// ranks orders the statuses: a message moves forward only.
var ranks = map[string]int{
	"accepted": 0, "queued": 1, "sending": 2, "sent": 3, "delivered": 4, "undelivered": 4, "failed": 4, "canceled": 4, "read": 5,
}

// parseMessage reads the fields of a message that passed the rules.
func parseMessage(form url.Values) *message {
	m := &message{Post: Post{
		To: form.Get("To"), From: form.Get("From"), Service: form.Get("MessagingServiceSid"), Body: form.Get("Body"),
		Media: form["MediaUrl"], ContentSID: form.Get("ContentSid"), ContentVariables: form.Get("ContentVariables"),
		Callback: form.Get("StatusCallback"), Segments: 1,
	}}
	m.Validity, _ = strconv.Atoi(form.Get("ValidityPeriod"))
	if m.Callback != "" {
		if u, err := url.Parse(m.Callback); err == nil {
			m.Message = path.Base(u.Path)
		}
	}
	if !m.whatsApp() && m.ContentSID == "" && len(m.Media) == 0 {
		m.Segments = text.Segments(m.Body).Segments
	}
	return m
}

func (m *message) whatsApp() bool { return strings.HasPrefix(m.To, whatsAppPrefix) }

// take files a message as one that Twilio has, and returns it as it will be shown to who posted it.
func (s *Server) take(form url.Values) (*message, []byte) {
	m := parseMessage(form)
	m.At = time.Now()
	m.updated = m.At
	m.SID = s.newSID(sidPrefix(len(m.Media)))
	m.status = "queued"
	if m.From == "" { // the service has not chosen a sender yet
		m.status = "accepted"
	}
	shown := m.appendJSON(make([]byte, 0, 1024), s)
	s.ledger.insert(m)
	return m, shown
}

// sidPrefix is MM for a message with media.
func sidPrefix(media int) string {
	if media > 0 {
		return "MM"
	}
	return "SM"
}

// move notes what became of a message.
func (s *Server) move(m *message, status string, code int) {
	s.ledger.mu.Lock()
	defer s.ledger.mu.Unlock()
	m.updated = time.Now()
	if m.sent.IsZero() && status != "failed" {
		m.sent = m.updated
	}
	if ranks[status] > ranks[m.status] {
		m.status, m.code = status, code
	}
}

// Receives files a message that somebody sent to the hotline, without telling the hotline of it: what an outage of the
// hotline leaves behind. Its times are at, in whole seconds as Twilio shows them.
func (s *Server) Receives(from, to, body string, at time.Time, media ...string) string {
	m := &message{
		Post: Post{
			At: at, SID: s.newSID(sidPrefix(len(media))), To: to, From: from, Body: body, Media: media,
			Segments: max(1, text.Segments(body).Segments),
		},
		inbound: true, status: "received", updated: at, sent: at,
	}
	s.ledger.insert(m)
	return m.SID
}

// appendJSON writes a message as Twilio shows it.
func (m *message) appendJSON(b []byte, s *Server) []byte {
	uri := s.accountPath() + "/Messages/" + m.SID
	o := append(object(b), '{')
	o.text("account_sid", s.account)
	o.text("api_version", "2010-04-01")
	o.text("body", m.Body)
	o.date("date_created", m.At)
	o.date("date_sent", m.sent)
	o.date("date_updated", m.updated)
	o.text("direction", m.direction())
	if m.code == 0 {
		o.raw("error_code", "null")
		o.raw("error_message", "null")
	} else {
		o.number("error_code", m.code)
		o.text("error_message", "Error "+strconv.Itoa(m.code))
	}
	o.optional("from", m.From)
	o.optional("messaging_service_sid", m.Service)
	o.text("num_media", strconv.Itoa(len(m.Media)))
	o.text("num_segments", m.numSegments())
	o.raw("price", "null")
	o.text("price_unit", "USD")
	o.text("sid", m.SID)
	o.text("status", m.status)
	o.raw("subresource_uris", `{"media":"`+uri+`/Media.json"}`)
	o.text("to", m.To)
	o.text("uri", uri+".json")
	return o.end()
}

func (m *message) direction() string {
	if m.inbound {
		return "inbound"
	}
	return "outbound-api"
}

// numSegments is 0 while no sender is chosen.
func (m *message) numSegments() string {
	if m.status == "accepted" {
		return "0"
	}
	return strconv.Itoa(m.Segments)
}

// date writes a time as RFC 2822 has it, or null.
func (o *object) date(name string, t time.Time) {
	if t.IsZero() {
		o.raw(name, "null")
		return
	}
	o.key(name)
	*o = append(t.UTC().AppendFormat(append(*o, '"'), time.RFC1123Z), '"')
}
