package lint

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

// found is everything that the rules about single texts say of a text.
func found(r *Rules, lang bot.Language, text string) string {
	one := &Text{Lang: lang, ID: "t", Message: "t", Written: text}
	return r.Check(Book{Languages: []bot.Language{lang}, Texts: []*Text{one}}).Error()
}

// Each language's lists catch what they are for, and let pass what people are told.
func TestWhatNobodyMaySayInAnyLanguage(t *testing.T) {
	r := shippedRules(t)
	for lang, c := range map[bot.Language]struct{ promise, advice, forms, fine string }{
		"en":      {"They cannot enter.", "Run away.", "The I-200 is a court order.", "Do not run. They may come in anyway."},
		"es":      {"No pueden entrar.", "Corra.", "El I-200 es una orden judicial.", "No corra. Pueden entrar de todos modos."},
		"pt":      {"Agentes não podem entrar.", "Fuja.", "O I-200 é um mandado judicial.", "Não fuja. Não minta."},
		"fr":      {"Ils ne peuvent pas entrer.", "Fuyez.", "Le I-200 est un mandat judiciaire.", "Ne fuyez pas. Ne mentez pas."},
		"ht":      {"Yo pa ka antre.", "Kouri.", "I-200 se yon manda jij siyen.", "Pa kouri. Pa bay manti. Eske ou an sekirite?"},
		"zh-Hans": {"他们不能进入。", "请躲藏。", "I-200是法官签署的搜查令。", "不要躲藏，不要逃跑。I-200不是法官签署的。"},
		"vi":      {"Họ không thể vào.", "Hãy bỏ chạy.", "I-200 là lệnh của tòa án.", "Đừng bỏ chạy. Đừng nói dối."},
		"tl":      {"Hindi sila puwedeng pumasok.", "Magtago.", "Ang I-200 ay hudisyal na warrant.", "Huwag tumakbo. Huwag magsinungaling."},
		"ko":      {"그들은 들어올 수 없습니다.", "숨으세요.", "I-200 양식은 판사가 서명한 영장입니다.", "숨지 마세요. 거짓말하지 마세요."},
		"ar":      {"لا يمكنهم الدخول.", "اهرب.", "I-200 مذكرة قضائية.", "لا تهرب. لا تكذب."},
		"ru":      {"Они не могут войти.", "Бегите.", "I-200 это судебный ордер.", "Не бегите. Не лгите."},
		"so":      {"Ma geli karaan.", "Carar.", "I-200 waa waaran garsoor.", "Ha cararin. Ha been sheegin."},
	} {
		for text, want := range map[string]string{c.promise: "promises what nobody can promise", c.advice: "seems to advise", c.forms: "without telling them apart", c.fine: ""} {
			got := found(r, lang, text)
			if want == "" && strings.Contains(got, " t ") || !strings.Contains(got, want) {
				t.Errorf("%s: %q: got %q, want %q", lang, text, got, want)
			}
		}
	}
}

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		found         bool
	}{
		{"firm*", "No firme papeles.", true}, {"firm*", "confirme", false}, {"*firm*", "confirme", true}, {"*ado", "un abogado", true},
		{"orden … juez", "Una orden firmada por un juez.", true}, {"orden … juez", "Una orden que no lleva firma de ningún juez.", false},
		{"no … entrar", "No entrar.", true}, {"cannot enter", "They can't enter.", false}, {"cant enter", "They can’t enter.", true},
		{"you are safe", "You are; safe", true}, {"搜查", "他们要搜查您的家。", true}, {"搜查", "search", false}, {"ICE", "ICE人员来了。", true}, {"ice", "Nice.", false},
	} {
		p, err := compile(c.pattern)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.found(newSentence(c.text)); got != c.found {
			t.Errorf("%s in %q: %v", c.pattern, c.text, got)
		}
	}
}

// FuzzForbidden looks with any pattern in any text.
func FuzzForbidden(f *testing.F) {
	for _, s := range [][2]string{{"no … entrar", "No pueden entrar."}, {"*a*", "a, b: c"}, {"…", "x"}, {"搜查", "搜查搜查"}, {"\xff", "\xff"}, {"a … … b", "a a a b"}, {"' '", "''"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, source, text string) {
		p, err := compile(source)
		if err != nil || strings.Count(source, "…")+strings.Count(source, "...") > 4 {
			return
		}
		u := &unwelcome{advice: []excusable{{pattern: p}}, negations: patterns{p}, joins: patterns{p}, court: patterns{p}}
		for _, s := range (style{}).split(text) {
			start, end := p.in(s, 0)
			if most := max(len(s.words), len(s.folded)); start >= end && start >= 0 || end > most {
				t.Errorf("%q in %q: %d to %d", source, text, start, end)
			}
			u.advised(s)
			u.confuses(s, patterns{p})
		}
	})
}
