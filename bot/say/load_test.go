package say

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aldaba-hotline/aldaba/bot"
)

func TestEveryMistakeIsToldWithItsLine(t *testing.T) {
	for name, tc := range map[string]struct{ file, want string }{
		"missing quote":        {"\"a.b\" = \"x\"\n\"c.d\" = \"y\n", "i18n/active.es.toml:2: is not TOML:"},
		"quote in a text":      {"\n\"a.b\" = \"say \"no\" to\"\n", "i18n/active.es.toml:2: is not TOML:"},
		"id given twice":       {"\"a.b\" = \"x\"\n\n\"a.b\" = \"y\"\n", "i18n/active.es.toml:3: is not TOML:"},
		"a table for a text":   {"\"a.b\" = \"x\"\n\"c.d\" = {text = \"y\"}\n", "i18n/active.es.toml:2: c.d.text is neither a message id in quotes nor a plural form"},
		"id without quotes":    {"\"a.b\" = \"x\"\ndoor.ask = \"y\"\n", "i18n/active.es.toml:2: door.ask is neither a message id in quotes nor a plural form; write \"door.ask\" = "},
		"table without quotes": {"[door]\nask = \"x\"\n", "i18n/active.es.toml:2: door.ask is neither"},
		"deep table":           {"\n[door.opt]\n\"yes\" = \"x\"\n", "i18n/active.es.toml:3: door.opt.yes is neither"},
		"unknown plural form":  {"[\"a.b\"]\nother = \"x\"\nseveral = \"y\"\n", "i18n/active.es.toml:3: a.b.several is neither"},
		"form that is a table": {"\"a.b\" = {other = \"x\", one = {x = \"y\"}}\n", "i18n/active.es.toml:1: a.b.one.x is neither"},
		"no form other":        {"\n[\"a.b\"]\none = \"x\"\n", "i18n/active.es.toml:2: \"a.b\" has no form other"},
		"dotted plural form":   {"\"z\" = \"x\"\na.one = \"x\"\n", "i18n/active.es.toml:2: \"a\" has no form other"},
		"a number":             {"\"a.b\" = 7\n", "i18n/active.es.toml:1: \"a.b\" is not a text"},
		"a list":               {"\"a.b\" = [\n\"x\"\n]\n", "i18n/active.es.toml:1: \"a.b\" is not a text"},
		"empty text":           {"\n\"a.b\" = \" \"\n", "i18n/active.es.toml:2: \"a.b\" is empty"},
		"broken placeholder":   {"\"a.b\" = \"{{.Name\"\n", "i18n/active.es.toml:1: \"a.b\" has a placeholder that is not one argument: {{.Name"},
		"code in a text":       {"\"a.b\" = \"{{.Name}} {{if .X}}\"\n", "i18n/active.es.toml:1: \"a.b\" has a placeholder that is not one argument: {{if .X}}"},
		"stray braces":         {"\"a.b\" = \"Name}} x\"\n", "i18n/active.es.toml:1: \"a.b\" has }} without a placeholder"},
		"broken plural form":   {"\"a.b\" = {one = \"{{x}}\", other = \"y\"}\n", "i18n/active.es.toml:1: \"a.b\" has a placeholder"},
		"after a long text":    {"\"a.b\" = \"\"\"one\n\"fake\" = \\\"\"\"\n\"\"\"\n\n\"c.d\" = 7\n", "i18n/active.es.toml:5: \"c.d\" is not a text"},
		"after a literal text": {"\"a.b\" = '''one\n'x' = 7\n'''\n'c.d' = 7\n", "i18n/active.es.toml:4: \"c.d\" is not a text"},
		"prefix of another id": {"\"a.b\" = \"x\"\n\"a\" = 7\n", "i18n/active.es.toml:2: \"a\" is not a text"},
		"too large":            {strings.Repeat("#", MaxFile+1), "i18n/active.es.toml: is larger than"},
	} {
		lang, problems := LoadLanguage("i18n/active.es.toml", []byte(tc.file), Links{})
		if lang == nil || len(problems) != 1 {
			t.Errorf("%s: %d problems: %v", name, len(problems), problems)
			continue
		}
		if got := problems[0].Error(); !strings.HasPrefix(got, tc.want) || problems[0].Remedy == "" {
			t.Errorf("%s: %s\nwant %s… and a remedy", name, got, tc.want)
		}
		if problems.Err() == nil {
			t.Errorf("%s is only a warning", name)
		}
	}
}

