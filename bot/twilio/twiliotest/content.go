package twiliotest

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
)

const contentHost = "content.twilio.com"

// contentRequest is the JSON of POST /v1/Content.
type contentRequest struct {
	FriendlyName string                    `json:"friendly_name"`
	Language     string                    `json:"language"`
	Variables    map[string]string         `json:"variables"`
	Types        map[string]map[string]any `json:"types"`
}

// AddContent gives the account a content of one type, such as twilio/text, and returns its SID. Once it has one, messages
// name one of its own only.
func (s *Server) AddContent(name, language, kind string, body map[string]any) string {
	return s.addContent(&contentRequest{name, language, nil, map[string]map[string]any{kind: body}})
}

func (s *Server) addContent(c *contentRequest) string {
	r := Resource{
		"friendly_name": c.FriendlyName, "language": c.Language, "variables": c.Variables, "types": c.Types,
		"date_created": iso8601(), "date_updated": iso8601(),
	}
	sid := s.add("HX", r)
	base := "https://" + contentHost + "/v1/Content/" + sid
	s.Set(sid, "url", base)
	s.Set(sid, "links", map[string]string{
		"approval_create": base + "/ApprovalRequests/whatsapp", "approval_fetch": base + "/ApprovalRequests",
	})
	return sid
}

// SetApproval sets what WhatsApp says about a content: received, pending, approved, rejected (with a reason), paused or
// disabled.
func (s *Server) SetApproval(content, status, reason string) {
	s.tb.Helper()
	c := s.Get(content)
	s.estate.mu.Lock()
	defer s.estate.mu.Unlock()
	approval := maps.Clone(s.estate.approval(content))
	if approval["name"] == "" {
		approval["name"] = c.Text("friendly_name")
	}
	approval["status"], approval["rejection_reason"] = status, reason
	s.estate.approvals[content] = approval
}

// Approval returns what was asked of WhatsApp about a content and what it said; status "unsubmitted" if nothing was.
func (s *Server) Approval(content string) Resource {
	s.estate.mu.Lock()
	defer s.estate.mu.Unlock()
	return maps.Clone(s.estate.approval(content))
}

// approval needs the mutex.
func (e *estate) approval(content string) Resource {
	if a, ok := e.approvals[content]; ok {
		return a
	}
	return Resource{
		"type": "whatsapp", "name": "", "category": "", "content_type": "", "status": "unsubmitted", "rejection_reason": "",
		"allow_category_change": true,
	}
}

func (s *Server) createContent(w http.ResponseWriter, r *http.Request) {
	var c contentRequest
	if err := json.NewDecoder(r.Body).Decode(&c); err != nil {
		s.refuse(w, badRequest("the JSON cannot be read: "+err.Error()))
		return
	}
	if e := c.judge(); e != nil {
		s.refuse(w, e)
		return
	}
	s.showOne(w, http.StatusCreated, s.addContent(&c))
}

// deleteContent also forgets its approval.
func (s *Server) deleteContent(w http.ResponseWriter, r *http.Request) {
	sid := r.PathValue("sid")
	s.estate.mu.Lock()
	before := len(s.estate.kinds["HX"])
	s.estate.kinds["HX"] = slices.DeleteFunc(s.estate.kinds["HX"], func(c Resource) bool { return c["sid"] == sid })
	gone := len(s.estate.kinds["HX"]) < before
	delete(s.estate.approvals, sid)
	s.estate.mu.Unlock()
	if !gone {
		s.refuse(w, notFound)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) fetchApproval(w http.ResponseWriter, r *http.Request) {
	sid := r.PathValue("sid")
	if _, ok := s.estate.get(sid); !ok {
		s.refuse(w, notFound)
		return
	}
	s.show(w, http.StatusOK, Resource{
		"sid": sid, "account_sid": s.account, "whatsapp": s.Approval(sid),
		"url": "https://" + contentHost + r.URL.Path,
	})
}

// listApprovals answers GET /v1/ContentAndApprovals.
func (s *Server) listApprovals(w http.ResponseWriter, r *http.Request) {
	all := s.estate.all("HX", nil)
	for _, c := range all {
		c["approval_requests"] = s.Approval(c.Text("sid"))
	}
	s.pageOf(w, r, contentHost, "contents", all)
}

var approvalName = regexp.MustCompile(`^[a-z0-9_]{1,512}$`)

func (s *Server) createApproval(w http.ResponseWriter, r *http.Request) {
	var ask struct{ Name, Category string }
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
		s.refuse(w, badRequest("the JSON cannot be read: "+err.Error()))
		return
	}
	sid := r.PathValue("sid")
	content, ok := s.estate.get(sid)
	switch {
	case !ok:
		s.refuse(w, notFound)
		return
	case !approvalName.MatchString(ask.Name):
		s.refuse(w, badRequest("name: lower-case letters, digits and underscores"))
		return
	case !slices.Contains([]string{"UTILITY", "MARKETING", "AUTHENTICATION"}, ask.Category):
		s.refuse(w, badRequest("category: UTILITY, MARKETING or AUTHENTICATION"))
		return
	}
	s.show(w, http.StatusCreated, s.submit(sid, ask.Name, ask.Category, content))
}

func (s *Server) submit(sid, name, category string, content Resource) Resource {
	s.estate.mu.Lock()
	defer s.estate.mu.Unlock()
	a := maps.Clone(s.estate.approval(sid))
	a["name"], a["category"], a["status"], a["rejection_reason"] = name, category, "received", ""
	if types, ok := content["types"].(map[string]map[string]any); ok {
		a["content_type"] = slices.Sorted(maps.Keys(types))[0]
	}
	s.estate.approvals[sid] = a
	return maps.Clone(a)
}
