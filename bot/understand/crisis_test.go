package understand_test

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/understand"
)

const crisisWords = `
crisis:
  comfort: [want to die, kill myself]
`

func troubled(t *testing.T) *understand.Reader {
	t.Helper()
	here := strings.Replace(english, "  always: [", "  now: [is here now, are outside]\n  always: [", 1)
	here = strings.Replace(here, "  not: [", "  not: [want to die of laughter, ", 1)
	ws, ps := words(t, map[string]string{"en": here + "  comfort: [scared, want to die]\n" + crisisWords, "es": spanish})
	if ps != nil {
		t.Fatal(ps)
	}
	return understand.NewReader(ws)
}

func TestACrisisWinsOverQuestionsButNotOverStopOrARaid(t *testing.T) {
	free := understand.Input{Open: true, Free: true}
	cases := []struct {
		name, text string
		in         understand.Input
		want       bot.Action
		crisis     bool
	}{
		{"alone", "i want to die", understand.Input{}, bot.ActAnswer, true},
		{"at a menu", "I want to die!!", menu(), bot.ActAnswer, true},
		{"where words are an answer", "i want to die", free, bot.ActAnswer, true},
		{"in a report", "i want to die", understand.Input{Open: true, Report: true}, bot.ActAnswer, true},
		{"where a state is asked for", "i want to die", understand.Input{Open: true, State: true}, bot.ActAnswer, true},
		{"among words of many topics", "attorney court judge bond door i want to kill myself", understand.Input{}, bot.ActAnswer, true},
		{"with the name of ICE", "ICE makes me want to die", understand.Input{}, bot.ActAnswer, true},
		{"with a raid", "i want to die ICE is at my door", understand.Input{}, bot.ActUrgent, true},
		{"a stop", "stop", free, bot.ActCommand, false},
		{"only fear", "i am scared", understand.Input{}, bot.ActAnswer, false},
		{"only fear, where words are an answer", "i am scared", free, bot.ActText, false},
		{"what only looks like it", "i want to die of laughter", understand.Input{}, bot.ActAnswer, false},
	}
	r := troubled(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.in.Text = c.text
			got := r.Read(c.in)
			if got.Action != c.want || got.Crisis != c.crisis {
				t.Errorf("%q: %s, crisis %t; want %s, %t", c.text, got.Action, got.Crisis, c.want, c.crisis)
			}
			if got.Crisis && got.Topics[0].ID != "comfort" {
				t.Errorf("%q: topics %v", c.text, got.Topics)
			}
		})
	}
}

func TestWhoTellsOfWhatIsOverOpensNoReport(t *testing.T) {
	past := understand.Input{Open: true, Free: true, Past: true}
	for text, want := range map[string]bot.Action{
		"ICE was taking my brother, at my door": bot.ActText,
		"agents outside":                        bot.ActText,
		"ICE is here now":                       bot.ActUrgent,
		"agents are outside":                    bot.ActUrgent,
		"what if agents are outside":            bot.ActAskUrgent,
		"raid":                                  bot.ActCommand,
		"hola":                                  bot.ActMenu,
	} {
		past.Text = text
		if got := troubled(t).Read(past).Action; got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

func TestACrisisWithoutWordsIsTold(t *testing.T) {
	_, ps := words(t, map[string]string{"en": english + "crisis:\n  comfort: [\"!!\"]\n"})
	if !strings.Contains(ps.Error(), `i18n/words.en.yaml:`) || !strings.Contains(ps.Error(), `"!!" folds to nothing`) {
		t.Errorf("got %q", ps.Error())
	}
}
