package twilio

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/twilio/twilio-go/client"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/racetest"
)

// The attack of the threat model: a text that, cut anew, makes another sender. Twilio's validator takes it.
func TestAnotherSenderCannotBeCutOutOfAText(t *testing.T) {
	captured := sms("DISPATCHFrom+13125550100FromCityx").values()
	signature := Sign(token, origin+path, captured)
	forged := url.Values{}
	for key, values := range captured {
		forged[key] = values
	}
	forged.Set("Body", "DISPATCH")
	forged.Set("From", "+13125550100")
	forged.Set("FromCity", "x"+"From"+captured.Get("From")+"FromCity"+captured.Get("FromCity"))
	if validator := client.NewRequestValidator(token); !validator.ValidateBody(origin+path, []byte(forged.Encode()), signature) {
		t.Fatal("the forgery is not signed alike: this test tests nothing")
	}
	for name, form := range map[string]url.Values{"the forgery": forged, "what it was cut from": captured} {
		l := newLine(t)
		if w := l.serve(request(form.Encode(), signature)); w.Code != http.StatusBadRequest || len(l.heard.events) > 0 {
			t.Errorf("%s: status %d", name, w.Code)
		}
	}
}

const (
	otherSID     = "SM99999999999999999999999999999999"
	otherAccount = "AC99999999999999999999999999999999"
)

// snippets are fields, in the order in which they are signed, that an attacker writes into what is theirs to write.
var snippets = []rawPair{{"AccountSid", otherAccount}, {"Address", "x"}, {"ApiVersion", "2010-04-01"}, {"Body", "forged"},
	{"ButtonPayload", "door/3/ask/raid"}, {"ButtonText", "Raid"}, {"From", "+13125550100"}, {"FromCity", "x"}, {"FromZip", ""},
	{"Label", "x"}, {"Latitude", "1.5"}, {"Longitude", "-2.5"}, {"MediaContentType0", "image/png"}, {"MediaUrl0", "https://evil.example/x"},
	{"MessageSid", otherSID}, {"MessageType", "button"}, {"MessagingServiceSid", "x"}, {"NumMedia", "0"}, {"NumMedia", "1"}, {"NumSegments", "1"},
	{"OptOutType", "STOP"}, {"ProfileName", "x"}, {"ReferralNumMedia", "0"}, {"SmsMessageSid", otherSID}, {"SmsSid", otherSID}, {"SmsStatus", ""},
	{"To", "+19995550100"}, {"ToCity", "x"}, {"WaId", ""}, {"Zz", ""}}

// uncontrolled are more names at which signed bytes can be cut.
var uncontrolled = []string{"ChannelMetadata", "ExternalUserId", "FromCountry", "FromState", "ToCountry", "ToState", "ToZip"}

// prepared is a text from which a chain of fields can be cut: some of those between two in the order of signing, with
// those that no message lacks.
func prepared(random *rand.Rand, channel string) string {
	text := []string{"DISPATCH", "raid. ", "", "x"}[random.IntN(4)]
	first := random.IntN(len(snippets))
	for _, s := range snippets[first : first+1+random.IntN(len(snippets)-first)] {
		switch s.key {
		case "From", "To":
			text += s.key + channel + s.value
		case "FromCity", "MessageSid", "ToCity":
			text += s.key + s.value
		default:
			if random.IntN(4) == 0 {
				text += s.key + s.value
			}
		}
	}
	return text
}

