package twiliotest

import (
	"regexp"
	"slices"
	"unicode/utf8"
)

// WhatsApp's limits in characters, as twilio.com/docs/content states them.
const (
	maxContentBody = 1024
	maxButton      = 20 // a button's title
	maxItem        = 24 // a list item's title
	maxDescription = 72
	maxID          = 200
	maxChoices     = 10
)

var (
	// contentTypes are the types that a content may have.
	contentTypes = []string{
		"twilio/text", "twilio/media", "twilio/quick-reply", "twilio/list-picker", "twilio/call-to-action", "twilio/location",
		"twilio/card", "twilio/carousel", "whatsapp/card", "whatsapp/authentication",
	}
	contentLanguage = regexp.MustCompile(`^[a-z]{2,3}(_[A-Z]{2})?$`) // WhatsApp's spelling
)

// judge returns what is wrong with a content, or nil. The types that hold choices are looked into.
func (c *contentRequest) judge() *refusal {
	switch {
	case !contentLanguage.MatchString(c.Language):
		return badRequest("language: such as en or pt_BR")
	case len(c.Types) == 0:
		return badRequest("types: at least one")
	}
	for name, value := range c.Variables {
		if name == "" || value == "" {
			return badRequest("variables: no empty name, no empty value")
		}
	}
	for kind, body := range c.Types {
		if e := judgeType(kind, body); e != nil {
			return e
		}
	}
	return nil
}

func judgeType(kind string, body map[string]any) *refusal {
	if !slices.Contains(contentTypes, kind) {
		return badRequest("no such type of content: " + kind)
	}
	switch kind {
	case "twilio/text":
		return within(body, limit{"body", 1, maxBody})
	case "twilio/quick-reply":
		if e := within(body, limit{"body", 1, maxContentBody}); e != nil {
			return e
		}
		return eachOf(body, "actions", limit{"title", 1, maxButton}, limit{"id", 0, maxID})
	case "twilio/list-picker":
		if e := within(body, limit{"body", 1, maxContentBody}, limit{"button", 1, maxButton}); e != nil {
			return e
		}
		return eachOf(body, "items", limit{"item", 1, maxItem}, limit{"id", 1, maxID}, limit{"description", 0, maxDescription})
	}
	return nil
}

// limit is how many characters a text may have.
type limit struct {
	name        string
	least, most int
}

func within(body map[string]any, limits ...limit) *refusal {
	for _, l := range limits {
		text, ok := body[l.name].(string)
		if n := utf8.RuneCountInString(text); n < l.least || n > l.most || !ok && body[l.name] != nil {
			return badRequest(l.name + ": too short, too long or no text")
		}
	}
	return nil
}

// eachOf checks a list of choices, whose ids must differ: a tap on one must mean one.
func eachOf(body map[string]any, name string, limits ...limit) *refusal {
	choices, _ := body[name].([]any)
	if len(choices) == 0 || len(choices) > maxChoices {
		return badRequest(name + ": 1 to 10")
	}
	seen := map[any]bool{nil: false}
	for _, choice := range choices {
		fields, _ := choice.(map[string]any)
		if e := within(fields, limits...); e != nil {
			return e
		}
		if seen[fields["id"]] {
			return badRequest(name + ": one id twice")
		}
		seen[fields["id"]] = fields["id"] != nil
	}
	return nil
}
