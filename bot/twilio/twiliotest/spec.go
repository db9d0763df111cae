package twiliotest

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
)

// parameter is what Twilio's published OpenAPI description says of one parameter.
type parameter struct {
	kind     kind
	many     bool           // an array: may be given more than once
	required bool           // must be given
	pattern  *regexp.Regexp // of a text
	enum     []string       // the only texts
	min, max int            // of an integer; both 0: any
}

type kind int

const (
	str kind = iota
	boolean
	integer
	number
	uri
	dateTime
)

// createMessage lists the parameters of CreateMessage, from twilio/twilio-oai, spec/json/twilio_api_v2010.json (version of
// 2026-04); FallbackFrom and TrafficType are newer and from twilio-go 1.31. The range of ValidityPeriod is in its
// description only.
var createMessage = map[string]parameter{
	"To":                  {required: true},
	"StatusCallback":      {kind: uri},
	"ApplicationSid":      {pattern: regexp.MustCompile(`^AP[0-9a-fA-F]{32}$`)},
	"MaxPrice":            {kind: number},
	"ProvideFeedback":     {kind: boolean},
	"Attempt":             {kind: integer},
	"ValidityPeriod":      {kind: integer, min: 1, max: maxValidity},
	"ForceDelivery":       {kind: boolean},
	"ContentRetention":    {enum: []string{"retain", "discard"}},
	"AddressRetention":    {enum: []string{"retain", "obfuscate"}},
	"SmartEncoded":        {kind: boolean},
	"PersistentAction":    {many: true},
	"TrafficType":         {enum: []string{"free"}},
	"ShortenUrls":         {kind: boolean},
	"ScheduleType":        {enum: []string{"fixed"}},
	"SendAt":              {kind: dateTime},
	"SendAsMms":           {kind: boolean},
	"ContentVariables":    {},
	"RiskCheck":           {enum: []string{"enable", "disable"}},
	"From":                {},
	"FallbackFrom":        {},
	"MessagingServiceSid": {pattern: serviceSID},
	"Body":                {},
	"MediaUrl":            {kind: uri, many: true},
	"ContentSid":          {pattern: contentSID},
}

// oneOf are the groups of which CreateMessage needs one: x-twilio.conditional in the description.
var oneOf = [][]string{{"From", "MessagingServiceSid"}, {"Body", "MediaUrl", "ContentSid"}}

// listMessage lists the parameters of ListMessage.
var listMessage = map[string]parameter{
	"To":        {},
	"From":      {},
	"DateSent":  {kind: dateTime},
	"DateSent<": {kind: dateTime},
	"DateSent>": {kind: dateTime},
	"PageSize":  {kind: integer, min: 1, max: maxPage},
	"Page":      {kind: integer, min: 0, max: 1 << 30},
	"PageToken": {},
}

// CheckForm returns how the form of a CreateMessage request breaks Twilio's published description, or nil. It is stricter
// than Twilio, which ignores what it does not know.
func CheckForm(form url.Values) error { return checkParameters(createMessage, form, oneOf) }

func checkParameters(parameters map[string]parameter, form url.Values, oneOf [][]string) error {
	if err := checkAll(parameters, form); err != nil {
		return err
	}
	for _, group := range oneOf {
		if !slices.ContainsFunc(group, form.Has) {
			return fmt.Errorf("one of %v must be given", group)
		}
	}
	return nil
}

// CheckQuery is CheckForm for the query of a ListMessage request.
func CheckQuery(query url.Values) error { return checkAll(listMessage, query) }

func checkAll(parameters map[string]parameter, form url.Values) error {
	for name, values := range form {
		p, known := parameters[name]
		if !known {
			return fmt.Errorf("%s: no such parameter", name)
		}
		if len(values) > 1 && !p.many {
			return fmt.Errorf("%s: given %d times", name, len(values))
		}
		for _, value := range values {
			if err := p.check(value); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	for name, p := range parameters {
		if p.required && form.Get(name) == "" {
			return fmt.Errorf("%s: must be given", name)
		}
	}
	return nil
}

// check does not quote the value: it may be a number or a text.
func (p *parameter) check(value string) error {
	if p.pattern != nil && !p.pattern.MatchString(value) {
		return fmt.Errorf("does not match %v", p.pattern)
	}
	if p.enum != nil && !slices.Contains(p.enum, value) {
		return fmt.Errorf("is none of %v", p.enum)
	}
	ok := true
	switch p.kind {
	case boolean:
		ok = value == "true" || value == "false"
	case integer:
		n, err := strconv.Atoi(value)
		ok = err == nil && (p.max == 0 || p.min <= n && n <= p.max)
	case number:
		_, err := strconv.ParseFloat(value, 64)
		ok = err == nil
	case uri:
		u, err := url.Parse(value)
		ok = err == nil && u.IsAbs()
	case dateTime:
		_, _, ok = parseDate(value)
	case str:
	}
	if !ok {
		return fmt.Errorf("is not %s, or out of range", p.kind)
	}
	return nil
}

func (k kind) String() string {
	return [...]string{"a text", "a boolean", "an integer", "a number", "a URI", "a date or time"}[k]
}

// checkForm fails the test for a message that was taken and breaks the description.
func (s *Server) checkForm(form url.Values) {
	if s.checkEvery == 0 || s.checks.Add(1)%int64(s.checkEvery) != 0 {
		return
	}
	if err := CheckForm(form); err != nil {
		s.tb.Errorf("a message breaks Twilio's description: %v", err)
	}
}

// checkQuery fails the test for a listing that breaks the description.
func (s *Server) checkQuery(query url.Values) {
	if s.checkEvery == 0 {
		return
	}
	if err := CheckQuery(query); err != nil {
		s.tb.Errorf("a listing breaks Twilio's description: %v", err)
	}
}