// TestCraftedRecuts signs 1,000 requests whose author prepared them, and cuts each anew in 100 ways. Those cuts that
// have all fields in their formats go through the gate: only the honest event may come out.
func TestCraftedRecuts(t *testing.T) {
	racetest.Alone(t)
	random := rand.New(rand.NewPCG(7, 7))
	onSMS := func() string { return prepared(random, "") }
	onWhatsApp := func() string { return prepared(random, whatsAppPrefix) }
	bases := []func() fieldsOf{
		func() fieldsOf { return sms(onSMS()) },
		func() fieldsOf { return mms(onSMS()) },
		func() fieldsOf { return sms("STOP").with(fieldsOf{"OptOutType": "STOP", "FromCity": onSMS()}) },
		func() fieldsOf { return whatsApp(onWhatsApp()) },
		func() fieldsOf { return whatsApp("hi").with(fieldsOf{"ProfileName": onWhatsApp()}) },
		func() fieldsOf { return whatsApp(onWhatsApp()).with(fieldsOf{"ProfileName": onWhatsApp()}) },
		func() fieldsOf { return mapPin(onWhatsApp(), onWhatsApp()) },
		func() fieldsOf { return mapPin("", onWhatsApp()).with(fieldsOf{"-Label": ""}) },
	}
	l := newLine(t)
	plausible, other := 0, 0
	var f form
	for i := range 1000 {
		honest := bases[i%len(bases)]()
		want, signed := meant(t, honest)
		borders := bordersIn(signed)
		signature := Sign(token, origin+path, honest.values())
		for range 100 {
			f.pairs = recutAtNames(random, f.pairs[:0], signed, borders)
			f.join()
			if f.single() != nil || f.complete() != nil || f.media() != nil || f.agree() != nil {
				continue
			}
			plausible++
			if !reflect.DeepEqual(f.event(), want) {
				other++
			}
			l.heard.events = nil
			l.logged.Reset()
			forged := f.values()
			w := l.serve(request(forged.Encode(), signature))
			switch {
			case w.Code == http.StatusForbidden || w.Code >= 500:
				t.Fatalf("status %d, the new cut is not signed alike", w.Code)
			case w.Code == http.StatusOK && !reflect.DeepEqual(l.heard.events[0], want):
				t.Errorf("cut anew:\n got %s\nwant %s\nfrom %v\nas %v", reveal(l.heard.events[0]), reveal(want), honest, forged)
			}
		}
	}
	if other < 900 {
		t.Errorf("of %d plausible cuts only %d mean something else: the attack is too weak to tell anything", plausible, other)
	}
	t.Logf("%d plausible cuts, %d of them with another meaning", plausible, other)
}

// meant is the event that Twilio meant with a form, whether the gate takes it or not, and what Twilio signed.
func meant(t *testing.T, honest fieldsOf) (bot.Event, []byte) {
	t.Helper()
	var f form
	if err := f.parse([]byte(honest.values().Encode())); err != nil {
		t.Fatal(err)
	}
	return f.event(), f.signed
}

// border is a place where a key could begin.
type border struct {
	at  int
	key string
}

// bordersIn finds the names of fields in what was signed, of two at one place the longer.
func bordersIn(signed []byte) []border {
	names := slices.Clone(uncontrolled)
	for _, s := range snippets {
		names = append(names, s.key)
	}
	var out []border
	for at := 1; at < len(signed); at++ {
		key := ""
		for _, name := range names {
			if len(name) > len(key) && hasPrefix(signed[at:], name) {
				key = name
			}
		}
		if key != "" {
			out = append(out, border{at, key})
		}
	}
	return out
}

// recutAtNames cuts what was signed at the names of fields, so that keys are sorted and formats hold: behind a value
// with a format where it ends, behind a text anywhere, now and then nowhere. It appends to pairs.
func recutAtNames(random *rand.Rand, pairs []pair, signed []byte, borders []border) []pair {
	last, value := border{0, "AccountSid"}, len("AccountSid")
	skip := []int{2, 4, 30}[random.IntN(3)]
	for _, b := range append(borders, border{len(signed), "~"}) {
		name := fieldOf([]byte(last.key))
		end := b.at == len(signed)
		if !end && (b.at < value || b.key <= last.key || !valid(name, signed[value:b.at]) ||
			valid(name, []byte("~")) && random.IntN(skip) == 0) {
			continue
		}
		pairs = append(pairs, pair{name, []byte(last.key), signed[value:b.at]})
		last, value = b, b.at+len(b.key)
	}
	return pairs
}

