package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"
)

// maxIncidents is how many incidents the page shows at most.
const maxIncidents = 20

// Incidents tells what the demo's card shows. It is safe for concurrent use.
type Incidents interface {
	// Open returns the open incidents, the ones to look at first before others.
	Open(ctx context.Context) ([]Incident, error)
}

// Incident is one incident as a dispatcher sees it. Times are Unix milliseconds; people have first names only.
type Incident struct {
	Number   int             `json:"number"`
	State    string          `json:"state"`
	Severity string          `json:"severity"`
	Opened   int64           `json:"opened"`
	Activity string          `json:"activity"` // in the reporter's words; empty: not told
	Block    string          `json:"block"`    // empty: not known
	Reports  int             `json:"reports"`
	Owner    string          `json:"owner,omitempty"`
	Paged    []IncidentPage  `json:"paged"`
	Log      []IncidentEntry `json:"log"` // oldest first
	Next     *IncidentWait   `json:"next,omitempty"`
	Hint     IncidentHint    `json:"hint"`
}

// IncidentPage is somebody who was woken.
type IncidentPage struct {
	Name    string `json:"name"`
	Role    string `json:"role"`
	State   string `json:"state"`
	Minutes int    `json:"minutes,omitempty"` // promised
}

// IncidentEntry is one change.
type IncidentEntry struct {
	At    int64  `json:"at"`
	State string `json:"state"`
	By    string `json:"by"`
	Why   string `json:"why"`
}

// IncidentWait is the next deadline.
type IncidentWait struct {
	What string `json:"what"`
	At   int64  `json:"at"`
}

// IncidentHint says what whoever plays can do next, in a word that the page translates.
type IncidentHint struct {
	Do  string `json:"do"`
	Who string `json:"who,omitempty"`
}

// incidents answers with the open incidents, or with 304 when nothing has changed for whoever asks.
func (d *demo) incidents(c echo.Context) error {
	if d.Incidents == nil {
		return echo.ErrNotFound
	}
	open, err := d.Incidents.Open(c.Request().Context())
	if err != nil {
		return tell(c, err)
	}
	if open == nil {
		open = []Incident{}
	}
	body, err := json.Marshal(open[:min(len(open), maxIncidents)])
	if err != nil {
		return fmt.Errorf("encode incidents: %w", err)
	}
	return unlessKnown(c, body)
}

func unlessKnown(c echo.Context, body []byte) error {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	h := c.Response().Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "no-cache")
	if c.Request().Header.Get("If-None-Match") == tag {
		return c.NoContent(http.StatusNotModified)
	}
	return c.JSONBlob(http.StatusOK, body)
}
