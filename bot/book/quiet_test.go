package book_test

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book/lint"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// That nobody let anything be known is never worded as if a place were safe, in any language; nor is what the hotline adds to notices.
func TestNoNewsIsNeverGoodNews(t *testing.T) {
	rules, ps := lint.Load(i18n.FS)
	texts, more := say.Load(i18n.FS)
	if ps.Err() != nil || more.Err() != nil {
		t.Fatal(ps, more)
	}
	calm := map[bot.Language][]string{ // apart from the list, so that a list that lost its words is noticed
		"en": {"safe", "all clear", "nothing happen", "quiet", "calm"}, "es": {"segur", "salvo", "tranquil", "peligro", "calma"}, "ht": {"sekirite", "danje", "kalm", "trankil"},
		"pt": {"segur", "salvo", "tranquil", "perigo", "calm"}, "fr": {"sécurité", "sûr ", "danger", "calme", "tranquille"}, "zh-Hans": {"安全", "平安", "没事", "危险"}, "zh-Hant": {"安全", "平安", "沒事", "危險"},
		"vi": {"an toàn", "nguy hiểm", "yên"}, "tl": {"ligtas", "panganib", "tahimik"}, "ko": {"안전", "위험", "평온", "조용"}, "ar": {"آمن", "أمان", "خطر", "هادئ"}, "ru": {"безопасн", "опасн", "спокойн", "тихо"},
		"so": {"ammaan", "badbaado", "khatar", "nabad"},
	}
	for _, lang := range texts.Languages() {
		if len(calm[lang]) == 0 {
			t.Errorf("nobody knows how %s says safe", lang)
		}
		for _, id := range []string{say.NoNews, say.News, say.NewsReport} {
			words, ok := texts.Text(lang, bot.SMS, id, map[string]string{"Region": "Fremont", "Body": "x", "Date": "x", "Time": "x"})
			if !ok {
				t.Errorf("%s lacks %s", lang, id)
			}
			if w := rules.Quiet(lang, words); w != "" {
				t.Errorf("%s in %s says %q", id, lang, w)
			}
			for _, w := range calm[lang] {
				if strings.Contains(strings.ToLower(words), w) {
					t.Errorf("%s in %s says %q", id, lang, w)
				}
			}
		}
	}
}

func TestANoticeMayNotSayThatAPlaceIsSafe(t *testing.T) {
	rules, ps := lint.Load(i18n.FS)
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	for lang, all := range map[bot.Language][]string{
		"en":      {"Fremont is safe.", "The plaza is SAFE now", "All clear at the school.", "There is no ICE here.", "No ICE in Fremont", "No agents at the market.", "Don't worry.", "It's safe to go to work."},
		"es":      {"Fremont es seguro.", "La plaza está segura.", "No hay migra en la plaza.", "No hay ICE aquí.", "Ya no hay peligro.", "Todo tranquilo.", "Fremont is safe"},
		"ht":      {"Pa gen ICE la.", "Pa gen danje."},
		"pt":      {"O mercado é seguro.", "Não há agentes."},
		"fr":      {"Vous êtes en sécurité.", "Pas de danger."},
		"zh-Hans": {"那里很安全。", "没有ICE。"},
		"zh-Hant": {"那裡很安全。", "沒有ICE。", "現在沒有危險。"},
		"vi":      {"Fremont an toàn.", "Không có ICE ở đó."},
		"tl":      {"Ligtas ang plaza.", "Walang ICE doon."},
		"ko":      {"그곳은 안전합니다.", "ICE가 없습니다."},
		"ar":      {"المكان آمن.", "لا يوجد خطر."},
		"ru":      {"Там безопасно.", "Там нет ICE."},
		"so":      {"Waa ammaan.", "ICE ma joogto."},
	} {
		for _, words := range all {
			if rules.Quiet(lang, words) == "" {
				t.Errorf("%s: %q is fine", lang, words)
			}
		}
	}
	for lang, words := range map[bot.Language]string{
		"en": "Volunteers looked at the plaza at 2 pm and saw no agents. That can change. It is not safe to run.",
		"es": "Fueron voluntarios a las 2 y no vieron agentes. Eso puede cambiar.",
		"ru": "Волонтёры посмотрели и не увидели агентов.",
	} {
		if w := rules.Quiet(lang, words); w != "" {
			t.Errorf("%s: %q is refused for %q", lang, words, w)
		}
	}
	var none *lint.Rules
	if none.Quiet("en", "it is safe") != "" {
		t.Error("a list that is not there finds something")
	}
}
