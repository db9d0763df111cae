package lint

import (
	"fmt"

	"github.com/aldaba-hotline/aldaba/bot"
)

// judicial finds sentences that call ICE's own papers I-200 and I-205 a judge's. A public text that people copy says "Judicial Warrant
// (Form I-200 …)": whoever believes it opens the door.
func judicial(r *Rules, _ *Book, t *Text) bot.Problems {
	u := r.forbidden.Languages[string(t.Lang)]
	if u == nil {
		return nil
	}
	for _, s := range t.sentences {
		if u.confuses(s, r.forbidden.forms) {
			return bot.Problems{t.problem(fmt.Sprintf("names a form of ICE and a judge's paper without telling them apart: %q", s.raw),
				"write two sentences: I-200 and I-205 are from ICE, not from a court judge")}
		}
	}
	return nil
}

// confuses reports whether a form and a judge's paper stand in one sentence without a negation between them.
func (u *unwelcome) confuses(s sentence, forms patterns) bool {
	for _, f := range forms {
		a, aEnd := f.in(s, 0)
		for _, c := range u.court {
			b, bEnd := c.in(s, 0)
			if a < 0 || b < 0 {
				continue
			}
			if s.unspaced {
				return !u.negations.found(s)
			}
			between := s.words[min(aEnd, bEnd):max(a, b, min(aEnd, bEnd))]
			if !u.negations.found(sentence{words: between}) && !u.begins(s, min(a, b)) {
				return true
			}
		}
	}
	return false
}

// begins reports whether a negation stands right in front of a position: "no I-200 is …".
func (u *unwelcome) begins(s sentence, at int) bool {
	return at > 0 && u.negations.found(sentence{words: s.words[at-1 : at]})
}
