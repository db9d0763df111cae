package book_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/review"
)

var someDay = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)

// ledgered is the smallest hotline with two texts in its core and a ledger.
type ledgered struct {
	t       *testing.T
	files   map[string]string
	hotline bot.Hotline
	acts    []review.Entry
}

func newLedgered(t *testing.T, require string) *ledgered {
	l := &ledgered{t: t, files: files(), hotline: hotline()}
	l.files["flows/globals.yaml"] += "core: [menu.ask, silence.1]\n"
	l.hotline.RequireReview = require
	return l
}

func (l *ledgered) set() book.Set {
	l.t.Helper()
	s := setOf(l.t, l.files, l.hotline)
	s.Ledger = review.New(l.acts)
	return s
}

// does records an act about texts as they are.
func (l *ledgered) does(a review.Act, lang bot.Language, ids ...string) *ledgered {
	l.t.Helper()
	board := l.set().Reviewed().Board()
	for _, id := range ids {
		e := board.Entry(lang, id, a)
		e.By, e.On, e.Bar, e.Jurisdiction = "Ana", "2026-11-30", "CA 1", "CA"
		l.acts = append(l.acts, e)
	}
	return l
}

// edits changes a text in a file.
func (l *ledgered) edits(file, old, new string) *ledgered {
	l.t.Helper()
	if !strings.Contains(l.files[file], old) {
		l.t.Fatalf("%s does not hold %q", file, old)
	}
	l.files[file] = strings.Replace(l.files[file], old, new, 1)
	return l
}

// publishes fails unless these languages go out.
func (l *ledgered) publishes(why string, want ...bot.Language) *ledgered {
	l.t.Helper()
	if got := l.set().Reviewed().Languages(); !slices.Equal(got, want) {
		l.t.Errorf("%s: %v are published, want %v", why, got, want)
	}
	return l
}

// says fails unless a language has a text as it goes out, or lacks it.
func (l *ledgered) says(why string, lang bot.Language, id string, want bool) *ledgered {
	l.t.Helper()
	if got := l.set().Reviewed().Published().Texts.Has(lang, id); got != want {
		l.t.Errorf("%s: %s in %s goes out: %t", why, id, lang, got)
	}
	return l
}

func TestALanguageIsPublishedWhenItsCoreIsWhole(t *testing.T) {
	l := newLedgered(t, "off").publishes("nothing is required", "en", "es")
	l.edits("i18n/active.es.toml", `"t.x" = "Short."`+"\n", "").publishes("a text outside the core is missing", "en", "es")
	l.edits("i18n/active.es.toml", `"silence.1" = "Stay silent."`+"\n", "").publishes("a text of the core is missing", "en")
	l = newLedgered(t, "core").publishes("nobody has approved anything, and silence is worse", "en")
	l.does(review.Approved, "es", "menu.ask").publishes("half of it is approved", "en")
	l.does(review.Approved, "es", "silence.1").publishes("the core is approved", "en", "es")
	l.edits("i18n/active.es.toml", "Hello from", "Hi from").publishes("an approved text was edited", "en")
	l.does(review.Approved, "es", "menu.ask").publishes("it is approved anew", "en", "es")
	l.edits("i18n/active.en.toml", "Stay silent.", "Be silent.").publishes("the English text of an approved one has changed", "en")
}

func TestAWithdrawnTextIsMissing(t *testing.T) {
	for _, require := range []string{"off", "core", "all"} {
		l := newLedgered(t, require).does(review.Approved, "es", "menu.ask", "silence.1", "t.x").does(review.Withdrawn, "es", "t.x")
		l.says(require, "es", "t.x", false).says(require, "es", "silence.1", true).publishes(require, "en", "es")
		l.does(review.Withdrawn, "es", "silence.1").publishes(require+", a text of the core", "en")
		l.does(review.Withdrawn, "en", "menu.ask").says(require+", the core of the default language", "en", "menu.ask", false)
		l.does(review.Approved, "es", "silence.1").publishes(require+", approved anew", "en", "es")
	}
}

