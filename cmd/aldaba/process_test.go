package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aldaba-hotline/aldaba/bot/racetest"
	"github.com/aldaba-hotline/aldaba/flows"
	"github.com/aldaba-hotline/aldaba/i18n"
)

// patience is how long a test waits for what should happen at once; the machine may be busy.
const patience = time.Minute

// TestMain may be the yardstick of BenchmarkWebhook instead; see bench_bare_test.go.
func TestMain(m *testing.M) {
	if redisURL := os.Getenv(bareVariable); redisURL != "" {
		serveBare(redisURL)
		return
	}
	os.Exit(testWithProgram(m))
}

func testWithProgram(m *testing.M) int {
	dir, err := os.MkdirTemp("", "aldaba-test")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFailed
	}
	defer os.RemoveAll(dir)
	program = sync.OnceValues(func() (string, error) { return compile(filepath.Join(dir, "aldaba"), racetest.On()) })
	endings = sync.OnceValues(func() (string, error) { return compile(filepath.Join(dir, "aldaba-verbs"), false) })
	twoLanguages = sync.OnceValues(func() (string, error) { return lean(filepath.Join(dir, "data"), "active.*") })
	twoWords = sync.OnceValues(func() (string, error) { return lean(filepath.Join(dir, "less"), "active.*", "words.*") })
	return m.Run()
}

// What tests run, made when it is first needed, once for all: the program as the tests are built, so that the race detector watches the servers too; the
// program for verbs that end by themselves, which it would slow down tenfold for nothing; a data folder with texts in English and
// Spanish alone; and one that understands no other languages, for servers that the race detector watches: they would learn twelve for seconds.
var program, endings, twoLanguages, twoWords func() (string, error)

// lean copies the data that the program is built with, of some kinds of files only those of two languages.
func lean(dir string, kinds ...string) (string, error) {
	for name, from := range map[string]fs.FS{"flows": flows.FS, "i18n": i18n.FS} {
		if err := os.CopyFS(filepath.Join(dir, name), from); err != nil {
			return "", fmt.Errorf("copy the data: %w", err)
		}
	}
	for _, kind := range kinds {
		if err := onlyTwo(filepath.Join(dir, "i18n", kind)); err != nil {
			return "", err
		}
	}
	return dir, nil
}

// onlyTwo removes the files of a pattern but those of English and Spanish.
func onlyTwo(pattern string) error {
	names, _ := filepath.Glob(pattern)
	for _, name := range names {
		if lang := strings.Split(filepath.Base(name), ".")[1]; lang != "en" && lang != "es" {
			if err := os.Remove(name); err != nil {
				return fmt.Errorf("trim the data: %w", err)
			}
		}
	}
	return nil
}

func trim(tb testing.TB, pattern string) {
	tb.Helper()
	if err := onlyTwo(pattern); err != nil {
		tb.Fatal(err)
	}
}

// compile builds the program.
func compile(path string, race bool) (string, error) {
	args := []string{"build", "-buildvcs=false", "-o", path}
	if race {
		args = append(args, "-race")
	}
	if out, err := exec.Command("go", append(args, ".")...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
}

func build(tb testing.TB) string {
	tb.Helper()
	return made(tb, program)
}

func made(tb testing.TB, what func() (string, error)) string {
	tb.Helper()
	path, err := what()
	if err != nil {
		tb.Fatal(err)
	}
	return path
}

// environment is this process's without the hotline's own variables, which a developer may have set, and then extra.
func environment(extra ...string) []string {
	var all []string
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "ALDABA_") && !strings.HasPrefix(kv, "TWILIO_") {
			all = append(all, kv)
		}
	}
	return append(all, extra...)
}

// call is one run of a verb that ends by itself.
type call struct {
	in  string   // standard input
	dir string   // to run in; empty: an empty one
	env []string // beside environment()
}

// ended is how a verb ended.
type ended struct {
	code     int
	out, err string
}

// aldaba runs a verb without input.
func aldaba(tb testing.TB, args ...string) ended {
	tb.Helper()
	return call{}.aldaba(tb, args...)
}

