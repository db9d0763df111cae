package twiliotest

import (
	"encoding/json"
	"maps"
	"net/http"
)

// AddService gives the account a messaging service and returns its SID. Once it has one, it sends through its own only.
func (s *Server) AddService(name string) string {
	return s.add("MG", Resource{
		"friendly_name": name, "inbound_request_url": nil, "inbound_method": "POST", "fallback_url": nil, "fallback_method": "POST",
		"status_callback": nil, "sticky_sender": true, "mms_converter": true, "smart_encoding": false,
		"scan_message_content": "inherit", "fallback_to_long_code": false, "area_code_geomatch": true,
		"synchronous_validation": false, "validity_period": maxValidity, "usecase": "undeclared",
		"us_app_to_person_registered": false, "use_inbound_webhook_on_number": false,
		"date_created": iso8601(), "date_updated": iso8601(),
	})
}

// AddCampaign registers a service's use (10DLC) and returns the campaign's SID. Status: PENDING, IN_PROGRESS, VERIFIED,
// FAILED or SUSPENDED.
func (s *Server) AddCampaign(service, status string) string {
	return s.add("QE", Resource{
		"messaging_service_sid": service, "campaign_status": status, "campaign_id": "C000001",
		"brand_registration_sid": "BN" + s.account[2:], "us_app_to_person_usecase": "CHARITY", "description": "",
		"message_samples": []string{}, "errors": []any{}, "mock": false,
		"date_created": iso8601(), "date_updated": iso8601(),
	})
}

// AddTollfree files the verification of a toll-free number by the number's SID and returns its own. Status: PENDING_REVIEW,
// IN_REVIEW, TWILIO_APPROVED or TWILIO_REJECTED.
func (s *Server) AddTollfree(numberSID, status string) string {
	return s.add("HH", Resource{
		"tollfree_phone_number_sid": numberSID, "tollfree_phone_number": s.Get(numberSID).Text("phone_number"), "status": status,
		"rejection_reason": nil, "error_code": nil, "edit_allowed": nil, "external_reference_id": nil,
		"date_created": iso8601(), "date_updated": iso8601(),
	})
}

// AddSender gives the account a WhatsApp sender ("whatsapp:+1…") and returns its SID. Once it has one, it sends from its own
// only.
func (s *Server) AddSender(id string) string {
	return s.add("XE", Resource{
		"sender_id": id, "status": "ONLINE", "friendly_name": nil,
		"webhook": Resource{
			"callback_url": "", "callback_method": "POST", "fallback_url": "", "fallback_method": "POST",
			"status_callback_url": "", "status_callback_method": "POST",
		},
		"properties":      Resource{"quality_rating": "HIGH", "messaging_limit": "1K Customers/24hr"},
		"offline_reasons": nil,
	})
}

// modern answers a list of the newer API at one of Twilio's hosts with the resources of a kind that the query and the
// path ask for.
func (s *Server) modern(host, prefix, key string, filters ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		want := wanted(r, filters)
		if service := r.PathValue("service"); service != "" {
			want["messaging_service_sid"] = service
		}
		s.pageOf(w, r, host, key, s.estate.all(prefix, want))
	}
}

// pageOf answers with a page of a list. Its links lead to the real host, as Twilio's do.
func (s *Server) pageOf(w http.ResponseWriter, r *http.Request, host, key string, all []Resource) {
	p, e := parsePage(r.URL.Query())
	if e != nil {
		s.refuse(w, e)
		return
	}
	page, token := p.slice(all)
	base := "https://" + host + r.URL.Path
	meta := Resource{
		"key": key, "page": p.number, "page_size": p.size, "first_page_url": p.link(base, 0, ""), "previous_page_url": nil,
		"next_page_url": nil, "url": p.link(base, p.number, p.query.Get("PageToken")),
	}
	if token != "" {
		meta["next_page_url"] = p.link(base, p.number+1, token)
	}
	s.show(w, http.StatusOK, Resource{key: page, "meta": meta})
}

// updateSender answers POST /v2/Channels/Senders/{XE}, which takes JSON: what it names in webhook is replaced there.
func (s *Server) updateSender(w http.ResponseWriter, r *http.Request) {
	var change struct {
		Webhook Resource `json:"webhook"`
	}
	if err := json.NewDecoder(r.Body).Decode(&change); err != nil {
		s.refuse(w, badRequest("the JSON cannot be read: "+err.Error()))
		return
	}
	if e := judgeWebhook(change.Webhook); e != nil {
		s.refuse(w, e)
		return
	}
	sid := r.PathValue("sid")
	s.estate.change(sid, func(sender Resource) {
		old, _ := sender["webhook"].(Resource)
		webhook := maps.Clone(old) // copies of the sender may be about
		maps.Copy(webhook, change.Webhook)
		sender["webhook"] = webhook
	})
	s.showOne(w, http.StatusAccepted, sid)
}

func judgeWebhook(webhook Resource) *refusal {
	for name := range webhook {
		switch name {
		case "callback_url", "fallback_url", "status_callback_url":
			if u := webhook.Text(name); u != "" && !isWebURL(u) {
				return invalid(21402, "Url is not valid: "+name)
			}
		case "callback_method", "fallback_method", "status_callback_method":
			if m := webhook.Text(name); m != http.MethodGet && m != http.MethodPost {
				return invalid(21403, "Method is not valid: "+name)
			}
		default:
			return badRequest("no such field of a webhook: " + name)
		}
	}
	return nil
}
