package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/aldaba-hotline/aldaba/bot"
)

// keepTemplates writes ids (name -> language -> id) into the block templates: of a YAML file, which may be hotline.yaml itself.
// Everything else in the file stays, remarks and the entries of other templates included. The file is replaced whole or not
// at all.
func keepTemplates(path string, ids map[string]map[bot.Language]string) error {
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read %s: %w; name a file that you may read and write", path, err)
	}
	data, err = withTemplates(data, ids)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := replace(path, data); err != nil {
		return fmt.Errorf("write %s: %w; name a file in a folder that exists and that you may write to", path, err)
	}
	return nil
}

// withTemplates returns a YAML file with ids added to its block templates:. No byte outside of the block changes.
func withTemplates(data []byte, ids map[string]map[bot.Language]string) ([]byte, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("is no YAML: %w; correct it, or name another file with --out", err)
	}
	root := &yaml.Node{Kind: yaml.MappingNode} // of an empty file
	if doc.Kind != 0 && doc.Content[0].Tag != "!!null" {
		root = doc.Content[0]
	}
	if root.Kind != yaml.MappingNode || root.Style == yaml.FlowStyle {
		return nil, notKeyed(root, "the file")
	}
	first, last := span(root, templatesKey)
	block, err := mapping(root, templatesKey)
	if err == nil {
		err = addTemplates(block, ids)
	}
	if err != nil {
		return nil, err
	}
	dropFoot(block)
	text, err := encode(block)
	if err != nil {
		return nil, err
	}
	return splice(data, first, last, text), nil
}

const templatesKey = "templates"

func addTemplates(block *yaml.Node, ids map[string]map[bot.Language]string) error {
	for _, name := range sorted(ids) {
		languages, err := mapping(block, name)
		if err != nil {
			return err
		}
		for _, lang := range sorted(ids[name]) {
			if err := setValue(languages, string(lang), ids[name][lang]); err != nil {
				return err
			}
		}
	}
	return nil
}

// span returns the first and the last line of a key and its value, 1-based; 0 when there is no such key.
func span(root *yaml.Node, key string) (first, last int) {
	for i := 0; i+1 < len(root.Content); i += 2 {
		if k := root.Content[i]; k.Value == key {
			return k.Line, max(k.Line, lastLine(root.Content[i+1]))
		}
	}
	return 0, 0
}

func lastLine(n *yaml.Node) int {
	last := n.Line
	for _, child := range n.Content {
		last = max(last, lastLine(child))
	}
	return last
}

// dropFoot forgets the remarks behind a block, which stay where they are in the file.
func dropFoot(n *yaml.Node) {
	n.HeadComment, n.FootComment = "", ""
	if last := len(n.Content) - 1; last > 0 {
		n.Content[last-1].FootComment = ""
		n.Content[last].FootComment = ""
		for _, child := range n.Content[last].Content {
			child.FootComment = ""
		}
	}
}

func encode(block *yaml.Node) ([]byte, error) {
	var out bytes.Buffer
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: templatesKey}
	if err := e.Encode(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{key, block}}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// splice puts text in place of the lines first to last, or at the end when there are none.
func splice(data []byte, first, last int, text []byte) []byte {
	lines := slices.Collect(bytes.Lines(data))
	if first == 0 {
		if n := len(lines); n > 0 && !bytes.HasSuffix(lines[n-1], []byte("\n")) {
			lines = append(lines, []byte("\n"))
		}
		return append(bytes.Join(lines, nil), text...)
	}
	return bytes.Join(slices.Concat(lines[:first-1], [][]byte{text}, lines[last:]), nil)
}

func sorted[K ~string, V any](m map[K]V) []K {
	var all []K
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

// mapping returns the mapping under a key, and adds an empty one where there is none or null.
func mapping(parent *yaml.Node, key string) (*yaml.Node, error) {
	value, err := valueOf(parent, key)
	if err != nil {
		return nil, err
	}
	if value.Kind == 0 || value.Tag == "!!null" {
		*value = yaml.Node{Kind: yaml.MappingNode, HeadComment: value.HeadComment, LineComment: value.LineComment, FootComment: value.FootComment}
	}
	if value.Kind != yaml.MappingNode {
		return nil, notKeyed(value, key)
	}
	if len(value.Content) == 0 {
		value.Style = 0 // "{}" would put everything on one line
	}
	return value, nil
}

func notKeyed(n *yaml.Node, what string) error {
	return fmt.Errorf("line %d: %s holds no keys; correct it, or name another file with --out", n.Line, what)
}

// valueOf returns the value under a key, and adds an empty one where there is none.
func valueOf(parent *yaml.Node, key string) (*yaml.Node, error) {
	if parent.Kind != yaml.MappingNode {
		return nil, notKeyed(parent, "the file")
	}
	for i := 0; i+1 < len(parent.Content); i += 2 {
		if parent.Content[i].Value == key {
			return parent.Content[i+1], nil
		}
	}
	value := &yaml.Node{}
	parent.Content = append(parent.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}, value)
	return value, nil
}

func setValue(parent *yaml.Node, key, value string) error {
	n, err := valueOf(parent, key)
	if err != nil {
		return err
	}
	*n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value, LineComment: n.LineComment}
	return nil
}

// replace writes a file beside the old one and puts it in its place.
func replace(path string, data []byte) error {
	beside, err := stage(path, data)
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(beside) }() // it is gone when all went well
	return os.Rename(beside, path)
}

// stage writes what is to replace a file into a new one beside it, and returns its name.
func stage(path string, data []byte) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".aldaba-*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Chmod(modeOf(path)), f.Close()); err != nil {
		_ = os.Remove(f.Name()) // whatever kept it from being written is told
		return "", err
	}
	return f.Name(), nil
}

func modeOf(path string) fs.FileMode {
	if info, err := os.Stat(path); err == nil {
		return info.Mode().Perm()
	}
	return 0o644
}
