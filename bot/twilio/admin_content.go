package twilio

import (
	"context"
	"fmt"

	content "github.com/twilio/twilio-go/rest/content/v1"
)

// utility is the category of texts that somebody waits for. Others are advertising, which WhatsApp does not bring to US numbers.
const utility = "UTILITY"

// Approval is where WhatsApp's review of a template stands.
type Approval struct {
	State    string // unsubmitted, received, pending, approved, rejected, paused, disabled
	Category string
	Why      string // it was rejected
}

// States of an Approval that matter.
const (
	Unsubmitted = "unsubmitted"
	Approved    = "approved"
	Rejected    = "rejected"
)

// Templates returns the ids of the account's templates by friendly name. Of several with one name it is the first.
func (a *Admin) Templates(ctx context.Context) (map[string]string, error) {
	found, err := content.NewApiService(a.handler(ctx)).ListContent(nil)
	if err != nil {
		return nil, said("list the templates", err)
	}
	all := map[string]string{}
	for _, c := range found {
		if name := value(c.FriendlyName); all[name] == "" {
			all[name] = value(c.Sid)
		}
	}
	return all, nil
}

// CreateTemplate makes a template and returns its id. A rehearsal returns "{name}".
func (a *Admin) CreateTemplate(ctx context.Context, t Template) (string, error) {
	name := t.FriendlyName()
	made, err := content.NewApiService(a.handler(ctx)).CreateContent((&content.CreateContentParams{}).SetContentCreateRequest(t.request(name)))
	if err != nil {
		return "", said("create the template "+name, err)
	}
	if a.rehearsal != nil {
		return "{" + name + "}", nil
	}
	if sid := value(made.Sid); sid != "" {
		return sid, nil
	}
	return "", fmt.Errorf("create the template %s: the answer holds no id", name)
}

// Submit asks WhatsApp to approve a template.
func (a *Admin) Submit(ctx context.Context, sid, friendlyName string) (Approval, error) {
	request := content.ContentApprovalRequest{Name: friendlyName, Category: utility}
	got, err := content.NewApiService(a.handler(ctx)).CreateApprovalCreate(sid, (&content.CreateApprovalCreateParams{}).SetContentApprovalRequest(request))
	if err != nil {
		return Approval{}, said("submit the template "+friendlyName, err)
	}
	return Approval{State: value(got.Status), Category: value(got.Category), Why: value(got.RejectionReason)}, nil
}

// Approval returns where the review of a template stands.
func (a *Admin) Approval(ctx context.Context, sid string) (Approval, error) {
	got, err := content.NewApiService(a.handler(ctx)).FetchApprovalFetch(sid)
	if err != nil {
		return Approval{}, said("read the approval of "+sid, err)
	}
	approval := Approval{State: Unsubmitted}
	if got.Whatsapp == nil {
		return approval, nil
	}
	word := func(key string) string { s, _ := (*got.Whatsapp)[key].(string); return s }
	if s := word("status"); s != "" {
		approval.State = s
	}
	approval.Category, approval.Why = word("category"), word("rejection_reason")
	return approval, nil
}
