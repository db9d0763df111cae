package twilio

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/racetest"
)

// honest are requests as Twilio sends them.
func honest() map[string]fieldsOf {
	return map[string]fieldsOf{
		"SMS":        sms("Migra at 5th and Clark. They took Ed, near DeKalb & Main + more"),
		"long SMS":   sms(strings.Repeat("Body cam From here To There, Every Door. ", 20)),
		"MMS":        mms("Van, plate CA 7ABC123"),
		"WhatsApp":   whatsApp("¿Dónde está la ayuda? مرحبا 👋"),
		"forwarded":  whatsApp("Forwarded as received: Channel 5").with(fieldsOf{"Forwarded": "true"}),
		"button":     tap("door/3/ask/inside", "Inside"),
		"pin":        mapPin("Joe's Auto Body", "12 Main St, Elm City"),
		"voice note": voiceNote(),
		"opted out":  sms("STOP").with(fieldsOf{"OptOutType": "STOP"}),
		"short code": sms("RAID").with(fieldsOf{"To": "54321"}),
		"extended":   sms("help me").with(fieldsOf{"CarrierName": "x", "GeoRegion": "y"}),
	}
}

// rawPair is a pair that is still escaped.
type rawPair struct{ key, value string }

// envelope is a request in pieces that can be changed one by one.
type envelope struct {
	pairs  []rawPair
	raw    string // when set, instead of the pairs
	uri    string
	header http.Header
}

func sealedEnvelope(random *rand.Rand, form url.Values) *envelope {
	e := &envelope{uri: path, header: http.Header{"Content-Type": {formType}, "X-Twilio-Signature": {Sign(token, origin+path, form)}}}
	for key, values := range form {
		for _, v := range values {
			e.pairs = append(e.pairs, rawPair{url.QueryEscape(key), url.QueryEscape(v)})
		}
	}
	slices.SortFunc(e.pairs, func(a, b rawPair) int { return strings.Compare(a.key, b.key) })
	random.Shuffle(len(e.pairs), func(i, j int) { e.pairs[i], e.pairs[j] = e.pairs[j], e.pairs[i] })
	return e
}

func (e *envelope) body() string {
	if e.raw != "" {
		return e.raw
	}
	parts := make([]string, len(e.pairs))
	for i, p := range e.pairs {
		parts[i] = p.key + "=" + p.value
	}
	return strings.Join(parts, "&")
}

func (e *envelope) request() *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(e.body()))
	r.RequestURI, r.Header = e.uri, e.header
	return r
}

// plain returns the pairs unescaped; pairs that do not unescape are left as they are.
func (e *envelope) plain() []rawPair {
	out := slices.Clone(e.pairs)
	for i, p := range out {
		if k, err := url.QueryUnescape(p.key); err == nil {
			out[i].key = k
		}
		if v, err := url.QueryUnescape(p.value); err == nil {
			out[i].value = v
		}
	}
	return out
}

func (e *envelope) setPlain(pairs []rawPair) {
	e.pairs = e.pairs[:0:0]
	for _, p := range pairs {
		e.pairs = append(e.pairs, rawPair{url.QueryEscape(p.key), url.QueryEscape(p.value)})
	}
}

