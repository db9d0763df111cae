package text

import (
	"strings"
	"testing"
)

func BenchmarkFold(b *testing.B) {
	for _, bc := range []struct{ name, text string }{
		{"folded", "ice is at my door right now please send somebody to help me"},
		{"ascii", "ICE is at my door RIGHT NOW! Please send somebody to help me"},
		{"spanish", spanish},
		{"arabic", "أين أبي؟ أخذته الشرطة من البيت هذا الصباح ولا نعرف مكانه"},
		{"vietnamese", "Cảnh sát di trú đang ở trước cửa nhà tôi, xin giúp đỡ ngay!!"},
		{"chinese", "移民局的人现在在我家门口，他们说有搜查令，我该怎么办？请帮帮我们一家人。"},
	} {
		b.Run(bc.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Fold(bc.text)
			}
		})
	}
}

func BenchmarkNumber(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Number("2")
	}
}

func BenchmarkSegments(b *testing.B) {
	for _, bc := range []struct{ name, text string }{
		{"gsm", strings.Repeat("ICE is here [now]. ", 20)},
		{"ucs", strings.Repeat("La migración está aquí. ", 20)},
	} {
		b.Run(bc.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Segments(bc.text)
			}
		})
	}
}

func BenchmarkSplit(b *testing.B) {
	long := strings.Repeat("La migración está aquí. ", 60)
	b.ReportAllocs()
	for b.Loop() {
		Split(long, SMSLimit(10))
	}
}
