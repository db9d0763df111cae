package lint

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/aldaba-hotline/aldaba/bot"
)

// hidden finds characters that nobody sees and that change what people read: those that turn the direction of letters, so that a number reads
// backwards, and controls. Joiners, which some scripts need, are fine.
func hidden(_ *Rules, _ *Book, t *Text) bot.Problems {
	at := strings.IndexFunc(t.Written, func(c rune) bool {
		return unicode.IsControl(c) && c != '\n' || 0x202A <= c && c <= 0x202E || 0x2066 <= c && c <= 0x2069 || c == 0x200E || c == 0x200F || c == 0x061C || c == '\u200B' || c == '\uFEFF' || c == '\u00AD'
	})
	if at < 0 {
		return nil
	}
	return bot.Problems{t.problem(fmt.Sprintf("has the character %U, which nobody sees", []rune(t.Written[at:])[0]), "delete it")}
}
