package twilio

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // Twilio's choice; HMAC-SHA1 is unbroken
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"hash"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// signatureLength is the length of a signature in base64.
const signatureLength = 28

// Sign returns the X-Twilio-Signature of a request to url with a form, or without one (nil). Of values given twice
// under one key it signs each once, as Twilio's library for Node does.
func Sign(token, url string, form url.Values) string {
	var message strings.Builder
	message.WriteString(url)
	keys := make([]string, 0, len(form))
	for key := range form {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		values := slices.Clone(form[key])
		slices.Sort(values)
		for _, value := range slices.Compact(values) {
			message.WriteString(key)
			message.WriteString(value)
		}
	}
	return string(newMAC(token).signature([]byte(message.String())))
}

// mac computes signatures, one at a time, without allocating.
type mac struct {
	hash hash.Hash
	sum  [sha1.Size]byte
	text [signatureLength]byte
}

func newMAC(token string) *mac { return &mac{hash: hmac.New(sha1.New, []byte(token))} }

// signature is valid until the next call.
func (m *mac) signature(message []byte) []byte {
	m.hash.Reset()
	m.hash.Write(message)
	base64.StdEncoding.Encode(m.text[:], m.hash.Sum(m.sum[:0]))
	return m.text[:]
}

// verifier checks the signatures of one token, for any number of goroutines.
type verifier struct{ macs sync.Pool }

func newVerifier(token string) *verifier {
	return &verifier{sync.Pool{New: func() any { return newMAC(token) }}}
}

// verify compares in constant time.
func (v *verifier) verify(message []byte, signature string) bool {
	m, _ := v.macs.Get().(*mac)
	defer v.macs.Put(m)
	return subtle.ConstantTimeCompare(m.signature(message), []byte(signature)) == 1
}

// origins returns the spellings of the configured public URL under which Twilio may sign: as it is, and with or
// without its port, because Twilio is inconsistent about ports.
func origins(public string) ([]string, error) {
	u, err := url.Parse(public)
	if err != nil {
		return nil, errors.New("public URL: cannot be read; write it as https://host") // err quotes it, with any password
	}
	if u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" {
		return nil, fmt.Errorf("public URL %s: must begin with https:// and name a host", u.Redacted())
	}
	if u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return nil, fmt.Errorf("public URL %s: must end after the host or a path", u.Redacted())
	}
	path := strings.TrimSuffix(u.EscapedPath(), "/")
	one := u.Scheme + "://" + u.Host + path
	if port := u.Port(); port != "" {
		return []string{one, u.Scheme + "://" + strings.TrimSuffix(u.Host, ":"+port) + path}, nil
	}
	standard := map[string]string{"https": ":443", "http": ":80"}[u.Scheme]
	return []string{one, u.Scheme + "://" + strings.TrimSuffix(u.Host, ":") + standard + path}, nil
}
