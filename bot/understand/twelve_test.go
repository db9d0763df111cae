package understand_test

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// said is what a text comes to, in a line.
func said(r *understand.Reader, text string) string {
	in := r.Read(understand.Input{Text: text})
	all := []string{string(in.Language), string(in.Action), string(in.Command)}
	if len(in.Topics) > 0 {
		all = append(all, in.Topics[0].ID)
	}
	return strings.Join(all, " ")
}

func TestTheFirstWordsOfTheIssueAreUnderstood(t *testing.T) {
	r, _ := shipped(t)
	for text, want := range map[string]bot.Language{
		"ay migra afuera k ago":                  "es",
		"lapolis imigrasyon devan pot mwen":      "ht",
		"移民局在敲门":                                 "zh-Hans",
		"移民局在敲門":                                 "zh-Hans",
		"fi hijra 3nd elbab":                     "ar",
		"di tru dang go cua nha toi":             "vi",
		"immigratsiya stuchit v dver chto delat": "ru",
		"nasa labas ang ICE":                     "tl",
		"이민국이 문을 두드려요":                           "ko",
		"a imigração ta batendo na minha porta":  "pt",
		"l immigration frappe a ma porte":        "fr",
		"ICE albaabka ayay garaacayaan":          "so",
	} {
		in := r.Read(understand.Input{Text: text})
		if in.Language != want || in.Action != bot.ActUrgent && in.Action != bot.ActAskUrgent {
			t.Errorf("%q: %s, %s", text, in.Language, in.Action)
		}
	}
}

func TestHowATextIsDressedChangesNothing(t *testing.T) {
	r, _ := shipped(t)
	for _, text := range []string{"there is a raid at my work right now", "can i get bond for my brother", "please stop texting me", "la migra esta en mi puerta", "ice is outside my house"} {
		plain := said(r, text)
		for name, dressed := range map[string]string{
			"zero width":  strings.ReplaceAll(text, "a", "a\u200b\u200d"),
			"bidi":        "\u202e" + strings.ReplaceAll(text, " ", " \u2066") + "\u2069",
			"soft hyphen": strings.ReplaceAll(text, "e", "e\u00ad"),
			"homoglyphs":  strings.NewReplacer("a", "а", "o", "о", "i", "і").Replace(text),
			"stretched":   strings.NewReplacer("a", "aaaa", "e", "eee").Replace(text),
			"shouted":     strings.ToUpper(text) + "!!!!!!???",
			"dotted":      strings.ReplaceAll(text, " ", "... "),
			"full width": strings.Map(func(c rune) rune {
				if 'a' <= c && c <= 'z' {
					return c - 'a' + 'ａ'
				}
				return c
			}, text),
		} {
			if got := said(r, dressed); got != plain {
				t.Errorf("%s: %q is %s, %q is %s", name, dressed, got, text, plain)
			}
		}
	}
}

func TestTraditionalCharactersAreReadAndNoticed(t *testing.T) {
	r, _ := shipped(t)
	simple, other := r.Read(understand.Input{Text: "他们没有法官签的搜查令可以进来吗"}), r.Read(understand.Input{Text: "他們沒有法官簽的搜查令可以進來嗎"})
	if simple.Hant || !other.Hant || simple.Topics[0] != other.Topics[0] || simple.Action != other.Action {
		t.Errorf("%+v\n%+v", simple, other)
	}
}

func TestMixedTextsAreOfTheLanguageOfTheSentence(t *testing.T) {
	r, _ := shipped(t)
	for text, want := range map[string]bot.Language{
		"mi jefe dice que el warrant de ICE no es real": "es",
		"pwede ba ang ICE pumasok without warrant":      "tl",
		"чего хочет ICE, у них warrant на моё имя":      "ru",
		"what does la migra want from my papers":        "en",
	} {
		if in := r.Read(understand.Input{Text: text}); in.Language != want {
			t.Errorf("%q: %s", text, in.Language)
		}
	}
}

func TestTheLanguageSpokenBeforeDecidesInDoubt(t *testing.T) {
	r, _ := shipped(t)
	doubtful := "ok 5 pm"
	alone := r.Read(understand.Input{Text: doubtful})
	before := r.Read(understand.Input{Text: doubtful, Language: "ht"})
	if alone.Sure || before.Sure || before.Language != "ht" && before.Language != bot.Undetermined {
		t.Errorf("alone %s (%t), after Creole %s (%t)", alone.Language, alone.Sure, before.Language, before.Sure)
	}
}

func TestACommandOfOneLanguageTellsIt(t *testing.T) {
	r, _ := shipped(t)
	for _, c := range []struct{ before, text, want string }{
		{"en", "РЕЙД", "ru"}, {"en", "抓人", "zh-Hans"}, {"es", "단속", "ko"}, {"fr", "مداهمة", "ar"}, {"en", "BO RAP", "vi"}, {"en", "redada", "es"},
		{"es", "RAID", ""}, {"es", "lawyer", ""}, {"ru", "stop", ""}, {"ru", "what are my rights", ""}, {"es", "termine", ""}, {"vi", "redada", ""},
	} {
		in := r.Read(understand.Input{Text: c.text, Language: bot.Language(c.before)})
		if in.Sure != (c.want != "") || in.Sure && string(in.Language) != c.want || in.Command == "" && in.Sure {
			t.Errorf("%q from a writer of %s: %s (%t), %s %s", c.text, c.before, in.Language, in.Sure, in.Action, in.Command)
		}
	}
}

func TestALanguageThatIsOnlySpokenIsHeard(t *testing.T) {
	r, _ := shipped(t)
	for text, want := range map[string]bool{
		"mam": true, "hablo mam": true, "Q'anjob'al": true, "solo hablo k'iche'": true, "i only speak mixteco": true, "we speak wolof": true,
		"zapoteco": true, "my language is kiche": true, "mam language": true, "je parle wolof": true, "mwen pale wolof": true, "falo mam": true, "ትግርኛ": true,
		"українська": true, "ਪੰਜਾਬੀ": true, "فارسی": true, "misteco": true, "mixteco bajo": true, "我说蒙古语": true, "говорю по узбекски": true,
		"hablo mam la migra esta en mi puerta": false, "je parle wolof ICE est devant ma porte": false, "please mam my husband was taken": false,
		"agentes hablo quiche": false, "hablo mam tocan la puerta": false, "redada hablo mixteco": false,
		"yes mam thank you": false, "maria": false, "quiche lorraine recipe please": false,
	} {
		if in := r.Read(understand.Input{Text: text}); in.Spoken != want || want && in.Action != bot.ActPerson {
			t.Errorf("%q: %t, %s", text, in.Spoken, in.Action)
		}
	}
}

func TestFreeWordsForNoMoreTextsAreAskedBack(t *testing.T) {
	r, _ := shipped(t)
	for text, want := range map[string]bot.Action{
		"please dont text me any more ok":                      bot.ActConfirmStop,
		"quitenme de su lista por favor":                       bot.ActConfirmStop,
		"ya no quiero recibir mas mensajes de ustedes gracias": bot.ActConfirmStop,
		"не присылайте мне больше ничего":                      bot.ActConfirmStop,
	} {
		if in := r.Read(understand.Input{Text: text}); in.Action != want {
			t.Errorf("%q: %s", text, in.Action)
		}
	}
	for _, text := range []string{"stop them from taking my dad", "how do i stop the deportation of my wife", "they will not stop knocking on the door"} {
		if in := r.Read(understand.Input{Text: text}); in.Action == bot.ActConfirmStop {
			t.Errorf("%q is taken for an opt-out", text)
		}
	}
}
