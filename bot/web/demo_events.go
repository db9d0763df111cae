package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
)

const (
	heartbeat = 15 * time.Second // a comment on a silent stream, so that a dead connection is noticed
	eventTime = 10 * time.Second // for a client to take one event
)

type bubbleEvent struct {
	Seq      int    `json:"seq"`
	From     string `json:"from"` // "hotline" or "owner"
	Text     string `json:"text"`
	Kind     string `json:"kind"`
	At       int64  `json:"at"` // Unix milliseconds
	Segments int    `json:"segments,omitempty"`
	Encoding string `json:"encoding,omitempty"`
}

// events streams a phone's bubbles as server-sent events: those after the last one that the client has seen
// (Last-Event-ID, or ?after= on a first connection), the event "ready", then each new one as it comes.
func (d *demo) events(c echo.Context) error {
	after, err := lastSeen(c.Request())
	if err != nil {
		return tell(c, err)
	}
	past, next, stop, err := d.Phones.Listen(phoneNumber(c), after)
	if err != nil {
		return tell(c, err)
	}
	defer stop()
	st := newStream(c, after)
	st.raw("retry: 1000\n\n")
	for _, b := range past {
		st.bubble(b)
	}
	st.raw("event: ready\ndata: {}\n\n")
	d.follow(c, st, next)
	return nil
}

// follow passes bubbles on until the client leaves, the server drains or the listener is dropped. The client
// comes back by itself and names the last bubble it has.
func (d *demo) follow(c echo.Context, st *stream, next <-chan Bubble) {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for st.err == nil {
		select {
		case b, ok := <-next:
			if !ok {
				return
			}
			st.bubble(b)
		case <-beat.C:
			st.raw(": still here\n\n")
		case <-d.server.draining:
			return
		case <-c.Request().Context().Done():
			return
		}
	}
}

func lastSeen(r *http.Request) (int, error) {
	seen := r.Header.Get("Last-Event-ID")
	if seen == "" {
		seen = r.URL.Query().Get("after")
	}
	if seen == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(seen)
	if err != nil || n < 0 {
		return 0, problem{http.StatusBadRequest, "bad_event_id"}
	}
	return n, nil
}

// stream writes server-sent events and keeps the first error.
type stream struct {
	w    *echo.Response
	ctl  *http.ResponseController
	last int
	err  error
}

// newStream starts the answer and frees it from the server's limits on a whole request; each event has its own.
func newStream(c echo.Context, last int) *stream {
	w := c.Response()
	st := &stream{w: w, ctl: http.NewResponseController(w), last: last}
	_ = st.ctl.SetReadDeadline(time.Time{}) // the server's would end the request's context; a recorder has none
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	return st
}

func (st *stream) bubble(b Bubble) {
	if b.Seq <= st.last {
		return
	}
	from := "owner"
	if b.FromHotline {
		from = "hotline"
	}
	data, err := json.Marshal(bubbleEvent{Seq: b.Seq, From: from, Text: b.Text, Kind: b.Kind,
		At: b.At.UnixMilli(), Segments: b.Segments, Encoding: b.Encoding})
	if err != nil {
		st.err = fmt.Errorf("encode bubble: %w", err)
		return
	}
	st.last = b.Seq
	st.raw(fmt.Sprintf("id: %d\nevent: bubble\ndata: %s\n\n", b.Seq, data))
}

func (st *stream) raw(text string) {
	if st.err != nil {
		return
	}
	_ = st.ctl.SetWriteDeadline(time.Now().Add(eventTime))
	if _, st.err = st.w.Write([]byte(text)); st.err == nil {
		st.err = st.ctl.Flush()
	}
}
