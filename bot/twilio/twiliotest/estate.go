package twiliotest

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
)

// Resource is a thing that the account has, as Twilio shows it: JSON names and values.
type Resource map[string]any

// Text returns a text of the resource; "" if there is none of the name.
func (r Resource) Text(name string) string {
	text, _ := r[name].(string)
	return text
}

// estate is what the account has besides messages: numbers (PN), short codes (SC), services (MG), their campaigns (QE),
// toll-free verifications (HH), contents (HX) with their approvals, and WhatsApp senders (XE).
type estate struct {
	mu        sync.Mutex
	account   Resource
	kinds     map[string][]Resource // by the prefix of their SIDs
	approvals map[string]Resource   // by the SID of their content
}

func (e *estate) open(account string) {
	e.kinds, e.approvals = map[string][]Resource{}, map[string]Resource{}
	uri := "/2010-04-01/Accounts/" + account
	e.account = Resource{
		"sid": account, "owner_account_sid": account, "friendly_name": "Aldaba", "status": "active", "type": "Full",
		"date_created": rfc2822(), "date_updated": rfc2822(), "uri": uri + ".json", "auth_token": "",
		"subresource_uris": map[string]any{"messages": uri + "/Messages.json"},
	}
}

// SetAccount sets the account's status: active, suspended or closed. Only an active one sends.
func (s *Server) SetAccount(status string) {
	s.estate.mu.Lock()
	defer s.estate.mu.Unlock()
	s.estate.account["status"] = status
}

// add files a resource under a new SID, which it returns.
func (s *Server) add(prefix string, r Resource) string {
	sid := s.newSID(prefix)
	r["sid"], r["account_sid"] = sid, s.account
	s.estate.mu.Lock()
	defer s.estate.mu.Unlock()
	s.estate.kinds[prefix] = append(s.estate.kinds[prefix], r)
	return sid
}

// Get returns a copy of a resource of the account by its SID: a number, short code, service, campaign, verification,
// content or sender. The test fails if there is none.
func (s *Server) Get(sid string) Resource {
	s.tb.Helper()
	r, ok := s.estate.get(sid)
	if !ok {
		s.tb.Fatalf("the account has no %s", sid)
	}
	return r
}

// Set sets one value of a resource, by its JSON name.
func (s *Server) Set(sid, name string, value any) {
	s.tb.Helper()
	if !s.estate.change(sid, func(r Resource) { r[name] = value }) {
		s.tb.Fatalf("the account has no %s", sid)
	}
}

func (e *estate) suspended() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.account.Text("status") != "active"
}

func (e *estate) get(sid string) (Resource, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	r := e.find(sid)
	return maps.Clone(r), r != nil
}

// change changes a resource in place and reports whether there is one.
func (e *estate) change(sid string, do func(Resource)) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	r := e.find(sid)
	if r != nil {
		do(r)
	}
	return r != nil
}

func (e *estate) find(sid string) Resource {
	for _, r := range e.kinds[sid[:min(2, len(sid))]] {
		if r["sid"] == sid {
			return r
		}
	}
	return nil
}

// all returns copies of the resources of a kind that have all the values that are not empty.
func (e *estate) all(prefix string, want map[string]string) []Resource {
	e.mu.Lock()
	defer e.mu.Unlock()
	found := []Resource{}
	for _, r := range e.kinds[prefix] {
		if r.has(want) {
			found = append(found, maps.Clone(r))
		}
	}
	return found
}

func (r Resource) has(want map[string]string) bool {
	for name, value := range want {
		if value != "" && r.Text(name) != value {
			return false
		}
	}
	return true
}

// mayUse reports whether a resource has a value, or the account has none of its kind because the test does not care.
func (e *estate) mayUse(prefix, name, value string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	all := e.kinds[prefix]
	return len(all) == 0 || slices.ContainsFunc(all, func(r Resource) bool { return r.Text(name) == value })
}

// ownsNumber is mayUse for both kinds of numbers; a name as the sender is anybody's.
func (e *estate) ownsNumber(from string) bool {
	if strings.ContainsFunc(from, unicode.IsLetter) {
		return true
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	numbers := slices.Concat(e.kinds["PN"], e.kinds["SC"])
	return len(numbers) == 0 || slices.ContainsFunc(numbers, func(r Resource) bool {
		return r.Text("phone_number") == from || r.Text("short_code") == from
	})
}

// update applies a form to a resource: SmsUrl sets sms_url. A field that the resource does not have is refused; Twilio
// would ignore it, and the mistake with it.
func (e *estate) update(sid string, form url.Values) *refusal {
	e.mu.Lock()
	defer e.mu.Unlock()
	r := e.find(sid)
	if r == nil {
		return notFound
	}
	changed := maps.Clone(r)
	for field, values := range form {
		name := snake(field)
		value, known := changed[name]
		if !known || len(values) != 1 || name == "sid" || name == "account_sid" {
			return badRequest("no such field, or not once: " + field)
		}
		parsed, bad := parseLike(value, field, values[0])
		if bad != nil {
			return bad
		}
		changed[name] = parsed
	}
	maps.Copy(r, changed)
	return nil
}

// parseLike reads the value of a field as what the resource has there already.
func parseLike(old any, field, value string) (any, *refusal) {
	var parsed any = value
	var err error
	switch old.(type) {
	case bool:
		parsed, err = strconv.ParseBool(value)
	case int:
		parsed, err = strconv.Atoi(value)
	}
	switch {
	case err != nil:
		return nil, badRequest("no value for " + field + ": " + value)
	case (strings.HasSuffix(field, "Url") || field == "StatusCallback") && value != "" && !isWebURL(value):
		return nil, invalid(21402, "Url is not valid: "+field)
	case strings.HasSuffix(field, "Method") && value != "GET" && value != "POST":
		return nil, invalid(21403, "Method is not valid: "+field)
	}
	return parsed, nil
}

// snake turns SmsUrl into sms_url.
func snake(camel string) string {
	var out strings.Builder
	for i, r := range camel {
		if unicode.IsUpper(r) && i > 0 {
			out.WriteByte('_')
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}

// rfc2822 and iso8601 are the time as the older and the newer API show it.
func rfc2822() string { return time.Now().UTC().Format(time.RFC1123Z) }

func iso8601() string { return time.Now().UTC().Format(time.RFC3339) }
