package understand_test

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/understand"
)

const unlessLine = "  unless: [what if, last week, can]\n"

func withDoing(doing string) map[string]string {
	return map[string]string{"en": strings.Replace(english, unlessLine, unlessLine+doing, 1)}
}

const doing = "  doing: {taking: [taking my], inside: [came in], door: [at my door], none: [not at my door]}\n"

func TestWhatAgentsDoIsUnderstood(t *testing.T) {
	cases := map[string]struct{ text, want string }{
		"at the door":     {"ICE is at my door", "door"},
		"the gravest":     {"ICE at my door, they came in, taking my dad", "taking"},
		"nothing":         {"ICE is here", ""},
		"a perhaps":       {"what if ICE is at my door", ""},
		"the past":        {"last week they came in", ""},
		"only looks like": {"ice cream at my door", "door"},
		"in capitals":     {"At My DOOR!!", "door"},
		"denied":          {"ICE is here, not at my door", ""},
		"denied in part":  {"not at my door, they came in the back", "inside"},
	}
	all, ps := words(t, withDoing(doing))
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	r := understand.NewReader(all)
	for name, c := range cases {
		if got := r.Read(understand.Input{Text: c.text}).Doing; got != c.want {
			t.Errorf("%s: %q is %q, want %q", name, c.text, got, c.want)
		}
	}
}

func TestMistakesInNewListsAreToldWithTheirLine(t *testing.T) {
	cases := map[string]struct{ doing, more, want string }{
		"an unknown deed": {"  doing: {dancing: [dancing]}\n", "", `i18n/words.en.yaml:18: nobody is said to do "dancing"; use one of: taking, inside, stopping, door`},
		"no letters":      {"  doing: {door: [\"!!\"]}\n", "", `i18n/words.en.yaml:18: "!!" folds to nothing`},
		"nothing to say":  {doing, "must_say:\n  report.coming:\n    - [watch]\n    - [\"?\"]\n", `i18n/words.en.yaml:29: "?" folds to nothing`},
	}
	for name, c := range cases {
		files := withDoing(c.doing)
		files["en"] += c.more
		if _, ps := words(t, files); !strings.HasPrefix(ps.Error(), c.want) {
			t.Errorf("%s: got %q, want %q", name, ps.Error(), c.want)
		}
	}
}
