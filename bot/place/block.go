package place

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// blockFits is how many characters a block has at most.
const blockFits = 45

// block is a place for those who have not accepted, in GSM-7: no house, no flat, no words of the reporter. Of what is too long,
// the kinds of the streets go first, and the city never.
func block(p bot.Place) bot.Private {
	where := town(p)
	for _, kinds := range [...]bool{true, false} {
		if s := join(streetsOf(p, kinds), where); len(s) <= blockFits {
			return bot.Private(text.Defang(s, blockFits))
		}
	}
	fits := max(0, blockFits-len(where)-2)
	return bot.Private(text.Defang(join(text.Clean(streetsOf(p, false), fits), where), blockFits))
}

func join(streets, where string) string {
	if streets == "" || where == "" {
		return streets + where
	}
	return streets + ", " + where
}

// town is the city, else the region, else the ZIP code.
func town(p bot.Place) string {
	for _, name := range [...]string{p.City, p.Region} {
		if shown := title(name); shown != "" && len(shown) <= blockFits && gsm(shown) {
			return shown
		}
	}
	return p.Zip
}

// streetsOf is what a block tells beside the city. Words that nothing shows to be a street's may be anything, even a name.
func streetsOf(p bot.Place, kinds bool) string {
	shown := streetsShown(p, kinds)
	surely := p.Number != "" || slices.ContainsFunc(p.Streets, sureName)
	switch {
	case shown != "" && surely && gsm(shown):
		return hundreds(p.Number) + shown
	case p.Pin != nil:
		return fmt.Sprintf("near %.2f,%.2f", p.Pin.Latitude, p.Pin.Longitude)
	}
	return ""
}

func gsm(s string) bool { return len(text.NotGSM(s)) == 0 }

// sureName reports whether a street is one by its name alone.
func sureName(s string) bool {
	_, way := cutKind(s)
	return way != "" || digit(s[0]) || words[s].has(known) || strings.ContainsAny(s, "0123456789")
}

// streetsShown are a place's streets as people write them.
func streetsShown(p bot.Place, kinds bool) string {
	var names []string
	for _, s := range p.Streets {
		if name, _ := cutKind(s); !kinds {
			s = name
		}
		names = append(names, shown(s))
	}
	return strings.Join(names, " & ")
}

// hundreds is the block of a house: 417 is "400 blk ". The first hundred is none, for it has few houses.
func hundreds(number string) string {
	n, err := strconv.Atoi(number)
	if err != nil || n < 100 {
		return ""
	}
	return strconv.Itoa(n/100*100) + " blk "
}

// shown is a street as people write it.
func shown(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if n, err := strconv.Atoi(w); err == nil && words[len(words)-1] != "hwy" && words[len(words)-1] != "fwy" {
			words[i] = w + suffix(n)
		}
	}
	return title(strings.Join(words, " "))
}

func suffix(n int) string {
	if n%100 >= 11 && n%100 <= 13 {
		return "th"
	}
	return cmp.Or(map[int]string{1: "st", 2: "nd", 3: "rd"}[n%10], "th")
}

// title begins every word with a capital.
func title(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if w == "mlk" {
			words[i] = "MLK"
			continue
		}
		r, size := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(r)) + w[size:]
	}
	return strings.Join(words, " ")
}
