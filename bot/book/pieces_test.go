package book_test

import (
	"strings"
	"testing"
)

// pieces is the smallest hotline with a sentence to say and an address.
func pieces() map[string]string {
	set := files()
	set["i18n/links.yaml"] = "links:\n  find: {value: x.gov, what: a search, source: X, last_verified: 2026-11-30}\n"
	for _, lang := range []string{"en", "es"} {
		file := "i18n/active." + lang + ".toml"
		sound := map[string]string{"en": "", "es": `\n(jelou)`}[lang]
		set[file] = strings.Replace(set[file], `"Stay silent."`, `"{{say.hello}} {{link.find}}"`, 1) + `"say.hello" = "Hello.` + sound + "\"\n"
	}
	return set
}

func TestSentencesAndAddressesAreHeld(t *testing.T) {
	if ps := check(t, pieces(), hotline()); ps != nil {
		t.Fatal(ps)
	}
	cases := map[string]struct{ file, old, new, want string }{
		"lost piece":        {"i18n/active.es.toml", "{{say.hello}} ", "", "pieces of silence.1 are [link.find], in en they are [link.find say.hello]"},
		"other sentence":    {"i18n/active.es.toml", `"Hello.`, `"Hi.`, "say.hello does not begin with the English sentence"},
		"no sound-spelling": {"i18n/active.es.toml", `\n(jelou)`, "", "say.hello has no sound-spelling"},
		"two lines":         {"i18n/active.en.toml", `"Hello.`, `"Hello.\nYou.`, "say.hello has more than one line"},
		"old number":        {"i18n/links.yaml", "2026-11-30", "2026-01-30", "nobody has opened or called x.gov since 2026-01-30"},
		"untried number":    {"i18n/links.yaml", "2026-11-30", "never", "nobody has ever opened or called find"},
		"tried tomorrow":    {"i18n/links.yaml", "2026-11-30", "2999-01-01", "last_verified 2999-01-01 is in the future"},
		"unused number":     {"i18n/links.yaml", "links:\n", "links:\n  lost: {value: y.gov, what: a, source: X, last_verified: 2026-11-30}\n", "no text names {{link.lost}}"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			set := pieces()
			set[c.file] = strings.Replace(set[c.file], c.old, c.new, 1)
			if got := check(t, set, hotline()).Error(); !strings.Contains(got, c.want) {
				t.Errorf("got\n%s\nwant %s", got, c.want)
			}
		})
	}
}
