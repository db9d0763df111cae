// Package strict reads YAML files so that every mistake in them is reported with file, line and remedy.
//
// It imports nothing of ours but the vocabulary; any package may use it.
package strict

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/aldaba-hotline/aldaba/bot"
)

// MaxFile is the largest file that Read takes, in bytes. A conversation, a word list and a configuration are
// far smaller; more is a mistake.
const MaxFile = 1 << 20

// File is a YAML file that has been read. It remembers where everything stood.
type File struct {
	Name string
	root spot
}

// Read decodes a YAML document into a struct. Unknown keys, values of the wrong type, duplicate keys and broken
// syntax are problems; all that one pass can find are returned together. The File is usable for Line and Keys
// even then.
func Read(name string, data []byte, into any) (*File, bot.Problems) {
	f := &File{Name: name}
	if len(data) > MaxFile {
		return f, bot.Problems{{File: name, What: fmt.Sprintf("is larger than %d bytes", MaxFile), Remedy: "split it"}}
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc yaml.Node
	if err := dec.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		return f, f.translate(err)
	}
	if len(doc.Content) == 0 {
		return f, bot.Problems{{File: name, What: "is empty", Remedy: "fill it or delete it"}}
	}
	root := doc.Content[0]
	f.root = spotOf(root)
	if alias := firstAlias(root); alias != nil {
		return f, bot.Problems{{File: name, Line: alias.Line, What: "uses a YAML alias", Remedy: "write the value out"}}
	}
	if err := decode(root, into); err != nil {
		return f, f.translate(err)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return f, bot.Problems{{File: name, What: "holds more than one document", Remedy: "remove what follows the line ---"}}
	}
	return f, nil
}

// firstAlias returns the first alias or anchor below a node, or nil. They are refused: a file that refers to
// itself can grow without bound, and nobody who edits these files needs them.
func firstAlias(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		return n
	}
	for _, c := range n.Content {
		if a := firstAlias(c); a != nil {
			return a
		}
	}
	return nil
}

var (
	lineOf       = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)
	parserSays   = regexp.MustCompile(`^did not find expected (key|',' or|node content|'-' indicator|<)`)
	notALength   = regexp.MustCompile("^cannot unmarshal !!\\w+(?: `(.*)`)? into time\\.Duration$")
	unknownField = regexp.MustCompile(`^field (\S+) not found in type \S+$`)
)

// translate turns the decoder's words into problems with lines and remedies.
func (f *File) translate(err error) bot.Problems {
	var many *yaml.TypeError
	lines := []string{err.Error()}
	if errors.As(err, &many) {
		lines = many.Errors
	}
	var ps bot.Problems
	for _, l := range lines {
		ps = append(ps, f.translateLine(l))
	}
	return ps
}

func (f *File) translateLine(text string) bot.Problem {
	p := bot.Problem{File: f.Name, What: strings.TrimPrefix(text, "yaml: "), Remedy: "correct the YAML"}
	if m := lineOf.FindStringSubmatch(text); m != nil {
		p.Line, _ = strconv.Atoi(m[1])
		p.What = m[2]
		if parserSays.MatchString(p.What) {
			p.Line++ // the library counts these from 0
		}
	}
	if m := notALength.FindStringSubmatch(p.What); m != nil {
		p.What = strings.Replace(fmt.Sprintf("%q is not a length of time", m[1]), `""`, "the value", 1)
		p.Remedy = "write a number with its unit, such as 45s, 10m or 24h; days are hours"
	}
	if strings.Contains(p.What, "cannot start any token") {
		p.Remedy = "indent with blanks, never with tabs; put quotes around a value that begins with a sign such as @ or %"
	}
	if m := unknownField.FindStringSubmatch(p.What); m != nil {
		p.What = fmt.Sprintf("unknown key %q", m[1])
		p.Remedy = "check its spelling and indentation, or remove it"
	}
	return p
}

// Line returns the line on which the value at a path stands, 1-based; path elements are keys (string) and list
// positions (int). Where the path breaks off, it is the line of the last element found.
func (f *File) Line(path ...any) int {
	at, line := &f.root, f.root.line
	for _, step := range path {
		if at = at.part(step); at == nil {
			return line
		}
		line = at.line
	}
	return line
}

// Keys returns the keys of the mapping at a path in the order in which they are written.
func (f *File) Keys(path ...any) []string {
	at := &f.root
	for _, step := range path {
		if at = at.part(step); at == nil {
			return nil
		}
	}
	return slices.Clone(at.keys)
}

// Problem describes a mistake at a path.
func (f *File) Problem(what, remedy string, path ...any) bot.Problem {
	return bot.Problem{File: f.Name, Line: f.Line(path...), What: what, Remedy: remedy}
}
