package exchange

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// item is a phrase in its list, and what separates it from the next one.
type item struct {
	phrase, written, gap string
}

// items changes a list phrase by phrase, so that the lines of those that stay do not change. It refuses where their order changes.
func (d *document) items(w words, n *yaml.Node) ([]byte, error) {
	if n.Kind != yaml.SequenceNode || nestedList(w.path) || len(n.Content) == 0 {
		return nil, fmt.Errorf("is no list of phrases")
	}
	old, first, behind := d.split(n)
	shall := phrases(w.text)
	kept, err := inOrder(old, shall)
	if err != nil {
		return nil, err
	}
	indent := 2 * len(w.path)
	b := line{column: utf8.RuneCount(d.data[d.lines[n.Line-1]:first]), indent: indent}
	i := 0
	for k, p := range shall {
		gap := ""
		for i < len(old) && kept[p] && old[i].phrase != p { // these go; a line break behind them stays
			gap = longer(gap, old[i].gap)
			i++
		}
		if k > 0 {
			b.separate(gap, p)
		}
		if kept[p] {
			b.write(old[i].written)
			b.gap = old[i].gap
			i++
		} else {
			b.write(yamlScalar(p))
		}
	}
	return apply(d.data, []edit{{first, behind, b.String()}}), nil
}

// split takes a list apart; it also returns where its first phrase begins and its last one ends.
func (d *document) split(n *yaml.Node) (all []item, first, behind int) {
	for i, c := range n.Content {
		start, end := d.offset(c), d.end(c, ",]")
		it := item{phrase: strings.Join(strings.Fields(c.Value), " "), written: string(d.data[start:end])}
		if i+1 < len(n.Content) {
			it.gap = string(d.data[end:max(end, d.offset(n.Content[i+1]))])
		}
		all, behind = append(all, it), end
	}
	return all, d.offset(n.Content[0]), behind
}

// inOrder tells which phrases stay; it is an error when one is there twice or their order changes.
func inOrder(old []item, shall []string) (map[string]bool, error) {
	place := map[string]int{}
	for i, it := range old {
		if _, twice := place[it.phrase]; twice {
			return nil, fmt.Errorf("has a phrase twice")
		}
		place[it.phrase] = i
	}
	kept := map[string]bool{}
	last := -1
	for _, p := range shall {
		i, ok := place[p]
		if ok && i <= last {
			return nil, fmt.Errorf("changes its order")
		}
		if ok {
			kept[p], last = true, i
		}
	}
	return kept, nil
}

// line writes phrases, and breaks lines that new ones make too long.
type line struct {
	bytes.Buffer
	gap    string // behind the last phrase
	column int
	indent int
}

func (b *line) write(s string) {
	b.WriteString(s)
	if i := strings.LastIndexByte(s, '\n'); i >= 0 {
		b.column, s = 0, s[i+1:]
	}
	b.column += utf8.RuneCountInString(s)
}

// separate writes the gap before a phrase. A gap that was there stays; a new one breaks the line where it has to.
func (b *line) separate(removed, next string) {
	gap := longer(b.gap, removed)
	if b.gap = ""; gap == "" {
		gap = ", "
		if b.column+2+utf8.RuneCountInString(next) > wide {
			gap = ",\n" + strings.Repeat(" ", b.indent)
		}
	}
	b.write(gap)
}

// longer is the gap that breaks the line, else the first one that there is.
func longer(a, b string) string {
	if a == "" || strings.Contains(b, "\n") && !strings.Contains(a, "\n") {
		return b
	}
	return a
}