func TestWhatOtherTextsTakeFromAWithdrawnSentenceIsWithdrawn(t *testing.T) {
	l := newLedgered(t, "off")
	for _, lang := range []string{"en", "es"} {
		l.files["i18n/active."+lang+".toml"] += "\"say.no\" = \"No.\"\n"
		l.edits("i18n/active."+lang+".toml", `"t.x" = "Short."`, `"t.x" = "Say:\n{{say.no}}"`)
	}
	l.does(review.Withdrawn, "en", "say.no").says("it holds the sentence", "en", "t.x", false).says("in another language", "es", "t.x", true)
}

func TestWhereAllIsRequiredOnlyApprovedTextsGoOut(t *testing.T) {
	l := newLedgered(t, "all")
	l.says("the core of the default language, for silence is worse", "en", "silence.1", true).says("a draft", "en", "t.x", false)
	l.says("a label", "en", "menu.home", true).says("what the program says", "en", "common.not_in_language", true)
	l.does(review.Approved, "en", "t.x").says("approved", "en", "t.x", true)
	l.does(review.Approved, "es", "menu.ask", "silence.1").publishes("the core is approved", "en", "es").says("a draft", "es", "t.x", false)
}

// Silence after STOP would leave people and carriers in doubt whether it was heeded.
func TestWhatAnswersStopIsNeverLeftOut(t *testing.T) {
	for _, do := range []string{"opt_out", "opt_in", "erase", "has_report"} {
		l := newLedgered(t, "all")
		l.files["flows/stop.yaml"] = "id: stop\nversion: 1\nstart: leave\nexpire: 30m\nnodes:\n  leave: {kind: action, do: " + do + ", ok: gone, error: end}\n  gone: {kind: say, text: t.x, next: end}\n"
		l.edits("flows/globals.yaml", "stop: {flow: menu}", "stop: {flow: stop}").says(do, "en", "t.x", do != "has_report").does(review.Withdrawn, "en", "t.x").says(do+", withdrawn", "en", "t.x", do != "has_report")
	}
	l := newLedgered(t, "all")
	l.files["flows/help.yaml"] = "id: help\nversion: 1\nstart: text\nexpire: 30m\nnodes:\n  text: {kind: say, text: t.x, next: end}\n"
	l.edits("flows/globals.yaml", "help: {flow: menu}", "help: {flow: help}").says("HELP", "en", "t.x", true)
}

func TestCheckTellsWhatIsNotReviewed(t *testing.T) {
	told := func(l *ledgered, want string, warning bool) {
		t.Helper()
		ps := book.Check(l.set(), someDay)
		at := slices.IndexFunc(ps, func(p bot.Problem) bool { return strings.HasPrefix(p.Error(), want) })
		if at < 0 || ps[at].Warning != warning || ps[at].Remedy == "" {
			t.Errorf("want %s (a warning: %t), got\n%v", want, warning, ps)
		}
		if _, ps := book.Serve(l.set(), nil, someDay); ps.Err() != nil {
			t.Errorf("a running hotline cannot live with it: %v", ps)
		}
	}
	told(newLedgered(t, "core"), "i18n/review.csv: es is not published, because of menu.ask (drafted), silence.1 (drafted); aldaba review status", false)
	told(newLedgered(t, "core"), "i18n/review.csv: en goes out only because silence is worse", false)
	told(newLedgered(t, "all"), "i18n/review.csv: 2 texts in en are not approved and count as missing: t.l (drafted), t.x (drafted)", false)
	told(newLedgered(t, "off").does(review.Withdrawn, "es", "t.x"), "i18n/active.es.toml:1: t.x was withdrawn on 2026-11-30: nobody gets it", true)
	told(newLedgered(t, "off").does(review.Withdrawn, "es", "menu.home"), "i18n/active.es.toml:3: menu.home was withdrawn on 2026-11-30, and people get it all the same", false)
	piece := newLedgered(t, "off")
	for _, lang := range []string{"en", "es"} {
		piece.files["i18n/active."+lang+".toml"] += "\"say.no\" = \"No." + map[string]string{"es": "\\n(nou)"}[lang] + "\"\n"
		piece.edits("i18n/active."+lang+".toml", `"t.x" = "Short."`, `"t.x" = "Say:\n{{say.no}}"`)
	}
	told(piece.does(review.Withdrawn, "en", "say.no"), "i18n/active.en.toml:1: t.x holds say.no, which was withdrawn on 2026-11-30: nobody gets it; write another say.no", true)
	stale := func(require string) *ledgered {
		return newLedgered(t, require).does(review.Translated, "es", "silence.1", "t.x").edits("i18n/active.en.toml", "Stay silent.", "Be silent.").edits("i18n/active.en.toml", "Short.", "Brief.")
	}
	told(stale("off"), "i18n/active.es.toml:5: silence.1 is stale: the English text has changed since 2026-11-30", true)
	told(stale("core"), "i18n/active.es.toml:5: silence.1 is stale", false)
	told(stale("core"), "i18n/active.es.toml:1: t.x is stale", true)
	told(stale("all"), "i18n/active.es.toml:1: t.x is stale", false)
	told(newLedgered(t, "off").edits("i18n/active.es.toml", `"t.x" = "Short."`+"\n", ""), "flows/menu.yaml:12: message t.x has no text in es", false)
	old := newLedgered(t, "core").edits("flows/topics/silence.yaml", "2026-11-22", "2026-01-01")
	told(old, "flows/topics/silence.yaml:4: the facts were checked on 2026-01-01 and held for 30 days", false)
	told(newLedgered(t, "off").edits("flows/topics/silence.yaml", "2026-11-22", "2027-11-22"), "flows/topics/silence.yaml:4: as_of 2027-11-22 is in the future; write the day", true)
}

