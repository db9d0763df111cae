package text

import (
	"slices"
	"strings"
	"testing"
)

// TestSegments holds the vectors of Twilio's own calculator (npm sms-segments-calculator 1.3.0) and the
// boundaries around them.
func TestSegments(t *testing.T) {
	x := strings.Repeat
	for name, tc := range map[string]struct {
		in   string
		want Count
	}{
		"empty":                            {"", Count{GSM7, 0, 0, 160}},
		"one character":                    {"a", Count{GSM7, 1, 1, 160}},
		"full single":                      {x("a", 160), Count{GSM7, 1, 160, 160}},
		"one more":                         {x("a", 161), Count{GSM7, 2, 161, 153}},
		"two full":                         {x("a", 306), Count{GSM7, 2, 306, 153}},
		"two full and one":                 {x("a", 307), Count{GSM7, 3, 307, 153}},
		"euros fill one":                   {x("€", 80), Count{GSM7, 1, 160, 160}},
		"euros":                            {x("€", 81), Count{GSM7, 2, 162, 153}},
		"euros waste a septet a segment":   {x("€", 153), Count{GSM7, 3, 306, 153}},
		"escape pair does not straddle":    {x("a", 152) + "€" + x("a", 152), Count{GSM7, 3, 306, 153}},
		"extension table":                  {"^{}[]~\\|€\f", Count{GSM7, 1, 20, 160}},
		"Spanish that is GSM":              {"ñ é è à ù ü Ç ò ¿¡", Count{GSM7, 1, 18, 160}},
		"full single UCS-2":                {x("م", 70), Count{UCS2, 1, 70, 70}},
		"Arabic 71":                        {x("م", 71), Count{UCS2, 2, 71, 67}},
		"Arabic 134":                       {x("م", 134), Count{UCS2, 2, 134, 67}},
		"Arabic 135":                       {x("م", 135), Count{UCS2, 3, 135, 67}},
		"surrogate pair does not straddle": {x("م", 66) + "👋" + x("م", 66), Count{UCS2, 3, 134, 67}},
		"emoji fill one":                   {x("👋", 35), Count{UCS2, 1, 70, 70}},
		"emoji":                            {x("👋", 36), Count{UCS2, 2, 72, 67}},
		"backtick":                         {"`", Count{UCS2, 1, 1, 70}},
		"tab":                              {"\t", Count{UCS2, 1, 1, 70}},
		"no-break space":                   {"\u00a0", Count{UCS2, 1, 1, 70}},
		"escape character is no text":      {"\x1b", Count{UCS2, 1, 1, 70}},
		"one accent at the end":            {x("a", 134) + "í", Count{UCS2, 3, 135, 67}},
		"invalid byte":                     {"a\xff", Count{UCS2, 1, 2, 70}},
	} {
		if got := Segments(tc.in); got != tc.want {
			t.Errorf("%s: %+v, want %+v", name, got, tc.want)
		}
	}
}

func TestTheBasicAlphabetIsWhole(t *testing.T) {
	const basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	if got := len([]rune(basic)); got != 127 {
		t.Fatalf("the table has %d characters, want 127 and the escape", got)
	}
	if bad := NotGSM(basic); bad != nil {
		t.Errorf("missing: %q", bad)
	}
	count := 0
	for r := rune(0); r <= 0xFFFF; r++ {
		if septets(r) == 1 {
			count++
		}
	}
	if count != 127 {
		t.Errorf("%d characters of one septet, want 127", count)
	}
}

func TestNotGSMNamesEachCharacterOnceInOrder(t *testing.T) {
	if got, want := NotGSM("¿Dónde está mi mamá? €5 …"), []rune("óá…"); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := NotGSM("á í ó ú ç ê ã"); len(got) != 7 {
		t.Errorf("%q, want all seven", got)
	}
	if got := NotGSM("plain [text]"); got != nil {
		t.Errorf("%q, want none", got)
	}
}

func TestSegmentsAllocatesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { Segments(spanish) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
