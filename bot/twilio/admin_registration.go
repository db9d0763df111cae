package twilio

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	messaging1 "github.com/twilio/twilio-go/rest/messaging/v1"
)

// Registration is what the carriers know of a sender that texts US numbers.
type Registration struct {
	Kind   string // Campaign or TollFreeVerification
	State  string // the provider's word; empty: none was ever asked for
	Done   bool   // texts are carried
	Failed bool   // it was refused
	Why    string // it was refused
}

// Registrable says which registration a US sender needs before carriers carry its texts: Campaign, TollFreeVerification, or
// none, "" (a short code has been through it, WhatsApp and numbers of other countries have their own).
func Registrable(address string) string {
	digits, us := strings.CutPrefix(address, "+1")
	if !us || len(digits) != 10 {
		return ""
	}
	if tollFree := []string{"800", "833", "844", "855", "866", "877", "888"}; slices.Contains(tollFree, digits[:3]) {
		return TollFreeVerification
	}
	return Campaign
}

// The kinds of registration.
const (
	Campaign             = "10DLC campaign"
	TollFreeVerification = "toll-free verification"
)

// Campaign returns the state of the 10DLC campaign of a messaging service, through which its local numbers are registered.
func (a *Admin) Campaign(ctx context.Context, service string) (Registration, error) {
	r := Registration{Kind: Campaign}
	found, err := messaging1.NewApiService(a.handler(ctx)).ListUsAppToPerson(service, nil)
	if err != nil {
		return r, said("read the 10DLC campaign of "+service, err)
	}
	for _, c := range found {
		r.State = value(c.CampaignStatus)
		r.Done, r.Failed = r.State == "VERIFIED", r.State == "FAILED" || r.State == "SUSPENDED"
		if r.Done {
			break
		}
	}
	return r, nil
}

// InPool reports whether a number is one of a messaging service's, so that the service's campaign covers it.
func (a *Admin) InPool(ctx context.Context, service string, l Line) (bool, error) {
	_, err := messaging1.NewApiService(a.handler(ctx)).FetchPhoneNumber(service, l.SID)
	if refused := (*apiError)(nil); errors.As(err, &refused) && refused.status == http.StatusNotFound {
		return false, nil
	}
	if err != nil {
		return false, said("look for "+l.Address+" in "+service, err)
	}
	return true, nil
}

// TollFree returns the state of a toll-free number's verification.
func (a *Admin) TollFree(ctx context.Context, l Line) (Registration, error) {
	r := Registration{Kind: TollFreeVerification}
	found, err := messaging1.NewApiService(a.handler(ctx)).ListTollfreeVerification((&messaging1.ListTollfreeVerificationParams{}).SetTollfreePhoneNumberSid(l.SID))
	if err != nil {
		return r, said("read the verification of "+l.Address, err)
	}
	for _, v := range found {
		r.State, r.Why = value(v.Status), value(v.RejectionReason)
		r.Done, r.Failed = r.State == "TWILIO_APPROVED", r.State == "TWILIO_REJECTED"
		if r.Done {
			break
		}
	}
	return r, nil
}
