package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
	"github.com/aldaba-hotline/aldaba/bot/twilio/twiliotest"
)

// dispatchOffice is a queue, the real server that works it off, and the provider that it goes to.
type dispatchOffice struct {
	*fault
	b *testing.B
}

// underLoad is a hotline on a Redis of its own, whose URL it returns too, and whose provider does the same with each of many texts.
func underLoad(tb testing.TB, id, settings string, plan twiliotest.Plan) (f *fault, redisURL string) {
	tb.Helper()
	f, redisURL = &fault{t: tb, provider: twiliotest.New(tb, twiliotest.CheckEvery(0))}, redistest.Start(tb)
	f.provider.AddNumber("+15005550006")
	f.provider.Always(twiliotest.Accept().With(plan))
	f.configure(redisURL, newKeyset(tb), id, settings)
	return f, redisURL
}

// openDispatch prepares a server whose SMS sender may send at a rate, in segments a second.
func openDispatch(b *testing.B, rate float64, plan twiliotest.Plan) *dispatchOffice {
	b.Helper()
	f, _ := underLoad(b, "bench", fmt.Sprintf("rates: {sms: %g}\n", rate), plan)
	return &dispatchOffice{f, b}
}

// queueMany queues messages with these texts in turn, each to a number of its own.
func (d *dispatchOffice) queueMany(lane bot.Lane, n int, texts ...string) {
	d.b.Helper()
	purpose := map[bot.Lane]bot.Purpose{bot.LaneUrgent: bot.PurposePage, bot.LaneReply: bot.PurposeNotice, bot.LaneBulk: bot.PurposeBroadcast}[lane]
	for done := 0; done < n; done += 1000 {
		var all []*bot.Message
		for i := done; i < min(n, done+1000); i++ {
			all = append(all, &bot.Message{Queue: bot.Queue{Lane: lane, Sender: bot.SenderSMS}, Purpose: purpose, Language: "en", Consent: bot.ConsentStopped,
				Content: bot.Content{Text: bot.Private(texts[i%len(texts)]), To: &bot.Address{Channel: bot.SMS, Value: bot.Private(fmt.Sprintf("+1415%07d", i))}}})
		}
		if err := d.desk.Post(context.Background(), all...); err != nil {
			d.b.Fatal(err)
		}
	}
}

// BenchmarkOutbox reports how many messages a second one instance hands over, from 10,000 queued ones to a provider without a limit, with
// everything on the same machine: without receipts, and with three signed ones for each.
func BenchmarkOutbox(b *testing.B) {
	for name, plan := range map[string]twiliotest.Plan{"receipts=0": nil, "receipts=3": {{Status: "queued"}, {Status: "sent"}, {Status: "delivered"}}} {
		b.Run(name, func(b *testing.B) {
			const messages = 10_000
			var rates []float64
			for b.Loop() {
				d := openDispatch(b, 1e6, plan)
				d.queueMany(bot.LaneReply, messages, "the clinic opens at nine")
				d.start()
				posts := d.provider.Await(messages, 2*time.Minute)
				d.provider.Settle(time.Minute)
				took := time.Since(posts[0].At)
				if plan == nil {
					took = posts[messages-1].At.Sub(posts[0].At)
				}
				rates = append(rates, messages/took.Seconds())
				d.server.stop()
				for status, n := range d.provider.CallbackAnswers() {
					if status != 204 {
						b.Errorf("%d receipts were answered %d", n, status)
					}
				}
			}
			slices.Sort(rates)
			b.ReportMetric(rates[len(rates)/2], "messages/s")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkPacing reports by how much of the configured rate a sender is off over 30 seconds, the first second excluded.
func BenchmarkPacing(b *testing.B) {
	texts := []string{"one segment", strings.Repeat("two segments ", 15), strings.Repeat("three of them ", 25)}
	for _, rate := range []float64{10, 100} {
		b.Run(fmt.Sprintf("rate=%g", rate), func(b *testing.B) {
			worst := 0.0
			for b.Loop() {
				d := openDispatch(b, rate, nil)
				d.queueMany(bot.LaneReply, int(20*rate), texts...)
				d.start()
				first := d.provider.Await(1, time.Minute)[0].At
				time.Sleep(time.Until(first.Add(31500 * time.Millisecond)))
				d.server.stop()
				segments := 0
				for _, p := range d.provider.Posts() {
					if at := p.At.Sub(first); at >= time.Second && at < 31*time.Second {
						segments += p.Segments
					}
				}
				off := float64(segments)/30/rate - 1
				if off*off > worst*worst {
					worst = off
				}
			}
			b.ReportMetric(100*worst, "%off")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkUrgentBehindBulk reports how long an urgent message takes from its commit to the provider while 100,000 broadcast messages wait.
func BenchmarkUrgentBehindBulk(b *testing.B) {
	for _, rate := range []float64{100, 1e6} {
		b.Run(fmt.Sprintf("rate=%g", rate), func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				d := openDispatch(b, rate, nil)
				d.queueMany(bot.LaneBulk, 100_000, "the clinic opens at nine")
				d.start()
				d.provider.Await(50, time.Minute)
				began := make(map[string]time.Time)
				for i := range 200 {
					text := fmt.Sprintf("RR417 urgent %d", i)
					began[text] = time.Now()
					d.queueMany(bot.LaneUrgent, 1, text)
					time.Sleep(50 * time.Millisecond)
				}
				time.Sleep(time.Second)
				d.server.stop()
				for _, p := range d.provider.Posts() {
					if at, urgent := began[p.Body]; urgent {
						took = append(took, p.At.Sub(at))
						delete(began, p.Body)
					}
				}
				if len(began) > 0 {
					b.Errorf("%d urgent messages were not posted", len(began))
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkQueueMemory reports how much more memory the server takes with 1,000,000 messages queued than with 10,000, once it has sent for
// ten seconds.
func BenchmarkQueueMemory(b *testing.B) {
	resident := func(messages int) float64 {
		d := openDispatch(b, 100, nil)
		d.queueMany(bot.LaneBulk, messages, "the clinic opens at nine")
		d.start()
		d.provider.Await(500, time.Minute)
		time.Sleep(5 * time.Second)
		defer d.server.stop()
		return d.server.residentMB(b)
	}
	for b.Loop() {
		few, many := resident(10_000), resident(1_000_000)
		b.ReportMetric(few, "few-MB")
		b.ReportMetric(many, "many-MB")
		b.ReportMetric(many-few, "more-MB")
	}
	b.ReportMetric(0, "ns/op")
}
