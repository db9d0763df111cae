package book_test

import (
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot/flow"
	"github.com/aldaba-hotline/aldaba/flows"
)

// sourced is the smallest hotline, whose topic names a document and answers a part of it.
func sourced() map[string]string {
	all := files()
	all["flows/topics/silence.yaml"] = strings.Replace(all["flows/topics/silence.yaml"], "[seed]", "[seed 001]", 1)
	all["flows/sources.yaml"] = `sources:
  - {doc: seed 001, part: "May I stay silent", kind: question, topics: [silence]}
  - {doc: seed 001, part: "Whom do I call", kind: procedure, flows: [menu]}
  - {doc: seed 001, part: "An old law", kind: question, never: "repealed"}
`
	return all
}

func TestEveryPartOfASourceHasAnAnswer(t *testing.T) {
	if ps := check(t, sourced(), hotline()); ps != nil {
		t.Error(ps)
	}
	for name, c := range map[string]struct{ old, new, want string }{
		"orphaned":      {", topics: [silence]", "", `flows/sources.yaml:2: nothing answers seed 001: May I stay silent`},
		"unknown topic": {"[silence]", "[silence, silense]", `flows/sources.yaml:2: topic "silense" does not exist`},
		"unknown flow":  {"[menu]", "[menus]", `flows/sources.yaml:3: flow "menus" does not exist`},
		"both":          {"never: ", "topics: [silence], never: ", `flows/sources.yaml:4: must never be sent and has an answer`},
		"kind":          {"kind: procedure", "kind: recipe", `flows/sources.yaml:3: kind "recipe" is unknown; use question, scenario, checklist, procedure`},
		"no document":   {"doc: seed 001, part: \"Whom", "doc: seed, part: \"Whom", `flows/sources.yaml:3: doc or part is missing`},
		"twice":         {"Whom do I call", "May I stay silent", `flows/sources.yaml:3: seed 001: May I stay silent stands twice`},
		"named only":    {"topics: [silence]", "flows: [menu]", `flows/topics/silence.yaml:6: names seed 001, but answers no part of it`},
	} {
		t.Run(name, func(t *testing.T) {
			all := sourced()
			all["flows/sources.yaml"] = strings.Replace(all["flows/sources.yaml"], c.old, c.new, 1)
			if got := check(t, all, hotline()).Error(); !strings.Contains(got, c.want) {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestATopicThatNamesADocumentForAStateAnswersAPartOfIt(t *testing.T) {
	all := sourced()
	all["flows/topics/silence.yaml"] += "states:\n  IL: {messages: [silence.1], as_of: 2026-11-22, expires: 720h, sources: [seed 003, seed 001]}\n"
	ps := check(t, all, hotline())
	if len(ps) != 1 || !strings.Contains(ps.Error(), "names seed 003, but answers no part of it") {
		t.Error(ps)
	}
}

// Without the table nobody could tell what is orphaned.
func TestWithoutATableATopicMayNotNameADocument(t *testing.T) {
	all := sourced()
	delete(all, "flows/sources.yaml")
	if got := check(t, all, hotline()).Error(); !strings.Contains(got, "flows/sources.yaml") {
		t.Error(got)
	}
}

// The four documents have 93 parts; one law was repealed and must reach nobody.
func TestTheShippedTableHoldsAllFourDocuments(t *testing.T) {
	library, ps := flow.Load(flows.FS)
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	parts, never := map[string]int{}, ""
	for _, p := range library.SourceParts() {
		parts[p.Doc]++
		if p.Never != "" {
			never += p.Part
		}
	}
	for doc, least := range map[string]int{"seed 000": 22, "seed 001": 29, "seed 002": 12, "seed 003": 30} {
		if parts[doc] < least {
			t.Errorf("%s has %d parts, want %d", doc, parts[doc], least)
		}
	}
	if !strings.Contains(never, "11369") || library.Topic("ca-hs-11369") != nil {
		t.Errorf("never sent: %q", never)
	}
}

// Whoever has read an answer is offered what to ask next.
func TestEveryShippedTopicLeadsToOthers(t *testing.T) {
	library, ps := flow.Load(flows.FS)
	if ps.Err() != nil {
		t.Fatal(ps)
	}
	for _, id := range library.TopicIDs() {
		if n := len(library.Topic(id).Related); n < 1 || n > 3 {
			t.Errorf("%s has %d related topics, want 1 to 3", id, n)
		}
	}
}