func TestAllMistakesAreToldInOrderAndTheRestIsRead(t *testing.T) {
	lang, problems := LoadLanguage("active.es.toml", []byte("z.z = 1\n\"good\" = \"x\"\n\"b\" = 2\n\"a\" = 3\n"), Links{})
	c, _ := New(lang)
	if len(problems) != 3 || problems[0].Line != 1 || problems[1].Line != 3 || problems[2].Line != 4 {
		t.Errorf("problems: %v", problems)
	}
	if got, ok := c.Text("es", bot.SMS, "good", nil); !ok || got != "x" {
		t.Errorf("the good message: %q, %v", got, ok)
	}
}

func TestTextsAreCleanedAtLoad(t *testing.T) {
	lang, problems := LoadLanguage("active.es.toml", []byte("\"a\" = \"\"\"\r\nUno\r\n\tdos  \r\n\"\"\"\r\n\"b\" = \"x\\u0000y\"\r\n"), Links{})
	c, _ := New(lang)
	if problems != nil {
		t.Fatal(problems)
	}
	a, _ := c.Text("es", bot.SMS, "a", nil)
	b, _ := c.Text("es", bot.SMS, "b", nil)
	if a != "Uno\n dos" || b != "xy" {
		t.Errorf("%q, %q", a, b)
	}
}

func TestGoI18nsOwnNotesAreAccepted(t *testing.T) {
	lang, problems := LoadLanguage("active.es.toml", []byte("[\"a\"]\ndescription = \"for translators\"\nhash = \"sha1-0\"\nother = \"x\"\n"), Links{})
	c, _ := New(lang)
	if got, ok := c.Text("es", bot.SMS, "a", nil); !ok || got != "x" || problems != nil {
		t.Errorf("%q, %v", got, problems)
	}
}

func TestAFileMustBeNamedAfterALanguage(t *testing.T) {
	for _, name := range []string{"es.toml", "active.toml", "active.es.yaml", "active.english.toml", "active.und.toml", "active..toml", "active.e_s-.toml"} {
		lang, problems := LoadLanguage(name, nil, Links{})
		if lang != nil || len(problems) != 1 || problems[0].File != name {
			t.Errorf("%s: %v", name, problems)
		}
	}
	for _, name := range []string{"active.mam.toml", "active.quc.toml", "active.so.toml", "active.fa-AF.toml", "active.art-x-mix.toml"} {
		if _, problems := LoadLanguage(name, []byte(`"n" = {one = "a", other = "b"}`), Links{}); problems != nil {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestOneLanguageInTwoFilesIsRefused(t *testing.T) {
	c, problems := Load(folder(map[string]string{"active.fil.toml": `"a" = "first"`, "active.tl.toml": `"a" = "second"`}))
	if len(problems) != 1 || problems[0].File != "i18n/active.tl.toml" {
		t.Errorf("problems: %v", problems)
	}
	if got, _ := c.Text("tl", bot.SMS, "a", nil); got != "first" {
		t.Errorf("%q", got)
	}
}

func TestAFolderWithoutTextsIsRefused(t *testing.T) {
	c, problems := Load(fstest.MapFS{"words.es.yaml": {}})
	if problems.Err() == nil || len(c.Languages()) != 0 {
		t.Errorf("%v", problems)
	}
}

func TestAFileThatCannotBeReadIsTold(t *testing.T) {
	_, problems := Load(unreadable{folder(map[string]string{"active.es.toml": ""})})
	for i, file := range []string{"i18n/links.yaml", "i18n/active.es.toml"} {
		if len(problems) != 2 || problems[i].File != file || !strings.Contains(problems[i].What, "broken disk") {
			t.Errorf("%v", problems)
		}
	}
}

// unreadable lists files but opens none.
type unreadable struct{ fstest.MapFS }

func (unreadable) ReadFile(string) ([]byte, error) { return nil, errors.New("broken disk") }

var _ fs.ReadFileFS = unreadable{}

func TestANilLanguageIsLeftOut(t *testing.T) {
	if c, problems := New(nil, nil); len(c.Languages()) != 0 || problems != nil {
		t.Errorf("%v, %v", c.Languages(), problems)
	}
}

func FuzzLoadLanguage(f *testing.F) {
	for _, text := range files {
		f.Add([]byte(text))
	}
	f.Add([]byte("[[\"a\"]]\n'b'.\"c\" = '''\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lang, problems := LoadLanguage("active.es.toml", data, Links{})
		c, _ := New(lang)
		for _, p := range problems {
			if p.What == "" || p.Remedy == "" {
				t.Fatalf("%+v", p)
			}
		}
		for _, id := range c.IDs("es") {
			if got, ok := c.Text("es", "", id, map[string]string{"Count": "2"}); !ok || got == "" {
				t.Fatalf("%q says %q", id, got)
			}
		}
	})
}
