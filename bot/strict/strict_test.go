package strict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/strict"
)

type sample struct {
	Name  string            `yaml:"name"`
	Nodes map[string]inner  `yaml:"nodes"`
	List  []string          `yaml:"list"`
	Extra map[string]string `yaml:"extra"`
	Wait  time.Duration     `yaml:"wait"`
}

type inner struct {
	Kind string `yaml:"kind"`
	Max  int    `yaml:"max"`
}

func TestMistakesAreToldWithTheirLine(t *testing.T) {
	cases := map[string]struct{ yaml, want string }{
		"unknown key":      {"name: a\nnoods: 1\n", `f.yaml:2: unknown key "noods"; check its spelling`},
		"unknown deep key": {"nodes:\n  a:\n    kind: x\n    knd: y\n", `f.yaml:4: unknown key "knd"`},
		"wrong type":       {"nodes:\n  a:\n    max: many\n", "f.yaml:3: cannot unmarshal"},
		"no unit":          {"wait: 30\n", `f.yaml:1: "30" is not a length of time; write a number with its unit`},
		"days":             {"wait: 180d\n", `f.yaml:1: "180d" is not a length of time; write`},
		"a list for one":   {"wait: [30m]\n", "f.yaml:1: the value is not a length of time; write"},
		"a tab":            {"nodes:\n\ta: 1\n", "f.yaml:2: found character that cannot start any token; indent with blanks"},
		"broken syntax":    {"name: [a\nlist: b\n", "f.yaml:2: did not find"},
		"twice":            {"name: a\nname: b\n", `f.yaml:2: mapping key "name" already defined`},
		"empty":            {"", "f.yaml: is empty"},
		"only a comment":   {"# nothing\n", "f.yaml: is empty"},
		"two documents":    {"name: a\n---\nname: b\n", "f.yaml: holds more than one document"},
		"alias":            {"name: &x a\nlist: [*x]\n", "f.yaml:1: uses a YAML alias"},
		"too large":        {strings.Repeat("#", strict.MaxFile+1), "f.yaml: is larger than"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, ps := strict.Read("f.yaml", []byte(c.yaml), &sample{})
			if len(ps) == 0 || !strings.HasPrefix(ps.Error(), c.want) {
				t.Errorf("got %q, want it to begin with %q", ps.Error(), c.want)
			}
		})
	}
}

func TestAllMistakesOfOneKindAreToldTogether(t *testing.T) {
	_, ps := strict.Read("f.yaml", []byte("a: 1\nb: 2\nname: ok\n"), &sample{})
	if len(ps) != 2 || ps[0].Line != 1 || ps[1].Line != 2 {
		t.Errorf("got %v, want problems on lines 1 and 2", ps)
	}
}

func TestLinesAndKeysAreRemembered(t *testing.T) {
	f, ps := strict.Read("f.yaml", []byte("name: a\nnodes:\n  z: {kind: say}\n  b:\n    kind: ask\nlist:\n  - one\n  - two\n"), &sample{})
	if ps != nil {
		t.Fatal(ps)
	}
	if got := strings.Join(f.Keys("nodes"), " "); got != "z b" {
		t.Errorf("keys in written order: got %q", got)
	}
	for _, c := range []struct {
		want int
		path []any
	}{{5, []any{"nodes", "b", "kind"}}, {8, []any{"list", 1}}, {7, []any{"list", 9}}, {1, []any{"nothing"}}} {
		if got := f.Line(c.path...); got != c.want {
			t.Errorf("line of %v: got %d, want %d", c.path, got, c.want)
		}
	}
	if f.Keys("name") != nil || f.Keys("no", "where") != nil {
		t.Error("only mappings have keys")
	}
}
