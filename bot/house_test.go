package bot_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/aldaba-hotline/aldaba/"

// underDesk is what the shell stands on.
var underDesk = []string{"bot/flow", "bot/understand", "bot/say", "bot/dispatch", "bot/outbox", "bot/local", "bot/place", "bot/roster", "bot/broadcast", "bot/proof"}

// floors lists, for each package of ours, which others it may import, directly or not, besides the vocabulary and the
// leaves that anybody may use. What is not listed does not exist.
var floors = map[string][]string{
	"bot":               {},
	"bot/text":          {},
	"bot/strict":        {},
	"bot/flow":          {},
	"bot/understand":    {},
	"bot/say":           {},
	"bot/dispatch":      {},
	"bot/settings":      {},
	"bot/outbox":        {},
	"bot/place":         {},
	"bot/roster":        {},
	"bot/broadcast":     {},
	"bot/proof":         {},
	"bot/enrol":         {},
	"bot/local":         {},
	"bot/review":        {},
	"bot/book":          {"bot/flow", "bot/understand", "bot/say", "bot/dispatch", "bot/local", "bot/review", "bot/book/lint"},
	"bot/book/booklet":  {"bot/book", "bot/book/lint", "bot/flow", "bot/understand", "bot/say", "bot/dispatch", "bot/local", "bot/review"},
	"bot/book/lint":     {},
	"bot/book/exam":     {"bot/understand"},
	"bot/book/exchange": {"bot/book", "bot/book/lint", "bot/flow", "bot/understand", "bot/say", "bot/dispatch", "bot/local", "bot/review"},
	"bot/desk":          underDesk,
	"bot/store":         append([]string{"bot/desk"}, underDesk...),
	"bot/seal":          append([]string{"bot/desk"}, underDesk...),
	"bot/twilio":        append([]string{"bot/desk"}, underDesk...),
	"bot/web":           append([]string{"bot/desk"}, underDesk...),
	"bot/sim":           append([]string{"bot/desk", "bot/settings", "flows", "i18n"}, underDesk...),
	"flows":             {},
	"i18n":              {},
	"deploy":            {},
}

var (
	leaves = []string{"bot", "bot/text", "bot/strict"}
	pure   = []string{"bot", "bot/text", "bot/strict", "bot/flow", "bot/understand", "bot/say", "bot/dispatch", "bot/outbox", "bot/local", "bot/place", "bot/roster", "bot/broadcast", "bot/proof", "bot/review", "bot/enrol", "bot/book/lint", "bot/book/exam", "bot/book/exchange"}
)

type pkg struct {
	ImportPath                               string
	Dir                                      string
	Deps, Imports, TestImports, XTestImports []string
	GoFiles, TestGoFiles, XTestGoFiles       []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,Deps,Imports,TestImports,XTestImports,GoFiles,TestGoFiles,XTestGoFiles", module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p pkg
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		if _, ours := strings.CutPrefix(p.ImportPath, module); ours {
			all = append(all, p)
		}
	}
	return all
}

func (p pkg) name() string { return strings.TrimPrefix(p.ImportPath, module) }

func TestImportsRunOneWay(t *testing.T) {
	for _, p := range packages(t) {
		if strings.HasPrefix(p.name(), "cmd/") || strings.HasSuffix(p.name(), "test") {
			continue
		}
		may, known := floors[p.name()]
		if !known {
			t.Errorf("%s has no floor: say in floors what it may import, and in CONTRIBUTING.md what it is for", p.name())
		}
		for _, d := range p.Deps {
			d, ours := strings.CutPrefix(d, module)
			if ours && !slices.Contains(leaves, d) && !slices.Contains(may, d) {
				t.Errorf("%s must not depend on %s", p.name(), d)
			}
		}
	}
}

// bannedImports are what pure packages must not import, not even their tests: whatever asks the world.
var bannedImports = []string{"context", "math/rand", "math/rand/v2", "crypto/rand", "log", "log/slog", "net", "net/http", "os", "os/exec", "sync", "time/tzdata"}

// mayImport are exceptions: the vocabulary hides its secrets from slog, and this test asks the go command.
var mayImport = map[string][]string{"bot": {"log/slog", "os/exec", "os"}}

func TestPurePackagesAskNobody(t *testing.T) {
	for _, p := range packages(t) {
		if !slices.Contains(pure, p.name()) {
			continue
		}
		for _, i := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			if slices.Contains(bannedImports, i) && !slices.Contains(mayImport[p.name()], i) {
				t.Errorf("%s is pure and must not import %s", p.name(), i)
			}
		}
		for _, f := range p.GoFiles {
			checkPurity(t, filepath.Join(p.Dir, f))
		}
	}
}

// make unit runs these, and no others, without the race detector only.
func TestMakeKnowsWhatIsPure(t *testing.T) {
	makefile, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(makefile), "\npure := ")
	list, _, _ = strings.Cut(list, "\n")
	for _, name := range strings.Fields(list) {
		if p := strings.TrimSuffix(name, "/..."); p != "bot/book" && !slices.Contains(pure, p) {
			t.Errorf("Makefile: pure holds %s, which nothing holds to be pure", p)
		}
	}
}

// checkPurity finds clocks, goroutines, channels of time, and package state in one file.
func checkPurity(t *testing.T, file string) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	complain := func(n ast.Node, what string) { t.Errorf("%s: %s in a pure package", fset.Position(n.Pos()), what) }
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			complain(n, "a goroutine")
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "Tick", "NewTimer", "NewTicker", "AfterFunc"}, n.Sel.Name) {
				complain(n, "time."+n.Sel.Name)
			}
		case *ast.FuncDecl:
			if n.Name.Name == "init" && n.Recv == nil {
				complain(n, "init()")
			}
		}
		return true
	})
}

// Each outside library has one package that speaks its language.
func TestKeysAndProviderWordsStayAtHome(t *testing.T) {
	for _, p := range packages(t) {
		for _, i := range p.Imports {
			if strings.Contains(i, "go-redis") && p.name() != "bot/store" {
				t.Errorf("%s imports %s: only bot/store speaks to Redis", p.name(), strconv.Quote(i))
			}
			if strings.Contains(i, "twilio-go") && p.name() != "bot/twilio" {
				t.Errorf("%s imports %s: only bot/twilio speaks to the provider", p.name(), strconv.Quote(i))
			}
			if strings.Contains(i, "labstack/echo") && p.name() != "bot/web" {
				t.Errorf("%s imports %s: only bot/web speaks Echo", p.name(), strconv.Quote(i))
			}
		}
	}
}
