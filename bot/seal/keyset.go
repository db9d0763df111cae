package seal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// Keyset holds the keys of one hotline, ready for use by any number of goroutines. It never prints them.
type Keyset struct {
	aead tink.AEAD
	ids  []uint32  // of the sealing keys
	prfs []prf.PRF // newest first
}

// Generate makes a keyset that lives in memory only: what it seals is unreadable once the process ends.
func Generate() (*Keyset, error) {
	sealing, naming, err := newHandles()
	if err != nil {
		return nil, err
	}
	return newKeyset(sealing, naming)
}

// String returns a fixed mark instead of the keys.
func (Keyset) String() string { return redacted }

// GoString returns a fixed mark instead of the keys, for %#v.
func (Keyset) GoString() string { return redacted }

// LogValue returns a fixed mark instead of the keys, for slog.
func (Keyset) LogValue() slog.Value { return slog.StringValue(redacted) }

const redacted = "[keyset]"

// newHandles makes one fresh key of each kind: AES-256-GCM to seal, HMAC-SHA256 to name.
func newHandles() (sealing, naming *keyset.Handle, err error) {
	if sealing, err = keyset.NewHandle(aead.AES256GCMKeyTemplate()); err != nil {
		return nil, nil, fmt.Errorf("make the sealing key: %w", err)
	}
	if naming, err = keyset.NewHandle(prf.HMACSHA256PRFKeyTemplate()); err != nil {
		return nil, nil, fmt.Errorf("make the naming key: %w", err)
	}
	return sealing, naming, nil
}

// newKeyset builds the primitives once; making them for every message would cost more than using them.
func newKeyset(sealing, naming *keyset.Handle) (*Keyset, error) {
	sealer, err := aead.New(sealing)
	if err != nil {
		return nil, fmt.Errorf("use the sealing keys: %w", err)
	}
	set, err := prf.NewPRFSet(naming)
	if err != nil {
		return nil, fmt.Errorf("use the naming keys: %w", err)
	}
	k := &Keyset{aead: sealer, ids: newestFirst(sealing)}
	for _, id := range newestFirst(naming) {
		p, enabled := set.PRFs[id]
		if !enabled {
			continue
		}
		if _, err := p.ComputePRF(nil, nameBytes); err != nil {
			return nil, fmt.Errorf("use the naming keys: %w", err)
		}
		k.prfs = append(k.prfs, p)
	}
	return k, nil
}

// newestFirst lists the ids of a keyset's keys: the primary, then the others from the last added to the first.
func newestFirst(h *keyset.Handle) []uint32 {
	var ids []uint32
	for i := h.Len() - 1; i >= 0; i-- {
		entry, err := h.Entry(i)
		switch {
		case err != nil:
		case entry.IsPrimary():
			ids = append([]uint32{entry.KeyID()}, ids...)
		default:
			ids = append(ids, entry.KeyID())
		}
	}
	return ids
}

// document is the key file: two Tink keysets in Tink's own JSON.
type document struct {
	AEAD json.RawMessage `json:"aead"`
	PRF  json.RawMessage `json:"prf"`
}

// encode writes both keysets in the clear; the mode of the file protects them.
func encode(sealing, naming *keyset.Handle) ([]byte, error) {
	var doc document
	var err error
	if doc.AEAD, err = writeHandle(sealing); err != nil {
		return nil, err
	}
	if doc.PRF, err = writeHandle(naming); err != nil {
		return nil, err
	}
	return json.MarshalIndent(doc, "", "  ")
}

func writeHandle(h *keyset.Handle) ([]byte, error) {
	var out bytes.Buffer
	if err := insecurecleartextkeyset.Write(h, keyset.NewJSONWriter(&out)); err != nil {
		return nil, fmt.Errorf("encode the keys: %w", err)
	}
	return out.Bytes(), nil
}

// decode reverses encode. Its errors never quote the document.
func decode(b []byte) (*Keyset, error) {
	var doc document
	if err := json.Unmarshal(b, &doc); err != nil {
		return nil, errNotKeyset
	}
	sealing, err := readHandle(doc.AEAD)
	if err != nil {
		return nil, err
	}
	naming, err := readHandle(doc.PRF)
	if err != nil {
		return nil, err
	}
	return newKeyset(sealing, naming)
}

func readHandle(b []byte) (*keyset.Handle, error) {
	h, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(b)))
	if err != nil { // its text may quote the input, and that is a key
		return nil, errNotKeyset
	}
	return h, nil
}
