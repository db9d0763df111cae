package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Metrics counts what the process does, in a registry of its own. It implements desk.Meter, twilio.Counter and twilio.ReceiptCounter. All
// names start with aldaba_; labels hold routes, statuses, channels, actions and outcomes, never anything about a person.
type Metrics struct {
	registry  *prometheus.Registry
	requests  *prometheus.CounterVec
	seconds   *prometheus.HistogramVec
	panics    prometheus.Counter
	decisions *prometheus.CounterVec
	conflicts prometheus.Counter
	unsent    prometheus.Counter
	inbound   *prometheus.CounterVec
	outbox    outboxMetrics
}

// NewMetrics returns metrics at zero, with those of the Go runtime and the process beside them.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry:  prometheus.NewRegistry(),
		requests:  counters("http_requests_total", "HTTP requests answered.", "route", "status"),
		panics:    counter("http_panics_total", "HTTP handlers that panicked."),
		decisions: counters("decisions_total", "Decisions committed.", "channel", "action"),
		conflicts: counter("conflicts_total", "Commits that had to be decided again."),
		unsent:    counter("unsent_texts_total", "Texts that were due but had no way to be sent."),
		inbound:   counters("inbound_total", "Webhook requests of the provider, by what became of them.", "outcome"),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: "aldaba", Name: "http_request_seconds", Help: "Time to answer an HTTP request.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 15},
		}, []string{"route"}),
	}
	m.outbox = newOutboxMetrics()
	m.registry.MustRegister(m.outbox.all()...)
	m.registry.MustRegister(m.requests, m.seconds, m.panics, m.decisions, m.conflicts, m.unsent, m.inbound,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "aldaba", Name: name, Help: help}, labels)
}

func counter(name, help string) prometheus.Counter {
	return prometheus.NewCounter(prometheus.CounterOpts{Namespace: "aldaba", Name: name, Help: help})
}

// Register adds another package's collectors; it panics when a name is taken, which is a defect.
func (m *Metrics) Register(cs ...prometheus.Collector) { m.registry.MustRegister(cs...) }

// Decided counts one committed decision.
func (m *Metrics) Decided(channel bot.Channel, action bot.Action) {
	m.decisions.WithLabelValues(string(channel), string(action)).Inc()
}

// Conflicted counts one commit that had to be decided again.
func (m *Metrics) Conflicted() { m.conflicts.Inc() }

// Inbound counts one webhook request of the provider by what became of it.
func (m *Metrics) Inbound(outcome string) { m.inbound.WithLabelValues(outcome).Inc() }

// Unsent counts texts that were due but have no Sender.
func (m *Metrics) Unsent(texts int) { m.unsent.Add(float64(texts)) }

// handler shows the metrics in Prometheus' text format.
func (m *Metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: 10 * time.Second})
}

// routeMeter measures the requests of one route.
type routeMeter struct {
	name     string
	seconds  prometheus.Observer
	requests *prometheus.CounterVec
}

func (m *Metrics) route(name string) *routeMeter {
	return &routeMeter{
		name:     name,
		seconds:  m.seconds.WithLabelValues(name),
		requests: m.requests.MustCurryWith(prometheus.Labels{"route": name}),
	}
}

func (r *routeMeter) observe(status int, took time.Duration) {
	r.seconds.Observe(took.Seconds())
	r.requests.WithLabelValues(strconv.Itoa(status)).Inc()
}

// method names a request's method for a log; one that nobody defined is the client's own text.
func (r *routeMeter) method(name string) string {
	switch name {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
		http.MethodOptions, http.MethodConnect, http.MethodTrace:
		return name
	}
	return "other"
}
