package settings_test

import (
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/deploy"
)

const exampleName = "deploy/hotline.example.yaml"

func TestTheExampleReadsWithoutProblemsAndShowsTheDefaults(t *testing.T) {
	got, problems := settings.Read(exampleName, deploy.Example)
	if len(problems) != 0 {
		t.Fatal(problems)
	}
	want := settings.Default()
	// What every hotline must fill in for itself:
	want.ID, want.Name, want.Languages, want.DefaultLanguage = got.ID, got.Name, got.Languages, got.DefaultLanguage
	want.Senders, want.Regions, want.QuietHours = got.Senders, got.Regions, got.QuietHours
	if !reflect.DeepEqual(got, want) {
		t.Errorf("a key that the example calls a default is another one:\ngot  %+v\nwant %+v", got, want)
	}
}

func TestTheBlockOfTemplatesThatTheExampleShowsIsRight(t *testing.T) {
	_, after, found := strings.Cut(string(deploy.Example), "#   templates:\n")
	block, _, ended := strings.Cut(after, "#\n")
	if !found || !ended {
		t.Fatal("the example shows no block of templates")
	}
	block = "languages: [en, es]\ntemplates:\n" + strings.ReplaceAll(block, "#   ", "")
	h, problems := settings.Read(exampleName, []byte(block))
	if problems != nil || len(h.Templates) != 3 {
		t.Fatalf("%v (%v)\n%s", h.Templates, problems, block)
	}
	for name, ids := range h.Templates {
		if ids["en"] == "" || ids["es"] == "" || len(ids) != 2 {
			t.Errorf("%s: %v", name, ids)
		}
	}
}

func TestTheExampleShowsEveryKey(t *testing.T) {
	var doc yaml.Node
	if err := yaml.Unmarshal(deploy.Example, &doc); err != nil {
		t.Fatal(err)
	}
	if checked := showsKeys(t, reflect.TypeFor[bot.Hotline](), doc.Content[0], ""); checked < 50 {
		t.Errorf("looked for %d keys only", checked)
	}
}

// showsKeys compares a type with the example at one place and returns how many keys it looked for.
func showsKeys(t *testing.T, want reflect.Type, n *yaml.Node, path string) int {
	checked := 0
	switch {
	case want.Kind() == reflect.Pointer:
		return showsKeys(t, want.Elem(), n, path)
	case want.Kind() == reflect.Struct:
		for i := range want.NumField() {
			key := want.Field(i).Tag.Get("yaml")
			value := valueOf(n, key)
			if value == nil {
				t.Errorf("line %d: %s%s is missing", n.Line, path, key)
				continue
			}
			checked += 1 + showsKeys(t, want.Field(i).Type, value, path+key+".")
		}
	case want.Kind() == reflect.Map:
		for i := 1; i < len(n.Content); i += 2 {
			checked += showsKeys(t, want.Elem(), n.Content[i], path+n.Content[i-1].Value+".")
		}
	case want.Kind() == reflect.Slice && want.Elem().Kind() == reflect.Struct:
		for _, item := range n.Content {
			checked += showsKeys(t, want.Elem(), item, path)
		}
	}
	return checked
}

func valueOf(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
