package twiliotest_test

import (
	"fmt"
	"strings"
	"testing"

	content "github.com/twilio/twilio-go/rest/content/v1"

	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

func contentAPI(t *testing.T, s *twiliotest.Server) *content.ApiService {
	t.Helper()
	return content.NewApiServiceWithClient(twilioGo(t, s, twiliotest.AccountSID, twiliotest.AuthToken))
}

const menu = `{"friendly_name":"menu_es","language":"es","variables":{"1":"Ana"},"types":{"twilio/quick-reply":
	{"body":"Hola {{1}}","actions":[{"type":"QUICK_REPLY","title":"Redada","id":"door/3/ask/raid"},{"title":"Otra cosa","id":"x"}]}}}`

func TestATemplateIsMadeSubmittedAndApproved(t *testing.T) {
	s := twiliotest.New(t)
	status, made := call(t, s, "POST", "/v1/Content", "application/json", menu)
	sid, _ := made["sid"].(string)
	if status != 201 || !strings.HasPrefix(sid, "HX") || len(sid) != 34 {
		t.Fatalf("%d %v", status, made)
	}
	c := contentAPI(t, s)
	got, err := c.FetchContent(sid)
	if err != nil || *got.FriendlyName != "menu_es" || *got.Language != "es" || (*got.Types)["twilio/quick-reply"] == nil || (*got.Variables)["1"] != "Ana" {
		t.Errorf("fetched %+v, %v", got, err)
	}
	if approval, err := c.FetchApprovalFetch(sid); err != nil || (*approval.Whatsapp)["status"] != "unsubmitted" {
		t.Errorf("before: %+v, %v", approval, err)
	}
	ask := content.ContentApprovalRequest{Name: "menu_es", Category: "UTILITY"}
	made2, err := c.CreateApprovalCreate(sid, (&content.CreateApprovalCreateParams{}).SetContentApprovalRequest(ask))
	if err != nil || *made2.Status != "received" || *made2.Name != "menu_es" || *made2.ContentType != "twilio/quick-reply" {
		t.Errorf("submitted %+v, %v", made2, err)
	}
	s.SetApproval(sid, "rejected", "too vague")
	if approval, err := c.FetchApprovalFetch(sid); err != nil || (*approval.Whatsapp)["rejection_reason"] != "too vague" || (*approval.Whatsapp)["category"] != "UTILITY" {
		t.Errorf("after: %+v, %v", approval, err)
	}
	list, err := c.ListContentAndApprovals(&content.ListContentAndApprovalsParams{})
	if err != nil || len(list) != 1 || (*list[0].ApprovalRequests)["status"] != "rejected" {
		t.Errorf("list %+v, %v", list, err)
	}
	if err := c.DeleteContent(sid); err != nil || code(c.DeleteContent(sid)) != 20404 || s.Approval(sid).Text("status") != "unsubmitted" {
		t.Errorf("deleted: %v", err)
	}
}

func TestContentsAreListedInPages(t *testing.T) {
	s := twiliotest.New(t)
	for i := range 5 {
		s.AddContent(fmt.Sprint("page_", i), "en", "twilio/text", map[string]any{"body": "hi"})
	}
	list, err := contentAPI(t, s).ListContent((&content.ListContentParams{}).SetPageSize(2))
	if err != nil || len(list) != 5 || *list[4].FriendlyName != "page_4" {
		t.Errorf("%d contents, %v", len(list), err)
	}
	if n := s.Requests("content.list"); n != 3 {
		t.Errorf("%d pages", n)
	}
}

func TestABadTemplateIsRefused(t *testing.T) {
	s := twiliotest.New(t)
	quick := func(actions string) string {
		return `{"language":"en","types":{"twilio/quick-reply":{"body":"b","actions":[` + actions + `]}}}`
	}
	list := func(rest string) string {
		return `{"language":"en","types":{"twilio/list-picker":{"body":"b",` + rest + `}}}`
	}
	for name, body := range map[string]string{
		"no JSON":               `{`,
		"no language":           `{"types":{"twilio/text":{"body":"hi"}}}`,
		"Go's spelling":         `{"language":"pt-BR","types":{"twilio/text":{"body":"hi"}}}`,
		"no type":               `{"language":"en","types":{}}`,
		"no such type":          `{"language":"en","types":{"twilio/texts":{"body":"hi"}}}`,
		"no text":               `{"language":"en","types":{"twilio/text":{}}}`,
		"an empty variable":     `{"language":"en","variables":{"1":""},"types":{"twilio/text":{"body":"hi"}}}`,
		"no button":             quick(``),
		"a button too long":     quick(`{"title":"123456789012345678901","id":"1"}`),
		"an id twice":           quick(`{"title":"a","id":"1"},{"title":"b","id":"1"}`),
		"a list with no button": list(`"items":[{"item":"a","id":"1"}]`),
		"an item too long":      list(`"button":"b","items":[{"item":"1234567890123456789012345","id":"1"}]`),
		"an item with no id":    list(`"button":"b","items":[{"item":"a"}]`),
		"eleven items":          list(`"button":"b","items":[` + strings.Repeat(`{"item":"a","id":"1"},`, 10) + `{"item":"a","id":"2"}]`),
	} {
		if status, answer := call(t, s, "POST", "/v1/Content", "application/json", body); status != 400 {
			t.Errorf("%s: %d %v", name, status, answer)
		}
	}
	sid := s.AddContent("menu", "en", "twilio/text", map[string]any{"body": "hi"})
	for _, ask := range []string{`{"name":"Menu","category":"UTILITY"}`, `{"name":"menu","category":"URGENT"}`, `{`} {
		if status, _ := call(t, s, "POST", "/v1/Content/"+sid+"/ApprovalRequests/whatsapp", "application/json", ask); status != 400 {
			t.Errorf("%s: %d", ask, status)
		}
	}
	for _, path := range []string{"/v1/Content/HX1", "/v1/Content/HX1/ApprovalRequests"} {
		if status, _ := call(t, s, "GET", path, "", ""); status != 404 {
			t.Errorf("%s: %d", path, status)
		}
	}
}

func TestMessagesNameContentsOfTheAccount(t *testing.T) {
	s := twiliotest.New(t)
	sid := s.AddContent("menu", "en", "twilio/text", map[string]any{"body": "hi"})
	for content, want := range map[string]int{sid: 0, "HX00000000000000000000000000000001": 21655} {
		_, err := asAccount(t, s).CreateMessage(text("").SetContentSid(content).SetContentVariables(`{"1":"x"}`))
		if code(err) != want {
			t.Errorf("%s: %v", content, err)
		}
	}
}
