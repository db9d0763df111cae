package web_test

import (
	"context"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/aldaba-hotline/aldaba/bot"
	"github.com/aldaba-hotline/aldaba/bot/web"
)

// air is a broadcast that a test moves on.
type air struct {
	mu   sync.Mutex
	cast web.Cast
}

func (a *air) view(context.Context) (web.Cast, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.cast, nil
}

func (a *air) stands(state bot.BroadcastState, delivered int, got ...[]string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.cast = web.Cast{ID: "7", State: state, Code: "123456", Recipients: len(got), Delivered: delivered}
	for i, lang := range []bot.Language{"en", "ar"} {
		a.cast.Phones = append(a.cast.Phones, web.CastPhone{Number: "+1500555700" + string(rune('1'+i)), Language: lang, Got: got[i]})
	}
}

func TestBrowserABroadcastWaitsForItsOrganizer(t *testing.T) {
	d, phones, w := staffedDemo()
	w.shows()
	a := &air{}
	a.stands(bot.BroadcastDraft, 0, []string{}, []string{})
	d.Broadcast = a.view
	b := &browser{t: t, phones: phones}
	b.visits(d)
	b.do(chromedp.EmulateViewport(1600, 1000))
	b.until("it can be approved", `document.querySelectorAll('.cast button.line').length === 2`)
	b.is(`document.querySelector('.cast .state').textContent`, "Waits for approval")
	b.do(chromedp.Click(".orders li:nth-child(2) button"))
	b.is(`document.querySelector('.dispatcher .text').value`, "APPROVE 7 123456")

	a.stands(bot.BroadcastDone, 2, []string{"The clinic has moved."}, []string{"انتقلت العيادة إلى Main Library."})
	b.until("it is sent", `document.querySelector('.cast .state').textContent === 'Sent'`)
	b.is(`document.querySelector('.tally').textContent`, "2 of 2 got it")
	b.is(`document.querySelectorAll('.cast button.line').length`, "0")
	b.is(`getComputedStyle(document.querySelector('.readers li:nth-child(2) .got')).direction`, "rtl")
	b.is(`document.querySelector('.readers li:nth-child(2) h3').textContent.startsWith('Arabic')`, "true")
	b.shoot("whole-broadcast")
	b.do(chromedp.EmulateViewport(390, 844))
	b.is(`document.documentElement.scrollWidth <= 390`, "true")
	b.isQuiet()
}
