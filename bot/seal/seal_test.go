package seal

import (
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"

	"github.com/aldaba-hotline/aldaba/bot"
)

func generated(t testing.TB) *Keyset {
	t.Helper()
	k, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func sealed(t testing.TB, k *Keyset, plain, bound string) string {
	t.Helper()
	s, err := k.Seal([]byte(plain), bound)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSealedValueOpensWhereItWasSealedFor(t *testing.T) {
	k := generated(t)
	for _, plain := range []string{"", "hola", "a\x00b\xff", strings.Repeat("ayuda ", 1000)} {
		s := sealed(t, k, plain, "c/01/a")
		got, err := k.Open(s, "c/01/a")
		if err != nil || string(got) != plain {
			t.Errorf("Open(Seal(%q)) = %q, %v", plain, got, err)
		}
		if len(s) != len(plain)+33 {
			t.Errorf("sealed %d bytes into %d", len(plain), len(s))
		}
	}
}

func TestEqualValuesAreSealedDifferently(t *testing.T) {
	k := generated(t)
	if first, second := sealed(t, k, "hola", "x"), sealed(t, k, "hola", "x"); first == second {
		t.Error("two seals of one value are equal: a reader of the store could match them")
	}
}

func TestSealedValueOpensNowhereElse(t *testing.T) {
	k := generated(t)
	s := sealed(t, k, "+15005550006", "c/01/a")
	for name, try := range map[string]func() ([]byte, error){
		"another field":   func() ([]byte, error) { return k.Open(s, "c/01/b") },
		"another contact": func() ([]byte, error) { return k.Open(s, "c/02/a") },
		"no place":        func() ([]byte, error) { return k.Open(s, "") },
		"nothing sealed":  func() ([]byte, error) { return k.Open("", "c/01/a") },
		"cut short":       func() ([]byte, error) { return k.Open(s[:len(s)-1], "c/01/a") },
	} {
		if plain, err := try(); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: opened as %q, %v", name, plain, err)
		}
	}
}

func TestTamperedValueDoesNotOpen(t *testing.T) {
	k := generated(t)
	s := sealed(t, k, "123 Main", "r/01/f")
	for i := range len(s) {
		changed := []byte(s)
		changed[i] ^= 1
		if plain, err := k.Open(string(changed), "r/01/f"); err == nil {
			t.Errorf("with byte %d changed it opens as %q", i, plain)
		}
	}
}

func TestPseudonymsNameOneValueInOneDomain(t *testing.T) {
	k := generated(t)
	name := func(domain, value string) string {
		names := k.Pseudonyms(domain, value)
		if len(names) != 1 || !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(names[0]) {
			t.Fatalf("Pseudonyms(%q, %q) = %q", domain, value, names)
		}
		return names[0]
	}
	if first, second := name("address", "sms+15005550006"), name("address", "sms+15005550006"); first != second {
		t.Error("one value has two names: its contact would not be found again")
	}
	seen := map[string]string{}
	for _, pair := range [][2]string{{"address", "1"}, {"event", "1"}, {"address", "2"}, {"a", "bc"}, {"ab", "c"}, {"", "abc"}} {
		n := name(pair[0], pair[1])
		if other, taken := seen[n]; taken {
			t.Errorf("%q and %q share a name", other, pair)
		}
		seen[n] = fmt.Sprint(pair)
	}
	if name("address", "1") == generated(t).Pseudonyms("address", "1")[0] {
		t.Error("two keysets give one name: it can be computed without the keys")
	}
}

// rotate adds a new primary key to a keyset, as 'aldaba keys rotate' will.
func rotate(t *testing.T, h *keyset.Handle, template *tinkpb.KeyTemplate) *keyset.Handle {
	t.Helper()
	m := keyset.NewManagerFromHandle(h)
	id, err := m.Add(template)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.SetPrimary(id); err != nil {
		t.Fatal(err)
	}
	rotated, err := m.Handle()
	if err != nil {
		t.Fatal(err)
	}
	return rotated
}

func TestAValueOfAnotherKeysetIsNotTakenForADamagedOne(t *testing.T) {
	mine, theirs := generated(t), generated(t)
	if _, err := mine.Open(sealed(t, theirs, "plain", "place"), "place"); !errors.Is(err, bot.ErrKey) || !errors.Is(err, bot.ErrUnavailable) {
		t.Errorf("another keyset: got %v", err)
	}
	own := sealed(t, mine, "plain", "place")
	for _, s := range []string{own[:len(own)-1], own[:3], ""} {
		if _, err := mine.Open(s, "place"); !errors.Is(err, ErrSealed) {
			t.Errorf("damaged: got %v", err)
		}
	}
}

func TestRotatedKeysetOpensOldValuesAndListsOldNames(t *testing.T) {
	sealing, naming, err := newHandles()
	if err != nil {
		t.Fatal(err)
	}
	old, err := newKeyset(sealing, naming)
	if err != nil {
		t.Fatal(err)
	}
	before := sealed(t, old, "old text", "c/01/a")
	oldName := old.Pseudonyms("address", "x")[0]

	second, err := newKeyset(rotate(t, sealing, aead.AES256GCMKeyTemplate()),
		rotate(t, naming, prf.HMACSHA256PRFKeyTemplate()))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := second.Open(before, "c/01/a"); err != nil || string(plain) != "old text" {
		t.Errorf("after rotation the old value opens as %q, %v", plain, err)
	}
	if _, err := old.Open(sealed(t, second, "new", "x"), "x"); !errors.Is(err, bot.ErrKey) {
		t.Errorf("the new keyset still seals with the old key (%v)", err)
	}
	names := second.Pseudonyms("address", "x")
	if len(names) != 2 || names[1] != oldName || names[0] == oldName {
		t.Errorf("names after rotation: %q, want a new one and then %q", names, oldName)
	}

	third, err := newKeyset(sealing, rotate(t, rotate(t, naming, prf.HMACSHA256PRFKeyTemplate()), prf.HMACSHA256PRFKeyTemplate()))
	if err != nil {
		t.Fatal(err)
	}
	if names := third.Pseudonyms("address", "x"); len(names) != 3 || slices.Index(names, oldName) != 2 {
		t.Errorf("names after two rotations: %q, want %q last", names, oldName)
	}
}

func TestKeysetsThatCannotDoTheirJobAreRefused(t *testing.T) {
	sealing, naming, err := newHandles()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newKeyset(naming, sealing); err == nil {
		t.Error("swapped keysets were accepted")
	}
	if _, err := newKeyset(sealing, sealing); err == nil {
		t.Error("sealing keys were accepted as naming keys")
	}
}

func TestKeysetNeverPrintsItself(t *testing.T) {
	k := generated(t)
	var log strings.Builder
	logger := slog.New(slog.NewTextHandler(&log, nil))
	logger.Info("started", "keys", k, "value", *k)
	printed := fmt.Sprintf("%v %+v %#v %s %q|%v %+v %#v %s", k, k, k, k, k, *k, *k, *k, *k)
	for _, out := range []string{log.String(), printed} {
		if n := strings.Count(out, redacted); n != 2 && n != 9 || strings.Contains(out, "0x") || strings.Contains(out, "aead") {
			t.Errorf("printed as %s", out)
		}
	}
}

func BenchmarkSeal200(b *testing.B) {
	k := generated(b)
	plain := []byte(strings.Repeat("x", 200))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := k.Seal(plain, "s/0123456789abcdef0123456789abcdef/d"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen200(b *testing.B) {
	k := generated(b)
	s := sealed(b, k, strings.Repeat("x", 200), "s/0123456789abcdef0123456789abcdef/d")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := k.Open(s, "s/0123456789abcdef0123456789abcdef/d"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPseudonyms(b *testing.B) {
	k := generated(b)
	b.ReportAllocs()
	for b.Loop() {
		k.Pseudonyms("address", "sms+15005550006")
	}
}
