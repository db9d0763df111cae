package twilio

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

// ledger is a Reporter that remembers.
type ledger struct {
	receipts []bot.Receipt
	err      error
}

func (l *ledger) Report(_ context.Context, r bot.Receipt) error {
	l.receipts = append(l.receipts, r)
	return l.err
}

// Receipt counts outcomes of receipts.
func (c counted) Receipt(outcome string) { c[outcome]++ }

// receiptDesk is where receipts come in, with everything that it noticed.
type receiptDesk struct {
	*Receipts
	ledger ledger
	counts counted
	logged strings.Builder
}

func newDesk(t testing.TB) *receiptDesk {
	t.Helper()
	tokens, err := NewTokens(token)
	if err != nil {
		t.Fatal(err)
	}
	d := &receiptDesk{counts: counted{}}
	d.Receipts, err = NewReceipts(ReceiptsConfig{Reporter: &d.ledger, Counter: d.counts,
		SignedConfig: SignedConfig{PublicURL: origin, Tokens: tokens, AccountSID: accSid, Log: slog.New(slog.NewTextHandler(&d.logged, nil))}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *receiptDesk) serve(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w
}

// status is a report as Twilio sends it.
func status(s string) fieldsOf {
	return fieldsOf{"AccountSid": accSid, "ApiVersion": "2010-04-01", "From": "+15005550006", "To": "+15005550001", "MessageSid": sid,
		"MessageStatus": s, "SmsSid": sid, "SmsStatus": s}
}

func failedWith(s, code string) fieldsOf {
	return status(s).with(fieldsOf{"ErrorCode": code, "ErrorMessage": "Unknown destination handset", "RawDlrDoneDate": "2611301200"})
}

func readOnWhatsApp() fieldsOf {
	return status("read").with(fieldsOf{"ChannelPrefix": "whatsapp", "ChannelInstallSid": "XE" + sid[2:], "EventType": "READ", "From": "whatsapp:+15005550006",
		"To": "whatsapp:US.1349", "ChannelToAddress": "+1500555XXXX", "StructuredMessage": "false"})
}

func receiptRequest(body, signature string) *http.Request {
	r := request(body, signature)
	r.RequestURI = statusPath + string(ownID)
	return r
}

func signedReceipt(f fieldsOf) *http.Request {
	return receiptRequest(f.values().Encode(), Sign(token, origin+statusPath+string(ownID), f.values()))
}

func TestReceiptsAreReported(t *testing.T) {
	for name, c := range map[string]struct {
		form fieldsOf
		want bot.Receipt
	}{
		"accepted":      {status("accepted"), bot.Receipt{State: bot.MessagePosted}},
		"scheduled":     {status("scheduled"), bot.Receipt{State: bot.MessagePosted}},
		"queued":        {status("queued"), bot.Receipt{State: bot.MessagePosted}},
		"sending":       {status("sending"), bot.Receipt{State: bot.MessagePosted}},
		"sent":          {status("sent"), bot.Receipt{State: bot.MessageSent}},
		"delivered":     {status("delivered"), bot.Receipt{State: bot.MessageDelivered}},
		"read":          {readOnWhatsApp(), bot.Receipt{State: bot.MessageRead}},
		"undelivered":   {failedWith("undelivered", "30005"), bot.Receipt{State: bot.MessageUndelivered, Code: 30005, Outcome: bot.Permanent}},
		"failed":        {failedWith("failed", "30034"), bot.Receipt{State: bot.MessageFailed, Code: 30034, Outcome: bot.PauseBulk}},
		"canceled":      {status("canceled"), bot.Receipt{State: bot.MessageFailed}},
		"without code":  {failedWith("failed", ""), bot.Receipt{State: bot.MessageFailed}},
		"unlisted code": {failedWith("failed", "999999"), bot.Receipt{State: bot.MessageFailed, Code: 999999, Outcome: bot.Strike}},
		"needless code": {failedWith("delivered", "30005"), bot.Receipt{State: bot.MessageDelivered}},
		"MMS":           {status("sent").with(fieldsOf{"MessageSid": "MM" + sid[2:]}), bot.Receipt{State: bot.MessageSent, SID: "MM" + sid[2:]}},
		"same SID again": {status("sent").with(fieldsOf{"SmsMessageSid": sid}),
			bot.Receipt{State: bot.MessageSent}},
		"names in words": {failedWith("failed", "30008").with(fieldsOf{"ErrorMessage": "ErrorCode MessageStatus MessageSid SM12"}),
			bot.Receipt{State: bot.MessageFailed, Code: 30008, Outcome: bot.Strike}},
		"new fields": {status("sent").with(fieldsOf{"CarrierName": "x", "zone": "y"}), bot.Receipt{State: bot.MessageSent}},
	} {
		d := newDesk(t)
		c.want.Message = ownID
		if c.want.SID == "" {
			c.want.SID = sid
		}
		w := d.serve(signedReceipt(c.form))
		if w.Code != http.StatusNoContent || w.Body.Len() > 0 || !reflect.DeepEqual(d.ledger.receipts, []bot.Receipt{c.want}) || d.counts["taken"] != 1 {
			t.Errorf("%s: status %d, %+v, want %+v\n%s", name, w.Code, d.ledger.receipts, c.want, &d.logged)
		}
	}
}

func TestReceiptsThatMeanNothing(t *testing.T) {
	signedAt := func(uri string) *http.Request {
		r := request(status("sent").values().Encode(), Sign(token, origin+uri, status("sent").values()))
		r.RequestURI = uri
		return r
	}
	for name, r := range map[string]*http.Request{
		"new status":    signedReceipt(status("partially_delivered")),
		"inbound":       signedReceipt(status("received")),
		"no id":         signedAt(statusPath),
		"short id":      signedAt(statusPath + string(ownID[1:])),
		"long id":       signedAt(statusPath + string(ownID) + "0"),
		"capitals":      signedAt(statusPath + strings.ToUpper(string(ownID))),
		"query":         signedAt(statusPath + string(ownID) + "?x=1"),
		"below another": signedAt(statusPath + "x/" + string(ownID)),
		"elsewhere":     signedAt("/" + string(ownID)),
		"escaped":       signedAt(statusPath + "%30" + string(ownID[1:])),
	} {
		d := newDesk(t)
		if w := d.serve(r); w.Code != http.StatusNoContent || len(d.ledger.receipts) != 0 || d.counts["ignored"] != 1 {
			t.Errorf("%s: status %d, %+v, %v", name, w.Code, d.ledger.receipts, d.counts)
		}
	}
}

func TestReceiptsThatAreRefused(t *testing.T) {
	changed := func(change func(*http.Request)) *http.Request {
		r := signedReceipt(failedWith("failed", "30005"))
		change(r)
		return r
	}
	for name, c := range map[string]struct {
		r       *http.Request
		status  int
		outcome string
	}{
		"GET":       {changed(func(r *http.Request) { r.Method = http.MethodGet }), 405, "method"},
		"too large": {changed(func(r *http.Request) { r.ContentLength = maxBody + 1 }), 413, "too_large"},
		"too large unsaid": {changed(func(r *http.Request) {
			r.ContentLength, r.Body = -1, io.NopCloser(strings.NewReader(strings.Repeat("x", maxBody+1)))
		}), 413, "too_large"},
		"JSON":            {changed(func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }), 415, "media_type"},
		"no signature":    {changed(func(r *http.Request) { r.Header.Del("X-Twilio-Signature") }), 403, "signature"},
		"two signatures":  {changed(func(r *http.Request) { r.Header.Add("X-Twilio-Signature", "x") }), 403, "signature"},
		"other signature": {changed(func(r *http.Request) { r.Header.Set("X-Twilio-Signature", Sign("x", "y", nil)) }), 403, "signature"},
		"another message": {changed(func(r *http.Request) { r.RequestURI = statusPath + "f" + string(ownID[1:]) }), 403, "signature"},
		"another field":   {receiptRequest("x=1", Sign(token, origin+statusPath+string(ownID), status("sent").values())), 403, "signature"},
		"half an escape":  {receiptRequest("x=%4", Sign(token, "", nil)), 400, "form"},
		"given twice": {receiptRequest(status("sent").values().Encode()+"&MessageStatus=sent",
			Sign(token, origin+statusPath+string(ownID), status("sent").values())), 400, "form"},
		"no status":          {signedReceipt(status("sent").with(fieldsOf{"-MessageStatus": ""})), 400, "form"},
		"empty status":       {signedReceipt(status("")), 400, "form"},
		"status in capitals": {signedReceipt(status("SENT")), 400, "form"},
		"no SID":             {signedReceipt(status("sent").with(fieldsOf{"-MessageSid": ""})), 400, "form"},
		"other SID":          {signedReceipt(status("sent").with(fieldsOf{"MessageSid": accSid})), 400, "form"},
		"two SIDs":           {signedReceipt(status("sent").with(fieldsOf{"SmsMessageSid": otherSID})), 400, "form"},
		"code in words":      {signedReceipt(failedWith("failed", "none")), 400, "form"},
		"code too long":      {signedReceipt(failedWith("failed", "1234567")), 400, "form"},
		"two codes":          {signedReceipt(failedWith("failed", "30005").with(fieldsOf{"ErrorMessage": "ErrorCode30006"})), 400, "form"},
		"two statuses":       {signedReceipt(status("sent").with(fieldsOf{"ErrorMessage": "MessageStatusread"})), 400, "form"},
		"strange key":        {signedReceipt(status("sent").with(fieldsOf{"3From": "x"})), 400, "form"},
		"another account":    {signedReceipt(status("sent").with(fieldsOf{"AccountSid": otherAccount})), 403, "account"},
		"no account":         {signedReceipt(status("sent").with(fieldsOf{"-AccountSid": ""})), 403, "account"},
	} {
		d := newDesk(t)
		w := d.serve(c.r)
		if w.Code != c.status || len(d.ledger.receipts) != 0 || d.counts[c.outcome] != 1 || len(d.counts) != 1 {
			t.Errorf("%s: status %d, %+v, %v", name, w.Code, d.ledger.receipts, d.counts)
		}
		if said := d.logged.String(); strings.Contains(said, "5550001") || strings.Contains(said, sid) || strings.Contains(said, token) || said == "" {
			t.Errorf("%s: logged %q", name, said)
		}
		if c.status == http.StatusMethodNotAllowed && w.Header().Get("Allow") != http.MethodPost {
			t.Errorf("%s: Allow %q", name, w.Header().Get("Allow"))
		}
	}
}

func TestReceiptThatCannotBeStoredMayComeAgain(t *testing.T) {
	d := newDesk(t)
	d.ledger.err = errors.New("no Redis")
	w := d.serve(signedReceipt(status("sent")))
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || d.counts["unavailable"] != 1 {
		t.Errorf("status %d, %v, %v", w.Code, w.Header(), d.counts)
	}
}

func TestReceiptsOfBothTokensAndBothPorts(t *testing.T) {
	d := newDesk(t)
	if err := d.tokens.Set("another," + token); err != nil {
		t.Fatal(err)
	}
	form := status("sent").values()
	for _, signed := range []string{Sign(token, origin+statusPath+string(ownID), form), Sign("another", origin+":443"+statusPath+string(ownID), form)} {
		if w := d.serve(receiptRequest(form.Encode(), signed)); w.Code != http.StatusNoContent {
			t.Errorf("status %d", w.Code)
		}
	}
}

func TestReceiptsNeedTheirParts(t *testing.T) {
	tokens, err := NewTokens(token)
	if err != nil {
		t.Fatal(err)
	}
	whole := ReceiptsConfig{SignedConfig: SignedConfig{PublicURL: origin, Tokens: tokens, Log: silent()}, Reporter: &ledger{}}
	for name, change := range map[string]func(*ReceiptsConfig){
		"public URL": func(c *ReceiptsConfig) { c.PublicURL = "hotline" }, "tokens": func(c *ReceiptsConfig) { c.Tokens = nil },
		"reporter": func(c *ReceiptsConfig) { c.Reporter = nil }, "log": func(c *ReceiptsConfig) { c.Log = nil },
		"account": func(c *ReceiptsConfig) { c.AccountSID = "x" },
	} {
		config := whole
		change(&config)
		if _, err := NewReceipts(config); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	rs, err := NewReceipts(whole) // counts nothing, any account
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	rs.ServeHTTP(w, signedReceipt(status("sent").with(fieldsOf{"AccountSid": otherAccount})))
	if w.Code != http.StatusNoContent {
		t.Errorf("status %d", w.Code)
	}
}

func TestCallerMakesReceipts(t *testing.T) {
	d := newDesk(t)
	c := Caller{Token: token, Account: accSid, URL: origin + path, Senders: senders()}
	r, err := c.Receipt(context.Background(), ownID, url.Values{"MessageSid": {sid}, "MessageStatus": {"undelivered"}, "ErrorCode": {"30003"}})
	if err != nil {
		t.Fatal(err)
	}
	want := bot.Receipt{Message: ownID, SID: sid, State: bot.MessageUndelivered, Code: 30003, Outcome: bot.Strike}
	if w := d.serve(r); w.Code != http.StatusNoContent || !reflect.DeepEqual(d.ledger.receipts, []bot.Receipt{want}) {
		t.Errorf("status %d, %+v\n%s", w.Code, d.ledger.receipts, &d.logged)
	}
	c.URL = origin + "/elsewhere"
	if _, err := c.Receipt(context.Background(), ownID, nil); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
}
