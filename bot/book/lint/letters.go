package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// alphabet is what a language is written in, beside a to z.
type alphabet struct {
	letters map[rune]bool // small ones
	scripts []*unicode.RangeTable
	own     bool // it is no Latin script
	twins   bool // some look like Latin ones
	left    bool // it is written from right to left
}

// has reports whether a letter is of the alphabet, or of a to z. A nil alphabet has all.
func (a *alphabet) has(c rune) bool {
	return a == nil || c <= unicode.MaxASCII || a.letters[unicode.ToLower(c)] || unicode.In(c, a.scripts...)
}

// compileLetters reads the alphabets: rows of letters, and names of scripts of Unicode.
func (s *style) compileLetters(file *strict.File) bot.Problems {
	s.alphabets = map[bot.Language]*alphabet{}
	var ps bot.Problems
	for _, lang := range slices.Sorted(maps.Keys(s.Letters)) {
		a := &alphabet{letters: map[rune]bool{}}
		s.alphabets[bot.Language(lang)] = a
		for i, row := range s.Letters[lang] {
			if !a.add(row) {
				ps = append(ps, file.Problem(fmt.Sprintf("%q is neither a row of letters nor a script", row),
					"write the letters that are not a to z without spaces, or a script of Unicode such as Hangul", "letters", lang, i))
			}
		}
	}
	return ps
}

func (a *alphabet) add(row string) bool {
	if script, ok := unicode.Scripts[row]; ok {
		a.scripts = append(a.scripts, script)
		a.own = a.own || row != "Latin"
		a.twins = a.twins || row == "Cyrillic" || row == "Greek"
		a.left = a.left || row == "Arabic" || row == "Hebrew"
		return true
	}
	for _, c := range row {
		if c <= unicode.MaxASCII || !unicode.IsLetter(c) && !unicode.IsMark(c) {
			return false
		}
		a.letters[unicode.ToLower(c)] = true
		a.own = a.own || !unicode.In(c, unicode.Latin, unicode.Common, unicode.Inherited)
		a.twins = a.twins || unicode.In(c, unicode.Cyrillic, unicode.Greek)
		a.left = a.left || rightToLeft(c)
	}
	return row != ""
}

func rightToLeft(c rune) bool {
	return unicode.In(c, unicode.Arabic, unicode.Hebrew) && unicode.IsLetter(c)
}

// letters finds what only looks right: letters that the language does not have, words in letters of two scripts, digits that are not 0 to 9.
func letters(r *Rules, _ *Book, t *Text) bot.Problems {
	a := r.style.alphabets[t.Lang]
	if a == nil || r.style.shared(t) {
		return nil
	}
	var ps bot.Problems
	said := prose(t.Written)
	if c, ok := find(said, func(c rune) bool { return c > unicode.MaxASCII && unicode.IsDigit(c) }); ok {
		ps = append(ps, t.problem(fmt.Sprintf("has the digit %c", c), "write 0 to 9: every phone shows them, and people may answer in any"))
	}
	if c, ok := find(said, func(c rune) bool { return (unicode.IsLetter(c) || unicode.IsMark(c)) && !a.has(c) }); ok {
		ps = append(ps, t.problem(a.strange(t.Lang, c), "list it under letters in "+Dir+StyleFile+" if the language has it"))
	}
	for _, w := range strings.FieldsFunc(said, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) }) {
		if mixed(w) {
			ps = append(ps, t.problem(fmt.Sprintf("has %q, in letters of two scripts", w), "write it in one; a space goes between a word and a name in Latin letters"))
		}
	}
	return ps
}

// find is the first character of a text that is such a one.
func find(s string, such func(rune) bool) (rune, bool) {
	for _, c := range s {
		if such(c) {
			return c, true
		}
	}
	return 0, false
}

// strange tells which letter it is, and which one looks like it.
func (a *alphabet) strange(lang bot.Language, c rune) string {
	what := fmt.Sprintf("has the letter %c (%U), which %s does not have", c, c, lang)
	for _, like := range []string{text.Fold(string(c)), text.Latin(string(c))} {
		if like != "" && like != string(c) && !strings.ContainsFunc(like, func(l rune) bool { return !a.has(l) }) {
			return what + ": it looks like " + like
		}
	}
	return what
}

// mixed reports whether a word has letters of two scripts. Chinese and Korean put names in Latin letters beside their own.
func mixed(w string) bool {
	latin := strings.ContainsFunc(w, func(c rune) bool { return unicode.Is(unicode.Latin, c) })
	return latin && strings.ContainsFunc(w, func(c rune) bool {
		return !unicode.In(c, unicode.Latin, unicode.Common, unicode.Inherited, unicode.Hangul) && !writesNoSpaces(c)
	})
}
