package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// latin finds words in Latin letters in a language that has others: those that the English text does not have either, single letters, which
// only look like one of the language, and texts that are mostly made of them.
func latin(r *Rules, _ *Book, t *Text) bot.Problems {
	a := r.style.alphabets[t.Lang]
	if a == nil || !a.own || r.style.shared(t) {
		return nil
	}
	if strings.HasPrefix(t.Message, sayPrefix) {
		return t.sound()
	}
	var ps bot.Problems
	said, foreign := prose(t.Written), 0
	original := strings.FieldsFunc(text.Fold(prose(t.English)), func(c rune) bool { return !unicode.IsLetter(c) })
	for _, w := range latinWord.FindAllString(said, -1) {
		bare := strings.Trim(w, "-()")
		switch {
		case r.style.capitals["all"][bare] || r.style.capitals[t.Lang][bare]:
			continue
		case a.twins && len(w) == 1 || t.English != "" && !slices.Contains(original, text.Fold(bare)):
			ps = append(ps, t.problem(fmt.Sprintf("has %q in Latin letters", bare), "write it in the letters of "+string(t.Lang)+"; a name goes under capitals or same in "+Dir+StyleFile))
		}
		foreign += len(bare)
	}
	if foreign > ownLetters(said) {
		ps = append(ps, t.problem("is mostly in Latin letters", "translate it; what may stay English is listed under same in "+Dir+StyleFile))
	}
	return ps
}

// latinWord is a row of Latin letters, with the hyphen or parenthesis that stands beside it: a single letter then belongs to a name.
var latinWord = regexp.MustCompile(`[-(]?\p{Latin}+[-)]?`)

// ownLetters counts letters that are not Latin. A Chinese one is as much as two.
func ownLetters(s string) int {
	n := 0
	for _, c := range s {
		switch {
		case writesNoSpaces(c):
			n += 2
		case unicode.IsLetter(c) && !unicode.Is(unicode.Latin, c):
			n++
		}
	}
	return n
}

// sound finds a sound-spelling that is not in the reader's script.
func (t *Text) sound() bot.Problems {
	_, sound, _ := strings.Cut(t.Written, "\n")
	if !strings.ContainsFunc(sound, func(c rune) bool { return unicode.Is(unicode.Latin, c) }) {
		return nil
	}
	return bot.Problems{t.problem("has a sound-spelling in Latin letters", "spell it in the letters of "+string(t.Lang)+": many of its readers cannot read others")}
}
