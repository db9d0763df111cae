package book

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/bot/say"
)

// blocksShown is how many texts a problem names.
const blocksShown = 3

const statusRemedy = "aldaba review status lists them; deploy/LAWYERS.md says how texts are approved"

// checkReview finds languages that cannot be published, translations that are stale, and texts that were withdrawn or must be approved.
func (s Set) checkReview() bot.Problems {
	r := s.Reviewed()
	ps := s.checkCore()
	for _, lang := range s.Hotline.Languages {
		if !s.serving { // Serve knows more
			ps = append(ps, s.checkPublished(r, lang)...)
		}
		if s.Texts.Speaks(lang) {
			ps = append(ps, s.checkStandings(r, lang)...)
		}
	}
	return ps
}

// bearable is a problem that `aldaba check` refuses, and a running hotline lives with.
func (s Set) bearable(p bot.Problem) bot.Problem {
	p.Warning = p.Warning || s.serving
	return p
}

// checkCore finds ids of the core that nothing says.
func (s Set) checkCore() bot.Problems {
	var ps bot.Problems
	core := s.Library.Globals().Core
	if len(core) == 0 && s.Hotline.RequireReview != requireOff {
		ps = append(ps, s.bearable(s.Library.GlobalsProblem("core is empty, so that nobody has to approve anything", "list the urgent texts and those for the door", "core")))
	}
	named := ids(s.uses())
	for i, id := range core {
		if !named[id] {
			ps = append(ps, s.Library.GlobalsProblem("core names "+id+", which nothing says", "correct the id, or remove it", "core", i))
		}
	}
	return ps
}

// checkPublished tells why a language is not published. Missing files are told elsewhere, unless the hotline goes on without them.
func (s Set) checkPublished(r *Reviewed, lang bot.Language) bot.Problems {
	blocks := r.Blocks(lang)
	if len(blocks) == 0 || !s.serving && (!s.Texts.Speaks(lang) || s.words(lang) == nil) {
		return nil
	}
	what := fmt.Sprintf("%s is not published, because of %s", lang, named(blocks))
	if lang == s.Hotline.DefaultLanguage {
		what = fmt.Sprintf("%s goes out only because silence is worse: it is the default language, and its core is not whole, because of %s", lang, named(blocks))
	}
	p := bot.Problem{File: say.Folder + review.File, What: what, Remedy: statusRemedy, Loud: lang == s.Hotline.DefaultLanguage}
	because := func(why review.State) bool {
		return slices.ContainsFunc(blocks, func(b Block) bool { return b.Why == why })
	}
	if because(Missing) || because(Broken) {
		p.File, p.Remedy = s.textsFile(lang), brokenRemedy
	}
	p.Loud = p.Loud || because(Broken)
	return bot.Problems{s.bearable(p)}
}

func named(blocks []Block) string {
	var words []string
	for _, b := range blocks[:min(blocksShown, len(blocks))] {
		words = append(words, fmt.Sprintf("%s (%s)", b.ID, b.Why))
	}
	if len(blocks) > blocksShown {
		words = append(words, fmt.Sprintf("and %d more", len(blocks)-blocksShown))
	}
	return strings.Join(words, ", ")
}

// checkStandings looks at every text of a language.
func (s Set) checkStandings(r *Reviewed, lang bot.Language) bot.Problems {
	var ps bot.Problems
	var waiting []Block
	for _, id := range s.Texts.IDs(lang) {
		now := r.board.Standing(lang, id)
		switch {
		case now.State == review.StateWithdrawn:
			ps = append(ps, s.withdrawn(r, lang, id, now))
		case now.State == review.StateStale:
			p := s.textProblem(lang, id, id+" is stale: the English text has changed since "+now.On, "compare them, correct it, and record it: aldaba review translated, or approve")
			p.Warning = !r.requires(id) || s.serving
			ps = append(ps, p)
		case r.requires(id) && now.State != review.StateApproved && !r.Core(id) && !r.Bound(id) && !strings.HasPrefix(id, say.SayPrefix):
			waiting = append(waiting, Block{id, now.State})
		}
	}
	if len(waiting) > 0 {
		ps = append(ps, s.bearable(bot.Problem{File: say.Folder + review.File, Remedy: statusRemedy,
			What: fmt.Sprintf("%d texts in %s are not approved and count as missing: %s", len(waiting), lang, named(waiting))}))
	}
	return ps
}

// withdrawn tells of a text that nobody gets, or that people get all the same.
func (s Set) withdrawn(r *Reviewed, lang bot.Language, id string, now review.Standing) bot.Problem {
	p := s.textProblem(lang, id, id+" was withdrawn on "+now.On+": nobody gets it", "write another text and record it, or have it approved anew")
	p.Warning = true
	if now.ID != id && strings.HasPrefix(now.ID, say.SayPrefix) {
		p.What = id + " holds " + now.ID + ", which was withdrawn on " + now.On + ": nobody gets it"
		p.Remedy = "write another " + now.ID + " and record it, or have that approved anew"
	}
	if r.Bound(id) {
		p.What = id + " was withdrawn on " + now.On + ", and people get it all the same: without it a question has no answers, an alarm no words, or STOP no confirmation"
		p.Warning = s.serving
	}
	return p
}

// uncored is checkMessages' way to tell a missing text that a running hotline can do without.
func (s Set) uncored(p bot.Problem) bot.Problem {
	if p.Language != s.Hotline.DefaultLanguage && !slices.Contains(s.Library.Globals().Core, p.Message) {
		return s.bearable(p)
	}
	return p
}
