package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

// The load of BenchmarkWebhook: five interleaved rounds, medians of each kind.
const (
	benchConnections = 16
	benchContacts    = 20_000
	benchRounds      = 5
	benchRound       = 2 * time.Second
)

var (
	menuTexts = []string{"1", "2", "menu", "3", "MENU", "1", "en casa", "menu", "4"}
	freeTexts = []string{
		"what do i do if they come to my work", "mi hermano fue detenido como lo encuentro", "necesito un abogado barato por favor",
		"can i film the police in the street", "hello i have a question about my papers", "que hago si me para la policia en el carro",
		"they gave my cousin a paper to sign", "hay clases de ingles en fremont?",
	}
)

// BenchmarkWebhook compares `aldaba serve` with a bare handler, each in a process of its own, on the same Redis, under the
// same load. The metrics menu/bare and free/bare are ratios of throughput, the p99 metrics ratios of latency.
func BenchmarkWebhook(b *testing.B) {
	for _, fsync := range []string{"off", "always"} {
		b.Run("fsync="+fsync, func(b *testing.B) {
			args := []string{}
			if fsync == "always" {
				args = []string{"--appendonly", "yes", "--appendfsync", "always"}
			}
			redisURL := redistest.New(b, args...).URL()
			real, bare := startServe(b, redisURL), startBare(b, redisURL)
			sent := new(atomic.Int64)
			kinds := []load{{bare.addr, menuTexts, benchContacts, sent}, {real.addr, menuTexts, benchContacts, sent}, {real.addr, freeTexts, benchContacts, sent}}
			rounds := make([][]outcome, len(kinds))
			for _, l := range kinds { // everybody writes once, so that no round is about newcomers
				l.run(b, benchConnections, time.Minute, benchContacts)
			}
			for b.Loop() {
				for range benchRounds {
					for i, l := range kinds {
						rounds[i] = append(rounds[i], l.run(b, benchConnections, benchRound, 0))
					}
				}
			}
			reportWebhook(b, rounds)
		})
	}
}

func reportWebhook(b *testing.B, rounds [][]outcome) {
	bare, menu, free := median(rounds[0]), median(rounds[1]), median(rounds[2])
	for i, o := range slices.Concat(rounds...) {
		if o.failed > 0 {
			b.Errorf("round %d: %d messages were not answered", i, o.failed)
		}
	}
	b.ReportMetric(bare.perSecond, "bare/s")
	b.ReportMetric(menu.perSecond, "menu/s")
	b.ReportMetric(free.perSecond, "free/s")
	b.ReportMetric(menu.perSecond/bare.perSecond, "menu/bare")
	b.ReportMetric(free.perSecond/bare.perSecond, "free/bare")
	b.ReportMetric(float64(bare.p99.Microseconds()), "bare-p99-µs")
	b.ReportMetric(float64(menu.p99)/float64(bare.p99), "menu-p99/bare")
	b.ReportMetric(float64(free.p99)/float64(bare.p99), "free-p99/bare")
	b.ReportMetric(0, "ns/op")
}

func median(rounds []outcome) outcome {
	rates, tails := []float64{}, []time.Duration{}
	for _, o := range rounds {
		rates, tails = append(rates, o.perSecond), append(tails, o.p99)
	}
	slices.Sort(rates)
	slices.Sort(tails)
	return outcome{perSecond: rates[len(rates)/2], p99: tails[len(tails)/2]}
}

// BenchmarkMemory reports the resident memory of `aldaba serve` after 100,000 conversations with 10,000 contacts.
func BenchmarkMemory(b *testing.B) {
	real := startServe(b, redistest.Start(b))
	l := load{real.addr, slices.Concat(menuTexts, freeTexts), 10_000, new(atomic.Int64)}
	for b.Loop() {
		if o := l.run(b, benchConnections, 5*time.Minute, 100_000); o.failed > 0 {
			b.Errorf("%d messages were not answered", o.failed)
		}
	}
	b.ReportMetric(real.residentMB(b), "RSS-MB")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkStart reports how long `aldaba demo` takes from the start of the process to its first answer to a page.
func BenchmarkStart(b *testing.B) {
	binary := build(b)
	var took time.Duration
	for b.Loop() {
		began := time.Now()
		p := start(b, nil, binary, "demo", "--listen")
		took += time.Since(began)
		p.stop()
	}
	b.ReportMetric(float64(took.Milliseconds())/float64(b.N), "ms/start")
}

func (p *process) residentMB(tb testing.TB) float64 {
	tb.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		tb.Fatal(err)
	}
	for _, line := range strings.Split(string(data), "\n") {
		if v, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.Atoi(strings.Fields(v)[0])
			if err != nil {
				tb.Fatal(err)
			}
			return float64(kb) / 1024
		}
	}
	tb.Fatal("no VmRSS")
	return 0
}

// startServe starts the real server.
func startServe(tb testing.TB, redisURL string) *process {
	tb.Helper()
	binary, keyset := build(tb), filepath.Join(tb.TempDir(), "keyset")
	if out, err := exec.Command(binary, "keys", "new", "--keyset", keyset).CombinedOutput(); err != nil {
		tb.Fatalf("keys new: %v\n%s", err, out)
	}
	env := []string{"ALDABA_REDIS_URL=" + redisURL, "ALDABA_KEYSET=" + keyset, "ALDABA_PUBLIC_URL=" + benchURL,
		"TWILIO_AUTH_TOKEN=" + benchToken, "ALDABA_ADMIN_LISTEN=127.0.0.1:0"}
	return start(tb, env, binary, "serve", "--listen")
}

// startBare starts the yardstick.
func startBare(tb testing.TB, redisURL string) *process {
	tb.Helper()
	return start(tb, []string{bareVariable + "=" + redisURL}, os.Args[0])
}
