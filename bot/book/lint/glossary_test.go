package lint

import (
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

// referenceLanguages are those of the glossary in section 4 of the reference on rights content, beside English.
var referenceLanguages = []bot.Language{"es", "ht", "pt", "fr", "zh-Hans", "vi", "tl", "ko", "ar", "ru", "so"}

func TestTheGlossaryHoldsEveryTermOfTheReference(t *testing.T) {
	r := shippedRules(t)
	for id, english := range map[string]string{
		"judicial-warrant": "a warrant signed by a judge", "ice-warrant": "an ICE warrant", "remain-silent": "remain silent", "lawyer": "a lawyer", "sign": "do not sign",
		"raid": "a raid", "detained": "detained", "ice": "ICE", "consent": "consent", "search": "a search", "judge": "a judge", "deportation": "deportation",
	} {
		for _, lang := range referenceLanguages {
			found := false
			for _, term := range r.Meant(english, lang) {
				found = found || term.ID == id && len(term.Say) > 0 && term.Mark != "" && term.Definition != ""
			}
			if !found {
				t.Errorf("%q means no %s in %s", english, id, lang)
			}
		}
	}
}

func TestATermThatOnlyLooksLikeOneIsNotMeant(t *testing.T) {
	r := shippedRules(t)
	for _, english := range []string{"Ask the attorney general.", "Search the list for a name.", "Text RAID."} {
		if got := r.Meant(english, "es"); got != nil {
			t.Errorf("%q means %v", english, got)
		}
	}
}

// Every wording that the glossary lists is understood by the rule that asks for it.
func TestTheGlossaryAcceptsWhatItAsksFor(t *testing.T) {
	r := shippedRules(t)
	for _, c := range []struct {
		lang     bot.Language
		en, text string
		fine     bool
	}{
		{"zh-Hans", "Call a lawyer.", "请打电话给律师。", true}, {"zh-Hans", "Call a lawyer.", "请打电话。", false},
		{"zh-Hans", "ICE is here.", "移民局在这里。", false}, {"zh-Hans", "ICE is here.", "ICE（移民局）在这里。", true},
		{"tl", "They want a search of your home.", "Gusto nilang maghalughog sa bahay.", true}, {"tl", "They want a search of your home.", "Gusto nila ang paghahanap.", false},
		{"ko", "It is for undocumented people.", "서류미비자를 위한 것입니다.", true}, {"ko", "It is for undocumented people.", "불법체류자를 위한 것입니다.", false},
		{"ar", "Call a lawyer.", "اتصل بمحامٍ.", true}, {"ru", "Call a lawyer.", "Позвоните адвокату.", true}, {"so", "Ask a judge.", "Weydii garsooraha.", true},
		{"pt", "They want a search of your home.", "Agentes querem busca e apreensão.", false}, {"fr", "They may deport you.", "Ils peuvent vous expulser.", true},
		{"fr", "They may deport you.", "Risque de déportation.", false}, {"ht", "Do not sign.", "Pa siyen.", true}, {"vi", "Do not sign.", "Đừng ký.", true},
		{"es", "Some states let police ask.", "En algunos estados un agente policial pregunta.", true},
		{"es", "Some states let police ask.", "En algunos estados un oficial pregunta.", false},
	} {
		one := &Text{Lang: c.lang, ID: "t", Message: "t", Written: c.text, English: c.en}
		one.sentences = r.style.split(prose(c.text))
		if ps := terms(r, nil, one); (ps == nil) != c.fine {
			t.Errorf("%s: %q for %q: %v", c.lang, c.text, c.en, ps)
		}
	}
}
