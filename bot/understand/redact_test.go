package understand_test

import (
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot/understand"
	"github.com/aldaba-hotline/aldaba/flows"
)

func TestWhatIsPersonalIsCutOut(t *testing.T) {
	r, _ := shipped(t)
	for in, want := range map[string]string{
		"me llamo juan perez y estoy en la calle 5":                 "… y estoy en la calle 5",
		"Me llamo Juan Pérez López, estoy en la calle 5":            "…, estoy en la calle 5",
		"ME LLAMO JUAN PEREZ ESTOY EN LA CALLE 5":                   "… ESTOY EN LA CALLE 5",
		"hola me llamo ana y la migra esta afuera":                  "hola … y la migra esta afuera",
		"Mi nombre es María de la Cruz. Vivo en 5th y Main":         "…. Vivo en 5th y Main",
		"mi nombre es rosa de los santos en fruitvale":              "… en fruitvale",
		"mi papá se llama José Hernández lo tienen en el carro":     "mi papá … lo tienen en el carro",
		"se llevaron a mi vecino, se llama Pedro":                   "se llevaron a mi vecino, …",
		"su nombre es Luis García y nació el 3 de mayo de 1980":     "… y …",
		"El nombre de mi hermano es Beto Ruiz":                      "…",
		"Nombre completo: Ana María Ruiz\n123 Main St":              "…\n123 Main St",
		"my name is John Smith, 35th and Main":                      "…, 35th and Main",
		"My name is John Paul Smith at 35th and Main":               "… at 35th and Main",
		"my name's Ana and they are at 35th":                        "… and they are at 35th",
		"MY NAME IS JOHN SMITH AT 35TH AND MAIN":                    "… AT 35TH AND MAIN",
		"they took my dad, his name is carlos lopez, at home depot": "they took my dad, …, at home depot",
		"her name is Luz at the laundromat":                         "… at the laundromat",
		"My dad's name is Carlos. 1234 Oak St":                      "My dad's …. 1234 Oak St",
		"my brother’s name is Beto Ruiz 94601":                      "my brother’s … 94601",
		"i am called Fatima near the park":                          "… near the park",
		"my name is: Ana-María O'Neil. Agents outside":              "…. Agents outside",
		"my name is Ana Fruitvale Ave and 35th":                     "… Fruitvale Ave and 35th",
		"His name is J. Perez":                                      "…",
		"no tengo papeles y tocan en 1234 calle Main":               "… y tocan en 1234 calle Main",
		"mi papá no tiene papeles, estamos en 5th y Main":           "…, estamos en 5th y Main",
		"soy indocumentada estoy en Oakland":                        "… estoy en Oakland",
		"ayuda estamos sin papeles en el Walmart":                   "ayuda … en el Walmart",
		"tengo orden de deportación vivo en la 5":                   "… vivo en la 5",
		"pedí asilo y vino la migra a mi casa":                      "… y vino la migra a mi casa",
		"soy residente permanente y me pararon en la 880":           "… y me pararon en la 880",
		"soy ciudadano americano me detuvieron en Main":             "… me detuvieron en Main",
		"soy de Honduras estoy en la tienda":                        "… estoy en la tienda",
		"mi visa se venció, 5th y Main":                             "…, 5th y Main",
		"I am undocumented at 5th and Main":                         "… at 5th and Main",
		"i'm undocumented, they are outside":                        "…, they are outside",
		"I have no papers. 5th & Main":                              "…. 5th & Main",
		"he doesn't have papers they took him at the Target":        "… they took him at the Target",
		"I overstayed my visa and ICE is at 12 Elm":                 "I … and ICE is at 12 Elm",
		"he has a deportation order, 5th and Main":                  "…, 5th and Main",
		"i applied for asylum":                                      "i …",
		"he has a green card but they took him at 5th":              "… but they took him at 5th",
		"I have DACA, I am at 5th and Main":                         "…, I am at 5th and Main",
		"A123456789 is at Main St":                                  "… is at Main St",
		"his A-number A-123-456-789":                                "…",
		"My A# 123 456 789":                                         "My …",
		"my a number is 123456789 at 5th":                           "… at 5th",
		"El es A 12345678, en Main":                                 "El es …, en Main",
		"ssn 123-45-6789 at 5th":                                    "… at 5th",
		"he gave 123-45-6789 at 5th":                                "he gave … at 5th",
		"mi seguro social es 123 45 6789":                           "…",
		"born 1/2/1980 at 5th and Main":                             "… at 5th and Main",
		"he was born on May 3rd, 1980. 12 Main":                     "…. 12 Main",
		"DOB: 01-02-80, Main St":                                    "…, Main St",
		"nacido el 5 de mayo de 1990 en la 35":                      "… en la 35",
		"fecha de nacimiento 05/03/1990":                            "…",
		"no tengo papeles. Me llamo Ana. Calle 5":                   "…. …. Calle 5",
		"me llamo ana no tengo papeles":                             "…",
		"police took my dad name is Carlos":                         "police took my dad …",
		"Yo soy María López, calle 5":                               "…, calle 5",
		"I'm Carlos Ruiz at 5th":                                    "… at 5th",
		"ME LLAMO ANA, ANA LOPEZ":                                   "…, ANA LOPEZ", // nothing announces the second
	} {
		got, personal := r.Redact(in)
		if got != want || !personal {
			t.Errorf("%q: %q (%t), want %q", in, got, personal, want)
		}
	}
}

