package settings

import (
	"fmt"
	"reflect"
	"regexp"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/aldaba-hotline/aldaba/bot"
)

// withUnits writes a bare 0 where a duration is expected as 0s, so that "0 = off" may be written as it is said.
// Every other duration needs a unit. No line moves.
func withUnits(data []byte) []byte {
	var doc yaml.Node
	if yaml.Unmarshal(data, &doc) != nil {
		return data
	}
	zeros := zeroDurations(&doc, durationKeys(reflect.TypeFor[bot.Hotline]()))
	out := make([]byte, 0, len(data)+len(zeros))
	line, column := 1, 1
	for _, b := range data {
		out = append(out, b)
		if zeros[[2]int{line, column}] {
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

// keyLine returns the line on which a key of a section is written; its value may begin a line further down.
func keyLine(data []byte, section, key string) int {
	var doc map[string]yaml.Node
	if yaml.Unmarshal(data, &doc) != nil {
		return 0
	}
	keys := doc[section].Content
	for i := 0; i+1 < len(keys); i += 2 {
		if keys[i].Value == key {
			return keys[i].Line
		}
	}
	return 0
}

// plain rewrites the decoder's talk of Go types for people who do not program.
func plain(problems bot.Problems) bot.Problems {
	wrongType := regexp.MustCompile("^cannot unmarshal !!\\w+(?: `(.*)`)? into (\\S+)$")
	expected := map[string][2]string{
		"time.Duration": {"a length of time", "write a number with its unit, such as 45s, 10m or 24h; days are hours"},
		"float64":       {"a number", "write digits only, such as 100"},
		"int":           {"a whole number", "write digits only, such as 8"},
		"bool":          {"true or false", "write true or false"},
		"string":        {"a single text", "write one text, in quotes"},
		"bot.Language":  {"a language", "write a tag such as es"},
		"[]string":      {"a list", "write it in brackets: [one, two]"},
		"[]bot.Language": {
			"a list of languages", "write it in brackets: [en, es]"},
	}
	for i, p := range problems {
		m := wrongType.FindStringSubmatch(p.What)
		if m == nil {
			continue
		}
		want, ok := expected[m[2]]
		if !ok {
			want = [2]string{"what belongs here", "see hotline.example.yaml for how this key is written"}
		}
		problems[i].What, problems[i].Remedy = fmt.Sprintf("%q is not %s", m[1], want[0]), want[1]
	}
	return problems
}
