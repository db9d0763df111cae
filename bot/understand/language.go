package understand

import (
	"strings"
	"unicode"

	"github.com/aldaba-hotline/aldaba/bot"
)

// How far ahead the likeliest language must be, in the classifier's units (natural logarithms), and how many words that takes: one English word
// such as LAWYER does not make somebody an English speaker. Measured on the development set.
const (
	sureLead  = 6
	sureWords = 3
	near      = 5   // a language so close behind may be meant as well
	hint      = 1.5 // less is no hint at all
	known     = 3   // what the contact's own language is given ahead
)

// tongue is what is known about the language of a text.
type tongue struct {
	language bot.Language
	sure     bool
	may      langs // which languages the words may be of
}

// english is the language whose commands everybody may use.
const english bot.Language = "en"

// language tells the language of a text: that of a greeting or command that only one has, else the likeliest by its words and letters. Without any hint
// it is [bot.Undetermined], and the words may be of any language.
func (r *Reader) language(in Input, p *parsed) tongue {
	if greeting := r.greets[p.whole]; greeting != "" {
		return tongue{greeting, true, allLangs}
	}
	if of := r.commandOf[p.whole]; tells(of, in, p.whole) {
		return tongue{of, true, allLangs}
	}
	if len(r.languages) == 0 || r.says(in.Text, p.whole) || r.commandOf[p.whole] == bot.Undetermined {
		return tongue{bot.Undetermined, false, allLangs}
	}
	var sums [maxTongues]float32
	r.tongues.weigh(in.Text, p.features, sums[:len(r.languages)])
	return r.likeliest(in, sums[:len(r.languages)], len(p.tokens))
}

// tells reports whether a command that only one language lists tells that somebody writes it: in letters other than Latin, or from whoever is taken for
// a writer of English, as after a mere "hi". Among others in Latin letters it may be a slip: "termine" is French, and how people text "terminé".
func tells(of bot.Language, in Input, whole string) bool {
	if of == "" || of == english || of == bot.Undetermined {
		return false
	}
	return in.Language == english || strings.ContainsFunc(whole, func(c rune) bool { return c > unicode.MaxLatin1 })
}

func (r *Reader) likeliest(in Input, sums []float32, words int) tongue {
	best, second := 0, float32(-1e9)
	for l := range sums {
		if r.languages[l] == in.Language {
			sums[l] += known
		}
	}
	for l, s := range sums {
		if s > sums[best] {
			best = l
		}
	}
	t := tongue{language: r.languages[best]}
	for l, s := range sums {
		if l != best {
			second = max(second, s)
		}
		if s > sums[best]-near {
			t.may |= 1 << l
		}
	}
	if sums[best] <= hint || sums[best]-second < hint {
		return tongue{bot.Undetermined, false, allLangs}
	}
	t.sure = words >= sureWords && sums[best]-second >= sureLead
	return t
}
