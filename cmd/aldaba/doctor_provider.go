package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/twilio"
)

// provider looks at the hotline's account, senders and templates. When the account cannot be read, nothing else is asked.
func (c *doctorCmd) provider(ctx context.Context, set book.Set) []finding {
	if !c.given() {
		return []finding{{serious, errNoAccount.Error(), ""}} // names the remedy
	}
	client, err := twilio.NewClient(c.config(set.Hotline, ""))
	if err != nil {
		return []finding{{serious, err.Error(), ""}} // names the remedy
	}
	var all []finding
	admin := twilio.NewAdmin(client)
	switch status, err := admin.Account(ctx); {
	case err != nil:
		return []finding{{serious, err.Error(), "check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET, and the way to the provider"}}
	case status == twilio.AccountUntold:
		all = append(all, finding{fine, "the API key is right, but may not read whether the account is active", ""})
	case status != twilio.AccountActive:
		return []finding{{serious, "the provider's account is " + status, "see the provider's console"}}
	default:
		all = append(all, finding{fine, "the provider's account is active", ""})
	}
	if c.Tokens == "" {
		all = append(all, finding{serious, "TWILIO_AUTH_TOKEN is missing: no message's signature can be checked", "set it, beside the API key"})
	}
	return slices.Concat(all, c.lines(ctx, admin, set.Hotline), callFindings(ctx, admin, set.Hotline), templateFindings(ctx, admin, set))
}

// lines judges what becomes of what each address receives, and whether carriers take what it sends.
func (c *doctorCmd) lines(ctx context.Context, admin *twilio.Admin, h bot.Hotline) []finding {
	lines := linesOf(h)
	if len(lines) == 0 {
		return []finding{{serious, "hotline.yaml names no senders", "fill in senders, and name the file with ALDABA_CONFIG"}}
	}
	var all []finding
	for _, l := range lines {
		found, err := admin.Line(ctx, l.address)
		if err != nil {
			remedy := "see whether the provider can be reached"
			if errors.Is(err, twilio.ErrNoLine) {
				remedy = "correct senders or messaging_service in hotline.yaml"
			}
			all = append(all, finding{serious, l.name + ": " + err.Error(), remedy})
			if errors.Is(err, bot.ErrUnavailable) {
				return all // so are the others, each after its time-out
			}
			continue
		}
		all = append(all, c.webhookFinding(l, found))
		all = append(all, registration(ctx, admin, h, l, found)...)
	}
	return all
}

func (c *doctorCmd) webhookFinding(l line, found twilio.Line) finding {
	const remedy = "run aldaba setup"
	what := l.name + " (" + l.address + ")"
	if checkPublicURL(c.PublicURL) != nil {
		return finding{warning, "nobody can say whether the webhook of " + what + " is right", "set ALDABA_PUBLIC_URL"}
	}
	wanted, is := webhook(c.PublicURL, ""), found.Webhook
	switch {
	case is.Does(wanted):
		return finding{fine, "the webhook of " + what + " is set", ""}
	case is.Elsewhere != "":
		return finding{serious, "messages to " + what + " do not come here: " + is.Elsewhere, remedy}
	case is.Method == wanted.Method && twilio.WithoutRetries(is.URL) == twilio.WithoutRetries(wanted.URL):
		return finding{warning, fmt.Sprintf("the webhook of %s is %s, so a text is lost when the server does not answer at once", what, is.URL), remedy + ", or set it to " + wanted.URL}
	case is.URL == "":
		return finding{serious, "messages to " + what + " do not come here: it has no webhook", remedy}
	}
	return finding{serious, fmt.Sprintf("messages to %s do not come here but to %s %s", what, is.Method, is.URL), remedy}
}

// registration judges whether carriers take what a line sends.
func registration(ctx context.Context, admin *twilio.Admin, h bot.Hotline, l line, found twilio.Line) []finding {
	if found.State != "" { // a WhatsApp sender
		if !found.Online() {
			return []finding{{serious, fmt.Sprintf("the sender %s is %s", l.address, found.State), "see the provider's console"}}
		}
		return []finding{{fine, "the sender " + l.address + " is online", ""}}
	}
	if l.address == h.MessagingService && h.Senders.SMS != "" { // texts go out from the number behind it
		if twilio.Registrable(h.Senders.SMS) == twilio.Campaign {
			r, err := admin.Campaign(ctx, h.MessagingService)
			return []finding{registered(l, r, err)}
		}
		number, err := admin.Line(ctx, h.Senders.SMS)
		if err != nil {
			return []finding{{warning, "sms: " + err.Error(), "correct senders in hotline.yaml"}}
		}
		l, found = line{"sms", h.Senders.SMS}, number
	}
	switch twilio.Registrable(l.address) {
	case twilio.TollFreeVerification:
		r, err := admin.TollFree(ctx, found)
		return []finding{registered(l, r, err)}
	case twilio.Campaign:
		return []finding{pooled(ctx, admin, h.MessagingService, l, found)}
	}
	return nil
}

