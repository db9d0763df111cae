package twiliotest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// mostRequests of one call: whoever waits for digits for ever is a test that would not end.
const mostRequests = 20

// attend lets whoever answered hear the call out and press digits.
func (s *Server) attend(c *Call, press []string) {
	at, more := c.URL, url.Values{}
	for range mostRequests {
		body, ok := s.told(c, at, more)
		if !ok {
			return
		}
		script, err := parseVoice(body)
		if err != nil {
			s.tb.Errorf("call %s: %v", c.SID, err)
			return
		}
		if at, ok = s.follow(c, script, len(press) > 0); !ok {
			return
		}
		more = url.Values{"Digits": {press[0]}, "FinishedOnKey": {""}}
		press = press[1:]
	}
	s.tb.Errorf("call %s does not end", c.SID)
}

// told asks what to say, again as often as the URL wants after an error of the server's.
func (s *Server) told(c *Call, at string, more url.Values) ([]byte, bool) {
	for try := 0; ; try++ {
		status, body := s.ask(c, at, "in-progress", more)
		s.exchange.mu.Lock()
		c.Answers = append(c.Answers, status)
		s.exchange.mu.Unlock()
		if status == http.StatusOK || status > 0 && status < 500 || try >= repeats(at) {
			return body, status == http.StatusOK
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// repeats is how often a URL wants to be asked again after an error of the server's: its fragment is "rc=3&rp=5xx", for example.
func repeats(u string) int {
	_, fragment, _ := strings.Cut(u, "#")
	how, err := url.ParseQuery(fragment)
	if err != nil || !strings.Contains(how.Get("rp"), "5xx") {
		return 0
	}
	n, _ := strconv.Atoi(how.Get("rc"))
	return n
}

// follow speaks a script, and returns where a digit goes if the listener has one and is asked for it.
func (s *Server) follow(c *Call, script []verb, presses bool) (string, bool) {
	for _, v := range script {
		switch v.XMLName.Local {
		case "Say":
			s.hears(c, v)
		case "Hangup":
			return "", false
		case "Gather":
			for _, said := range v.Verbs {
				s.hears(c, said)
			}
			if presses {
				return v.Action, true
			}
		}
	}
	return "", false
}

func (s *Server) hears(c *Call, v verb) {
	s.exchange.mu.Lock()
	defer s.exchange.mu.Unlock()
	c.Heard = append(c.Heard, Spoken{v.Language, v.Voice, v.Words})
}

// verb is an element of TwiML for calls.
type verb struct {
	XMLName   xml.Name
	Language  string `xml:"language,attr"`
	Voice     string `xml:"voice,attr"`
	Action    string `xml:"action,attr"`
	Method    string `xml:"method,attr"`
	NumDigits string `xml:"numDigits,attr"`
	Timeout   string `xml:"timeout,attr"`
	Words     string `xml:",chardata"`
	Verbs     []verb `xml:",any"`
}

// parseVoice reads TwiML. What it does not know is an error; Twilio would go on and be silent.
func parseVoice(b []byte) ([]verb, error) {
	var response struct {
		XMLName xml.Name `xml:"Response"`
		Verbs   []verb   `xml:",any"`
	}
	if err := xml.Unmarshal(b, &response); err != nil {
		return nil, fmt.Errorf("read TwiML: %w", err)
	}
	for _, v := range response.Verbs {
		if err := v.check("Say", "Gather", "Hangup"); err != nil {
			return nil, err
		}
	}
	return response.Verbs, nil
}

func (v verb) check(known ...string) error {
	timeout, err := strconv.Atoi(v.Timeout)
	gather := v.XMLName.Local == "Gather"
	switch {
	case !slices.Contains(known, v.XMLName.Local):
		return fmt.Errorf("TwiML: no verb <%s> here", v.XMLName.Local)
	case v.XMLName.Local == "Say" && (v.Language == "" || v.Voice == "" || len(v.Verbs) > 0):
		return errors.New("TwiML: <Say> without language or voice, or with more than words")
	case gather && (!isWebURL(v.Action) || v.Method != http.MethodPost || v.NumDigits != "1" || err != nil || timeout < 1):
		return errors.New("TwiML: <Gather> that does not post one digit to a URL")
	}
	for _, inner := range v.Verbs {
		if err := inner.check("Say"); err != nil {
			return err
		}
	}
	return nil
}

// ask posts a signed form about a call to a URL of the hotline's.
func (s *Server) ask(c *Call, at, status string, more url.Values) (int, []byte) {
	s.courier.mu.Lock()
	target := s.courier.target
	s.courier.mu.Unlock()
	if target == nil {
		s.tb.Error("a phone rings and nobody said where the hotline is: call CallbacksTo")
		return 0, nil
	}
	form := url.Values{
		"AccountSid": {s.account}, "ApiVersion": {"2010-04-01"}, "CallSid": {c.SID}, "CallStatus": {status}, "Direction": {"outbound-api"},
		"From": {c.From}, "Caller": {c.From}, "FromCity": {"OAKLAND"}, "FromState": {"CA"}, "FromZip": {"94601"}, "FromCountry": {"US"},
		"CallerCity": {"OAKLAND"}, "CallerState": {"CA"}, "CallerZip": {"94601"}, "CallerCountry": {"US"},
		"To": {c.To}, "Called": {c.To}, "ToCity": {""}, "ToState": {""}, "ToZip": {""}, "ToCountry": {"US"},
		"CalledCity": {""}, "CalledState": {""}, "CalledZip": {""}, "CalledCountry": {"US"},
	}
	maps.Copy(form, more)
	return s.courier.send(c.SID, at, target, form, s.token)
}
