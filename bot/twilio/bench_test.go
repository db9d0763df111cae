package twilio

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/twilio/twilio-go/client"
)

// sink is a ResponseWriter that costs nothing.
type sink struct {
	header http.Header
	status int
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) Write(b []byte) (int, error) { return len(b), nil }
func (s *sink) WriteHeader(status int)      { s.status = status }

// BenchmarkInbound measures a whole request with an Answerer that does nothing.
func BenchmarkInbound(b *testing.B) {
	for name, f := range map[string]fieldsOf{"SMS": sms("migra en mi puerta"), "WhatsApp": whatsApp("migra en mi puerta")} {
		b.Run(name, func(b *testing.B) {
			l := newLine(b)
			l.config.Answerer, l.log, l.config.Counter = nobody{}, silent(), nil
			body := []byte(f.values().Encode())
			reader := bytes.NewReader(body)
			r := signedRequest(f.values())
			r.Body, r.ContentLength = io.NopCloser(reader), int64(len(body))
			w := &sink{header: http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				reader.Reset(body)
				l.ServeHTTP(w, r)
			}
			if w.status != 0 {
				b.Fatalf("status %d", w.status)
			}
		})
	}
}

// BenchmarkTwilioValidator measures what Twilio's library needs for the signature alone.
func BenchmarkTwilioValidator(b *testing.B) {
	values := sms("migra en mi puerta").values()
	body, signature := []byte(values.Encode()), Sign(token, origin+path, values)
	validator := client.NewRequestValidator(token)
	b.ReportAllocs()
	for b.Loop() {
		if !validator.ValidateBody(origin+path, body, signature) {
			b.Fatal("refused")
		}
	}
}
