package twilio

import (
	"context"
	"errors"
	"net/http"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/aldaba-hotline/aldaba/bot"
)

// voicePath is where Twilio asks what to say in a call, in front of the message's id.
const voicePath = "/twilio/voice/"

// ringFor is how many seconds a phone rings: most mailboxes answer after 25 to 30. Twilio may add 5 s of its own.
const ringFor = 25

var (
	errCallee = errors.New("the recipient's address is not a number that can be called")
	errCaller = errors.New("no sender can call; give senders.pages an ordinary number in hotline.yaml, or set call_after: 0")
	errCallID = errors.New("calls need a public URL and a message id; set ALDABA_PUBLIC_URL")
)

// call rings a phone, once. Nothing of the content leaves: Twilio asks for the words when somebody answers. It does not look for
// answering machines: that makes people wait in silence, errs, and is not needed, as a machine presses no digit.
//
// What cannot be called is a Strike: of a call that ends it at once, is told to whoever sent it, and holds nothing else back. A missing
// number must not stop the texts of the same sender, as PauseSender would, nor broadcasts.
func (c *Client) call(ctx context.Context, p bot.Parcel) bot.Result {
	to, from := p.To.Value.Reveal(), CallsFrom(c.config.Senders)
	switch {
	case !isE164(to):
		return bot.Result{Outcome: bot.Strike, Err: errCallee}
	case from == "":
		return bot.Result{Outcome: bot.Strike, Err: errCaller}
	case c.public == "" || p.ID == "":
		return bot.Result{Outcome: bot.Strike, Err: errCallID}
	}
	var params openapi.CreateCallParams
	params.SetTo(to).SetFrom(from).SetTimeout(ringFor)
	params.SetUrl(c.public + voicePath + string(p.ID) + retries).SetMethod(http.MethodPost)
	params.SetStatusCallback(c.public + statusPath + string(p.ID) + retries).SetStatusCallbackMethod(http.MethodPost) // when it is over, unless told otherwise
	made, err := openapi.NewApiService(c.permitted(ctx, p.Permit)).CreateCall(&params)
	if err != nil {
		return failure(err)
	}
	if sid := value(made.Sid); isSID([]byte(sid), callKind) {
		return bot.Result{Outcome: bot.Accepted, SID: sid}
	}
	return bot.Result{Outcome: bot.Unknown, Err: errNoSID}
}

// CallsFrom returns the number that calls come from: that of pages, else the one that everybody texts; "" when neither is an ordinary
// number, as short codes cannot call.
func CallsFrom(s bot.Senders) string {
	for _, number := range []string{s.Pages, s.SMS} {
		if isE164(number) {
			return number
		}
	}
	return ""
}
