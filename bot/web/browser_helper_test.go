package web_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/aldaba-hotline/aldaba/bot/web"
)

// patience is how long a test waits for what should happen at once; the machine may be busy.
const patience = 30 * time.Second

// browser is a Chromium that shows the demo page and remembers every complaint of it.
type browser struct {
	t      *testing.T
	ctx    context.Context
	phones *echoPhones

	mu         sync.Mutex
	complaints []string
}

func openDemo(t *testing.T) *browser {
	t.Helper()
	b := &browser{t: t, phones: newEchoPhones()}
	b.visits(demoOf(b.phones))
	b.ready()
	return b
}

// visits opens a demo's page.
func (b *browser) visits(d web.Demo) {
	b.t.Helper()
	s := local(web.Options{})
	s.MountDemo(d)
	r := run(b.t, s)
	b.ctx = startChromium(b.t)
	console := chromedp.Console(b.ctx)
	go func() {
		for message, err := range console {
			if err != nil {
				return
			}
			b.mu.Lock()
			b.complaints = append(b.complaints, message.String())
			b.mu.Unlock()
		}
	}()
	b.do(chromedp.EmulateViewport(1280, 800), chromedp.Navigate("http://"+r.Addr()+"/"))
}

// startChromium returns a tab of a fresh browser that phones nobody.
func startChromium(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("chromium is not installed: install the Debian package chromium")
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.Headless,
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(freshProfile(t)),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), flags...)
	t.Cleanup(stop)
	ctx, stopTab := chromedp.NewContext(ctx)
	t.Cleanup(stopTab)
	ctx, cancel := context.WithTimeout(ctx, 4*patience)
	t.Cleanup(cancel)
	return ctx
}

// freshProfile is a directory that is removed at the end, when the browser's children have stopped writing.
func freshProfile(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "aldaba-chromium")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for range 50 {
			if os.RemoveAll(dir) == nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	})
	return dir
}

func (b *browser) saidInConsole() []string {
	time.Sleep(50 * time.Millisecond) // messages come on a line of their own
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.complaints...)
}

// isQuiet fails the test if the page logged, threw, missed a file or broke its Content-Security-Policy.
func (b *browser) isQuiet() {
	b.t.Helper()
	for _, c := range b.saidInConsole() {
		b.t.Errorf("the page complained: %s", c)
	}
}

func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) value(script string) string {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+script+")"))
	if err != nil {
		b.t.Fatal(err)
	}
	return value
}

// until waits for a condition in the page. It asks again and again from outside: code that waits inside the
// page would need a laxer Content-Security-Policy.
func (b *browser) until(what, condition string) {
	b.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if b.value("Boolean("+condition+")") == "true" {
			return
		}
	}
	b.shoot("failed")
	b.t.Fatalf("waited in vain until %s; the console: %q", what, b.saidInConsole())
}

// is compares what a script yields.
func (b *browser) is(script, want string) {
	b.t.Helper()
	if got := b.value(script); got != want {
		b.t.Errorf("%s = %q, want %q", script, got, want)
	}
}

func (b *browser) ready() {
	b.t.Helper()
	b.until("both phones are connected", `document.querySelectorAll('.log[aria-busy=false]').length === 2`)
}

// says types into a phone ("sms" or "whatsapp") and sends.
func (b *browser) says(phone, text string) {
	b.t.Helper()
	b.do(chromedp.SendKeys("."+phone+" .text", text), press("Enter", "Enter", 13))
}

// hears waits for a bubble of the hotline that starts so.
func (b *browser) hears(phone, text string) {
	b.t.Helper()
	b.until("the "+phone+" phone hears "+text, fmt.Sprintf(
		`[...document.querySelectorAll('.%s .theirs .words')].some(w => w.textContent.startsWith(%q))`, phone, text))
}

// belongsTo gives a phone to an owner who reads that language.
func (b *browser) belongsTo(phone, language string) {
	b.t.Helper()
	b.do(chromedp.SetValue("."+phone+" .owner", language))
	b.value(fmt.Sprintf(`document.querySelector('.%s .owner').dispatchEvent(new Event('change'))`, phone))
	b.until("the phone speaks "+language, fmt.Sprintf(`document.querySelector('.%s .screen').lang === %q`, phone, language))
	b.ready()
}

// shoot saves a picture of the page when ALDABA_SHOTS names a directory, for a person to look at.
func (b *browser) shoot(name string) {
	b.t.Helper()
	dir := os.Getenv("ALDABA_SHOTS")
	if dir == "" {
		return
	}
	b.do(chromedp.Sleep(300 * time.Millisecond))
	picture := chromedp.CaptureScreenshot()
	if strings.HasPrefix(name, "whole") {
		picture = chromedp.FullScreenshot(100)
	}
	png, err := chromedp.Run(b.ctx, picture)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// atNight shows the page as to somebody who prefers dark colours.
func atNight() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
		return err
	})
}

// tabBackTo presses Shift+Tab until an element has the focus.
func (b *browser) tabBackTo(element string) {
	b.t.Helper()
	for range 40 {
		if b.value(`document.activeElement === `+element) == "true" {
			return
		}
		b.do(press("Tab", "Tab", 9, chromedp.ModifierShift))
	}
	b.t.Fatalf("Shift+Tab never reaches %s", element)
}

// tabThrough presses Tab from the page's beginning to its end and returns the phone and class of each stop.
func (b *browser) tabThrough() []string {
	b.t.Helper()
	b.value(`(document.body.tabIndex = -1, document.body.focus())`)
	var stops []string
	for range 40 {
		b.do(press("Tab", "Tab", 9))
		stop := b.value(`(e => e === document.body ? '' : e.closest('.station').classList[1] + ' ' + e.className)(document.activeElement)`)
		if stop == "" || len(stops) > 0 && stop == stops[0] {
			break
		}
		stops = append(stops, stop)
	}
	return stops
}

// press presses one key as a keyboard does. chromedp's own keys send the character even when the page has
// taken the key, so Enter would also break the line.
func press(key, code string, virtual int64, held ...chromedp.Modifier) chromedp.Action[chromedp.Void] {
	var mask int64
	for _, m := range held {
		mask |= int64(m)
	}
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
			_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: key, Code: code,
				WindowsVirtualKeyCode: virtual, NativeVirtualKeyCode: virtual, Modifiers: mask})
			if err != nil {
				return err
			}
		}
		return nil
	})
}
