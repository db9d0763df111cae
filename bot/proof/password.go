package proof

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	// SaltBytes is how long the salt of a password is.
	SaltBytes = 16
	// rounds make each guess dear: what OWASP's password storage cheat sheet asks of PBKDF2 with SHA-256.
	rounds    = 600_000
	maxRounds = 10_000_000
	hashBytes = 32
	// The length of passwords, in characters (NIST SP 800-63B, section 3.1.1.2: a single factor has 15, beside a second one 8).
	minPassword, maxPassword = 12, 256
	scheme                   = "pbkdf2-sha256"
)

// ErrPassword means that a password is too short or too long.
var ErrPassword = errors.New("a password has 12 to 256 characters; choose several words")

// Hash is what is kept instead of a password. The error is [ErrPassword], or a bad salt.
func Hash(password string, salt []byte) (string, error) {
	if n := utf8.RuneCountInString(password); n < minPassword || n > maxPassword || !utf8.ValidString(password) {
		return "", ErrPassword
	}
	sum, err := pbkdf2.Key(sha256.New, password, salt, rounds, hashBytes)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return strings.Join([]string{scheme, strconv.Itoa(rounds), plainBase64(salt), plainBase64(sum)}, "$"), nil
}

// Fits reports whether a hash is of that password. What is no hash fits none.
func Fits(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 4 || parts[0] != scheme {
		return false
	}
	n, err := strconv.Atoi(parts[1])
	salt, err2 := base64.RawStdEncoding.DecodeString(parts[2])
	want, err3 := base64.RawStdEncoding.DecodeString(parts[3])
	if errors.Join(err, err2, err3) != nil || n < 1 || n > maxRounds || len(want) != hashBytes {
		return false
	}
	sum, err := pbkdf2.Key(sha256.New, password, salt, n, hashBytes)
	return err == nil && subtle.ConstantTimeCompare(sum, want) == 1
}

func plainBase64(b []byte) string { return base64.RawStdEncoding.EncodeToString(b) }
