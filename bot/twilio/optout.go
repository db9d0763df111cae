package twilio

import (
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// defaultWord returns what Twilio's default handling does with a text on an SMS sender without Advanced Opt-Out: it
// answers these English words, as a whole message in any case, and passes them on without an OptOutType. YES is left
// out: Twilio minds it only after a STOP, and here it may answer a question.
func defaultWord(text string) bot.OptOut {
	switch strings.ToUpper(strings.TrimSpace(text)) {
	case "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT":
		return bot.OptOutStop
	case "START", "UNSTOP":
		return bot.OptOutStart
	case "HELP", "INFO":
		return bot.OptOutHelp
	}
	return bot.OptOutNone
}
