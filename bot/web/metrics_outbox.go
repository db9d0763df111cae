package web

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
)

// outboxMetrics count what goes out.
type outboxMetrics struct {
	tries     *prometheus.CounterVec
	trySecs   *prometheus.HistogramVec
	queueSecs *prometheus.HistogramVec
	ended     *prometheus.CounterVec
	needed    *prometheus.HistogramVec
	reported  *prometheus.CounterVec
	receipts  *prometheus.CounterVec
	voice     *prometheus.CounterVec
	alarms    *prometheus.CounterVec
	notices   *prometheus.CounterVec
	recovered prometheus.Counter
	repaired  *prometheus.CounterVec
	incidents *prometheus.GaugeVec
	casts     *prometheus.GaugeVec
}

func newOutboxMetrics() outboxMetrics {
	return outboxMetrics{
		tries:     counters("outbox_tries_total", "Tries to hand a message to the provider, by how they ended.", "lane", "sender", "outcome"),
		trySecs:   seconds("outbox_try_seconds", "How long a try took.", []string{"sender"}, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10),
		queueSecs: seconds("outbox_queue_seconds", "How long a message waited for its first try.", []string{"lane", "sender"}, .01, .05, .1, .25, .5, 1, 5, 10, 60, 600, 3600, 36000),
		ended:     counters("outbox_messages_total", "Messages about which nothing more will be done, by their last state.", "lane", "sender", "state"),
		needed:    seconds("outbox_tries", "Tries that a message needed.", []string{"lane"}, 1, 2, 3, 4, 8, 16, 64),
		reported:  counters("receipts_total", "Receipts of the provider, by what they told: a state, unknown (message) or old (news).", "state"),
		receipts:  counters("receipt_requests_total", "Requests with receipts, by what became of them.", "outcome"),
		voice:     counters("voice_requests_total", "Requests about phone calls, by what became of them.", "outcome"),
		alarms:    counters("alarms_total", "What a person should look at: sender, bulk, urgent, nobody (answers), sos, silent, flood or roster.", "about"),
		notices:   counters("text_notices_total", "Texts that were asked for and are missing, withdrawn or expired, each once an hour.", "about"),
		recovered: counter("recovered_messages_total", "Inbound messages that only the provider's list told of."),
		repaired:  counters("audit_findings_total", "What the auditor found about open incidents, and repaired: deadline, no_deadline, summary, clock or receipt.", "finding"),
		incidents: prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "aldaba", Name: "incidents", Help: "Incidents that are open, and urgent ones that nobody is in charge of."}, []string{"what"}),
		casts:     prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "aldaba", Name: "broadcasts", Help: "Broadcasts that are holding, sending or paused."}, []string{"state"}),
	}
}

func seconds(name, help string, labels []string, buckets ...float64) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "aldaba", Name: name, Help: help, Buckets: buckets}, labels)
}

func (o outboxMetrics) all() []prometheus.Collector {
	return []prometheus.Collector{o.tries, o.trySecs, o.queueSecs, o.ended, o.needed, o.reported, o.receipts, o.voice, o.alarms, o.notices, o.recovered, o.repaired, o.incidents, o.casts}
}

// Tried implements desk.Meter.
func (m *Metrics) Tried(q bot.Queue, o bot.Outcome, took time.Duration) {
	m.outbox.tries.WithLabelValues(string(q.Lane), string(q.Sender), string(o)).Inc()
	m.outbox.trySecs.WithLabelValues(string(q.Sender)).Observe(took.Seconds())
}

// Waited implements desk.Meter.
func (m *Metrics) Waited(q bot.Queue, wait time.Duration) {
	m.outbox.queueSecs.WithLabelValues(string(q.Lane), string(q.Sender)).Observe(wait.Seconds())
}

// Ended implements desk.Meter.
func (m *Metrics) Ended(q bot.Queue, s bot.MessageState, tries int) {
	m.outbox.ended.WithLabelValues(string(q.Lane), string(q.Sender), string(s)).Inc()
	m.outbox.needed.WithLabelValues(string(q.Lane)).Observe(float64(tries))
}

// Reported implements desk.Meter.
func (m *Metrics) Reported(what string) { m.outbox.reported.WithLabelValues(what).Inc() }

// Receipt implements twilio.ReceiptCounter.
func (m *Metrics) Receipt(outcome string) { m.outbox.receipts.WithLabelValues(outcome).Inc() }

// Voice implements twilio.VoiceCounter.
func (m *Metrics) Voice(outcome string) { m.outbox.voice.WithLabelValues(outcome).Inc() }

// Alarmed implements desk.Meter.
func (m *Metrics) Alarmed(what string) { m.outbox.alarms.WithLabelValues(what).Inc() }

// Hinted implements desk.Meter.
func (m *Metrics) Hinted(about string) { m.outbox.notices.WithLabelValues(about).Inc() }

// Open implements desk.Meter.
func (m *Metrics) Open(incidents, unowned int) {
	m.outbox.incidents.WithLabelValues("open").Set(float64(incidents))
	m.outbox.incidents.WithLabelValues("unowned").Set(float64(unowned))
}

// Broadcasts implements desk.Meter.
func (m *Metrics) Broadcasts(standing map[bot.BroadcastState]int) {
	for _, s := range []bot.BroadcastState{bot.BroadcastHolding, bot.BroadcastSending, bot.BroadcastPaused} {
		m.outbox.casts.WithLabelValues(string(s)).Set(float64(standing[s]))
	}
}

// Repaired implements desk.Meter.
func (m *Metrics) Repaired(finding string) { m.outbox.repaired.WithLabelValues(finding).Inc() }

// Recovered implements desk.Meter.
func (m *Metrics) Recovered(messages int) { m.outbox.recovered.Add(float64(messages)) }

// trafficWait is how long the store may take to tell what waits.
const trafficWait = 2 * time.Second

// traffic tells what waits in the outbox, asked anew for each look at the metrics.
type traffic struct {
	look                              func(context.Context) (desk.Traffic, error)
	waiting, later, dead, ahead, held *prometheus.Desc
}

// Traffic shows what waits in the outbox. Where the store does not answer, these figures are missing.
func (m *Metrics) Traffic(look func(context.Context) (desk.Traffic, error)) {
	describe := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("aldaba_outbox_"+name, help, labels, nil)
	}
	m.Register(&traffic{
		look:    look,
		waiting: describe("waiting", "Messages in a queue.", "lane", "sender"),
		later:   describe("later", "Messages that are looked at again later."),
		dead:    describe("dead_letters", "Messages that a person should see: given up, or held."),
		ahead:   describe("ahead_seconds", "How far a sender is ahead of its rate.", "sender"),
		held:    describe("held_seconds", "How long nothing leaves through a sender, because the provider refused.", "sender"),
	})
}

// Describe implements prometheus.Collector.
func (t *traffic) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{t.waiting, t.later, t.dead, t.ahead, t.held} {
		out <- d
	}
}

// Collect implements prometheus.Collector.
func (t *traffic) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), trafficWait)
	defer cancel()
	now, err := t.look(ctx)
	if err != nil {
		return
	}
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	gauge(t.later, float64(now.Later))
	gauge(t.dead, float64(now.Dead))
	for q, n := range now.Waiting {
		gauge(t.waiting, float64(n), string(q.Lane), string(q.Sender))
	}
	for s, d := range now.Busy {
		gauge(t.ahead, d.Seconds(), string(s))
	}
	for s, d := range now.Held {
		gauge(t.held, d.Seconds(), string(s))
	}
}