func (f *form) values() url.Values {
	out := url.Values{}
	for _, p := range f.pairs {
		out.Add(string(p.key), string(p.value))
	}
	return out
}

// TestCutsAtAnInventedNameMeanTheSame holds what certain promises: a text with a made-up field name glued to it is acted on up
// to that name, however the request is cut.
func TestCutsAtAnInventedNameMeanTheSame(t *testing.T) {
	for name, c := range map[string]struct {
		honest, other fieldsOf
		text          string
	}{
		"text cut short":           {sms("no raid hereCarrierNamex"), sms("no raid here").with(fieldsOf{"CarrierName": "x"}), "no raid here"},
		"text swallows a field":    {sms("hi").with(fieldsOf{"CarrierName": "x"}), sms("hiCarrierNamex"), "hi"},
		"ordinary punctuation":     {sms("ICE at my door.ComeQuickly"), sms("ICE at my door.").with(fieldsOf{"ComeQuickly": ""}), "ICE at my door."},
		"silent photo swallows it": {mms("").with(fieldsOf{"DeliveryChannel": "x"}), mms("DeliveryChannelx"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			signature := Sign(token, origin+path, c.honest.values())
			l := newLine(t)
			for _, cut := range []fieldsOf{c.honest, c.other} {
				if w := l.serve(request(cut.values().Encode(), signature)); w.Code != http.StatusOK {
					t.Fatalf("status %d", w.Code)
				}
			}
			if !reflect.DeepEqual(l.heard.events[0], l.heard.events[1]) || l.heard.events[0].Text.Reveal() != c.text {
				t.Errorf("got %s and %s, want the text %q", reveal(l.heard.events[0]), reveal(l.heard.events[1]), c.text)
			}
		})
	}
}

