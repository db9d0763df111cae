package twilio

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	urlpath "path"
	"slices"
	"strings"
	"time"

	"github.com/twilio/twilio-go/client"
)

// rehearsal writes down each call that would change something, instead of making it: METHOD path and fields, one a line, never a
// header and so never a credential. Calls that only read go through, or, where there is no account to read, are written
// down too and answered as by an account that has every address it is asked for and nothing else.
type rehearsal struct {
	out  io.Writer
	next client.BaseClient // nil: nobody is asked
}

var _ client.BaseClient = rehearsal{}

// unknownAccount stands for the account in the paths of a rehearsal without one.
const unknownAccount = "{account}"

// AccountSid implements client.BaseClient.
func (r rehearsal) AccountSid() string {
	if r.next == nil {
		return unknownAccount
	}
	return r.next.AccountSid()
}

// SetTimeout implements client.BaseClient.
func (rehearsal) SetTimeout(time.Duration) {}

// SetOauth implements client.BaseClient.
func (rehearsal) SetOauth(client.OAuth) {}

// OAuth implements client.BaseClient.
func (rehearsal) OAuth() client.OAuth { return nil }

// SendRequest implements client.BaseClient.
func (r rehearsal) SendRequest(method, rawURL string, data url.Values, headers map[string]any, body ...byte) (*http.Response, error) {
	if method == http.MethodGet && r.next != nil {
		return r.next.SendRequest(method, rawURL, data, headers, body...)
	}
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, fmt.Errorf("rehearse a call: %w", err)
	}
	if _, err := fmt.Fprintln(r.out, strings.TrimSpace(method+" "+u.Path+" "+spelled(data, body))); err != nil {
		return nil, fmt.Errorf("write a call down: %w", err)
	}
	answer := "{}"
	if method == http.MethodGet {
		answer = invented(u.Path, data)
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(answer))}, nil
}

// spelled spells what a call carries: the JSON, with & as a person writes it, else name="value", sorted.
func spelled(data url.Values, body []byte) string {
	if len(body) > 0 {
		return strings.ReplaceAll(string(body), `\u0026`, "&")
	}
	var all []string
	for name, values := range data {
		for _, v := range values {
			all = append(all, fmt.Sprintf("%s=%q", name, v))
		}
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// anySender is the address of an invented WhatsApp sender: the list of senders cannot be asked for one.
const anySender = "{any}"

// invented is what an account says that has every address it is asked for. Ids stand in braces.
func invented(of string, asked url.Values) string {
	thing := func(list, key, sid, address string) any {
		return map[string]any{list: []any{map[string]string{"sid": sid, key: address}}}
	}
	var answer any = struct{}{}
	switch base := urlpath.Base(of); {
	case base == "IncomingPhoneNumbers.json":
		answer = thing("incoming_phone_numbers", "phone_number", "{number "+asked.Get("PhoneNumber")+"}", asked.Get("PhoneNumber"))
	case base == "ShortCodes.json":
		answer = thing("short_codes", "short_code", "{short code "+asked.Get("ShortCode")+"}", asked.Get("ShortCode"))
	case base == "Senders":
		answer = thing("senders", "sender_id", "{whatsapp sender}", anySender)
	case urlpath.Base(urlpath.Dir(of)) == "Services":
		answer = map[string]string{"sid": base}
	case urlpath.Base(urlpath.Dir(of)) == "Accounts":
		answer = map[string]string{"status": AccountActive}
	}
	b, _ := json.Marshal(answer) // texts only: cannot fail
	return string(b)
}
