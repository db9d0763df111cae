package desk_test

import (
	"bytes"
	"io/fs"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/desk"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/say"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/bot/sim"
	"github.com/aldaba-hotline/aldaba/bot/understand"
	"github.com/aldaba-hotline/aldaba/flows"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// reviews is what people recorded, by "lang/id".
type reviews struct {
	approved  map[string]string
	withdrawn []string
}

func (r reviews) Approved(lang bot.Language, id string) (string, bool) {
	on, ok := r.approved[string(lang)+"/"+id]
	return on, ok
}

func (r reviews) Withdrawn(lang bot.Language, id string) bool {
	return slices.Contains(r.withdrawn, string(lang)+"/"+id)
}

// checkedOn is the day of a topic's facts.
var checkedOn = regexp.MustCompile(`as_of: \d{4}-\d\d-\d\d`)

// aged are the shipped flows with topics that were checked long ago, and all others today.
func aged(t *testing.T, topics ...string) *flow.Library {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(flows.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(flows.FS, path)
		day := time.Now().UTC().Format(time.DateOnly)
		if slices.ContainsFunc(topics, func(topic string) bool { return path == "topics/"+topic+".yaml" }) {
			day = "2026-01-05"
		}
		files[path] = &fstest.MapFile{Data: checkedOn.ReplaceAll(data, []byte("as_of: "+day))}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	library, ps := flow.Load(files)
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	return library
}

// reviewed tells a story with old topics, what people recorded, and languages; texts that are gone are left out. What is logged is returned.
func reviewed(t *testing.T, r reviews, library *flow.Library, languages ...bot.Language) (*sim.Story, *meter, *bytes.Buffer) {
	t.Helper()
	texts, _ := say.Load(i18n.FS)
	words, _ := understand.LoadWords(i18n.FS)
	texts = texts.Without(func(lang bot.Language, id string) bool { return slices.Contains(r.withdrawn, string(lang)+"/"+id) })
	h := settings.Default()
	h.Languages = languages
	e := embedded(t)
	p := ports(t, e)
	var logged bytes.Buffer
	p.Log = slog.New(slog.NewTextHandler(&logged, nil))
	b := desk.NewBrain(h, library, texts, words, sim.Shipped(t).Reader(), nil).Heeding(r)
	return sim.NewStory(t, b, p, e.Advance), p.Meter.(*meter), &logged
}

func TestOldFactsGoOutWithTheirDateOnce(t *testing.T) {
	s, m, _ := reviewed(t, reviews{}, aged(t, "notario-fraud"), "en", "es")
	x := s.Texter(bot.SMS)
	x.Says("what is a notario").Skips()
	answer := strings.Join(s.Last().Texts, "\n")
	if want := "This was last checked on January 5, 2026. The law is changing. Please ask a lawyer."; strings.Count(answer, want) != 1 {
		t.Errorf("the answer is\n%s", answer)
	}
	if strings.Contains(answer, "lawyer last checked") {
		t.Errorf("no lawyer has checked it:\n%s", answer)
	}
	if m.noticed["expired"] != 1 {
		t.Errorf("noticed %v", m.noticed)
	}
	x.Says("what is a consulate").Skips()
	if answer := strings.Join(s.Last().Texts, "\n"); strings.Contains(answer, "last checked") {
		t.Errorf("a topic that holds is said to be old:\n%s", answer)
	}
}

func TestALawyerIsNamedOnlyIfTheLedgerDoes(t *testing.T) {
	id := aged(t).Topic("notario-fraud").Messages[0]
	s, _, _ := reviewed(t, reviews{approved: map[string]string{"es/" + id: "2026-03-02"}}, aged(t, "notario-fraud"), "en", "es")
	s.Texter(bot.SMS).Says("what is a notario").Skips()
	if answer := strings.Join(s.Last().Texts, "\n"); !strings.Contains(answer, "This was last checked on January 5, 2026.") {
		t.Errorf("only the Spanish text was approved:\n%s", answer)
	}
	x := s.Texter(bot.SMS)
	x.Says("hola buenas").Skips()
	x.Says("un notario me ofrece papeles").Skips()
	if answer := strings.Join(s.Last().Texts, "\n"); !strings.Contains(answer, "abogado los vio el 2 de marzo de 2026") || strings.Contains(answer, "5 de enero") {
		t.Errorf("the Spanish text was approved:\n%s", answer)
	}
}

func TestAWithdrawnTextIsMissedAndToldOfOnceAnHour(t *testing.T) {
	id := aged(t).Topic("notario-fraud").Messages[0]
	s, m, logged := reviewed(t, reviews{withdrawn: []string{"en/" + id}}, aged(t, "notario-fraud"), "en", "es")
	x := s.Texter(bot.SMS)
	x.Says("what is a notario").Skips()
	answer := strings.Join(s.Last().Texts, "\n")
	if !strings.HasPrefix(answer, "Sorry, we cannot send this part in English now. Text LANGUAGE") || strings.Contains(answer, "last checked") {
		t.Errorf("the answer is\n%s", answer)
	}
	s.Texter(bot.SMS).Says("what is a notario").Skips()
	if m.noticed["withdrawn"] != 1 || strings.Count(logged.String(), "msg=text about=withdrawn message="+id+" language=en") != 1 {
		t.Errorf("noticed %v\n%s", m.noticed, logged)
	}
	s.Wait(61 * time.Minute)
	s.Texter(bot.SMS).Says("what is a notario").Skips()
	if m.noticed["withdrawn"] != 2 || strings.Contains(logged.String(), "notario\"") {
		t.Errorf("an hour later %v\n%s", m.noticed, logged)
	}
}

func TestALanguageThatIsNotPublishedAnyMoreSaysSo(t *testing.T) {
	s, _, _ := reviewed(t, reviews{}, aged(t), "en", "es")
	x := s.Texter(bot.SMS)
	x.Says("hola buenas").Skips()
	if s.Last().Language != "es" {
		t.Fatalf("answered in %s", s.Last().Language)
	}
	less := sim.ShippedAs(t, func() bot.Hotline { h := settings.Default(); h.Languages = []bot.Language{"en"}; return h }())
	d := less.Decide(s.Last().State, bot.Event{Kind: bot.Received, Text: "MENU"}, time.Now(), desk.Options{})
	if d.Language != "en" || !strings.HasPrefix(d.Texts[0], "Perdone, por ahora no tenemos esto en español.") {
		t.Errorf("in %s: %q", d.Language, d.Texts)
	}
	d = less.Decide(d.State, bot.Event{Kind: bot.Received, Text: "LANGUAGE"}, time.Now(), desk.Options{})
	if all := strings.Join(d.Texts, "\n"); !strings.Contains(all, "1 English\n2 Not on this list") || strings.Contains(all, "Español") {
		t.Errorf("languages that are offered: %s", all)
	}
}

// Readers of one kind of Chinese characters can read the other: that is nearer than English, and needs no apology.
func TestWhoReadsTraditionalCharactersGetsSimplifiedOnesWhileTheirsAreNotPublished(t *testing.T) {
	for offered, want := range map[bot.Language]bot.Language{"zh-Hant": "zh-Hant", "zh-Hans": "zh-Hans", "es": "en"} {
		h := settings.Default()
		h.Languages = []bot.Language{"en", offered}
		b := sim.ShippedAs(t, h)
		ming := desk.State{Contact: bot.Contact{ID: "1", Address: bot.Address{Channel: bot.SMS, Value: "+15005550001"}, Language: "zh-Hant", Chosen: true}}
		d := b.Decide(ming, bot.Event{Kind: bot.Received, Text: "MENU"}, time.Now(), desk.Options{})
		sorry, _ := b.Texts().Text("zh-Hant", bot.SMS, say.NotInLanguage, nil)
		if d.Language != want || strings.HasPrefix(d.Texts[0], sorry) != (want == "en") {
			t.Errorf("where %s is offered, in %s: %q", offered, d.Language, d.Texts)
		}
		if d.Contact.Language != "zh-Hant" {
			t.Errorf("what they chose is forgotten: %s", d.Contact.Language)
		}
	}
}

func TestWhoeverReportsWaitsForNoTranslation(t *testing.T) {
	s, _, _ := reviewed(t, reviews{withdrawn: []string{"es/raid.hurt"}}, aged(t), "en", "es")
	x := s.Texter(bot.SMS)
	x.Says("la migra esta en mi puerta").Skips()
	x.Says("International Blvd y 35th Ave, Oakland").Skips()
	english, _ := sim.Shipped(t).Texts().Text("en", bot.SMS, "raid.hurt", nil)
	if answer := strings.Join(s.Last().Texts, "\n"); !strings.Contains(answer, "por ahora no tenemos esto en español") || !strings.Contains(answer, english+"\n1 No\n2 Hay heridos") {
		t.Errorf("the answer is\n%s", answer)
	}
}
