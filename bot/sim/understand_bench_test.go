package sim_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/book/exam"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/understand"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// BenchmarkUnderstand decides about every text of the development set with everything that Aldaba ships with: how long the median and the slowest
// in a hundred take, and what a decision allocates.
func BenchmarkUnderstand(b *testing.B) {
	r := sim.Shipped(b).Reader()
	questions, ps := exam.Load(i18n.FS)
	if ps.Err() != nil {
		b.Fatal(ps)
	}
	var took []time.Duration
	b.ReportAllocs()
	for b.Loop() {
		q := questions[len(took)%len(questions)]
		begun := time.Now()
		r.Read(understand.Input{Text: q.Text})
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1000, "µs-median")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1000, "µs-p99")
}

// BenchmarkUnderstandLong decides about the longest texts that are read.
func BenchmarkUnderstandLong(b *testing.B) {
	r := sim.Shipped(b).Reader()
	for name, word := range map[string]string{"words": "migra afuera de mi casa ", "han": "移民局在门口", "one": "a", "bidi": "\u202eش\u200b", "arabizi": "el7een 3ala elbab "} {
		long := strings.Repeat(word, 1600/len([]rune(word)))
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Read(understand.Input{Text: long})
			}
		})
	}
}
