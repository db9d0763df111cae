package text_test

import (
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/text"
)

func TestTraditionalCharactersBecomeSimplifiedOnes(t *testing.T) {
	for in, want := range map[string]string{"敲門": "敲门", "移民局": "移民局", "ICE 在門口！": "ICE 在门口！", "": "", "hola": "hola", "律師簽署": "律师签署"} {
		if got := text.Simplify(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
		if again := text.Simplify(text.Simplify(in)); again != text.Simplify(in) {
			t.Errorf("%q changes again", in)
		}
	}
}

func TestTraditionalTextsAreNoticed(t *testing.T) {
	for in, want := range map[string]bool{"他們在門口": true, "他们在门口": false, "移民局": false, "": false, "hello 門": true} {
		if text.Traditional(in) != want {
			t.Errorf("%q: %t", in, !want)
		}
	}
}
