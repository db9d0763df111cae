package twilio

import "github.com/aldaba-hotline/aldaba/bot"

// TwiML returns the answer that makes Twilio send each text as one message, as a file for a static host: Twilio asks for it where it
// cannot reach the hotline itself.
func TwiML(texts []string) []byte {
	replies := make([]bot.Reply, len(texts))
	for i, t := range texts {
		replies[i].Text = t
	}
	return appendTwiML(nil, "", replies)
}
