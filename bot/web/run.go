package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"time"
)

// profileTime is how long an answer on the admin listener may take while profiles are served there.
const profileTime = 3 * time.Minute

func (s *Server) makeServers() {
	base, cancel := context.WithCancel(context.Background())
	s.stopRequests = cancel
	s.public = s.newServer(base, s.echo)
	s.admin = s.newServer(base, s.adminHandler())
	if s.opt.Pprof {
		s.admin.WriteTimeout = profileTime
	}
}

func (s *Server) newServer(base context.Context, h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: s.opt.Limits.ReadHeader,
		ReadTimeout:       s.opt.Limits.Read,
		WriteTimeout:      s.opt.Limits.Write,
		IdleTimeout:       s.opt.Limits.Idle,
		MaxHeaderBytes:    maxHeaders,
		BaseContext:       func(net.Listener) context.Context { return base },
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
}

func (s *Server) adminHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.metrics.handler())
	mux.HandleFunc("GET /healthz", alive)
	mux.Handle("GET /readyz", s.ready)
	if s.opt.Pprof {
		mux.HandleFunc("GET /debug/pprof/", pprof.Index)
		mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
		mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
		mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	}
	return mux
}

// Listen opens both ports, so that the addresses are known before Run serves them. Run calls it if nobody did.
func (s *Server) Listen() error {
	if s.publicListen != nil {
		return nil
	}
	public, err := net.Listen("tcp", s.opt.Listen)
	if err != nil {
		return err
	}
	if s.opt.Admin != "" {
		if s.adminListen, err = net.Listen("tcp", s.opt.Admin); err != nil {
			return errors.Join(fmt.Errorf("admin listener: %w", err), public.Close())
		}
	}
	s.publicListen = public
	return nil
}

// Addr returns the public host:port, or "" before Listen.
func (s *Server) Addr() string { return address(s.publicListen) }

// AdminAddr returns the admin host:port, or "" before Listen and where there is none.
func (s *Server) AdminAddr() string { return address(s.adminListen) }

func address(l net.Listener) string {
	if l == nil {
		return ""
	}
	return l.Addr().String()
}

// Run serves until ctx ends, then drains: /readyz turns red, the public listener closes, requests in flight
// finish or, at the limit, are cut. It returns nil after a clean end. It may be called once.
func (s *Server) Run(ctx context.Context) error {
	if err := s.Listen(); err != nil {
		return err
	}
	failed := make(chan error, 2)
	go func() { failed <- s.public.Serve(s.publicListen) }()
	if s.adminListen != nil {
		go func() { failed <- s.admin.Serve(s.adminListen) }()
	}
	s.log.Info("listening", "public", s.Addr(), "admin", s.AdminAddr())
	var broken error
	select {
	case <-ctx.Done():
	case err := <-failed:
		broken = fmt.Errorf("serve: %w", err)
	}
	return errors.Join(broken, s.drain())
}

func (s *Server) drain() error {
	defer s.stopRequests()
	close(s.draining)
	s.log.Info("draining")
	time.Sleep(s.opt.Limits.Notice)
	ctx, cancel := context.WithTimeout(context.Background(), s.opt.Limits.Drain)
	defer cancel()
	err := s.public.Shutdown(ctx)
	if err != nil {
		err = fmt.Errorf("drain: requests still in flight were cut: %w", err)
		s.stopRequests()
		_ = s.public.Close()
	}
	_ = s.admin.Close() // last, so that /readyz and /metrics show the drain; nothing there needs an end of its own
	return err
}
