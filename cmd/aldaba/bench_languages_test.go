package main

import (
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/understand"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// mostHeldMB is the figure for the memory that all languages' texts and words take.
const mostHeldMB = 20

// BenchmarkLoad reads the texts and words of every language as a hotline does when it starts, and, as a yardstick, one file after the other. held-MB is
// what stays on the heap for as long as the hotline runs; cpu-ms is what all cores together spend on it, whatever else the machine does.
func BenchmarkLoad(b *testing.B) {
	for name, read := range map[string]func() any{"side by side": sideBySideBundled, "one by one": oneByOneBundled} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			before := spent(b)
			for b.Loop() {
				read()
			}
			b.ReportMetric(float64((spent(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms")
			held := heldMB(read)
			b.ReportMetric(held, "held-MB")
			if held > mostHeldMB {
				b.Errorf("%.1f MB are held, at most %d", held, mostHeldMB)
			}
		})
	}
}

// oneByOneBundled reads the built-in texts and words, one file after the other.
func oneByOneBundled() any {
	texts, _ := say.Load(i18n.FS)
	words, _ := understand.LoadWords(i18n.FS)
	return []any{texts, words}
}

// spent is the processor time of this process.
func spent(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// sideBySideBundled reads them as a hotline does.
func sideBySideBundled() any {
	var texts, words any
	sideBySide(
		func() { texts, _ = say.Load(i18n.FS) },
		func() { words, _ = loadWords(i18n.FS) },
	)
	return []any{texts, words}
}

// heldMB is what the heap holds of a result.
func heldMB(read func() any) float64 {
	before := heap()
	result := read()
	after := heap()
	runtime.KeepAlive(result)
	return (float64(after) - float64(before)) / (1 << 20)
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
