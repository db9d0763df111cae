package web

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
)

const headerRequestID = "X-Request-Id"

// guard stands in front of every handler: request id, body limit, recovery, metrics and the access log. It is
// one function, not a chain, because the webhook passes through it at every message.
func (s *Server) guard(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		c.Response().Header()[headerRequestID] = []string{s.ids.next()}
		meter := s.other
		defer func() { s.settle(c, meter, start, recover()) }()
		err := limitBody(c)
		if err == nil {
			err = next(c)
		}
		if !errors.Is(err, echo.ErrNotFound) && !errors.Is(err, echo.ErrMethodNotAllowed) {
			meter = s.meterOf(c)
		}
		if err != nil {
			s.refuse(err, c)
		}
		return nil
	}
}

func (s *Server) meterOf(c echo.Context) *routeMeter {
	if m := s.routes[c.Path()]; m != nil {
		return m
	}
	return s.other
}

// limitBody refuses a body that is announced as too long and cuts one of unknown length. A body of known
// length needs no reader of its own: net/http reads no further than announced.
func limitBody(c echo.Context) error {
	r := c.Request()
	switch {
	case r.ContentLength > maxBody:
		return echo.ErrStatusRequestEntityTooLarge
	case r.ContentLength < 0:
		r.Body = http.MaxBytesReader(c.Response(), r.Body, maxBody)
	}
	return nil
}

// settle ends a request, with what its handler panicked with, if anything.
func (s *Server) settle(c echo.Context, meter *routeMeter, start time.Time, panicked any) {
	if panicked != nil {
		meter = s.meterOf(c)
		s.afterPanic(c, panicked)
	}
	status := c.Response().Status
	took := time.Since(start)
	meter.observe(status, took)
	ctx := c.Request().Context()
	if s.log.Enabled(ctx, slog.LevelDebug) {
		s.log.DebugContext(ctx, "request", "id", c.Response().Header().Get(headerRequestID),
			"method", meter.method(c.Request().Method), "route", meter.name, "status", status, "took", took)
	}
	if panicked != nil && c.Response().Committed && status < http.StatusInternalServerError {
		panic(http.ErrAbortHandler) // half an answer is out; only a broken connection tells the client so
	}
}

// afterPanic counts and logs a panic and answers 500 if nothing was answered. The value of a panic may quote
// the request, so only its type is logged, and the text of the runtime's own errors.
func (s *Server) afterPanic(c echo.Context, panicked any) {
	if err, ok := panicked.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(http.ErrAbortHandler)
	}
	s.metrics.panics.Inc()
	what := fmt.Sprintf("%T", panicked)
	if err, ok := panicked.(runtime.Error); ok {
		what = err.Error()
	}
	s.log.Error("handler panicked", "id", c.Response().Header().Get(headerRequestID), "route", c.Path(),
		"panic", what, "stack", string(debug.Stack()))
	if !c.Response().Committed {
		plain(c, http.StatusInternalServerError)
	}
}

// refuse answers a handler's error with its status and nothing about its cause.
func (s *Server) refuse(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	status := http.StatusInternalServerError
	var known *echo.HTTPError
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &known):
		status = known.Code
	case errors.As(err, &tooLong):
		status = http.StatusRequestEntityTooLarge
	default:
		s.log.Error("handler failed", "id", c.Response().Header().Get(headerRequestID), "route", c.Path(),
			"kind", fmt.Sprintf("%T", err))
	}
	plain(c, status)
}

// plain answers with the status' own words.
func plain(c echo.Context, status int) {
	h := c.Response().Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Del("Content-Length") // a failed handler may have announced another one
	_ = c.String(status, http.StatusText(status)+"\n")
}

// requestIDs makes ids that are unique to a request: a random part for the process and a count.
type requestIDs struct {
	prefix string
	count  *atomic.Uint64
}

func newRequestIDs() requestIDs {
	var random [5]byte
	_, _ = rand.Read(random[:]) // never fails: the runtime ends the process instead
	return requestIDs{prefix: hex.EncodeToString(random[:]) + "-", count: new(atomic.Uint64)}
}

func (ids requestIDs) next() string {
	var room [32]byte
	return string(strconv.AppendUint(append(room[:0], ids.prefix...), ids.count.Add(1), 36))
}
