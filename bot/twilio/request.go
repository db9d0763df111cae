package twilio

import (
	"errors"
	"io"
	"net/http"
	"strings"
)

// formType is the media type of every message that Twilio posts.
const formType = "application/x-www-form-urlencoded"

// maxBody is the largest body that is read, in bytes.
const maxBody = 64 << 10

var (
	errMethod    = errors.New("want POST; a redirect on the way turns it into GET")
	errMediaType = errors.New("want " + formType)
	errTooLarge  = errors.New("larger than 64 KiB")
)

// precheck refuses what can be told from the head of a request.
func precheck(r *http.Request) *rejection {
	switch {
	case r.Method != http.MethodPost:
		return &rejection{http.StatusMethodNotAllowed, "method", errMethod}
	case r.ContentLength > maxBody:
		return &rejection{http.StatusRequestEntityTooLarge, "too_large", errTooLarge}
	case !isForm(r.Header.Values("Content-Type")):
		return &rejection{http.StatusUnsupportedMediaType, "media_type", errMediaType}
	case len(signature(r)) != signatureLength:
		return &rejection{http.StatusForbidden, "signature", errSignature}
	}
	return nil
}

// isForm reports whether the one Content-Type says form, with or without parameters.
func isForm(types []string) bool {
	if len(types) != 1 {
		return false
	}
	media, _, _ := strings.Cut(types[0], ";")
	return strings.EqualFold(strings.TrimSpace(media), formType)
}

// readBody appends the body to b. It never reads more than maxBody bytes: of a body that does not tell its length,
// it takes only less.
func readBody(r *http.Request, b []byte) ([]byte, error) {
	if want := int(r.ContentLength); want >= cap(b) {
		b = make([]byte, 0, want+1)
	}
	for {
		if len(b) == maxBody && r.ContentLength != maxBody {
			return b, errTooLarge
		}
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		n, err := r.Body.Read(b[len(b):min(cap(b), maxBody)])
		b = b[:len(b)+n]
		if err == io.EOF || len(b) == maxBody && r.ContentLength == maxBody {
			return b, nil
		}
		if err != nil {
			return b, err
		}
	}
}

// unreadable classifies an error of readBody; a server in front may have set a smaller limit.
func unreadable(err error) *rejection {
	var limit *http.MaxBytesError
	if errors.Is(err, errTooLarge) || errors.As(err, &limit) {
		return &rejection{http.StatusRequestEntityTooLarge, "too_large", errTooLarge}
	}
	return &rejection{http.StatusBadRequest, "form", errors.New("body could not be read")}
}
