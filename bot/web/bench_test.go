package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

// nowhere is a response that costs nothing, so that only the road to the handler is measured.
type nowhere struct{ header http.Header }

func (w *nowhere) Header() http.Header         { return w.header }
func (w *nowhere) Write(p []byte) (int, error) { return len(p), nil }
func (w *nowhere) WriteHeader(int)             {}

var twiml = []byte("<Response/>")

func answerTwiML(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(twiml) }

func drive(b *testing.B, h http.Handler) {
	b.ReportAllocs()
	w := &nowhere{header: http.Header{}}
	r := httptest.NewRequest(http.MethodPost, "/twilio/messages", nil)
	for b.Loop() {
		clear(w.header)
		h.ServeHTTP(w, r)
	}
}

// BenchmarkBareEcho is the floor: a route of Echo and nothing else.
func BenchmarkBareEcho(b *testing.B) {
	e := echo.New()
	e.POST("/twilio/messages", echo.WrapHandler(http.HandlerFunc(answerTwiML)))
	drive(b, e)
}

// BenchmarkServer is the same route behind the server's guard; the difference is its cost.
func BenchmarkServer(b *testing.B) {
	s := web.New(web.Options{})
	s.Mount(http.MethodPost, "/twilio/messages", http.HandlerFunc(answerTwiML))
	drive(b, s)
}

func BenchmarkMeter(b *testing.B) {
	b.ReportAllocs()
	m := web.NewMetrics()
	for b.Loop() {
		m.Decided(bot.SMS, bot.ActOption)
	}
}
