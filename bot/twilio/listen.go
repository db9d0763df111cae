package twilio

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Answer takes a call's part: it asks the handler of voice requests what is said to somebody who has answered and, with a digit, pressed
// it.
func (c Caller) Answer(ctx context.Context, voice http.Handler, id bot.MessageID, to bot.Address, digit string) (words string, err error) {
	r, err := c.Voice(ctx, id, to, digit)
	if err != nil {
		return "", err
	}
	w := &answer{header: http.Header{}, status: http.StatusOK}
	voice.ServeHTTP(w, r)
	if w.status != http.StatusOK {
		return "", fmt.Errorf("the call is answered with status %d", w.status)
	}
	return ParseSpeech(w.body.Bytes())
}

// Delivered reports that a text is on its phone.
func (c Caller) Delivered(ctx context.Context, receipts http.Handler, id bot.MessageID, sid string) error {
	r, err := c.Receipt(ctx, id, map[string][]string{"MessageSid": {sid}, "MessageStatus": {"delivered"}})
	if err != nil {
		return err
	}
	w := &answer{header: http.Header{}, status: http.StatusOK}
	receipts.ServeHTTP(w, r)
	if w.status >= http.StatusBadRequest {
		return fmt.Errorf("the receipt is answered with status %d", w.status)
	}
	return nil
}

// ParseSpeech returns what is said first in a call. It reads what this package writes.
func ParseSpeech(b []byte) (string, error) {
	var response struct {
		XMLName xml.Name `xml:"Response"`
		Gather  []struct {
			Say []string `xml:"Say"`
		} `xml:"Gather"`
		Say []string `xml:"Say"`
	}
	if err := xml.Unmarshal(b, &response); err != nil {
		return "", fmt.Errorf("read TwiML: %w", err)
	}
	if len(response.Gather) > 0 {
		return strings.Join(response.Gather[0].Say, " "), nil
	}
	return strings.Join(response.Say, " "), nil
}
