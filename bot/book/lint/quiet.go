package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// news are the beginnings of the ids of texts that say what is known of a place.
var news = []string{"notice.", "phrase.", "report.clear", "state.ALL-CLEAR", "act.left"}

// soothing finds news that say that a place is safe, or that nothing happens there: nobody can know that.
func soothing(r *Rules, _ *Book, t *Text) bot.Problems {
	if !slices.ContainsFunc(news, func(kind string) bool { return strings.HasPrefix(t.Message, kind) }) {
		return nil
	}
	if w := r.quiet(t.Lang, t.sentences); w != "" {
		return bot.Problems{t.problem(fmt.Sprintf("says that a place is safe or quiet: %q", w), "say what volunteers saw, where and when"+because(w))}
	}
	return nil
}

// Quiet returns the wording by which a text in a language says that a place is safe or quiet, "" when it says nothing of the kind. What is written in
// English is found in any text: people mix languages. R may be nil.
func (r *Rules) Quiet(lang bot.Language, words string) string {
	if r == nil {
		return ""
	}
	said := r.style.split(prose(words))
	for _, l := range []bot.Language{lang, "en"} {
		if w := r.quiet(l, said); w != "" {
			return w
		}
	}
	return ""
}

func (r *Rules) quiet(lang bot.Language, said []sentence) string {
	u := r.forbidden.Languages[string(lang.Spoken())]
	if u == nil {
		return ""
	}
	for _, s := range said {
		if w := first(u.quiet, s); w != "" {
			return w
		}
	}
	return ""
}
