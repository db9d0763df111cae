package twilio

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/racetest"
)

// reports are receipts as Twilio sends them.
func reports() map[string]fieldsOf {
	return map[string]fieldsOf{"sent": status("sent"), "undelivered": failedWith("undelivered", "30005"), "failed": failedWith("failed", "30034"),
		"read": readOnWhatsApp(), "extended": failedWith("failed", "63024").with(fieldsOf{"ChannelStatusMessage": "Twilio Error 63024: see 131026", "CarrierName": "x"})}
}

// reported returns what the desk reports of an honest receipt.
func reported(t *testing.T, f fieldsOf) bot.Receipt {
	t.Helper()
	d := newDesk(t)
	if w := d.serve(signedReceipt(f)); w.Code != http.StatusNoContent || len(d.ledger.receipts) != 1 {
		t.Fatalf("status %d for %v\n%s", w.Code, f, &d.logged)
	}
	return d.ledger.receipts[0]
}

// TestReceiptGate changes honest receipts in 10,000 ways. What is still reported must be the honest receipt.
func TestReceiptGate(t *testing.T) {
	racetest.Alone(t)
	random := rand.New(rand.NewPCG(2026, 12))
	all, names, kinds := reports(), sorted(reports()), sorted(mutations)
	d := newDesk(t)
	meaning := map[string]bot.Receipt{}
	for _, name := range names {
		meaning[name] = reported(t, all[name])
	}
	taken := map[string]int{}
	for i := range 10_000 {
		name := names[i%len(names)]
		e := sealedEnvelope(random, all[name].values())
		e.uri = statusPath + string(ownID)
		e.header.Set("X-Twilio-Signature", Sign(token, origin+e.uri, all[name].values()))
		var did []string
		for range 1 + random.IntN(3) {
			kind := kinds[random.IntN(len(kinds))]
			mutations[kind](random, e)
			did = append(did, kind)
		}
		d.ledger.receipts = nil
		d.logged.Reset()
		w := d.serve(e.request())
		switch {
		case w.Code != http.StatusNoContent && w.Code < 400 || w.Code >= 500 || w.Code >= 400 && len(d.ledger.receipts) > 0:
			t.Fatalf("%s after %q: status %d, %d reported", name, did, w.Code, len(d.ledger.receipts))
		case len(d.ledger.receipts) > 0 && d.ledger.receipts[0] != meaning[name]:
			t.Errorf("%s after %q is reported as %+v\nwant %+v\n%s", name, did, d.ledger.receipts[0], meaning[name], e.body())
		}
		taken[fmt.Sprint(w.Code)]++
	}
	if taken["204"] < 100 || taken["403"] < 1000 || taken["400"] < 500 {
		t.Errorf("outcomes %v: the mutations are too tame or too wild to tell anything", taken)
	}
	t.Logf("outcomes: %v", taken)
}

// statusSnippets are fields that somebody could hope to cut out of words, and names that an honest receipt has.
var statusSnippets = []string{"MessageStatusdelivered", "MessageStatusread", "MessageStatus", "MessageSid" + otherSID, "ErrorCode30006", "ErrorCode", "SmsSid",
	"ErrorMessagex", "Zz", "From", "AccountSid" + accSid, "SmsStatus", "To", "RawDlrDoneDate", "failed", "30005"}

// TestCraftedRecutsOfReceipts signs 500 receipts whose words somebody prepared, as if Twilio repeated them, and cuts each
// anew in 50 ways: only what follows from the honest one may be reported, and from all cuts of one the same.
func TestCraftedRecutsOfReceipts(t *testing.T) {
	racetest.Alone(t)
	random := rand.New(rand.NewPCG(8, 8))
	d := newDesk(t)
	plausible, other := 0, 0
	var f form
	for range 500 {
		var words string
		for range random.IntN(6) {
			words += statusSnippets[random.IntN(len(statusSnippets))]
		}
		honest := failedWith("undelivered", "30005").with(fieldsOf{[]string{"ErrorMessage", "ChannelStatusMessage", "To", "Alpha", "Zone"}[random.IntN(5)]: words})
		want := bot.Receipt{Message: ownID, SID: sid, State: bot.MessageUndelivered, Code: 30005, Outcome: bot.Permanent}
		signature := Sign(token, origin+statusPath+string(ownID), honest.values())
		if err := f.parse([]byte(honest.values().Encode())); err != nil {
			t.Fatal(err)
		}
		signed := bytes.Clone(f.signed)
		for range 50 {
			f.pairs = recutReceipt(random, signed)
			f.join()
			if naive, ok := f.naive(); ok {
				plausible++
				if naive != "undelivered 30005 "+sid {
					other++
				}
			}
			d.ledger.receipts = nil
			d.logged.Reset()
			w := d.serve(receiptRequest(f.values().Encode(), signature))
			switch {
			case !bytes.Equal(f.signed, signed) || w.Code == http.StatusForbidden && d.counts["signature"] > 0:
				t.Fatalf("the new cut is not signed alike: status %d", w.Code)
			case len(d.ledger.receipts) > 0 && !reflect.DeepEqual(d.ledger.receipts[0], want):
				t.Errorf("reported %+v\nfrom %v\nas %v", d.ledger.receipts[0], honest, f.values())
			}
		}
	}
	if other < 900 {
		t.Errorf("of %d plausible cuts only %d mean something else: the attack is too weak to tell anything", plausible, other)
	}
	t.Logf("%d plausible cuts, %d of them with another meaning", plausible, other)
}

