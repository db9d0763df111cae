package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func TestTheBookletOpensWithoutANetworkAndPrints(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "booklet")
	if r := aldaba(t, "render", "--lang", "es", "--out", dir); r.code != exitOK || !strings.Contains(r.out, "index.html") {
		t.Fatalf("%+v", r)
	}
	b := openBrowser(t, "file://"+filepath.Join(dir, bookletPage))
	for _, width := range []int64{360, 794, 1280} { // a phone, the width of A4, a desk
		b.do(chromedp.EmulateViewport(width, 1000))
		b.until("fits its page", "document.documentElement.scrollWidth <= window.innerWidth")
		b.until("every diagram has a size", "document.querySelectorAll('figure > svg').length > 20 && [...document.querySelectorAll('figure > svg')].every(s => s.getBoundingClientRect().height > 20)")
	}
	b.until("nothing is loaded", "performance.getEntriesByType('resource').length == 0")
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil || len(pdf) < 100000 {
		t.Errorf("%d bytes of PDF, %v", len(pdf), err)
	}
}

func TestABookletReplacesOnlyABooklet(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for range 2 {
		if r := aldaba(t, "render", "--lang", "en", "--out", dir); r.code != exitOK {
			t.Fatalf("%+v", r)
		}
	}
	home := filepath.Join(dir, bookletPage)
	if err := os.WriteFile(home, []byte("my home page"), 0o644); err != nil {
		t.Fatal(err)
	}
	if r := aldaba(t, "render", "--lang", "en", "--out", dir); r.code != exitFailed || !strings.Contains(r.err, "is no booklet; name another folder") {
		t.Errorf("%+v", r)
	}
	if kept, _ := os.ReadFile(home); string(kept) != "my home page" {
		t.Error("it was written over")
	}
	for _, args := range [][]string{{"render"}, {"render", "--lang", "en"}, {"render", "--lang", "en", "--fallback"}} {
		if r := aldaba(t, args...); r.code != exitUsage {
			t.Errorf("%v: %+v", args, r)
		}
	}
	if r := aldaba(t, "render", "--lang", "xx", "--out", dir); r.code != exitFailed || !strings.Contains(r.err, "use one of en, es") {
		t.Errorf("%+v", r)
	}
}
