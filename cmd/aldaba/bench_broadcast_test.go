package main

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

// mailing is a hotline with subscribers and one broadcast, the server that sends it, and the provider that it goes to.
type mailing struct {
	*fault
	redisURL string
	id       bot.BroadcastID
}

// openMailing enrols subscribers in six languages' worth of regions, and drafts a broadcast of one segment.
func openMailing(tb testing.TB, subscribers int, rate float64, plan twiliotest.Plan) *mailing {
	tb.Helper()
	m := &mailing{}
	m.fault, m.redisURL = underLoad(tb, "mailing", fmt.Sprintf("rates: {sms: %g}\nbroadcast: {hold: 0}\nregions: {fremont: {}, oakland: {}}\noutbox: {settle: 2s}\n", rate), plan)
	m.enrol(subscribers)
	m.draft()
	return m
}

func (m *mailing) enrol(n int) {
	m.t.Helper()
	const some = 5000
	for from := 0; from < n; from += some {
		var all []bot.Enrolment
		for i := from; i < min(n, from+some); i++ {
			all = append(all, bot.Enrolment{Address: bot.Address{Channel: bot.SMS, Value: bot.Private(fmt.Sprintf("+1415%07d", i))}, Proof: "paper form",
				Language: []bot.Language{"en", "es"}[i%2], Regions: bot.Names([]string{"fremont", "oakland"}[i/2%2])})
		}
		if _, err := m.desk.Enrol(context.Background(), all); err != nil {
			m.t.Fatal(err)
		}
	}
}

func (m *mailing) draft() {
	m.t.Helper()
	var err error
	m.id, err = m.desk.Draft(context.Background(), bot.BroadcastSpec{Name: "clinic", Bodies: map[bot.Language]bot.Private{
		"en": "The clinic in {region} opens at nine.", "es": "La clinica en {region} abre a las nueve."}}, "ana")
	if err != nil {
		m.t.Fatal(err)
	}
}

// approve lets the broadcast go in two seconds.
func (m *mailing) approve() {
	m.t.Helper()
	p, err := m.desk.Preview(context.Background(), m.id)
	if err == nil {
		err = m.desk.Approve(context.Background(), m.id, p.Hash, "berta")
	}
	if err != nil {
		m.t.Fatal(err)
	}
}

