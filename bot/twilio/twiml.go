package twilio

import (
	"encoding/xml"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
)

const twimlHead = `<?xml version="1.0" encoding="UTF-8"?><Response>`

// appendTwiML appends the answer that makes Twilio send each text as one message; without texts it sends nothing. Receipts of a text with
// an id go to that id behind the address given. Characters that XML 1.0 forbids are dropped, a text without any other is an empty message.
func appendTwiML(b []byte, receipts string, texts []bot.Reply) []byte {
	b = append(b, twimlHead...)
	for _, t := range texts {
		if t.ID != "" {
			b = append(b, `<Message statusCallback="`...)
			b = append(b, receipts...)
			b = append(append(b, t.ID...), `">`...)
		} else {
			b = append(b, "<Message>"...)
		}
		b = appendXML(b, t.Text)
		b = append(b, "</Message>"...)
	}
	return append(b, "</Response>"...)
}

func appendXML(b []byte, s string) []byte {
	done := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if instead, keep := inXML(r, size); !keep {
			b = append(append(b, s[done:i]...), instead...)
			done = i + size
		}
		i += size
	}
	return append(b, s[done:]...)
}

// inXML reports whether a character may stand in XML text as it is, and otherwise what to write instead.
func inXML(r rune, size int) (instead string, keep bool) {
	switch {
	case r == '&':
		return "&amp;", false
	case r == '<':
		return "&lt;", false
	case r == '>':
		return "&gt;", false
	case r == '\r':
		return "&#xD;", false // readers turn a bare one into \n
	case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF, r == utf8.RuneError && size == 1:
		return "", false
	}
	return "", true
}

// ParseTwiML returns the texts of an answer, one for each message. It reads what this package writes: messages of
// plain text.
func ParseTwiML(b []byte) ([]string, error) {
	var response struct {
		XMLName  xml.Name `xml:"Response"`
		Messages []struct {
			Text  string     `xml:",chardata"`
			Other []struct{} `xml:",any"`
		} `xml:"Message"`
	}
	if err := xml.Unmarshal(b, &response); err != nil {
		return nil, fmt.Errorf("read TwiML: %w", err)
	}
	var texts []string
	for _, m := range response.Messages {
		if len(m.Other) > 0 {
			return nil, errors.New("read TwiML: a message holds more than plain text")
		}
		texts = append(texts, m.Text)
	}
	return texts, nil
}
