package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/aldaba-hotline/aldaba/bot"
)

// The whole story in one window, on the real binary: the mother, Rosa who takes charge, Ana who goes, and the card.
func TestDemoPlaysTheWholeStory(t *testing.T) {
	t.Parallel()
	p := openDemo(t)
	page := openBrowser(t, "http://"+p.addr+"/")
	page.until("all four phones are connected", `document.querySelectorAll('.log[aria-busy=false]').length === 4`)
	page.types("sms", "ay migra aki tocando")
	page.hears("sms", wording(t, "es", bot.SMS, "raid.where"))
	page.types("sms", "calle 12 y Maple, Oakland")
	page.until("the card shows the incident", `document.querySelector('.card .number')`)
	page.sends("dispatcher", "TAKE")
	page.hears("dispatcher", "calle 12 y Maple, Oakland")
	page.sends("dispatcher", "SEND")
	page.sends("verifier", "GO")
	page.hears("verifier", "calle 12 y Maple, Oakland")
	page.hears("sms", "Nunca le va a pedir que abra la puerta")
	page.sends("verifier", "HERE")
	page.sends("verifier", "CONF")
	page.until("the card says that it is confirmed", `document.querySelector('.card .state').dataset.state === '`+string(bot.StateConfirmed)+`'`)
	page.shoot("story")
	page.sends("verifier", "CLEAR")
	page.hears("sms", "los agentes se fueron")
}

// An organizer's broadcast in the window: what goes out is shown, then approved with the code of her app, then stopped in time.
func TestDemoShowsABroadcast(t *testing.T) {
	t.Parallel()
	p := openDemo(t)
	page := openBrowser(t, "http://"+p.addr+"/")
	page.until("it waits for approval", `document.querySelector('.cast .state')?.dataset.state === '`+string(bot.BroadcastDraft)+`' && document.querySelectorAll('.readers li').length === 10`)
	for _, step := range []struct{ order, state string }{{"SHOW", "draft"}, {"APPROVE", "holding"}, {"KILL", "killed"}} {
		page.orders(step.order)
		page.until("it is "+step.state, `document.querySelector('.cast .state').dataset.state === '`+step.state+`'`)
	}
	page.shoot("broadcast")
}

// orders taps a line below the phones, and sends it from the organizer's.
func (b browser) orders(verb string) {
	b.t.Helper()
	line := `[...document.querySelectorAll('.orders button')].find(l => l.textContent.startsWith('` + verb + ` '))`
	b.until(verb+" can be tapped", line)
	heard := `document.querySelectorAll('.dispatcher .theirs').length`
	before, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](heard))
	if err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.Evaluate[chromedp.Void](line + `.click()`))
	b.do(chromedp.SendKeys(".dispatcher .text", ""), enter())
	b.until(verb+" is answered", fmt.Sprintf("%s > %d", heard, before))
}

// sends taps the newest line with a verb on a volunteer's phone, and sends it.
func (b browser) sends(phone, verb string) {
	b.t.Helper()
	line := `[...document.querySelectorAll('.` + phone + ` button.line')].filter(l => l.textContent.startsWith('` + verb + ` ')).pop()`
	b.until(verb+" can be tapped", line)
	b.do(chromedp.Evaluate[chromedp.Void](line + `.click()`))
	b.do(chromedp.SendKeys("."+phone+" .text", ""), enter())
}

// shoot saves a picture of the page when ALDABA_SHOTS names a directory, for a person to look at.
func (b browser) shoot(name string) {
	b.t.Helper()
	dir := os.Getenv("ALDABA_SHOTS")
	if dir == "" {
		return
	}
	b.do(chromedp.EmulateViewport(1600, 1000), chromedp.Sleep(500*time.Millisecond))
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}
