package lint

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

// What somebody in a hurry would write who knows the list. Each of these can cost somebody their freedom.
func TestPromisesAndAdviceInOtherWords(t *testing.T) {
	r := shippedRules(t)
	for lang, all := range map[bot.Language]string{
		"en": `They can't come inside.|Agents can't get in.|They cannot step inside.|ICE has no right to come inside.|You'll be fine.|You won't be arrested.|Your home is safe.|ICE may never enter a home.
ICE can only enter with a judge's warrant.|ICE is not allowed to go into your home.|It's illegal for ICE to enter.|No warrant, no entry.|They have no power here.|You will win your case.|Don't worry, you are ok.
We will keep you safe.|Nobody will know.|This chat is secret.|Police will not help ICE.|Slam the door on them.|Drive away.|Use another name.|Surround the car.|Form a human chain.|Keep him out of sight.
Do not open even if a judge signed it.|Don't go to your hearing.|Miss your check-in.|Tell them nobody is home.|Hold the door shut.|The I-200 is a warrant from a court.|The I-205 was issued by a judge.|I-205 is a real warrant.`,
		"es": `No pueden meterse a su casa.|ICE no puede ingresar.|ICE no tiene derecho de entrar.|Jamás pueden entrar.|Es ilegal que entren.|Va a estar bien.|No se preocupe.|Su casa es segura.|Va a ganar su caso.
Nadie lo va a saber.|Rodee el carro.|Haga una cadena humana.|Atranque la puerta.|No vaya a su cita.|Falte a su cita.|No abra aunque un juez la firme.|Diga que no hay nadie.
El I-200 es de un juez.|Un juez firma el I-205.|La I-205 la emite una corte.`,
	} {
		for _, said := range strings.FieldsFunc(all, func(c rune) bool { return c == '|' || c == '\n' }) {
			if got := found(r, lang, said); !strings.Contains(got, "promises what") && !strings.Contains(got, "advi") && !strings.Contains(got, "telling them apart") {
				t.Errorf("%s: %q passes: %s", lang, said, got)
			}
		}
	}
}

func TestHonestWordingsRaiseNoAlarm(t *testing.T) {
	r := shippedRules(t)
	for lang, all := range map[bot.Language]string{
		"en": "If you have to leave, close the door.|A judge may block the rule.|A lawyer can fight the order.|Employers may not enter false dates.|Do not drive off.|Do not miss your hearing.|Form I-205 is from ICE, not from a court.|Nobody is on the way unless we text you so.",
		"es": "Corra la voz.|Un abogado puede pelear su caso.|No falte a su cita.|El I-205 es de ICE, no de un juez.|Pueden entrar de todos modos.",
	} {
		for said := range strings.SplitSeq(all, "|") {
			if got := found(r, lang, said); strings.Contains(got, "promises what") || strings.Contains(got, "advi") || strings.Contains(got, "telling them apart") {
				t.Errorf("%s: %q: %s", lang, said, got)
			}
		}
	}
}

func TestCharactersThatNobodySees(t *testing.T) {
	r := shippedRules(t)
	for said, want := range map[string]string{"Call \u202e119\u202c.": "U+202E", "Stay\u200b silent.": "U+200B", "Stay\x0b silent.": "U+000B", "\ufeffStay silent.": "U+FEFF",
		"Stay silent.\nDo not run.": "", "\u2067هنا\u2069": "U+2067", "Stay\u200e silent.": "U+200E", "می\u200cشود": ""} {
		got := found(r, "en", said)
		if want == "" && strings.Contains(got, "nobody sees") || !strings.Contains(got, want) {
			t.Errorf("%q: got %q", said, got)
		}
	}
}
