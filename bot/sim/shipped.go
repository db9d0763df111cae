package sim

import (
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/local"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/understand"
	"github.com/aldaba-hotline/aldaba/flows"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// Shipped returns a brain made of the flows, texts and words in this repository with the default settings, in every
// language: what stories are told with.
func Shipped(t T) *desk.Brain {
	t.Helper()
	h := settings.Default()
	h.Languages = nil
	return ShippedAs(t, h)
}

// ShippedAs is Shipped with settings; no languages means all.
func ShippedAs(t T, h bot.Hotline) *desk.Brain {
	t.Helper()
	library, ps := flow.Load(flows.FS)
	texts, more := say.Load(i18n.FS)
	words, rest := understand.LoadWords(i18n.FS)
	elsewhere, last := local.Load(flows.FS)
	if ps = slices.Concat(ps, more, rest, last); ps.Err() != nil {
		t.Fatalf("%v", ps)
	}
	if len(h.Languages) == 0 {
		h.Languages = texts.Languages()
	}
	return desk.NewBrain(h, library, texts, words, elsewhere)
}
