package seal

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
)

// ErrSealed means that the value was not sealed for this place by a key of this keyset, or was changed since.
var ErrSealed = errors.New("does not open here with these keys")

// Seal encrypts plain with the newest key. The result is raw bytes, 33 longer than plain, and opens only with the
// same bound.
func (k Keyset) Seal(plain []byte, bound string) (string, error) {
	sealed, err := k.aead.Encrypt(plain, []byte(bound))
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	return string(sealed), nil
}

// Open reverses Seal with whichever key sealed the value. Its error is [bot.ErrKey] or [ErrSealed].
func (k Keyset) Open(sealed, bound string) ([]byte, error) {
	plain, err := k.aead.Decrypt([]byte(sealed), []byte(bound))
	switch {
	case err == nil:
		return plain, nil
	case k.knows(sealed):
		return nil, ErrSealed
	}
	return nil, bot.ErrKey
}

// prefix is what Tink writes in front of a sealed value: one byte for its kind, then the key's id.
const prefix = 5

// knows reports whether the key that a value names is in the keyset, or the value names none.
func (k Keyset) knows(sealed string) bool {
	if len(sealed) < prefix || sealed[0] != 1 {
		return true
	}
	return slices.Contains(k.ids, binary.BigEndian.Uint32([]byte(sealed[1:prefix])))
}

// nameBytes is the length of a pseudonym before it is spelt in hexadecimal.
const nameBytes = 16

// Pseudonyms returns the names of a value in a domain, one a key, newest key first: 32 lower-case hexadecimal digits
// each. Equal values have equal names in one domain and unrelated names in another.
func (k Keyset) Pseudonyms(domain, value string) []string {
	input := make([]byte, 0, 64)
	input = binary.AppendUvarint(input, uint64(len(domain))) // so that ("a", "bc") and ("ab", "c") differ
	input = append(input, domain...)
	input = append(input, value...)
	names := make([]string, len(k.prfs))
	for i, p := range k.prfs {
		name, err := p.ComputePRF(input, nameBytes)
		if err != nil { // only for an output longer than the key allows; newKeyset has computed one of this length
			panic("seal: a naming key gives no name: " + err.Error())
		}
		names[i] = hex.EncodeToString(name)
	}
	return names
}
