package strict

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"github.com/aldaba-hotline/aldaba/bot"
)

// The length of phone numbers in full, in digits (ITU-T E.164).
const minDigits, maxDigits = 7, 15

// IsPhone reports whether a text is a phone number in full: +, the country code and the number in digits only.
func IsPhone(s string) bool {
	digits, ok := strings.CutPrefix(s, "+")
	return ok && len(digits) >= minDigits && len(digits) <= maxDigits && digits[0] != '0' && strings.Trim(digits, "0123456789") == ""
}

// Language reads a BCP 47 tag and settles its letter case. It is false for what is none.
func Language(s string) (bot.Language, bool) {
	tag, err := language.Raw.Parse(s)
	l := bot.Language(tag.String())
	return l, err == nil && !tag.IsRoot() && l != bot.Undetermined
}

// IsName reports whether a text is a name as lists of regions and groups have them: small letters, digits, "-" and "_", the first no sign.
func IsName(s string) bool {
	odd := func(c rune) bool { return !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') }
	return s != "" && s[0] != '-' && s[0] != '_' && strings.IndexFunc(s, odd) < 0
}

// List splits a cell at blanks, commas and semicolons.
func List(s string) []string {
	return strings.FieldsFunc(s, func(c rune) bool { return unicode.IsSpace(c) || c == ',' || c == ';' })
}

// Quoted shows what somebody wrote, shortened.
func Quoted(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return strconv.Quote(s)
}
