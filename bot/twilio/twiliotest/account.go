package twiliotest

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
)

// AddNumber gives the account a phone number and returns its SID. Once the account has a number or a short code, it sends
// from its own only.
func (s *Server) AddNumber(number string) string {
	return s.add("PN", Resource{
		"phone_number": number, "friendly_name": number, "api_version": "2010-04-01", "beta": false, "origin": "twilio",
		"status": "in-use", "type": "local", "capabilities": map[string]any{"sms": true, "mms": true, "voice": true, "fax": false},
		"sms_url": "", "sms_method": "POST", "sms_fallback_url": "", "sms_fallback_method": "POST", "sms_application_sid": "",
		"status_callback": "", "status_callback_method": "POST",
		"voice_url": "", "voice_method": "POST", "voice_fallback_url": "", "voice_fallback_method": "POST",
		"voice_application_sid": "", "voice_caller_id_lookup": false, "trunk_sid": nil,
		"date_created": rfc2822(), "date_updated": rfc2822(),
	})
}

// AddShortCode gives the account a short code and returns its SID.
func (s *Server) AddShortCode(code string) string {
	return s.add("SC", Resource{
		"short_code": code, "friendly_name": code, "api_version": "2010-04-01",
		"sms_url": "", "sms_method": "POST", "sms_fallback_url": "", "sms_fallback_method": "POST",
		"date_created": rfc2822(), "date_updated": rfc2822(),
	})
}

// fetchAccount answers GET Accounts/{AC}.json.
func (s *Server) fetchAccount(w http.ResponseWriter) {
	s.estate.mu.Lock()
	account := maps.Clone(s.estate.account)
	s.estate.mu.Unlock()
	s.show(w, http.StatusOK, account)
}

// classic answers a list of the older API with the resources of a kind that the query asks for.
func (s *Server) classic(prefix, key string, filters ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, e := parsePage(r.URL.Query())
		if e != nil {
			s.refuse(w, e)
			return
		}
		page, token := p.slice(s.estate.all(prefix, wanted(r, filters)))
		next := ""
		if token != "" {
			next = p.link(r.URL.Path, p.number+1, token)
		}
		list, err := json.Marshal(page)
		if err != nil {
			s.tb.Errorf("write a list: %v", err)
		}
		answer(w, http.StatusOK, p.envelope(r, key, list, next))
	}
}

// wanted maps a query's filters to JSON names.
func wanted(r *http.Request, filters []string) map[string]string {
	want := map[string]string{}
	for _, f := range filters {
		want[snake(f)] = r.URL.Query().Get(f)
	}
	return want
}

// one answers a request for one resource, of either API: GET shows it, POST changes it first.
func (s *Server) one(prefix string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		sid := strings.TrimSuffix(r.PathValue("sid"), ".json")
		if !strings.HasPrefix(sid, prefix) {
			s.refuse(w, notFound)
			return
		}
		if r.Method == http.MethodPost {
			form, e := readForm(r)
			if e == nil {
				e = s.estate.update(sid, form)
			}
			if e != nil {
				s.refuse(w, e)
				return
			}
		}
		s.showOne(w, http.StatusOK, sid)
	}
}

// showOne answers with a resource.
func (s *Server) showOne(w http.ResponseWriter, status int, sid string) {
	found, ok := s.estate.get(sid)
	if !ok {
		s.refuse(w, notFound)
		return
	}
	s.show(w, status, found)
}