func TestTheCoreMustBeThereAndBeSaid(t *testing.T) {
	l := newLedgered(t, "off").edits("flows/globals.yaml", "core: [menu.ask, silence.1]", "core: [menu.ask, t.y]")
	if got := book.Check(l.set(), someDay).Error(); !strings.Contains(got, "flows/globals.yaml:") || !strings.Contains(got, "core names t.y, which nothing says; correct the id") {
		t.Error(got)
	}
	l = newLedgered(t, "core").edits("flows/globals.yaml", "core: [menu.ask, silence.1]\n", "")
	if got := book.Check(l.set(), someDay).Error(); !strings.Contains(got, "core is empty") {
		t.Error(got)
	}
}

func TestTextsAreCountedByHowTheyStand(t *testing.T) {
	l := newLedgered(t, "off").edits("flows/topics/silence.yaml", "2026-11-22", "2026-01-01")
	l.does(review.Approved, "es", "silence.1").does(review.Withdrawn, "es", "menu.ask").edits("i18n/active.es.toml", `"t.x" = "Short."`+"\n", "")
	core, all, notices := l.set().Reviewed().Count("es", someDay)
	if want := (book.Counts{Texts: 2, Approved: 1, Withdrawn: 1, Expired: 1}); core != want {
		t.Errorf("core %+v, want %+v", core, want)
	}
	if all.Missing != 1 || all.Approved != 1 || all.Withdrawn != 1 || all.Texts != all.Approved+all.Translated+all.Drafted+all.Stale+all.Withdrawn+all.Missing {
		t.Errorf("all %+v", all)
	}
	if want := []book.Notice{{ID: "menu.ask", About: "withdrawn"}, {ID: "silence.1", About: "expired"}, {ID: "t.x", About: "missing"}}; !slices.Equal(notices, want) {
		t.Errorf("notices %v, want %v", notices, want)
	}
}

func TestALawyerIsToldOnWhatATextRests(t *testing.T) {
	set := newLedgered(t, "off").set()
	if got := set.Rests()["silence.1"]; got != "federal. Checked on 2026-11-22, holds for 30 days. Sources: seed" {
		t.Errorf("rests on %q", got)
	}
	places := set.Places()
	for id, want := range map[string]string{"silence.1": "topic silence, page 1 of 1, for all", "menu.home": "option 1 of 2 of menu/ask (menu.ask)", "topic.silence.label": "name of the topic silence in lists"} {
		if got := places.Of(id); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}
