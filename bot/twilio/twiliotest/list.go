package twiliotest

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// ListsAfter keeps messages out of lists for a while after they were taken or received; the default is 0.
func (s *Server) ListsAfter(lag time.Duration) {
	s.ledger.mu.Lock()
	defer s.ledger.mu.Unlock()
	s.ledger.lag = lag
}

// filter is what a list is asked for.
type filter struct {
	to, from      string
	since, before time.Time // both inclusive; zero: open
	after         string    // SID of the last message of the page before
}

// list answers GET Messages.json: newest first, a page at a time. A page begins after the last message of the one before it,
// so that what is taken meanwhile moves nothing. A message that was not sent yet is found by the time of its creation.
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	s.checkQuery(query)
	f, e := parseFilter(query)
	if e != nil {
		s.refuse(w, e)
		return
	}
	p, e := parsePage(query)
	if e != nil {
		s.refuse(w, e)
		return
	}
	messages, last, more := s.ledger.page(s, f, p.size)
	next := ""
	if more {
		next = p.link(r.URL.Path, p.number+1, "PA"+last)
	}
	answer(w, http.StatusOK, p.envelope(r, "messages", messages, next))
}

// page writes up to size messages, newest first, and says which is the last and whether there are more.
func (l *ledger) page(s *Server, f filter, size int) (list []byte, last string, more bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	list = append(list, '[')
	visible := time.Now().Add(-l.lag)
	count, begun := 0, f.after == ""
	for i := len(l.byTime) - 1; i >= 0; i-- {
		m := l.byTime[i]
		if begun && f.matches(m) && (l.lag == 0 || m.At.Before(visible)) {
			if count == size {
				return append(list, ']'), last, true
			}
			if count > 0 {
				list = append(list, ',')
			}
			list = m.appendJSON(list, s)
			count++
			last = m.SID
		}
		begun = begun || m.SID == f.after
	}
	return append(list, ']'), last, false
}

func (f *filter) matches(m *message) bool {
	at := m.sent
	if at.IsZero() {
		at = m.At
	}
	at = at.Truncate(time.Second) // as it is shown
	return (f.to == "" || f.to == m.To) && (f.from == "" || f.from == m.From) &&
		(f.since.IsZero() || !at.Before(f.since)) && (f.before.IsZero() || !at.After(f.before))
}

// parseFilter reads the filters as Twilio spells them: DateSent is a day or a second, DateSent< and DateSent> include theirs.
func parseFilter(query url.Values) (filter, *refusal) {
	f := filter{to: query.Get("To"), from: query.Get("From"), after: strings.TrimPrefix(query.Get("PageToken"), "PA")}
	for name := range query {
		if !strings.HasPrefix(name, "DateSent") {
			continue
		}
		begin, end, ok := parseDate(query.Get(name))
		if !ok {
			return f, badRequest("the value of " + name + " is no date")
		}
		if name != "DateSent<" {
			f.since = begin
		}
		if name != "DateSent>" {
			f.before = end
		}
	}
	return f, nil
}

// parseDate returns the first and the last second of a day, or twice the second.
func parseDate(s string) (begin, end time.Time, ok bool) {
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return day, day.Add(24*time.Hour - time.Second), true
	}
	at, err := time.Parse(time.RFC3339, s)
	return at, at, err == nil
}

// fetch answers GET Messages/{sid}.json.
func (s *Server) fetch(w http.ResponseWriter, r *http.Request) {
	sid, ok := strings.CutSuffix(r.PathValue("file"), ".json")
	m, found := s.ledger.find(sid)
	if !ok || !found {
		s.refuse(w, notFound)
		return
	}
	answer(w, http.StatusOK, m.appendJSON(nil, s))
}

// media answers GET Messages/{sid}/Media.json.
func (s *Server) media(w http.ResponseWriter, r *http.Request) {
	m, found := s.ledger.find(r.PathValue("sid"))
	if !found {
		s.refuse(w, notFound)
		return
	}
	p, e := parsePage(r.URL.Query())
	if e != nil {
		s.refuse(w, e)
		return
	}
	list := []byte{'['}
	for i := range m.Media {
		if i > 0 {
			list = append(list, ',')
		}
		list = m.appendMedia(list, s, "ME"+m.SID[2:32]+strconv.FormatInt(int64(0x10+i), 16))
	}
	answer(w, http.StatusOK, p.envelope(r, "media_list", append(list, ']'), ""))
}

func (m *message) appendMedia(b []byte, s *Server, sid string) []byte {
	o := append(object(b), '{')
	o.text("sid", sid)
	o.text("account_sid", s.account)
	o.text("parent_sid", m.SID)
	o.text("content_type", "image/jpeg")
	o.date("date_created", m.At)
	o.date("date_updated", m.At)
	o.text("uri", s.accountPath()+"/Messages/"+m.SID+"/Media/"+sid+".json")
	return o.end()
}
