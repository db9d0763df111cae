package text_test

import (
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/text"
)

func TestACellIsNeitherAFormulaNorChanged(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "＝1": "'＝1", "'=1": "''=1", "''-": "'''-",
		"Call 911": "Call 911", "'tis": "'tis", "": "", "000000000012": "000000000012",
	} {
		if got := text.Cell(cell); got != want || text.FromCell(got) != cell {
			t.Errorf("%q becomes %q and comes back as %q", cell, got, text.FromCell(got))
		}
	}
	for code, want := range map[string]string{"000000000012": "'000000000012", "12e456789012": "'12e456789012", "'12": "''12", "12f456789012": "12f456789012", "": ""} {
		if got := text.Code(code); got != want || text.FromCode(got) != code {
			t.Errorf("code %q becomes %q and comes back as %q", code, got, text.FromCode(got))
		}
	}
}