// naive reads the three fields as if their formats were enough.
func (f *form) naive() (string, bool) {
	v := f.values()
	s, code, id := v.Get(messageStatus), v.Get(errorCode), v.Get("MessageSid")
	return strings.Join([]string{s, code, id}, " "), states[s] != "" && codeEnd([]byte(code)) == len(code) && sidEnd([]byte(id)) == 34
}

// recutReceipt cuts what was signed at names of fields, with keys in order; now and then at none of them.
func recutReceipt(random *rand.Rand, signed []byte) []pair {
	names := []string{"AccountSid", "ApiVersion", "ErrorCode", "ErrorMessage", "From", "MessageSid", "MessageStatus", "RawDlrDoneDate", "SmsSid", "SmsStatus", "To", "Zone", "Zz"}
	var pairs []pair
	last, value := names[0], len(names[0])
	if !bytes.HasPrefix(signed, []byte(last)) {
		last, value = string(signed[:1]), 1
	}
	skip := 2 + random.IntN(8)
	for at := value; at < len(signed); at++ {
		for _, name := range names {
			if name > last && bytes.HasPrefix(signed[at:], []byte(name)) && random.IntN(skip) > 0 {
				pairs = append(pairs, pair{fieldOf([]byte(last)), []byte(last), signed[value:at]})
				last, value = name, at+len(name)
				at = value - 1
				break
			}
		}
	}
	return append(pairs, pair{fieldOf([]byte(last)), []byte(last), signed[value:]})
}

// Each of these is signed by Twilio as an honest receipt, then cut anew by somebody else.
func TestEveryKindOfRecutReceiptIsRefused(t *testing.T) {
	failure := failedWith("undelivered", "30005")
	for name, c := range map[string]struct{ honest, forged fieldsOf }{
		"code swallowed by the version": {failure, failure.with(fieldsOf{"-ErrorCode": "", "ApiVersion": "2010-04-01ErrorCode30005"})},
		"code hidden in a key":          {failure, failure.with(fieldsOf{"-ErrorCode": "", "-ErrorMessage": "", "ErrorCode30005ErrorMessage": failure["ErrorMessage"]})},
		"half of the status":            {failure, failure.with(fieldsOf{"-MessageStatus": "", "MessageStatusun": "delivered"})},
		"code from words": {failure.with(fieldsOf{"ErrorMessage": "xErrorCode30006ErrorMessagey"}),
			failure.with(fieldsOf{"ApiVersion": "2010-04-01ErrorCode30005ErrorMessagex", "ErrorCode": "30006", "ErrorMessage": "y"})},
		"status from words": {status("sent").with(fieldsOf{"ErrorMessage": "xFrom1MessageSid" + sid + "MessageStatusfailedMz"}),
			status("sent").with(fieldsOf{"ErrorMessage": "x", "From": "1", "MessageStatus": "failed", "Mz": "From+15005550006MessageSid" + sid + "MessageStatussent"})},
	} {
		signature := Sign(token, origin+statusPath+string(ownID), c.honest.values())
		if Sign(token, origin+statusPath+string(ownID), c.forged.values()) != signature {
			t.Errorf("%s: not signed alike, this case tests nothing", name)
		}
		d := newDesk(t)
		if w := d.serve(receiptRequest(c.forged.values().Encode(), signature)); w.Code != http.StatusBadRequest || len(d.ledger.receipts) > 0 {
			t.Errorf("%s: status %d, %+v", name, w.Code, d.ledger.receipts)
		}
	}
}

// A message's id is part of what is signed. It cannot move into the form, nor fields into the address.
func TestReceiptsStayWithTheirMessage(t *testing.T) {
	form := status("sent").values()
	signature := Sign(token, origin+statusPath+string(ownID), form)
	longer := status("sent").with(fieldsOf{"-AccountSid": ""}).values()
	r := receiptRequest(longer.Encode(), signature)
	r.RequestURI = statusPath + string(ownID) + "AccountSid" + accSid
	if Sign(token, origin+r.RequestURI, longer) != signature {
		t.Fatal("the forgery is not signed alike: this test tests nothing")
	}
	d := newDesk(t)
	if d.serve(r); len(d.ledger.receipts) > 0 {
		t.Errorf("reported %+v", d.ledger.receipts)
	}
}

func FuzzReceipt(f *testing.F) {
	for _, name := range sorted(reports()) {
		f.Add([]byte(reports()[name].values().Encode()))
	}
	for _, raw := range []string{"", "MessageStatus=sent", "MessageSid=" + sid + "&MessageStatus=sentErrorCode1", "ErrorCode=&ErrorCode=1"} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var got form
		if got.parse(raw) != nil {
			return
		}
		r, refused := got.receipt()
		if refused != nil {
			if r != (bot.Receipt{}) || refused.why == "" {
				t.Errorf("refused, and still %+v", r)
			}
			return
		}
		if sidEnd([]byte(r.SID)) != 34 || r.Code < 0 || r.Code > 999999 || (r.Code != 0) != (r.Outcome != "") {
			t.Errorf("%+v of %q", r, raw)
		}
		// Every cut of the same bytes at names says the same, or nothing.
		signed := bytes.Clone(got.signed)
		for seed := range uint64(8) {
			again := form{pairs: recutReceipt(rand.New(rand.NewPCG(seed, 1)), signed)}
			again.join()
			if other, refused := again.receipt(); refused == nil && bytes.Equal(again.signed, signed) && other != r {
				t.Errorf("cut anew %+v, before %+v, of %q", other, r, signed)
			}
		}
	})
}
