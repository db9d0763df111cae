package exchange

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// editWords puts changes into a file of words, one after the other. What is there is changed in its place, phrase by phrase; a new list
// is put behind the one that goes before it in order. Every other byte stays.
func editWords(data []byte, changes []words, order [][]string) ([]byte, error) {
	if lineBreak(data) == "\r\n" {
		after, err := editWords(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), changes, order)
		return bytes.ReplaceAll(after, []byte("\n"), []byte("\r\n")), err
	}
	for _, w := range changes {
		after, err := setWords(data, w, order)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", strings.Join(w.path, "."), err)
		}
		data = after
	}
	return data, nil
}

// setWords makes one change in the least disturbing way that works.
func setWords(data []byte, w words, order [][]string) ([]byte, error) {
	d, err := openWords(data)
	if err != nil {
		return nil, err
	}
	n := d.find(w.path)
	if n == nil {
		return d.checked(w, func() ([]byte, error) { return d.insert(w, order) })
	}
	if block(n) {
		return d.checked(w, func() ([]byte, error) { return d.dashes(w, n) })
	}
	after, err := d.checked(w, func() ([]byte, error) { return d.items(w, n) })
	if err == nil {
		return after, nil
	}
	return d.checked(w, func() ([]byte, error) { return d.rewrite(w, n) })
}

// document is a file of words and where everything stands in it.
type document struct {
	data  []byte
	root  *yaml.Node
	lines []int // where each line begins
}

func openWords(data []byte) (*document, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("is no YAML: %w", err)
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode || doc.Content[0].Style == yaml.FlowStyle {
		return nil, fmt.Errorf("has no keys; begin it with name: and the language's own name")
	}
	d := &document{data: data, root: doc.Content[0], lines: []int{0}}
	for i, c := range data {
		if c == '\n' {
			d.lines = append(d.lines, i+1)
		}
	}
	return d, nil
}

// checked makes a change, and holds that it did what it should and nothing else.
func (d *document) checked(w words, do func() ([]byte, error)) ([]byte, error) {
	after, err := do()
	if err != nil {
		return nil, err
	}
	want, got := map[string]string{}, map[string]string{}
	for _, m := range []struct {
		data []byte
		into map[string]string
	}{{d.data, want}, {after, got}} {
		all, ps := lists("", m.data)
		if ps != nil {
			return nil, fmt.Errorf("cannot be edited in place; write the list in brackets: [one, two]")
		}
		for _, l := range all {
			m.into[l.id()] = strings.Join(phrases(l.text), "\n")
		}
	}
	want[list{path: w.path}.id()] = normal(w)
	if fmt.Sprint(want) != fmt.Sprint(got) {
		return nil, fmt.Errorf("cannot be edited in place; write the list in brackets: [one, two]")
	}
	return after, nil
}

// normal is how the text of a row reads when it is read back.
func normal(w words) string {
	all := phrases(w.text)
	if scalarPath(w.path) {
		return strings.Join(all, " ")
	}
	for i, p := range all {
		if !nestedList(w.path) {
			continue
		}
		same := strings.Split(p, "|")
		for k := range same {
			same[k] = strings.TrimSpace(same[k])
		}
		all[i] = strings.Join(same, wordings)
	}
	return strings.Join(all, "\n")
}

