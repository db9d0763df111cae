package text_test

import (
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/text"
)

func TestLettersThatWereLostAreFound(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "¿Qué pasa? ¿Está bien???": "", "Âme, Ã, São": "",
		"Â¿QuÃ© pasa?": "Â¿", "nÃºmero": "Ãº", "RAZÃ“N": "Ã“", "ï»¿id": "ï»¿", "n\ufffdmero": "\ufffd", "donâ€™t": "â€",
	} {
		if got := text.Garbled(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
