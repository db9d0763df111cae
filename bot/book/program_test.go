package book_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/text"
	"github.com/aldaba-hotline/aldaba/i18n"
)

func TestTheProgramsOwnTextsAreShortAndSayWhatTheyAreGiven(t *testing.T) {
	texts, problems := say.Load(i18n.FS)
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	for _, lang := range []bot.Language{"en", "es"} {
		for id, given := range say.Program() {
			// What a page is given at its longest.
			said, ok := texts.Text(lang, bot.SMS, id, map[string]string{"Number": "4170", "Region": "san-francisco-mission", "Reply": "GO 4170KDX 8"})
			if c := text.Segments(said); !ok || c.Segments > 2 || c.Encoding != text.GSM7 {
				t.Errorf("%s in %s: %+v %s", id, lang, c, said)
			}
			name := func(p string) bool { return p == "Name" } // any text may name the hotline
			if got := slices.DeleteFunc(slices.Clone(texts.Placeholders(lang, id)), name); !slices.Equal(got, given) {
				t.Errorf("%s in %s says %v, and is given %v", id, lang, got, given)
			}
		}
		page, _, _ := texts.Template(lang, say.TemplatePage)
		if !strings.HasPrefix(page, "RR{{1}}") || strings.ContainsFunc(page, func(r rune) bool { return r > 0x7E }) {
			t.Errorf("a page in %s is %q, want RR and the number first, and ASCII only", lang, page)
		}
	}
}