// Each of these is signed by Twilio as an honest request, then cut anew by somebody else.
func TestEveryKindOfRecutIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ honest, forged fieldsOf }{
		"text cut at a capital": {sms("There is no raid. Everything is fine"),
			sms("There is no raid. ").with(fieldsOf{"Everything": " is fine"})},
		"text cut inside a name":          {sms("ICE at McDonald"), sms("ICE at Mc").with(fieldsOf{"Donald": ""})},
		"text cut at two words of a name": {sms("at FaceTime store"), sms("at ").with(fieldsOf{"FaceTime": " store"})},
		"text cut in a link":              {sms("see https://x.org/DetentionCenterMap"), sms("see https://x.org/").with(fieldsOf{"DetentionCenterMap": ""})},
		"text cut at a tag":               {sms("#ChingaLaMigra"), sms("#").with(fieldsOf{"ChingaLaMigra": ""})},
		"text that reaches into the next key": {whatsApp("at Clark"),
			whatsApp("at ").with(fieldsOf{"-ChannelMetadata": "", "ClarkChannelMetadata": whatsApp("")["ChannelMetadata"]})},
		"text that reaches half into the next key": {whatsApp("at McDonald"),
			whatsApp("at Mc").with(fieldsOf{"-ChannelMetadata": "", "DonaldChannelMeta": "data" + whatsApp("")["ChannelMetadata"]})},
		"text that swallows the next field": {whatsApp("hi"),
			whatsApp("hiChannelMetadata" + whatsApp("")["ChannelMetadata"]).with(fieldsOf{"-ChannelMetadata": ""})},
		"key cut in two": {sms("hello"), sms("").with(fieldsOf{"-Body": "", "Bod": "yhello"})},
		"sender hidden in a key": {sms("hello"), sms("hello").with(fieldsOf{"-From": "", "-FromCity": "", "-FromCountry": "", "-FromState": "", "-FromZip": "",
			"From+15005550001FromCity": "OAKLANDFromCountryUSFromStateCAFromZip"})},
		"opt-out hidden in a value": {sms("STOP").with(fieldsOf{"OptOutType": "STOP"}),
			sms("STOP").with(fieldsOf{"-OptOutType": "", "NumSegments": "1OptOutTypeSTOP"})},
		"opt-out hidden in a key": {sms("STOP").with(fieldsOf{"OptOutType": "STOP"}),
			sms("STOP").with(fieldsOf{"-OptOutType": "", "-NumSegments": "", "NumSegments1OptOutType": "STOP"})},
		"opt-out from a profile name": {whatsApp("hi").with(fieldsOf{"ProfileName": "xOptOutTypeSTOPPz", "-MessageType": ""}),
			whatsApp("hi").with(fieldsOf{"-ProfileName": "", "-MessageType": "", "-NumSegments": "", "NumSegments1ProfileNamex": "", "OptOutType": "STOP", "Pz": ""})},
		"text cut at long words":  {sms("en EstadosUnidos"), sms("en ").with(fieldsOf{"EstadosUnidos": ""})},
		"text lost to long words": {sms("EstadosUnidos ya"), sms("").with(fieldsOf{"EstadosUnidos": " ya"})},
		"photo cut short": {mms("x"), mms("x").with(fieldsOf{"MediaUrl1": strings.TrimSuffix(mediaAt(""), "Messages/MM"+sid[2:]+"/Media/"),
			"Message": "s/MM" + sid[2:] + "/Media/ME02"})},
		"address becomes the text": {mapPin("", "Joe's Body shop").with(fieldsOf{"-Label": ""}),
			mapPin("", "Joe's ").with(fieldsOf{"-Label": "", "-ApiVersion": "", "Body": " shopApiVersion2010-04-01Body"})},
		"address becomes the text, without a version": {mapPin("", "Joe's Body shop").with(fieldsOf{"-Label": "", "-ApiVersion": ""}),
			mapPin("", "Joe's ").with(fieldsOf{"-Label": "", "-ApiVersion": "", "Body": " shopBody"})},
		"label swallowed": {mapPin("Main", "").with(fieldsOf{"-Address": ""}),
			mapPin("", "").with(fieldsOf{"-Address": "", "-Label": "", "L": "abelMain"})},
		"address swallowed": {mapPin("", "Main").with(fieldsOf{"-Label": ""}),
			mapPin("", "").with(fieldsOf{"-Address": "", "-Label": "", "Addr": "essMain"})},
		"tap from typed words":        {whatsApp("hiButtonPayloaddoor/3/ask/raid"), whatsApp("hi").with(fieldsOf{"ButtonPayload": "door/3/ask/raid"})},
		"tap from typed words on SMS": {sms("hiButtonPayloaddoor/3/ask/raid"), sms("hi").with(fieldsOf{"ButtonPayload": "door/3/ask/raid"})},
		"tap from typed words, their kind hidden": {whatsApp("hiButtonPayloaddoor/3/ask/raid"),
			whatsApp("hi").with(fieldsOf{"ButtonPayload": "door/3/ask/raid", "-MessageType": "", "MessageT": "ypetext"})},
		"opt-out hidden in a new field": {sms("STOP").with(fieldsOf{"OptOutType": "STOP", "OperatorName": "x"}),
			sms("STOP").with(fieldsOf{"OperatorName": "xOptOutTypeSTOP"})},
		"pin hidden in its label": {mapPin("Main", ""), mapPin("Main"+"Latitude37.8043514Longitude-122.2711639", "").with(fieldsOf{"-Latitude": "", "-Longitude": ""})},
		"version from an address": {mapPin("", "xApiVersion2010-04-01Bodyforged").with(fieldsOf{"-Label": ""}),
			mapPin("", "x").with(fieldsOf{"-Label": "", "Body": "forgedApiVersion2010-04-01Body"})},
		"account from an address": {mapPin("", "xAccountSid"+otherAccount).with(fieldsOf{"-Label": ""}),
			mapPin("", "").with(fieldsOf{"-Label": "", "-Address": "", "A": "ccountSid" + accSid + "Addressx", "AccountSid": otherAccount})},
		"message from a ZIP": {sms("hi").with(fieldsOf{"FromZip": "AMessageSid" + otherSID + "Mz"}),
			sms("hi").with(fieldsOf{"FromZip": "A", "MessageSid": otherSID, "-MessagingServiceSid": "",
				"Mz": "MessageSid" + sid + "MessagingServiceSid" + sms("")["MessagingServiceSid"]})},
		"our number from a profile name": {whatsApp("hi").with(fieldsOf{"ProfileName": "xTowhatsapp:+19995550100ToCityx"}),
			whatsApp("hi").with(fieldsOf{"ProfileName": "x", "To": "whatsapp:+19995550100", "-ReferralNumMedia": "", "-SmsMessageSid": "", "-SmsSid": "",
				"-SmsStatus": "", "ToCity": "xReferralNumMedia0SmsMessageSid" + sid + "SmsSid" + sid + "SmsStatusreceivedTowhatsapp:+15005550006"})},
		"forwarded from typed words":   {whatsApp("hiForwardedtrue"), whatsApp("hiForwardedtrue")},
		"external id from typed words": {whatsApp("hi ExternalUserIdx"), whatsApp("hi ExternalUserIdx")},
	} {
		signature := Sign(token, origin+path, c.honest.values())
		if Sign(token, origin+path, c.forged.values()) != signature {
			t.Errorf("%s: not signed alike, this case tests nothing", name)
		}
		l := newLine(t)
		if w := l.serve(request(c.forged.values().Encode(), signature)); w.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", name, w.Code)
		}
	}
}

