package flow

import (
	"path"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
)

// sourcesFile lies in the folder of flows and is no flow: which topic or flow answers which part of a source document.
const sourcesFile = "sources.yaml"

// SourcePart is one question, scenario, checklist or procedure of a source document, and what answers it.
type SourcePart struct {
	Doc    string   `yaml:"doc"`  // as topics name it under sources: "seed 001"
	Part   string   `yaml:"part"` // what it asks, in the document's own words
	Kind   string   `yaml:"kind"` // one of SourceKinds
	Topics []string `yaml:"topics"`
	Flows  []string `yaml:"flows"`
	Never  string   `yaml:"never"` // why it must not be sent; then nothing answers it
}

// SourceKinds lists what a part of a source document may be.
func SourceKinds() []string { return []string{"question", "scenario", "checklist", "procedure"} }

// SourceParts returns the table of the source documents in the order in which it is written; a folder without one has none.
// Package book checks it against topics and flows.
func (l *Library) SourceParts() []SourcePart { return l.sources }

// SourceProblem describes a mistake in one part of the table for checks that live elsewhere.
func (l *Library) SourceProblem(i int, what, remedy string, where ...any) bot.Problem {
	return l.lines.sources.Problem(what, remedy, append([]any{"sources", i}, where...)...)
}

func (l *Library) readSources(data []byte) bot.Problems {
	var list struct {
		Sources []SourcePart `yaml:"sources"`
	}
	var ps bot.Problems
	l.lines.sources, ps = strict.Read(path.Join(Dir, sourcesFile), data, &list)
	l.sources = list.Sources
	return ps
}
