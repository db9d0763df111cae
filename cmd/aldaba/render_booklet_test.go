package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Widths on which a booklet is read, in CSS pixels.
const (
	handheld = 360
	monitor  = 1280
	a4Paper  = 672 // between the margins
)

func TestTheBookletOpensWithoutANetworkAndPrints(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "booklet")
	if r := aldaba(t, "render", "--lang", "es", "--out", dir); r.code != exitOK || !strings.Contains(r.out, "index.html") {
		t.Fatalf("%+v", r)
	}
	b := openBrowser(t, "about:blank", chromedp.Flag("proxy-server", "127.0.0.1:9")) // where nobody listens
	complaints := b.complaints()
	b.do(chromedp.Navigate("file://" + filepath.Join(dir, bookletPage)))
	for _, width := range []int64{handheld, monitor} {
		b.do(chromedp.EmulateViewport(width, 1000))
		b.until("it fits its page", fits)
		b.until("every diagram has a size", `document.querySelectorAll('svg').length > 20 && [...document.querySelectorAll('svg')].every(s => s.getBoundingClientRect().height > 20 && s.getBoundingClientRect().width > 100)`)
	}
	b.until("nothing in a diagram covers a text", clearTexts)
	b.until("every address within the page leads somewhere", `[...document.querySelectorAll('a[href^="#"]')].every(a => document.getElementById(decodeURIComponent(a.getAttribute('href').slice(1))))`)
	b.until("nothing is loaded", "performance.getEntriesByType('resource').length == 0")
	b.prints()
	if said := complaints(); said != nil {
		t.Errorf("the console: %q", said)
	}
}

const fits = `document.documentElement.scrollWidth <= window.innerWidth && [...document.querySelectorAll('p, td, h1, h2, h3, h4, svg')].every(e => e.getBoundingClientRect().right <= window.innerWidth)`

// clearTexts: texts lie within their box, meet no other one, and all lines are outside.
const clearTexts = `[...document.querySelectorAll('svg')].every(svg => {
	const right = Math.max(...[...svg.querySelectorAll('rect')].map(r => r.getBBox().x + r.getBBox().width))
	const texts = [...svg.querySelectorAll('text')].map(t => t.getBBox())
	const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y + 4 < b.y + b.height && b.y + 4 < a.y + a.height
	return texts.every((a, i) => a.x + a.width < right && !texts.some((b, j) => j < i && meet(a, b))) &&
		[...svg.querySelectorAll('.line, .tip')].every(l => l.getBBox().x >= right)
})`

// prints prints the page on A4 and Letter.
func (b browser) prints() {
	b.t.Helper()
	for _, paper := range []chromedp.PaperSize{chromedp.PaperA4, chromedp.PaperLetter} {
		pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(paper)))
		if pages := bytes.Count(pdf, []byte("/Type /Page\n")); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) || pages < 50 || pages > 400 {
			b.t.Errorf("%d pages on %v, %v", pages, paper, err)
		}
	}
	b.do(chromedp.EmulateViewport(a4Paper, 940), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print",
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
		return err
	}))
	b.until("it fits the paper", fits)
	b.until("no bubble and no diagram is cut", `[...document.querySelectorAll('.bubble, figure')].every(e => getComputedStyle(e).breakInside == 'avoid' && e.getBoundingClientRect().height < 900)`)
	b.until("it is dark on light", `getComputedStyle(document.body).color == 'rgb(0, 0, 0)' && getComputedStyle(document.body).backgroundColor == 'rgb(255, 255, 255)'`)
}

// complaints begins to listen to the page's console; what it returns tells what was said there.
func (b browser) complaints() func() []string {
	var mu sync.Mutex
	var all []string
	console := chromedp.Console(b.ctx)
	go func() {
		for message, err := range console {
			if err != nil {
				return
			}
			mu.Lock()
			all = append(all, message.String())
			mu.Unlock()
		}
	}()
	return func() []string {
		time.Sleep(50 * time.Millisecond) // messages come on a line of their own
		mu.Lock()
		defer mu.Unlock()
		return all
	}
}

func TestABookletReplacesOnlyABooklet(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "new", "folder")
	for _, lang := range []string{"en", "es"} {
		if r := aldaba(t, "render", "--lang", lang, "--out", dir); r.code != exitOK || r.err != "" {
			t.Fatalf("%+v", r)
		}
	}
	home := filepath.Join(dir, bookletPage)
	if page, _ := os.ReadFile(home); !bytes.Contains(page, []byte("Español (es)")) && !bytes.Contains(page, []byte(`dir="ltr">Español`)) {
		t.Error("the older booklet is still there")
	}
	if err := os.WriteFile(home, []byte("my home page"), 0o644); err != nil {
		t.Fatal(err)
	}
	if r := aldaba(t, "render", "--lang", "en", "--out", dir); r.code != exitFailed || !strings.Contains(r.err, "name a new folder") {
		t.Errorf("%+v", r)
	}
	if kept, _ := os.ReadFile(home); string(kept) != "my home page" {
		t.Error("it was written over")
	}
}

func TestAFolderWithOtherThingsIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	letter := filepath.Join(dir, "letter.txt")
	if err := os.WriteFile(letter, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{dir, letter, filepath.Join(letter, "in")} {
		if r := aldaba(t, "render", "--lang", "en", "--out", out); r.code != exitFailed || r.out != "" || !strings.Contains(r.err, "name ") {
			t.Errorf("%s: %+v", out, r)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
}

func TestABookletNeedsALanguageThatHasTexts(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "booklet")
	for _, args := range [][]string{{"render"}, {"render", "--lang", "en"}, {"render", "--lang", "en", "--fallback"}} {
		if r := aldaba(t, args...); r.code != exitUsage {
			t.Errorf("%v: %+v", args, r)
		}
	}
	for _, lang := range []string{"xx", "../es", "ES "} {
		if r := aldaba(t, "render", "--lang", lang, "--out", dir); r.code != exitFailed || !strings.Contains(r.err, "use one of ar, en, es") {
			t.Errorf("%+v", r)
		}
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a folder was made for nothing")
	}
}
