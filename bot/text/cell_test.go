package text_test

import (
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/text"
)

func TestNoSpreadsheetTakesATextForAFormula(t *testing.T) {
	for s, want := range map[string]string{"": "", "Elija": "Elija", "=1+1": "'=1+1", "-5": "'-5", "+1500": "'+1500", "@x": "'@x", "＝1": "'＝1", "'=1": "''=1", "'quoted'": "'quoted'", "a=1": "a=1"} {
		if got := text.Cell(s); got != want || text.FromCell(got) != s {
			t.Errorf("%q is the cell %q, want %q, and reads back as %q", s, got, want, text.FromCell(got))
		}
	}
}