// A webhook URL with a query could be made longer by fields, and a text could then bring its own.
func TestFieldsCannotMoveIntoTheURL(t *testing.T) {
	const query = "?lang=es"
	captured := sms("no AccountSid" + otherAccount + "Bodyraid").values()
	signature := Sign(token, origin+path+query, captured)
	forged := captured
	forged.Set("AccountSid", otherAccount)
	forged.Set("Body", "raid")
	forged.Del("ApiVersion")
	r := request(forged.Encode(), signature)
	r.RequestURI = path + query + "AccountSid" + accSid + "ApiVersion2010-04-01Bodyno%20"
	longer := path + query + "AccountSid" + accSid + "ApiVersion2010-04-01Bodyno "
	if Sign(token, origin+longer, forged) != signature {
		t.Fatal("the forgery is not signed alike: this test tests nothing")
	}
	r.RequestURI = longer
	l := newLine(t)
	if w := l.serve(r); w.Code != http.StatusForbidden || len(l.heard.events) > 0 {
		t.Errorf("status %d", w.Code)
	}
}

// Step 2 of the gate rests on this.
func TestTellingFieldsGiveThemselvesAway(t *testing.T) {
	for name, values := range map[field][]string{
		accountSid: {accSid}, apiVersion: {"2010-04-01"}, buttonPayload: {"", "x"}, buttonText: {"", "x"},
		from:     {"+15005550001", "123", "whatsapp:+15005550001", "whatsapp:US.1", "123456789012345"},
		to:       {"+15005550001", "123", "whatsapp:+15005550001", "whatsapp:US.1"},
		latitude: {"0", "-1.5", "+90"}, longitude: {"0", "-1.5", "+180"}, messageSid: {sid, "MM" + sid[2:]}, messageType: {"text", "_x"},
		numMedia: {"0", "10"}, numSegments: {"1", "100"}, optOutType: {"STOP", "START", "HELP"},
	} {
		for _, value := range values {
			if !valid(name, []byte(value)) {
				t.Errorf("%s %q is not valid", name.name(), value)
			}
			if got := telling([]byte(name.name() + value + "Zz")); got != name {
				t.Errorf("%s %q in front of another key is taken for %s", name.name(), value, got.name())
			}
		}
	}
	if telling([]byte("MediaUrl9https://x")) != mediaURL || telling([]byte("MediaContentType0a/b")) != mediaContentType || telling([]byte("To123")) != to {
		t.Error("numbered fields or the last one do not give themselves away")
	}
}
