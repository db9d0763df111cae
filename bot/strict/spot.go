package strict

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// spot is where a value stood, and its parts. It is all that is kept of a file: the reader's own nodes are four times as large.
type spot struct {
	line  int
	keys  []string // of a mapping
	parts []spot   // its values, or those of a list
}

func spotOf(n *yaml.Node) spot {
	s := spot{line: n.Line}
	switch n.Kind {
	case yaml.MappingNode:
		s.keys, s.parts = make([]string, 0, len(n.Content)/2), make([]spot, 0, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			s.keys, s.parts = append(s.keys, n.Content[i].Value), append(s.parts, spotOf(n.Content[i+1]))
		}
	case yaml.SequenceNode:
		s.parts = make([]spot, 0, len(n.Content))
		for _, c := range n.Content {
			s.parts = append(s.parts, spotOf(c))
		}
	}
	return s
}

// part is the value under a key, or at a position of a list; nil for none.
func (s *spot) part(step any) *spot {
	at := -1
	switch step := step.(type) {
	case int:
		if s.keys == nil {
			at = step
		}
	case string:
		at = slices.Index(s.keys, step)
	}
	if at < 0 || at >= len(s.parts) {
		return nil
	}
	return &s.parts[at]
}

// decode fills a struct from a document that has been parsed once. Unknown keys are mistakes, like values of the wrong type; they are told together, in the
// order of the file.
func decode(root *yaml.Node, into any) error {
	mistakes := unknown(root, reflect.TypeOf(into))
	var wrong *yaml.TypeError
	if err := root.Decode(into); errors.As(err, &wrong) {
		mistakes = append(mistakes, wrong.Errors...)
	} else if err != nil {
		return err
	}
	if len(mistakes) == 0 {
		return nil
	}
	slices.SortStableFunc(mistakes, func(a, b string) int { return cmp.Compare(lineIn(a), lineIn(b)) })
	return &yaml.TypeError{Errors: mistakes}
}

// lineIn is the line that a mistake of the reader names.
func lineIn(mistake string) (n int) {
	_, _ = fmt.Sscanf(mistake, "line %d:", &n) // 0 for one that names none
	return n
}

// unknown finds the keys of mappings that the struct which they fill does not have, in the words of the reader.
func unknown(n *yaml.Node, t reflect.Type) []string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	var all []string
	switch {
	case n.Kind == yaml.SequenceNode && (t.Kind() == reflect.Slice || t.Kind() == reflect.Array):
		for _, c := range n.Content {
			all = append(all, unknown(c, t.Elem())...)
		}
	case n.Kind == yaml.MappingNode && t.Kind() == reflect.Map:
		for i := 1; i < len(n.Content); i += 2 {
			all = append(all, unknown(n.Content[i], t.Elem())...)
		}
	case n.Kind == yaml.MappingNode && t.Kind() == reflect.Struct:
		known := keysOf(t)
		for i := 0; i+1 < len(n.Content); i += 2 {
			if field, ok := known[n.Content[i].Value]; ok {
				all = append(all, unknown(n.Content[i+1], field)...)
			} else {
				all = append(all, fmt.Sprintf("line %d: field %s not found in type %s", n.Content[i].Line, n.Content[i].Value, t))
			}
		}
	}
	return all
}

// keysOf are the keys of a struct, as the reader knows them, and what stands under them.
func keysOf(t reflect.Type) map[string]reflect.Type {
	keys := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if f.IsExported() && name != "-" {
			keys[cmp.Or(name, strings.ToLower(f.Name))] = f.Type
		}
	}
	return keys
}
