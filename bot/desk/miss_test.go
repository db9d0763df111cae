package desk_test

import (
	"context"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/store/redistest"
)

func keeping(h *bot.Hotline) { h.KeepMisses = true }

const lena = "+15005550001"

// misses are the texts that are kept.
func (o *office) misses() []desk.Miss {
	o.t.Helper()
	all, err := o.Misses(context.Background())
	if err != nil {
		o.t.Fatal(err)
	}
	return all
}

func (o *office) keepsOf(words string) []string {
	o.t.Helper()
	o.hears(bot.SMS, lena, words)
	var texts []string
	for _, m := range o.misses() {
		texts = append(texts, m.Text.Reveal())
	}
	return texts
}

const pizza = "do you deliver pizza with mushrooms"

func TestAQuestionThatNothingMatchesIsKeptForTheOneWhoKeepsTheWords(t *testing.T) {
	o := jumpOffice(t, keeping)
	o.hears(bot.SMS, lena, "hello")
	o.hears(bot.SMS, lena, pizza)
	all := o.misses()
	if len(all) != 1 || all[0].Text != pizza || all[0].Language != "en" {
		t.Fatalf("%d are kept: %+v", len(all), all)
	}
	if now, err := o.store.Now(context.Background()); err != nil || all[0].Day != now.Unix()/86400 {
		t.Errorf("day %d, %v", all[0].Day, err)
	}
	if o.waits(12*24*time.Hour + 23*time.Hour); len(o.misses()) != 1 {
		t.Error("it is gone too soon")
	}
	if o.waits(25 * time.Hour); len(o.misses()) != 0 {
		t.Error("it is kept for more than 14 days")
	}
}

func TestAnAnswerIsTheSameWhetherOrNotQuestionsAreKept(t *testing.T) {
	with, without := jumpOffice(t, keeping), jumpOffice(t, nil)
	for _, words := range []string{"hello", pizza, pizza, pizza, "menu"} {
		a, b := with.hears(bot.SMS, lena, words), without.hears(bot.SMS, lena, words)
		if len(a) != len(b) || len(a) > 0 && a[0].Text != b[0].Text {
			t.Errorf("%q is answered %v and %v", words, a, b)
		}
	}
	if len(without.misses()) != 0 || len(with.misses()) != 3 {
		t.Errorf("%d and %d are kept", len(without.misses()), len(with.misses()))
	}
}

func TestWhatIsNoQuestionOrNobodysBusinessIsNotKept(t *testing.T) {
	for name, texts := range map[string][]string{
		"a greeting, a number, a command": {"hola", "7", "menu", "START", "hello!!"},
		"a topic's question":              {"what is an ice detainer"},
		"an answer to another question":   {"I am safe", "something else"},
		"a volunteers' order":             {"GO 417KDX", "go 8"},
		"a name":                          {"Juana Perez Lopez"},
		"a place":                         {"1200 Fruitvale Ave, Oakland"},
		"a report":                        {"ICE is at my door", pizza, pizza},
		"what may be a report":            {"la migra", pizza},
		"a crisis":                        {"I want to die", pizza},
		"where somebody is":               {"what is an ice detainer", "close to the big mushroom"},
		"who said STOP":                   {"STOP", pizza},
		"the encounter record":            {"LAWYER", "write down what happened", "yes", pizza},
		"who deletes":                     {"DELETE"},
	} {
		t.Run(name, func(t *testing.T) {
			o := jumpOffice(t, keeping)
			for _, words := range texts {
				if kept := o.keepsOf(words); len(kept) != 0 {
					t.Errorf("after %q, kept: %q", words, kept)
				}
			}
		})
	}
}

func TestWhoeverIsNamedInAQuestionIsNotKept(t *testing.T) {
	o := jumpOffice(t, keeping)
	o.hears(bot.SMS, lena, "hello")
	all := o.keepsOf("my name is Juana Perez, do you deliver pizza to 415-555-0199 or (510) 555 0123, juana@example.org, https://example.org/juana, form i-94?")
	if len(all) != 1 || !strings.Contains(all[0], "pizza") || !strings.Contains(all[0], "i-94") {
		t.Fatalf("%q", all)
	}
	for _, secret := range []string{"Juana", "juana", "Perez", "0199", "555", "0123", "example"} {
		if strings.Contains(all[0], secret) {
			t.Errorf("%q is in %q", secret, all[0])
		}
	}
}

func TestALongTextIsCut(t *testing.T) {
	o := jumpOffice(t, keeping)
	o.hears(bot.SMS, lena, "hello")
	all := o.keepsOf(strings.Repeat("mushroom pizza ", 40))
	if len(all) != 1 || utf8.RuneCountInString(all[0]) > 300 || utf8.RuneCountInString(all[0]) < 250 {
		t.Errorf("%q", all)
	}
}

// Whoever takes the machine without the keyset finds no words; whoever takes both finds nothing that leads from the words to a person: no id, version or end
// that a document of theirs has, and none that tells the hour.
func TestNothingLeadsFromAKeptQuestionToWhoAskedIt(t *testing.T) {
	server := redistest.New(t, "--appendonly", "yes")
	o := officeOn(t, real(t, server.URL()), keeping)
	who := o.meets(bot.SMS, lena)
	o.hears(bot.SMS, lena, pizza)
	refs, err := o.store.List(context.Background(), desk.KindMiss)
	if err != nil || len(refs) != 1 {
		t.Fatal(refs, err)
	}
	docs, err := o.store.Read(context.Background(), refs...)
	if err != nil || docs[0].Version != 1 || len(docs[0].Fields) != 1 || refs[0].ID == string(who) {
		t.Errorf("%+v, %v", docs, err)
	}
	plain, err := o.Sealer.Open(docs[0].Get("b"), "u/"+refs[0].ID+"/b")
	if err != nil || strings.Contains(string(plain), string(who)) || strings.Count(string(plain), ":") != 3 {
		t.Errorf("%s, %v", plain, err)
	}
	if disk := server.Disk(); strings.Contains(disk, "mushroom") || !strings.Contains(disk, refs[0].ID) {
		t.Error("its words are on the disk, or it is not there")
	}
	if strings.Contains(o.log.String(), "mushroom") {
		t.Error("its words are in the log")
	}
}

// The end of a kept question is a midnight, so that it does not tell when it was asked.
func TestAKeptQuestionEndsAtMidnight(t *testing.T) {
	o := jumpOffice(t, keeping)
	o.hears(bot.SMS, lena, "hello")
	o.waits(3 * time.Hour)
	o.hears(bot.SMS, lena, pizza)
	now, err := o.store.Now(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	midnight := now.Truncate(24 * time.Hour).Add(14 * 24 * time.Hour)
	if o.waits(midnight.Sub(now) - time.Minute); len(o.misses()) != 1 {
		t.Error("it is gone before midnight")
	}
	if o.waits(2 * time.Minute); len(o.misses()) != 0 {
		t.Error("it is there after midnight")
	}
}
