// Package redistest starts a Redis server for tests.
package redistest

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// startTimeout is how long a server may take until it answers.
const startTimeout = 30 * time.Second

// Server is a Redis server of one test's own: on a free port of the loopback interface, in a directory of its own,
// keeping nothing on disk unless told to.
type Server struct {
	tb   testing.TB
	port int
	dir  string
	cmd  *exec.Cmd
}

// Start starts a server that ends with the test and returns its redis:// URL.
func Start(tb testing.TB) string {
	tb.Helper()
	return New(tb).URL()
}

// New starts a server that ends with the test, for tests that stall or kill it. Extra arguments are given to
// redis-server as they are. With "--appendonly", "yes", what it has confirmed is in its file, and outlives Kill: by default
// Redis would put that off for up to two seconds while the disk is slow. It may not outlive the machine.
func New(tb testing.TB, args ...string) *Server {
	tb.Helper()
	s := &Server{tb: tb, port: freePort(tb), dir: tb.TempDir()}
	tb.Cleanup(s.Kill) // before Run, which may fail after the process has started
	s.Run(args...)
	return s
}

// URL is the redis:// URL of the server; a restart keeps it.
func (s *Server) URL() string { return "redis://" + s.addr() + "/0" }

// Run starts the server, again after Kill, and waits until it answers.
func (s *Server) Run(args ...string) {
	s.tb.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		s.tb.Fatal("this test needs redis-server; on Debian: apt-get install redis-server")
	}
	// A log file, not a buffer: Wait would wait for whoever still holds the other end of a pipe.
	log, err := os.Create(filepath.Join(s.dir, "log"))
	if err != nil {
		s.tb.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	s.cmd = exec.Command(path, append([]string{
		"--bind", "127.0.0.1", "--port", strconv.Itoa(s.port), "--dir", s.dir, "--save", "", "--appendonly", "no", "--appendfsync", "no",
	}, args...)...)
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if err := s.cmd.Start(); err != nil {
		s.tb.Fatalf("start redis-server: %v", err)
	}
	s.await()
}

// Kill ends the server at once, as a power failure would. It does nothing when the server is not running.
func (s *Server) Kill() {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	s.cmd = nil
}

// Stall stops the server from answering until Resume; its connections stay open.
func (s *Server) Stall() { s.signal(syscall.SIGSTOP) }

// Resume ends a Stall.
func (s *Server) Resume() { s.signal(syscall.SIGCONT) }

func (s *Server) signal(sig syscall.Signal) {
	s.tb.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.tb.Fatalf("signal redis-server: %v", err)
	}
}

func (s *Server) addr() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)) }

// await returns when the server answers PING.
func (s *Server) await() {
	s.tb.Helper()
	for end := time.Now().Add(startTimeout); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if ping(s.addr()) {
			return
		}
	}
	log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
	s.tb.Fatalf("redis-server does not answer after %v:\n%s", startTimeout, log)
}

func ping(addr string) bool {
	c, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return false
	}
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(time.Second))
	if _, err := c.Write([]byte("PING\r\n")); err != nil {
		return false
	}
	b := make([]byte, 64)
	n, err := c.Read(b)
	answer := string(b[:n])
	return err == nil && (strings.HasPrefix(answer, "+PONG") || strings.HasPrefix(answer, "-NOAUTH"))
}

// freePort asks the system for a port that nobody listens on.
func freePort(tb testing.TB) int {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}
