package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// The two ways to write Chinese.
const (
	hans bot.Language = "zh-Hans"
	hant bot.Language = "zh-Hant"
)

// han finds characters of the other way to write Chinese, and texts in Traditional characters that say something else than those in Simplified ones,
// from which a program writes them.
func han(r *Rules, b *Book, t *Text) bot.Problems {
	if t.Lang != hans && t.Lang != hant || r.style.shared(t) {
		return nil
	}
	if simple := text.Simplify(t.Written); t.Lang == hans && simple != t.Written {
		return bot.Problems{t.problem(fmt.Sprintf("has Traditional characters: %s", apart(t.Written, simple)), "write "+apart(simple, t.Written))}
	}
	for _, other := range b.byID[key{hans, t.Message}] {
		if t.Lang == hant && other.ID == t.ID && oneReading(t.Written) != oneReading(other.Written) {
			drift := t.problem("says something else than the text of zh-Hans", "run make hant, or correct it by hand if it was translated by hand")
			drift.Warning = true
			return bot.Problems{drift}
		}
	}
	return nil
}

// apart is the characters of one text that are others in a second one of the same length.
func apart(one, two string) string {
	other, only := []rune(two), []rune(nil)
	for i, c := range []rune(one) {
		if i < len(other) && other[i] != c && !slices.Contains(only, c) {
			only = append(only, c)
		}
	}
	return string(only)
}

// twoWays are characters that stand for the same Simplified one, as the table of package text has only one of them.
var twoWays = strings.NewReplacer("覆", "复", "著", "着", "瞭", "了")

// oneReading is a text in Simplified characters.
func oneReading(s string) string { return twoWays.Replace(text.Simplify(s)) }

// miswritten finds what a language does not write: a converter took one character for another that means something else.
func miswritten(r *Rules, _ *Book, t *Text) bot.Problems {
	var ps bot.Problems
	for _, wrong := range slices.Sorted(maps.Keys(r.style.Instead[string(t.Lang)])) {
		if strings.Contains(t.Written, wrong) {
			ps = append(ps, t.problem(fmt.Sprintf("has %q", wrong), fmt.Sprintf("write %q; make hant does", r.style.Instead[string(t.Lang)][wrong])))
		}
	}
	return ps
}
