package understand_test

import (
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// Every ZIP code prefix belongs to one state at most, and every state has some.
func TestEveryStateHasItsZIPs(t *testing.T) {
	seen := map[string]bool{}
	for i := range 1000 {
		zip := string([]byte{byte('0' + i/100), byte('0' + i/10%10), byte('0' + i%10), '0', '1'})
		seen[understand.StateOf(zip)] = true
	}
	for _, s := range bot.States() {
		if !seen[s] {
			t.Errorf("no ZIP code lies in %s", s)
		}
	}
}

func TestZIPsOfKnownPlaces(t *testing.T) {
	for zip, want := range map[string]string{
		"94601": "CA", "60623": "IL", "02139": "MA", "85001": "AZ", "77002": "TX", "33101": "FL", "10001": "NY", "11201": "NY", "73301": "TX", "88510": "TX",
		"20001": "DC", "20101": "VA", "96813": "HI", "99501": "AK", "06390": "CT", "82001": "WY", "83201": "ID", "05501": "MA",
		"00901": "", "96910": "", "09012": "", "34001": "", "00000": "", "9460": "", "946011": "", "9460a": "", "": "",
	} {
		if got := understand.StateOf(zip); got != want {
			t.Errorf("%s lies in %q, want %q", zip, got, want)
		}
	}
}

func TestAStateIsReadAsPeopleWriteIt(t *testing.T) {
	r := understand.NewReader([]understand.Words{{Language: "en", States: map[string][]string{
		"VA": {"virginia"}, "WV": {"west virginia"}, "NY": {"new york"}, "CA": {"california", "cali"}}}})
	for text, want := range map[string]string{
		"94601": "CA", "94601-1234": "CA", "im in ٩٤٦٠١": "CA", "zip is 94601.": "CA", "Cali": "CA", "I live in West Virginia": "WV", "new  york!!": "NY",
		"ca": "CA", "CA": "CA", "tx": "TX", "in": "IN", "idk": "", "H2X 1Y4": "", "00901": "", "no": "", "": "", "510-241-4011": "", "ca ok": "", "call 510 24101 40": "", "510.24101": "", "24101 555 1234": "", "bond is 15000": "", "ok": "", "OK!": "", "hi": "", "400 Main St, 94601": "CA",
	} {
		in := r.Read(understand.Input{Text: text, Open: true, State: true})
		if in.State != want || want != "" && in.Action != bot.ActText {
			t.Errorf("%q: %q, %s", text, in.State, in.Action)
		}
	}
	r = understand.NewReader([]understand.Words{{Language: "en", Within: []string{"in"}, States: map[string][]string{"GA": {"georgia"}, "FL": {"florida"}, "NY": {"new york"}}}})
	for text, want := range map[string]string{"can police in georgia ask": "GA", "a bail in New York": "NY", "my friend georgia was taken": "", "12345 florida street": "", "94601": ""} {
		if in := r.Read(understand.Input{Text: text}); in.State != want {
			t.Errorf("nobody asked, and %q names %q, want %q", text, in.State, want)
		}
	}
	for _, text := range []string{"in", "or", "me", "ok", "hi"} {
		if in := r.Read(understand.Input{Text: text}); in.State != "" {
			t.Errorf("%q names %q though nobody asked", text, in.State)
		}
	}
}
