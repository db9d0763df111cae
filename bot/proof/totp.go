package proof

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // what RFC 6238 and every authenticator app use; nothing depends on collisions
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

const (
	// SecretBytes is how long a secret is (RFC 4226, section 4: at least 128 bits, better 160).
	SecretBytes = 20
	// Step is how long a code is shown (RFC 6238, section 5.2).
	Step = 30 * time.Second
	// drift is how many steps a phone's clock may be wrong, either way.
	drift   = 1
	digits  = 6
	modulus = 1_000_000
)

// Code is the one-time code of a step: SHA-1, six digits (RFC 6238).
func Code(secret []byte, step int64) string {
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step)) //nolint:gosec // the same bits
	mac := hmac.New(sha1.New, secret)
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	n := binary.BigEndian.Uint32(sum[at:]) & 0x7fffffff
	return fmt.Sprintf("%0*d", digits, n%modulus)
}

// StepAt is the step of a moment.
func StepAt(now time.Time) int64 { return now.Unix() / int64(Step/time.Second) }

// Check looks for the step whose code this is: the present one, or one beside it, but none up to the last that was used. Blanks within
// the code do not count.
func Check(secret []byte, code string, last int64, now time.Time) (step int64, ok bool) {
	code = strings.Join(strings.Fields(code), "")
	if len(secret) < SecretBytes {
		return 0, false
	}
	for s := StepAt(now) - drift; s <= StepAt(now)+drift; s++ {
		if hmac.Equal([]byte(Code(secret, s)), []byte(code)) && s > last {
			step, ok = s, true
		}
	}
	return step, ok
}

// Encoded is a secret as people type it into an authenticator app: base32 (RFC 4648) without padding.
func Encoded(secret []byte) string { return plainBase32().EncodeToString(secret) }

func plainBase32() *base32.Encoding { return base32.StdEncoding.WithPadding(base32.NoPadding) }

// Link is what an authenticator app takes, as a link or as a QR code. It holds the secret.
func Link(hotline, user string, secret []byte) string {
	q := url.Values{"secret": {Encoded(secret)}, "issuer": {hotline}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"}}
	return "otpauth://totp/" + url.PathEscape(hotline+":"+user) + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}
