package exchange

import (
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// formula is how gettext counts: an expression in the header of a PO file, and what it gives.
type formula struct {
	header string
	index  func(n int) int
}

func pick(conditions ...bool) int {
	if i := slices.Index(conditions, true); i >= 0 {
		return i
	}
	return len(conditions)
}

// formulas are those of the gettext manual and of translation programs, the commonest first.
func formulas() []formula {
	return []formula{
		{"nplurals=2; plural=(n != 1);", func(n int) int { return pick(n == 1) }},
		{"nplurals=2; plural=(n > 1);", func(n int) int { return pick(n <= 1) }},
		{"nplurals=1; plural=0;", func(int) int { return 0 }},
		{"nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);", func(n int) int {
			return pick(n%10 == 1 && n%100 != 11, n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14))
		}},
		{"nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);", func(n int) int {
			return pick(n == 1, n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14))
		}},
		{"nplurals=3; plural=(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2);", func(n int) int { return pick(n == 1, n >= 2 && n <= 4) }},
		{"nplurals=3; plural=(n==1 ? 0 : n==0 || (n%100>0 && n%100<20) ? 1 : 2);", func(n int) int {
			return pick(n == 1, n == 0 || n%100 > 0 && n%100 < 20)
		}},
		{"nplurals=3; plural=(n%10==1 && (n%100<11 || n%100>19) ? 0 : n%10>=2 && n%10<=9 && (n%100<11 || n%100>19) ? 1 : 2);", func(n int) int {
			return pick(n%10 == 1 && (n%100 < 11 || n%100 > 19), n%10 >= 2 && n%10 <= 9 && (n%100 < 11 || n%100 > 19))
		}},
		{"nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);", func(n int) int { return pick(n == 1, n == 2) }},
		{"nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);", func(n int) int {
			return pick(n%100 == 1, n%100 == 2, n%100 == 3 || n%100 == 4)
		}},
		{"nplurals=2; plural=(n%10!=4 && n%10!=6 && n%10!=9 ? 0 : 1);", func(n int) int { return pick(n%10 != 4 && n%10 != 6 && n%10 != 9) }},
		{"nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);", func(n int) int {
			return pick(n == 0, n == 1, n == 2, n%100 >= 3 && n%100 <= 10, n%100 >= 11)
		}},
	}
}

// counting is how a PO file counts in a language: its header, and the plural form behind each index. It is false where no formula of
// gettext's fits the language's rule.
func counting(lang bot.Language) (header string, forms []string, ok bool) {
	rule := say.PluralRule(lang)
	for _, f := range formulas() {
		if forms := fit(rule, f); forms != nil {
			return f.header, forms, true
		}
	}
	return "", nil, false
}

// fit returns the form behind each index, or nil if some index would stand for two forms or two for one.
func fit(rule []string, f formula) []string {
	var forms []string
	for n, form := range rule {
		i := f.index(n)
		for len(forms) <= i {
			forms = append(forms, "")
		}
		if forms[i] == "" && !slices.Contains(forms, form) {
			forms[i] = form
		}
		if forms[i] != form {
			return nil
		}
	}
	return forms
}

// sameFormula compares headers without spaces and parentheses.
func sameFormula(a, b string) bool {
	bare := strings.NewReplacer(" ", "", "(", "", ")", "", ";", "")
	return bare.Replace(a) == bare.Replace(b)
}
