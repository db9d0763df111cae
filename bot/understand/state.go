package understand

import (
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// state is the state that a text names, empty when there is none. Where a state is asked for, it is a name, two letters or a ZIP code. Where
// nobody asked, it is a name behind a word such as "in": "my friend Georgia" and "12345 Florida Street" say nothing of the law that holds.
// The longest name wins: "West Virginia" is not Virginia.
func (r *Reader) state(folded string, tokens []string, asked bool) string {
	best, words := "", 0
	for _, m := range r.states.find(tokens, nil) {
		if m.to-m.from > words && (asked || m.from > 0 && r.within[tokens[m.from-1]]) {
			best, words = m.topic, m.to-m.from
		}
	}
	if best != "" || !asked {
		return best
	}
	if code := strings.ToUpper(folded); bot.IsState(code) && code != "OK" && code != "HI" {
		return code // who answers "ok" or "hi" is not from Oklahoma or Hawaii
	}
	return StateOf(ZIP(folded))
}

const (
	zipDigits       = 5
	extensionDigits = 4
)

// ZIP returns the first ZIP code of a text, without its extension, or "": a word of five digits in any script that is no part of a phone number.
func ZIP(s string) string {
	words := fields(text.Fold(s))
	for i, word := range words {
		if isZIP(word) && !ofPhone(words, i) {
			return word
		}
	}
	return ""
}

// ofPhone reports whether digits stand around a word as in a phone number. Behind a ZIP code four may follow: its extension.
func ofPhone(words []string, at int) bool {
	digits := func(i int) bool { return i >= 0 && i < len(words) && strings.Trim(words[i], "0123456789") == "" }
	return digits(at-1) || digits(at+1) && len(words[at+1]) != extensionDigits
}

// isZIP reports whether a word is a ZIP code. Thousands are none: they are money, such as a bond.
func isZIP(word string) bool {
	return len(word) == zipDigits && strings.Trim(word, "0123456789") == "" && !strings.HasSuffix(word, "000")
}

// StateOf returns the state of a ZIP code by its first three digits, or "": territories and military addresses are in none. Source of the
// ranges: USPS, Labeling List L002 (3-digit ZIP code prefixes).
func StateOf(zip string) string {
	if !isZIP(zip) {
		return ""
	}
	prefix := zip[:3]
	for _, r := range zipRanges() {
		if r.from <= prefix && prefix <= r.to {
			return r.state
		}
	}
	return ""
}

// zipRange is a range of prefixes, both ends included.
type zipRange struct{ from, to, state string }

func zipRanges() []zipRange {
	return []zipRange{
		{"005", "005", "NY"}, {"010", "027", "MA"}, {"028", "029", "RI"}, {"030", "038", "NH"}, {"039", "049", "ME"}, {"050", "054", "VT"}, {"055", "055", "MA"},
		{"056", "059", "VT"}, {"060", "069", "CT"}, {"070", "089", "NJ"}, {"100", "149", "NY"}, {"150", "196", "PA"}, {"197", "199", "DE"}, {"200", "200", "DC"},
		{"201", "201", "VA"}, {"202", "205", "DC"}, {"206", "219", "MD"}, {"220", "246", "VA"}, {"247", "268", "WV"}, {"270", "289", "NC"}, {"290", "299", "SC"},
		{"300", "319", "GA"}, {"320", "339", "FL"}, {"341", "349", "FL"}, {"350", "369", "AL"}, {"370", "385", "TN"}, {"386", "397", "MS"}, {"398", "399", "GA"},
		{"400", "427", "KY"}, {"430", "459", "OH"}, {"460", "479", "IN"}, {"480", "499", "MI"}, {"500", "528", "IA"}, {"530", "549", "WI"}, {"550", "567", "MN"},
		{"569", "569", "DC"}, {"570", "577", "SD"}, {"580", "588", "ND"}, {"590", "599", "MT"}, {"600", "629", "IL"}, {"630", "658", "MO"}, {"660", "679", "KS"},
		{"680", "693", "NE"}, {"700", "714", "LA"}, {"716", "729", "AR"}, {"730", "732", "OK"}, {"733", "733", "TX"}, {"734", "749", "OK"}, {"750", "799", "TX"},
		{"800", "816", "CO"}, {"820", "831", "WY"}, {"832", "838", "ID"}, {"840", "847", "UT"}, {"850", "865", "AZ"}, {"870", "884", "NM"}, {"885", "885", "TX"},
		{"889", "898", "NV"}, {"900", "961", "CA"}, {"967", "968", "HI"}, {"970", "979", "OR"}, {"980", "994", "WA"}, {"995", "999", "AK"},
	}
}
