package exchange

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/aldaba-hotline/aldaba/bot/text"
)

// name in braces: a placeholder {{.Name}}, or a piece {{say.entry}}.
var inBraces = regexp.MustCompile(`\{\{\s*(\.?[A-Za-z][A-Za-z0-9_.-]*)\s*\}\}`)

// namedIn returns what a text names in braces, each once, in one spelling.
func namedIn(s string) []string {
	var all []string
	for _, m := range inBraces.FindAllStringSubmatch(s, -1) {
		all = append(all, "{{"+m[1]+"}}")
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// misnamed says what a translation names too little, too much or wrongly; nothing if it is right. A plural form other than "other" may
// leave the count out.
func misnamed(english, translation, form string) (what, remedy string) {
	if rest := inBraces.ReplaceAllString(translation, ""); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
		return "has braces that are no placeholder", "copy the placeholders from the English text, letter for letter"
	}
	want, got := namedIn(english), namedIn(translation)
	for _, n := range want {
		if !slices.Contains(got, n) && !(n == "{{.Count}}" && form != "" && form != "other") {
			return "has lost " + n, "put it where it belongs, letter for letter as in the English text"
		}
	}
	for _, n := range got {
		if !slices.Contains(want, n) {
			return "names " + n + ", which the English text does not", "remove it, or correct it to one of: " + orNone(want)
		}
	}
	return "", ""
}

func orNone(all []string) string {
	if len(all) == 0 {
		return "none"
	}
	return strings.Join(all, " ")
}

// broken reports letters that were lost on the way. A program that lacks a letter writes a question mark for it.
func broken(s string) (string, bool) {
	if found := text.Garbled(s); found != "" {
		return found, true
	}
	return "???", strings.Contains(s, "???")
}

// typographic are signs that programs put in by themselves; one of them makes an SMS twice as dear.
var typographic = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`, "\u00a0", " ", "\u202f", " ", "–", "-", "—", "-", "…", "...", "\u200b", "")

// plain is a text with each letter in one character, and without typographic signs where they alone keep it out of GSM-7.
func plain(s string) string {
	s = norm.NFC.String(s)
	p := typographic.Replace(s)
	if text.Segments(p).Encoding == text.GSM7 {
		return p
	}
	return s
}

// spoken says what is wrong with a translated sentence to say to an officer.
func spoken(english, translation string) (what, remedy string) {
	first, second, _ := strings.Cut(translation, "\n")
	switch {
	case first != english:
		return "does not begin with the English sentence", "leave line 1 as it is: " + english
	case len(second) < 3 || !strings.HasPrefix(second, "(") || !strings.HasSuffix(second, ")") || strings.Contains(second, "\n"):
		return "has no sound-spelling", fmt.Sprintf("write it in parentheses on a second line, such as %s", `"(ai du not consent)"`)
	}
	return "", ""
}
