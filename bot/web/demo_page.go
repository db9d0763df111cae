package web

import (
	"embed"
	"io/fs"
	"mime"
	"net/http"
	"path"

	"github.com/labstack/echo/v4"
)

//go:embed page
var pageFiles embed.FS

// demoPolicy lets the page load its own parts and nothing else, and nobody else frame it.
const demoPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func (d *demo) page(c echo.Context) error { return servePart(c, "index.html") }

func (d *demo) asset(c echo.Context) error { return servePart(c, c.Param("file")) }

// servePart answers with one embedded file. Parts are asked for again at each load: a new binary may have
// other ones.
func servePart(c echo.Context, name string) error {
	body, err := fs.ReadFile(pageFiles, path.Join("page", path.Base(name)))
	if err != nil {
		return echo.ErrNotFound
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", demoPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-cache")
	return c.Blob(http.StatusOK, partType(path.Ext(name)), body)
}

// partType is fixed for our own kinds of file, because mime's answer depends on the machine.
func partType(ext string) string {
	switch ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".json":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(ext)
}
