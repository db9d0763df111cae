package flow

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
)

// Dir is the folder of flows as problems name it.
const Dir = "flows"

const globalsFile = "globals.yaml"

// hotlinesFile lies in the same folder and is no flow: package local reads it.
const hotlinesFile = "hotlines.yaml"

// lines remembers the files behind the library, so that every problem can be reported with its line.
type lines struct {
	flows   map[string]*strict.File
	topics  map[string]*strict.File
	globals *strict.File
	sources *strict.File // nil: there is no such table
}

// Load reads every *.yaml file of a folder and its subfolder topics, and checks the structure: see check.go for
// the rules. The library is nil when there is a problem that is not a warning.
func Load(fsys fs.FS) (*Library, bot.Problems) {
	l := &Library{
		flows:  map[string]*Flow{},
		topics: map[string]*bot.Topic{},
		lines:  lines{flows: map[string]*strict.File{}, topics: map[string]*strict.File{}, globals: &strict.File{}},
	}
	ps := l.readFlows(fsys)
	ps = append(ps, l.readTopics(fsys)...)
	if ps.Err() == nil {
		ps = append(ps, l.check()...)
	}
	if ps.Err() != nil {
		return nil, ps
	}
	return l, ps
}

func (l *Library) readFlows(fsys fs.FS) bot.Problems {
	files, data, ps := readAll(fsys, ".", Dir)
	if !slices.Contains(files, globalsFile) {
		ps = append(ps, bot.Problem{File: path.Join(Dir, globalsFile), What: "is missing", Remedy: "write it; flows/README.md shows how"})
	}
	for i, name := range files {
		ps = append(ps, l.readFile(name, data[i])...)
	}
	return ps
}

func (l *Library) readFile(name string, data []byte) (ps bot.Problems) {
	switch name {
	case globalsFile:
		l.lines.globals, ps = strict.Read(path.Join(Dir, name), data, &l.globals)
		return ps
	case sourcesFile:
		return l.readSources(data)
	case hotlinesFile:
		return nil
	}
	return l.readFlow(name, data)
}

func (l *Library) readFlow(name string, data []byte) bot.Problems {
	var fl Flow
	f, ps := strict.Read(path.Join(Dir, name), data, &fl)
	if ps != nil {
		return ps
	}
	if want := strings.TrimSuffix(name, ".yaml"); fl.ID != want {
		return bot.Problems{f.Problem("id is "+quote(fl.ID)+", the file's name says "+quote(want), "make them equal", "id")}
	}
	fl.Order = f.Keys("nodes")
	for n, node := range fl.Nodes {
		if node == nil {
			return bot.Problems{f.Problem("node "+quote(n)+" is empty", "give it a kind", "nodes", n)}
		}
		node.Name = n
		node.offer(&fl)
	}
	l.flows[fl.ID], l.lines.flows[fl.ID] = &fl, f
	return nil
}

// offer prepares what every step that asks the question says, so that none has to build it.
func (n *Node) offer(f *Flow) {
	for _, o := range n.Options {
		n.options = append(n.options, bot.Option{ID: o.ID, Label: o.Label})
	}
	if len(n.options) > 0 {
		n.menu = f.ID + "/" + strconv.Itoa(f.Version) + "/" + n.Name
	}
}

func (l *Library) readTopics(fsys fs.FS) bot.Problems {
	files, data, ps := readAll(fsys, "topics", path.Join(Dir, "topics"))
	for i, name := range files {
		var t bot.Topic
		f, bad := strict.Read(path.Join(Dir, "topics", name), data[i], &t)
		if bad != nil {
			ps = append(ps, bad...)
			continue
		}
		if want := strings.TrimSuffix(name, ".yaml"); t.ID != want {
			ps = append(ps, f.Problem("id is "+quote(t.ID)+", the file's name says "+quote(want), "make them equal", "id"))
			continue
		}
		l.topics[t.ID], l.lines.topics[t.ID] = &t, f
	}
	return ps
}

// readAll reads the YAML files of one folder in alphabetical order. A folder that is missing is empty.
func readAll(fsys fs.FS, dir, shown string) (names []string, data [][]byte, ps bot.Problems) {
	entries, err := fs.ReadDir(fsys, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, bot.Problems{{File: shown, What: err.Error(), Remedy: "make it readable"}}
	}
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) != ".yaml" {
			continue
		}
		b, err := fs.ReadFile(fsys, path.Join(dir, e.Name()))
		if err != nil {
			ps = append(ps, bot.Problem{File: path.Join(shown, e.Name()), What: err.Error(), Remedy: "make it readable"})
			continue
		}
		names, data = append(names, e.Name()), append(data, b)
	}
	return names, data, ps
}

// FlowProblem describes a mistake in a flow's file for checks that live elsewhere.
func (l *Library) FlowProblem(id, what, remedy string, where ...any) bot.Problem {
	return l.lines.flows[id].Problem(what, remedy, where...)
}

// TopicProblem describes a mistake in a topic's file for checks that live elsewhere.
func (l *Library) TopicProblem(id, what, remedy string, where ...any) bot.Problem {
	return l.lines.topics[id].Problem(what, remedy, where...)
}

// GlobalsProblem describes a mistake in globals.yaml for checks that live elsewhere.
func (l *Library) GlobalsProblem(what, remedy string, where ...any) bot.Problem {
	return l.lines.globals.Problem(what, remedy, where...)
}

func quote(s string) string { return `"` + s + `"` }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
