package book

import (
	"slices"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// What a hotline's settings may require of its texts.
const (
	requireOff  = "off"
	requireCore = "core"
	requireAll  = "all"
)

// Reviewed is a set beside its ledger: which texts may go out, and in which languages. It is immutable.
type Reviewed struct {
	set      Set
	board    review.Board
	core     map[string]bool
	bound    map[string]bool                      // what cannot be left out: without it an alarm has no words, a question no answers, and STOP no confirmation
	variants map[bot.Language]map[string][]string // the ids of a message in a language's file: itself, and its variants for a channel
}

// Reviewed compares the set with its ledger.
func (s Set) Reviewed() *Reviewed {
	r := &Reviewed{set: s, board: s.Ledger.Over(s.Texts), core: map[string]bool{}, bound: s.labels(), variants: map[bot.Language]map[string][]string{}}
	for _, id := range s.Library.Globals().Core {
		r.core[id] = true
	}
	for id := range Program() {
		r.bound[id] = true
	}
	for _, id := range s.owed() {
		r.bound[id] = true
	}
	for _, id := range s.Library.TopicIDs() {
		r.bound[flow.TopicLabel(id)] = true
	}
	for _, lang := range s.Texts.Languages() {
		all := map[string][]string{}
		for _, id := range s.Texts.IDs(lang) {
			all[plainID(id)] = append(all[plainID(id)], id)
		}
		r.variants[lang] = all
	}
	return r
}

// owed are what carriers want answered and what people must know: that STOP, START and DELETE were heeded, and HELP.
func (s Set) owed() (ids []string) {
	for _, id := range s.Library.FlowIDs() {
		f := s.Library.Flow(id)
		for _, n := range f.Nodes {
			if next := f.Nodes[n.OK]; next != nil && slices.Contains([]string{"opt_out", "opt_in", "erase"}, n.Do) {
				ids = append(ids, next.Text)
			}
		}
	}
	if help := s.Library.Flow(s.Library.Globals().Commands[bot.CmdHelp].Flow); help != nil && !help.Nodes[help.Start].Asks() {
		ids = append(ids, help.Nodes[help.Start].Text)
	}
	return ids
}

// Board is the ledger beside the texts.
func (r *Reviewed) Board() review.Board { return r.board }

// Core reports whether a language must have a message before it is published.
func (r *Reviewed) Core(id string) bool { return r.core[plainID(id)] }

// Bound reports whether a message cannot be left out: a label, what the program itself says, or what answers STOP, START, DELETE and HELP. It cannot be withdrawn, only changed.
func (r *Reviewed) Bound(id string) bool { return r.bound[plainID(id)] }

// requires reports whether the settings want an approval of a message.
func (r *Reviewed) requires(id string) bool {
	need := r.set.Hotline.RequireReview
	return need == requireAll || need == requireCore && r.Core(id)
}

// Withheld reports whether a text counts as missing: it has a mistake, it was withdrawn, or all texts need an approval and it has none. The core of the default
// language goes out without one, for silence is worse. The id is that of a file, with the suffix of a channel.
func (r *Reviewed) Withheld(lang bot.Language, id string) bool {
	if r.broken(lang, id) {
		return true
	}
	if r.Bound(id) {
		return false
	}
	switch now := r.board.Standing(lang, id); {
	case now.State == review.StateWithdrawn:
		return true
	case r.set.Hotline.RequireReview != requireAll || now.State == review.StateApproved:
		return false
	}
	return !r.Core(id) || r.set.Texts.Spelling(r.set.Hotline.DefaultLanguage) != r.set.Texts.Spelling(lang)
}

// each calls do with the standing of every wording of a message, and reports whether there is one for every channel.
func (r *Reviewed) each(lang bot.Language, id string, do func(review.Standing)) bool {
	for _, v := range r.variants[r.set.Texts.Spelling(lang)][id] {
		do(r.board.Standing(lang, v))
	}
	return r.set.Texts.Has(lang, id)
}

// Approved is the day on which a lawyer approved a message as it is now, in every wording: the earliest one.
func (r *Reviewed) Approved(lang bot.Language, id string) (on string, ok bool) {
	ok = true
	there := r.each(lang, id, func(now review.Standing) {
		ok = ok && now.State == review.StateApproved
		if on == "" || now.On < on {
			on = now.On
		}
	})
	return on, ok && there
}

// Withdrawn reports whether a wording of a message was withdrawn.
func (r *Reviewed) Withdrawn(lang bot.Language, id string) bool {
	gone := false
	r.each(lang, id, func(now review.Standing) { gone = gone || now.State == review.StateWithdrawn })
	return gone
}

// Missing is why a message that the settings want stands in the way of publishing a language.
const Missing review.State = "missing"

// Block is a text of the core, or a file, that keeps a language from being published.
type Block struct {
	ID  string       `json:"id"`
	Why review.State `json:"why"`
}

// Blocks are what keeps a language from being published: core texts that are missing, withdrawn, of a running hotline those with a mistake, or, where the settings require it, not approved.
func (r *Reviewed) Blocks(lang bot.Language) []Block {
	var all []Block
	if why := r.file(understand.FileOf(lang), r.set.words(lang) != nil); why != "" {
		all = append(all, Block{understand.FileOf(lang), why})
	}
	if why := r.file(r.set.textsFile(lang), r.set.Texts.Speaks(lang)); why != "" {
		return append(all, Block{r.set.textsFile(lang), why})
	}
	for _, id := range r.set.Library.Globals().Core {
		if why := r.blocks(lang, id); why != "" {
			all = append(all, Block{id, why})
		}
	}
	return all
}

// file is what is wrong with a file as a whole.
func (r *Reviewed) file(name string, there bool) review.State {
	switch {
	case r.set.broken[name]:
		return Broken
	case !there:
		return Missing
	}
	return ""
}

// broken reports whether a running hotline does without a text because of a mistake in it.
func (r *Reviewed) broken(lang bot.Language, id string) bool {
	return r.set.broken[r.set.textKey(lang, id)]
}

// blocks is the worst that stands in the way in any wording of a core text.
func (r *Reviewed) blocks(lang bot.Language, id string) (why review.State) {
	if r.broken(lang, id) {
		return Broken
	}
	states := review.States()
	worst := 0
	if !r.each(lang, id, func(now review.Standing) { worst = max(worst, slices.Index(states, now.State)) }) {
		return Missing
	}
	if state := states[worst]; state == review.StateWithdrawn || state != review.StateApproved && r.requires(id) {
		return state
	}
	return ""
}

// Languages are those that are published, in the order of the menu: the default language always, for silence is worse, and those whose core is
// whole.
func (r *Reviewed) Languages() []bot.Language {
	return slices.DeleteFunc(slices.Clone(r.set.Hotline.Languages), func(lang bot.Language) bool {
		return lang != r.set.Hotline.DefaultLanguage && len(r.Blocks(lang)) > 0
	})
}

// Lasting is what a running hotline keeps of it, to ask what is approved and what is withdrawn: without the words, which are long, and rules.
func (r *Reviewed) Lasting() *Reviewed {
	less := *r
	less.set.Words, less.set.Reader, less.set.Lint = nil, nil, nil
	return &less
}

// Published is the set as it goes out: with the languages that are published, and without the texts that are withheld.
func (r *Reviewed) Published() Set {
	s := r.set
	s.Hotline.Languages = r.Languages()
	s.Texts = s.Texts.Without(r.Withheld)
	return s
}
