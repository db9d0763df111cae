package sim

import (
	"slices"
	"sync"

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
// language: what stories are told with. It is the same one each time, for it never changes.
func Shipped(t T) *desk.Brain {
	t.Helper()
	b, ps := shipped()
	if ps.Err() != nil {
		t.Fatalf("%v", ps)
	}
	return b
}

var shipped = sync.OnceValues(func() (*desk.Brain, bot.Problems) {
	h := settings.Default()
	h.Languages = nil
	return brainFor(h)
})

// ShippedAs is Shipped with settings; no languages means all.
func ShippedAs(t T, h bot.Hotline) *desk.Brain {
	t.Helper()
	b, ps := brainFor(h)
	if ps.Err() != nil {
		t.Fatalf("%v", ps)
	}
	return b
}

// parts are what brains are made of. They never change, so that a test binary reads them once.
type parts struct {
	library   *flow.Library
	texts     *say.Catalogue
	words     []understand.Words
	reader    *understand.Reader
	elsewhere *local.Directory
	problems  bot.Problems
}

var read = sync.OnceValue(func() parts {
	var p parts
	var ps [4]bot.Problems
	p.library, ps[0] = flow.Load(flows.FS)
	p.texts, ps[1] = say.Load(i18n.FS)
	p.words, ps[2] = understand.LoadWords(i18n.FS)
	p.elsewhere, ps[3] = local.Load(flows.FS)
	if p.problems = slices.Concat(ps[:]...); p.problems.Err() == nil {
		p.reader = desk.Study(p.library, p.texts, p.words)
	}
	return p
})

func brainFor(h bot.Hotline) (*desk.Brain, bot.Problems) {
	p := read()
	if p.problems.Err() != nil {
		return nil, p.problems
	}
	if len(h.Languages) == 0 {
		h.Languages = p.texts.Languages()
	}
	return desk.NewBrain(h, p.library, p.texts, p.words, p.reader, p.elsewhere), nil
}
