package settings

import (
	"reflect"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/strict"
)

// withUnits writes a bare 0 where a duration is expected as 0s, so that "0 = off" may be written as it is said.
// Every other duration needs a unit. No line moves.
func withUnits(data []byte) []byte {
	var doc yaml.Node
	if len(data) > strict.MaxFile || yaml.Unmarshal(data, &doc) != nil {
		return data // strict.Read says why
	}
	zeros := zeroDurations(&doc, durationKeys(reflect.TypeFor[bot.Hotline]()))
	out := make([]byte, 0, len(data)+len(zeros))
	line, column := 1, 1
	for _, b := range data {
		out = append(out, b)
		if b == '0' && zeros[[2]int{line, column}] {
			out = append(out, 's')
		}
		column++
		if b&0xC0 == 0x80 { // inside a character: yaml counts characters, not bytes
			column--
		}
		if b == '\n' {
			line, column = line+1, 1
		}
	}
	return out
}

// zeroDurations finds the places (line, column) of a plain 0 under one of the keys.
func zeroDurations(n *yaml.Node, keys map[string]bool) map[[2]int]bool {
	found := map[[2]int]bool{}
	var walk func(*yaml.Node)
	walk = func(n *yaml.Node) {
		for i, child := range n.Content {
			walk(child)
			isValue := n.Kind == yaml.MappingNode && i%2 == 1
			if isValue && keys[n.Content[i-1].Value] && child.Tag == "!!int" && child.Value == "0" {
				found[[2]int{child.Line, child.Column}] = true
			}
		}
	}
	walk(n)
	return found
}

// durationKeys collects the names of all keys below a type that hold a duration.
func durationKeys(t reflect.Type) map[string]bool {
	keys := map[string]bool{}
	var walk func(reflect.Type)
	walk = func(t reflect.Type) {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(t.Elem())
		case reflect.Struct:
			for i := range t.NumField() {
				f := t.Field(i)
				if f.Type == reflect.TypeFor[time.Duration]() {
					keys[f.Tag.Get("yaml")] = true
				}
				walk(f.Type)
			}
		}
	}
	walk(t)
	return keys
}
