package text

import (
	"strings"
	"testing"
)

func TestNumberReadsWhatPeopleTypeForAnOption(t *testing.T) {
	for in, want := range map[string]int{
		"1": 1, "0": 0, "07": 7, "42": 42, "99": 99,
		"1.": 1, "1)": 1, "(1)": 1, "#1": 1, " 1 ": 1, "1 - ": 1, "1!": 1, "«3»": 3, "1\n": 1,
		"1️⃣": 1, "1️⃣0️⃣": 10, "🔟": 10, "👉 2": 2, "\u200f2\u200f": 2,
		"１": 1, "②": 2, "⑫": 12, "⑴": 1, "⒈": 1, "❺": 5, "❿": 10,
		" ١ ": 1, "۳": 3, "٤۔": 4, "२": 2, "၃": 3, "៤": 4, "๕": 5,
	} {
		if got, ok := Number(in); !ok || got != want {
			t.Errorf("Number(%q) = %d, %v, want %d", in, got, ok, want)
		}
	}
}

func TestNumberRefusesEverythingElse(t *testing.T) {
	for _, in := range []string{
		"", " ", ".", "🙏", "12 people", "1st", "x1", "1 2", "10:30", "1.5", "½", "100", "007", "94601",
		"one", "一", "é1", "1é", "\xff", strings.Repeat(" ", maxNumber) + "1",
	} {
		if got, ok := Number(in); ok {
			t.Errorf("Number(%q) = %d, want nothing", in, got)
		}
	}
}

func TestNumberOfAFoldedTextIsTheSame(t *testing.T) {
	for _, in := range []string{"1️⃣", "②", " ١ ", "(7)", "12 people"} {
		n, ok := Number(in)
		if again, okAgain := Number(Fold(in)); again != n || okAgain != ok {
			t.Errorf("Number(%q) = %d, %v; folded first: %d, %v", in, n, ok, again, okAgain)
		}
	}
}
