package broadcast

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
)

// terms are what an approver agrees to beside the texts, in the words of the draft: to whom it goes, when and how.
func terms(s bot.BroadcastSpec) []string {
	quiet := cmp.Or(s.Quiet, QuietDefer)
	if s.Quiet == QuietOverride {
		quiet += ", because: " + s.Reason
	}
	all := []string{
		audience(s), "start: " + cmp.Or(s.Start, "as soon as it is approved and its hold is over"), fmt.Sprintf("valid: %s after its start", Valid(s)), "quiet: " + quiet,
		"missing: " + cmp.Or(s.Missing, "each language needs a body"),
	}
	if s.Template != "" {
		all = append(all, "template: "+s.Template)
	}
	return all
}

func audience(s bot.BroadcastSpec) string {
	a := s.Audience
	words := "audience: " + kind(a)
	if s.Answers != "" {
		words += " who got broadcast " + string(s.Answers)
	}
	return words + list("of the regions", a.Regions) + list("who read", a.Languages) + list("of the groups", a.Groups) + list("by", a.Channels) + list("without who got", a.Except)
}

func list[S ~string](what string, all []S) string {
	if len(all) == 0 {
		return ""
	}
	words := make([]string, len(all))
	for i, s := range all {
		words[i] = string(s)
	}
	return ", " + what + " " + strings.Join(words, " or ")
}