// mutations are the ways in which a request is changed.
var mutations = map[string]func(*rand.Rand, *envelope){
	"flip a bit": func(random *rand.Rand, e *envelope) {
		b := []byte(e.body())
		b[random.IntN(len(b))] ^= 1 << random.IntN(8)
		e.raw = string(b)
	},
	"drop a byte": func(random *rand.Rand, e *envelope) {
		b := e.body()
		at := random.IntN(len(b))
		e.raw = b[:at] + b[at+1:]
	},
	"move bytes between key and value": func(random *rand.Rand, e *envelope) {
		pairs := e.plain()
		p := &pairs[random.IntN(len(pairs))]
		whole := p.key + p.value
		at := random.IntN(len(whole) + 1)
		p.key, p.value = whole[:at], whole[at:]
		e.setPlain(pairs)
	},
	"move bytes between neighbours": func(random *rand.Rand, e *envelope) {
		pairs := e.plain()
		slices.SortFunc(pairs, func(a, b rawPair) int { return strings.Compare(a.key, b.key) })
		i := random.IntN(len(pairs) - 1)
		whole := pairs[i].value + pairs[i+1].key + pairs[i+1].value
		at := random.IntN(len(whole) + 1)
		keyLength := random.IntN(len(whole) - at + 1)
		pairs[i].value, pairs[i+1] = whole[:at], rawPair{whole[at : at+keyLength], whole[at+keyLength:]}
		e.setPlain(pairs)
	},
	"cut anew": func(random *rand.Rand, e *envelope) {
		pairs := e.plain()
		slices.SortFunc(pairs, func(a, b rawPair) int { return strings.Compare(a.key, b.key) })
		e.setPlain(recut(random, pairs))
	},
	"swallow a neighbour": func(random *rand.Rand, e *envelope) {
		pairs := e.plain()
		slices.SortFunc(pairs, func(a, b rawPair) int { return strings.Compare(a.key, b.key) })
		i := random.IntN(len(pairs) - 1)
		pairs[i].value += pairs[i+1].key + pairs[i+1].value
		e.setPlain(slices.Delete(pairs, i+1, i+2))
	},
	"repeat a field": func(random *rand.Rand, e *envelope) {
		e.pairs = append(e.pairs, e.pairs[random.IntN(len(e.pairs))])
	},
	"repeat a field with another value": func(random *rand.Rand, e *envelope) {
		again := e.pairs[random.IntN(len(e.pairs))]
		again.value += "x"
		e.pairs = slices.Insert(e.pairs, random.IntN(len(e.pairs)+1), again)
	},
	"drop a field": func(random *rand.Rand, e *envelope) {
		i := random.IntN(len(e.pairs))
		e.pairs = slices.Delete(e.pairs, i, i+1)
	},
	"reorder": func(random *rand.Rand, e *envelope) {
		random.Shuffle(len(e.pairs), func(i, j int) { e.pairs[i], e.pairs[j] = e.pairs[j], e.pairs[i] })
	},
	"change case": func(random *rand.Rand, e *envelope) {
		p := &e.pairs[random.IntN(len(e.pairs))]
		switch random.IntN(4) {
		case 0:
			p.key = strings.ToLower(p.key)
		case 1:
			p.key = strings.ToUpper(p.key)
		case 2:
			p.value = strings.ToLower(p.value) // %2B and %2b are the same, letters are not
		default:
			p.value = strings.ToUpper(p.value)
		}
	},
	"escape otherwise": func(random *rand.Rand, e *envelope) {
		p := &e.pairs[random.IntN(len(e.pairs))]
		for _, s := range []*string{&p.key, &p.value} {
			plain, err := url.QueryUnescape(*s)
			if err != nil {
				continue
			}
			*s = ""
			for i := range len(plain) {
				*s += fmt.Sprintf([]string{"%%%02x", "%%%02X"}[random.IntN(2)], plain[i])
			}
		}
	},
	"escape twice": func(random *rand.Rand, e *envelope) {
		p := &e.pairs[random.IntN(len(e.pairs))]
		p.value = url.QueryEscape(p.value)
	},
	"break an escape": func(random *rand.Rand, e *envelope) {
		p := &e.pairs[random.IntN(len(e.pairs))]
		p.value += []string{"%", "%4", "%zz", "%%41", ";", "&", "&&", "=", "\x00"}[random.IntN(9)]
	},
	"add a field": func(random *rand.Rand, e *envelope) {
		e.pairs = append(e.pairs, []rawPair{{"OptOutType", "STOP"}, {"ButtonPayload", "x"}, {"Latitude", "1"}, {"X", ""}, {"", ""}}[random.IntN(5)])
	},
	"change a header": func(random *rand.Rand, e *envelope) {
		signature := e.header.Get("X-Twilio-Signature")
		switch random.IntN(6) {
		case 0:
			e.header.Add("X-Twilio-Signature", signature)
		case 1:
			e.header["X-Twilio-Signature"] = []string{"x", signature}
		case 2:
			e.header.Set("X-Twilio-Signature", strings.ToUpper(signature))
		case 3:
			e.header.Set("Content-Type", "text/plain")
		case 4:
			e.header.Set("X-Forwarded-Host", "evil.example")
		default:
			e.header["x-twilio-signature"] = []string{signature}
		}
	},
	"move bytes into the URL": func(random *rand.Rand, e *envelope) {
		pairs := e.plain()
		slices.SortFunc(pairs, func(a, b rawPair) int { return strings.Compare(a.key, b.key) })
		first := pairs[0].key + pairs[0].value
		at := random.IntN(len(first) + 1)
		e.uri += first[:at]
		pairs[0] = rawPair{first[at:], ""}
		e.setPlain(pairs)
	},
}

