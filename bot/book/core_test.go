package book_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/book"
	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/bot/review"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// What people read first is there in every language, all of it.
func TestEveryLanguageHasTheWholeCore(t *testing.T) {
	s := shipped(t)
	core := spoken(s.Library)
	languages := s.Texts.Languages()
	if len(languages) != 13 || len(core) < 250 {
		t.Fatalf("%d languages, %d texts", len(languages), len(core))
	}
	for _, lang := range languages {
		has := 0
		for _, id := range core {
			if s.Texts.Has(lang, id) {
				has++
			} else {
				t.Errorf("%s lacks %s", lang, id)
			}
		}
		t.Logf("%s: %d of %d texts of the core", lang, has, len(core))
	}
}

// spoken is the core as the issue counts it: what a report and a visit at the door can lead to, every command, and what the program says.
func spoken(l *flow.Library) []string {
	seen := map[string]bool{}
	g := l.Globals()
	flows := []string{g.Welcome, g.Lost, g.Urgent, g.AskUrgent, g.AskStop, g.Spoken, g.Person, g.State, "door", "warrant", "forced", "taken", "rights"}
	for _, to := range g.Commands {
		flows = append(flows, to.Flow)
	}
	for _, id := range flows {
		for _, n := range l.Flow(id).Nodes {
			seen[n.Text] = true
			for _, o := range n.Options {
				seen[o.Label] = true
			}
			if n.Invalid != nil {
				seen[n.Invalid.Text] = true
			}
		}
	}
	for _, id := range g.Texts.ByKey() {
		seen[id] = true
	}
	for _, id := range g.Core {
		seen[id] = true
	}
	for id := range book.Program() {
		seen[id] = true
	}
	delete(seen, "")
	return slices.Sorted(maps.Keys(seen))
}

// No native speaker and no lawyer has read a text: nothing in the ledger may say so, and no text may be without its entry.
func TestEveryTextIsRecordedAsADraft(t *testing.T) {
	s := shipped(t)
	ledger, ps := review.Load(i18n.FS)
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	board := ledger.Over(s.Texts)
	for _, lang := range s.Texts.Languages() {
		want := map[bool]review.State{true: review.StateDrafted, false: review.StateTranslated}[lang == "en"]
		for _, id := range s.Texts.IDs(lang) {
			if got := board.Standing(lang, id).State; got != want {
				t.Errorf("%s in %s is %s, not %s", id, lang, got, want)
			}
		}
	}
}
