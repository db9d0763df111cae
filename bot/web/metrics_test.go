package web_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

var _ desk.Meter = (*web.Metrics)(nil)

// scrape reads the metrics as Prometheus does, on the admin listener.
func scrape(t *testing.T, s *web.Server) string {
	t.Helper()
	r := run(t, s)
	status, body := get(t, "http://"+r.AdminAddr()+"/metrics")
	if status != http.StatusOK {
		t.Fatalf("GET /metrics = %d", status)
	}
	return body
}

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	all, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(all)
}

func TestMetricsCountRequestsAndDecisions(t *testing.T) {
	s := local(web.Options{})
	s.Mount(http.MethodPost, "/twilio/status/:id", says("ok"))
	ask(s, "POST", "/twilio/status/one", nil)
	ask(s, "POST", "/twilio/status/two", nil)
	ask(s, "GET", "/twilio/status/two", nil)
	ask(s, "GET", "/wp-login.php", nil)
	m := s.Metrics()
	m.Decided(bot.SMS, bot.ActUrgent)
	m.Decided(bot.SMS, bot.ActUrgent)
	m.Conflicted()
	m.Unsent(3)
	m.Broadcasts(map[bot.BroadcastState]int{bot.BroadcastSending: 2, bot.BroadcastDraft: 1})

	got := scrape(t, s)
	for _, line := range []string{
		`aldaba_http_requests_total{route="/twilio/status/:id",status="200"} 2`,
		`aldaba_http_requests_total{route="other",status="404"} 1`,
		`aldaba_http_requests_total{route="other",status="405"} 1`,
		`aldaba_http_request_seconds_count{route="/twilio/status/:id"} 2`,
		`aldaba_decisions_total{action="urgent",channel="sms"} 2`,
		`aldaba_conflicts_total 1`,
		`aldaba_unsent_texts_total 3`,
		`aldaba_broadcasts{state="sending"} 2`,
		`aldaba_broadcasts{state="paused"} 0`,
		`go_goroutines `,
		`process_resident_memory_bytes `,
	} {
		if !strings.Contains(got, "\n"+line) {
			t.Errorf("the metrics lack %s", line)
		}
	}
	if strings.Contains(got, "wp-login") {
		t.Error("a stranger's path became a label")
	}
}

func TestTwoServersCountApart(t *testing.T) {
	one, two := local(web.Options{}), local(web.Options{})
	one.Metrics().Conflicted()
	if got := scrape(t, two); !strings.Contains(got, "\naldaba_conflicts_total 0\n") {
		t.Error("the second server counts what the first one did")
	}
}

func TestMetricsAndProfilesAreOnTheAdminListenerOnly(t *testing.T) {
	plain, profiled := run(t, local(web.Options{})), run(t, local(web.Options{Pprof: true}))
	for _, tt := range []struct {
		name, url string
		status    int
	}{
		{"metrics in public", plain.Addr() + "/metrics", 404},
		{"profiles in public", profiled.Addr() + "/debug/pprof/", 404},
		{"metrics for the operator", plain.AdminAddr() + "/metrics", 200},
		{"profiles nobody asked for", plain.AdminAddr() + "/debug/pprof/", 404},
		{"profiles asked for", profiled.AdminAddr() + "/debug/pprof/goroutine?debug=1", 200},
		{"health for the operator", plain.AdminAddr() + "/healthz", 200},
		{"readiness for the operator", plain.AdminAddr() + "/readyz", 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if status, _ := get(t, "http://"+tt.url); status != tt.status {
				t.Errorf("status = %d, want %d", status, tt.status)
			}
		})
	}
}
