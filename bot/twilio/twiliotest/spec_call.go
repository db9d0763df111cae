package twiliotest

import (
	"net/url"
	"regexp"
)

// httpMethod are the only methods that the description allows.
var httpMethod = parameter{enum: []string{"GET", "POST"}}

// createCallParameters lists the parameters of CreateCall, from the same source as createMessage.
var createCallParameters = map[string]parameter{
	"To":                                 {required: true},
	"From":                               {required: true},
	"Method":                             httpMethod,
	"FallbackUrl":                        {kind: uri},
	"FallbackMethod":                     httpMethod,
	"StatusCallback":                     {kind: uri},
	"StatusCallbackEvent":                {many: true, enum: []string{"initiated", "ringing", "answered", "completed"}},
	"StatusCallbackMethod":               httpMethod,
	"SendDigits":                         {},
	"Timeout":                            {kind: integer, min: 1, max: 600},
	"Record":                             {kind: boolean},
	"RecordingChannels":                  {enum: []string{"mono", "dual"}},
	"RecordingStatusCallback":            {},
	"RecordingStatusCallbackMethod":      httpMethod,
	"RecordingConfigurationId":           {},
	"SipAuthUsername":                    {},
	"SipAuthPassword":                    {},
	"MachineDetection":                   {enum: []string{"Enable", "DetectMessageEnd"}},
	"MachineDetectionTimeout":            {kind: integer},
	"RecordingStatusCallbackEvent":       {many: true},
	"Trim":                               {enum: []string{"trim-silence", "do-not-trim"}},
	"CallerId":                           {},
	"MachineDetectionSpeechThreshold":    {kind: integer, min: 1000, max: 6000},
	"MachineDetectionSpeechEndThreshold": {kind: integer, min: 500, max: 5000},
	"MachineDetectionSilenceTimeout":     {kind: integer, min: 2000, max: 10000},
	"AsyncAmd":                           {enum: []string{"true", "false"}},
	"AsyncAmdStatusCallback":             {kind: uri},
	"AsyncAmdStatusCallbackMethod":       httpMethod,
	"Passports":                          {},
	"Byoc":                               {pattern: regexp.MustCompile(`^BY[0-9a-fA-F]{32}$`)},
	"CallReason":                         {},
	"CallToken":                          {},
	"RecordingTrack":                     {enum: []string{"inbound", "outbound", "both"}},
	"TimeLimit":                          {kind: integer},
	"ClientNotificationUrl":              {kind: uri},
	"Url":                                {kind: uri},
	"Twiml":                              {},
	"ApplicationSid":                     {pattern: regexp.MustCompile(`^AP[0-9a-fA-F]{32}$`)},
}

// CheckCall is [CheckForm] for the form of a CreateCall request.
func CheckCall(form url.Values) error {
	return checkParameters(createCallParameters, form, [][]string{{"Url", "Twiml", "ApplicationSid"}})
}

// checkCall fails the test for a call that was made and breaks the description.
func (s *Server) checkCall(form url.Values) {
	if s.checkEvery == 0 {
		return
	}
	if err := CheckCall(form); err != nil {
		s.tb.Errorf("a call breaks Twilio's description: %v", err)
	}
}
