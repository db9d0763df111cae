package twilio

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/racetest"
)

var callNames = []string{"AccountSid", "ApiVersion", "CallSid", "CallStatus", "CallToken", "Called", "CalledCity", "Caller", "CallerName", "Digits", "Direction",
	"FinishedOnKey", "From", "FromCity", "To", "Zz", "msg"}

// recutCall cuts signed bytes at names, in a way of many.
func recutCall(random *rand.Rand, signed []byte) []pair {
	var pairs []pair
	last, value := string(signed[:min(1, len(signed))]), min(1, len(signed))
	if bytes.HasPrefix(signed, []byte(callNames[0])) {
		last, value = callNames[0], len(callNames[0])
	}
	skip := 2 + random.IntN(8)
	for at := value; at < len(signed); at++ {
		for _, name := range callNames {
			if name > last && bytes.HasPrefix(signed[at:], []byte(name)) && random.IntN(skip) > 0 {
				pairs = append(pairs, pair{fieldOf([]byte(last)), []byte(last), signed[value:at]})
				last, value = name, at+len(name)
				at = value - 1
				break
			}
		}
	}
	return append(pairs, pair{fieldOf([]byte(last)), []byte(last), signed[value:]})
}

// TestCraftedRecutsOfCalls signs requests whose words somebody prepared and cuts each anew: nobody presses what was not pressed.
func TestCraftedRecutsOfCalls(t *testing.T) {
	racetest.Alone(t)
	random := rand.New(rand.NewPCG(4, 17))
	snippets := []string{"Digits1", "Digits2", "Digits", "CallStatus", "CallStatuscompleted", "CallSid" + callSID, "Direction", "FinishedOnKey", "Zz", "1", "From"}
	taken, refused := 0, 0
	var f form
	for range 500 {
		var words string
		for range random.IntN(5) {
			words += snippets[random.IntN(len(snippets))]
		}
		digits := []string{"1", "2", "*"}[random.IntN(3)]
		honest := pressing(digits).with(fieldsOf{[]string{"CallerName", "CalledCity", "FromCity", "CallToken"}[random.IntN(4)]: words})
		if err := f.parse([]byte(honest.values().Encode())); err != nil {
			t.Fatal(err)
		}
		signed := bytes.Clone(f.signed)
		for range 50 {
			f.pairs = recutCall(random, signed)
			f.join()
			got, no := f.pressed(true)
			switch {
			case no != nil:
				refused++
			case bytes.Equal(f.signed, signed) && got != digits:
				t.Fatalf("pressed %q, meant %q, of %q", got, digits, signed)
			default:
				taken++
			}
		}
	}
	if taken < 100 || refused < 100 {
		t.Errorf("%d taken, %d refused: too tame or too wild to tell anything", taken, refused)
	}
}

func FuzzPressed(f *testing.F) {
	for _, form := range []fieldsOf{pickedUp(), pressing("1"), pressing("*"), callReport("completed")} {
		f.Add([]byte(form.values().Encode()))
	}
	for _, raw := range []string{"", "Digits=1", "CallSid=" + callSID + "&CallStatus=ringingDigits1", "Digits=&Digits=1"} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var got form
		if got.parse(raw) != nil {
			return
		}
		digits, refused := got.pressed(true)
		if refused != nil {
			if digits != "" || refused.why == "" {
				t.Errorf("refused, and still %q", digits)
			}
			return
		}
		if digitsEnd([]byte(digits)) != len(digits) {
			t.Errorf("%q of %q", digits, raw)
		}
		signed := bytes.Clone(got.signed)
		for seed := range uint64(8) {
			again := form{pairs: recutCall(rand.New(rand.NewPCG(seed, 1)), signed)}
			again.join()
			if other, refused := again.pressed(true); refused == nil && bytes.Equal(again.signed, signed) && other != digits {
				t.Errorf("cut anew %q, before %q, of %q", other, digits, signed)
			}
		}
	})
}

// FuzzSpeech holds that whatever is said is one well-formed answer that says it.
func FuzzSpeech(f *testing.F) {
	f.Add("Reporte <4 1 7>", "again", "es", true)
	f.Add("]]>\x00&\ufffe", "", "", false)
	f.Fuzz(func(t *testing.T, words, repeat, lang string, gather bool) {
		said := appendSpeech(nil, bot.Speech{Language: bot.Language(lang), Say: []string{words}, Gather: gather, Repeat: repeat}, "https://h.example/\"x\"#a&b")
		if err := wellFormed(said); err != nil {
			t.Errorf("%v: %s", err, said)
		}
	})
}

func wellFormed(b []byte) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