func TestWhatOnlyLooksPersonalStays(t *testing.T) {
	r, _ := shipped(t)
	for _, in := range []string{
		"", "…", "5 agentes en la puerta", "ICE is at my door", "no tengo papel", "papers please", "they ask for papers", "they are asking everyone for papers",
		"piden papeles en la calle 5", "se llama la calle Main", "la calle se llama Main", "la tienda se llama El Rancho", "the street is called Main",
		"the store is called Rancho Grande", "the name is on the building", "store name is La Michoacana", "se llama Rancho Market", "it is called Main Street",
		"my name is not important", "my name is a secret", "no digo mi nombre", "me llamo la policia", "me llama mi jefe", "llama a 5551234", "llame a 510-555-1234",
		"call 510-555-1234", "call (510) 555 1234", "94601-1234", "1234 Main St Oakland 94601", "a 1234567 Main", "there are a 12345678", "US 101 and 280", "12 34 5678",
		"the baby was born 2 days ago", "born here", "i was born in oakland", "agents from the asylum office on 5th", "gift card", "my visa card was taken", "tengo miedo",
		"necesito papel y pluma", "tiene una orden firmada por un juez", "they have a removal truck", "the permanent sign on Main", "number of agents 12",
		"a number of agents at 5th and Main", "license plate 7ABC123", "RR417", "GO 417KDX 8", "no. Tengo papeles de la escuela", "no, hay papeles tirados en la calle",
		"llegaron a las 10:30 en 3 carros", "June 5 at 10", "5 de mayo y la 35", "what is your name", "cual es su nombre", "nombre de la calle: Main", "i am scared", "soy vecino de la tienda",
		"I'm Carlos", "soy Vecina de Fruitvale", "I am Outside Home Depot", "Se llama Home Depot", "the officer's name is Smith badge 1234", "el agente se llama Smith",
		"agents at Asylum St", "Green Card office at 5th", "estan en la calle Juan Perez", "la escuela se llama Cesar Chavez", "the business is called Tacos Sinaloa",
		"no se como se llama", "ya se llama a la policia", "\xff\xfe", "不要开门",
	} {
		if got, personal := r.Redact(in); got != in || personal {
			t.Errorf("%q: %q (%t)", in, got, personal)
		}
	}
}

// No report in the transcripts loses a word, except those that tell something personal.
func TestReportsInTranscriptsStayWhole(t *testing.T) {
	r, _ := shipped(t)
	for _, f := range []string{"raid.chat", "raid_own_words.chat", "urgent_en.chat", "urgent_es.chat", "update.chat", "earlier.chat", "raid_silence.chat"} {
		data, err := fs.ReadFile(flows.FS, f)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if said, ok := strings.CutPrefix(line, "> "); ok {
				if got, personal := r.Redact(said); personal {
					t.Errorf("%s: %q becomes %q", f, said, got)
				}
			}
		}
	}
}

func TestALanguageMayHaveNoPersonalWords(t *testing.T) {
	ws, ps := words(t, map[string]string{"en": english})
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	r := understand.NewReader(ws)
	if got, _ := r.Redact("my name is Ana A123456789"); got != "my name is Ana …" {
		t.Errorf("%q", got)
	}
}

func FuzzRedact(f *testing.F) {
	r, _ := shipped(f)
	for _, s := range []string{"me llamo juan perez y estoy en la calle 5", "A123456789", "no … tengo papeles", "born 1/2/1980", "ssn 123-45-6789",
		"my name my name is is Ana", "se llama se llama Juan calle", "a a 1 a12345678", "\xffme llamo \xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, personal := r.Redact(s)
		if personal != (got != s) || utf8.RuneCountInString(got) > utf8.RuneCountInString(s) {
			t.Fatalf("%q: %q (%t)", s, got, personal)
		}
		if again, more := r.Redact(got); again != got || more {
			t.Fatalf("%q: %q, again %q", s, got, again)
		}
	})
}

func BenchmarkRedact(b *testing.B) {
	r, _ := shipped(b)
	for name, s := range map[string]string{
		"nothing": "hay agentes de la migra tocando en mi puerta, ¿qué hago?",
		"name":    "me llamo Juan Pérez y hay agentes de la migra tocando en mi puerta",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Redact(s)
			}
		})
	}
}
