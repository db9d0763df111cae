package twiliotest

import (
	"net/http"
	"sync/atomic"
)

// route lays out the API. POST Messages.json does not come by here, see ServeHTTP.
func (s *Server) route() {
	const messaging = "messaging.twilio.com"
	account := "/2010-04-01/Accounts/" + s.account
	s.mux = http.NewServeMux()
	s.count("messages.create")
	s.handle("messages.list", "GET "+account+"/Messages.json", s.list)
	s.handle("messages.fetch", "GET "+account+"/Messages/{file}", s.fetch)
	s.handle("messages.media", "GET "+account+"/Messages/{sid}/Media.json", s.media)
	s.handle("calls.create", "POST "+account+"/Calls.json", s.createCall)
	s.handle("account", "GET "+account+".json", func(w http.ResponseWriter, _ *http.Request) { s.fetchAccount(w) })
	s.handle("numbers.list", "GET "+account+"/IncomingPhoneNumbers.json",
		s.classic("PN", "incoming_phone_numbers", "PhoneNumber", "FriendlyName"))
	s.handle("numbers.fetch", "GET "+account+"/IncomingPhoneNumbers/{sid}", s.one("PN"))
	s.handle("numbers.update", "POST "+account+"/IncomingPhoneNumbers/{sid}", s.one("PN"))
	s.handle("shortcodes.list", "GET "+account+"/SMS/ShortCodes.json", s.classic("SC", "short_codes", "ShortCode", "FriendlyName"))
	s.handle("shortcodes.fetch", "GET "+account+"/SMS/ShortCodes/{sid}", s.one("SC"))
	s.handle("shortcodes.update", "POST "+account+"/SMS/ShortCodes/{sid}", s.one("SC"))

	s.handle("services.list", "GET /v1/Services", s.modern(messaging, "MG", "services"))
	s.handle("services.fetch", "GET /v1/Services/{sid}", s.one("MG"))
	s.handle("services.update", "POST /v1/Services/{sid}", s.one("MG"))
	s.handle("campaigns.list", "GET /v1/Services/{service}/Compliance/Usa2p", s.modern(messaging, "QE", "compliance"))
	s.handle("tollfree.list", "GET /v1/Tollfree/Verifications",
		s.modern(messaging, "HH", "verifications", "TollfreePhoneNumberSid", "Status", "ExternalReferenceId"))
	s.handle("senders.list", "GET /v2/Channels/Senders", s.listSenders)
	s.handle("senders.fetch", "GET /v2/Channels/Senders/{sid}", s.one("XE"))
	s.handle("senders.update", "POST /v2/Channels/Senders/{sid}", s.updateSender)

	s.handle("content.list", "GET /v1/Content", s.modern(contentHost, "HX", "contents"))
	s.handle("content.create", "POST /v1/Content", s.createContent)
	s.handle("content.fetch", "GET /v1/Content/{sid}", s.one("HX"))
	s.handle("content.delete", "DELETE /v1/Content/{sid}", s.deleteContent)
	s.handle("content.approvals", "GET /v1/ContentAndApprovals", s.listApprovals)
	s.handle("approval.fetch", "GET /v1/Content/{sid}/ApprovalRequests", s.fetchApproval)
	s.handle("approval.create", "POST /v1/Content/{sid}/ApprovalRequests/whatsapp", s.createApproval)
	s.handle("unknown", "/", func(w http.ResponseWriter, _ *http.Request) { s.refuse(w, notFound) })
}

// handle adds a kind of request, which is counted.
func (s *Server) handle(kind, pattern string, h http.HandlerFunc) {
	n := s.count(kind)
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		n.Add(1)
		h(w, r)
	})
}

func (s *Server) count(kind string) *atomic.Int64 {
	n := new(atomic.Int64)
	s.counts[kind] = n
	return n
}

// listSenders answers a list that must say whose senders it is about.
func (s *Server) listSenders(w http.ResponseWriter, r *http.Request) {
	if channel := r.URL.Query().Get("Channel"); channel != "whatsapp" {
		s.refuse(w, badRequest("Channel must be whatsapp"))
		return
	}
	s.pageOf(w, r, "messaging.twilio.com", "senders", s.estate.all("XE", nil))
}