// recut cuts sorted pairs into other fields that are signed alike: some borders vanish, some appear in front of
// letters, and the keys stay sorted.
func recut(random *rand.Rand, pairs []rawPair) []rawPair {
	var joined strings.Builder
	keyLengths := map[int]int{}
	for _, p := range pairs {
		if random.IntN(6) > 0 {
			keyLengths[joined.Len()] = len(p.key)
		}
		joined.WriteString(p.key + p.value)
	}
	all := joined.String()
	for range random.IntN(4) {
		at := random.IntN(len(all))
		for at < len(all)-1 && !upper(all[at]) {
			at++
		}
		keyLengths[at] = 1 + random.IntN(14)
	}
	delete(keyLengths, 0)
	return cut(all, len(pairs[0].key), keyLengths)
}

// cut cuts a signed string at the given places, each the start of a key of the given length, as far as the keys are
// sorted and do not overlap.
func cut(all string, firstKey int, keyLengths map[int]int) []rawPair {
	starts := []int{0}
	out := []rawPair{{key: all[:firstKey]}}
	free := firstKey
	for at := 1; at < len(all); at++ {
		n, border := keyLengths[at]
		if !border || at < free || at+n > len(all) || all[at:at+n] <= out[len(out)-1].key {
			continue
		}
		starts = append(starts, at)
		out = append(out, rawPair{key: all[at : at+n]})
		free = at + n
	}
	for i := range out {
		end := len(all)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		out[i].value = all[starts[i]+len(out[i].key) : end]
	}
	return out
}

// TestSignatureGate changes honest requests in 10,000 ways. What is still taken must be the honest event.
func TestSignatureGate(t *testing.T) {
	racetest.Alone(t)
	random := rand.New(rand.NewPCG(2026, 11))
	requests, names := honest(), sorted(honest())
	kinds := sorted(mutations)
	l := newLine(t)
	meaning := map[string]bot.Event{}
	for _, name := range names {
		meaning[name] = newLine(t).event(t, requests[name])
	}
	taken := map[string]int{}
	for i := range 10_000 {
		name := names[i%len(names)]
		want := meaning[name]
		e := sealedEnvelope(random, requests[name].values())
		var did []string
		for range 1 + random.IntN(3) {
			kind := kinds[random.IntN(len(kinds))]
			mutations[kind](random, e)
			did = append(did, kind)
		}
		l.heard.events = nil
		l.logged.Reset()
		w := l.serve(e.request())
		switch {
		case w.Code >= 500 || w.Code != http.StatusOK && w.Code < 400:
			t.Fatalf("%s after %q: status %d", name, did, w.Code)
		case (w.Code == http.StatusOK) != (len(l.heard.events) == 1):
			t.Fatalf("%s after %q: status %d but %d events", name, did, w.Code, len(l.heard.events))
		case w.Code == http.StatusOK && !reflect.DeepEqual(l.heard.events[0], want):
			t.Errorf("%s after %q means something else:\n got %s\nwant %s\n%s", name, did, reveal(l.heard.events[0]), reveal(want), e.body())
		case w.Code == http.StatusOK:
			taken["same event"]++
		default:
			taken[fmt.Sprint(w.Code)]++
		}
	}
	if taken["same event"] < 100 || taken["403"] < 1000 || taken["400"] < 1000 {
		t.Errorf("outcomes %v: the mutations are too tame or too wild to tell anything", taken)
	}
	t.Logf("outcomes: %v", taken)
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
