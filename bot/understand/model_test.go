package understand_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

// taught is a reader of a few topics in two languages, with some of their texts.
func taught() *understand.Reader {
	words := []understand.Words{
		{Language: "en", Urgent: understand.UrgentWords{Who: []string{"ice"}}, Topics: map[string][]string{
			"bond":   {"bond", "bail", "pay bond"},
			"find":   {"find my brother", "where is he held", "detention center"},
			"school": {"school", "church", "ice at school"},
			"sign":   {"sign papers", "voluntary departure"},
		}},
		{Language: "es", Urgent: understand.UrgentWords{Who: []string{"la migra"}}, Topics: map[string][]string{
			"bond": {"fianza", "pagar fianza"}, "find": {"encontrar a mi hermano", "donde lo tienen"}, "school": {"escuela", "iglesia"}, "sign": {"firmar papeles"},
		}},
	}
	return understand.NewReader(words,
		understand.Lesson{Language: "en", Topic: "bond", Text: "Some people can ask a judge for bond. Courts disagree.", Weight: 0.5},
		understand.Lesson{Language: "en", Topic: "find", Text: "Find a detained person", Weight: 2},
		understand.Lesson{Language: "en", Topic: "sign", Text: "Do not sign papers you do not understand. Ask for an interpreter.", Weight: 0.5})
}

func TestQuestionsAreUnderstoodInOtherWordsThanListed(t *testing.T) {
	r := taught()
	for words, want := range map[string]string{
		"how do i find where my brother is":       "find",
		"whre is he heldd":                        "find",
		"they want him to sign some papers":       "sign",
		"can we pay the bond today":               "bond",
		"does an interpreter come before signing": "sign",
		"donde tienen a mi hermano":               "find",
		"quieren que firme unos papeles":          "sign",
		"la migra en la iglesia":                  "school",
	} {
		in := r.Read(understand.Input{Text: words})
		if len(in.Topics) == 0 || in.Topics[0].ID != want || in.Topics[0].Score <= 0 || in.Topics[0].Score > 1 {
			t.Errorf("%q: %v, want %s", words, in.Topics, want)
		}
	}
}

func TestWhatIsAboutSomethingElseIsNotAnswered(t *testing.T) {
	r := taught()
	for _, words := range []string{"can you order me a pizza", "happy birthday grandma", "who won the game last night", "3", "te quiero mucho mi amor"} {
		if in := r.Read(understand.Input{Text: words}); in.Action == bot.ActAnswer {
			t.Errorf("%q is answered with %v", words, in.Topics)
		}
	}
}

func TestACrisisWithoutOtherWordsIsUnderstood(t *testing.T) {
	r := understand.NewReader([]understand.Words{{Language: "en", Crisis: map[string][]string{"help": {"want to die"}}}})
	if in := r.Read(understand.Input{Text: "i want to die"}); in.Action != bot.ActAnswer || len(in.Topics) == 0 || in.Topics[0].ID != "help" {
		t.Errorf("%+v", in)
	}
}

func TestNearTiesAreAskedBack(t *testing.T) {
	in := taught().Read(understand.Input{Text: "bond or school"})
	if in.Action != bot.ActChoose || len(in.Topics) < 2 {
		t.Errorf("%s %v", in.Action, in.Topics)
	}
}

func TestTheSameTextsTeachTheSameEachTime(t *testing.T) {
	words := "how do i find where my brother is and who can sign a bond"
	first := fmt.Sprint(taught().Read(understand.Input{Text: words}).Topics)
	for range 5 {
		if again := fmt.Sprint(taught().Read(understand.Input{Text: words}).Topics); again != first {
			t.Fatalf("%s, then %s", first, again)
		}
	}
}

func TestADecisionNamesTheWordsThatSpeakForATopic(t *testing.T) {
	why := taught().Read(understand.Input{Text: "how do i find my brother", Explain: true}).Why
	if !slices.ContainsFunc(why, func(l string) bool { return strings.HasPrefix(l, "find 0.") && strings.Contains(l, `"brother" +`) }) {
		t.Errorf("%q", why)
	}
}
