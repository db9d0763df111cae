package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/text"
)

// plain finds letters that more than halve what fits into an SMS, in languages that can do without: È at the beginning of a Creole sentence, a
// curly quote. WhatsApp has room for them.
func plain(r *Rules, _ *Book, t *Text) bot.Problems {
	if !slices.Contains(r.style.Plain, string(t.Lang)) || r.style.shared(t) || strings.HasSuffix(t.ID, ".whatsapp") {
		return nil
	}
	costly := string(text.NotGSM(prose(t.Written)))
	if costly == "" {
		return nil
	}
	instead := "use plain letters and signs"
	if cheap := text.GSM(costly); cheap != "" {
		instead = fmt.Sprintf("write %q or other words", cheap)
	}
	return bot.Problems{t.problem(fmt.Sprintf("has %q, and with one such letter 70 characters fit into an SMS, not 160", costly), instead)}
}
