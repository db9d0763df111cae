package book

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/flow"
)

// document is how topics name a document of the table; other sources are web pages and the like.
var document = regexp.MustCompile(`^seed [0-9]{3}$`)

// checkSources holds the table of the source documents: every part has an answer that exists, and every topic that names a
// document answers a part of it.
func (s Set) checkSources() bot.Problems {
	var ps bot.Problems
	seen := map[string]bool{}
	for i, part := range s.Library.SourceParts() {
		ps = append(ps, s.checkPart(i, part)...)
		key := part.Doc + ": " + part.Part
		if seen[key] {
			ps = append(ps, s.Library.SourceProblem(i, key+" stands twice", "keep one", "part"))
		}
		seen[key] = true
	}
	for _, id := range s.Library.TopicIDs() {
		ps = append(ps, s.checkNamed(s.Library.Topic(id))...)
	}
	return ps
}

// checkPart holds the form of one part of the table.
func (s Set) checkPart(i int, part flow.SourcePart) bot.Problems {
	var ps bot.Problems
	bad := func(what, remedy string, where ...any) {
		ps = append(ps, s.Library.SourceProblem(i, what, remedy, where...))
	}
	if !document.MatchString(part.Doc) || part.Part == "" {
		bad("doc or part is missing", `write doc: seed 000 and, as part, what the document asks`)
	}
	if !slices.Contains(flow.SourceKinds(), part.Kind) {
		bad("kind "+quoted(part.Kind)+" is unknown", "use "+strings.Join(flow.SourceKinds(), ", "), "kind")
	}
	answers := len(part.Topics) + len(part.Flows)
	if answers == 0 && part.Never == "" {
		bad("nothing answers "+part.Doc+": "+part.Part, "name its topics or flows, or say under never why it must not be sent")
	}
	if answers > 0 && part.Never != "" {
		bad("must never be sent and has an answer", "remove never, or topics and flows", "never")
	}
	return append(ps, s.checkAnswers(i, part)...)
}

// checkAnswers finds the topics and flows of one part that do not exist.
func (s Set) checkAnswers(i int, part flow.SourcePart) bot.Problems {
	var ps bot.Problems
	for n, id := range part.Topics {
		if s.Library.Topic(id) == nil {
			ps = append(ps, s.Library.SourceProblem(i, "topic "+quoted(id)+" does not exist", "correct the id or write the topic", "topics", n))
		}
	}
	for n, id := range part.Flows {
		if s.Library.Flow(id) == nil {
			ps = append(ps, s.Library.SourceProblem(i, "flow "+quoted(id)+" does not exist", "correct the id or write the flow", "flows", n))
		}
	}
	return ps
}

// checkNamed finds the documents that a topic names, for itself or for a state, without answering a part of them.
func (s Set) checkNamed(t *bot.Topic) bot.Problems {
	var ps bot.Problems
	named := slices.Clone(t.Sources)
	for _, state := range slices.Sorted(maps.Keys(t.States)) {
		named = append(named, t.States[state].Sources...)
	}
	for i, doc := range named {
		if document.MatchString(doc) && !slices.Contains(named[:i], doc) && !s.answers(t.ID, doc) {
			ps = append(ps, s.Library.TopicProblem(t.ID, "names "+doc+", but answers no part of it",
				"add "+t.ID+" to a part of "+doc+" in flows/sources.yaml, or take the source off", "sources"))
		}
	}
	return ps
}

// answers reports whether a topic answers a part of a document.
func (s Set) answers(id, doc string) bool {
	return slices.ContainsFunc(s.Library.SourceParts(), func(p flow.SourcePart) bool {
		return p.Doc == doc && slices.Contains(p.Topics, id)
	})
}

func quoted(s string) string { return `"` + s + `"` }
