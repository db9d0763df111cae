package sim_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/flows"
)

// turn is what one step of a transcript started from.
type turn struct {
	session []byte
	event   bot.Event
	now     time.Time
}

// turns plays the door and raid transcripts and keeps what each step started from.
func turns(b *testing.B) (*flow.Library, []turn) {
	b.Helper()
	brain := sim.Shipped(b)
	all, ps := sim.ReadScripts(flows.FS, "flows")
	if ps != nil {
		b.Fatal(ps)
	}
	all = slices.DeleteFunc(all, func(s sim.Script) bool {
		return !strings.HasPrefix(s.File, "flows/door") && !strings.HasPrefix(s.File, "flows/raid")
	})
	var out []turn
	for _, step := range sim.Record(brain, all) {
		data, err := json.Marshal(step.Session)
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, turn{data, step.Event, step.Now})
	}
	return brain.Library(), out
}

// step is one turn as the desk pays for it, sealing aside: decode the session, decide, encode it again.
func step(tb testing.TB, lib *flow.Library, t *turn) {
	var s bot.Session
	if err := json.Unmarshal(t.session, &s); err != nil {
		tb.Fatal(err)
	}
	s, _ = flow.Step(lib, s, t.event, t.now)
	if _, err := json.Marshal(s); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkStep measures one step with session decode and encode over all turns of the door and raid transcripts, in every
// language and channel: the median turn's time, and the worst turn's allocations.
func BenchmarkStep(b *testing.B) {
	lib, all := turns(b)
	if len(all) < 50 {
		b.Fatalf("only %d turns", len(all))
	}
	worst := 0.0
	for i := range all {
		worst = max(worst, testing.AllocsPerRun(10, func() { step(b, lib, &all[i]) }))
	}
	const repeat = 20
	var took []time.Duration
	for b.Loop() {
		for i := range all {
			start := time.Now()
			for range repeat {
				step(b, lib, &all[i])
			}
			took = append(took, time.Since(start)/repeat)
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds()), "median-ns/turn")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "p99-ns/turn")
	b.ReportMetric(worst, "worst-allocs/turn")
	b.ReportMetric(float64(len(all)), "turns")
	b.ReportMetric(0, "ns/op")
}