func child(n *yaml.Node, key string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

func (d *document) find(path []string) *yaml.Node {
	n := d.root
	for _, key := range path {
		if n = child(n, key); n == nil {
			return nil
		}
	}
	return n
}

// offset is where a node begins. Its column counts characters.
func (d *document) offset(n *yaml.Node) int {
	pos := d.lines[n.Line-1]
	for i := 1; i < n.Column && pos < len(d.data); i++ {
		pos += runeLength(d.data[pos:])
	}
	return pos
}

func runeLength(b []byte) int {
	n := 1
	for n < len(b) && n < 4 && b[n]&0xC0 == 0x80 {
		n++
	}
	return n
}

// block reports whether a list or mapping has its parts in lines of their own.
func block(n *yaml.Node) bool {
	return n.Kind != yaml.ScalarNode && n.Style != yaml.FlowStyle && len(n.Content) > 0
}

// end is the byte behind a node: a bracketed list, a quoted or a plain word in one line.
func (d *document) end(n *yaml.Node, stop string) int {
	s := scanner{data: d.data, pos: d.offset(n)}
	switch {
	case block(n):
		return d.end(n.Content[len(n.Content)-1], stop)
	case n.Kind != yaml.ScalarNode:
		s.brackets()
	case n.Style == yaml.DoubleQuotedStyle || n.Style == yaml.SingleQuotedStyle:
		s.one()
	default:
		for s.pos < len(s.data) && !strings.ContainsRune(stop+"\r\n", rune(s.data[s.pos])) && !bytes.HasPrefix(s.data[s.pos:], []byte(" #")) {
			s.pos++
		}
		return len(bytes.TrimRight(s.data[:s.pos], " \t"))
	}
	return min(s.pos, len(d.data))
}

// brackets skips a list or mapping in brackets, with its quotes and comments.
func (s *scanner) brackets() {
	depth := 0
	for s.pos < len(s.data) {
		c := s.data[s.pos]
		opens := bytes.ContainsRune([]byte(" ,[\n"), rune(s.data[max(s.pos-1, 0)])) // a quote within a word does not begin a string
		switch {
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth--
		case (c == '"' || c == '\'') && opens:
			s.one()
			continue
		case c == '#' && opens:
			s.restOfLine()
			continue
		}
		if s.pos++; depth == 0 {
			return
		}
	}
}

// rewrite writes a whole value anew.
func (d *document) rewrite(w words, n *yaml.Node) ([]byte, error) {
	start := d.offset(n)
	column := len([]rune(string(d.data[d.lines[n.Line-1]:start])))
	return apply(d.data, []edit{{start, d.end(n, ""), yamlValue(w.path, w.text, column, 2*len(w.path))}}), nil
}

// dashes writes a list anew of which each item has a line that begins with a dash.
func (d *document) dashes(w words, n *yaml.Node) ([]byte, error) {
	var b strings.Builder
	for _, item := range yamlItems(w.path, w.text) {
		b.WriteString(strings.Repeat(" ", n.Column-1) + "- " + item + "\n")
	}
	s := scanner{data: d.data, pos: d.end(n, "")}
	s.restOfLine()
	return apply(d.data, []edit{{d.lines[n.Line-1], s.pos, b.String()}}), nil
}

// insert puts a new list behind the one that goes before it in order.
func (d *document) insert(w words, order [][]string) ([]byte, error) {
	depth, parent := 0, d.root
	for next := child(parent, w.path[depth]); next != nil && next.Kind == yaml.MappingNode && block(next); next = child(parent, w.path[depth]) {
		depth, parent = depth+1, next
		if depth == len(w.path) {
			return nil, fmt.Errorf("is a mapping")
		}
	}
	if child(parent, w.path[depth]) != nil || len(parent.Content) == 0 {
		return nil, fmt.Errorf("line %d: cannot be added to; write its keys in lines of their own", parent.Line)
	}
	last := parent.Content[len(parent.Content)-1]
	for _, key := range before(order, w.path[:depth+1]) {
		if n := child(parent, key); n != nil {
			last = n
		}
	}
	s := scanner{data: d.data, pos: d.end(last, "")}
	s.restOfLine()
	block := yamlBlock(w.path, depth, w.text, parent.Content[0].Column-1)
	return apply(d.data, []edit{{s.pos, s.pos, block}}), nil
}

// before are the keys that stand before the last one of a path, in order, below the same parent.
func before(order [][]string, path []string) []string {
	var keys []string
	up := len(path) - 1
	for _, p := range order {
		if len(p) <= up || !slices.Equal(p[:up], path[:up]) {
			continue
		}
		if p[up] == path[up] {
			return keys
		}
		keys = append(keys, p[up])
	}
	return keys
}
