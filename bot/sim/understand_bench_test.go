package sim_test

import (
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// BenchmarkUnderstand reads questions with everything that Aldaba ships with.
func BenchmarkUnderstand(b *testing.B) {
	r := sim.Shipped(b).Reader()
	for name, words := range map[string]string{
		"short":  "bond",
		"asked":  "my husband gets out of county jail friday will ice be waiting for him outside",
		"urgent": "ay migra aki afuera de mi casa estan tocando la puerta",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Read(understand.Input{Text: words})
			}
		})
	}
}
