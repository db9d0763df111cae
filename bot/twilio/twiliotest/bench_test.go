package twiliotest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

// BenchmarkCallbacks shows how many messages a second are taken and told about three times each, signed, with both sides
// on the same cores.
func BenchmarkCallbacks(b *testing.B) {
	s := twiliotest.New(b, twiliotest.CheckEvery(0))
	hotline := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	}))
	b.Cleanup(hotline.Close)
	s.CallbacksTo(hotline.URL)
	s.Always(twiliotest.Accept().With(twiliotest.Read()))
	flood(b, s)
	s.Settle(time.Minute)
	if got := s.CallbackAnswers()[http.StatusNoContent]; got != 3*b.N {
		b.Errorf("%d callbacks for %d messages", got, b.N)
	}
	b.ReportMetric(float64(s.Taken())/b.Elapsed().Seconds(), "posts/s")
}

// BenchmarkPosts shows how many POSTs a second the server takes, with the client that posts them on the same cores.
func BenchmarkPosts(b *testing.B) {
	for name, every := range map[string]int{"checked": 1, "unchecked": 0} {
		b.Run(name, func(b *testing.B) {
			s := twiliotest.New(b, twiliotest.CheckEvery(every))
			flood(b, s)
			b.ReportMetric(float64(s.Taken())/b.Elapsed().Seconds(), "posts/s")
		})
	}
}

// flood posts as fast as it can.
func flood(b *testing.B, s *twiliotest.Server) {
	b.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 64}
	b.Cleanup(transport.CloseIdleConnections)
	c := &http.Client{Transport: transport}
	form := url.Values{"To": {ana}, "From": {hotline}, "Body": {strings.Repeat("ICE is here. ", 10)},
		"StatusCallback": {callback}, "ValidityPeriod": {"600"}}.Encode()
	b.ReportAllocs()
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			resp, err := c.Do(request(b, s, "POST", messages, "application/x-www-form-urlencoded", form))
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
		}
	})
}
