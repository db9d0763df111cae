package twilio

import (
	"errors"
	"net/http"

	"github.com/aldaba-hotline/aldaba/bot"
)

// row is what one of Twilio's error codes means for what to do next.
type row struct {
	code    int
	outcome bot.Outcome
	means   string
	source  string
}

// Where rows come from. The classes of the first are the researchers' judgement of Twilio's descriptions; pages are
// Twilio's own at twilio.com/docs/api/errors/<code>.
const (
	research = "reference/twilio.md, section 1, Errors, 2026-11-22"
	memory   = "reference/twilio.md, section 1, Errors, 2026-11-22, from memory only"
	page     = "twilio.com/docs/api/errors"
)

// rows is the one table from Twilio's error codes to outcomes, by outcome. Receipts and answers, texts and calls share it: that a call
// neither bars a phone nor holds a sender back, whatever the outcome, is up to package outbox.
var rows = [...]row{
	{21610, bot.OptedOut, "opted out at Twilio", research},

	{21211, bot.Permanent, "To is not a number", research},
	{21265, bot.Permanent, "To is a short code", page},
	{21614, bot.Permanent, "To is no mobile number", research},
	{21217, bot.Permanent, "To is no phone number (a call)", page},
	{21635, bot.Permanent, "To is a landline", page},
	{30005, bot.Permanent, "unknown or inactive handset", research},
	{30006, bot.Permanent, "landline or unreachable carrier", research},
	{63003, bot.Permanent, "To is not on the channel", research},
	{63014, bot.Permanent, "blocked by the recipient", research},
	{63024, bot.Permanent, "To is no valid recipient of the channel", research},

	{13224, bot.Strike, "no carrier takes a call to To", page},
	{21214, bot.Strike, "To cannot be reached by a call", page},
	{21216, bot.Strike, "the account may not call To", page},
	{21219, bot.Strike, "a trial account has not verified To (a call)", page},
	{21608, bot.Strike, "a trial account has not verified To", page},
	{21612, bot.Strike, "no route from From to To", research},
	{30003, bot.Strike, "handset is off or out of reach", research},
	{30004, bot.Strike, "blocked by handset or carrier", research},
	{30008, bot.Strike, "the carrier does not say why", research},

	{20429, bot.BackOff, "too many requests", research},
	{30022, bot.BackOff, "the carrier's rate", research},
	{63017, bot.BackOff, "the channel's rate", research},
	{63018, bot.BackOff, "the channel's rate", research},

	{21611, bot.Defer, "From's queue is full", research},
	{30001, bot.Defer, "the queue is full", research},
	{30023, bot.Defer, "the carrier's cap of the day", research},
	{30610, bot.Defer, "quiet hours", research},
	{63032, bot.Defer, "WhatsApp limits what the recipient gets", research},
	{63038, bot.Defer, "the account's cap of the day", research},
	{63049, bot.Defer, "Meta chose not to deliver a marketing message", memory},

	{63016, bot.NeedsTemplate, "outside WhatsApp's window", research},

	{13227, bot.PauseBulk, "the account may not call this country", page},
	{21210, bot.PauseBulk, "the account may not call from From", page},
	{21215, bot.PauseBulk, "the account may not call this country", page},
	{21408, bot.PauseBulk, "the account may not send to this country", research},
	{21617, bot.PauseBulk, "longer than 1600 characters", research},
	{21654, bot.PauseBulk, "values without a template", research},
	{21655, bot.PauseBulk, "no such template", research},
	{21656, bot.PauseBulk, "the template's values are invalid", research},
	{30007, bot.PauseBulk, "filtered for its content", research},
	{30034, bot.PauseBulk, "unregistered 10DLC number", research},
	{30450, bot.PauseBulk, "toll-free verification", research},

	{20003, bot.PauseSender, "credentials are not accepted", research},
	{20404, bot.PauseSender, "no such account", page},
	{21606, bot.PauseSender, "From cannot send for this account", page},
	{21659, bot.PauseSender, "From is not Twilio's", page},
	{21660, bot.PauseSender, "From is another account's", page},
	{21661, bot.PauseSender, "From cannot send SMS", page},
	{21701, bot.PauseSender, "no such messaging service", page},
	{21705, bot.PauseSender, "the messaging service is invalid", page},
	{30002, bot.PauseSender, "account suspended", research},
	{30404, bot.PauseSender, "no such account or service, or a wrong base URL", page},
	{63001, bot.PauseSender, "the channel does not accept the sender's credentials", page},
	{63002, bot.PauseSender, "From is not on the channel", page},
	{63007, bot.PauseSender, "From is not on the channel", page},
}

// OutcomeOf returns what an error code of Twilio's means; 0, no code, means nothing.
//
// A code that is not in the table is a Strike: Twilio refused the message, so it was not sent and may be tried again, and
// the one later try keeps it from going round for ever. Neither stopping the sender, which would let one odd message
// silence the hotline, nor Permanent, which would silence a recipient for good, is safe for a code that nobody knows.
func OutcomeOf(code int) bot.Outcome {
	if code == 0 {
		return ""
	}
	if outcome, listed := listed(code); listed {
		return outcome
	}
	return bot.Strike
}

func listed(code int) (bot.Outcome, bool) {
	for _, r := range &rows {
		if r.code == code {
			return r.outcome, true
		}
	}
	return "", false
}

// outcome judges the status first where it says whether the message was processed, then the code, then the status.
func (e *apiError) outcome() bot.Outcome {
	switch {
	case e.status == http.StatusTooManyRequests: // never processed, says the research
		return bot.BackOff
	case e.status >= 500, e.status == http.StatusRequestTimeout: // whoever answers may have passed the message on
		return bot.Unknown
	}
	if outcome, listed := listed(e.code); listed {
		return outcome
	}
	switch {
	case e.status < 400, e.status == http.StatusUnauthorized, e.status == http.StatusForbidden,
		e.status == http.StatusNotFound, e.status == http.StatusMethodNotAllowed:
		return bot.PauseSender // wrong credentials or a wrong address: every message would fare the same
	case e.code == 0: // not Twilio's JSON: somebody in between refused it, and nothing is known about the recipient
		return bot.Unreached
	}
	return OutcomeOf(e.code)
}

// failure is the result of an attempt that ended in an error. An answer that reads like nothing at all came after the
// message was written.
func failure(err error) bot.Result {
	var answered *apiError
	var network *netError
	switch {
	case errors.As(err, &answered):
		r := bot.Result{Outcome: answered.outcome(), Code: answered.code, Err: answered}
		if r.Code == 0 {
			r.Code = answered.status
		}
		if r.Outcome == bot.BackOff {
			r.RetryAfter = answered.retryAfter
		}
		return r
	case errors.As(err, &network) && !network.begun:
		return bot.Result{Outcome: bot.Unreached, Err: network}
	}
	return bot.Result{Outcome: bot.Unknown, Err: tellable(err)}
}

var errUnreadable = errors.New("the provider's answer cannot be read")

// tellable returns err if it is one of ours; the library's could quote the answer.
func tellable(err error) error {
	var answered *apiError
	var network *netError
	if errors.As(err, &answered) || errors.As(err, &network) {
		return err
	}
	return errUnreadable
}
