package web

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

const (
	maxBody    = 64 << 10 // bytes of a request's body; more is answered with 413
	maxHeaders = 16 << 10 // bytes of a request's headers; more is answered with 431
)

// Options configure a Server. The zero value of each field but Listen and Admin is a sensible default.
type Options struct {
	Listen  string       // public host:port; port 0 takes a free one
	Admin   string       // admin host:port; port 0 takes a free one; empty: none
	Checks  []Check      // what /readyz looks at
	Metrics *Metrics     // where to count; nil makes new ones
	Pprof   bool         // serve profiles under /debug/pprof/ on the admin listener
	Log     *slog.Logger // nil discards
	Limits  Limits
}

// Limits are how long a client may take. A zero field is replaced by its default.
type Limits struct {
	ReadHeader time.Duration // from the connection's start to the end of the headers; 5 s
	Read       time.Duration // to the end of the body; 10 s
	Write      time.Duration // from the end of the headers to the end of the answer; 15 s
	Idle       time.Duration // between two requests on a connection; 120 s
	Ready      time.Duration // for all readiness checks together; 1 s
	Notice     time.Duration // how long /readyz is red before the listener closes; 0: closes at once
	Drain      time.Duration // for requests in flight at the end; 25 s
}

func (l Limits) orDefaults() Limits {
	for _, d := range []struct {
		limit *time.Duration
		value time.Duration
	}{
		{&l.ReadHeader, 5 * time.Second},
		{&l.Read, 10 * time.Second},
		{&l.Write, 15 * time.Second},
		{&l.Idle, 120 * time.Second},
		{&l.Ready, time.Second},
		{&l.Drain, 25 * time.Second},
	} {
		if *d.limit <= 0 {
			*d.limit = d.value
		}
	}
	return l
}

// Server is the public and the admin listener of one process. Mount everything before Run.
type Server struct {
	opt      Options
	log      *slog.Logger
	echo     *echo.Echo
	metrics  *Metrics
	ids      requestIDs
	ready    *readiness
	routes   map[string]*routeMeter // by Echo's pattern; written by Mount only
	other    *routeMeter            // requests for which there is no route
	draining chan struct{}          // closed when the end begins

	public, admin             *http.Server
	publicListen, adminListen net.Listener
	stopRequests              func() // ends the context of every request in flight
}

// New returns a server that serves /healthz, /readyz and, on the admin listener, /metrics. It opens no port.
func New(opt Options) *Server {
	opt.Limits = opt.Limits.orDefaults()
	s := &Server{
		opt:      opt,
		log:      opt.Log,
		metrics:  opt.Metrics,
		ids:      newRequestIDs(),
		routes:   map[string]*routeMeter{},
		draining: make(chan struct{}),
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.metrics == nil {
		s.metrics = NewMetrics()
	}
	s.other = s.metrics.route("other")
	s.ready = newReadiness(opt.Checks, opt.Limits.Ready, s.draining, s.log)
	s.echo = newEcho(s)
	s.mountHealth()
	s.makeServers()
	return s
}

func newEcho(s *Server) *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(io.Discard)
	e.HTTPErrorHandler = s.refuse
	e.Use(s.guard)
	return e
}

func (s *Server) mountHealth() {
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		s.Mount(method, "/healthz", http.HandlerFunc(alive))
		s.Mount(method, "/readyz", s.ready)
	}
}

// Mount serves a method and an Echo path pattern with h; method "" means every method. The pattern is the
// request's label in the metrics. It must not be called once Run has begun.
//
// What h reads of a body is bounded: reading past 64 KiB fails with *http.MaxBytesError. A panic in h is
// answered with 500. The answer's X-Request-Id header is set before h runs, so that h may log it.
func (s *Server) Mount(method, path string, h http.Handler) {
	s.handle(method, path, echo.WrapHandler(h))
}

func (s *Server) handle(method, path string, h echo.HandlerFunc) {
	if s.routes[path] == nil {
		s.routes[path] = s.metrics.route(path)
	}
	if method == "" {
		s.echo.Any(path, h)
		return
	}
	s.echo.Add(method, path, h)
}

// ServeHTTP answers a request as the public listener does, for tests that need no port.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// Metrics returns where the server counts.
func (s *Server) Metrics() *Metrics { return s.metrics }
