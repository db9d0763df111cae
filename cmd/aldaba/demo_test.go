package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/aldaba-hotline/aldaba/bot"
)

var toOpen = regexp.MustCompile(`(?m)^Open http://(\S+)/$`)

// openDemo starts the demo without any configuration but a free port.
func openDemo(t *testing.T) *process {
	t.Helper()
	p := launch(t, nil, build(t), "demo", "--listen", "127.0.0.1:0")
	p.awaits(t, p.out, "/\n")
	found := toOpen.FindStringSubmatch(p.out.String())
	if found == nil {
		t.Fatalf("the demo does not say what to open: %s", p.out)
	}
	p.addr = found[1]
	return p
}

func TestDemoAnswersSoonAfterItsStart(t *testing.T) {
	build(t) // before the clock starts
	began := time.Now()
	p := openDemo(t)
	ready := time.Since(began)
	var bought struct{ Number string }
	postJSON(t, p, "/demo/phones", `{"channel":"sms","language":"es"}`, http.StatusCreated, &bought)
	of := "/demo/phones/" + url.PathEscape(bought.Number)
	postJSON(t, p, of+"/messages", `{"text":"ay migra aki tocando"}`, http.StatusNoContent, nil)
	answer := firstAnswer(t, p, of+"/events")
	took := time.Since(began)
	t.Logf("the demo is ready after %v and has answered after %v", ready.Round(time.Millisecond), took.Round(time.Millisecond))
	if took > 20*time.Second {
		t.Errorf("the first answer comes %v after the start", took)
	}
	if want := wording(t, "es", bot.SMS, "raid.where"); !holds(answer, want) {
		t.Errorf("the answer is %q, want %q", answer, want)
	}
	p.signal(t, syscall.SIGINT)
	if code := p.ends(t); code != exitOK {
		t.Errorf("after Ctrl-C, exit status %d", code)
	}
}

func TestDemoNamesTheRemedyForAPortInUse(t *testing.T) {
	t.Parallel()
	p := openDemo(t)
	r := call{env: []string{"ALDABA_LISTEN=" + p.addr}}.aldaba(t, "demo")
	if r.code != exitFailed || r.out != "" || !strings.Contains(r.err, "ALDABA_LISTEN=") {
		t.Errorf("%+v", r)
	}
}

func postJSON(t *testing.T, p *process, path, body string, want int, into any) {
	t.Helper()
	response, err := http.Post("http://"+p.addr+path, "application/json", bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != want {
		t.Fatalf("POST %s: status %d, %s, %v", path, response.StatusCode, data, err)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// firstAnswer reads a phone's events up to the hotline's first bubble.
func firstAnswer(t *testing.T, p *process, path string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.addr+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		var bubble struct{ From, Text string }
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && json.Unmarshal([]byte(data), &bubble) == nil && bubble.From == "hotline" {
			return bubble.Text
		}
	}
	t.Fatal("the hotline says nothing")
	return ""
}

const allConnected = `document.querySelector('.log') && !document.querySelector('.log[aria-busy=true]')`

func TestDemoInABrowser(t *testing.T) {
	t.Parallel()
	p := openDemo(t)
	b := openBrowser(t, "http://"+p.addr+"/")
	b.until("all phones are connected", allConnected)
	b.types("sms", "ay migra aki tocando")
	b.hears("sms", wording(t, "es", bot.SMS, "raid.where"))
	b.types("whatsapp", "hola")
	b.hears("whatsapp", wording(t, "es", bot.WhatsApp, "menu.ask"))
	b.taps("whatsapp", wording(t, "es", bot.WhatsApp, "menu.opt.home"))
	b.hears("whatsapp", wording(t, "es", bot.WhatsApp, "door.ask"))
	b.taps("whatsapp", wording(t, "es", bot.WhatsApp, "door.opt.paper"))
	b.hears("whatsapp", wording(t, "es", bot.WhatsApp, "warrant.from"))
}

// browser is a Chromium that shows the demo.
type browser struct {
	t   *testing.T
	ctx context.Context
}

func openBrowser(t *testing.T, address string, more ...chromedp.ExecAllocatorOption) browser {
	t.Helper()
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), append(flags, more...)...)
	t.Cleanup(stop)
	ctx, stopTab := chromedp.NewContext(ctx)
	t.Cleanup(stopTab)
	ctx, cancel := context.WithTimeout(ctx, 6*patience)
	t.Cleanup(cancel)
	b := browser{t, ctx}
	b.do(chromedp.Navigate(address))
	return b
}

func (b browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("in the browser (Debian package chromium): %v", err)
	}
}

// until waits for a condition in the page.
func (b browser) until(what, condition string) {
	b.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		holds, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+condition+")"))
		if err != nil {
			b.t.Fatal(err)
		}
		if holds {
			return
		}
	}
	shown, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.body.innerText"))
	b.t.Fatalf("waited in vain until %s; the page shows:\n%s", what, shown)
}

// types writes into a phone, "sms" or "whatsapp", and presses Enter.
func (b browser) types(phone, text string) {
	b.t.Helper()
	b.do(chromedp.SendKeys("."+phone+" .text", text), enter())
}

// hears waits for words of the hotline on a phone.
func (b browser) hears(phone, words string) {
	b.t.Helper()
	b.until("the "+phone+" phone hears "+words, fmt.Sprintf(
		`[...document.querySelectorAll('.%s .theirs')].some(w => w.textContent.replace(/\s+/g, ' ').includes(%q))`,
		phone, strings.Join(strings.Fields(words), " ")))
}

// taps taps on the open option with a label.
func (b browser) taps(phone, label string) {
	b.t.Helper()
	position := fmt.Sprintf(`[...document.querySelectorAll('.%s button.option')].findIndex(o => o.querySelector('.label').textContent === %q) + 1`, phone, label)
	b.until(label+" can be tapped", position)
	n, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](position))
	if err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.Click(fmt.Sprintf(".%s button.option:nth-child(%d)", phone, n)))
}

// enter presses the key as a keyboard does; chromedp's own would also break the line.
func enter() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
			_, err := cdp.Call(ctx, target, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: "Enter",
				Code: "Enter", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13})
			if err != nil {
				return err
			}
		}
		return nil
	})
}