// pooled judges a local number, which is registered by the messaging service that it belongs to.
func pooled(ctx context.Context, admin *twilio.Admin, service string, l line, found twilio.Line) finding {
	if service == "" {
		return finding{warning, "nobody can say whether " + l.address + " is registered (10DLC): that is kept with a messaging service",
			"put it into one, register a campaign, and name it as messaging_service"}
	}
	in, err := admin.InPool(ctx, service, found)
	switch {
	case err != nil:
		return registered(l, twilio.Registration{}, err)
	case !in:
		return finding{warning, fmt.Sprintf("%s is not in the pool of %s, so its campaign (10DLC) does not cover it", l.address, service), "add it in the provider's console"}
	}
	r, err := admin.Campaign(ctx, service)
	return registered(l, r, err)
}

func registered(l line, r twilio.Registration, err error) finding {
	what := fmt.Sprintf("the %s of %s ", r.Kind, l.address)
	switch {
	case err != nil:
		return finding{warning, err.Error(), "see the provider's console"}
	case r.Done:
		return finding{fine, what + "is through", ""}
	case r.State == "":
		return finding{serious, what + "was never asked for: carriers block its texts", "register it in the provider's console"}
	case r.Failed:
		return finding{serious, strings.TrimSpace(what + "is " + r.State + " " + r.Why), "correct it in the provider's console"}
	}
	return finding{serious, what + "is " + r.State + ": carriers may block its texts until it is through", "wait for it; use another sender meanwhile"}
}

// callFindings judge whether unanswered pages can become phone calls. That no sender is an ordinary number, the settings tell already; that
// the number is not there, its line does.
func callFindings(ctx context.Context, admin *twilio.Admin, h bot.Hotline) []finding {
	number := twilio.CallsFrom(h.Senders)
	if h.CallAfter <= 0 || number == "" {
		return nil
	}
	l, err := admin.Line(ctx, number)
	switch {
	case err != nil:
		return nil
	case !l.Calls:
		return []finding{{warning, number + " cannot place phone calls, so no unanswered page becomes one", "give senders.pages a number with voice, or set call_after: 0"}}
	}
	return []finding{{fine, "unanswered pages become phone calls from " + number, ""}}
}

// templateFindings judge the templates of a hotline with a WhatsApp sender.
func templateFindings(ctx context.Context, admin *twilio.Admin, set book.Set) []finding {
	h := set.Hotline
	if h.Senders.WhatsApp == "" || set.Library == nil || set.Texts == nil {
		return nil
	}
	there, err := admin.Templates(ctx)
	if err != nil {
		return []finding{{warning, err.Error(), "see whether the provider can be reached"}}
	}
	var all []finding
	menus, missing, stale := 0, 0, 0
	wanted, _ := templatesOf(set)
	for _, w := range wanted {
		sid := h.Templates[w.Name][w.Language]
		current := sid != "" && sid == there[w.FriendlyName()]
		switch {
		case w.review:
			all = append(all, approval(ctx, admin, w, sid, current))
		case sid == "":
			missing++
		case !current:
			stale++
		default:
			menus++
		}
	}
	const remedy = "run aldaba setup, and put the block templates: that it writes into hotline.yaml"
	if missing > 0 {
		all = append(all, finding{warning, fmt.Sprintf("%d question(s) have no template, and no buttons on WhatsApp", missing), remedy})
	}
	if stale > 0 {
		all = append(all, finding{warning, fmt.Sprintf("the templates of %d question(s) are gone, or hold other words than the hotline's", stale), remedy})
	}
	if menus > 0 {
		all = append(all, finding{fine, fmt.Sprintf("%d question(s) have their buttons on WhatsApp", menus), ""})
	}
	return all
}

// approval judges a template that must be approved. Without it, who has not written for a day cannot be reached on WhatsApp.
func approval(ctx context.Context, admin *twilio.Admin, w wanted, sid string, current bool) finding {
	what := fmt.Sprintf("template %s in %s ", w.Name, w.Language)
	const remedy = "run aldaba setup, and put the block templates: that it writes into hotline.yaml"
	switch {
	case sid == "":
		return finding{warning, what + "is missing: nobody is reached on WhatsApp who has not written for 24 hours", remedy}
	case !current:
		return finding{warning, what + "is gone, or holds other words than the hotline's", remedy}
	}
	a, err := admin.Approval(ctx, sid)
	switch {
	case err != nil:
		return finding{warning, err.Error(), "see whether the provider can be reached"}
	case a.State == twilio.Approved:
		return finding{fine, what + "is approved", ""}
	case a.State == twilio.Rejected:
		return finding{warning, what + "was rejected: " + a.Why, "change its text and run aldaba setup"}
	case a.State == twilio.Unsubmitted:
		return finding{warning, what + "was never submitted", "run aldaba setup"}
	}
	return finding{warning, what + "is not approved yet: " + a.State, "wait for WhatsApp, it takes up to a day or two"}
}
