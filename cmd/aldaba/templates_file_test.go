package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/settings"
	"github.com/aldaba-hotline/aldaba/deploy"
)

func someIDs() map[string]map[bot.Language]string {
	return map[string]map[bot.Language]string{
		"door/ask":      {"en": "HX1", "es": "HX2"},
		"template.page": {"zh-Hans": "HX3"},
	}
}

func TestTemplatesAreAddedToAFile(t *testing.T) {
	t.Parallel()
	const block = "templates:\n  door/ask:\n    en: HX1\n    es: HX2\n  template.page:\n    zh-Hans: HX3\n"
	for name, c := range map[string]struct{ before, after string }{
		"no file":         {"", block},
		"only remarks":    {"# mine\n", "# mine\n" + block},
		"an empty block":  {"id: a\ntemplates: {}\n\n# the name\nname: b\n", "id: a\n" + block + "\n# the name\nname: b\n"},
		"a null block":    {"templates:\nid: a\n", block + "id: a\n"},
		"no such block":   {"# mine\nid:   a   # short", "# mine\nid:   a   # short\n" + block},
		"other entries":   {"templates:\n  # by hand\n  other: {en: HX9} # keep\n  door/ask: {fr: HX8, en: HX7}\n\n# end\n", "templates:\n  # by hand\n  other: {en: HX9} # keep\n  door/ask: {fr: HX8, en: HX1, es: HX2}\n  template.page:\n    zh-Hans: HX3\n\n# end\n"},
		"the same again":  {block, block},
		"remarks go on":   {"templates:\n  door/ask:\n    en: HX1\n    es: HX2\n  # about pages\n  template.page:\n    zh-Hans: HX0 # old\n# behind\nid: a\n", "templates:\n  door/ask:\n    en: HX1\n    es: HX2\n  # about pages\n  template.page:\n    zh-Hans: HX3 # old\n# behind\nid: a\n"},
		"with CR and LF":  {"id: a\r\ntemplates: {}\r\nname: b\r\n", "id: a\r\n" + block + "name: b\r\n"},
		"a wide language": {"templates:\n    template.page:\n        zh-Hant: HX6\n", "templates:\n  template.page:\n    zh-Hant: HX6\n    zh-Hans: HX3\n  door/ask:\n    en: HX1\n    es: HX2\n"},
	} {
		got, err := withTemplates([]byte(c.before), someIDs())
		if err != nil || string(got) != c.after {
			t.Errorf("%s: %v\n got %q\nwant %q", name, err, got, c.after)
		}
	}
}

func TestTemplatesInTheExampleKeepEverythingElse(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "hotline.yaml")
	if err := os.WriteFile(path, deploy.Example, 0o600); err != nil {
		t.Fatal(err)
	}
	const en, es = "HX00000000000000000000000000000007", "HX00000000000000000000000000000008"
	for range 2 { // a second time changes nothing
		if err := keepTemplates(path, map[string]map[bot.Language]string{"door/ask": {"en": en, "es": es}}); err != nil {
			t.Fatal(err)
		}
	}
	after, mode := content(t, path)
	h, ps := settings.Read(path, []byte(after))
	if ps.Err() != nil || h.Templates["door/ask"]["en"] != en || h.Templates["door/ask"]["es"] != es || mode != 0o600 {
		t.Errorf("%v, %v, mode %v", ps, h.Templates, mode)
	}
	if rest := strings.Replace(after, "\ntemplates:\n  door/ask:\n    en: "+en+"\n    es: "+es+"\n", "\ntemplates: {}\n", 1); rest != string(deploy.Example) {
		t.Errorf("the rest has changed:\n%s", rest)
	}
}

func TestTemplatesAreNotWrittenOverWhatIsNotUnderstood(t *testing.T) {
	t.Parallel()
	for before, want := range map[string]string{
		"a: [":                       "no YAML",
		"- a\n":                      "line 1: the file holds no keys",
		"{id: a}\n":                  "line 1: the file holds no keys",
		"templates: 5\n":             "line 1: templates holds no keys",
		"templates: {door/ask: 5}":   "line 1: door/ask holds no keys",
		"templates:\n  door/ask: []": "line 2: door/ask holds no keys",
	} {
		path := filepath.Join(t.TempDir(), "templates.yaml")
		if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
			t.Fatal(err)
		}
		err := keepTemplates(path, someIDs())
		if after, _ := content(t, path); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) || after != before {
			t.Errorf("%q: %v, now %q", before, err, after)
		}
	}
	if err := keepTemplates(filepath.Join(t.TempDir(), "no", "folder", "t.yaml"), someIDs()); err == nil || !strings.Contains(err.Error(), "folder that exists") {
		t.Errorf("in no folder: %v", err)
	}
}
