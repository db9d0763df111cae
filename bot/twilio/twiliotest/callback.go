package twiliotest

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // Twilio's choice
	"encoding/base64"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// tell sends one callback and counts its answer.
func (c *courier) tell(m *message, what Callback) {
	c.mu.Lock()
	target := c.target
	c.mu.Unlock()
	if target == nil {
		c.server.tb.Error("a callback is due and nobody said where to: call CallbacksTo")
		return
	}
	status := c.post(m, what, target)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answers[status]++
}

// post returns the status of the answer; 0: none.
func (c *courier) post(m *message, what Callback, target *url.URL) int {
	status, _ := c.send(m.SID, m.Callback, target, c.server.fields(m, what), c.server.signer(what))
	return status
}

// send posts a signed form to a URL of the hotline's, at the host of target. It returns the status of the answer, 0 without one, and its body.
func (c *courier) send(about, original string, target *url.URL, form url.Values, token string) (int, []byte) {
	original = withoutFragment(original) // how to repeat it is for Twilio, and not signed
	u, err := url.Parse(original)
	if err != nil {
		c.server.tb.Errorf("a URL of %s cannot be read: %v", about, err)
		return 0, nil
	}
	host := u.Host
	u.Scheme, u.Host = target.Scheme, target.Host
	req, err := http.NewRequestWithContext(c.ctx, http.MethodPost, u.String(), strings.NewReader(form.Encode()))
	if err != nil {
		c.server.tb.Errorf("callback of %s: %v", about, err)
		return 0, nil
	}
	req.Host = host
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	req.Header.Set("User-Agent", "TwilioProxy/1.1")
	req.Header.Set("I-Twilio-Idempotency-Token", randomHex(16))
	req.Header.Set("X-Twilio-Signature", sign(token, original, form))
	return c.do(req)
}

func (c *courier) do(req *http.Request) (int, []byte) {
	resp, err := c.client.Do(req)
	if err != nil {
		return 0, nil
	}
	defer func() { _ = resp.Body.Close() }()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10)) // Twilio reads no more of TwiML
	return resp.StatusCode, body
}

// signer is the token that signs a callback.
func (s *Server) signer(what Callback) string {
	if what.Forged {
		return s.token + "forged"
	}
	return s.token
}

// fields are those of a status callback.
func (s *Server) fields(m *message, what Callback) url.Values {
	f := url.Values{
		"AccountSid": {s.account}, "ApiVersion": {"2010-04-01"}, "To": {m.To},
		"MessageSid": {m.SID}, "SmsSid": {m.SID}, "MessageStatus": {what.Status}, "SmsStatus": {what.Status},
	}
	if m.From != "" {
		f.Set("From", m.From)
	}
	if m.Service != "" {
		f.Set("MessagingServiceSid", m.Service)
	}
	if what.Code != 0 {
		f.Set("ErrorCode", strconv.Itoa(what.Code))
		f.Set("ErrorMessage", "Error "+strconv.Itoa(what.Code))
	}
	if m.whatsApp() {
		f.Set("ChannelPrefix", "whatsapp")
		f.Set("ChannelInstallSid", "XE"+s.account[2:])
		f.Set("EventType", strings.ToUpper(what.Status))
	} else if what.Status == "delivered" {
		f.Set("RawDlrDoneDate", time.Now().UTC().Format("0601021504"))
	}
	return f
}

// sign is Twilio's signature: the URL and then every field, sorted by name, with nothing in between. No field is given
// twice here.
func sign(token, url string, form url.Values) string {
	mac := hmac.New(sha1.New, []byte(token))
	_, _ = io.WriteString(mac, url)
	for _, name := range slices.Sorted(maps.Keys(form)) {
		_, _ = io.WriteString(mac, name+form.Get(name))
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