// BenchmarkBroadcastPreview reports how long the preview of 100,000 subscribers takes.
func BenchmarkBroadcastPreview(b *testing.B) {
	const subscribers = 100_000
	m := openMailing(b, subscribers, 100, nil)
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		p, err := m.desk.Preview(context.Background(), m.id)
		if err != nil || p.Recipients != subscribers {
			b.Fatalf("%d recipients, %v", p.Recipients, err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds(), "s")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkBroadcastPlan reports how many recipients a second get a record and a place in the queue.
func BenchmarkBroadcastPlan(b *testing.B) {
	const subscribers = 100_000
	for b.Loop() {
		m := openMailing(b, subscribers, 1e6, nil)
		m.approve()
		time.Sleep(2100 * time.Millisecond)
		options, err := redis.ParseURL(m.redisURL)
		if err != nil {
			b.Fatal(err)
		}
		client := redis.NewClient(options)
		defer client.Close()
		var took time.Duration
		for planned := 0; planned < subscribers; {
			began := time.Now()
			if err := m.desk.WorkBroadcasts(context.Background()); err != nil {
				b.Fatal(err)
			}
			took += time.Since(began)
			planned += int(client.XLen(context.Background(), "{mailing}:lane:bulk.sms").Val())
			client.Del(context.Background(), "{mailing}:lane:bulk.sms") // as if all had gone
		}
		b.ReportMetric(subscribers/took.Seconds(), "recipients/s")
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkBroadcastSend reports how many texts of a broadcast a second one instance hands to a provider without a limit, without receipts and
// with three signed ones for each, and how much memory it takes.
func BenchmarkBroadcastSend(b *testing.B) {
	for name, plan := range map[string]twiliotest.Plan{"receipts=0": nil, "receipts=3": {{Status: "queued"}, {Status: "sent"}, {Status: "delivered"}}} {
		b.Run(name, func(b *testing.B) {
			const subscribers = 20_000
			for b.Loop() {
				m := openMailing(b, subscribers, 1e6, plan)
				m.approve()
				m.start()
				posts := m.provider.Await(subscribers, 3*time.Minute)
				m.provider.Settle(time.Minute)
				took := posts[subscribers-1].At.Sub(posts[0].At)
				if plan != nil {
					took = time.Since(posts[0].At)
				}
				b.ReportMetric(subscribers/took.Seconds(), "posts/s")
				b.ReportMetric(m.server.residentMB(b), "MB")
				m.server.stop()
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkBroadcastPacing reports by how much of the configured rate a broadcast is off over a minute, the first two seconds excluded.
func BenchmarkBroadcastPacing(b *testing.B) {
	const rate = 100
	for b.Loop() {
		m := openMailing(b, 64*rate, rate, nil)
		m.approve()
		m.start()
		first := m.provider.Await(1, time.Minute)[0].At
		time.Sleep(time.Until(first.Add(62500 * time.Millisecond)))
		m.server.stop()
		segments := 0
		for _, p := range m.provider.Posts() {
			if at := p.At.Sub(first); at >= 2*time.Second && at < 62*time.Second {
				segments += p.Segments
			}
		}
		b.ReportMetric(100*(float64(segments)/60/rate-1), "%off")
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkBroadcastMemory reports how much memory the server takes while it sends to 10,000 and to 1,000,000 subscribers.
func BenchmarkBroadcastMemory(b *testing.B) {
	resident := func(subscribers int) float64 {
		m := openMailing(b, subscribers, 100, nil)
		m.approve()
		m.start()
		m.provider.Await(500, time.Minute)
		time.Sleep(5 * time.Second)
		defer m.server.stop()
		return m.server.residentMB(b)
	}
	for b.Loop() {
		b.ReportMetric(resident(10_000), "few-MB")
		b.ReportMetric(resident(1_000_000), "many-MB")
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkUrgentDuringBroadcast reports how long an urgent message takes from its commit to the provider while a broadcast goes out as fast as it can.
func BenchmarkUrgentDuringBroadcast(b *testing.B) {
	for b.Loop() {
		m := openMailing(b, 60_000, 1e6, nil)
		m.approve()
		m.start()
		m.provider.Await(1000, time.Minute)
		d := &dispatchOffice{m.fault, b}
		began := map[string]time.Time{}
		for i := range 200 {
			text := fmt.Sprintf("RR417 urgent %d", i)
			began[text] = time.Now()
			d.queueMany(bot.LaneUrgent, 1, text)
			time.Sleep(50 * time.Millisecond)
		}
		time.Sleep(time.Second)
		m.server.stop()
		var took []time.Duration
		for _, p := range m.provider.Posts() {
			if at, urgent := began[p.Body]; urgent {
				took = append(took, p.At.Sub(at))
			}
		}
		if len(took) != 200 {
			b.Fatalf("%d urgent messages were posted", len(took))
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[100].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(took[199].Microseconds())/1000, "max-ms")
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkBroadcastStop reports how long after the order to kill the last text of a broadcast goes out.
func BenchmarkBroadcastStop(b *testing.B) {
	for b.Loop() {
		m := openMailing(b, 30_000, 1e6, nil)
		m.approve()
		m.start()
		m.provider.Await(2000, time.Minute)
		ordered := time.Now()
		if err := m.desk.KillBroadcast(context.Background(), m.id, "berta"); err != nil {
			b.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		m.server.stop()
		posts := m.provider.Posts()
		last := slices.MaxFunc(posts, func(x, y twiliotest.Post) int { return x.At.Compare(y.At) })
		b.ReportMetric(float64(max(0, last.At.Sub(ordered)).Milliseconds()), "ms")
		if len(posts) == 30_000 {
			b.Fatal("all of it went out")
		}
	}
	b.ReportMetric(0, "ns/op")
}
