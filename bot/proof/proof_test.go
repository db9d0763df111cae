package proof_test

import (
	"encoding/base32"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/proof"
)

// The secret of RFC 6238's test vectors, appendix B.
var secret = []byte("12345678901234567890")

func TestCodesAreThoseOfTheStandard(t *testing.T) {
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if got := proof.Code(secret, proof.StepAt(time.Unix(at, 0))); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
	}
}

func TestACodeCountsOnceAndOneStepAround(t *testing.T) {
	now := time.Unix(1234567890, 0)
	at := proof.StepAt(now)
	for off := int64(-3); off <= 3; off++ {
		step, ok := proof.Check(secret, proof.Code(secret, at+off), 0, now)
		if want := off >= -1 && off <= 1; ok != want || ok && step != at+off {
			t.Errorf("%d steps off: %d, %v", off, step, ok)
		}
	}
	code := proof.Code(secret, at)
	if _, ok := proof.Check(secret, code[:3]+" "+code[3:], at-1, now); !ok {
		t.Error("a blank within the code counts")
	}
	if _, ok := proof.Check(secret, code, at, now); ok {
		t.Error("a code counts twice")
	}
	for _, bad := range []string{"", "12345", "abcdef", code + "0", "-00001"} {
		if _, ok := proof.Check(secret, bad, 0, now); ok {
			t.Errorf("%q is a code", bad)
		}
	}
	if _, ok := proof.Check(nil, proof.Code(nil, at), 0, now); ok {
		t.Error("somebody without a secret has a code")
	}
}

func TestTheLinkHoldsWhatAnAppNeeds(t *testing.T) {
	u, err := url.Parse(proof.Link("Rights & Line", "Ana Ruiz", secret))
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Rights & Line:Ana Ruiz" || strings.Contains(u.RawQuery, "+") {
		t.Fatalf("%v, %v", u, err)
	}
	got, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(u.Query().Get("secret"))
	if err != nil || string(got) != string(secret) || u.Query().Get("issuer") != "Rights & Line" {
		t.Errorf("%s: %q, %v", u, got, err)
	}
}

func TestPasswordsFitTheirHashOnly(t *testing.T) {
	hash, err := proof.Hash("correct horse battery", []byte("0123456789abcdef"))
	if err != nil || strings.Contains(hash, "horse") {
		t.Fatalf("%q, %v", hash, err)
	}
	if !proof.Fits(hash, "correct horse battery") || proof.Fits(hash, "Correct horse battery") || proof.Fits(hash, "") {
		t.Error("the wrong one fits")
	}
	for _, bad := range []string{"", "$$$", strings.Replace(hash, "600000", "0", 1), strings.Replace(hash, "600000", "99999999999", 1), hash[:len(hash)-4], strings.Replace(hash, "sha256", "sha1", 1)} {
		if proof.Fits(bad, "correct horse battery") {
			t.Errorf("%q fits", bad)
		}
	}
	for _, p := range []string{"", "short", strings.Repeat("a", 257), "\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe"} {
		if _, err := proof.Hash(p, []byte("0123456789abcdef")); !errors.Is(err, proof.ErrPassword) {
			t.Errorf("%d characters: %v", len(p), err)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("287082", "pbkdf2-sha256$1$AAAA$AAAA")
	f.Fuzz(func(t *testing.T, code, hash string) {
		if _, ok := proof.Check(secret, code, proof.StepAt(time.Unix(1<<40, 0)), time.Unix(59, 0)); ok {
			t.Error("an old code counts")
		}
		if strings.Count(hash, "$") < 3 && proof.Fits(hash, code) {
			t.Error("what is no hash fits")
		}
	})
}