func (c call) aldaba(tb testing.TB, args ...string) ended {
	tb.Helper()
	verbs := made(tb, endings) // the first call waits for the linker, which is no fault of the verb
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, verbs, args...)
	if cmd.Dir = c.dir; c.dir == "" {
		cmd.Dir = tb.TempDir()
	}
	var out, errs strings.Builder
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = environment(c.serving(tb)...), strings.NewReader(c.in), &out, &errs
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		tb.Fatalf("aldaba %s: %v", args, err)
	}
	noRace(tb, errs.String())
	return ended{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// serving is the environment of a verb. One that works beside a server has the server's data, as launch gives it.
func (c call) serving(tb testing.TB) []string {
	tb.Helper()
	beside := slices.ContainsFunc(c.env, func(kv string) bool { return strings.HasPrefix(kv, "ALDABA_REDIS_URL=") })
	if !beside || !racetest.On() {
		return c.env
	}
	return append([]string{"ALDABA_DATA=" + made(tb, twoWords)}, c.env...)
}

func noRace(tb testing.TB, diagnostics string) {
	tb.Helper()
	if strings.Contains(diagnostics, "DATA RACE") {
		tb.Errorf("a data race:\n%s", diagnostics)
	}
}

// process is a server in a process of its own, ended by its own id.
type process struct {
	cmd      *exec.Cmd
	addr     string
	out, err *record
	done     chan struct{} // closed when it has ended
}

// launch starts a process that is killed with the test, at the latest.
func launch(tb testing.TB, env []string, binary string, args ...string) *process {
	tb.Helper()
	p := &process{cmd: exec.Command(binary, args...), out: &record{}, err: &record{}, done: make(chan struct{})}
	if racetest.On() {
		// Every process with the race detector would end a second late.
		env = append([]string{"GORACE=atexit_sleep_ms=0", "ALDABA_DATA=" + made(tb, twoWords)}, env...)
	}
	p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = environment(env...), p.out, p.err
	if err := p.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait() // tests look at the exit status
		close(p.done)
	}()
	tb.Cleanup(func() {
		p.stop()
		noRace(tb, p.err.String())
		if tb.Failed() {
			tb.Logf("%s wrote to standard error:\n%s", args, p.err)
		}
	})
	return p
}

// start runs a server on a free port and waits until it accepts connections. The address is the last argument, and in
// the environment.
func start(tb testing.TB, env []string, binary string, args ...string) *process {
	tb.Helper()
	port := freePort(tb)
	addr := "127.0.0.1:" + port
	if len(args) > 0 {
		args = append(args, addr)
	}
	p := launch(tb, append(env, "ALDABA_BENCH_PORT="+port), binary, args...)
	p.addr = addr
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if c, err := net.Dial("tcp", p.addr); err == nil {
			c.Close()
			return p
		}
	}
	tb.Fatalf("%s does not listen", binary)
	return nil
}

func (p *process) stop() {
	_ = p.cmd.Process.Kill() // it may have ended
	<-p.done
}

// signal sends the process a signal.
func (p *process) signal(tb testing.TB, s os.Signal) {
	tb.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		tb.Fatalf("signal: %v", err)
	}
}

// ends waits for the process to end by itself and returns its exit status.
func (p *process) ends(tb testing.TB) int {
	tb.Helper()
	select {
	case <-p.done:
	case <-time.After(patience):
		tb.Fatal("the process does not end")
	}
	return p.cmd.ProcessState.ExitCode()
}

// awaits returns when the process has written something to one of its streams, and fails when it never does.
func (p *process) awaits(tb testing.TB, stream *record, words string) {
	tb.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if strings.Contains(stream.String(), words) {
			return
		}
	}
	tb.Fatalf("the process never writes %q", words)
}

// record keeps what a process writes.
type record struct {
	mu  sync.Mutex
	all []byte
}

func (r *record) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, b...)
	return len(b), nil
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return string(r.all)
}

func freePort(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}
