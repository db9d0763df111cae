package twiliotest

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	whatsAppPrefix = "whatsapp:"
	maxBody        = 1600 // characters
	maxMedia       = 10
	maxValidity    = 36000 // seconds
)

var (
	e164       = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	whatsAppID = regexp.MustCompile(`^(\+[1-9][0-9]{6,14}|[A-Z]{2}\.[0-9]{6,})$`) // a number, or the id of somebody who hides theirs
	shortCode  = regexp.MustCompile(`^[0-9]{3,8}$`)
	senderID   = regexp.MustCompile(`^[A-Za-z0-9 ]{0,10}[A-Za-z][A-Za-z0-9 ]{0,10}$`)
	serviceSID = regexp.MustCompile(`^MG[0-9a-fA-F]{32}$`)
	contentSID = regexp.MustCompile(`^HX[0-9a-fA-F]{32}$`)
)

// judge returns what is wrong with a message, or nil. Unlike Twilio's, the fake's callbacks may go to loopback addresses.
func (s *Server) judge(form url.Values) *refusal {
	if s.estate.suspended() {
		return suspended
	}
	for _, rule := range []func(url.Values) *refusal{
		judgeTo, s.judgeFrom, judgePair, s.judgeContent, judgeBody, judgeMedia, judgeValidity, judgeCallback,
	} {
		if e := rule(form); e != nil {
			return e
		}
	}
	return nil
}

func judgeTo(form url.Values) *refusal {
	to := form.Get("To")
	if to == "" {
		return invalid(21604, "A 'To' phone number is required.")
	}
	id, whatsApp := strings.CutPrefix(to, whatsAppPrefix)
	if whatsApp && !whatsAppID.MatchString(id) || !whatsApp && !e164.MatchString(to) {
		return invalid(21211, "Invalid 'To' Phone Number: "+to)
	}
	return nil
}

// judgeFrom also looks whether the sender belongs to the account, once the test has given it one of that kind.
func (s *Server) judgeFrom(form url.Values) *refusal {
	from, service := form.Get("From"), form.Get("MessagingServiceSid")
	if from == "" && service == "" {
		return invalid(21603, "A 'From' phone number is required.")
	}
	if service != "" && (!serviceSID.MatchString(service) || !s.estate.mayUse("MG", "sid", service)) {
		return invalid(21701, "The Messaging Service does not exist")
	}
	id, whatsApp := strings.CutPrefix(from, whatsAppPrefix)
	switch {
	case from == "":
		return nil
	case whatsApp && (!e164.MatchString(id) || !s.estate.mayUse("XE", "sender_id", from)):
		return invalid(63007, "Twilio could not find a Channel with the specified From address")
	case !whatsApp && !e164.MatchString(from) && !shortCode.MatchString(from) && !senderID.MatchString(from):
		return invalid(21212, "Invalid 'From' Phone Number: "+from)
	case !whatsApp && !s.estate.ownsNumber(from):
		return invalid(21606, "The From phone number is not a valid, SMS-capable phone number for your account")
	}
	return nil
}

func judgePair(form url.Values) *refusal {
	to, from := form.Get("To"), form.Get("From")
	if from == "" {
		return nil
	}
	if strings.HasPrefix(to, whatsAppPrefix) != strings.HasPrefix(from, whatsAppPrefix) {
		return invalid(21910, "Invalid From and To pair. From and To should be of the same channel")
	}
	if to == from {
		return invalid(21266, "'To' and 'From' number cannot be the same")
	}
	return nil
}

func (s *Server) judgeContent(form url.Values) *refusal {
	sid, values := form.Get("ContentSid"), form.Get("ContentVariables")
	if sid != "" && (!contentSID.MatchString(sid) || !s.estate.mayUse("HX", "sid", sid)) {
		return invalid(21655, "The ContentSid is Invalid")
	}
	if !form.Has("ContentVariables") {
		return nil
	}
	var parsed map[string]string
	if err := json.Unmarshal([]byte(values), &parsed); err != nil || parsed == nil {
		return invalid(21656, "The ContentVariables Parameter is invalid")
	}
	for name, value := range parsed {
		if name == "" || value == "" {
			return invalid(21656, "The ContentVariables Parameter is invalid")
		}
	}
	return nil
}

func judgeBody(form url.Values) *refusal {
	body := form.Get("Body")
	if body == "" && form.Get("MediaUrl") == "" && form.Get("ContentSid") == "" {
		return invalid(21602, "Message body is required.")
	}
	if len(body) > maxBody && utf8.RuneCountInString(body) > maxBody {
		return invalid(21617, "The concatenated message body exceeds the 1600 character limit")
	}
	return nil
}

func judgeMedia(form url.Values) *refusal {
	media := form["MediaUrl"]
	if len(media) > maxMedia {
		return invalid(21623, "Number of media files exceeds allowed limit")
	}
	for _, u := range media {
		if !isWebURL(u) {
			return invalid(21620, "Invalid media URL(s)")
		}
	}
	return nil
}

func judgeValidity(form url.Values) *refusal {
	if !form.Has("ValidityPeriod") {
		return nil
	}
	if n, err := strconv.Atoi(form.Get("ValidityPeriod")); err != nil || n < 1 || n > maxValidity {
		return invalid(21624, "The ValidityPeriod is invalid: it is 1 to 36000")
	}
	return nil
}

func judgeCallback(form url.Values) *refusal {
	if form.Has("StatusCallback") && !isWebURL(form.Get("StatusCallback")) {
		return invalid(21609, "The 'StatusCallback' URL is not a valid URL")
	}
	return nil
}

// isWebURL reports whether Twilio would call a URL: http or https, a host without underscores.
func isWebURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && !strings.Contains(u.Hostname(), "_")
}
