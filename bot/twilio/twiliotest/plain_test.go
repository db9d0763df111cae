package twiliotest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

const messages = "/2010-04-01/Accounts/" + twiliotest.AccountSID + "/Messages.json"

// request is one without a library of Twilio's.
func request(t testing.TB, s *twiliotest.Server, method, path, contentType, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", contentType)
	r.SetBasicAuth(twiliotest.AccountSID, twiliotest.AuthToken)
	return r
}

// call returns the status and the JSON of an answer.
func call(t testing.TB, s *twiliotest.Server, method, path, contentType, body string) (int, map[string]any) {
	t.Helper()
	resp, err := http.DefaultClient.Do(request(t, s, method, path, contentType, body))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if len(data) > 0 {
		if err := json.Unmarshal(data, &v); err != nil {
			t.Fatalf("%s %s: %v in %s", method, path, err, data)
		}
	}
	return resp.StatusCode, v
}

// post posts a message and returns the status and the error code, 0 for none.
func post(t testing.TB, s *twiliotest.Server, form url.Values) (status, code int) {
	t.Helper()
	status, answer := call(t, s, "POST", messages, "application/x-www-form-urlencoded", form.Encode())
	number, _ := answer["code"].(float64)
	return status, int(number)
}

func TestUnknownPathsAreToldAndCounted(t *testing.T) {
	s := twiliotest.New(t)
	if status, answer := call(t, s, "GET", "/v1/Nothing", "", ""); status != 404 || answer["code"] != 20404.0 {
		t.Errorf("%d %v", status, answer)
	}
	if status, _ := call(t, s, "GET", "/2010-04-01/Accounts/AC00000000000000000000000000000009/Messages.json", "", ""); status != 404 {
		t.Errorf("another account: %d", status)
	}
	for _, path := range []string{"/Messages/SM1.json", "/Messages/SM1/Media.json", "/IncomingPhoneNumbers/PN1.json", "/SMS/ShortCodes/PN1.json"} {
		if status, _ := call(t, s, "GET", strings.TrimSuffix(messages, "/Messages.json")+path, "", ""); status != 404 {
			t.Errorf("%s: %d", path, status)
		}
	}
	if n := s.Requests("unknown"); n != 2 {
		t.Errorf("%d unknown requests", n)
	}
}

func TestBadPagesAreRefused(t *testing.T) {
	s := twiliotest.New(t, twiliotest.CheckEvery(0))
	for _, query := range []string{"PageSize=0", "PageSize=1001", "Page=x", "Page=1", "DateSent=yesterday"} {
		if status, answer := call(t, s, "GET", messages+"?"+query, "", ""); status != 400 || answer["code"] != 20001.0 {
			t.Errorf("%s: %d %v", query, status, answer)
		}
	}
}
